//! The app on the home screen: whether it is there, how it gets there on this phone, and the hint about it.

use leptos::prelude::*;

use crate::words::Words;
use migraction_browser::page::{self, Platform};
use migraction_browser::settings::{Setting, load, save};

/// Whether the app was opened from the home screen.
#[must_use]
pub fn is_installed() -> bool {
    page::is_installed()
}

/// The steps to install the app on this very phone.
#[must_use]
pub fn steps(w: &'static Words) -> &'static str {
    match page::platform() {
        Platform::Ios => w.install.ios,
        Platform::Android => w.install.android,
        Platform::Other => w.install.other,
    }
}

/// The browser's own way to install the app, where it offers one: calling it shows its dialog.
#[must_use]
pub fn offer() -> Option<fn()> {
    page::can_prompt_install().then_some(page::prompt_install as fn())
}

/// The hint to install the app, until it is put away.
#[derive(Clone, Copy, Debug)]
pub struct Hint(RwSignal<bool>);

impl Hint {
    /// The hint as it stands on this device: away for ever once it was put away, or where the app is installed.
    #[must_use]
    pub fn start() -> Self {
        Self(RwSignal::new(load(Setting::InstallHint).is_some() || page::is_installed()))
    }

    /// Whether it is away.
    #[must_use]
    pub fn is_away(self) -> bool {
        self.0.get()
    }

    /// Puts it away for ever.
    pub fn put_away(self) {
        save(Setting::InstallHint, Some("away"));
        self.0.set(true);
    }
}
