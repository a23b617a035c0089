//! Pushes: applies the outcomes.

use super::Engine;
use super::effect::{Change, Intent};
use super::pull::is_possible;
use super::status::Reason;
use crate::messages::{PushOutcome, PushResponse};
use crate::protocol::CallError;

impl Engine {
    pub(super) fn pushed(
        &mut self,
        intents: &[Intent],
        response: PushResponse,
    ) -> Result<(), CallError> {
        check(intents, &response)?;
        self.reason = None;
        let mut progress = false;
        for (intent, outcome) in intents.iter().zip(response.outcomes) {
            progress |= !matches!(outcome, PushOutcome::Later);
            self.pushed_one(intent, outcome);
        }
        // All sequences between `before` and `head` were assigned by this push: there is nothing to pull among them.
        if response.before == self.link.since {
            if response.head != self.link.since {
                self.link.since = response.head;
                self.write_link();
            }
        } else {
            self.pull = true;
        }
        if progress { Ok(()) } else { Err(CallError::Malformed) }
    }

    fn pushed_one(&mut self, intent: &Intent, outcome: PushOutcome) {
        let record = intent.record;
        match outcome {
            PushOutcome::Stored => {
                let mut meta = self.meta_of(record);
                meta.base = Some(intent.hash);
                // Edited while the push was under way: the newer state still waits.
                if meta.waiting == Some(intent.operation) {
                    meta.waiting = None;
                }
                self.set(record, meta);
                self.write(Change::Meta { record, meta });
            }
            // If it were received, it would be pushed again at once.
            PushOutcome::Conflict(state) if !is_possible(state.version) => {
                self.blocked.insert(record);
                self.full = Some(Reason::Malformed);
            }
            PushOutcome::Conflict(state) => self.receive(state),
            PushOutcome::Missing => self.begin_full_pull(),
            PushOutcome::Later => {}
            PushOutcome::TooLarge => {
                self.too_large.insert(record);
            }
            PushOutcome::QuotaFull { used, quota } => {
                self.blocked.insert(record);
                self.full = Some(Reason::QuotaFull { used, quota });
            }
        }
    }
}

fn check(intents: &[Intent], response: &PushResponse) -> Result<(), CallError> {
    let fits = |(intent, outcome): (&Intent, &PushOutcome)| match outcome {
        PushOutcome::Conflict(state) => state.id == intent.record,
        _ => true,
    };
    let grown = response.head.0.checked_sub(response.before.0);
    let possible = grown.is_some_and(|grown| grown <= intents.len() as u64);
    let whole = response.outcomes.len() == intents.len();
    if whole && possible && intents.iter().zip(&response.outcomes).all(fits) {
        Ok(())
    } else {
        Err(CallError::Malformed)
    }
}
