//! What never stands on a screen, whatever it shows: asked of every line that was read.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use migraction_core::Id;
use migraction_core::format::proofread::flaws;
use migraction_core::format::{Elisions, Format};
use migraction_packc::check::sentences::format_of;
use migraction_packc::content::{Content, Language};
use migraction_words::Message;

use super::written::{self, Line};

/// What is known about a language, and about the others.
pub struct Proof {
    content: Content,
    language: Id,
    /// Sentences of the interface in other languages that this one does not have.
    foreign: BTreeSet<String>,
    /// Names that only programs use.
    ids: BTreeSet<String>,
    /// Titles of what the guide was read in, and who published it: each in the language of its source. The longest first.
    titles: Vec<String>,
}

/// A sentence of so many words is nobody's name and the same in no two languages.
const SENTENCE: usize = 3;

impl Proof {
    /// For the screens of a language, with the content that they show.
    ///
    /// # Errors
    /// When the content does not speak this language.
    pub fn new(content: Content, language: &str) -> Result<Self> {
        let language = Id::from(language);
        let own: BTreeSet<String> = interface(&content, &language).into_iter().collect();
        let others = content.languages.iter().filter(|other| other.id != language);
        let foreign = others
            .flat_map(|other| interface(&content, &other.id))
            .filter(|text| text.split_whitespace().count() >= SENTENCE && !own.contains(text))
            .collect();
        let (ids, titles) = (ids(&content), titles(&content));
        anyhow::ensure!(!own.is_empty() && !ids.is_empty(), "{language} has no words");
        Ok(Self { content, language, foreign, ids, titles })
    }

    /// What is wrong with the lines of a screen, each with the line.
    ///
    /// # Errors
    /// When the language does not say how it writes.
    pub fn read(&self, lines: &[Line]) -> Result<Vec<String>> {
        let language = self.content.languages.iter().find(|one| one.id == self.language);
        let language = language.context("the language is none of the content's")?;
        let words = self.content.words.get(&self.language).context("it has no words")?;
        let format = format_of(language, words).context("it has no formats")?;
        let pairs: Vec<(&str, &str)> =
            language.elisions.iter().map(|one| (&*one.word, &*one.instead)).collect();
        let numbers: Vec<&str> = language.vowel_numbers.iter().map(String::as_str).collect();
        let elisions = Elisions { words: &pairs, numbers: &numbers };
        let mut found: Vec<String> = written::nameless(lines)
            .into_iter()
            .map(|role| format!("a {role} has no name"))
            .collect();
        for line in lines {
            for text in [&line.own, &line.description] {
                found.extend(
                    self.wrong(text, language, &format, elisions)
                        .into_iter()
                        .map(|what| format!("{what}: {text}")),
                );
            }
        }
        found.sort();
        found.dedup();
        Ok(found)
    }

    fn wrong(
        &self,
        text: &str,
        language: &Language,
        format: &Format<'_>,
        elisions: Elisions<'_>,
    ) -> Vec<String> {
        // A line may lead to what stands below it.
        let sentence = text.trim_end_matches([':', ';', ',', '\u{a0}', '\u{202f}', ' ']);
        if sentence.is_empty() || sentence == "…" {
            return Vec::new();
        }
        let mut wrong: Vec<String> = flaws(sentence, format, elisions)
            .into_iter()
            .map(|flaw| flaw.what().to_owned())
            .collect();
        let is_edge = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_');
        if let Some(id) = sentence.split(is_edge).find(|word| self.ids.contains(*word)) {
            wrong.push(format!("the id {id} is shown"));
        }
        if self.foreign.contains(text) || self.foreign.contains(sentence) {
            wrong.push(format!("this is not in {}", language.name));
        }
        let mut without = sentence.to_owned();
        for title in self.titles.iter().filter(|title| sentence.contains(title.as_str())) {
            without = without.replace(title, "◦");
        }
        wrong.extend(
            other_language(&without, &language.id).map(|other| format!("this reads like {other}")),
        );
        wrong
    }
}

/// Little words that one of the languages uses all the time and the others never.
const LITTLE: [(&str, &[&str]); 3] = [
    (
        "fr",
        &[
            "les", "des", "une", "est", "et", "pour", "avec", "dans", "sur", "qui", "vous", "ce",
            "cette", "au", "aux", "ou", "par", "pas", "votre", "sont", "du",
        ],
    ),
    (
        "it",
        &[
            "il", "gli", "di", "che", "è", "con", "della", "del", "dei", "delle", "nel", "una",
            "sono", "questo", "questa", "alla", "al", "da", "lo",
        ],
    ),
    (
        "en",
        &[
            "the", "of", "and", "to", "is", "with", "for", "this", "that", "you", "your", "are",
            "it", "or", "by", "not", "be", "was", "from", "at",
        ],
    ),
];

/// The language whose little words a sentence has, when it has none of its own language's.
fn other_language(sentence: &str, own: &Id) -> Option<&'static str> {
    let words: Vec<String> = sentence
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let count = |list: &[&str]| words.iter().filter(|word| list.contains(&word.as_str())).count();
    let (_, ours) = LITTLE.iter().find(|(id, _)| *id == own.as_str())?;
    if count(ours) > 0 {
        return None;
    }
    let mut others = LITTLE.iter().filter(|(id, _)| *id != own.as_str());
    others.find(|(_, list)| count(list) > 1).map(|(id, _)| *id)
}

/// The words of the interface in a language, those with a slot apart.
fn interface(content: &Content, language: &Id) -> Vec<String> {
    let Some(words) = content.words.get(language) else { return Vec::new() };
    let texts = words.ui.values().flat_map(|word| match &word.item {
        Message::Plain(text) => vec![text.clone()],
        Message::Counted { one, other } => vec![one.clone(), other.clone()],
    });
    texts.filter(|text| !text.contains('{')).collect()
}

/// Titles and publishers of sources, the longest first.
fn titles(content: &Content) -> Vec<String> {
    let facts =
        content.facts.values().flat_map(|fact| fact.item.sources.iter().chain(&fact.item.read_in));
    let practices = content.practices.values().flat_map(|practice| &practice.item.sources);
    let services = content.services.values().flat_map(|service| &service.item.sources);
    let sources = facts.chain(practices).chain(services);
    let all = sources.flat_map(|source| [source.title.clone(), source.publisher.clone()]);
    let mut all: Vec<String> = all.filter(|title| !title.is_empty()).collect();
    all.sort_by_key(|title| std::cmp::Reverse(title.len()));
    all
}

/// Ids that no word of any language looks like: those that begin with a country, or are long.
fn ids(content: &Content) -> BTreeSet<String> {
    let all = content.facts.keys().chain(content.rules.keys()).chain(content.services.keys());
    let is_telling = |id: &&Id| id.as_str().matches('-').count() > 1;
    all.filter(is_telling).map(|id| id.as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_in_another_language_is_known_by_its_little_words() {
        let check = |sentence, own: &str| other_language(sentence, &Id::from(own));
        assert_eq!(check("Rue de la Loi, Bruxelles", "it"), None);
        assert_eq!(check("Contrôler les dates pour une avocate", "it"), Some("fr"));
        assert_eq!(check("Choose the country of the rules", "fr"), Some("en"));
        assert_eq!(check("Scegliere il paese delle regole", "en"), Some("it"));
        assert_eq!(check("Choisir le pays des règles", "fr"), None);
        assert_eq!(check("CSC Mons-La Louvière", "en"), None);
        assert_eq!(check("Queste ore: le sostituisca, o le corregga.", "it"), None);
        assert_eq!(check("Décision reçue : Non (réponse : Non)", "fr"), None);
    }
}
