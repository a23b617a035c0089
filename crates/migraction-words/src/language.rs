//! A language of the interface, and what its sentences need to be filled.

use std::fmt;

use serde::Deserialize;

/// `languages.toml` as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageList {
    /// The languages, in the order in which they are offered; the first is shown where none was chosen.
    #[serde(rename = "language")]
    pub languages: Vec<Language>,
}

/// A language that the interface speaks: an entry of `languages.toml`.
///
/// `Id` is what its id is read into: the compiler of the content needs its place in the file, and then an id of its own type.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language<Id = String> {
    /// Its tag (BCP 47, `fr`): the folder of its words and the first part of its addresses.
    pub id: Id,
    /// Its name, as its own speakers write it.
    pub name: String,
    /// The direction of its script.
    pub dir: Direction,
    /// The numbers that take the singular: `0` is one of them in French, not in English.
    pub one: Vec<usize>,
    /// Words that change before a vowel; empty where there are none.
    #[serde(default)]
    pub elisions: Vec<Elision>,
    /// The numbers whose names begin with a vowel: `8*` all that begin with this digit, `11` eleven and its thousands, `=1`
    /// one alone.
    #[serde(default)]
    pub vowel_numbers: Vec<String>,
}

impl<Id> Language<Id> {
    /// The same language with its id in another type.
    pub fn map_id<To>(self, to: impl FnOnce(Id) -> To) -> Language<To> {
        let Self { id, name, dir, one, elisions, vowel_numbers } = self;
        Language { id: to(id), name, dir, one, elisions, vowel_numbers }
    }
}

/// The direction of a script, as `dir` in HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Direction {
    /// The value of `dir` in HTML.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// A word that changes before a vowel, written `il l’` in `languages.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Elision {
    /// The word before a consonant: `il`.
    pub word: String,
    /// What stands in its place before a vowel: `l’`. After an apostrophe no space follows.
    pub instead: String,
}

impl TryFrom<String> for Elision {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once(' ') {
            Some((word, instead)) => {
                Ok(Self { word: word.to_owned(), instead: instead.to_owned() })
            }
            None => Err(format!(
                "`{text}` is one word: write the word, a space, and what stands in its place"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const ONE: &str = "[[language]]\nid = 'xx'\nname = 'Xx'\ndir = 'rtl'\none = [1]\n";

    #[test]
    fn a_language_needs_a_name_a_direction_and_a_singular() {
        let list: LanguageList = toml::from_str(ONE).unwrap();
        let [language] = list.languages.as_slice() else { panic!("{list:?}") };
        assert_eq!((language.id.as_str(), language.dir.to_string().as_str()), ("xx", "rtl"));
        assert!(language.elisions.is_empty() && language.vowel_numbers.is_empty());
        for (from, to) in
            [("name = 'Xx'\n", ""), ("rtl", "up"), ("one =", "two ="), ("[1]", "['1']")]
        {
            let wrong = ONE.replace(from, to);
            assert!(toml::from_str::<LanguageList>(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_elision_is_two_words() {
        let read =
            |text: &str| toml::from_str::<LanguageList>(&format!("{ONE}elisions = [{text}]"));
        let list = read("'la l’'").unwrap();
        let elision = Elision { word: "la".to_owned(), instead: "l’".to_owned() };
        assert_eq!(list.languages[0].elisions, [elision]);
        assert!(read("'la'").unwrap_err().message().contains("`la` is one word"));
    }
}
