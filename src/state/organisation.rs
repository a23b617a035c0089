//! An organisation's own services on this device: read, renewed, trusted. A list is taken only under the key that an
//! invitation brought; whatever is wrong with a new one, the list that was here stays.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::prelude::*;
use migraction_pack::PublicKey;
use migraction_pack::organisation::{OrganisationError, OwnServices, PATH};
use migraction_sync::OrganisationKey;

use migraction_browser::net::{self, NetError};
use migraction_browser::own_services::{self, Kept};
use migraction_browser::{log, page, spawn};

/// The organisation's own services.
#[derive(Clone, Copy, Debug)]
pub struct Organisation {
    /// Its list, once there is one.
    pub list: RwSignal<Option<Arc<OwnServices>>>,
    /// Why the last one that came was refused.
    pub refused: RwSignal<Option<OrganisationError>>,
}

/// The organisation's own services.
#[must_use]
pub fn use_organisation() -> Organisation {
    expect_context()
}

thread_local! {
    static STORE: RefCell<Option<Organisation>> = const { RefCell::new(None) };
}

/// Looks for a newer list, if an organisation is trusted here.
pub fn look() {
    if let Some(store) = STORE.with_borrow(|store| *store) {
        spawn(store.renew());
    }
}

/// Takes lists under this key from now on. Those under another one go.
pub async fn trust(key: OrganisationKey) {
    let key = key.to_hex().into_bytes();
    let kept = own_services::load().await.unwrap_or_default();
    if kept.key.as_ref() != Some(&key) {
        if let Err(error) = own_services::write_key(&key).await {
            log(&format!("the organisation's key: {error}"));
            return;
        }
        if let Some(store) = STORE.with_borrow(|store| *store) {
            store.list.set(None);
        }
    }
    look();
}

/// The key that is trusted here, for one's own second device.
pub async fn trusted() -> Option<OrganisationKey> {
    key_of(&own_services::load().await.ok()?).map(|(key, _)| key)
}

fn key_of(kept: &Kept) -> Option<(OrganisationKey, PublicKey)> {
    let text = std::str::from_utf8(kept.key.as_deref()?).ok()?;
    Some((OrganisationKey::from_hex(text)?, PublicKey::from_hex(text)?))
}

impl Organisation {
    /// Reads what is kept, then looks for a newer list.
    #[must_use]
    pub fn start() -> Self {
        let store = Self { list: RwSignal::new(None), refused: RwSignal::new(None) };
        STORE.set(Some(store));
        look();
        page::on_window("online", look);
        store
    }

    async fn renew(self) {
        let Ok(mut kept) = own_services::load().await else { return };
        let Some((_, key)) = key_of(&kept) else { return };
        let open = |bytes: &Option<Vec<u8>>| OwnServices::open(bytes.as_deref()?, &key).ok();
        let list = open(&kept.current).or_else(|| {
            kept.current = None;
            open(&kept.previous)
        });
        let list = list.map(Arc::new);
        if *self.list.read_untracked() != list {
            self.list.set(list.clone());
        }
        let refused = match net::fetch(PATH, |_| {}).await {
            // Another key may have been taken meanwhile.
            Ok(_)
                if own_services::load().await.map(|now| now.key).ok() != Some(kept.key.clone()) =>
            {
                return;
            }
            Ok(sent) => self.take(&key, kept, list.as_deref(), sent).await.err(),
            Err(NetError::Torn) => Some(OrganisationError::Torn),
            // No network, or no list there.
            Err(_) => return,
        };
        self.refused.set(refused);
    }

    async fn take(
        self,
        key: &PublicKey,
        kept: Kept,
        before: Option<&OwnServices>,
        sent: Vec<u8>,
    ) -> Result<(), OrganisationError> {
        let list = OwnServices::open(&sent, key)?;
        if list.replaces(before)? {
            let previous = kept.current.or(kept.previous);
            match own_services::write_list(&sent, previous.as_deref()).await {
                Ok(()) => self.list.set(Some(Arc::new(list))),
                Err(error) => log(&format!("the organisation's list: {error}")),
            }
        }
        Ok(())
    }
}
