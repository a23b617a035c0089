//! How well the search finds what labelled queries want.

use std::collections::{BTreeMap, BTreeSet};

use migraction_core::Id;
use migraction_pack::CorePart;
use migraction_pack::search::{Document, Query};

use crate::content::{Content, LabelledQuery, Placed};
use crate::problems::{Place, Problems};
use crate::{CompiledIndex, index};

/// Among how many first results a term is found by its own name.
const NAME_AMONG: usize = 3;
/// How far down a wanted document is looked for.
const DEPTH: usize = 20;

/// The name of the figures of all queries together, and of those that say no kind.
pub const ALL: &str = "all";
const OTHER: &str = "other";

/// Figures of one language.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The language.
    pub language: Id,
    /// Whether these are the queries that no ranking was tuned on.
    pub held_out: bool,
    /// By kind of query, and all of them under [`ALL`].
    pub kinds: BTreeMap<String, Rates>,
    /// Queries whose first hit is not wanted, with the rank of the first one that is; never those
    /// held out, so that nobody tunes on them.
    pub missed: Vec<Miss>,
}

impl Figures {
    /// Those of all its queries together.
    #[must_use]
    pub fn all(&self) -> Rates {
        self.kinds.get(ALL).copied().unwrap_or_default()
    }
}

/// How often what was wanted stood where.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rates {
    /// How many queries.
    pub count: usize,
    first: usize,
    in_five: usize,
    reciprocal: f64,
}

impl Rates {
    fn add(&mut self, rank: Option<usize>) {
        self.count += 1;
        self.first += usize::from(rank == Some(1));
        self.in_five += usize::from(rank.is_some_and(|rank| rank <= 5));
        self.reciprocal += rank.map_or(0.0, |rank| 1.0 / rank as f64);
    }

    /// Share of queries whose first result is wanted.
    #[must_use]
    pub fn first(&self) -> f64 {
        self.first as f64 / self.count.max(1) as f64
    }

    /// Share of queries that have a wanted result among the first five.
    #[must_use]
    pub fn in_five(&self) -> f64 {
        self.in_five as f64 / self.count.max(1) as f64
    }

    /// Mean of one over the rank of the first wanted result.
    #[must_use]
    pub fn mean_reciprocal_rank(&self) -> f64 {
        self.reciprocal / self.count.max(1) as f64
    }
}

/// A query whose first hit is not wanted.
#[derive(Clone, Debug)]
pub struct Miss {
    /// Where it stands.
    pub place: Place,
    /// What is typed.
    pub text: String,
    /// The rank of the first wanted hit, if any was found.
    pub rank: Option<usize>,
    /// What stands first in its place.
    pub first: Option<Document>,
}

/// Asks all queries: of each language those that the ranking was tuned on, then those held out.
#[must_use]
pub fn measure(content: &Content, core: &CorePart, indexes: &[CompiledIndex]) -> Vec<Figures> {
    let mut figures = Vec::new();
    for index in indexes {
        let Some(queries) = content.queries.get(&index.language) else { continue };
        let cited = content.words.get(&index.language).map(index::cited).unwrap_or_default();
        let asked = Asked { core, index, cited };
        for held_out in [false, true] {
            let some: Vec<_> =
                queries.iter().filter(|query| query.item.held_out == held_out).collect();
            if !some.is_empty() {
                figures.push(asked.figures(held_out, &some));
            }
        }
    }
    figures
}

