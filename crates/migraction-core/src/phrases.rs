//! The phrasebook: short sentences for a first contact, in many tongues.
//!
//! A *tongue* is a language that phrases exist in, whether or not the app's own words do. A phrase that a tongue lacks
//! is left out: a missing sentence does less harm than a wrong one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Id;

/// The phrases that a card offers as answers. The content compiler holds that they exist.
pub const YES: &str = "yes";
/// See [`YES`].
pub const NO: &str = "no";
/// On every card: the person did not understand.
pub const NOT_UNDERSTOOD: &str = "dont-understand";
/// On every card: the person wants to stop.
pub const STOP: &str = "stop";

/// A tongue with fewer phrases than this holds a few words only, and is offered apart: whoever counted on a whole
/// language would stand before the person without “stop”, pain or danger.
pub const WHOLE_FROM: usize = 20;

/// How a person may answer without words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// Nothing is asked.
    #[default]
    Nothing,
    /// By yes or no.
    YesNo,
    /// By a number.
    Number,
    /// By a day.
    Date,
    /// By pointing at a place of the body.
    Body,
    /// By a few words: a place, a name, what stands for the gap of the phrase.
    Write,
    /// By pointing at the name of a language.
    Tongue,
}

/// A phrase, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// Its permanent name.
    pub id: Id,
    /// When it is said.
    pub situation: Id,
    /// How it may be answered.
    pub reply: Reply,
}

impl Phrase {
    /// The answers that its card offers: yes and no where they answer, and on every card “not understood” and “stop”.
    #[must_use]
    pub const fn answers(&self) -> &'static [&'static str] {
        match self.reply {
            Reply::YesNo => &[YES, NO, NOT_UNDERSTOOD, STOP],
            _ => &[NOT_UNDERSTOOD, STOP],
        }
    }
}

/// A phrase in a tongue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saying {
    /// The sentence.
    pub text: String,
    /// How it sounds, in Latin letters.
    pub sound: Option<String>,
    /// The day a native speaker read it; nobody has where there is none.
    #[serde(with = "crate::written::days_option")]
    pub reviewed: Option<NaiveDate>,
}

/// A language that phrases exist in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tongue {
    /// Its tag, as browsers know it.
    pub id: Id,
    /// Its own name.
    pub name: String,
    /// Whether it is written from right to left.
    pub rtl: bool,
    /// What it can say.
    pub sayings: BTreeMap<Id, Saying>,
}

impl Tongue {
    /// The phrase in this tongue, unless nobody wrote it yet.
    #[must_use]
    pub fn says(&self, phrase: &str) -> Option<&Saying> {
        self.sayings.get(phrase)
    }

    /// Whether it holds enough phrases to be counted on.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.sayings.len() >= WHOLE_FROM
    }

    /// The answers that the card of this phrase offers and that this tongue lacks, in their order.
    #[must_use]
    pub fn lacking_answers(&self, phrase: &Phrase) -> Vec<&'static str> {
        phrase.answers().iter().copied().filter(|answer| self.says(answer).is_none()).collect()
    }

    /// The direction of writing, as an attribute of the page.
    #[must_use]
    pub const fn direction(&self) -> &'static str {
        if self.rtl { "rtl" } else { "ltr" }
    }
}

/// All phrases and tongues.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrasebook {
    /// Situations in the order in which they are offered.
    pub situations: Vec<Id>,
    /// Phrases, in the order of their situations.
    pub phrases: Vec<Phrase>,
    /// Tongues in the order in which they are offered.
    pub tongues: Vec<Tongue>,
}

impl Phrasebook {
    /// The phrase of this id.
    #[must_use]
    pub fn phrase(&self, id: &str) -> Option<&Phrase> {
        self.phrases.iter().find(|phrase| phrase.id == *id)
    }

    /// The tongue of this tag.
    #[must_use]
    pub fn tongue(&self, id: &str) -> Option<&Tongue> {
        self.tongues.iter().find(|tongue| tongue.id == *id)
    }

    /// The tongue to show at first: the one chosen last, else the first whole one that is not the reader's own.
    #[must_use]
    pub fn first_tongue(&self, chosen: &str, own: &str) -> Option<&Tongue> {
        let mut others = self.tongues.iter().filter(|tongue| tongue.id != *own);
        let chosen = self.tongue(chosen).filter(|tongue| tongue.id != *own);
        chosen.or_else(|| others.clone().find(|tongue| tongue.is_whole())).or_else(|| others.next())
    }

    /// The tongues other than the reader's own, in the order in which they are offered: the whole ones, then those
    /// with a few words only.
    #[must_use]
    pub fn offered(&self, own: &str) -> (Vec<&Tongue>, Vec<&Tongue>) {
        self.tongues.iter().filter(|tongue| tongue.id != *own).partition(|tongue| tongue.is_whole())
    }
}

/// How large a sentence may be on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// A word or two.
    Short,
    /// One line or two.
    Medium,
    /// More.
    Long,
}

impl Length {
    /// The length of a sentence.
    #[must_use]
    pub fn of(text: &str) -> Self {
        match text.chars().count() {
            0..=14 => Self::Short,
            15..=40 => Self::Medium,
            _ => Self::Long,
        }
    }
}

