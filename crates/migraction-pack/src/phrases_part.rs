//! The phrasebook as a part of the pack, in all its tongues: the person opposite speaks any of them.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_core::phrases::{Phrase, Phrasebook};
use serde::{Deserialize, Serialize};

use crate::DecodeError;
use crate::search::holds_all;

/// What the phrasebook says to its reader, in one interface language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhraseWords {
    /// What phrases are never for, and what to do instead.
    pub never: String,
    /// A label per situation.
    pub situations: BTreeMap<Id, String>,
    /// The name of each tongue.
    pub tongues: BTreeMap<Id, String>,
    /// What to know before a phrase is said.
    pub notes: BTreeMap<Id, String>,
}

/// Phrases, tongues, and what is said about them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhrasesPart {
    /// The phrases.
    pub book: Phrasebook,
    /// Words for the reader, by interface language.
    pub words: BTreeMap<Id, PhraseWords>,
}

impl PhrasesPart {
    /// Reads the part from the bytes of its file.
    ///
    /// # Errors
    /// [`DecodeError::Malformed`] when the bytes are not a part of phrases of this schema.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        crate::read(bytes)
    }

    /// The bytes of its file.
    ///
    /// # Errors
    /// When the part does not fit postcard, which none of its types allows.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    /// The phrases that hold every word typed, or a word that begins so, in the reader's language; the name of
    /// their situation counts as well. Nothing typed finds nothing.
    #[must_use]
    pub fn find(&self, typed: &str, own: &str) -> Vec<&Phrase> {
        let Some(tongue) = self.book.tongue(own) else { return Vec::new() };
        let labels = self.words.get(own);
        let holds = |phrase: &&Phrase| {
            let text = tongue.says(phrase.id.as_str()).map(|saying| saying.text.as_str());
            let label = labels.and_then(|words| words.situations.get(&phrase.situation));
            let label = label.map(String::as_str);
            holds_all(typed, &[text.unwrap_or_default(), label.unwrap_or_default()])
        };
        self.book.phrases.iter().filter(holds).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use migraction_core::phrases::{Reply, Saying, Tongue};

    use super::*;

    fn part() -> PhrasesPart {
        let phrases = [("need-doctor", "health"), ("pregnant", "health"), ("call-112", "danger")];
        let phrase = |(id, situation): (&str, &str)| Phrase {
            id: id.into(),
            situation: situation.into(),
            reply: Reply::YesNo,
        };
        let texts = [
            ("need-doctor", "Avez-vous besoin d’un médecin ?"),
            ("pregnant", "Êtes-vous enceinte ?"),
            ("call-112", "En cas d’urgence, appelez le 112."),
        ];
        let saying = |(id, text): (&str, &str)| {
            (id.into(), Saying { text: text.into(), sound: None, reviewed: None })
        };
        let french = Tongue {
            id: "fr".into(),
            name: "Français".into(),
            rtl: false,
            sayings: texts.map(saying).into(),
        };
        let words = PhraseWords {
            situations: BTreeMap::from([("health".into(), "Santé".into())]),
            ..PhraseWords::default()
        };
        PhrasesPart {
            book: Phrasebook {
                situations: vec!["health".into(), "danger".into()],
                phrases: phrases.map(phrase).into(),
                tongues: vec![french],
            },
            words: BTreeMap::from([("fr".into(), words)]),
        }
    }

    #[test]
    fn it_is_read_back_as_it_was_written() {
        let bytes = part().to_bytes().unwrap();
        assert_eq!(PhrasesPart::from_bytes(&bytes), Ok(part()));
        assert_eq!(
            PhrasesPart::from_bytes(bytes.get(1..).unwrap()),
            Err(crate::DecodeError::Malformed)
        );
    }

    #[test]
    fn phrases_are_found_by_beginnings_of_words_and_by_situation() {
        let part = part();
        let found = |typed: &str, own: &str| {
            part.find(typed, own)
                .into_iter()
                .map(|phrase| phrase.id.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("MEDEC", "fr"), ["need-doctor"]);
        assert_eq!(found("etes enc", "fr"), ["pregnant"]);
        assert_eq!(found("sante", "fr"), ["need-doctor", "pregnant"]);
        assert_eq!(found("sante besoin", "fr"), ["need-doctor"]);
        assert_eq!(found("112", "fr"), ["call-112"]);
        assert_eq!(found("medecin avocat", "fr"), [""; 0]);
        assert_eq!(found("", "fr"), [""; 0]);
        assert_eq!(found("medecin", "de"), [""; 0]);
    }
}
