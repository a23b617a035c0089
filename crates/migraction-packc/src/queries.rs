//! How well the search finds what labelled queries want.

use migraction_core::Id;
use migraction_pack::LanguagePart;
use migraction_pack::search::Query;

use crate::content::{Content, LabelledQuery, Placed};
use crate::problems::Place;

/// How far down a wanted document is looked for.
const DEPTH: usize = 20;

/// Figures of one language.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The language.
    pub language: Id,
    /// Whether these are the queries that no ranking was tuned on.
    pub held_out: bool,
    /// How many queries.
    pub count: usize,
    /// Share of queries whose first hit is wanted.
    pub precision_at_1: f64,
    /// Share of the wanted documents among the first five hits, on average.
    pub recall_at_5: f64,
    /// Mean of one over the rank of the first wanted hit.
    pub mean_reciprocal_rank: f64,
    /// Queries whose first hit is not wanted, with the rank of the first one that is; never those
    /// held out, so that nobody tunes on them.
    pub missed: Vec<Miss>,
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
}

/// Asks all queries: of each language those that the ranking was tuned on, then those held out.
#[must_use]
pub fn measure(content: &Content, languages: &[LanguagePart]) -> Vec<Figures> {
    let mut figures = Vec::new();
    for part in languages {
        let Some(queries) = content.queries.get(&part.language) else { continue };
        for held_out in [false, true] {
            let some: Vec<_> =
                queries.iter().filter(|query| query.item.held_out == held_out).collect();
            if !some.is_empty() {
                figures.push(one(part, held_out, &some));
            }
        }
    }
    figures
}

fn one(part: &LanguagePart, held_out: bool, queries: &[&Placed<LabelledQuery>]) -> Figures {
    let mut figures = Figures {
        language: part.language.clone(),
        held_out,
        count: queries.len(),
        precision_at_1: 0.0,
        recall_at_5: 0.0,
        mean_reciprocal_rank: 0.0,
        missed: Vec::new(),
    };
    for query in queries {
        let LabelledQuery { text, want, .. } = &query.item;
        let hits = Query::parse(text, &part.index).search(&part.index, DEPTH, query.item.own());
        let rank = hits.iter().position(|hit| want.contains(hit.document)).map(|at| at + 1);
        let early = hits.iter().take(5).filter(|hit| want.contains(hit.document)).count();
        figures.recall_at_5 += early as f64 / want.len().clamp(1, 5) as f64;
        figures.mean_reciprocal_rank += rank.map_or(0.0, |rank| 1.0 / rank as f64);
        if rank == Some(1) {
            figures.precision_at_1 += 1.0;
        } else if !held_out {
            figures.missed.push(Miss { place: query.place.clone(), text: text.clone(), rank });
        }
    }
    let count = queries.len().max(1) as f64;
    figures.precision_at_1 /= count;
    figures.recall_at_5 /= count;
    figures.mean_reciprocal_rank /= count;
    figures
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
        assert!(compiled.queries.iter().any(|one| one.held_out && one.precision_at_1 == 0.0));
    }
}