/// Phrases that a reader keeps at hand, written as one line of ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Favourites(Vec<String>);

impl Favourites {
    /// Reads the line; what is not an id is passed over.
    #[must_use]
    pub fn parse(line: &str) -> Self {
        let mut ids: Vec<String> = Vec::new();
        for id in line.split_whitespace().filter(|id| Id::is_well_formed(id)) {
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        Self(ids)
    }

    /// The line.
    #[must_use]
    pub fn line(&self) -> String {
        self.0.join(" ")
    }

    /// Whether this phrase is among them.
    #[must_use]
    pub fn holds(&self, phrase: &str) -> bool {
        self.0.iter().any(|known| known == phrase)
    }

    /// Takes the phrase in at the end, or out.
    pub fn toggle(&mut self, phrase: &str) {
        if self.holds(phrase) {
            self.0.retain(|known| known != phrase);
        } else {
            self.0.push(phrase.to_owned());
        }
    }

    /// Their ids, the oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(tongues: &[&str]) -> Phrasebook {
        let tongue = |id: &&str| Tongue {
            id: (*id).into(),
            name: (*id).into(),
            rtl: *id == "ar",
            sayings: BTreeMap::new(),
        };
        Phrasebook { tongues: tongues.iter().map(tongue).collect(), ..Phrasebook::default() }
    }

    #[test]
    fn the_language_chosen_last_comes_first_unless_it_is_the_readers_own() {
        let book = book(&["ar", "fr", "it"]);
        let first =
            |chosen, own| book.first_tongue(chosen, own).map(|tongue| tongue.id.to_string());
        assert_eq!(first("it", "fr").as_deref(), Some("it"));
        assert_eq!(first("fr", "fr").as_deref(), Some("ar"));
        assert_eq!(first("gone", "ar").as_deref(), Some("fr"));
        assert_eq!(Phrasebook::default().first_tongue("ar", "fr"), None);
    }

    /// Gives a tongue this many phrases, the answers of a card first.
    fn with_phrases(mut tongue: Tongue, count: usize) -> Tongue {
        let answers = [YES, NO, NOT_UNDERSTOOD, STOP].map(str::to_owned);
        let ids = answers.into_iter().chain((0..).map(|n| format!("phrase-{n}"))).take(count);
        let saying = || Saying { text: "…".to_owned(), sound: None, reviewed: None };
        tongue.sayings = ids.map(|id| (Id::from(id), saying())).collect();
        tongue
    }

    #[test]
    fn a_language_with_a_few_words_stands_apart_and_is_never_the_first() {
        let mut book = book(&["so", "ar", "fr"]);
        let counts = [WHOLE_FROM - 1, WHOLE_FROM, 71];
        book.tongues =
            book.tongues.into_iter().zip(counts).map(|(t, n)| with_phrases(t, n)).collect();
        let ids =
            |list: Vec<&Tongue>| list.iter().map(|one| one.id.to_string()).collect::<Vec<_>>();
        let (whole, few) = book.offered("fr");
        assert_eq!((ids(whole), ids(few)), (vec!["ar".to_owned()], vec!["so".to_owned()]));
        let first = |chosen| book.first_tongue(chosen, "fr").map(|tongue| tongue.id.to_string());
        assert_eq!(first("").as_deref(), Some("ar"));
        assert_eq!(first("so").as_deref(), Some("so"), "who chose it knows");
    }

    #[test]
    fn the_answers_that_a_language_lacks_are_known() {
        let phrase = |reply| Phrase { id: "p".into(), situation: "s".into(), reply };
        let tongues = book(&["am"]).tongues;
        let two = with_phrases(tongues[0].clone(), 2);
        assert_eq!(two.lacking_answers(&phrase(Reply::YesNo)), [NOT_UNDERSTOOD, STOP]);
        assert_eq!(two.lacking_answers(&phrase(Reply::Number)), [NOT_UNDERSTOOD, STOP]);
        let none = with_phrases(tongues[0].clone(), 0);
        assert_eq!(none.lacking_answers(&phrase(Reply::YesNo)), [YES, NO, NOT_UNDERSTOOD, STOP]);
        let four = with_phrases(tongues[0].clone(), 4);
        assert!(four.lacking_answers(&phrase(Reply::YesNo)).is_empty());
    }

    #[test]
    fn a_card_is_as_large_as_its_sentence_allows() {
        assert_eq!(Length::of("نعم."), Length::Short);
        assert_eq!(Length::of(&"a".repeat(14)), Length::Short);
        assert_eq!(Length::of(&"é".repeat(40)), Length::Medium);
        assert_eq!(Length::of(&"a".repeat(41)), Length::Long);
    }

    #[test]
    fn favourites_keep_their_order_and_pass_over_what_is_damaged() {
        let mut kept = Favourites::parse("hello  yes hello <b> no-");
        assert_eq!(kept.line(), "hello yes");
        kept.toggle("water");
        kept.toggle("hello");
        assert_eq!(kept.line(), "yes water");
        assert!(kept.holds("water") && !kept.holds("hello"));
        assert_eq!(Favourites::parse("").line(), "");
    }
}
