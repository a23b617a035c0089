//! The way back without the passphrase: the recovery code, then another passphrase.

use leptos::prelude::*;
use leptos::task::spawn_local;
use migraction_core::route::{NotesPage, Route};
use migraction_vault::{Code, CodeError, ProfileId};

use super::unlock::{choices, unlock_words};
use super::{page, title, use_profiles};
use crate::components::form::{FormField, TextKind, form, message_of, submit};
use crate::components::kit::{dynamic, fragment, going, h1, nothing, para};
use crate::state::notes::UnlockTrouble;
use crate::state::{use_notes, use_session};
use crate::words::Words;

/// What is wrong with a typed code.
pub(super) fn code_words(w: &Words, error: CodeError) -> String {
    match error {
        CodeError::Length(_) => w.vault.code_length.to_owned(),
        CodeError::Group(number) => w.vault.code_group(number),
    }
}

/// The page of the recovery code.
pub fn recover_page() -> AnyView {
    let profiles = use_profiles();
    page(
        title(|w| w.vault.recover_title),
        Route::Notes(NotesPage::Unlock),
        None,
        "page page--tight",
        move |w| {
            dynamic(move || {
                let Some(profiles) = profiles.get() else { return nothing() };
                let chosen = RwSignal::new(profiles.first().map(|profile| profile.id));
                let which =
                    if profiles.len() > 1 { choices(w, profiles, chosen) } else { nothing() };
                let intro = vec![h1(w.vault.recover_title), para("", w.vault.recover_intro), which];
                fragment(vec![fragment(intro), code_form(w, chosen)])
            })
        },
    )
}

fn code_form(w: &'static Words, chosen: RwSignal<Option<ProfileId>>) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let go = going(true);
    let (typed, busy, message) =
        (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(None));
    let open = move || {
        let Some(id) = chosen.get_untracked() else { return };
        let code = match Code::parse(&typed.read_untracked()) {
            Ok(code) => code,
            Err(error) => return message.set(Some(code_words(w, error))),
        };
        let go = go.clone();
        spawn_local(async move {
            let trouble = match notes.recover(id, &code, session.today).await {
                Ok(()) => return go(&Route::Notes(NotesPage::Passphrase)),
                Err(UnlockTrouble::Wrong) => w.vault.code_wrong.to_owned(),
                Err(trouble) => unlock_words(w, trouble),
            };
            message.set(Some(trouble));
        });
    };
    form(
        open,
        vec![
            FormField::new("code", w.vault.code)
                .error(message_of(message))
                .fills(TextKind::Code, typed),
            submit("recover", w.vault.recover_do, busy),
        ],
    )
}
