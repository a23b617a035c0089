//! What people type, as the content says it: words that mean the same, words that say nothing, danger.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_pack::danger::{Danger, Lexicon, Topic, Wording, normal_form};
use migraction_pack::language_part::DangerWords;
use migraction_pack::search::{Document, DocumentKind};

use crate::content::{Content, LanguageWords, Placed, Shelf};

/// A labelled search query.
#[derive(Clone, Debug)]
pub struct LabelledQuery {
    /// What is typed.
    pub text: String,
    /// What should be found, best first.
    pub want: Vec<Document>,
    /// What kind of query it is, for the figures.
    pub kind: Option<String>,
    /// The country of whoever types this, where no document says it.
    pub country: Option<Id>,
    /// Kept away from whoever tunes the ranking: only its figures are looked at.
    pub held_out: bool,
}

impl LabelledQuery {
    /// The country of whoever types this: the one given, else that of what they want.
    #[must_use]
    pub fn own(&self) -> Option<&str> {
        let given = self.country.as_ref().map(Id::as_str);
        given.or_else(|| self.want.iter().find_map(|document| document.country()))
    }
}

/// A wording as it is written: parts, each one or more words that stand for each other.
#[derive(Clone, Debug)]
pub struct SourceWording {
    /// The topic; none for a harmless wording.
    pub topic: Option<Id>,
    /// What stands for a part: names of groups in braces, or words.
    pub parts: Vec<Vec<String>>,
    /// Whether the parts follow each other.
    pub in_order: bool,
}

/// What people type in one language.
#[derive(Clone, Debug, Default)]
pub struct SearchWords {
    /// Words that mean the same, set by set, as they are typed.
    pub synonyms: Vec<Vec<String>>,
    /// Questions as people ask them, with where they lead.
    pub asked: Vec<Placed<Asked>>,
    /// Words that say nothing about what is looked for.
    pub ignored: Vec<String>,
    /// Words that say which kind of thing is looked for.
    pub kinds: BTreeMap<DocumentKind, Vec<String>>,
    /// What names a country besides its name and its towns.
    pub places: BTreeMap<Id, Vec<String>>,
    /// Words that stand for each other in wordings of danger.
    pub groups: Shelf<Vec<String>>,
    /// Wordings of danger and harmless ones.
    pub wordings: Vec<Placed<SourceWording>>,
    /// What the help is called, by topic.
    pub danger: Shelf<DangerWords>,
}

/// A question in the words of the people who ask it, and what answers it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What answers it: in each country its own place, a tool, a practice.
    pub leads: Vec<Document>,
    /// How it is asked, each way short.
    pub words: Vec<String>,
}

/// Something typed, with what must be recognised in it.
#[derive(Clone, Debug)]
pub struct Trial {
    /// What is typed.
    pub text: String,
    /// The topic; none where nothing must be recognised.
    pub topic: Option<Id>,
    /// Kept away from whoever wrote the wordings, until they were written.
    pub held_out: bool,
}

/// What `danger.toml` and `queries/danger/` say.
#[derive(Clone, Debug, Default)]
pub struct SourceDanger {
    /// Topics in the order in which they are meant.
    pub topics: Vec<Placed<Topic>>,
    /// What must be recognised, and what must not, by the language in which it is typed.
    pub trials: Vec<(Id, Placed<Trial>)>,
}

/// The danger of a pack.
#[must_use]
pub fn danger(content: &Content) -> Danger {
    let topics: Vec<Topic> = content.danger.topics.iter().map(|topic| topic.item.clone()).collect();
    let words = content.languages.iter().filter_map(|language| content.words.get(&language.id));
    let lexicons = words.map(|words| lexicon(words, &topics)).collect();
    Danger { topics, lexicons }
}

fn lexicon(words: &LanguageWords, topics: &[Topic]) -> Lexicon {
    let words = &words.search;
    let (mut groups, mut numbers): (Vec<String>, BTreeMap<String, u16>) = Default::default();
    let mut number = |part: &Vec<String>| {
        let mut entries: Vec<String> = part.iter().flat_map(|name| entries(name, words)).collect();
        entries.sort();
        entries.dedup();
        *numbers.entry(entries.join(" ")).or_insert_with_key(|entries| {
            groups.push(entries.clone());
            u16::try_from(groups.len() - 1).unwrap_or(u16::MAX)
        })
    };
    let one = |wording: &SourceWording| {
        let topic = match &wording.topic {
            Some(id) => Some(topics.iter().position(|topic| topic.id == *id)?),
            None => None,
        };
        Some(Wording {
            topic: topic.and_then(|at| u8::try_from(at).ok()),
            needs: wording.parts.iter().map(&mut number).collect(),
            in_order: wording.in_order,
        })
    };
    let wordings = words.wordings.iter().map(|wording| &wording.item).filter_map(one).collect();
    Lexicon { groups, wordings }
}

/// The words of a group, or the word itself, in the form in which they are compared.
fn entries(name: &str, words: &SearchWords) -> Vec<String> {
    match group_name(name) {
        Some(group) => {
            let group = words.groups.get(group);
            group.into_iter().flat_map(|group| &group.item).map(|word| pattern(word)).collect()
        }
        None => vec![pattern(name)],
    }
}

/// The group that is named in braces.
#[must_use]
pub fn group_name(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// Each word in the form in which it is compared; the signs stay.
fn pattern(written: &str) -> String {
    let word = |word: &str| {
        let (exactly, word) = word.strip_prefix('=').map_or(("", word), |word| ("=", word));
        let (beginning, word) = word.strip_suffix('*').map_or(("", word), |word| ("*", word));
        [exactly, &normal_form(word), beginning].concat()
    };
    written.split('_').map(word).collect::<Vec<_>>().join("_")
}
