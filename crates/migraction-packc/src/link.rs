//! Former names of facts become the present ones, everywhere.

use std::collections::BTreeSet;

use migraction_core::Id;
use migraction_core::rules::DateTerm;
use migraction_pack::prose::{Block, Inline, Line};
use migraction_pack::search::Document;

use crate::content::{Content, LanguageWords, Named, Origin, Shelf, Sink};

/// Resolves former names; one in prose is worth a warning.
pub fn resolve(content: &mut Content, sink: &mut Sink) {
    let aliases = std::mem::take(&mut content.aliases);
    for (alias, target) in &aliases {
        if let Some(fact) = content.facts.get(alias) {
            let message =
                format!("`{alias}` is a former name of {} and a fact of its own", target.item);
            sink.problems.error(&fact.place, message);
        }
    }
    for reference in &mut sink.references {
        let Named::Fact(id) = &mut reference.named else { continue };
        let Some(target) = aliases.get(id) else { continue };
        if reference.origin == Origin::Prose {
            let message = format!("`{id}` is a former name: write `{}`", target.item);
            sink.problems.warning(&reference.place, message);
        }
        *id = target.item.clone();
    }
    let linker = Linker { aliases: &aliases };
    for rule in content.rules.values_mut().flatten() {
        let rule = &mut rule.item.rule;
        rule.facts.iter_mut().for_each(|id| linker.id(id));
        for term in rule.dates.iter_mut().flat_map(|step| &mut step.add) {
            if let DateTerm::Fact(id) | DateTerm::Before(id) = term {
                linker.id(id);
            }
        }
        rule.amounts.iter_mut().for_each(|step| linker.id(&mut step.times));
        rule.when.rename_facts(&mut |id| linker.id(id));
        // A former and a present name of one fact may both have been listed.
        let mut seen = BTreeSet::new();
        rule.facts.retain(|fact| seen.insert(fact.clone()));
    }
    for set in std::iter::once(&mut content.common).chain(content.questions.values_mut()) {
        for question in &mut set.questions {
            question.item.when.rename_facts(&mut |id| linker.id(id));
        }
        for contradiction in &mut set.contradictions {
            contradiction.item.when.rename_facts(&mut |id| linker.id(id));
        }
    }
    for scenario in &mut content.scenarios {
        scenario.item.expect_facts.iter_mut().for_each(|fact| linker.id(&mut fact.item));
    }
    crate::read::wage::rename_facts(&mut content.wage, &mut |id| linker.id(id));
    for figure in &mut sink.figures {
        linker.id(&mut figure.fact);
    }
    for query in content.queries.values_mut().flatten() {
        for document in &mut query.item.want {
            if let Document::Fact(id) = document {
                linker.id(id);
            }
        }
    }
    content.words.values_mut().for_each(|words| linker.words(words));
    content.aliases = aliases;
}

struct Linker<'a> {
    aliases: &'a Shelf<Id>,
}

impl Linker<'_> {
    fn id(&self, id: &mut Id) {
        if let Some(target) = self.aliases.get(id) {
            *id = target.item.clone();
        }
    }

    fn words(&self, words: &mut LanguageWords) {
        words.facts.values_mut().for_each(|fact| self.line(&mut fact.item.text));
        words.terms.values_mut().for_each(|gloss| self.line(&mut gloss.item.gloss));
        words.services.values_mut().for_each(|service| self.line(&mut service.item.what));
        for sheet in words.worksheets.values_mut() {
            self.line(&mut sheet.item.intro);
            let sections = sheet.item.sections.values_mut();
            sections.filter_map(|section| section.text.as_mut()).for_each(|text| self.line(text));
        }
        for rule in words.rules.values_mut() {
            self.line(&mut rule.item.text);
            rule.item.change.iter_mut().for_each(|change| self.line(change));
        }
        words.contexts.values_mut().for_each(|page| self.blocks(&mut page.item.body));
        for practice in words.practices.values_mut() {
            let sheet = &mut practice.item;
            for section in [
                &mut sheet.aim,
                &mut sheet.materials,
                &mut sheet.steps,
                &mut sheet.attention,
                &mut sheet.local,
                &mut sheet.carries,
                &mut sheet.evidence,
            ] {
                self.blocks(section);
            }
        }
    }

    fn blocks(&self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Heading { line, .. } | Block::Paragraph(line) => self.line(line),
                Block::List { entries, .. } => entries.iter_mut().for_each(|line| self.line(line)),
            }
        }
    }

    fn line(&self, line: &mut Line) {
        for piece in line {
            match piece {
                Inline::Fact(id) => self.id(id),
                Inline::FactWords(id, inner) => {
                    self.id(id);
                    self.line(inner);
                }
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link(_, inner) => {
                    self.line(inner)
                }
                Inline::Text(_) | Inline::Slot(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check, check_sound};

    #[test]
    fn a_former_name_resolves_and_is_worth_a_warning_in_prose() {
        check(
            |tree| {
                tree.edit(
                    "words/en/countries/xx/work.md",
                    "{fact:xx-work-wait}",
                    "{fact:xx-work-old}",
                )
            },
            "words/en/countries/xx/work.md:5: warning: `xx-work-old` is a former name",
        );
        check_sound(|tree| {
            tree.edit(
                "countries/xx/rules/work.toml",
                "add = [\"xx-work-wait\"]",
                "add = [\"xx-work-old\"]",
            );
        });
    }

    #[test]
    fn a_former_name_is_no_fact_of_its_own() {
        check(
            |tree| tree.edit("countries/xx/facts/work.toml", "xx-work-old", "xx-work-appeal"),
            "countries/xx/facts/work.toml:19: `xx-work-appeal` is a former name",
        );
    }
}
