//! A calendar file (RFC 5545) with whole days, for the calendar of any phone.
//!
//! Titles come from the caller and are neutral: a calendar shows them on locked screens and to
//! whoever shares it. No rule, no status and no name stands in the file.

use std::fmt::Write;

use chrono::NaiveDate;

/// Bytes of a line before it is folded, its end not counted.
const LINE: usize = 75;

/// One day to remember.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayEvent {
    /// The day.
    pub day: NaiveDate,
    /// What the calendar shows.
    pub title: String,
}

/// A day as the format writes it: figures only.
fn figures(day: NaiveDate) -> String {
    day.to_string().replace('-', "")
}

/// The file, as of `today`. The same days give the same ids, so that a second file replaces them.
#[must_use]
pub fn file(events: &[DayEvent], today: NaiveDate) -> String {
    let mut out = String::new();
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Migraction//Migraction//EN"] {
        line(&mut out, text);
    }
    for (at, event) in events.iter().enumerate() {
        let day = figures(event.day);
        let after = figures(event.day.succ_opt().unwrap_or(event.day));
        let same_day = events.iter().take(at).filter(|other| other.day == event.day).count();
        let title = escaped(&event.title);
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{day}-{same_day}@migraction.invalid"));
        line(&mut out, &format!("DTSTAMP:{}T000000Z", figures(today)));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{day}"));
        line(&mut out, &format!("DTEND;VALUE=DATE:{after}"));
        line(&mut out, &format!("SUMMARY:{title}"));
        line(&mut out, "CLASS:PRIVATE");
        line(&mut out, "TRANSP:TRANSPARENT");
        // Nine in the morning of the day before.
        line(&mut out, "BEGIN:VALARM");
        line(&mut out, "ACTION:DISPLAY");
        line(&mut out, "TRIGGER:-PT15H");
        line(&mut out, &format!("DESCRIPTION:{title}"));
        line(&mut out, "END:VALARM");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            '\r' => {}
            _ => out.push(letter),
        }
    }
    out
}

/// Writes one line, folded between letters.
fn line(out: &mut String, text: &str) {
    let mut used = 0;
    for letter in text.chars() {
        if used + letter.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        used += letter.len_utf8();
        let _ = out.write_char(letter);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{DayEvent, file};

    fn event(day: &str, title: &str) -> DayEvent {
        DayEvent { day: day.parse().unwrap(), title: title.to_owned() }
    }

    #[test]
    fn a_day_ends_where_the_next_one_begins() {
        let file = file(&[event("2026-12-31", "A date")], "2026-11-23".parse().unwrap());
        assert!(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
        assert!(file.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
        assert!(file.contains("DTSTAMP:20261123T000000Z\r\n"));
        assert!(file.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
        assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn two_events_of_one_day_have_their_own_ids() {
        let events = [event("2026-12-04", "One"), event("2026-12-04", "Two")];
        let file = file(&events, "2026-11-23".parse().unwrap());
        assert!(file.contains("UID:20261204-0@") && file.contains("UID:20261204-1@"));
    }

    #[test]
    fn long_lines_are_folded_between_letters() {
        let title = "é".repeat(100);
        let file = file(&[event("2026-12-04", &title)], "2026-11-23".parse().unwrap());
        assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
        assert!(file.replace("\r\n ", "").contains(&format!("SUMMARY:{title}\r\n")));
    }

    #[test]
    fn signs_of_the_format_are_escaped() {
        let file = file(&[event("2026-12-04", "a, b; c\\d\ne")], "2026-11-23".parse().unwrap());
        assert!(file.contains("SUMMARY:a\\, b\\; c\\\\d\\ne\r\n"));
    }
}
