//! The log of working hours inside a note: one item of [`Field::DAY`] per version of a day.
//!
//! Append-only: a correction or deletion of a day is a new item that refers to the former one, which stays readable, so that
//! the log stays credible as evidence. Concurrent corrections are both kept, for a person to review.

use migraction_core::wage::{Shift, Worked};
use migraction_core::{CivilDate, Decimal, written};

use crate::field::Field;
use crate::note::Note;
use crate::values::{date_text, read_date};

/// A part of a day. The position is stored inside sealed notes: it never changes; new parts go at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The day.
    Day,
    /// The day on which this version was written.
    Written,
    /// The item that this one corrects.
    Replaces,
    /// Not empty if the day was deleted.
    Deleted,
    /// When work began: `08:00`.
    Start,
    /// When it ended.
    End,
    /// Minutes of breaks.
    Breaks,
    /// How it was paid: an id.
    Paid,
    /// How much was paid.
    Amount,
    /// Where.
    Place,
    /// Who gave orders.
    Boss,
    /// What was done.
    Task,
    /// Witnesses, by initials.
    Witnesses,
    /// What proof was kept, and where.
    Proof,
}

const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// Number of parts.
const PARTS: usize = 14;

/// One version of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkDay([String; PARTS]);

impl WorkDay {
    /// Reads a part.
    #[must_use]
    pub fn get(&self, part: Part) -> &str {
        self.0.get(part as usize).map_or("", String::as_str)
    }

    /// Sets a part; line breaks are replaced.
    pub fn set(&mut self, part: Part, text: &str) {
        if let Some(own) = self.0.get_mut(part as usize) {
            *own = text.replace(['\n', '\r'], " ").trim().to_owned();
        }
    }

    /// Encodes it for an item: a line per part.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.0.join("\n")
    }

    /// Decodes it from an item; missing parts are empty.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut day = Self::default();
        for (own, line) in day.0.iter_mut().zip(text.split('\n')) {
            line.clone_into(own);
        }
        day
    }

    /// The day.
    #[must_use]
    pub fn day(&self) -> Option<CivilDate> {
        read_date(self.get(Part::Day))
    }

    /// When work began and ended.
    #[must_use]
    pub fn shift(&self) -> Option<Shift> {
        let minutes = |part| {
            let (hours, minutes) = self.get(part).split_once(':')?;
            let (hours, minutes): (u16, u16) =
                (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
            (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
        };
        Some(Shift { start: minutes(Part::Start)?, end: minutes(Part::End)? })
    }

    /// Whether hours of both versions are the same hours of the same day. A shift that ends on the next day is looked
    /// at on the day it began, and on that next day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let span = |shift: Shift, days: i64| {
            let (begins, ends) = (i64::from(shift.start), i64::from(shift.end));
            let begins_at = days * MINUTES_OF_A_DAY + begins;
            (begins_at, begins_at + (ends - begins).rem_euclid(MINUTES_OF_A_DAY))
        };
        let both = || Some((self.day()?, self.shift()?, other.day()?, other.shift()?));
        both().is_some_and(|(day, shift, other_day, other_shift)| {
            let (a, b) = span(shift, 0);
            let (c, d) = span(other_shift, (other_day - day).num_days());
            a < d && c < b
        })
    }

    /// The hours worked, for the wage check.
    #[must_use]
    pub fn worked(&self) -> Option<Worked> {
        let (day, shift) = (self.day()?, self.shift()?);
        let breaks = self.get(Part::Breaks).parse().unwrap_or(0);
        Some(Worked { day, hours: shift.hours(breaks), shift: Some(shift) })
    }

    /// How much was paid.
    #[must_use]
    pub fn amount(&self) -> Option<Decimal> {
        let amount = written::amount(&self.get(Part::Amount).replace(',', "."))?;
        (amount >= Decimal::ZERO && amount <= Decimal::from(1_000_000)).then_some(amount)
    }

    /// Makes this version replace the given items: the one that it corrects, or else the first of them. Returns the others,
    /// which are to be deleted.
    pub fn replace_items<'a>(&mut self, items: &'a [String]) -> &'a [String] {
        if !self.get(Part::Replaces).is_empty() {
            return items;
        }
        let Some((first, rest)) = items.split_first() else { return items };
        self.set(Part::Replaces, first);
        rest
    }

    /// The version that deletes this day, written on `today`.
    #[must_use]
    pub fn deletion_of(item: &str, day: &Self, today: CivilDate) -> Self {
        let mut deleted = day.clone();
        deleted.set(Part::Replaces, item);
        deleted.set(Part::Deleted, "1");
        deleted.set(Part::Written, &date_text(today));
        deleted
    }

    /// The version that restores a day which `item` deleted.
    #[must_use]
    pub fn restoration_of(&self, item: &str, today: CivilDate) -> Self {
        let mut back = self.clone();
        back.set(Part::Replaces, item);
        back.set(Part::Deleted, "");
        back.set(Part::Written, &date_text(today));
        back
    }

    /// A copy for another day: times, place and orders, without payment and witnesses.
    #[must_use]
    pub fn again(&self) -> Self {
        let mut next = Self::default();
        for part in [Part::Start, Part::End, Part::Breaks, Part::Place, Part::Boss, Part::Task] {
            next.set(part, self.get(part));
        }
        next
    }
}

