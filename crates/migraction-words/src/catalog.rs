//! All messages of one language, and the one text in which the app gets them.

use std::collections::BTreeMap;
use std::fmt;

use crate::{Language, Message, STATIC_AREA};

/// The messages of one file `ui/<area>.toml` by key, in the order of the keys.
pub type Area = BTreeMap<String, Message>;

/// A language with all messages of its interface.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// The language.
    pub language: Language,
    /// Every area by its name, that of the static page too.
    pub areas: BTreeMap<String, Area>,
}

impl Catalog {
    /// The areas that the app has, by name: all but [`STATIC_AREA`].
    pub fn app_areas(&self) -> impl Iterator<Item = (&str, &Area)> {
        let areas = self.areas.iter().map(|(name, area)| (name.as_str(), area));
        areas.filter(|(name, _)| *name != STATIC_AREA)
    }

    /// The message of a key.
    #[must_use]
    pub fn message(&self, area: &str, key: &str) -> Option<&Message> {
        self.areas.get(area)?.get(key)
    }

    /// The first line of [`Catalog::text`]: the language, and a hash of the keys, their kinds and their slots in their
    /// order. The app refuses a text whose first line is not that of its own build.
    #[must_use]
    pub fn first_line(&self) -> String {
        // FNV-1a: it tells builds apart and protects against nobody.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut add = |text: &str| {
            for byte in text.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        };
        for (name, area) in self.app_areas() {
            add(name);
            for (key, message) in area {
                add(key);
                add(if message.is_counted() { "counted" } else { "plain" });
                message.slots().iter().for_each(|slot| add(slot));
            }
        }
        format!("{} {hash:016x}", self.language.id)
    }

    /// The messages of the app, a text a line, in the order of areas and keys; a counted message has two lines.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.first_line();
        let messages = self.app_areas().flat_map(|(_, area)| area.values());
        for line in messages.flat_map(Message::texts) {
            text.push('\n');
            text.push_str(line);
        }
        text
    }

    /// Where the keys of another language, or the slots of a key, are not those of this one.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        for (a, b) in [(self, other), (other, self)] {
            for (area, keys) in &a.areas {
                for (key, message) in keys {
                    let kind = match b.message(area, key) {
                        None => DifferenceKind::Missing,
                        Some(same) if same.slots() == message.slots() => continue,
                        Some(_) => DifferenceKind::Slots { than: a.language.id.clone() },
                    };
                    let language = b.language.id.clone();
                    found.push(Difference { language, area: area.clone(), key: key.clone(), kind });
                }
            }
        }
        found
    }
}

/// A key that one language has otherwise than another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    language: String,
    area: String,
    key: String,
    kind: DifferenceKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum DifferenceKind {
    /// The language lacks it.
    Missing,
    /// Other values are filled in `than` in that language.
    Slots { than: String },
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { language, area, key, kind } = self;
        write!(out, "content/words/{language}/ui/{area}.toml")?;
        match kind {
            DifferenceKind::Missing => write!(out, " lacks `{key}`"),
            DifferenceKind::Slots { than } => {
                write!(out, ": `{key}` has other {{slots}} than in {than}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::Direction;

    fn catalog(id: &str, areas: &[(&str, &str)]) -> Catalog {
        let area =
            |(name, text): &(&str, &str)| ((*name).to_owned(), toml::from_str(text).unwrap());
        let (id, name, dir) = (id.to_owned(), id.to_owned(), Direction::Ltr);
        let language =
            Language { id, name, dir, one: vec![1], elisions: vec![], vowel_numbers: vec![] };
        Catalog { language, areas: areas.iter().map(area).collect() }
    }

    const NAV: &str = "home = 'Home'\nday = { one = '{n} day', other = '{n} days' }";

    #[test]
    fn the_text_has_one_line_per_text_and_none_of_the_static_page() {
        let english = catalog("en", &[("nav", NAV), ("boot", "noscript = 'No script'")]);
        let text = english.text();
        let (first, rest) = text.split_once('\n').unwrap();
        assert_eq!(rest, "{n} day\n{n} days\nHome");
        // Known since 30 November 2026; every file of words and the program that reads it change together.
        assert_eq!(first, "en ba7f379267cc5ebd");
    }

    #[test]
    fn the_first_line_changes_with_keys_kinds_and_slots_but_not_with_wording() {
        let first = |text: &str| catalog("en", &[("nav", text)]).first_line();
        let before = first(NAV);
        assert_eq!(first(&NAV.replace("Home", "Start")), before);
        for (from, to) in
            [("home", "start"), ("'Home'", "{ one = 'a', other = 'b' }"), ("Home", "{day}")]
        {
            assert_ne!(first(&NAV.replace(from, to)), before, "{to}");
        }
    }

    #[test]
    fn languages_have_the_same_keys_with_the_same_slots() {
        let english = catalog("en", &[("nav", NAV)]);
        let find = |text: &str| -> Vec<String> {
            let found = english.differences(&catalog("fr", &[("nav", text)]));
            found.iter().map(ToString::to_string).collect()
        };
        assert_eq!(find(&NAV.replace("Home", "Accueil")), Vec::<String>::new());
        assert_eq!(
            find(&NAV.replace("home", "start")),
            [
                "content/words/fr/ui/nav.toml lacks `home`",
                "content/words/en/ui/nav.toml lacks `start`",
            ]
        );
        let found = find(&NAV.replace("Home", "{day}"));
        assert!(
            found.contains(
                &"content/words/fr/ui/nav.toml: `home` has other {slots} than in en".to_owned()
            ),
            "{found:?}"
        );
    }
}
