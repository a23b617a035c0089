//! No figure of law is ever typed: it is a fact.

use migraction_core::Id;

use crate::content::{Content, Sink, TextKind};

/// Marks of a figure that no list of units holds.
const MARKS: [&str; 7] = ["€", "eur", "euro", "euros", "%", "h", "j"];

/// Reports figures in words about the law.
pub fn check(content: &Content, sink: &mut Sink) {
    for (language, words) in &content.words {
        let mut units: Vec<String> = MARKS.iter().map(|mark| (*mark).to_owned()).collect();
        for unit in words.units.values() {
            for form in [&unit.item.one, &unit.item.other] {
                // "heures par semaine": its first word is what follows a number.
                units.extend(form.split_whitespace().next().map(str::to_lowercase));
            }
        }
        check_language(language, &units, sink);
    }
}

fn check_language(language: &Id, units: &[String], sink: &mut Sink) {
    for text in &sink.texts {
        if text.kind == TextKind::Law
            && text.language == *language
            && let Some(figure) = typed_figure(&text.words, units)
        {
            let message = format!("`{figure}`: no figure of law is typed, write {{fact:…}}");
            sink.problems.error(&text.place, message);
        }
    }
}

/// The first number that a unit follows, or that follows the euro sign.
fn typed_figure(text: &str, units: &[String]) -> Option<String> {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let before = rest.get(..start)?;
        let tail = rest.get(start..)?;
        let end = tail.find(|c: char| !is_of_number(c)).unwrap_or(tail.len());
        let (number, after) = tail.split_at(end);
        let number = number.trim_end_matches(|c: char| !c.is_ascii_digit());
        let part_of_word = before.ends_with(|c: char| c.is_alphabetic() || c == '-');
        let word: String =
            after.trim_start_matches(is_blank).chars().take_while(|c| !is_end(*c)).collect();
        let unit = units.iter().find(|unit| **unit == word.to_lowercase());
        let euro_before = before.trim_end_matches(is_blank).ends_with('€');
        if !part_of_word && (unit.is_some() || euro_before) {
            return Some(format!("{number} {word}").trim().to_owned());
        }
        rest = after;
    }
    None
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '-'
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{202f}' | '\u{a0}' | ' ' | '’')
}

fn is_end(c: char) -> bool {
    !(c.is_alphabetic() || matches!(c, '%' | '€'))
}

#[cfg(test)]
mod tests {
    use super::typed_figure;
    use crate::fixture::check;

    #[test]
    fn a_number_with_a_unit_is_a_figure() {
        let units: Vec<String> =
            ["€", "%", "h", "days", "mois", "day"].iter().map(|unit| (*unit).to_owned()).collect();
        for figure in [
            "in 4 days.",
            "13,56 €",
            "€ 13.56",
            "1 234,50 €",
            "10%",
            "38 h",
            "a 30-day term",
            "4\u{202f}mois",
        ] {
            assert!(typed_figure(figure, &units).is_some(), "{figure}");
        }
        for name in [
            "the Act of 2018, art. 18, 3°",
            "annex 26",
            "A card",
            "call 112",
            "hours",
            "4 pages",
            "A1 day",
        ] {
            assert_eq!(typed_figure(name, &units), None, "{name}");
        }
    }

    #[test]
    fn a_figure_in_words_about_the_law_is_an_error() {
        check(
            |tree| tree.edit("words/en/countries/xx/work.md", "Wait", "Wait 4 months"),
            "words/en/countries/xx/work.md:5: `4 months`",
        );
        check(
            |tree| {
                tree.edit("words/en/countries/xx/rules/work.toml", "From", "After 4 months, from")
            },
            "words/en/countries/xx/rules/work.toml:3: `4 months`",
        );
        check(
            |tree| {
                tree.edit(
                    "words/en/countries/xx/facts/work.toml",
                    "Wait {fact:xx-work-wait}",
                    "Wait 4 months",
                )
            },
            "words/en/countries/xx/facts/work.toml:3: `4 months`",
        );
    }
}
