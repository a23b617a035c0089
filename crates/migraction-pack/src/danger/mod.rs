//! Danger in what is typed into the search: which help comes before any result.
//!
//! The wordings are content (`content/words/<lang>/danger.toml`), in every language at once: who is in danger types in
//! whichever language comes first. Nothing is kept and nothing is sent; a wording that is not recognised is searched
//! like any other. The search page calls [`CorePart::first_help`] at each keystroke.

mod matcher;

use migraction_core::Id;
use migraction_core::guide::Service;
use serde::{Deserialize, Serialize};

use crate::CorePart;
pub use matcher::{MAX_WORDS, normal_form};
use matcher::{Matcher, Typed};

/// What the search recognises as danger, and where help is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Danger {
    /// Topics; where several are recognised, the first one is meant.
    pub topics: Vec<Topic>,
    /// The wordings of each language.
    pub lexicons: Vec<Lexicon>,
}

/// One kind of danger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Permanent id, the key of its words.
    pub id: Id,
    /// The situation of the phrasebook that serves it.
    pub phrases: Option<Id>,
    /// Where help is, by country; what holds in all of them comes first.
    pub help: Vec<Help>,
}

/// Help in one country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// The country in which these services help.
    pub country: Id,
    /// Services to call, first things first.
    pub services: Vec<Id>,
    /// The context page to open, by country and topic.
    pub page: Option<(Id, Id)>,
    /// The heading on that page.
    pub anchor: Option<Id>,
}

/// The wordings of one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lexicon {
    /// Lists of words between blanks, each standing for the others. A word is compared with a letter or two wrong; `=word` only as
    /// it stands, `word*` as a beginning; words joined by `_` stand together.
    pub groups: Vec<String>,
    /// Wordings made of them.
    pub wordings: Vec<Wording>,
}

/// Words that mean danger when they stand near each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Place of the topic in [`Danger::topics`]; none for a harmless wording, whose words mean no danger.
    pub topic: Option<u8>,
    /// Places in [`Lexicon::groups`]: a word of each is needed.
    pub needs: Vec<u16>,
    /// Whether they follow each other, with three words or fewer between; otherwise any order will do.
    pub in_order: bool,
}

/// Help as it is shown: calls first, then the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstHelp<'a> {
    /// The danger that was recognised.
    pub topic: &'a Topic,
    /// Services with a number to dial, by country, the reader's own alone where it is known.
    pub calls: Vec<(&'a Id, Vec<&'a Service>)>,
    /// Help with a page to open.
    pub pages: Vec<&'a Help>,
}

impl Danger {
    /// The topic recognised in what was typed; the last word may be unfinished.
    #[must_use]
    pub fn recognise(&self, typed: &str) -> Option<&Topic> {
        self.recognise_counted(typed).0
    }

    /// With the number of comparisons made, which is bounded whatever is typed.
    fn recognise_counted(&self, typed: &str) -> (Option<&Topic>, usize) {
        let mut typed = Typed::read(typed);
        let mut matchers: Vec<_> = self.lexicons.iter().map(Matcher::new).collect();
        // What is harmless in one language is no danger in another one: a course on suicide.
        for matcher in &mut matchers {
            matcher.set_harmless_aside(&mut typed);
        }
        let first = matchers.iter_mut().filter_map(|matcher| matcher.topic(&typed)).min();
        let compared = matchers.iter().map(|matcher| matcher.compared).sum();
        (first.and_then(|at| self.topics.get(usize::from(at))), compared)
    }
}

impl CorePart {
    /// The help that comes before any result; `country` is the one that the reader has chosen, if any.
    #[must_use]
    pub fn first_help(&self, typed: &str, country: Option<&str>) -> Option<FirstHelp<'_>> {
        let topic = self.danger.recognise(typed)?;
        let known = country.filter(|id| topic.help.iter().any(|help| help.country == **id));
        let wanted = |help: &&Help| known.is_none_or(|id| help.country == *id);
        let list: Vec<&Help> = topic.help.iter().filter(wanted).collect();
        let (mut calls, mut numbers) = (Vec::new(), Vec::new());
        for help in &list {
            let services = help.services.iter().filter_map(|id| self.services.get(id));
            let services: Vec<_> = services
                .filter(|service| {
                    // 112 is the same number in every country: it stands once.
                    let new = service.phone.as_ref().is_some_and(|phone| !numbers.contains(&phone));
                    numbers.extend(&service.phone);
                    new
                })
                .collect();
            if !services.is_empty() {
                calls.push((&help.country, services));
            }
        }
        let pages = list.into_iter().filter(|help| help.page.is_some()).collect();
        Some(FirstHelp { topic, calls, pages })
    }
}

#[cfg(test)]
mod tests;
