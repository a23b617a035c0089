//! How strong a new passphrase is, while it is typed. The estimate is made in a worker that ends with the field, and with it
//! all that was typed.

use leptos::prelude::*;
use migraction_vault::strength::Estimate;
use zeroize::Zeroizing;

use super::notes::judge;
use migraction_browser::{sleep, spawn, strength};

/// How long after the last key a passphrase is estimated.
const PAUSE_MILLISECONDS: i32 = 250;

/// What is known about the passphrase now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Nothing yet, or nothing is typed.
    Unread,
    /// It could not be estimated on this phone.
    Unknown,
    /// The estimate.
    Estimated(Estimate),
}

/// Follows a passphrase and the name of its profile for as long as the page lives.
#[must_use]
pub fn follow_strength(passphrase: RwSignal<String>, label: Signal<String>) -> RwSignal<Judged> {
    let shown = RwSignal::new(Judged::Unread);
    let turn = StoredValue::new(0_u32);
    Effect::new(move || {
        let typed = Zeroizing::new(passphrase.get());
        let label = label.get();
        let own = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        if typed.is_empty() {
            shown.set(Judged::Unread);
            return;
        }
        spawn(async move {
            sleep(PAUSE_MILLISECONDS).await;
            if turn.try_get_value() != own {
                return;
            }
            let judged = judge(&typed, &label).await;
            if turn.try_get_value() == own {
                shown.try_set(judged.map_or(Judged::Unknown, Judged::Estimated));
            }
        });
    });
    on_cleanup(strength::end);
    shown
}
