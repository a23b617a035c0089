//! The browser, as the place where a device's half of notes runs; and what it says, shown in signals.

use leptos::prelude::*;
use migraction_device::{Device, EstimateFailed, Host, Notice, StretchFailed, Stretched, Task};
use migraction_sync::client::Transport;
use migraction_vault::{Estimate, StretchCost};

use super::signals::made;
use migraction_browser::settings::{self, Setting};
use migraction_browser::vault_store::IndexedDb;
use migraction_browser::{clock, net, page, random, sleep, spawn, strength, stretch, writer};

thread_local! {
    static DEVICE: Device<Browser> = Device::new(Browser);
}

/// The notes of this page.
pub(super) fn device() -> Device<Browser> {
    DEVICE.with(Clone::clone)
}

/// This page's browser.
#[derive(Clone, Copy, Debug)]
pub struct Browser;

/// The way to our own server.
#[derive(Clone, Copy, Debug)]
pub struct OwnServer;

impl Transport for OwnServer {
    async fn send(&self, name: &'static str, bytes: Vec<u8>) -> Option<(u16, Vec<u8>)> {
        net::post(&format!("/api/sync/{name}"), &bytes).await
    }
}

impl Host for Browser {
    type Storage = IndexedDb;
    type Transport = OwnServer;

    fn storage(&self) -> &IndexedDb {
        &IndexedDb
    }

    fn transport(&self) -> &OwnServer {
        &OwnServer
    }

    fn now(&self) -> u64 {
        clock::now_millis()
    }

    fn random(&self, bytes: &mut [u8]) {
        random::fill(bytes);
    }

    async fn sleep(&self, millis: u64) {
        sleep(i32::try_from(millis).unwrap_or(i32::MAX)).await;
    }

    fn spawn(&self, task: Task) {
        spawn(task);
    }

    fn is_online(&self) -> bool {
        page::is_online()
    }

    fn device_name(&self) -> &'static str {
        match page::platform() {
            page::Platform::Ios => "iOS",
            page::Platform::Android => "Android",
            page::Platform::Other => "PC",
        }
    }

    async fn acquire_write_lock(&self) -> bool {
        writer::take().await
    }

    fn release_write_lock(&self) {
        writer::release();
    }

    async fn stretch(
        &self,
        passphrase: &str,
        salt: &[u8; 16],
        cost: StretchCost,
    ) -> Result<Stretched, StretchFailed> {
        stretch::stretch(passphrase, salt, cost).await
    }

    async fn estimate(&self, passphrase: &str, own: &[&str]) -> Result<Estimate, EstimateFailed> {
        strength::estimate(passphrase, own).await
    }

    fn notice(&self, notice: Notice<'_>) {
        let Some(store) = made() else { return };
        match notice {
            Notice::ProfileSaved => {
                // Firefox asks the person and answers when they have: nothing waits for that.
                spawn(page::ask_to_persist());
                settings::save(Setting::NotesHere, Some("1"));
            }
            Notice::Unlocked { profile, list, is_other, is_enrolled } => {
                store.enrolled.set(is_enrolled);
                // A note of another profile is none of this one's.
                if is_other {
                    store.shown.set(None);
                }
                store.list.set(list);
                store.unlocked.set(Some(profile));
            }
            Notice::Status(status) => store.status.set(status),
            Notice::DraftsChanged => store.show_stage(device().stage()),
            Notice::Note(record, note) => store.show(record, note),
            Notice::RemoteChange => store.arrived.update(|count| *count += 1),
            Notice::Enrolled => store.enrolled.set(true),
        }
    }
}
