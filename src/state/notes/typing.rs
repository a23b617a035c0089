//! What is being typed into fields of notes, until it is sealed and stored. When it is handed over is decided by
//! [`Autosave`]; here is its one timer, and what each draft does when its time has come.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use migraction_notes::autosave::{Autosave, HandedOver, Stage};
use migraction_sync::engine::{Event, Reason, Status};

use super::drive::drive;
use super::{EditTrouble, NotesStore, signals};
use crate::browser::{clock, sleep, spawn};

/// Hands a draft over to be sealed.
pub type HandOver = Rc<dyn Fn() -> Result<(), EditTrouble>>;

#[derive(Default)]
struct Typing {
    autosave: Autosave,
    drafts: Vec<(u64, HandOver)>,
    names: u64,
}

thread_local! {
    static TYPING: RefCell<Typing> = RefCell::default();
}

fn with_typing<T>(look: impl FnOnce(&mut Typing) -> T) -> T {
    TYPING.with_borrow_mut(look)
}

/// A name for a draft, never given before.
pub fn new_draft() -> u64 {
    with_typing(|typing| {
        typing.names += 1;
        typing.names
    })
}

/// Something was typed into a draft. It is handed over in time, whatever becomes of the page.
pub fn typed(draft: u64, hand_over: HandOver) {
    let wait = with_typing(|typing| {
        typing.drafts.retain(|(other, _)| *other != draft);
        typing.drafts.push((draft, hand_over));
        typing.autosave.typed(draft, clock::now_millis())
    });
    show();
    if let Some(wait) = wait {
        spawn(timer(wait));
    }
}

async fn timer(first: u64) {
    let mut wait = Some(first);
    while let Some(millis) = wait {
        sleep(i32::try_from(millis).unwrap_or(i32::MAX)).await;
        let now = clock::now_millis();
        let due = with_typing(|typing| typing.autosave.due(now));
        due.into_iter().for_each(hand_over);
        wait = with_typing(|typing| typing.autosave.wait(now));
    }
}

/// Hands one draft over now: its field is left.
pub fn hand_over(draft: u64) {
    let act = with_typing(|typing| {
        let act = typing.drafts.iter().find(|(other, _)| *other == draft);
        act.filter(|_| typing.autosave.holds(draft)).map(|(_, act)| act.clone())
    });
    let Some(act) = act else { return };
    let how = match act() {
        Err(EditTrouble::TooLarge(_)) => HandedOver::TooLarge,
        _ => HandedOver::Taken,
    };
    with_typing(|typing| {
        typing.autosave.handed_over(draft, how);
        if how == HandedOver::Taken {
            typing.drafts.retain(|(other, _)| *other != draft);
        }
    });
    show();
}

/// Hands everything over now.
pub(super) fn hand_over_all() {
    with_typing(|typing| typing.autosave.all()).into_iter().for_each(hand_over);
}

/// The page is hidden or goes: everything is handed over, and stored without waiting for what is under way.
pub(super) fn leaving() {
    hand_over_all();
    drive(Event::Leaving);
}

/// What was typed is no longer wanted.
pub(super) fn forget_all() {
    with_typing(|typing| {
        typing.autosave.forget_all();
        typing.drafts.clear();
    });
    show();
}

/// The fields of a note were left: says whether something of it was too large to be kept.
fn let_go_of_too_large() -> bool {
    let was_any = with_typing(|typing| {
        let was_any = typing.autosave.let_go_of_too_large();
        let Typing { autosave, drafts, .. } = typing;
        drafts.retain(|(draft, _)| autosave.holds(*draft));
        was_any
    });
    show();
    was_any
}

/// Whether keys came lately.
pub(super) fn is_busy() -> bool {
    with_typing(|typing| typing.autosave.is_busy(clock::now_millis()))
}

/// Says how far what was typed has come.
pub(super) fn show() {
    signals(|store| {
        let stage = store.status.with_untracked(stage_of);
        // Which of several drafts is too large may have changed.
        if stage == Stage::TooLarge || store.stage.get_untracked() != stage {
            store.stage.set(stage);
        }
    });
}

fn stage_of(status: &Status) -> Stage {
    let sending = (status.reason != Some(Reason::NotEnrolled)).then_some(status.waiting);
    with_typing(|typing| typing.autosave.stage(status.saved, sending))
}

impl NotesStore {
    /// Hands over what is being typed, now.
    pub fn save_pending(self) {
        hand_over_all();
    }

    /// Hands over what is being typed: the note is left. Says whether something was too large to be kept.
    #[must_use]
    pub fn leave_note(self) -> bool {
        hand_over_all();
        let_go_of_too_large()
    }

    /// Whether this draft holds something that was not handed over.
    #[must_use]
    pub fn is_typing(self, draft: u64) -> bool {
        with_typing(|typing| typing.autosave.holds(draft))
    }

    /// Whether what was typed into this draft is too large to be stored.
    #[must_use]
    pub fn is_held(self, draft: u64) -> bool {
        self.stage.track();
        with_typing(|typing| typing.autosave.is_too_large(draft))
    }
}
