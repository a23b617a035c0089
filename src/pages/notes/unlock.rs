//! Whose notes, and the passphrase. Needs no network.

use leptos::prelude::*;
use leptos::task::spawn_local;
use migraction_core::format::DateForm;
use migraction_core::route::{NotesPage, Route};
use migraction_vault::ProfileId;
use zeroize::Zeroizing;

use super::{install_first, notice, page, title, use_profiles};
use crate::components::Tone;
use crate::components::form::{FormField, form, message_of, submit};
use crate::components::icon::Icon;
use crate::components::kit::{
    derived, dynamic, dynamic_text, fragment, going, group, h1, icon, link, link_of, nothing, para,
};
use crate::state::notes::{Profile, UnlockTrouble};
use crate::state::{use_notes, use_session};
use crate::words::Words;

/// What happened, what is safe, what to do.
pub(super) fn unlock_words(w: &Words, trouble: UnlockTrouble) -> String {
    let v = &w.vault;
    let (title, text) = match trouble {
        UnlockTrouble::Wrong => (v.wrong_title, v.wrong_text),
        UnlockTrouble::OtherTab => (v.tab_title, v.tab_text),
        UnlockTrouble::Damaged => (v.damaged_title, v.damaged_text),
        UnlockTrouble::Newer => (v.newer_title, v.newer_text),
        UnlockTrouble::NoMemory => (v.memory_title, v.memory_text),
        UnlockTrouble::Storage => (v.storage_title, v.storage_text),
    };
    format!("{title}. {text}")
}

/// The unlock page.
pub fn unlock_page() -> AnyView {
    let profiles = use_profiles();
    page(title(|w| w.notes.title), Route::Home, None, "page page--tight", move |w| {
        dynamic(move || match profiles.get() {
            None => nothing(),
            Some(profiles) if profiles.is_empty() => nobody(w),
            Some(profiles) => unlock(w, profiles),
        })
    })
}

/// No profile here: never, or not any more.
fn nobody(w: &'static Words) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let v = &w.vault;
    let mut parts = vec![h1(w.notes.title)];
    if notes.refused.get_untracked() {
        parts.push(notice(Tone::Urgent, "notes-refused", v.refused_title, v.refused_text, vec![]));
    }
    let is_wiped = notes.wiped.get_untracked();
    if is_wiped {
        parts.push(notice(Tone::Urgent, "notes-wiped", v.wiped_title, v.wiped_text, vec![]));
    }
    parts.push(para("", v.new_intro));
    if notes.may_write() {
        let name = if is_wiped { v.wiped_new } else { v.new_title };
        let href = session.href(&Route::Notes(NotesPage::NewProfile));
        parts.push(link_of("new-profile", "btn btn--main", href, vec![name.into_any()]));
    } else {
        parts.push(install_first(w));
    }
    parts.push(link("btn btn--plain", session.href(&Route::Notes(NotesPage::Join)), v.join));
    parts.push(link("btn btn--plain", session.href(&Route::Notes(NotesPage::Export)), v.restore));
    parts.push(link(
        "link small",
        session.href(&Route::Notes(NotesPage::Server)),
        w.sync.sees_title,
    ));
    fragment(parts)
}

fn unlock(w: &'static Words, profiles: Vec<Profile>) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let go = going(true);
    let chosen = RwSignal::new(profiles.first().map(|profile| profile.id));
    let (passphrase, busy, message) =
        (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(None));
    let labels = profiles.clone();
    let label = derived(move || {
        let profile = labels.iter().find(|profile| Some(profile.id) == chosen.get());
        profile.map_or_else(String::new, |profile| w.vault.passphrase_of(&profile.label))
    });
    let open = move || {
        let Some(id) = chosen.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        message.set(None);
        let go = go.clone();
        spawn_local(async move {
            let secret = Zeroizing::new(passphrase.get_untracked());
            let opened = notes.unlock(id, &secret, session.today).await;
            busy.set(false);
            match opened {
                Ok(()) => {
                    passphrase.set(String::new());
                    go(&notes.take_next());
                }
                Err(trouble) => message.set(Some(unlock_words(w, trouble))),
            }
        });
    };
    let v = &w.vault;
    fragment(vec![
        h1(v.whose),
        choices(w, profiles, chosen),
        form(
            open,
            vec![
                FormField::labelled("passphrase".to_owned(), dynamic_text(move || label.get()))
                    .error(message_of(message))
                    .passphrase(passphrase, false),
                submit("unlock", v.unlock, busy),
            ],
        ),
        group(
            "line line--between",
            vec![
                link("link", session.href(&Route::Notes(NotesPage::Recover)), v.use_code),
                link("link", session.href(&Route::Notes(NotesPage::NewProfile)), v.add_person),
            ],
        ),
        para("small quiet", v.no_network),
        group(
            "line line--between small",
            vec![
                link("link", session.href(&Route::Notes(NotesPage::Join)), v.join),
                link("link", session.href(&Route::Notes(NotesPage::Export)), v.restore),
            ],
        ),
    ])
}

/// The profiles, as radios.
pub(super) fn choices(
    w: &'static Words,
    profiles: Vec<Profile>,
    chosen: RwSignal<Option<ProfileId>>,
) -> AnyView {
    let choices =
        profiles.into_iter().map(|profile| choice(w, profile, chosen)).collect::<Vec<_>>();
    view! { <div class="stack stack--s" role="radiogroup" aria-label=w.vault.whose>{choices}</div> }
        .into_any()
}

fn choice(w: &'static Words, profile: Profile, chosen: RwSignal<Option<ProfileId>>) -> AnyView {
    let Profile { id, label, opened } = profile;
    let initials = label.split_whitespace().filter_map(|word| word.chars().next()).take(2);
    let badge = initials.collect::<String>().to_uppercase();
    let on = derived(move || (chosen.get() == Some(id)).to_string());
    let last = opened.map_or(w.vault.never_opened.to_owned(), |day| {
        w.vault.last_opened(w.date(day, DateForm::Long))
    });
    let key =
        dynamic(move || icon(if chosen.get() == Some(id) { Icon::KeyRound } else { Icon::Lock }));
    view! {
        <button type="button" class="profile" role="radio" aria-checked=on on:click=move |_| chosen.set(Some(id))>
            <span class="profile__badge" aria-hidden="true">{badge}</span>
            <span><b>{label}</b><small>{last}</small></span>
            {key}
        </button>
    }
    .into_any()
}
