//! Worksheets: what a practitioner goes through with a person (needs, a first talk, a check that all was understood).
//!
//! The structure is content: sections, items with their options, what follows from an item. Nothing here counts
//! points, ranks or judges: there is no score, and what was not noticed proves nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Id;

/// The option that says that something is pressing.
pub const URGENT: &str = "urgent";
/// The option that says that nothing was noticed.
pub const NOTHING: &str = "nothing";
/// The option that says that the person was asked and would rather not say.
pub const UNSAID: &str = "unsaid";
/// The option of agreement.
pub const YES: &str = "yes";
/// The item that says whether an interpreter is there: all takes twice the time.
pub const INTERPRETER: &str = "interpreter";

/// When to see to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Today.
    Now,
    /// Within days.
    Soon,
    /// Keep an eye on it.
    Follow,
}

impl When {
    /// All, the most pressing first.
    pub const ALL: [Self; 3] = [Self::Now, Self::Soon, Self::Follow];

    /// Its id, under which each language has its words.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Soon => "soon",
            Self::Follow => "follow",
        }
    }
}

/// Where something written goes when the worksheet becomes a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotePart {
    /// Its text.
    #[default]
    Text,
    /// The language spoken.
    Language,
    /// The agreement to keep it.
    Consent,
    /// Its needs.
    Needs,
    /// What an agreed step is.
    Step,
    /// By when a step is to be done.
    Due,
    /// Nowhere: it ends with the app.
    Nowhere,
}

/// What is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// One option of a scale.
    One(Id),
    /// Any options of a scale.
    Many(Id),
    /// A few words.
    Words,
    /// Several lines.
    Long,
    /// A day.
    Day,
    /// Minutes.
    Minutes,
}

/// One thing to fill in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its permanent name.
    pub id: Id,
    /// What is filled in.
    pub kind: Kind,
    /// When to see to it, where noticing it has a consequence.
    pub when: Option<When>,
    /// The kinds of services that can help.
    pub services: Vec<Id>,
    /// Where it goes in a note.
    pub into: NotePart,
}

/// A part of a worksheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its permanent name.
    pub id: Id,
    /// How many times it can be filled in.
    pub times: u8,
    /// How long it usually takes.
    pub minutes: Option<u16>,
    /// Whether it stands on the person's paper.
    pub paper: bool,
    /// Pages of the app that help with it; the words are in the same order.
    pub go: Vec<String>,
    /// What is filled in.
    pub items: Vec<Item>,
}

/// A worksheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worksheet {
    /// Its permanent name.
    pub id: Id,
    /// Options by the name of their scale.
    pub scales: BTreeMap<Id, Vec<Id>>,
    /// Words that its own results need.
    pub lines: Vec<Id>,
    /// Its parts in order.
    pub sections: Vec<Section>,
}

impl Worksheet {
    /// The options of an item.
    #[must_use]
    pub fn options(&self, item: &Item) -> &[Id] {
        match &item.kind {
            Kind::One(scale) | Kind::Many(scale) => {
                self.scales.get(scale).map_or(&[], Vec::as_slice)
            }
            _ => &[],
        }
    }

    /// All items with their section.
    pub fn items(&self) -> impl Iterator<Item = (&Section, &Item)> {
        self.sections
            .iter()
            .flat_map(|section| section.items.iter().map(move |item| (section, item)))
    }
}

/// What was filled in, by item and time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled(BTreeMap<(Id, u8), Vec<String>>);

impl Filled {
    /// Whether nothing was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words, or the first option chosen; empty where there is none.
    #[must_use]
    pub fn read(&self, item: &Id, time: u8) -> &str {
        self.all(item, time).first().map_or("", String::as_str)
    }

    /// The options chosen, in the order of choosing.
    #[must_use]
    pub fn all(&self, item: &Id, time: u8) -> &[String] {
        self.0.get(&(item.clone(), time)).map_or(&[], Vec::as_slice)
    }

