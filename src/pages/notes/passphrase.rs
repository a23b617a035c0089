//! Another passphrase in place of the present one, and another recovery code after the present one was seen or stolen. Both
//! ask for the present passphrase, unless the recovery code or a file has just opened the notes.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use migraction_core::route::{NotesPage, Route};
use migraction_vault::{Habit, Strength};
use zeroize::Zeroizing;

use super::code::show_and_prove;
use super::{page, title, tools, unlocked};
use crate::components::form::{FormField, form, message_of, submit, trouble};
use crate::components::kit::{dynamic, fragment, going, group, h1, link, nothing, para};
use crate::state::notes::{NewCode, ProfileTrouble};
use crate::state::passphrase::{Judged, follow_strength};
use crate::state::{use_notes, use_session};
use crate::words::Words;

pub(super) fn profile_words(w: &Words, trouble: ProfileTrouble) -> String {
    let v = &w.vault;
    let (title, text) = match trouble {
        ProfileTrouble::Weak => (v.strength_weak, v.passphrase_help),
        ProfileTrouble::WrongPassphrase => return v.now_wrong.to_owned(),
        ProfileTrouble::NoMemory => (v.memory_title, v.memory_text),
        ProfileTrouble::Full => (v.full_title, v.full_text),
        ProfileTrouble::OtherTab => (v.tab_title, v.tab_text),
        ProfileTrouble::AlreadyExists => return v.file_other_here.to_owned(),
        ProfileTrouble::Storage | ProfileTrouble::Locked => (v.storage_title, v.storage_text),
    };
    format!("{title}. {text}")
}

/// What to do about a habit.
fn habit_words(w: &Words, habit: Habit) -> &'static str {
    let v = &w.vault;
    match habit {
        Habit::Repeated => v.habit_repeated,
        Habit::Row => v.habit_row,
        Habit::Date => v.habit_date,
        Habit::Common => v.habit_common,
        Habit::Name => v.habit_name,
        Habit::Own => v.habit_own,
    }
}

/// How strong a new passphrase is, in four steps with words, and what makes it weak.
pub(super) fn strength_bar(
    w: &'static Words,
    passphrase: RwSignal<String>,
    label: Signal<String>,
) -> AnyView {
    let strength = follow_strength(passphrase, label);
    dynamic(move || {
        let v = &w.vault;
        let (reached, name, habit) = match strength.get() {
            Judged::Unread => (0, None, None),
            Judged::Unknown => (0, Some(v.strength_unknown), None),
            Judged::Estimated(estimate) => {
                let (reached, name) = match estimate.strength() {
                    Strength::Guessable => (1, v.strength_guessable),
                    Strength::Weak => (2, v.strength_weak),
                    Strength::Good => (3, v.strength_good),
                    Strength::Strong => (4, v.strength_strong),
                };
                let habit = estimate.habit.filter(|_| !estimate.strength().is_accepted());
                (reached, Some(name), habit)
            }
        };
        let on = if reached > 2 { "on" } else { "mid" };
        let steps = (0..4).map(|step| {
            let class = if step < reached { on } else { "" };
            view! { <span class=class></span> }.into_any()
        });
        let said = name.map(|name| v.strength(name)).unwrap_or_default();
        let why = habit.map(|habit| habit_words(w, habit)).unwrap_or_default();
        let said = [said.as_str(), why].join(" ");
        let help = view! {
            <p class="field__help" role="status" data-strength=reached.to_string()>{said}</p>
        };
        group("stack stack--s", vec![group("strength", steps.collect()), help.into_any()])
    })
}

/// The page of another passphrase.
pub fn passphrase_page() -> AnyView {
    page(
        title(|w| w.vault.change_title),
        Route::Notes(NotesPage::List),
        Some(tools()),
        "page page--tight",
        |w| unlocked(move || change(w)),
    )
}

