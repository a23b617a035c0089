//! Notes: profiles, the list, the editor, sync. All of it works with no network; only sending waits.

pub mod code;
pub mod conflict;
pub mod editor;
pub mod fields;
pub mod file;
pub mod hours;
pub mod info;
pub mod join;
pub mod line;
pub mod list;
pub mod new_note;
pub mod passphrase;
pub mod profile;
pub mod recover;
pub mod steps;
pub mod sync;
pub mod unlock;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use migraction_core::route::{NotesPage, Route, former_note, split_language};
use migraction_vault::RecordId;

use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{self, dynamic, effect, going, group, icon_button, nothing};
use crate::components::{Notice, Tone};
use crate::state::notes::Profile;
use crate::state::{use_notes, use_place, use_session};
use crate::words::Words;

/// All addresses of notes, in one route: each route of its own would bring a router of its own.
#[component]
pub fn NotesRoute() -> impl IntoView {
    let (place, path) = (use_place(), use_location().pathname);
    let page = Memo::new(move |before: Option<&NotesPage>| match &*place.route.read() {
        Ok(Route::Notes(page)) => *page,
        _ => before.copied().unwrap_or(NotesPage::List),
    });
    let former =
        Memo::new(move |_| former_note(split_language(&path.read()).1).and_then(RecordId::parse));
    dynamic(move || match page.get() {
        NotesPage::List => list::notes_page(),
        NotesPage::Unlock => unlock::unlock_page(),
        NotesPage::NewProfile => profile::new_profile_page(),
        NotesPage::Recover => recover::recover_page(),
        NotesPage::New => new_note::new_note_page(),
        NotesPage::Export => file::file_page(),
        NotesPage::Passphrase => passphrase::passphrase_page(),
        NotesPage::Code => passphrase::code_page(),
        NotesPage::Sync => sync::sync_page(),
        NotesPage::Join => join::join_page(),
        NotesPage::Server => info::server_sees_page(),
        NotesPage::Privacy => info::privacy_sheet_page(),
        NotesPage::Note => former.get().map_or_else(editor::note_page, former_address),
    })
}

/// A way to open a note. Browsers keep addresses, so that its own does not say which it is: that is in memory, and where
/// nothing is there, after a reload, the list is shown.
fn opening(replace: bool) -> impl Fn(RecordId) + Clone + Send + Sync + 'static {
    let (notes, go) = (use_notes(), going(replace));
    move |record| {
        notes.shown.set(Some(record));
        go(&NotesPage::Note.into());
    }
}

/// Until November 2026 the address of a note had its name: it is left at once.
fn former_address(record: RecordId) -> AnyView {
    let open = opening(true);
    effect(move || open(record));
    nothing()
}

/// A page of notes. Browsers keep the titles of pages in their history: all of these have the same one, and only the bar
/// says more.
fn page(
    bar: Signal<String>,
    back: Route,
    tools: Option<AnyView>,
    main_class: &'static str,
    content: impl Fn(&'static Words) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    kit::page_titled((bar, title(|w| w.nav.notes)), back, tools, main_class, content)
}

/// Shows `view` while a profile is unlocked; otherwise leads to unlocking, and back here afterwards.
fn unlocked(view: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    unlocked_boxed(Box::new(view))
}

fn unlocked_boxed(view: Box<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    let notes = use_notes();
    let (here, go) = (use_place().route, going(true));
    effect(move || {
        if notes.unlocked.read().is_none() {
            notes.next.set(here.get_untracked().ok());
            go(&Route::Notes(NotesPage::Unlock));
        }
    });
    let is_open = Memo::new(move |_| notes.unlocked.read().is_some());
    dynamic(move || if is_open.get() { view() } else { nothing() })
}

/// The profiles, read once per page; nothing is drawn anew when they are the same as before.
fn use_profiles() -> Memo<Option<Vec<Profile>>> {
    let notes = use_notes();
    spawn_local(notes.load_profiles());
    Memo::new(move |_| notes.profiles.get())
}

/// A title that follows the language.
fn title(of: fn(&'static Words) -> &'static str) -> Signal<String> {
    let session = use_session();
    crate::components::kit::derived(move || of(session.w()).to_owned())
}

/// Lock and leave: both act at once, without asking, without network.
fn tools() -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    dynamic(move || {
        let w = &session.w().vault;
        let leave = icon_button("leave", Icon::DoorClosed, w.leave, move || {
            notes.leave(session.w_now().id)
        });
        let lock = icon_button("lock", Icon::Lock, w.lock, move || notes.lock());
        group("line", vec![leave, lock])
    })
}

/// A notice with a text and what to do.
fn notice(
    tone: Tone,
    key: &'static str,
    title: impl Into<String>,
    text: &'static str,
    todo: Vec<AnyView>,
) -> AnyView {
    let title: String = title.into();
    let todo = (!todo.is_empty()).then(|| group("notice__do", todo));
    view! { <Notice tone key title><p>{text}</p>{todo}</Notice> }.into_any()
}

/// Notes are not begun here: install first.
fn install_first(w: &'static Words) -> AnyView {
    let how = crate::components::kit::link(
        "btn btn--plain",
        Route::Offline.in_language(w.id),
        w.install.how,
    );
    notice(Tone::Deadline, "notes-ios", w.vault.ios_title, w.vault.ios_text, vec![how])
}

/// An icon at its full size.
fn glyph(icon: Icon) -> AnyView {
    view! { <Glyph icon/> }.into_any()
}