/// What a version of a day meets among the days that stand already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SameDay {
    /// The day is not there yet.
    None,
    /// The day is there with other hours, under these items: a second shift, or a correction.
    Apart(Vec<String>),
    /// The day is there, under these items, and hours of it would count twice.
    Overlapping(Vec<String>),
}

/// A log as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkLog {
    /// The days that stand, with their items: the earliest first.
    pub days: Vec<(String, WorkDay)>,
    /// Versions that were corrected, and what says that a day was taken away: the earliest day first.
    pub former: Vec<WorkDay>,
}

impl WorkLog {
    /// What this version would meet if it were added. The version that it corrects does not count, and who corrects one of
    /// two shifts is asked only where hours would count twice.
    #[must_use]
    pub fn same_day(&self, new: &WorkDay) -> SameDay {
        let (Some(day), replaced) = (new.day(), new.get(Part::Replaces)) else {
            return SameDay::None;
        };
        let met = || {
            let others = self.days.iter().filter(move |(item, _)| item != replaced);
            others.filter(move |(_, other)| other.day() == Some(day))
        };
        let over = met().filter(|(_, other)| new.overlaps(other));
        let over: Vec<String> = over.map(|(item, _)| item.clone()).collect();
        let apart: Vec<String> = met().map(|(item, _)| item.clone()).collect();
        let corrects = self.days.iter().any(|(item, _)| item == replaced);
        if !over.is_empty() {
            SameDay::Overlapping(over)
        } else if apart.is_empty() || corrects {
            SameDay::None
        } else {
            SameDay::Apart(apart)
        }
    }

    /// The items of days whose hours overlap with those of another one: they would be counted twice. Two devices that
    /// wrote the same day without knowing of each other leave such days.
    #[must_use]
    pub fn overlapping(&self) -> Vec<&str> {
        let twice = |(item, day): &&(String, WorkDay)| {
            self.days.iter().any(|(other, with)| other != item && day.overlaps(with))
        };
        self.days.iter().filter(twice).map(|(item, _)| item.as_str()).collect()
    }

    /// How many days were worked, two shifts of one day counted once.
    #[must_use]
    pub fn days_worked(&self) -> usize {
        let worked = self.days.iter().filter_map(|(_, day)| Some(day.worked()?.day));
        worked.collect::<std::collections::BTreeSet<_>>().len()
    }

    /// The log of a note.
    #[must_use]
    pub fn of(note: &Note) -> Self {
        let all: Vec<(String, WorkDay)> = note
            .items(Field::DAY)
            .filter_map(|(item, reading)| Some((item.to_owned(), WorkDay::read(reading.any()?))))
            .collect();
        let is_replaced = |item: &str| all.iter().any(|(_, day)| day.get(Part::Replaces) == item);
        let (mut days, mut former) = (Vec::new(), Vec::new());
        for (item, day) in &all {
            let is_deleted = !day.get(Part::Deleted).is_empty();
            if is_deleted || is_replaced(item) {
                former.push(day.clone());
            } else {
                days.push((item.clone(), day.clone()));
            }
        }
        let order = |day: &WorkDay| {
            [Part::Day, Part::Start, Part::Written].map(|part| day.get(part).to_owned())
        };
        days.sort_by_key(|(_, day)| order(day));
        former.sort_by_key(order);
        Self { days, former }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Author, Writer};

