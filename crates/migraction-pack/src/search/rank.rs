//! Which documents answer a query, in the order in which they are shown.

use super::{Document, DocumentKind, Index, LEVELS, Query};

// Set with the labelled queries that are not held out: `content/queries/`, the report of the compiler.

/// How steeply a document falls that lacks some of the words. A rare word weighs less here than in the sum.
const MISSING: i32 = 2;
/// How much it counts that what was typed is the name of the document.
const NAMED: f32 = 1.4;
/// How much a document of another country counts, where one is chosen or named; and what holds in all of them.
const ABROAD: f32 = 0.3;
const ABROAD_NAMED: f32 = 0.8;
const UNION: f32 = 0.6;
/// How much a kind counts that is asked for.
const ASKED: f32 = 1.5;
/// How much the name of a country counts beside other words.
const PLACE: f32 = 0.4;
/// How much a word counts that says which kind of thing is looked for.
const KIND: f32 = 0.35;
/// From which likeness on what was typed is the very name, and how much more that counts.
const IS_NAME: f32 = 0.95;
const EXACTLY: f32 = 1.4;
const EXACTLY_TERM: f32 = 1.6;
/// From which likeness of names on a document is meant by its name.
const IS_NAMED: f32 = 0.75;
/// Where the best name of a document here is less like it than this, the one abroad was meant.
const IS_LESS: f32 = 0.6;
/// How many hits there are at most.
const MOST: usize = 60;
/// How many documents have their names compared.
const COMPARED: usize = 150;
/// Which share of the best score a hit must have to be shown.
const LEAST: f32 = 0.06;
/// How far the first hit must stand before the next one of another kind to be the answer.
const SURE: f32 = 1.12;
/// From which score on it may be; the words of a query that are scattered over a text come to less.
const SURE_SCORE: f32 = 0.5;

/// The floor that holds in all countries.
const UNION_ID: &str = "eu";

/// How much each kind counts among equals.
const fn prior(document: &Document) -> f32 {
    match document {
        Document::Context { .. } => 1.0,
        Document::Section { .. } => 0.95,
        Document::Fact(_) => 1.0,
        Document::Service(_) => 0.95,
        Document::Term(_) => 0.9,
        Document::Letter(_) => 0.9,
        Document::Practice(_) => 0.65,
        Document::Phrase(_) => 0.45,
        Document::Tool(_) => 1.0,
        Document::Exercise(_) => 0.25,
    }
}

/// A document that fits a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit<'a> {
    /// The document, as it stands in the index.
    pub document: &'a Document,
    /// How well it fits; only hits of one query are compared by it.
    pub score: f32,
    /// Which share of what was looked for it holds, rare words counting more.
    pub holds: f32,
    /// How far what was looked for is its name, 0 to 1.
    pub named: f32,
}

/// What is shown for a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranked<'a> {
    /// The hits, best first.
    pub hits: Vec<Hit<'a>>,
    /// Those of other countries that stand below one line, best first.
    pub elsewhere: Vec<Hit<'a>>,
    /// The words that the first hit does not hold.
    pub dropped: Vec<String>,
    /// Whether the first hit is likely to be the answer.
    pub is_sure: bool,
}

/// What ranking took; it is bounded, whatever is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    /// Postings added up.
    pub postings: usize,
    /// Names compared.
    pub names: usize,
}

/// How much each document says of each word, and how much each word counts.
struct Matches {
    /// Word by word, then document by document: 0 to 1.
    held: Vec<Vec<f32>>,
    weights: Vec<f32>,
}

