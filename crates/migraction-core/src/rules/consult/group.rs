//! In which group of the results an outcome stands, and their order.

use chrono::NaiveDate;

use super::super::condition::Truth;
use super::super::rule::{RuleKind, Urgency};
use super::{Outcome, State, last_day};
use crate::Id;

/// A limit within this many days is pressing: it stands among the first, even where it only may
/// apply.
pub const SOON_DAYS: i64 = 14;

/// A limit that is gone for so many days may still be worth a try today.
const LATELY_DAYS: i64 = 30;

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
    /// The group of this outcome.
    ///
    /// What only may apply stands under [`Group::Possible`], with exceptions that nobody may miss: a
    /// danger that an answer raises, a limit that falls soon or is gone, and one that an answer points
    /// to while the day that it counts from is missing.
    #[must_use]
    pub fn group(&self) -> Group {
        match self.state {
            State::DoesNotApply => Group::Not,
            State::MayApply if self.rule.urgency == Urgency::Danger && self.is_raised => {
                Group::Danger
            }
            State::MayApply if self.is_due_soon() || self.may_be_running() => Group::Deadline,
            State::MayApply => Group::Possible,
            _ if self.rule.urgency == Urgency::Danger => Group::Danger,
            _ if !self.is_covered() => Group::Uncovered,
            _ if self.rule.when.is_always() => Group::Everyone,
            _ if self.due().is_some() || self.is_undated() => Group::Deadline,
            State::AppliesFrom(day) if (day - self.as_of).num_days() <= PREPARE_DAYS => Group::Soon,
            State::AppliesFrom(_) => Group::Later,
            State::Applies => Group::Now,
        }
    }

    /// The day from which days are counted: the one asked for, or today, whichever is later.
    #[must_use]
    pub fn seen_from(&self) -> NaiveDate {
        self.as_of.max(self.today)
    }

    /// Whether its last day lies within [`SOON_DAYS`] of the day asked for or of today, whichever
    /// is later, or is gone.
    #[must_use]
    pub fn is_due_soon(&self) -> bool {
        self.due().is_some_and(|day| (day - self.seen_from()).num_days() <= SOON_DAYS)
    }

    /// Whether every last day that is known of it is gone: what it was for may be lost.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.gone_since().is_some()
    }

    /// Whether it is gone for more than a month: what can still be done is no matter of today.
    #[must_use]
    pub fn is_long_gone(&self) -> bool {
        self.gone_since().is_some_and(|last| (self.seen_from() - last).num_days() > LATELY_DAYS)
    }

    /// The latest of its last days, where all of them are gone.
    fn gone_since(&self) -> Option<NaiveDate> {
        let last = last_day(&self.dates)?;
        (last < self.seen_from() && self.may_last_until().is_none()).then_some(last)
    }

    /// Whether it has a last day that is not known, and either nothing else keeps it open, or it is of the pressing kind, all
    /// was asked, and something that was chosen points to it or nobody knows the day that it counts from.
    fn may_be_running(&self) -> bool {
        if !self.is_undated() || self.trace.truth() != Truth::Unknown {
            return false;
        }
        let (mut lacks_only_its_day, mut is_asked) = (true, true);
        self.trace.for_each_open_leaf(&mut |leaf| {
            is_asked &= leaf.seen.iter().all(|(_, answer)| answer.is_some());
            let is_start = |question: &Id| self.dates.iter().any(|line| line.anchor == *question);
            lacks_only_its_day &= leaf.seen.iter().all(|(question, _)| is_start(question));
        });
        let is_pressing =
            self.rule.urgency == Urgency::Deadline || self.rule.kind == RuleKind::Deadline;
        let is_start_unknown = self.dates.iter().any(|line| line.is_start_unknown);
        lacks_only_its_day
            || is_asked && is_pressing && (self.trace.has_chosen_leaf() || is_start_unknown)
    }

    /// The order of results: group by group, and within one as [`super::Consultation::outcomes`]
    /// says. A limit whose day is not known stands right after those that fall soon; one that is gone after all that can
    /// still be kept, the latest first.
    pub(super) fn rank(&self) -> (Group, [u8; 2], NaiveDate, u8) {
        let urgency = match self.rule.urgency {
            Urgency::Danger => 0,
            Urgency::Deadline => 1,
            Urgency::Basics => 2,
            Urgency::Work => 3,
            Urgency::Plans => 4,
        };
        let state = match self.state {
            State::Applies if !self.is_past_review() => 0,
            State::Applies => 1,
            State::AppliesFrom(_) => 2,
            State::MayApply => 3,
            State::DoesNotApply => 4,
        };
        let unknown = chrono::TimeDelta::days(SOON_DAYS);
        let undated = if self.is_undated() {
            self.as_of.checked_add_signed(unknown).unwrap_or(NaiveDate::MAX)
        } else {
            NaiveDate::MAX
        };
        let day = self.due().unwrap_or(undated);
        let group = self.group();
        let from = self.seen_from();
        let mirrored = |gone: NaiveDate| from.checked_add_signed(from - gone).unwrap_or(gone);
        match group {
            Group::Deadline => match self.gone_since() {
                None => (group, [0, 0], day, state),
                Some(gone) => (group, [1, 0], mirrored(gone), state),
            },
            Group::Possible => (group, [u8::from(self.due().is_none()), urgency], day, state),
            Group::Danger => (group, [state, 0], day, 0),
            _ => (group, [urgency, state], day, 0),
        }
    }
}
