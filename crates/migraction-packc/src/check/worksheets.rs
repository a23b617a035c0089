//! Worksheets and their words hold together, part by part.

use std::collections::BTreeMap;
use std::fmt::Display;

use migraction_core::Id;
use migraction_core::route::Route;
use migraction_core::worksheet::Worksheet;
use migraction_pack::language_part::WorksheetWords;

use crate::content::{Content, Placed, Sink};
use crate::problems::{Place, Problems};

/// Checks each worksheet, and its words in each language; whether it has words at all is looked at elsewhere.
pub fn check(content: &Content, sink: &mut Sink) {
    for sheet in content.worksheets.values() {
        for link in sheet.item.sections.iter().flat_map(|section| &section.go) {
            if let Ok(Route::Worksheet(id)) = Route::parse_link(link)
                && !content.worksheets.contains_key(&id)
            {
                sink.problems.error(&sheet.place, format!("there is no worksheet `{id}`"));
            }
        }
    }
    for (language, words) in &content.words {
        for (id, sheet) in &content.worksheets {
            if let Some(found) = words.worksheets.get(id) {
                let mut pair = Pair { language, place: &found.place, problems: &mut sink.problems };
                one(&sheet.item, found, &mut pair);
            }
        }
    }
}

fn one(sheet: &Worksheet, found: &Placed<WorksheetWords>, pair: &mut Pair<'_>) {
    let words = &found.item;
    pair.check("section", sheet.sections.iter().map(|section| &section.id), &words.sections);
    pair.check("item", sheet.items().map(|(_, item)| &item.id), &words.items);
    pair.check("line", sheet.lines.iter(), &words.lines);
    pair.check("scale", sheet.scales.keys(), &words.options);
    for (scale, options) in &sheet.scales {
        if let Some(labels) = words.options.get(scale) {
            pair.check("option", options.iter(), labels);
        }
    }
    for section in &sheet.sections {
        let Some(words) = words.sections.get(&section.id) else { continue };
        if words.go.len() != section.go.len() {
            let (has, wants) = (words.go.len(), section.go.len());
            pair.say(format!("the section {} has {has} words for {wants} links", section.id));
        }
    }
}

struct Pair<'a> {
    language: &'a Id,
    place: &'a Place,
    problems: &'a mut Problems,
}

impl Pair<'_> {
    fn say(&mut self, what: impl Display) {
        self.problems.error(self.place, format!("{what} ({})", self.language));
    }

    fn check<'b, W>(
        &mut self,
        what: &str,
        owners: impl Iterator<Item = &'b Id>,
        words: &BTreeMap<Id, W>,
    ) {
        let owners: Vec<&Id> = owners.collect();
        for id in owners.iter().filter(|id| !words.contains_key(**id)) {
            self.say(format!("the {what} {id} has no words"));
        }
        for id in words.keys().filter(|id| !owners.contains(id)) {
            self.say(format!("there is no {what} `{id}`: words without an owner"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{Fixture, check, check_sound};

    const SHEET: &str = "lines = ['now']\n\
        [scales]\nnoticed = ['nothing', 'said']\n\
        [[section]]\nid = 'today'\ngo = ['phrases']\n\
        [[section.item]]\nid = 'sleep'\nkind = 'one'\nscale = 'noticed'\nwhen = 'now'\nservices = ['office']\n";

    const WORDS: &str = "title = 'Needs'\nintro = 'Ask.'\n\
        [section.today]\ntitle = 'Today'\ngo = ['Phrases']\n\
        [item.sleep]\nask = 'A place to sleep'\n\
        [option.noticed]\nnothing = 'Nothing'\nsaid = 'Said'\n\
        [line]\nnow = 'Now'\n";

    fn with(sheet: &'static str, words: &'static str) -> impl Fn(&mut Fixture) {
        move |tree| {
            tree.set("tools/needs.toml", sheet);
            for language in ["en", "fr"] {
                tree.set(&["words/", language, "/tools/needs.toml"].concat(), words);
            }
        }
    }

    /// Breaks one thing in the structure or in the words.
    #[track_caller]
    fn broken(from: &str, to: &str, expected: &str) {
        let (sheet, words) = (SHEET.replace(from, to), WORDS.replace(from, to));
        assert!(sheet != SHEET || words != WORDS, "{from}");
        check(
            |tree| {
                tree.set("tools/needs.toml", &sheet);
                for language in ["en", "fr"] {
                    tree.set(&["words/", language, "/tools/needs.toml"].concat(), &words);
                }
            },
            expected,
        );
    }

    #[test]
    fn a_worksheet_holds_together() {
        check_sound(with(SHEET, WORDS));
    }

    #[test]
    fn a_section_leads_to_pages_that_are_there() {
        let sheet = "tools/needs.toml";
        let go = "go = ['phrases']";
        broken(go, "go = ['phrase']", &format!("{sheet}:6: `phrase`: the app has no such page"));
        broken(go, "go = ['practice/none']", &format!("{sheet}:6: "));
        broken(go, "go = ['tools/none']", &format!("{sheet}:1: there is no worksheet `none`"));
    }

    #[test]
    fn a_worksheet_never_takes_the_address_of_another_tool() {
        check(
            |tree| tree.set("tools/directory.toml", SHEET),
            "tools/directory.toml:1: `directory` is the address of another tool",
        );
    }

    #[test]
    fn each_part_has_its_words_and_no_words_are_without_a_part() {
        let words = "words/en/tools/needs.toml";
        broken("[item.sleep]", "[item.food]", &format!("{words}:1: the item sleep has no words"));
        broken("[item.sleep]", "[item.food]", &format!("{words}:1: there is no item `food`"));
        broken("said = 'Said'\n", "", &format!("{words}:1: the option said has no words"));
        broken("[line]\nnow = 'Now'\n", "", &format!("{words}:1: the line now has no words"));
        broken(
            "go = ['Phrases']\n",
            "",
            &format!("{words}:1: the section today has 0 words for 1"),
        );
    }

    #[test]
    fn an_item_says_what_is_filled_in() {
        let sheet = "tools/needs.toml";
        broken("scale = 'noticed'", "scale = 'seen'", &format!("{sheet}:9: there is no scale"));
        broken("kind = 'one'", "kind = 'words'", &format!("{sheet}:9: `words`: one or many"));
        broken("when = 'now'", "when = 'never'", &format!("{sheet}:11: unknown variant `never`"));
    }

    #[test]
    fn a_worksheet_has_words_in_every_language() {
        check(
            |tree| {
                tree.set("tools/needs.toml", SHEET);
                tree.set("words/en/tools/needs.toml", WORDS);
            },
            "tools/needs.toml:1: the worksheet needs has no words in fr",
        );
    }
}