    fn author(writer: u64) -> Author {
        Author { writer: Writer(writer), label: String::new() }
    }

    fn day(parts: &[(Part, &str)]) -> WorkDay {
        let mut day = WorkDay::default();
        for (part, text) in parts {
            day.set(*part, text);
        }
        day
    }

    fn times(start: &str, end: &str) -> WorkDay {
        day(&[(Part::Day, "2026-08-03"), (Part::Start, start), (Part::End, end)])
    }

    fn put(note: &mut Note, writer: u64, item: &str, day: &WorkDay) {
        note.set_item(&author(writer), Field::DAY, item, Some(&day.to_text()));
    }

    fn replacing(item: &str, day: WorkDay) -> WorkDay {
        let mut day = day;
        day.set(Part::Replaces, item);
        day
    }

    #[test]
    fn a_day_is_read_as_it_is_written() {
        let mut written = times("08:00", "17:30");
        written.set(Part::Breaks, "30");
        written.set(Part::Amount, "60,50");
        written.set(Part::Place, "a site\nby the river");
        assert_eq!(WorkDay::read(&written.to_text()), written);
        assert_eq!(WorkDay::read(written.to_text().trim_end()), written);
        assert_eq!(written.get(Part::Place), "a site by the river");
        let worked = written.worked().unwrap();
        assert_eq!((worked.hours, written.amount()), (Decimal::from(9), "60.5".parse().ok()));
        assert_eq!(WorkDay::read("").worked(), None);
        for wrong in ["24:00", "8", "aa:bb", "08:6"] {
            assert_eq!(times(wrong, "17:00").shift(), None, "{wrong}");
        }
    }

    #[test]
    fn the_bytes_of_a_day_stay_as_they_are() {
        let text = "2026-08-03\n2026-08-04\n\n\n08:00\n17:00\n30\ncash\n60\nsite\nforeman\nwalls\nA. B.\nphoto";
        let day = WorkDay::read(text);
        assert_eq!(day.to_text(), text);
        assert_eq!((day.get(Part::Paid), day.get(Part::Proof)), ("cash", "photo"));
    }

    #[test]
    fn a_correction_keeps_what_was_written_before() {
        let mut note = Note::default();
        put(&mut note, 1, "a", &times("08:00", "17:00"));
        put(&mut note, 1, "b", &replacing("a", times("07:00", "17:00")));
        let log = WorkLog::of(&note);
        assert_eq!(log.days.len(), 1);
        assert_eq!(log.days[0].1.get(Part::Start), "07:00");
        assert_eq!(log.former, [times("08:00", "17:00")]);
        let mut deleted = replacing("b", times("07:00", "17:00"));
        deleted.set(Part::Deleted, "1");
        put(&mut note, 1, "c", &deleted);
        let log = WorkLog::of(&note);
        assert!(log.days.is_empty());
        assert_eq!(log.former.len(), 3);
    }

    #[test]
    fn the_same_day_is_never_taken_twice_unnoticed() {
        let mut note = Note::default();
        put(&mut note, 1, "a", &times("08:00", "12:00"));
        let log = WorkLog::of(&note);
        let a = || vec!["a".to_owned()];
        assert_eq!(log.same_day(&times("08:00", "12:00")), SameDay::Overlapping(a()));
        assert_eq!(log.same_day(&times("11:59", "17:00")), SameDay::Overlapping(a()));
        assert_eq!(log.same_day(&times("12:00", "17:00")), SameDay::Apart(a()));
        assert_eq!(log.same_day(&replacing("a", times("08:00", "17:00"))), SameDay::None);
        let mut next = times("08:00", "12:00");
        next.set(Part::Day, "2026-08-04");
        assert_eq!(log.same_day(&next), SameDay::None);
        assert_eq!(log.same_day(&WorkDay::default()), SameDay::None);
        // What was taken away does not stand any more.
        let mut deleted = replacing("a", times("08:00", "12:00"));
        deleted.set(Part::Deleted, "1");
        put(&mut note, 1, "b", &deleted);
        assert_eq!(WorkLog::of(&note).same_day(&times("08:00", "12:00")), SameDay::None);
    }

