//! Drafts: text being typed into fields of notes, until it is sealed. [`Autosave`] decides when to flush; here are its timer
//! and the callbacks of the drafts.

use std::rc::Rc;

use migraction_notes::autosave::{Autosave, FlushOutcome, Stage};
use migraction_sync::engine::Reason;

use crate::device::Device;
use crate::edit::EditError;
use crate::host::{Host, Notice};

/// Seals the content of a draft.
pub type FlushFn = Rc<dyn Fn() -> Result<(), EditError>>;

/// The drafts of this device.
#[derive(Default)]
pub struct Drafts {
    autosave: Autosave,
    callbacks: Vec<(u64, FlushFn)>,
    last_id: u64,
}

impl<H: Host> Device<H> {
    /// Allocates the id of a draft.
    #[must_use]
    pub fn new_draft(&self) -> u64 {
        self.with_drafts(|drafts| {
            drafts.last_id += 1;
            drafts.last_id
        })
    }

    /// Something was typed into a draft. It is flushed in time, whatever happens to the page.
    pub fn typed(&self, draft: u64, flush: FlushFn) {
        let now = self.host().now();
        let wait = self.with_drafts(|drafts| {
            drafts.callbacks.retain(|(other, _)| *other != draft);
            drafts.callbacks.push((draft, flush));
            drafts.autosave.typed(draft, now)
        });
        self.host().notice(Notice::DraftsChanged);
        if let Some(wait) = wait {
            let device = self.clone();
            self.spawn(async move { device.flush_when_due(wait).await });
        }
    }

    async fn flush_when_due(&self, first: u64) {
        let mut wait = Some(first);
        while let Some(millis) = wait {
            self.host().sleep(millis).await;
            let now = self.host().now();
            let due = self.with_drafts(|drafts| drafts.autosave.due(now));
            due.into_iter().for_each(|draft| self.flush(draft));
            wait = self.with_drafts(|drafts| drafts.autosave.wait(now));
        }
    }

    /// Flushes one draft now: its field lost the focus.
    pub fn flush(&self, draft: u64) {
        let callback = self.with_drafts(|drafts| {
            let callback = drafts.callbacks.iter().find(|(other, _)| *other == draft);
            callback.filter(|_| drafts.autosave.holds(draft)).map(|(_, callback)| callback.clone())
        });
        let Some(callback) = callback else { return };
        let how = match callback() {
            Err(EditError::TooLarge(_)) => FlushOutcome::TooLarge,
            _ => FlushOutcome::Sealed,
        };
        self.with_drafts(|drafts| {
            drafts.autosave.flushed(draft, how);
            if how == FlushOutcome::Sealed {
                drafts.callbacks.retain(|(other, _)| *other != draft);
            }
        });
        self.host().notice(Notice::DraftsChanged);
    }

    /// Flushes all drafts now.
    pub fn flush_all(&self) {
        let all = self.with_drafts(|drafts| drafts.autosave.all());
        all.into_iter().for_each(|draft| self.flush(draft));
    }

    /// Discards all drafts: the note is erased, or what was too large is given up.
    pub fn discard_drafts(&self) {
        self.with_drafts(|drafts| {
            drafts.autosave.discard_all();
            drafts.callbacks.clear();
        });
        self.host().notice(Notice::DraftsChanged);
    }

    /// Flushes all drafts because the note is closed. Returns whether one was too large and is discarded.
    #[must_use]
    pub fn leave_note(&self) -> bool {
        self.flush_all();
        let was_any = self.with_drafts(|drafts| {
            let was_any = drafts.autosave.discard_too_large();
            let Drafts { autosave, callbacks, .. } = drafts;
            callbacks.retain(|(draft, _)| autosave.holds(*draft));
            was_any
        });
        self.host().notice(Notice::DraftsChanged);
        was_any
    }

    /// Whether this draft has unflushed content.
    #[must_use]
    pub fn holds(&self, draft: u64) -> bool {
        self.with_drafts(|drafts| drafts.autosave.holds(draft))
    }

    /// Whether the content of this draft is too large to be stored.
    #[must_use]
    pub fn is_too_large(&self, draft: u64) -> bool {
        self.with_drafts(|drafts| drafts.autosave.is_too_large(draft))
    }

    /// The stage of the drafts: typed, stored or sent.
    #[must_use]
    pub fn stage(&self) -> Stage {
        let status = self.status();
        let is_stored = status.is_none_or(|status| status.saved);
        let sending = status
            .filter(|status| status.reason != Some(Reason::NotEnrolled))
            .map(|status| status.waiting);
        self.with_drafts(|drafts| drafts.autosave.stage(is_stored, sending))
    }

    /// Whether the person typed recently.
    pub(crate) fn is_typing_now(&self) -> bool {
        let now = self.host().now();
        self.with_drafts(|drafts| drafts.autosave.is_busy(now))
    }
}
