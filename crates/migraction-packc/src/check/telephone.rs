//! Short emergency numbers are linked to their service, so that they dial.
//!
//! The app finds a number of three digits or more in a sentence by itself. Two digits may be an age or an article: in the
//! words about a country they are written as a link to the service, `[17](service:…)`.

use migraction_core::Id;
use migraction_core::telephone::SHORTEST;
use migraction_pack::prose::{Inline, Line};

use crate::content::{Content, Sink};
use crate::problems::Place;

/// What stands before a number that is called, in the languages of the guide: without it, two digits are a figure.
const BEFORE: [&str; 12] = [
    "le", "au", "du", "il", "al", "call", "ring", "dial", "appelez", "chiami", "chiamare", "numéro",
];

/// Reports short numbers of a country that stand in its words without a link.
pub fn check(content: &Content, sink: &mut Sink) {
    for words in content.words.values() {
        for (id, rule) in &words.rules {
            let country = content.rules.iter().find_map(|(country, rules)| {
                rules.iter().any(|known| known.item.rule.id == *id).then_some(country)
            });
            let Some(country) = country else { continue };
            for line in std::iter::once(&rule.item.text).chain(&rule.item.change) {
                check_line(content, country, line, &rule.place, sink);
            }
        }
        for (id, fact) in &words.facts {
            if let Some(known) = content.facts.get(id) {
                check_line(content, &known.item.country, &fact.item.text, &fact.place, sink);
            }
        }
        for (id, service) in &words.services {
            if let Some(known) = content.services.get(id) {
                check_line(content, &known.item.country, &service.item.what, &service.place, sink);
            }
        }
        for ((country, _), page) in &words.contexts {
            for line in page.item.body.iter().flat_map(|block| block.lines()) {
                check_line(content, country, line, &page.place, sink);
            }
        }
    }
}

fn check_line(content: &Content, country: &Id, line: &Line, place: &Place, sink: &mut Sink) {
    let own = content.services.values().filter(|service| service.item.country == *country);
    let short: Vec<String> = own
        .filter_map(|service| migraction_core::telephone::dial(&service.item))
        .filter(|number| number.len() < SHORTEST)
        .collect();
    for number in unlinked(line, &short) {
        let message =
            format!("`{number}` is a number to call: link it to its service, so that it dials");
        sink.problems.error(place, message);
    }
}

/// The short numbers that stand in a line outside a link, after a word that says they are called.
fn unlinked<'a>(line: &Line, short: &'a [String]) -> Vec<&'a String> {
    let mut found = Vec::new();
    for piece in line {
        match piece {
            Inline::Text(text) => {
                let words: Vec<&str> = text.split_whitespace().collect();
                for (before, number) in words.iter().zip(words.iter().skip(1)) {
                    let number = number.trim_matches(|c: char| !c.is_alphanumeric());
                    let before = before.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
                    let is_called = BEFORE.contains(&before.as_str());
                    found.extend(short.iter().filter(|short| is_called && *short == number));
                }
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) => found.extend(unlinked(inner, short)),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use migraction_pack::prose::{Inline, LinkTarget};

    use super::unlinked;

    #[test]
    fn a_short_number_that_is_called_is_a_link() {
        let short = ["17".to_owned(), "15".to_owned()];
        let text = |text: &str| vec![Inline::Text(text.to_owned())];
        assert_eq!(unlinked(&text("Danger immédiat : le 17."), &short), ["17"]);
        assert_eq!(unlinked(&text("In danger call 15, then wait."), &short), ["15"]);
        assert!(unlinked(&text("De 15 à 17 ans, le 18 décembre."), &short).is_empty());
        assert_eq!(unlinked(&vec![Inline::Strong(text("appelez le 15"))], &short), ["15"]);
        let link = Inline::Link(LinkTarget::Service("police".into()), text("17"));
        assert!(unlinked(&vec![Inline::Text("le ".to_owned()), link], &short).is_empty());
    }
}