    /// Correcting one shift of a day wrote over the other one, and counted the corrected one twice.
    #[test]
    fn correcting_one_of_two_shifts_leaves_the_other() {
        let mut note = Note::default();
        put(&mut note, 1, "a", &times("07:00", "15:00"));
        put(&mut note, 1, "b", &times("20:00", "22:00"));
        let log = WorkLog::of(&note);
        assert_eq!(log.same_day(&replacing("a", times("07:00", "16:00"))), SameDay::None);
        let long = replacing("a", times("07:00", "21:00"));
        let met = log.same_day(&long);
        assert_eq!(met, SameDay::Overlapping(vec!["b".to_owned()]));
        // In place of what is met: the corrected one goes as well as what would count twice.
        let mut long = long;
        let met = ["b".to_owned()];
        assert_eq!(long.replace_items(&met), &met[..]);
        assert_eq!(long.get(Part::Replaces), "a");
        let mut new = times("07:00", "16:00");
        let both = ["a".to_owned(), "b".to_owned()];
        assert_eq!(new.replace_items(&both), &both[1..]);
        assert_eq!(new.get(Part::Replaces), "a");
        // A new entry that overlaps with one of two shifts stands for that one only.
        let late = log.same_day(&times("21:00", "23:00"));
        assert_eq!(late, SameDay::Overlapping(vec!["b".to_owned()]));
    }

    #[test]
    fn two_shifts_are_one_day_and_hours_written_twice_are_said() {
        let mut note = Note::default();
        put(&mut note, 1, "a", &times("08:00", "12:00"));
        put(&mut note, 1, "b", &times("13:00", "17:00"));
        let log = WorkLog::of(&note);
        assert_eq!((log.days.len(), log.days_worked()), (2, 1));
        assert!(log.overlapping().is_empty());
        put(&mut note, 2, "c", &times("16:00", "20:00"));
        assert_eq!(WorkLog::of(&note).overlapping(), ["b", "c"]);
    }

    #[test]
    fn a_night_overlaps_with_the_morning_after_it() {
        let night = times("22:00", "06:00");
        let mut morning = times("05:00", "09:00");
        assert!(!night.overlaps(&morning), "the morning before");
        morning.set(Part::Day, "2026-08-04");
        assert!(night.overlaps(&morning) && morning.overlaps(&night));
        morning.set(Part::Start, "06:00");
        assert!(!night.overlaps(&morning));
        assert!(!night.overlaps(&WorkDay::default()));
    }

    #[test]
    fn a_day_taken_away_comes_back_and_all_of_it_is_written() {
        let mut note = Note::default();
        put(&mut note, 1, "a", &times("08:00", "12:00"));
        let taken = WorkDay::deletion_of("a", &times("08:00", "12:00"), day_of("2026-08-05"));
        put(&mut note, 1, "b", &taken);
        assert!(WorkLog::of(&note).days.is_empty());
        put(&mut note, 1, "c", &taken.restoration_of("b", day_of("2026-08-06")));
        let log = WorkLog::of(&note);
        assert_eq!((log.days.len(), log.former.len()), (1, 2));
        let back = &log.days[0].1;
        assert_eq!((back.get(Part::Start), back.get(Part::Deleted)), ("08:00", ""));
        assert_eq!(back.get(Part::Written), "2026-08-06");
    }

    fn day_of(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    #[test]
    fn two_corrections_that_did_not_know_of_each_other_both_stand() {
        let mut mine = Note::default();
        put(&mut mine, 1, "a", &times("08:00", "17:00"));
        let mut theirs = mine.clone();
        put(&mut mine, 1, "b", &replacing("a", times("07:00", "17:00")));
        put(&mut theirs, 2, "c", &replacing("a", times("08:00", "19:00")));
        let (mut one, mut other) = (mine.clone(), theirs.clone());
        one.merge(&theirs);
        other.merge(&mine);
        assert_eq!(WorkLog::of(&one), WorkLog::of(&other));
        let log = WorkLog::of(&one);
        assert_eq!((log.days.len(), log.former.len()), (2, 1));
    }

    #[test]
    fn what_is_said_again_is_not_what_was_paid() {
        let mut first = times("08:00", "17:00");
        first.set(Part::Amount, "60");
        first.set(Part::Place, "site");
        let again = first.again();
        assert_eq!((again.get(Part::Start), again.get(Part::Place)), ("08:00", "site"));
        assert_eq!((again.get(Part::Day), again.get(Part::Amount)), ("", ""));
    }
}
