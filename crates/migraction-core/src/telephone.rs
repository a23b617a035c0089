//! Telephone numbers in sentences: which digits somebody can dial, and what is dialled.
//!
//! A number that stands in a sentence is dialled by touching it, never looked up first. Which numbers there are, the
//! services say; nothing of a country stands here.

use crate::guide::Service;

/// The European emergency number (Directive (EU) 2018/1972, art. 109), free from any phone.
pub const EMERGENCY: &str = "112";

/// Fewer digits than this may be an age or an article: such a number is dialled only where the text links it to its
/// service, which the compiler of the content checks.
pub const SHORTEST: usize = 3;

/// A piece of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Words(&'a str),
    /// A number: as it is shown, and what is dialled.
    Number {
        /// As it stands in the sentence.
        shown: &'a str,
        /// Digits, perhaps after a plus sign.
        dial: &'a str,
    },
}

/// A number: its digits as people write them, and what is dialled.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    digits: String,
    dial: String,
}

/// The numbers that can be dialled, the longest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers(Vec<Known>);

impl Numbers {
    /// The numbers of these services, and 112.
    #[must_use]
    pub fn of<'a>(services: impl Iterator<Item = &'a Service>) -> Self {
        let mut all = vec![Known { digits: EMERGENCY.to_owned(), dial: EMERGENCY.to_owned() }];
        for service in services {
            let Some(dial) = dial(service) else { continue };
            let forms = [service.phone.as_deref(), service.shown_as.as_deref()];
            for digits in forms.into_iter().flatten().map(digits_of) {
                if digits.len() >= SHORTEST && !all.iter().any(|known| known.digits == digits) {
                    all.push(Known { digits, dial: dial.clone() });
                }
            }
        }
        all.sort_by_key(|known| std::cmp::Reverse(known.digits.len()));
        Self(all)
    }

    /// The sentence with its numbers apart.
    #[must_use]
    pub fn pieces<'a>(&'a self, text: &'a str) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let (mut from, mut at) = (0, 0);
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let before = text.get(..at).unwrap_or_default();
            let found = self.0.iter().find_map(|known| Some((end_of(before, rest, known)?, known)));
            let Some((length, known)) = found else {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            };
            pieces.extend(text.get(from..at).filter(|words| !words.is_empty()).map(Piece::Words));
            let shown = rest.get(..length).unwrap_or_default();
            pieces.push(Piece::Number { shown, dial: &known.dial });
            at += length;
            from = at;
        }
        pieces.extend(text.get(from..).filter(|words| !words.is_empty()).map(Piece::Words));
        pieces
    }
}

/// What is dialled for a service.
#[must_use]
pub fn dial(service: &Service) -> Option<String> {
    service.phone.as_ref().map(|phone| phone.split_whitespace().collect())
}

/// What a link to a service dials: its number, where the words of the link are that number.
#[must_use]
pub fn dialled_by_link(service: &Service, words: &str) -> Option<String> {
    let digits = digits_of(words);
    let is_number = !digits.is_empty() && !words.chars().any(char::is_alphabetic);
    let forms = [service.phone.as_deref(), service.shown_as.as_deref()];
    let own = forms.into_iter().flatten().any(|form| digits_of(form) == digits);
    if is_number && own { dial(service) } else { None }
}

/// The name of a service without the number that is shown beside it: what is left of “Police 101”, “15 SAMU” or
/// “118, ambulance”. Nothing where the name is the number.
#[must_use]
pub fn name_beside_number(service: &Service) -> String {
    let name = service.name.as_str();
    let Some(shown) = service.shown_as.as_deref().or(service.phone.as_deref()) else {
        return name.to_owned();
    };
    let is_sign = |letter: char| letter.is_whitespace() || letter == ',' || letter == ':';
    let Some((before, after)) = name.split_once(shown) else { return name.to_owned() };
    if before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric) {
        return name.to_owned();
    }
    let (before, after) = (before.trim_matches(is_sign), after.trim_matches(is_sign));
    let space = if before.is_empty() || after.is_empty() { "" } else { " " };
    let rest = [before, space, after].concat();
    let mut letters = rest.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Where the number ends in `rest`, if it begins there and stands alone.
