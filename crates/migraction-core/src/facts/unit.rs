//! The units of law, in one table: what each is called, how its amounts are written, and whether a term can be counted in it.
//!
//! Whoever needs to know something about a unit asks this table; a `match` on units stands nowhere else.

use serde::{Deserialize, Serialize};

use crate::dates::TermUnit;

/// The unit of an amount, from the closed list of the vocabulary.
///
/// The pack stores a unit by its position: a new one goes at the end, and needs a new schema all the same, since apps that
/// are out there do not know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Days on which offices work.
    WorkingDays,
    /// Weeks of seven days.
    Weeks,
    /// Calendar months.
    Months,
    /// Years.
    Years,
    /// Hours.
    Hours,
    /// Hours in a week.
    HoursPerWeek,
    /// Hours in a calendar year.
    HoursPerYear,
    /// Parts of a hundred.
    Percent,
    /// Euro.
    Eur,
    /// Euro for an hour.
    EurPerHour,
    /// Euro for a month.
    EurPerMonth,
    /// Persons.
    People,
    /// Repetitions, or a multiple.
    Times,
    /// The amount is a date.
    Date,
    /// Euro for a day.
    EurPerDay,
    /// Euro for a year.
    EurPerYear,
    /// Days in a calendar year.
    DaysPerYear,
    /// Days in a month.
    DaysPerMonth,
    /// Months of pay or of rent: a multiple of a monthly amount.
    MonthsOfPay,
    /// Points of a scale or credits of an agreement.
    Points,
}

/// How an amount of a unit is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// A number, then the name of the unit: `4 months`.
    Named,
    /// Money, with its sign and its cents: `6,80 € par jour`.
    Money,
    /// A percentage: `50 %`.
    Percent,
    /// No number at all: the value is a day.
    Date,
}

/// One line of the table.
struct Properties {
    unit: Unit,
    id: &'static str,
    notation: Notation,
    decimals: u32,
    term: Option<TermUnit>,
}

const fn counted(unit: Unit, id: &'static str, decimals: u32) -> Properties {
    Properties { unit, id, notation: Notation::Named, decimals, term: None }
}

const fn term(unit: Unit, id: &'static str, term: TermUnit) -> Properties {
    Properties { term: Some(term), ..counted(unit, id, 0) }
}

const fn money(unit: Unit, id: &'static str) -> Properties {
    Properties { notation: Notation::Money, ..counted(unit, id, 2) }
}

/// All units in their order; the compiler holds that each stands in its own place.
static TABLE: [Properties; 21] = [
    term(Unit::Days, "days", TermUnit::Days),
    term(Unit::WorkingDays, "working-days", TermUnit::WorkingDays),
    term(Unit::Weeks, "weeks", TermUnit::Weeks),
    term(Unit::Months, "months", TermUnit::Months),
    term(Unit::Years, "years", TermUnit::Years),
    counted(Unit::Hours, "hours", 2),
    counted(Unit::HoursPerWeek, "hours-per-week", 1),
    counted(Unit::HoursPerYear, "hours-per-year", 0),
    Properties { notation: Notation::Percent, ..counted(Unit::Percent, "percent", 2) },
    money(Unit::Eur, "eur"),
    money(Unit::EurPerHour, "eur-per-hour"),
    money(Unit::EurPerMonth, "eur-per-month"),
    counted(Unit::People, "people", 0),
    counted(Unit::Times, "times", 2),
    Properties { notation: Notation::Date, ..counted(Unit::Date, "date", 0) },
    money(Unit::EurPerDay, "eur-per-day"),
    money(Unit::EurPerYear, "eur-per-year"),
    counted(Unit::DaysPerYear, "days-per-year", 0),
    counted(Unit::DaysPerMonth, "days-per-month", 0),
    counted(Unit::MonthsOfPay, "months-of-pay", 2),
    counted(Unit::Points, "points", 0),
];

const _: () = {
    let mut at = 0;
    while at < TABLE.len() {
        assert!(TABLE[at].unit as usize == at, "a unit does not stand in its place");
        at += 1;
    }
    assert!(Unit::Points as usize + 1 == TABLE.len(), "a unit is not in the table");
};

impl Unit {
    /// All units, in the order in which the pack numbers them.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|properties| properties.unit)
    }

    const fn properties(self) -> &'static Properties {
        &TABLE[self as usize]
    }

    /// Its name in the vocabulary, as content writes it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.properties().id
    }

    /// How its amounts are written.
    #[must_use]
    pub const fn notation(self) -> Notation {
        self.properties().notation
    }

    /// Whether its amounts are euro.
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(self.notation(), Notation::Money)
    }

    /// To how many decimals an amount that was *computed* is rounded before it is shown. What a law sets is written whole;
    /// money is never written with fewer.
    #[must_use]
    pub const fn decimals(self) -> u32 {
        self.properties().decimals
    }

    /// The unit in which a law counts a term, when this is one.
    #[must_use]
    pub const fn term_unit(self) -> Option<TermUnit> {
        self.properties().term
    }
}

impl From<TermUnit> for Unit {
    fn from(term: TermUnit) -> Self {
        match term {
            TermUnit::Days => Self::Days,
            TermUnit::WorkingDays => Self::WorkingDays,
            TermUnit::Weeks => Self::Weeks,
            TermUnit::Months => Self::Months,
            TermUnit::Years => Self::Years,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::IntoDeserializer as _;
    use serde::de::value::{Error, StrDeserializer};

    /// Content is read by the names of serde, words are looked up by those of the table.
    #[test]
    fn content_and_table_call_each_unit_the_same() {
        for unit in Unit::all() {
            let name: StrDeserializer<'_, Error> = unit.id().into_deserializer();
            assert_eq!(Unit::deserialize(name), Ok(unit), "{}", unit.id());
        }
    }

    #[test]
    fn what_counts_a_term_counts_it_both_ways() {
        let counting: Vec<_> =
            Unit::all().filter_map(|unit| Some((unit, unit.term_unit()?))).collect();
        assert_eq!(counting.len(), 5);
        for (unit, term) in counting {
            assert_eq!(Unit::from(term), unit);
        }
    }

    #[test]
    fn the_five_units_of_euro_are_money_to_the_cent() {
        let money: Vec<_> = Unit::all().filter(|unit| unit.is_money()).collect();
        assert!(money.iter().all(|unit| unit.id().starts_with("eur") && unit.decimals() == 2));
        assert_eq!(money.len(), Unit::all().filter(|unit| unit.id().starts_with("eur")).count());
        assert_eq!(money.len(), 5);
    }
}
