//! The letters of a country are the options of the question which letter came.

use migraction_core::Id;
use migraction_core::rules::QuestionKind;

use crate::content::{Content, Sink};

/// Holds letters against options, in both directions.
pub fn check(content: &Content, sink: &mut Sink) {
    let Some(asked) = &content.common.letters else {
        for letter in content.letters.values().flatten().take(1) {
            sink.problems
                .error(&letter.place, "no question asks for letters: mark it `letters = true`");
        }
        return;
    };
    for (country, letters) in &content.letters {
        let mut questions = content.questions_of(country);
        let question = questions.find(|question| question.item.id == asked.item);
        let Some(QuestionKind::One(options)) = question.map(|known| known.item.kind.clone()) else {
            sink.problems.error(&asked.place, "the question for letters takes one of its options");
            return;
        };
        for letter in letters.iter().filter(|letter| !options.contains(&letter.item.option)) {
            let message = format!("`{}` is no option of `{}`", letter.item.option, asked.item);
            sink.problems.error(&letter.place, message);
        }
        // One of the options says that no letter came.
        let known = |option: &Id| letters.iter().any(|letter| letter.item.option == *option);
        let without: Vec<_> = options.iter().filter(|option| !known(option)).collect();
        if let (true, Some(first)) = (without.len() > 1, letters.first()) {
            let names: Vec<&str> = without.iter().map(|option| option.as_str()).collect();
            let message = format!("{country} describes no letter for {}", names.join(", "));
            sink.problems.error(&first.place, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{Fixture, check};

    const FILE: &str = "countries/xx/letters.toml";
    const MARKED: &str = "urgency = \"basics\"\nletters = true\n[[question]]\nid = \"lodged-on\"";

    fn with_letter(tree: &mut Fixture, option: &str) {
        let asked = "urgency = \"basics\"\n[[question]]\nid = \"lodged-on\"";
        tree.edit("tools/orientation.toml", asked, MARKED);
        tree.edit("vocabulary.toml", "units = [", "senders = [\"office\"]\nunits = [");
        tree.add("words/en/vocabulary.toml", "[senders]\noffice = \"Office\"\n");
        tree.add("words/fr/vocabulary.toml", "[senders]\noffice = \"Bureau\"\n");
        tree.set(FILE, &format!("[[letter]]\nid = \"{option}\"\nfrom = \"office\"\ntopics = []\n"));
    }

    #[test]
    fn a_letter_is_an_option_of_the_question() {
        check(
            |tree| with_letter(tree, "gone"),
            &format!("{FILE}:2: `gone` is no option of `situation`"),
        );
    }

    #[test]
    fn a_letter_has_words_in_every_language() {
        check(
            |tree| with_letter(tree, "applicant"),
            &format!("{FILE}:2: the letter xx-applicant has no words in fr"),
        );
    }

    #[test]
    fn all_options_but_one_are_described() {
        check(
            |tree| {
                with_letter(tree, "applicant");
                tree.edit("tools/orientation.toml", "\"other\"]", "\"other\", \"third\"]");
            },
            &format!("{FILE}:2: xx describes no letter for other, third"),
        );
    }
}
