//! A new profile: name, passphrase, recovery code, and the proof that it was written down.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use migraction_core::route::{NotesPage, Route};
use zeroize::Zeroizing;

use super::code::show_and_prove;
use super::passphrase::{profile_words, strength_bar};
use super::{install_first, page, title};
use crate::components::form::{FormField, TextKind, form, message_of, submit};
use crate::components::kit::{dynamic, effect, fragment, going, h1, para};
use crate::state::notes::NewProfile;
use crate::state::{use_notes, use_session};
use crate::words::Words;

/// Where one is.
#[derive(Clone)]
enum Stage {
    Passphrase,
    Code(Arc<NewProfile>),
}

/// The page of a new profile.
pub fn new_profile_page() -> AnyView {
    let notes = use_notes();
    let stage = RwSignal::new(Stage::Passphrase);
    let passphrase = RwSignal::new(String::new());
    page(
        title(|w| w.vault.new_title),
        Route::Notes(NotesPage::Unlock),
        None,
        "page page--tight",
        move |w| {
            if !notes.may_write() {
                return install_first(w);
            }
            dynamic(move || match stage.get() {
                Stage::Passphrase => choose(w, stage, passphrase),
                Stage::Code(profile) => prove(w, profile, passphrase),
            })
        },
    )
}

fn choose(w: &'static Words, stage: RwSignal<Stage>, passphrase: RwSignal<String>) -> AnyView {
    let notes = use_notes();
    let v = &w.vault;
    let label = RwSignal::new(v.label_first.to_owned());
    let (busy, message) = (RwSignal::new(false), RwSignal::new(None));
    // What was said of one phrase does not hold for the next.
    effect(move || {
        passphrase.track();
        message.set(None);
    });
    let make = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let secret = Zeroizing::new(passphrase.get_untracked());
            let made = notes.make_profile(&label.get_untracked(), &secret).await;
            busy.set(false);
            match made {
                Ok(profile) => stage.set(Stage::Code(Arc::new(profile))),
                Err(trouble) => message.set(Some(profile_words(w, trouble))),
            }
        });
    };
    fragment(vec![
        h1(v.new_title),
        para("", v.new_intro),
        form(
            make,
            vec![
                FormField::new("label", v.label).help(v.label_help).fills(TextKind::Words, label),
                FormField::new("passphrase", v.passphrase)
                    .help(v.passphrase_help)
                    .error(message_of(message))
                    .passphrase(passphrase, true),
                strength_bar(w, passphrase, label.into()),
                submit("make", v.continue_do, busy),
            ],
        ),
    ])
}

fn prove(w: &'static Words, profile: Arc<NewProfile>, passphrase: RwSignal<String>) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let go = going(true);
    let code = Arc::new(profile.code.clone());
    let proven = move |busy: RwSignal<bool>, message: RwSignal<Option<String>>| {
        let (profile, go) = (profile.clone(), go.clone());
        spawn_local(async move {
            let secret = Zeroizing::new(passphrase.get_untracked());
            match notes.save_profile(&profile).await {
                Ok(id) => {
                    passphrase.set(String::new());
                    // Where this fails the list leads to unlocking, and nothing is lost.
                    let _ = notes.unlock(id, &secret, session.today).await;
                    go(&notes.take_next());
                }
                Err(trouble) => {
                    busy.set(false);
                    message.set(Some(profile_words(w, trouble)));
                }
            }
        });
    };
    show_and_prove(w, code, w.vault.proof_do, Arc::new(proven))
}
