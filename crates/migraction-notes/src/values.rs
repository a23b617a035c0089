//! Typed values inside fields, each encoded as a short string. Dates are civil dates.

use migraction_core::CivilDate;

/// Formats a date: `2026-11-25`.
#[must_use]
pub fn date_text(day: CivilDate) -> String {
    day.to_string()
}

/// Parses a date; `None` if it is invalid.
#[must_use]
pub fn read_date(text: &str) -> Option<CivilDate> {
    migraction_core::written::day(text)
}

/// A step agreed with the person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// The description.
    pub what: String,
    /// The due date.
    pub due: Option<CivilDate>,
    /// Whether it is done.
    pub is_done: bool,
}

impl Step {
    /// Encodes it for a field.
    #[must_use]
    pub fn to_text(&self) -> String {
        let done = if self.is_done { "x" } else { "" };
        format!("{done}|{}|{}", self.due.map(date_text).unwrap_or_default(), self.what)
    }

    /// Decodes it from a field.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut parts = text.splitn(3, '|');
        let (done, due) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        Self {
            what: parts.next().unwrap_or_default().to_owned(),
            due: read_date(due),
            is_done: done == "x",
        }
    }
}

/// Whether the person agreed that the note is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The answer.
    pub is_given: bool,
    /// The date of the answer.
    pub asked_on: CivilDate,
}

impl Consent {
    /// Encodes it for a field.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{} {}", if self.is_given { "yes" } else { "no" }, date_text(self.asked_on))
    }

    /// Decodes it from a field.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (answer, day) = text.split_once(' ')?;
        let is_given = match answer {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        Some(Self { is_given, asked_on: read_date(day)? })
    }
}

/// A result of the orientation tool: the rule, and the day it was computed for. The answers are not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedResult {
    /// The id of the rule.
    pub rule: String,
    /// The deadline, if there is one.
    pub due: Option<CivilDate>,
    /// The day for which it was computed.
    pub as_of: CivilDate,
}

impl LinkedResult {
    /// Encodes it for a field.
    #[must_use]
    pub fn to_text(&self) -> String {
        let due = self.due.map(date_text).unwrap_or_default();
        format!("{}|{due}", date_text(self.as_of))
    }

    /// Decodes it from item and value of a field.
    #[must_use]
    pub fn read(rule: &str, text: &str) -> Option<Self> {
        let (as_of, due) = text.split_once('|')?;
        Some(Self { rule: rule.to_owned(), due: read_date(due), as_of: read_date(as_of)? })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> CivilDate {
        read_date(text).unwrap()
    }

    #[test]
    fn values_are_read_as_they_are_written() {
        let step =
            Step { what: "call | the centre".into(), due: Some(day("2026-12-04")), is_done: true };
        assert_eq!(step.to_text(), "x|2026-12-04|call | the centre");
        assert_eq!(Step::read(&step.to_text()), step);
        assert_eq!(Step::read(""), Step::default());
        let consent = Consent { is_given: true, asked_on: day("2026-11-16") };
        assert_eq!(Consent::read(&consent.to_text()), Some(consent));
        assert_eq!(Consent::read("maybe 2026-11-16"), None);
        let linked = LinkedResult { rule: "x-y".into(), due: None, as_of: day("2026-11-16") };
        assert_eq!(LinkedResult::read("x-y", &linked.to_text()), Some(linked));
    }

    #[test]
    fn a_day_is_whole_or_nothing() {
        for wrong in ["", "2026", "2026-13-01", "2026-02-30", "26-01-01", "2026-01-01-01", "a-b-c"]
        {
            assert_eq!(read_date(wrong), None, "{wrong}");
        }
    }
}
