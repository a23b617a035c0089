//! Tools compute with facts of the right unit, and all that they name has words in each language.

use std::collections::BTreeSet;

use migraction_core::Id;
use migraction_core::wage;

use crate::content::{Content, Placed, Shelf, Sink};
use crate::problems::Place;

/// The tool whose words are looked at so far.
const WAGE: &str = "wage";

/// Checks figures, labels and letters.
pub fn check(content: &Content, sink: &mut Sink) {
    for figure in &sink.figures {
        let Some(fact) = content.facts.get(&figure.fact) else { continue };
        let values = &fact.item.values;
        if values.is_empty() || values.iter().any(|value| value.unit != figure.unit) {
            let message =
                format!("`{}` is computed with here, as a figure of another unit", figure.fact);
            sink.problems.error(&figure.place, message);
        }
    }
    let Some(labels) = content.tool_labels.get(WAGE) else { return };
    for language in &content.languages {
        let none = Shelf::default();
        let words = content.words.get(&language.id).and_then(|words| words.tools.get(WAGE));
        words_of(&language.id, labels, words.unwrap_or(&none), sink);
    }
}

fn words_of(language: &Id, labels: &Shelf<Id>, words: &Shelf<String>, sink: &mut Sink) {
    let file = Place::file("tools/wage.toml");
    let mut wanted: Vec<(&str, &Place)> =
        labels.values().map(|label| (label.item.as_str(), &label.place)).collect();
    wanted.extend(wage::TEXTS.iter().map(|text| (*text, &file)));
    wanted.push((wage::LETTER, &file));
    let known: BTreeSet<&str> = wanted.iter().map(|(id, _)| *id).collect();
    for (id, place) in wanted {
        if !words.contains_key(id) {
            let message = format!("`{id}` of the tool {WAGE} has no words in {language}");
            sink.problems.error(place, message);
        }
    }
    for (id, found) in words.iter().filter(|(id, _)| !known.contains(id.as_str())) {
        let message = format!("the tool {WAGE} names no `{id}`: words without an owner");
        sink.problems.error(&found.place, message);
    }
    if let Some(letter) = words.get(wage::LETTER) {
        check_letter(letter, sink);
    }
}

fn check_letter(letter: &Placed<String>, sink: &mut Sink) {
    let slots: Vec<&str> = letter
        .item
        .split('{')
        .skip(1)
        .map(|part| part.split_once('}').map_or("", |(slot, _)| slot))
        .collect();
    for slot in wage::LETTER_SLOTS {
        if !slots.contains(&slot) {
            sink.problems.error(&letter.place, format!("the letter has no {{{slot}}}"));
        }
    }
    for slot in slots.iter().filter(|slot| !wage::LETTER_SLOTS.contains(slot)) {
        sink.problems.error(&letter.place, format!("nothing fills {{{slot}}} in a letter"));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{Fixture, check};

    const TOOL: &str = "tools/wage.toml";

    /// A small wage check with its words.
    fn with_tool(tree: &mut Fixture) {
        tree.add(
            "countries/xx/facts/work.toml",
            r#"
[[fact]]
id = "xx-work-hour"
statuses = ["any"]
claim = "a"
confidence = "high"
checked_on = 2026-11-23
review_by = 2027-11-23
[[fact.value]]
amount = "12"
unit = "eur-per-hour"
[[fact.source]]
title = "a"
publisher = "b"
url = "https://c"
"#,
        );
        let label = "\n[xx-work-hour]\nlabel = \"a\"\ntext = \"b\"\n";
        let mut words = String::from("letter = \"\"\"\n");
        for slot in migraction_core::wage::LETTER_SLOTS {
            words.push_str(&format!("{{{slot}}} "));
        }
        words.push_str("\n\"\"\"\n[labels]\nplain = \"a\"\n");
        for text in migraction_core::wage::TEXTS {
            words.push_str(&format!("{text} = \"a\"\n"));
        }
        for language in ["en", "fr"] {
            tree.add(&format!("words/{language}/countries/xx/facts/work.toml"), label);
            tree.set(&format!("words/{language}/tools/wage.toml"), &words);
        }
        tree.set(
            TOOL,
            "[[country]]\nid = \"xx\"\nlanguage = \"fr\"\n[[country.scale]]\nid = \"plain\"\nhour = \"xx-work-hour\"\n",
        );
    }

    #[test]
    fn a_figure_has_the_unit_that_is_computed_with() {
        check(
            |tree| {
                with_tool(tree);
                tree.edit(TOOL, "xx-work-hour", "xx-work-wait");
            },
            "tools/wage.toml:6: `xx-work-wait` is computed with here",
        );
    }

    #[test]
    fn all_that_is_named_has_words_and_letters_are_filled() {
        let words = "words/fr/tools/wage.toml";
        check(
            |tree| {
                with_tool(tree);
                tree.edit(words, "plain = ", "other = ");
            },
            "tools/wage.toml:5: `plain` of the tool wage has no words in fr",
        );
        check(
            |tree| {
                with_tool(tree);
                tree.edit(words, "{due}", "{dew}");
            },
            "words/fr/tools/wage.toml:2: the letter has no {due}",
        );
    }
}