fn change(w: &'static Words) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let go = going(true);
    let by_code = notes.is_open_by_code();
    let empty = || RwSignal::new(String::new());
    let (now, next, again) = (empty(), empty(), empty());
    let (busy, message) = (RwSignal::new(false), RwSignal::new(None));
    let change = move || {
        if busy.get_untracked() {
            return;
        }
        message.set(None);
        if *next.read_untracked() != *again.read_untracked() {
            message.set(Some(w.vault.again_wrong.to_owned()));
            return;
        }
        busy.set(true);
        let go = go.clone();
        spawn_local(async move {
            let secret = Zeroizing::new(next.get_untracked());
            let changed = if by_code {
                notes.replace_passphrase(&secret).await
            } else {
                let present = Zeroizing::new(now.get_untracked());
                notes.change_passphrase(&present, &secret).await
            };
            busy.try_set(false);
            match changed {
                Ok(()) => {
                    for field in [now, next, again] {
                        field.try_set(String::new());
                    }
                    session.show_toast(w.vault.changed);
                    go(&Route::Notes(NotesPage::List));
                }
                Err(trouble) => {
                    message.try_set(Some(profile_words(w, trouble)));
                }
            }
        });
    };
    let v = &w.vault;
    let present = if by_code {
        nothing()
    } else {
        FormField::new("passphrase", v.now).passphrase(now, false)
    };
    let label = notes.unlocked.get_untracked().map(|profile| profile.label).unwrap_or_default();
    let parts = vec![
        present,
        FormField::new("new-passphrase", v.change_title)
            .help(v.passphrase_help)
            .passphrase(next, true),
        strength_bar(w, next, Signal::stored(label)),
        FormField::new("again", v.again).passphrase(again, true),
        trouble(message),
        submit("change", v.change_do, busy),
    ];
    let code = link("link", session.href(&Route::Notes(NotesPage::Code)), v.renew_title);
    fragment(vec![h1(v.change_title), para("", v.change_intro), form(change, parts), code])
}

/// The page of another recovery code.
pub fn code_page() -> AnyView {
    let made = RwSignal::new(None::<Arc<NewCode>>);
    page(
        title(|w| w.vault.renew_title),
        Route::Notes(NotesPage::Passphrase),
        Some(tools()),
        "page page--tight",
        move |w| {
            unlocked(move || match made.get() {
                None => ask(w, made),
                Some(code) => renew(w, code),
            })
        },
    )
}

fn ask(w: &'static Words, made: RwSignal<Option<Arc<NewCode>>>) -> AnyView {
    let notes = use_notes();
    let now = RwSignal::new(String::new());
    let (busy, message) = (RwSignal::new(false), RwSignal::new(None));
    let make = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        message.set(None);
        spawn_local(async move {
            let present = Zeroizing::new(now.get_untracked());
            let code = notes.make_code(&present).await;
            busy.try_set(false);
            match code {
                Ok(code) => {
                    now.try_set(String::new());
                    made.try_set(Some(Arc::new(code)));
                }
                Err(trouble) => {
                    message.try_set(Some(profile_words(w, trouble)));
                }
            }
        });
    };
    let v = &w.vault;
    let parts = vec![
        FormField::new("passphrase", v.now).error(message_of(message)).passphrase(now, false),
        submit("renew", v.renew_do, busy),
    ];
    fragment(vec![h1(v.renew_title), para("", v.renew_intro), form(make, parts)])
}

fn renew(w: &'static Words, code: Arc<NewCode>) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let go = going(true);
    let shown = Arc::new(code.code.clone());
    let proven = move |busy: RwSignal<bool>, message: RwSignal<Option<String>>| {
        let (code, go) = (code.clone(), go.clone());
        spawn_local(async move {
            let kept = notes.save_code(&code).await;
            busy.try_set(false);
            match kept {
                Ok(()) => {
                    session.show_toast(w.vault.renewed);
                    go(&Route::Notes(NotesPage::List));
                }
                Err(trouble) => {
                    message.try_set(Some(profile_words(w, trouble)));
                }
            }
        });
    };
    show_and_prove(w, shown, w.vault.renew_keep, Arc::new(proven))
}