impl Query {
    /// What is shown for it, to a reader of the country `own`.
    #[must_use]
    pub fn rank<'a>(&self, index: &'a Index, own: Option<&str>) -> Ranked<'a> {
        self.rank_counted(index, own, &mut Cost::default())
    }

    pub(super) fn rank_counted<'a>(
        &self,
        index: &'a Index,
        own: Option<&str>,
        cost: &mut Cost,
    ) -> Ranked<'a> {
        let own = self.country.as_deref().or(own);
        let matches = self.matches(index, cost);
        let whole: f32 = matches.weights.iter().sum();
        let all: f32 = matches.weights.iter().map(|weight| weight.sqrt()).sum();
        if whole <= 0.0 {
            return Ranked::default();
        }
        let mut hits: Vec<(usize, Hit<'a>)> = Vec::new();
        for (at, document) in index.documents.iter().enumerate() {
            let (mut sum, mut held, mut speaks) = (0.0f32, 0.0f32, false);
            for (token, (list, weight)) in
                self.tokens.iter().zip(matches.held.iter().zip(&matches.weights))
            {
                let mut says = list.get(at).copied().unwrap_or_default();
                speaks |= says > 0.0;
                if token.is_place && says < 0.5 && document.country() == own {
                    says = 0.5;
                }
                if says > 0.0 {
                    sum += weight * says;
                    held += weight.sqrt();
                }
            }
            if !speaks {
                continue;
            }
            let holds = held / all;
            let score = sum / whole * holds.powi(MISSING) * prior(document) * self.asks(document);
            hits.push((
                at,
                Hit { document, score: score * near(document, own), holds, named: 0.0 },
            ));
        }
        sort(&mut hits);
        for (at, hit) in hits.iter_mut().take(COMPARED) {
            hit.named = self.named(index, *at, &matches.weights, cost);
            hit.score *= 1.0 + NAMED * hit.named;
            if hit.named >= IS_NAME {
                let is_term = matches!(hit.document, Document::Term(_));
                hit.score *= if is_term { EXACTLY_TERM } else { EXACTLY };
            }
        }
        // Who types the name of a thing means that thing, wherever they are; unless there is one of that name here.
        let here = hits.iter().filter(|(_, hit)| near(hit.document, own) != ABROAD);
        let named_here = here.map(|(_, hit)| hit.named).fold(0.0, f32::max);
        let is_meant = |hit: &Hit<'_>| {
            matches!(hit.document, Document::Term(_) | Document::Service(_))
                && near(hit.document, own) == ABROAD
                && hit.named >= IS_NAMED
                && named_here < hit.named * IS_LESS
        };
        for (_, hit) in hits.iter_mut().filter(|(_, hit)| is_meant(hit)) {
            hit.score *= ABROAD_NAMED / ABROAD;
        }
        sort(&mut hits);
        let least = hits.first().map_or(0.0, |(_, hit)| hit.score * LEAST);
        hits.retain(|(_, hit)| hit.score >= least);
        hits.truncate(MOST);
        let dropped = hits.first().map(|(at, _)| self.dropped(&matches, *at)).unwrap_or_default();
        let is_sure = match hits.as_slice() {
            [(_, first), (_, next), ..] => {
                first.holds > 0.99
                    && first.score > SURE_SCORE
                    && (first.named >= IS_NAMED || first.score > next.score * SURE)
            }
            [(_, first)] => first.holds > 0.99 && first.score > SURE_SCORE,
            [] => false,
        };
        let (hits, elsewhere) = folded(hits.into_iter().map(|(_, hit)| hit).collect(), own);
        Ranked { hits, elsewhere, dropped, is_sure }
    }

    /// All documents that hold all of the words; those that hold any, where there are none.
    #[must_use]
    pub fn holders<'a>(&self, index: &'a Index) -> Vec<&'a Document> {
        let matches = self.matches(index, &mut Cost::default());
        let says = |list: &Vec<f32>, at: usize| list.get(at).is_some_and(|says| *says > 0.0);
        let documents = || index.documents.iter().enumerate();
        let all = |at: usize| !self.is_empty() && matches.held.iter().all(|list| says(list, at));
        let any = |at: usize| matches.held.iter().any(|list| says(list, at));
        let found: Vec<_> = documents().filter(|(at, _)| all(*at)).collect();
        let found =
            if found.is_empty() { documents().filter(|(at, _)| any(*at)).collect() } else { found };
        found.into_iter().map(|(_, document)| document).collect()
    }

    /// How much every document says of every word.
    fn matches(&self, index: &Index, cost: &mut Cost) -> Matches {
        let documents = index.documents.len();
        let mut matches = Matches { held: Vec::new(), weights: Vec::new() };
        for token in &self.tokens {
            let mut held = vec![0.0f32; documents];
            for (stem, counts) in &token.stems {
                for posting in index.list(*stem) {
                    cost.postings += 1;
                    if let Some(held) = held.get_mut(usize::from(posting.document)) {
                        *held = held.max(counts * f32::from(posting.level) / f32::from(LEVELS));
                    }
                }
            }
            let often = match token.own.map(|stem| index.list(stem).len()) {
                Some(often) if often > 0 => often,
                _ => held.iter().filter(|says| **says > 0.0).count(),
            };
            let weight = if often == 0 { 0.0 } else { rarity(often, documents) };
            let counts = match (token.is_place, token.is_kind) {
                (true, _) => PLACE,
                (_, true) => KIND,
                _ => 1.0,
            };
            matches.weights.push(weight * counts);
            matches.held.push(held);
        }
        for other in &self.alternatives {
            let list = index.list(other.means);
            cost.postings += list.len();
            for at in other.span.clone() {
                let (Some(held), Some(known)) =
                    (matches.held.get_mut(at), matches.weights.get_mut(at))
                else {
                    continue;
                };
                if *known == 0.0 && !list.is_empty() {
                    *known = rarity(list.len(), documents);
                }
                for posting in list {
                    if let Some(held) = held.get_mut(usize::from(posting.document)) {
                        *held =
                            held.max(other.factor * f32::from(posting.level) / f32::from(LEVELS));
                    }
                }
            }
        }
        // Words that stand nowhere are wanted all the same: a document that has the others does not have all.
        matches
    }

    fn asks(&self, document: &Document) -> f32 {
        if self.kind == Some(document.kind()) { ASKED } else { 1.0 }
    }

    /// How far what was typed is a name of the document: the share of the name that was typed, times the share of what
    /// was typed that is in the name.
    fn named(&self, index: &Index, at: usize, weights: &[f32], cost: &mut Cost) -> f32 {
        let mut best = 0.0f32;
        for name in index.names.get(at).into_iter().flatten() {
            cost.names += 1;
            let mut in_name = vec![0.0f32; name.len()];
            let (mut typed, mut whole) = (0.0f32, 0.0f32);
            for (place, (token, weight)) in self.tokens.iter().zip(weights).enumerate() {
                if token.is_place {
                    continue;
                }
                let mut says = 0.0f32;
                for (stem, in_name) in name.iter().zip(&mut in_name) {
                    let counts = token.counts(*stem);
                    *in_name = in_name.max(counts);
                    says = says.max(counts);
                }
                for other in self.alternatives.iter().filter(|other| other.span.contains(&place)) {
                    if other.words.iter().all(|stem| name.contains(stem)) {
                        for (stem, in_name) in name.iter().zip(&mut in_name) {
                            if other.words.contains(stem) {
                                *in_name = in_name.max(other.factor);
                            }
                        }
                        says = says.max(other.factor);
                    }
                }
                whole += weight;
                typed += weight * says;
            }
            if whole > 0.0 && !name.is_empty() {
                let share = in_name.iter().sum::<f32>() / name.len() as f32;
                best = best.max(share * typed / whole);
            }
        }
        best
    }

    /// The words that a document does not hold, as they were typed.
    fn dropped(&self, matches: &Matches, at: usize) -> Vec<String> {
        let held = matches.held.iter().map(|list| list.get(at).copied().unwrap_or_default());
        let missing = self
            .tokens
            .iter()
            .zip(held)
            .filter(|(token, says)| *says == 0.0 && !token.is_place && !token.is_kind);
        missing.map(|(token, _)| token.typed.clone()).collect()
    }
}