fn end_of(before: &str, rest: &str, known: &Known) -> Option<usize> {
    let inside = |letter: char| letter.is_alphanumeric() || "+€$§/".contains(letter);
    let joint = |letter: char| ".,:-–/".contains(letter);
    let mut last = before.chars().rev();
    let previous = last.next();
    let is_joined = previous.is_some_and(|c| joint(c) || c.is_whitespace())
        && last.next().is_some_and(|c| c.is_ascii_digit());
    if previous.is_some_and(inside) || is_joined {
        return None;
    }
    let mut wanted = known.digits.chars().peekable();
    let mut end = 0;
    for (at, letter) in rest.char_indices() {
        let is_gap = end > 0 && (letter.is_whitespace() || letter == '.' || letter == '-');
        if Some(&letter) == wanted.peek() {
            wanted.next();
            end = at + letter.len_utf8();
        } else if !(is_gap || at == 0 && letter == '+') {
            break;
        }
        if wanted.peek().is_none() {
            break;
        }
    }
    if wanted.peek().is_some() {
        return None;
    }
    let mut after = rest.get(end..)?.chars();
    let next = after.next();
    let then = after.next();
    let goes_on = next.is_some_and(|c| c.is_alphanumeric() || "%€$".contains(c))
        || next.is_some_and(joint) && then.is_some_and(char::is_alphanumeric)
        || next.is_some_and(char::is_whitespace)
            && then.is_some_and(|c| c.is_ascii_digit() || "%€$".contains(c));
    (!goes_on).then_some(end)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Numbers, Piece, dialled_by_link, name_beside_number};
    use crate::facts::Confidence;
    use crate::guide::{ReportsStatus, Service};

    fn service(name: &str, phone: &str, shown: &str) -> Service {
        Service {
            id: "one".into(),
            country: "xx".into(),
            name: name.to_owned(),
            kinds: vec![],
            for_whom: vec![],
            regions: vec![],
            town: None,
            phone: Some(phone.to_owned()),
            shown_as: Some(shown.to_owned()),
            url: None,
            reports_status: ReportsStatus::No,
            confidence: Confidence::High,
            uncertain: false,
            sources: vec![],
            checked_on: "2026-11-23".parse().unwrap(),
            review_by: "2027-11-23".parse().unwrap(),
        }
    }

    fn numbers() -> Numbers {
        let all = [
            service("Shelter", "115", "115"),
            service("Fire", "18", "18"),
            service("Children", "116000", "116 000"),
            service("Help", "+39 800 290 290", "800 290 290"),
            service("Advice", "+32 800 30 030", "0800 30 030"),
        ];
        Numbers::of(all.iter())
    }

    /// What is dialled in a text, each with what is shown.
    fn dialled(text: &str) -> Vec<(String, String)> {
        let numbers = numbers();
        let pieces = numbers.pieces(text);
        let whole: String = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => *words,
                Piece::Number { shown, .. } => *shown,
            })
            .collect();
        assert_eq!(whole, text, "nothing is lost");
        let number = |piece: &Piece<'_>| match piece {
            Piece::Number { shown, dial } => Some(((*shown).to_owned(), (*dial).to_owned())),
            Piece::Words(_) => None,
        };
        pieces.iter().filter_map(number).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = dialled(text);
        let found: Vec<_> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_number_in_a_sentence_is_dialled() {
        check("Call 115 for tonight", &[("115", "115")]);
        check("In danger: 112.", &[("112", "112")]);
        check("112", &[("112", "112")]);
        check("In danger, ring 112, then 115.", &[("112", "112"), ("115", "115")]);
        check("the call goes to 112; free", &[("112", "112")]);
        check("(115)", &[("115", "115")]);
    }

    #[test]
    fn a_number_is_the_same_however_it_is_spaced() {
        for text in ["800 290 290", "800\u{a0}290\u{202f}290", "800290290", "800.290.290"] {
            check(text, &[(text, "+39800290290")]);
        }
        check("from abroad +39 800 290 290.", &[("+39 800 290 290", "+39800290290")]);
        check("0800 30 030 and 116 000", &[("0800 30 030", "+3280030030"), ("116 000", "116000")]);
    }

    #[test]
    fn a_figure_is_no_number_to_dial() {
        for text in [
            "art. 112-3",
            "1 112 euros",
            "112,50",
            "112 €",
            "112 %",
            "112€",
            "€112",
            "§112",
            "2112",
            "1120",
            "112b",
            "art. 3-112",
            "page 3/112",
            "112/3",
            "112 000",
            "call 18 now",
            "",
            "é 11 2 3",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn a_link_dials_where_its_words_are_the_number() {
        let fire = service("18 Fire", "18", "18");
        assert_eq!(dialled_by_link(&fire, "18").as_deref(), Some("18"));
        assert_eq!(dialled_by_link(&fire, "the fire brigade"), None);
        assert_eq!(dialled_by_link(&fire, "18 Fire"), None);
        assert_eq!(dialled_by_link(&fire, "17"), None);
        let help = service("Help", "+39 800 290 290", "800 290 290");
        assert_eq!(
            dialled_by_link(&help, "800\u{a0}290\u{a0}290").as_deref(),
            Some("+39800290290")
        );
        let mut none = help;
        (none.phone, none.shown_as) = (None, None);
        assert_eq!(dialled_by_link(&none, "800 290 290"), None);
        assert_eq!(dialled_by_link(&none, ""), None);
    }

    #[test]
    fn a_number_is_not_shown_twice() {
        for (name, shown, rest) in [
            ("Police 101", "101", "Police"),
            ("15 SAMU", "15", "SAMU"),
            ("118, emergency care", "118", "Emergency care"),
            ("Helpline 800 290 290", "800 290 290", "Helpline"),
            ("112", "112", ""),
            ("Sürya", "04 232 40 30", "Sürya"),
            ("Desk 1018", "101", "Desk 1018"),
            ("Line1522", "1522", "Line1522"),
        ] {
            assert_eq!(name_beside_number(&service(name, "1", shown)), rest, "{name}");
        }
    }
}
