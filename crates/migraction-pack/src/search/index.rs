//! The index as a part of the pack, and as it is asked.

use migraction_core::Id;
use serde::{Deserialize, Serialize};

use super::vocabulary::Vocabulary;
use super::{Document, DocumentKind, Stemmer, WordList};
use crate::DecodeError;

/// How many steps there are of how much a document speaks of a word, the lowest being 1.
pub const LEVELS: u8 = 15;

/// Which documents speak of which stem, stem after stem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lists {
    /// By stem, how many documents speak of it.
    pub counts: Vec<u16>,
    /// The documents of all stems: how far each lies behind the one before it, from the one before the first.
    pub gaps: Vec<u16>,
    /// Of each, how much it speaks of the stem, 1 to [`LEVELS`].
    pub levels: Vec<u8>,
}

/// One of several names that mean the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherName {
    /// Its words, as numbers of stems.
    pub words: Vec<u16>,
    /// The stem that stands for all of it: documents speak of it where its words stand near each other.
    pub means: u16,
}

/// The search index of one language, as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexPart {
    /// How words are reduced.
    pub stemmer: Stemmer,
    /// Folded words that say nothing about what is looked for.
    pub ignored: Vec<String>,
    /// Folded words that say which kind is looked for.
    pub kinds: Vec<(DocumentKind, Vec<String>)>,
    /// What can be found.
    pub documents: Vec<Document>,
    /// Of each document its names, as numbers of stems.
    pub names: Vec<Vec<Vec<u16>>>,
    /// All words.
    pub words: WordList,
    /// Which documents speak of them.
    pub lists: Lists,
    /// Names that mean the same, set by set.
    pub same: Vec<Vec<OtherName>>,
    /// What names a country, folded: itself, who comes from there, its towns.
    pub places: Vec<(String, Id)>,
}

impl IndexPart {
    /// Reads the part from the bytes of its file.
    ///
    /// # Errors
    /// [`DecodeError::Malformed`] when the bytes are not an index of this schema.
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
}

/// One document's weight for a stem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    /// Position in [`Index::documents`].
    pub document: u16,
    /// How much it speaks of the stem, 1 to [`LEVELS`].
    pub level: u8,
}

/// An index that can be asked.
#[derive(Clone, Debug)]
pub struct Index {
    pub(super) stemmer: Stemmer,
    pub(super) ignored: Vec<String>,
    pub(super) kinds: Vec<(DocumentKind, Vec<String>)>,
    /// What can be found.
    pub documents: Vec<Document>,
    pub(super) names: Vec<Vec<Vec<u16>>>,
    pub(super) words: Vocabulary,
    starts: Vec<u32>,
    postings: Vec<Posting>,
    pub(super) same: Vec<Vec<OtherName>>,
    pub(super) places: Vec<(String, Id)>,
}

impl Index {
    /// Makes an index of what was sent.
    ///
    /// # Errors
    /// [`DecodeError::Index`] when something in it leads to what does not exist.
    pub fn open(part: IndexPart) -> Result<Self, DecodeError> {
        Self::checked(part).ok_or(DecodeError::Index)
    }

