//! What one language says on the strength of a fact, every language says: no warning stands in one of them alone.

use std::collections::BTreeSet;

use migraction_pack::prose::{Block, Inline, Line, Slot, for_each_inline};

use crate::content::{Content, LanguageWords, Sink};
use crate::problems::{Place, Problems};

/// Holds facts, rules and context pages of each language against the first.
///
/// Practice sheets are left out: they name services and pages of the reader’s own country.
pub fn check(content: &Content, sink: &mut Sink) {
    let Some(first) = content.languages.first() else { return };
    let Some(reference) = content.words.get(&first.id) else { return };
    for (language, words) in content.words.iter().filter(|(id, _)| **id != first.id) {
        let mut pair =
            Pair { names: [language.as_str(), first.id.as_str()], problems: &mut sink.problems };
        pair.check(words, reference);
    }
}

/// Two languages, the one looked at and the one it is held against.
struct Pair<'a> {
    names: [&'a str; 2],
    problems: &'a mut Problems,
}

impl Pair<'_> {
    fn check(&mut self, words: &LanguageWords, reference: &LanguageWords) {
        for (id, found) in &words.facts {
            if let Some(expected) = reference.facts.get(id) {
                self.lines(&found.place, [vec![&found.item.text], vec![&expected.item.text]]);
            }
        }
        for (id, found) in &words.rules {
            let Some(expected) = reference.rules.get(id) else { continue };
            let both = [&found.item, &expected.item];
            if both.iter().filter(|rule| rule.change.is_some()).count() == 1 {
                let message = format!("`change` stands in only one of {}", self.names.join(", "));
                self.problems.error(&found.place, message);
                continue;
            }
            let lines = both.map(|rule| std::iter::once(&rule.text).chain(&rule.change).collect());
            self.lines(&found.place, lines);
        }
        for (id, found) in &words.letters {
            let Some(expected) = reference.letters.get(id) else { continue };
            let both = [&found.item, &expected.item];
            self.lines(&found.place, both.map(|letter| letter.lines().collect()));
        }
        for (key, found) in &words.contexts {
            let Some(expected) = reference.contexts.get(key) else { continue };
            let both = [&found.item.body, &expected.item.body];
            self.shapes(&found.place, both.map(|body| shape(body)));
            let lines = both.map(|body| body.iter().flat_map(Block::lines).collect());
            self.lines(&found.place, lines);
        }
    }

    /// The same facts and slots, and as many strong passages.
    fn lines(&mut self, place: &Place, lines: [Vec<&Line>; 2]) {
        let [here, there] = self.names;
        let [found, expected] = lines.map(|lines| Named::of(&lines));
        for what in found.references.difference(&expected.references) {
            self.problems.error(place, format!("{what} is named in {here}, not in {there}"));
        }
        for what in expected.references.difference(&found.references) {
            self.problems.error(place, format!("{what} is named in {there}, not in {here}"));
        }
        if found.strong != expected.strong {
            let message = format!(
                "{} strong passages in {here}, {} in {there}",
                found.strong, expected.strong
            );
            self.problems.error(place, message);
        }
    }

    fn shapes(&mut self, place: &Place, [found, expected]: [Vec<usize>; 2]) {
        let [here, there] = self.names;
        if found != expected {
            let message = format!(
                "paragraphs and entries, part by part: {found:?} in {here}, {expected:?} in {there}"
            );
            self.problems.error(place, message);
        }
    }
}

/// What lines name, and how often they are strong.
#[derive(Default)]
struct Named {
    references: BTreeSet<String>,
    strong: usize,
}

impl Named {
    fn of(lines: &[&Line]) -> Self {
        let mut named = Self::default();
        for line in lines {
            for_each_inline(line, &mut |piece| named.add(piece));
        }
        named
    }

    fn add(&mut self, piece: &Inline) {
        let reference = match piece {
            Inline::Fact(id) | Inline::FactWords(id, _) => format!("the fact {id}"),
            Inline::Slot(Slot::Date(id)) => format!("the date {id}"),
            Inline::Slot(Slot::Amount(id)) => format!("the amount {id}"),
            Inline::Slot(Slot::Answer(id)) => format!("the answer {id}"),
            Inline::Strong(_) => {
                self.strong += 1;
                return;
            }
            Inline::Text(_) | Inline::Emphasis(_) | Inline::Link(..) => return,
        };
        self.references.insert(reference);
    }
}

/// How many paragraphs and list entries each part of a page has; the part before the first heading counts too.
fn shape(blocks: &[Block]) -> Vec<usize> {
    let parts = blocks.split(|block| matches!(block, Block::Heading { .. }));
    parts.map(|part| part.iter().map(|block| block.lines().len()).sum()).collect()
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const PAGE: &str = "words/fr/countries/xx/work.md";
    const RULES: &str = "words/fr/countries/xx/rules/work.toml";

    #[test]
    fn a_paragraph_in_one_language_alone_is_refused() {
        check(
            |tree| tree.edit(PAGE, "- Ask.", "- Ask.\n- See a lawyer."),
            &format!("{PAGE}:1: paragraphs and entries, part by part: [2, 2] in fr, [2, 1] in en"),
        );
    }

    #[test]
    fn a_strong_passage_in_one_language_alone_is_refused() {
        check(
            |tree| tree.edit(PAGE, "- Ask.", "- Ask. **See a lawyer.**"),
            &format!("{PAGE}:1: 1 strong passages in fr, 0 in en"),
        );
    }

    #[test]
    fn a_fact_or_a_date_named_in_one_language_alone_is_refused() {
        check(
            |tree| tree.edit(PAGE, "Wait {fact:xx-work-wait}", "Wait"),
            &format!("{PAGE}:1: the fact xx-work-wait is named in en, not in fr"),
        );
        check(
            |tree| tree.edit(RULES, "From {date:first}.", "Later."),
            &format!("{RULES}:1: the date first is named in en, not in fr"),
        );
    }

    #[test]
    fn what_would_change_a_rule_is_said_everywhere_or_nowhere() {
        check(
            |tree| {
                tree.edit(
                    RULES,
                    "From {date:first}.\"",
                    "From {date:first}.\"\nchange = \"A decision.\"",
                )
            },
            &format!("{RULES}:1: `change` stands in only one of fr, en"),
        );
    }
}
