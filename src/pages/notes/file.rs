//! The encrypted file, out and in. Locked, it brings a whole profile to this device.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use migraction_core::route::{NotesPage, Route};
use zeroize::Zeroizing;

use super::{page, title};
use crate::components::form::{FormField, form, message_of, submit, trouble};
use crate::components::kit::{button, dynamic, dynamic_text, fragment, going, group, h1, h2, para};
use crate::state::notes::{FileTrouble, Imported};
use crate::state::screen::chosen_file;
use crate::state::{use_notes, use_session};
use crate::words::Words;
use crate::words::vault::FileBrought;

fn file_words(w: &Words, trouble: FileTrouble) -> String {
    let v = &w.vault;
    match trouble {
        FileTrouble::NotOurs => v.file_not_ours.to_owned(),
        FileTrouble::Newer => v.file_newer.to_owned(),
        FileTrouble::Wrong => v.file_wrong.to_owned(),
        FileTrouble::ProfileConflict => v.file_other_here.to_owned(),
        FileTrouble::OtherTab => format!("{}. {}", v.tab_title, v.tab_text),
        FileTrouble::OtherProfile => v.file_other.to_owned(),
        FileTrouble::NoMemory => format!("{}. {}", v.memory_title, v.memory_text),
        FileTrouble::Full => format!("{}. {}", v.full_title, v.full_text),
        FileTrouble::Locked | FileTrouble::Storage => v.file_trouble.to_owned(),
    }
}

fn brought_words(w: &Words, brought: Imported) -> String {
    let mut text =
        w.vault.file_brought(FileBrought { changed: &brought.changed, known: &brought.known });
    if brought.unreadable > 0 {
        text.push(' ');
        text.push_str(&w.vault.file_unreadable(brought.unreadable));
    }
    text
}

/// The page of the encrypted file.
pub fn file_page() -> AnyView {
    let notes = use_notes();
    let is_open = Memo::new(move |_| notes.unlocked.read().is_some());
    page(
        title(|w| w.vault.file_title),
        Route::Notes(NotesPage::List),
        None,
        "page page--tight",
        move |w| {
            dynamic(
                move || if is_open.get() { fragment(vec![out(w), take_in(w)]) } else { restore(w) },
            )
        },
    )
}

fn out(w: &'static Words) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let message = RwSignal::new(None);
    let v = &w.vault;
    let give = button("export", "btn btn--main", vec![v.file_out.into_any()], move || {
        spawn_local(async move {
            match notes.export(session.today).await {
                Ok(()) => session.show_toast(v.file_given),
                Err(trouble) => message.set(Some(file_words(w, trouble))),
            }
        });
    });
    fragment(vec![h1(v.file_title), para("", v.file_intro), trouble(message), give])
}

/// The field for a file.
fn file_input(field: FormField, on_file: impl Fn(Arc<Vec<u8>>) + Copy + 'static) -> AnyView {
    let chosen = move |event: leptos::ev::Event| {
        spawn_local(async move {
            if let Some(bytes) = chosen_file(&event).await {
                on_file(Arc::new(bytes));
            }
        });
    };
    field.file(Box::new(chosen))
}

fn take_in(w: &'static Words) -> AnyView {
    let notes = use_notes();
    let (message, brought) = (RwSignal::new(None), RwSignal::new(None));
    let take = move |file: Arc<Vec<u8>>| {
        spawn_local(async move {
            match notes.import(&file).await {
                Ok(imported) => brought.set(Some(imported)),
                Err(trouble) => message.set(Some(file_words(w, trouble))),
            }
        });
    };
    let said = dynamic_text(move || {
        brought.get().map(|brought| brought_words(w, brought)).unwrap_or_default()
    });
    let said = view! { <p role="status" data-notice="brought">{said}</p> }.into_any();
    let v = &w.vault;
    let field = FormField::new("file", v.file_choose).error(message_of(message));
    let parts = vec![h2(v.file_in_title), para("", v.file_in_intro), file_input(field, take)];
    group("stack stack--s", vec![fragment(parts), said])
}

fn restore(w: &'static Words) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let go = going(false);
    let file = RwSignal::new(None::<Arc<Vec<u8>>>);
    let (secret, busy, message) =
        (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(None));
    let restore = move || {
        let Some(bytes) = file.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let go = go.clone();
        spawn_local(async move {
            let typed = Zeroizing::new(secret.get_untracked());
            let was_here = match notes.restore(&bytes, &typed, session.today).await {
                Ok(was_here) => was_here,
                Err(trouble) => {
                    busy.set(false);
                    return message.set(Some(file_words(w, trouble)));
                }
            };
            secret.set(String::new());
            busy.set(false);
            let brought = notes.import(&bytes).await;
            let brought = brought.map(|brought| brought_words(w, brought)).unwrap_or_default();
            let stays = if was_here { w.vault.file_was_here } else { "" };
            session.show_toast([brought.as_str(), stays].join(" ").trim());
            go(&Route::Notes(NotesPage::List));
        });
    };
    let v = &w.vault;
    let parts = vec![
        file_input(FormField::new("file", v.file_choose), move |bytes| file.set(Some(bytes))),
        FormField::new("secret", v.file_secret).passphrase(secret, false),
        trouble(message),
        submit("restore", v.file_restore, busy),
    ];
    fragment(vec![h1(v.restore), form(restore, parts)])
}
