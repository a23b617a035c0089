//! Permanent names of content: facts, rules, questions, practices, services.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A permanent, language-neutral name: lower-case words joined by hyphens.
///
/// Ids are part of addresses and of stored packs; the content compiler checks their form.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(String);

impl Id {
    /// The id as text, as it stands in an address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `text` has the form of an id: lower-case ASCII letters and digits in words joined
    /// by single hyphens.
    #[must_use]
    pub fn is_well_formed(text: &str) -> bool {
        !text.is_empty()
            && text.split('-').all(|word| {
                !word.is_empty()
                    && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            })
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Id {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn an_id_is_lower_case_words_joined_by_hyphens() {
        for good in ["be", "be-work-asylum-wait", "s10", "a-1"] {
            assert!(Id::is_well_formed(good), "{good}");
        }
        for bad in ["", "-a", "a--b", "a-", "A", "a_b", "é", "a b"] {
            assert!(!Id::is_well_formed(bad), "{bad}");
        }
    }
}
