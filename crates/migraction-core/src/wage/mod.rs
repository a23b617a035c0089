//! The wage check: hours worked at dated minimums against money received.
//!
//! No rate, percentage or length of time stands here: a country's [`Law`] names facts, and their values
//! on each day count. Amounts are exact until they are shown, and gross.

mod answers;
mod balance;
mod limits;
mod reckon;
mod work;

use serde::{Deserialize, Serialize};

pub use answers::{Said, answers};
pub use balance::{Balance, Paid, PaidBy, Range, balance, is_under_floor};
pub use limits::{Excess, excesses};
pub use reckon::{Bound, Case, Lacking, Line, Premium, Reckoning, Row, Unknown, reckon};
pub use work::{Shift, Work, Worked};

use crate::Id;

/// What the check needs of all countries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wage {
    /// By country.
    pub laws: Vec<Law>,
    /// Options of [`SIGNS_QUESTION`] that are signs of forced labour.
    pub signs: Vec<Id>,
    /// What may prove hours and pay.
    pub proofs: Vec<Proof>,
}

/// The question whose options the signs are, and whose answer the rules look at.
pub const SIGNS_QUESTION: &str = "exploitation-signs";

/// Texts that every language has for the check, besides the labels of what [`Wage`] names.
pub const TEXTS: [&str; 20] = [
    "also",
    "danger",
    "flag-day-off",
    "flag-floor",
    "flag-rest",
    "flag-week",
    "gross",
    "letter-advice",
    "lump",
    "medium",
    "never",
    "no-scale",
    "presumed",
    "proof-advice",
    "range",
    "signs-intro",
    "strong",
    "taken",
    "to-confirm",
    "weak",
];

/// The id under which the letter is kept.
pub const LETTER: &str = "letter";

/// What a letter must say.
pub const LETTER_SLOTS: [&str; 7] = ["from", "until", "hours", "due", "paid", "missing", "law"];

/// From so many signs on, the person's safety comes before any letter.
pub const SIGNS_FOR_DANGER: usize = 2;

impl Wage {
    /// The law of a country.
    #[must_use]
    pub fn law(&self, country: &Id) -> Option<&Law> {
        self.laws.iter().find(|law| law.country == *country)
    }
}

/// One country: ids of facts and rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Law {
    /// The country.
    pub country: Id,
    /// The language of its letters.
    pub language: Id,
    /// The scales that a job may fall under.
    pub scales: Vec<Scale>,
    /// Ages and contracts that get a share of the minimum.
    pub ages: Vec<Age>,
    /// Gross monthly minimum of a full-time job.
    pub month: Option<Id>,
    /// How long a job is presumed to have lasted for a person without a permit.
    pub presumed: Option<Id>,
    /// The months of pay owed for a job that was concealed.
    pub lump: Option<Id>,
    /// Says that money in hand without a receipt may count as not paid.
    pub cash: Option<Id>,
    /// Most hours of a week on average.
    pub week: Option<Id>,
    /// Least hours between two days of work.
    pub rest: Option<Id>,
    /// One day off in seven.
    pub day_off: Option<Id>,
    /// What is owed besides and is not counted.
    pub also: Vec<Id>,
    /// What to know of money taken off for housing or transport.
    pub taken: Vec<Id>,
    /// Things that happen at work, each with its fact.
    pub marks: Vec<Mark>,
    /// Rules shown with the result, in this order.
    pub rules: Vec<Id>,
    /// Rules shown first where a person may be in danger.
    pub danger: Vec<Id>,
}

/// A scale of minimum pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// Its name.
    pub id: Id,
    /// The option of the question about the sector that it goes with.
    pub sector: Option<Id>,
    /// Gross minimum an hour; without one no amount is ever shown.
    pub hour: Option<Id>,
    /// Hours of a week beyond which the tiers begin.
    pub above: Option<Id>,
    /// What overtime adds, tier after tier.
    pub tiers: Vec<Tier>,
    /// Hours of a day beyond which work is overtime too.
    pub day: Option<Id>,
    /// What overtime adds on Sundays and public holidays, in place of the tiers.
    pub sunday: Option<Id>,
    /// Facts to read with it.
    pub notes: Vec<Id>,
}

/// A run of overtime hours with what it adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// How many hours of a week it covers; the last one has no end.
    pub hours: Option<Id>,
    /// What it adds.
    pub percent: Id,
}

/// An age or contract with its share of the minimum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Age {
    /// Its name.
    pub id: Id,
    /// The share.
    pub percent: Id,
}

/// Something that happens at work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Its name.
    pub id: Id,
    /// What the law says of it.
    pub fact: Id,
}

/// How much a proof weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Alone it says a lot.
    Strong,
    /// With another one it says a lot.
    Medium,
    /// Alone it says little.
    Weak,
}

/// Something that may prove hours or pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Its name.
    pub id: Id,
    /// How much it weighs.
    pub weight: Weight,
}

#[cfg(test)]
mod tests;