    /// Reads an index from the bytes of its part.
    ///
    /// # Errors
    /// [`DecodeError::Malformed`] or [`DecodeError::Index`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::open(IndexPart::from_bytes(bytes)?)
    }

    fn checked(part: IndexPart) -> Option<Self> {
        let IndexPart { stemmer, ignored, kinds, documents, names, words, lists, same, places } =
            part;
        let words = Vocabulary::open(words)?;
        let stems = words.stems();
        let known = |stem: &u16| usize::from(*stem) < stems;
        let same_words = |name: &OtherName| known(&name.means) && name.words.iter().all(known);
        let is_sound = names.len() == documents.len()
            && lists.counts.len() == stems
            && lists.gaps.len() == lists.levels.len()
            && lists.levels.iter().all(|level| (1..=LEVELS).contains(level))
            && u16::try_from(documents.len()).is_ok()
            && names.iter().flatten().flatten().all(known)
            && same.iter().flatten().all(same_words);
        if !is_sound {
            return None;
        }
        let mut starts = vec![0u32];
        let mut postings = Vec::with_capacity(lists.gaps.len());
        let mut pairs = lists.gaps.iter().zip(&lists.levels);
        for count in &lists.counts {
            let mut next = 0u16;
            for _ in 0..*count {
                let (gap, level) = pairs.next()?;
                let document = next.checked_add(*gap)?;
                if usize::from(document) >= documents.len() {
                    return None;
                }
                next = document.checked_add(1)?;
                postings.push(Posting { document, level: *level });
            }
            starts.push(u32::try_from(postings.len()).ok()?);
        }
        if pairs.next().is_some() {
            return None;
        }
        Some(Self {
            stemmer,
            ignored,
            kinds,
            documents,
            names,
            words,
            starts,
            postings,
            same,
            places,
        })
    }

    /// The documents that speak of a stem, in their order.
    pub(super) fn list(&self, stem: u16) -> &[Posting] {
        let at = usize::from(stem);
        let (Some(start), Some(end)) = (self.starts.get(at), self.starts.get(at + 1)) else {
            return &[];
        };
        self.postings.get(*start as usize..*end as usize).unwrap_or_default()
    }

    /// How much is in it: words, stems, documents that speak of a stem.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.words.len(), self.starts.len().saturating_sub(1), self.postings.len())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn part() -> IndexPart {
        IndexPart {
            stemmer: Stemmer::None,
            ignored: vec![],
            kinds: vec![],
            documents: vec![Document::Fact("be-a".into()), Document::Fact("be-b".into())],
            names: vec![vec![vec![0]], vec![vec![1, 0]]],
            words: WordList::new([("aa", 0), ("bb", 1)]),
            lists: Lists { counts: vec![2, 1], gaps: vec![0, 0, 1], levels: vec![15, 1, 3] },
            same: vec![vec![OtherName { words: vec![0, 1], means: 1 }]],
            places: vec![("bb".into(), "be".into())],
        }
    }

    #[test]
    fn an_index_is_read_back_as_it_was_written() {
        let bytes = part().to_bytes().unwrap();
        assert_eq!(IndexPart::from_bytes(&bytes), Ok(part()));
        let index = Index::from_bytes(&bytes).unwrap();
        assert_eq!(index.list(1), [Posting { document: 1, level: 3 }]);
        assert_eq!(index.list(0).len(), 2);
        assert_eq!(index.list(2), []);
        assert_eq!(index.counts(), (2, 2, 3));
        assert_eq!(Index::from_bytes(&bytes[1..]).unwrap_err(), DecodeError::Malformed);
    }

    #[test]
    fn an_index_that_leads_to_what_does_not_exist_is_refused() {
        assert!(Index::open(part()).is_ok());
        for spoil in [
            |part: &mut IndexPart| part.names[0][0][0] = 2,
            |part: &mut IndexPart| part.same[0][0].words[0] = 2,
            |part: &mut IndexPart| part.same[0][0].means = 2,
            |part: &mut IndexPart| part.lists.gaps[2] = 2,
            |part: &mut IndexPart| part.lists.gaps[2] = u16::MAX,
            |part: &mut IndexPart| part.lists.levels[0] = 0,
            |part: &mut IndexPart| part.lists.levels[0] = LEVELS + 1,
            |part: &mut IndexPart| part.lists.counts[0] = 3,
            |part: &mut IndexPart| part.lists.counts[0] = 1,
            |part: &mut IndexPart| part.documents.truncate(1),
            |part: &mut IndexPart| part.words.stems[1] = 7,
        ] {
            let mut part = part();
            spoil(&mut part);
            assert_eq!(Index::open(part.clone()).unwrap_err(), DecodeError::Index, "{part:?}");
        }
    }
}