fn sort(hits: &mut [(usize, Hit<'_>)]) {
    hits.sort_unstable_by(|(_, a), (_, b)| {
        b.score.total_cmp(&a.score).then_with(|| a.document.cmp(b.document))
    });
}

/// How much a document counts for where it holds.
fn near(document: &Document, own: Option<&str>) -> f32 {
    match (document.country(), own) {
        (Some(country), Some(own)) if country != own => {
            if country == UNION_ID {
                UNION
            } else {
                ABROAD
            }
        }
        _ => 1.0,
    }
}

/// How much a word counts that this many documents hold.
fn rarity(often: usize, documents: usize) -> f32 {
    let (often, documents) = (often as f32, documents as f32);
    (1.0 + (documents - often + 0.5) / (often + 0.5)).ln()
}

/// Puts what belongs to another country below a line, where there is as much of the reader's own.
fn folded<'a>(hits: Vec<Hit<'a>>, own: Option<&str>) -> (Vec<Hit<'a>>, Vec<Hit<'a>>) {
    let is_abroad = |hit: &Hit<'_>| near(hit.document, own) == ABROAD;
    let own = hits.iter().filter(|hit| !is_abroad(hit) && hit.document.country().is_some());
    let Some(held) = own.map(|hit| hit.holds).max_by(f32::total_cmp) else {
        return (hits, Vec::new());
    };
    // What is named, or holds more than anything here, was meant.
    let above = hits.iter().filter(|hit| !is_abroad(hit)).map(|hit| hit.score).fold(0.0, f32::max);
    hits.into_iter().partition(|hit| !is_abroad(hit) || hit.score > above || hit.holds > held)
}

impl DocumentKind {
    /// How many hits are of each kind, in the order in which kinds stand.
    #[must_use]
    pub fn count(hits: &[Hit<'_>]) -> Vec<(Self, usize)> {
        let of = |kind: &Self| hits.iter().filter(|hit| hit.document.kind() == *kind).count();
        Self::ALL.iter().map(|kind| (*kind, of(kind))).filter(|(_, count)| *count > 0).collect()
    }
}
