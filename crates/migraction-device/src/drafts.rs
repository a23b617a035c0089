//! What is being typed into fields of notes, until it is sealed and stored. When it is handed over is decided by
//! [`Autosave`]; here is its one timer, and what each draft does when its time has come.

use std::rc::Rc;

use migraction_notes::autosave::{Autosave, HandedOver, Stage};
use migraction_sync::engine::Reason;

use crate::device::Device;
use crate::edit::EditError;
use crate::host::{Host, Notice};

/// Hands a draft over to be sealed.
pub type HandOver = Rc<dyn Fn() -> Result<(), EditError>>;

/// The drafts of this device.
#[derive(Default)]
pub struct Drafts {
    autosave: Autosave,
    acts: Vec<(u64, HandOver)>,
    names: u64,
}

impl<H: Host> Device<H> {
    /// A name for a draft, never given before.
    #[must_use]
    pub fn new_draft(&self) -> u64 {
        self.with_drafts(|drafts| {
            drafts.names += 1;
            drafts.names
        })
    }

    /// Something was typed into a draft. It is handed over in time, whatever becomes of the page.
    pub fn typed(&self, draft: u64, hand_over: HandOver) {
        let now = self.host().now();
        let wait = self.with_drafts(|drafts| {
            drafts.acts.retain(|(other, _)| *other != draft);
            drafts.acts.push((draft, hand_over));
            drafts.autosave.typed(draft, now)
        });
        self.host().notice(Notice::Typing);
        if let Some(wait) = wait {
            let device = self.clone();
            self.spawn(async move { device.hand_over_in_time(wait).await });
        }
    }

    async fn hand_over_in_time(&self, first: u64) {
        let mut wait = Some(first);
        while let Some(millis) = wait {
            self.host().sleep(millis).await;
            let now = self.host().now();
            let due = self.with_drafts(|drafts| drafts.autosave.due(now));
            due.into_iter().for_each(|draft| self.hand_over(draft));
            wait = self.with_drafts(|drafts| drafts.autosave.wait(now));
        }
    }

    /// Hands one draft over now: its field is left.
    pub fn hand_over(&self, draft: u64) {
        let act = self.with_drafts(|drafts| {
            let act = drafts.acts.iter().find(|(other, _)| *other == draft);
            act.filter(|_| drafts.autosave.holds(draft)).map(|(_, act)| act.clone())
        });
        let Some(act) = act else { return };
        let how = match act() {
            Err(EditError::TooLarge(_)) => HandedOver::TooLarge,
            _ => HandedOver::Taken,
        };
        self.with_drafts(|drafts| {
            drafts.autosave.handed_over(draft, how);
            if how == HandedOver::Taken {
                drafts.acts.retain(|(other, _)| *other != draft);
            }
        });
        self.host().notice(Notice::Typing);
    }

    /// Hands everything over now.
    pub fn hand_over_all(&self) {
        let all = self.with_drafts(|drafts| drafts.autosave.all());
        all.into_iter().for_each(|draft| self.hand_over(draft));
    }

    /// What was typed is no longer wanted: its note is erased, or what was too large is given up.
    pub fn forget_drafts(&self) {
        self.with_drafts(|drafts| {
            drafts.autosave.forget_all();
            drafts.acts.clear();
        });
        self.host().notice(Notice::Typing);
    }

    /// Hands everything over: the note is left. Says whether something was too large to be kept.
    #[must_use]
    pub fn leave_note(&self) -> bool {
        self.hand_over_all();
        let was_any = self.with_drafts(|drafts| {
            let was_any = drafts.autosave.let_go_of_too_large();
            let Drafts { autosave, acts, .. } = drafts;
            acts.retain(|(draft, _)| autosave.holds(*draft));
            was_any
        });
        self.host().notice(Notice::Typing);
        was_any
    }

    /// Whether this draft holds something that was not handed over.
    #[must_use]
    pub fn holds(&self, draft: u64) -> bool {
        self.with_drafts(|drafts| drafts.autosave.holds(draft))
    }

    /// Whether what was typed into this draft is too large to be stored.
    #[must_use]
    pub fn is_too_large(&self, draft: u64) -> bool {
        self.with_drafts(|drafts| drafts.autosave.is_too_large(draft))
    }

    /// How far what was typed has come.
    #[must_use]
    pub fn stage(&self) -> Stage {
        let status = self.status();
        let is_stored = status.is_none_or(|status| status.saved);
        let sending = status
            .filter(|status| status.reason != Some(Reason::NotEnrolled))
            .map(|status| status.waiting);
        self.with_drafts(|drafts| drafts.autosave.stage(is_stored, sending))
    }

    /// Whether keys came lately.
    pub(crate) fn is_typing_now(&self) -> bool {
        let now = self.host().now();
        self.with_drafts(|drafts| drafts.autosave.is_busy(now))
    }
}
