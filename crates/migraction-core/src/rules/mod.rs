//! The rules engine: from a few answers to dated, explained results.
//!
//! - [`condition`]: three-valued conditions over answers and dates.
//! - [`answers`]: what a person said, did not know, or would rather not say.
//! - [`rule`]: questions, rules and their parts, as read from the pack.
//! - [`consult`]: one consultation: its outcomes, each with its trace.
//! - [`interview`]: which question next.
//! - [`input`]: what a screen offers, and the answer that comes of it.
//! - [`plan`]: results in the order in which somebody needs them.
//! - [`session`]: an interview as it is led, the danger before the next question.
//!
//! What is unknown widens the results and never narrows them: a question left open makes a
//! condition unknown, not false.

pub mod answers;
pub mod condition;
pub mod consult;
pub mod input;
pub mod interview;
pub mod plan;
pub mod rule;
pub mod session;
pub mod trace;

pub use answers::{Answer, Answers};
pub use condition::{Condition, Day, Limit, Truth};
pub use consult::{Consultation, Group, Outcome, SOON_DAYS, State, key_date, last_day};
pub use input::{Choice, Draft, Refusal, choices};
pub use interview::Progress;
pub use plan::Plan;
pub use rule::{
    AmountStep, Contradiction, DateAnchor, DateRole, DateStep, DateTerm, Need, Question,
    QuestionKind, Rule, RuleKind, Rules, Urgency,
};
pub use session::{Interview, Next};
pub use trace::{AmountLine, DateLine, DateMove, Leaf, Trace};

#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod tests_computed;
#[cfg(test)]
mod tests_unknown;