/// Every official term and every abbreviation, typed as it is written by a reader of its country, finds its own entry
/// among the first results.
pub fn check_names(content: &Content, indexes: &[CompiledIndex], problems: &mut Problems) {
    for CompiledIndex { language, index, .. } in indexes {
        let words = content.words.get(language);
        for (id, term) in &content.terms {
            let gloss = words.and_then(|words| words.terms.get(id)).map(|gloss| &gloss.item);
            let own = gloss.into_iter().flat_map(|gloss| [&gloss.term, &gloss.short]).flatten();
            let official = std::iter::once(&term.item.term).chain(&term.item.short);
            for name in official.chain(own) {
                let country = term.item.country.as_str();
                let ranked = Query::parse(name, index).rank(index, Some(country));
                let mut first = ranked.hits.iter().take(NAME_AMONG);
                if !first.any(|hit| *hit.document == Document::Term(id.clone())) {
                    let message = format!(
                        "“{name}”, typed in {language}, does not find `{id}` among the first {NAME_AMONG}"
                    );
                    problems.error(&term.place, message);
                }
            }
        }
    }
}

/// What queries of one language are asked of.
struct Asked<'a> {
    core: &'a CorePart,
    index: &'a CompiledIndex,
    cited: BTreeMap<Document, BTreeSet<Id>>,
}

impl Asked<'_> {
    /// What stands on the screen, from the top: numbers to dial and their page where there is danger, then the results.
    fn shown(&self, text: &str, own: Option<&str>) -> Vec<Document> {
        let mut shown: Vec<Document> = Vec::new();
        if let Some(help) = self.core.first_help(text, own) {
            let calls = help.calls.iter().flat_map(|(_, services)| services);
            shown.extend(calls.map(|service| Document::Service(service.id.clone())));
            shown.extend(help.pages.iter().filter_map(|help| {
                let (country, topic) = help.page.clone()?;
                Some(Document::Context { country, topic })
            }));
            // One panel, at the top: all of it is seen at once.
        }
        let index = &self.index.index;
        let ranked = Query::parse(text, index).rank(index, own);
        shown.extend(ranked.hits.iter().map(|hit| hit.document.clone()));
        shown
    }

    /// Whether what is shown is what was wanted: the document itself, the section that holds the wanted fact, or a section
    /// of the wanted page.
    fn is_wanted(&self, shown: &Document, want: &[Document]) -> bool {
        want.iter().any(|wanted| match (shown, wanted) {
            (Document::Section { .. }, Document::Fact(id)) => {
                self.cited.get(shown).is_some_and(|facts| facts.contains(id))
            }
            (
                Document::Section { country, topic, .. },
                Document::Context { country: of, topic: on },
            ) => (country, topic) == (of, on),
            _ => shown == wanted,
        })
    }

    fn figures(&self, held_out: bool, queries: &[&Placed<LabelledQuery>]) -> Figures {
        let mut figures = Figures {
            language: self.index.language.clone(),
            held_out,
            kinds: BTreeMap::new(),
            missed: Vec::new(),
        };
        for query in queries {
            let LabelledQuery { text, want, kind, .. } = &query.item;
            let shown = self.shown(text, query.item.own());
            let rank = shown.iter().take(DEPTH).position(|one| self.is_wanted(one, want));
            let rank = rank.map(|at| at + 1);
            for kind in [ALL, kind.as_deref().unwrap_or(OTHER)] {
                figures.kinds.entry(kind.to_owned()).or_default().add(rank);
            }
            if rank != Some(1) && !held_out {
                let (text, first) = (text.clone(), shown.first().cloned());
                figures.missed.push(Miss { place: query.place.clone(), text, rank, first });
            }
        }
        figures
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture;

    #[test]
    fn queries_below_the_comment_are_measured_apart_and_not_shown() {
        let compiled = fixture::compiled(|tree| {
            tree.add(
                "queries/en.toml",
                "\n# Held out: later.\n\n[[query]]\ntext = \"zzz\"\nwant = [\"fact:xx-work-wait\"]\n",
            );
        });
        let english = compiled.queries.iter().filter(|one| one.language.as_str() == "en");
        let english: Vec<_> = english.map(|one| (one.held_out, one.missed.len())).collect();
        assert_eq!(english, [(false, 0), (true, 0)]);
        assert!(compiled.queries.iter().any(|one| one.held_out && one.all().first() == 0.0));
    }
}
