//! A second device: the one-time code of the first one brings the profile here, still sealed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use migraction_core::route::{NotesPage, Route};

use super::{install_first, page, title};
use crate::components::form::{FormField, TextKind, form, message_of, submit};
use crate::components::kit::{effect, fragment, going, h1, nothing, para};
use crate::state::notes::{JoinTrouble, Joined};
use crate::state::{use_notes, use_place, use_session};
use crate::words::Words;

/// What happened, and what to do.
pub(super) fn join_words(w: &Words, trouble: JoinTrouble) -> String {
    let s = &w.sync;
    match trouble {
        JoinTrouble::Code(Some(group)) => w.vault.code_group(group),
        JoinTrouble::Code(None) => s.bad_code.to_owned(),
        JoinTrouble::Expired => s.expired.to_owned(),
        JoinTrouble::Used => s.used.to_owned(),
        JoinTrouble::Revoked => s.shut_out.to_owned(),
        JoinTrouble::NoAnswer => s.join_no_answer.to_owned(),
        JoinTrouble::Server | JoinTrouble::Locked => s.join_server.to_owned(),
        JoinTrouble::OtherTab => format!("{}. {}", w.vault.tab_title, w.vault.tab_text),
        JoinTrouble::Storage => format!("{}. {}", w.vault.storage_title, w.vault.storage_text),
    }
}

/// The page of the one-time code.
pub fn join_page() -> AnyView {
    page(
        title(|w| w.sync.join_title),
        Route::Notes(NotesPage::Unlock),
        None,
        "page page--tight",
        join,
    )
}

fn join(w: &'static Words) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let go = going(false);
    let (typed, busy, message) =
        (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(None));
    let join = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        message.set(None);
        let go = go.clone();
        spawn_local(async move {
            let joined = notes.join(&typed.get_untracked()).await;
            busy.try_set(false);
            match joined {
                Ok(joined) => {
                    if joined == Joined::Existing {
                        session.show_toast(w.sync.join_was_here);
                    }
                    go(&Route::Notes(NotesPage::Unlock));
                }
                Err(trouble) => {
                    message.try_set(Some(join_words(w, trouble)));
                }
            }
        });
    };
    let s = &w.sync;
    let first = if notes.may_write() { nothing() } else { install_first(w) };
    let parts = vec![
        FormField::new("code", w.vault.code)
            .error(message_of(message))
            .fills(TextKind::Code, typed),
        submit("join", s.join_do, busy),
    ];
    fragment(vec![h1(s.join_title), first, para("", s.join_intro), form(join, parts)])
}

/// The link of an invitation: its code stands behind the `#`, which no server is sent. It waits in
/// memory until a profile is unlocked.
#[component]
pub fn InvitedPage() -> impl IntoView {
    let notes = use_notes();
    let go = going(true);
    effect(move || {
        let code = use_place().fragment();
        if !code.is_empty() {
            notes.invitation.set(code);
        }
        go(&Route::Notes(NotesPage::Sync));
    });
}
