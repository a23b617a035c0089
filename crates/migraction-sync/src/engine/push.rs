//! What became of what was sent.

use super::Engine;
use super::arrive::is_possible;
use super::effect::{Change, Intent};
use super::status::Reason;
use crate::messages::push::{Answer, Outcome};
use crate::protocol::CallError;

impl Engine {
    pub(super) fn pushed(&mut self, intents: &[Intent], answer: Answer) -> Result<(), CallError> {
        check(intents, &answer)?;
        self.reason = None;
        let mut progress = false;
        for (intent, outcome) in intents.iter().zip(answer.outcomes) {
            progress |= !matches!(outcome, Outcome::Later);
            self.pushed_one(intent, outcome);
        }
        // The numbers between before and head are this push's own: there is no news among them.
        if answer.before == self.link.since {
            if answer.head != self.link.since {
                self.link.since = answer.head;
                self.write_link();
            }
        } else {
            self.pull = true;
        }
        if progress { Ok(()) } else { Err(CallError::Nonsense) }
    }

    fn pushed_one(&mut self, intent: &Intent, outcome: Outcome) {
        let record = intent.record;
        match outcome {
            Outcome::Stored => {
                let mut meta = self.meta_of(record);
                meta.base = Some(intent.mark);
                // Edited while it was under way: the newer state still waits.
                if meta.waiting == Some(intent.operation) {
                    meta.waiting = None;
                }
                self.set(record, meta);
                self.write(Change::Meta { record, meta });
            }
            // Arrived, it would be asked for again at once.
            Outcome::Conflict(state) if !is_possible(state.version) => {
                self.blocked.insert(record);
                self.full = Some(Reason::Nonsense);
            }
            Outcome::Conflict(state) => self.arrive(state),
            Outcome::Missing => self.begin_sweep(),
            Outcome::Later => {}
            Outcome::TooLarge => {
                self.too_large.insert(record);
            }
            Outcome::QuotaFull { used, quota } => {
                self.blocked.insert(record);
                self.full = Some(Reason::QuotaFull { used, quota });
            }
        }
    }
}

fn check(intents: &[Intent], answer: &Answer) -> Result<(), CallError> {
    let fits = |(intent, outcome): (&Intent, &Outcome)| match outcome {
        Outcome::Conflict(state) => state.id == intent.record,
        _ => true,
    };
    let grown = answer.head.0.checked_sub(answer.before.0);
    let possible = grown.is_some_and(|grown| grown <= intents.len() as u64);
    let whole = answer.outcomes.len() == intents.len();
    if whole && possible && intents.iter().zip(&answer.outcomes).all(fits) {
        Ok(())
    } else {
        Err(CallError::Nonsense)
    }
}
