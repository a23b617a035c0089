//! What one key of the interface says in one language.

use std::collections::BTreeSet;

use serde::Deserialize;

/// The words of one key. What is filled in stands in braces, a *slot*: `{day}`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "a word of the interface is neither text nor { one, other }"
)]
pub enum Message {
    /// The same for any number.
    Plain(String),
    /// By the number in the slot `n`.
    Counted {
        /// For the numbers that take the singular.
        one: String,
        /// For all others.
        other: String,
    },
}

impl Message {
    /// Its texts as they are written: one, or the singular and the plural in this order.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match self {
            Self::Plain(text) => (text, None),
            Self::Counted { one, other } => (one, Some(other)),
        };
        std::iter::once(first).chain(second).map(String::as_str)
    }

    /// The text, where no number changes it.
    #[must_use]
    pub fn plain(&self) -> Option<&str> {
        match self {
            Self::Plain(text) => Some(text),
            Self::Counted { .. } => None,
        }
    }

    /// Whether a number chooses between its texts.
    #[must_use]
    pub const fn is_counted(&self) -> bool {
        matches!(self, Self::Counted { .. })
    }

    /// The names of its slots. What is counted always has `n`, whether or not its texts show the number.
    #[must_use]
    pub fn slots(&self) -> BTreeSet<String> {
        let mut slots: BTreeSet<String> = self
            .texts()
            .flat_map(|text| text.split('{').skip(1))
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| name.to_owned())
            .collect();
        if self.is_counted() {
            slots.insert("n".to_owned());
        }
        slots
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeMap;

    use super::*;

    fn read(text: &str) -> Result<Message, toml::de::Error> {
        toml::from_str::<BTreeMap<String, Message>>(&format!("key = {text}"))
            .map(|mut area| area.remove("key").unwrap())
    }

    #[test]
    fn a_message_is_text_or_a_singular_and_a_plural() {
        assert_eq!(read("'Home'").unwrap().plain(), Some("Home"));
        let days = read("{ one = '{n} day', other = '{n} days' }").unwrap();
        assert_eq!(days.texts().collect::<Vec<_>>(), ["{n} day", "{n} days"]);
        for wrong in ["3", "['a']", "{ one = 'a' }", "{ one = 'a', other = 'b', few = 'c' }"] {
            let error = read(wrong).unwrap_err();
            assert!(error.message().contains("neither text nor"), "{wrong}: {error}");
        }
    }

    #[test]
    fn slots_are_those_of_all_its_texts() {
        let slots = |text: &str| Vec::from_iter(read(text).unwrap().slots());
        assert_eq!(slots("'from {first} to {last}, {first}'"), ["first", "last"]);
        assert_eq!(slots("'none'"), Vec::<String>::new());
        assert_eq!(slots("{ one = 'one day', other = '{n} days after {day}' }"), ["day", "n"]);
        assert_eq!(slots("{ one = 'one', other = 'many' }"), ["n"]);
    }
}
