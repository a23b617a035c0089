//! Pages: their length, and what must be the same in every language.

use migraction_pack::prose::{Block, Inline, for_each_inline};

use crate::content::{Content, Sink};

/// A context page is two minutes of reading.
const WORDS: usize = 550;

/// Checks context pages and practice sheets.
pub fn check(content: &Content, sink: &mut Sink) {
    for words in content.words.values() {
        for page in words.contexts.values() {
            let length = page.item.body.iter().map(length).sum::<usize>();
            if length > WORDS {
                sink.problems
                    .warning(&page.place, format!("the page has {length} words, {WORDS} at most"));
            }
        }
    }
    let Some(first) = content.languages.first() else { return };
    let Some(reference) = content.words.get(&first.id) else { return };
    for (language, words) in &content.words {
        for (key, anchors) in &words.anchors {
            let expected = reference.anchors.get(key);
            if let (Some(expected), Some(page)) = (expected, words.contexts.get(key))
                && expected != anchors
            {
                let message = format!(
                    "the headings have the addresses [{}] in {language} and [{}] in {}",
                    anchors.join(", "),
                    expected.join(", "),
                    first.id
                );
                sink.problems.error(&page.place, message);
            }
        }
        for (id, sheet) in &words.practices {
            let Some(expected) = reference.practices.get(id) else { continue };
            let (found, expected) = (steps(&sheet.item.steps), steps(&expected.item.steps));
            if found != expected {
                let message = format!("{found} steps in {language}, {expected} in {}", first.id);
                sink.problems.error(&sheet.place, message);
            }
        }
    }
}

fn steps(blocks: &[Block]) -> usize {
    let entries = |block: &Block| match block {
        Block::List { entries, .. } => entries.len(),
        _ => 0,
    };
    blocks.iter().map(entries).sum()
}

fn length(block: &Block) -> usize {
    let mut count = 0;
    for line in block.lines() {
        for_each_inline(line, &mut |piece| match piece {
            Inline::Text(text) => {
                count += text
                    .split_whitespace()
                    .filter(|word| word.contains(char::is_alphanumeric))
                    .count();
            }
            Inline::Fact(_) => count += 1,
            _ => {}
        });
    }
    count
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const PAGE: &str = "words/en/countries/xx/work.md";

    #[test]
    fn a_long_page_is_a_warning() {
        check(
            |tree| tree.add(PAGE, &"word ".repeat(551)),
            &format!("{PAGE}:1: warning: the page has"),
        );
    }

    #[test]
    fn addresses_of_headings_are_the_same_in_every_language() {
        check(
            |tree| tree.edit(PAGE, "{#next}", "{#after}"),
            "words/fr/countries/xx/work.md:1: the headings have the addresses [next] in fr and [after] in en",
        );
    }

    #[test]
    fn steps_are_as_many_in_every_language() {
        check(
            |tree| {
                tree.edit("words/fr/guide/reception/talk.md", "1. Parler.", "1. Parler.\n2. Rire.")
            },
            "words/fr/guide/reception/talk.md:1: 2 steps in fr, 1 in en",
        );
    }

    #[test]
    fn a_summary_is_short() {
        check(
            |tree| tree.edit(PAGE, "summary = \"", &format!("summary = \"{}", "a".repeat(140))),
            &format!("{PAGE}:3: the summary has"),
        );
    }

    #[test]
    fn sections_are_all_there_and_in_order() {
        let sheet = "words/en/guide/reception/talk.md";
        check(
            |tree| tree.edit(sheet, "## local\n", ""),
            &format!("{sheet}:1: the section `local` is missing"),
        );
        check(
            |tree| tree.edit(sheet, "## local\n", "## place\n"),
            &format!("{sheet}:13: `place` is no section"),
        );
        check(
            |tree| tree.edit(sheet, "## aim\n", "Hello.\n## aim\n"),
            &format!("{sheet}:5: words before the first section"),
        );
        check(|tree| tree.add(sheet, "## aim\nAgain.\n"), &format!("{sheet}:19: "));
    }
}
