//! The words of the interface, typed: keys generated at build time from `content/words/*/ui/`, the words
//! themselves from a file of the same build. All other words come with the pack.

#![allow(dead_code, reason = "some words stand only in the static home page")]

use std::fmt::Display;
use std::sync::OnceLock;

use migraction_core::CivilDate;
use migraction_core::format::{DateForm, Elisions, Format, fill};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// A language of the interface as the app was built with it, known before its words are here.
#[derive(Debug)]
pub struct AppLanguage {
    /// Its id.
    pub id: &'static str,
    /// Its own name.
    pub name: &'static str,
    /// Its direction.
    pub dir: &'static str,
    one: &'static [usize],
    elisions: Elisions<'static>,
    /// How the text of its words begins when it is of this build.
    first_line: &'static str,
}

/// A phrase for one and for several.
#[derive(Debug)]
struct Counted {
    singular: &'static [usize],
    one: &'static str,
    other: &'static str,
}

impl Counted {
    fn for_count(&self, n: usize) -> &'static str {
        if self.singular.contains(&n) { self.one } else { self.other }
    }
}

/// The lines of a text, in the order in which `migraction_words::Catalog::text` wrote them. Handed out one by one, they took
/// four times the code.
type Lines = [&'static str; LINES];

impl AppLanguage {
    fn fill(&self, template: &str, values: &[(&str, &dyn Display)]) -> String {
        fill(template, values, self.elisions)
    }
}

impl Words {
    /// How this language writes dates and numbers.
    #[must_use]
    pub fn how(&self) -> Format<'static> {
        let w = &self.format;
        Format {
            months: w.months,
            months_short: w.months_short,
            weekdays: w.weekdays,
            weekdays_short: w.weekdays_short,
            date_order: w.date_order,
            first_day: w.first_day,
            thousands: w.thousands,
            decimal: w.decimal,
            money: w.money,
            percent: w.percent,
            one: self.one,
        }
    }

    /// A label with its value, as the language sets its colon.
    #[must_use]
    pub fn pair(&self, label: &str, value: &str) -> String {
        self.format.pair(format::Pair { label: &label, value: &value })
    }

    /// A moment of this year: its day, its hour and its minute.
    #[must_use]
    pub fn moment(&self, (day, hour, minute): (CivilDate, u32, u32)) -> String {
        let (day, time) = (self.date(day, DateForm::DayMonth), format!("{hour:02}:{minute:02}"));
        self.format.moment(format::Moment { day: &day, time: &time })
    }

    /// A civil date.
    #[must_use]
    pub fn date(&self, day: CivilDate, form: DateForm) -> String {
        self.how().date(day, form)
    }
}

/// The words that were read, in the order of [`LANGUAGES`]. They stay for as long as the page.
static READ: [OnceLock<Words>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];

fn slot(language: &str) -> Option<(&'static AppLanguage, &'static OnceLock<Words>)> {
    LANGUAGES.into_iter().zip(&READ).find(|(known, _)| known.id == language)
}

/// The language of this id, if we speak it.
#[must_use]
pub fn language_of(language: &str) -> Option<&'static AppLanguage> {
    slot(language).map(|(known, _)| known)
}

/// The words of the language of this id, if they were read: `state::language` fetches them.
#[must_use]
pub fn words_of(language: &str) -> Option<&'static Words> {
    slot(language)?.1.get()
}

/// Reads the words of a language; nothing when the text is not of this build.
#[must_use]
pub fn read(language: &str, text: String) -> Option<&'static Words> {
    let (language, place) = slot(language)?;
    let words = parse(language, text)?;
    Some(place.get_or_init(|| words))
}

fn parse(language: &'static AppLanguage, text: String) -> Option<Words> {
    let (first_line, rest) = String::leak(text).split_once('\n')?;
    if first_line != language.first_line {
        return None;
    }
    let mut lines = [""; LINES];
    let mut rest = rest.split('\n');
    for line in &mut lines {
        *line = rest.next()?;
    }
    rest.next().is_none().then(|| Words::read(language, &lines))
}

#[cfg(test)]
mod tests;