    /// Whether an option is chosen.
    #[must_use]
    pub fn has(&self, item: &Id, time: u8, option: &str) -> bool {
        self.all(item, time).iter().any(|chosen| chosen == option)
    }

    /// Writes words, or chooses one option in place of another.
    pub fn write(&mut self, item: &Id, time: u8, words: &str) {
        let key = (item.clone(), time);
        if words.trim().is_empty() {
            self.0.remove(&key);
        } else {
            self.0.insert(key, vec![words.to_owned()]);
        }
    }

    /// Chooses an option, or takes it back; `many` leaves the others.
    pub fn toggle(&mut self, item: &Id, time: u8, option: &str, many: bool) {
        let key = (item.clone(), time);
        let chosen = self.0.entry(key.clone()).or_default();
        let before = chosen.len();
        chosen.retain(|other| other != option && many || other == option && !many);
        let was_on = if many { chosen.len() < before } else { !chosen.is_empty() };
        if was_on && !many {
            chosen.clear();
        }
        if !was_on {
            chosen.push(option.to_owned());
        }
        if chosen.is_empty() {
            self.0.remove(&key);
        }
    }

    /// How many items of a section have something.
    #[must_use]
    pub fn count(&self, section: &Section) -> usize {
        let of = |(id, _): &&(Id, u8)| section.items.iter().any(|item| item.id == *id);
        self.0.keys().filter(of).count()
    }
}

/// What to see to, by when; each list in the order of the worksheet.
///
/// What is pressing is for now, whatever it is. What the person would rather not say is kept in mind and never pressed
/// for. What was not noticed is in no list, and that is not a finding.
#[must_use]
pub fn to_see_to<'a>(sheet: &'a Worksheet, filled: &Filled) -> [Vec<&'a Item>; 3] {
    When::ALL.map(|wanted| {
        let items = sheet.items().map(|(_, item)| item);
        items
            .filter(|item| {
                let when = item.when.and_then(|when| match filled.read(&item.id, 0) {
                    "" | NOTHING => None,
                    URGENT => Some(When::Now),
                    UNSAID => Some(When::Follow),
                    _ => Some(when),
                });
                when == Some(wanted)
            })
            .collect()
    })
}

/// The minute at which each section would end, from the start; `twice` with an interpreter.
#[must_use]
pub fn ends(sheet: &Worksheet, twice: bool) -> Vec<u16> {
    let mut end = 0;
    let minutes = sheet.sections.iter().map(|section| section.minutes.unwrap_or_default());
    minutes
        .map(|minutes| {
            end += if twice { minutes * 2 } else { minutes };
            end
        })
        .collect()
}

/// Whole minutes since the start; nothing where the clock was put back or a day has gone by.
#[must_use]
pub fn minutes_since(start_millis: u64, now_millis: u64) -> Option<u16> {
    let minutes = now_millis.checked_sub(start_millis)? / 60_000;
    u16::try_from(minutes).ok().filter(|minutes| *minutes < 24 * 60)
}

/// What to do when a point was not said back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// Explain in another way.
    OtherWay,
    /// After two tries: other means, another day.
    OtherMeans,
}

