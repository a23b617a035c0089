//! In which group of the results an outcome stands, and their order.

use chrono::NaiveDate;

use super::super::rule::Urgency;
use super::{Consultation, Outcome, State};

/// A term within this many days puts its result among the first.
pub(super) const SOON_DAYS: i64 = 14;

/// A result that begins within this many days is worth preparing now.
const PREPARE_DAYS: i64 = 90;

/// Where a result stands on the results' screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// A person may be in danger.
    Danger,
    /// Something must be done by a day.
    Deadline,
    /// It applies on the day asked for.
    Now,
    /// It begins within three months.
    Soon,
    /// It begins later.
    Later,
    /// It holds whatever is answered.
    Everyone,
    /// An answer is missing.
    Possible,
    /// This version does not settle it.
    Uncovered,
    /// It does not apply.
    Not,
}

impl Group {
    /// All groups in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Danger,
        Self::Deadline,
        Self::Now,
        Self::Soon,
        Self::Later,
        Self::Everyone,
        Self::Possible,
        Self::Uncovered,
        Self::Not,
    ];
}

impl Outcome<'_> {
    /// The group of this outcome in a consultation for `as_of`.
    #[must_use]
    pub fn group(&self, as_of: NaiveDate) -> Group {
        match self.state {
            State::DoesNotApply => Group::Not,
            State::NotCovered => Group::Uncovered,
            State::MayApply => Group::Possible,
            _ if self.rule.when.is_always() => Group::Everyone,
            _ if self.rule.urgency == Urgency::Danger => Group::Danger,
            _ if self.due().is_some() => Group::Deadline,
            State::AppliesFrom(day) if (day - as_of).num_days() <= PREPARE_DAYS => Group::Soon,
            State::AppliesFrom(_) => Group::Later,
            State::Applies | State::PastReview => Group::Now,
        }
    }
}

impl Consultation<'_> {
    pub(super) fn rank(&self, outcome: &Outcome<'_>) -> (u8, u8, Option<NaiveDate>) {
        let active = !matches!(outcome.state, State::DoesNotApply);
        let due = outcome.due().filter(|_| active);
        let soon = due.is_some_and(|day| (day - self.as_of).num_days() <= SOON_DAYS);
        let urgency = match outcome.rule.urgency {
            Urgency::Danger => 0,
            _ if soon && outcome.state != State::MayApply => 1,
            Urgency::Deadline => 2,
            Urgency::Basics => 3,
            Urgency::Work => 4,
            Urgency::Plans => 5,
        };
        let state = match outcome.state {
            State::Applies => 0,
            State::PastReview => 1,
            State::AppliesFrom(_) => 2,
            State::MayApply => 3,
            State::NotCovered => 4,
            State::DoesNotApply => 5,
        };
        (if active { urgency } else { 9 }, state, due.or(Some(NaiveDate::MAX)))
    }
}