impl Again {
    /// After so many tries.
    #[must_use]
    pub const fn after(tries: &str) -> Self {
        // `one` or nothing yet; any other count is more.
        match tries.as_bytes() {
            b"" | b"one" => Self::OtherWay,
            _ => Self::OtherMeans,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{
        Again, Filled, Item, Kind, NotePart, Section, When, Worksheet, ends, minutes_since,
        to_see_to,
    };
    use crate::Id;

    fn item(id: &str, when: Option<When>) -> Item {
        Item {
            id: id.into(),
            kind: Kind::One("noticed".into()),
            when,
            services: vec![],
            into: NotePart::Text,
        }
    }

    fn sheet() -> Worksheet {
        let section = |id: &str, minutes, items| Section {
            id: id.into(),
            times: 1,
            minutes,
            paper: false,
            go: vec![],
            items,
        };
        Worksheet {
            id: "needs".into(),
            scales: [("noticed".into(), vec!["nothing".into(), "urgent".into()])].into(),
            lines: vec![],
            sections: vec![
                section(
                    "today",
                    Some(5),
                    vec![item("sleep", Some(When::Now)), item("school", Some(When::Follow))],
                ),
                section("frame", None, vec![item("language", None)]),
                section("rest", Some(10), vec![item("letter", Some(When::Soon))]),
            ],
        }
    }

    #[track_caller]
    fn check(answers: &[(&str, &str)], expected: [&[&str]; 3]) {
        let (sheet, mut filled) = (sheet(), Filled::default());
        for (item, option) in answers {
            filled.write(&Id::from(*item), 0, option);
        }
        let found = to_see_to(&sheet, &filled);
        let names: Vec<Vec<&str>> =
            found.iter().map(|list| list.iter().map(|item| item.id.as_str()).collect()).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn nothing_noticed_is_in_no_list() {
        check(&[], [&[], &[], &[]]);
        check(&[("sleep", "nothing"), ("letter", "nothing")], [&[], &[], &[]]);
    }

    #[test]
    fn what_is_noticed_goes_where_its_nature_says() {
        let said = [("sleep", "said"), ("school", "possible"), ("letter", "said")];
        check(&said, [&["sleep"], &["letter"], &["school"]]);
    }

    #[test]
    fn what_is_pressing_is_for_now_whatever_it_is() {
        check(&[("school", "urgent")], [&["school"], &[], &[]]);
    }

    #[test]
    fn what_a_person_would_rather_not_say_is_never_pressed_for() {
        check(&[("sleep", "unsaid")], [&[], &[], &["sleep"]]);
    }

    #[test]
    fn what_has_no_consequence_is_in_no_list() {
        check(&[("language", "urgent")], [&[], &[], &[]]);
    }

    #[test]
    fn one_option_takes_the_place_of_another_and_goes_when_chosen_again() {
        let (mut filled, id) = (Filled::default(), Id::from("sleep"));
        filled.toggle(&id, 0, "said", false);
        filled.toggle(&id, 0, "urgent", false);
        assert_eq!(filled.all(&id, 0), ["urgent"]);
        filled.toggle(&id, 0, "urgent", false);
        assert!(filled.is_empty());
    }

    #[test]
    fn several_options_stand_side_by_side() {
        let (mut filled, id) = (Filled::default(), Id::from("helped"));
        filled.toggle(&id, 1, "map", true);
        filled.toggle(&id, 1, "audio", true);
        assert!(filled.has(&id, 1, "map") && filled.has(&id, 1, "audio"));
        assert!(!filled.has(&id, 0, "map"));
        filled.toggle(&id, 1, "map", true);
        assert_eq!(filled.all(&id, 1), ["audio"]);
    }

    #[test]
    fn blank_words_are_nothing() {
        let (mut filled, id) = (Filled::default(), Id::from("sleep"));
        filled.write(&id, 0, "a place");
        assert_eq!(filled.count(&sheet().sections[0]), 1);
        filled.write(&id, 0, "  ");
        assert!(filled.is_empty());
    }

    #[test]
    fn an_interpreter_doubles_the_time() {
        assert_eq!(ends(&sheet(), false), [5, 5, 15]);
        assert_eq!(ends(&sheet(), true), [10, 10, 30]);
    }

    #[test]
    fn time_goes_on_behind_a_locked_screen_and_never_backwards() {
        assert_eq!(minutes_since(1_000, 1_000), Some(0));
        assert_eq!(minutes_since(0, 45 * 60_000 + 59_000), Some(45));
        assert_eq!(minutes_since(60_000, 0), None);
        assert_eq!(minutes_since(0, 24 * 3_600_000), None);
    }

    #[test]
    fn after_two_tries_the_means_change() {
        assert_eq!(Again::after(""), Again::OtherWay);
        assert_eq!(Again::after("one"), Again::OtherWay);
        assert_eq!(Again::after("two"), Again::OtherMeans);
        assert_eq!(Again::after("more"), Again::OtherMeans);
    }
}
