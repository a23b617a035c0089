//! The real content, where somebody needs help: numbers that dial, numbers of each country, languages that can be
//! counted on, one day for one appeal.

use std::collections::BTreeSet;

use migraction_core::deadline::{
    self, Basis, From, Law, Matter, Paper, Reading, Reckoning, kinds, open_questions, reckon,
};
use migraction_core::emergency::sections;
use migraction_core::rules::{Answer, Answers, Consultation, QuestionKind, State, Truth};
use migraction_core::telephone::{Numbers, Piece, dial, dialled_by_link, name_beside_number};
use migraction_core::{CivilDate, Id};
use migraction_pack::LanguagePart;
use migraction_pack::prose::{Block, Inline, Line, LinkTarget, plain_text};

use crate::CONTENT;

/// All prose of a language: where it stands, and the line.
fn lines(words: &LanguagePart) -> Vec<(String, &Line)> {
    let mut all: Vec<(String, &Line)> = Vec::new();
    for (id, rule) in &words.rules {
        all.push((id.to_string(), &rule.text));
        all.extend(rule.change.iter().map(|line| (id.to_string(), line)));
    }
    all.extend(words.facts.iter().map(|(id, fact)| (id.to_string(), &fact.text)));
    all.extend(words.services.iter().map(|(id, service)| (id.to_string(), &service.what)));
    all.extend(words.terms.iter().map(|(id, term)| (id.to_string(), &term.gloss)));
    for ((country, topic), page) in &words.contexts {
        let of_page = page.body.iter().flat_map(Block::lines);
        all.extend(of_page.map(|line| (format!("{country}/{topic}"), line)));
    }
    for (id, sheet) in &words.practices {
        let parts = [
            &sheet.aim,
            &sheet.materials,
            &sheet.steps,
            &sheet.attention,
            &sheet.local,
            &sheet.carries,
            &sheet.evidence,
        ];
        let of_sheet = parts.into_iter().flatten().flat_map(Block::lines);
        all.extend(of_sheet.map(|line| (id.to_string(), line)));
    }
    all
}

/// What a reader can dial in a line, drawn as the app draws it.
fn dialled(line: &[Inline], numbers: &Numbers, found: &mut Vec<String>) {
    for piece in line {
        match piece {
            Inline::Text(text) => {
                found.extend(numbers.pieces(text).into_iter().filter_map(|piece| match piece {
                    Piece::Number { dial, .. } => Some(dial.to_owned()),
                    Piece::Words(_) => None,
                }))
            }
            Inline::Link(target, inner) => {
                let service = match target {
                    LinkTarget::Service(id) => CONTENT.core.services.get(id),
                    _ => None,
                };
                found.extend(service.and_then(|one| dialled_by_link(one, &plain_text(inner))));
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) => dialled(inner, numbers, found),
            Inline::FactWords(..) | Inline::Fact(_) | Inline::Slot(_) => {}
        }
    }
}

/// Words that are digits alone, such as `112`; punctuation at their ends is no part of them.
fn digits_alone(text: &str) -> Vec<&str> {
    let trimmed =
        text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    trimmed.filter(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit())).collect()
}

#[test]
fn every_emergency_and_help_number_in_a_sentence_dials() {
    let services = &CONTENT.core.services;
    let numbers = Numbers::of(services.values());
    // Short numbers of three digits or more: nothing else in the guide is written so.
    let short: BTreeSet<String> =
        services.values().filter_map(dial).filter(|n| (3..=4).contains(&n.len())).collect();
    for wanted in ["112", "101", "115", "119", "3919", "3114", "1522", "107", "114", "118"] {
        assert!(short.contains(wanted), "{wanted} is no number of a service");
    }
    let (mut seen, mut silent) = (0, Vec::new());
    for words in &CONTENT.languages {
        for (place, line) in lines(words) {
            let text = plain_text(line);
            let mut found = Vec::new();
            dialled(line, &numbers, &mut found);
            for number in digits_alone(&text).into_iter().filter(|word| short.contains(*word)) {
                seen += 1;
                if !found.iter().any(|dial| dial == number) {
                    silent.push(format!("{} {place}: {number} in {text}", words.language));
                }
            }
        }
        // Plain words: opening hours, titles of rules, lines of worksheets.
        let hours = words.services.values().filter_map(|service| service.hours.as_deref());
        let titles = words.rules.values().map(|rule| rule.title.as_str());
        let sheets = words.worksheets.values().flat_map(|sheet| sheet.lines.values());
        for text in hours.chain(titles).chain(sheets.map(String::as_str)) {
            let mut found = Vec::new();
            dialled(&[Inline::Text(text.to_owned())], &numbers, &mut found);
            for number in digits_alone(text).into_iter().filter(|word| short.contains(*word)) {
                seen += 1;
                if !found.iter().any(|dial| dial == number) {
                    silent.push(format!("{}: {number} in {text}", words.language));
                }
            }
        }
    }
    assert_eq!(silent, Vec::<String>::new());
    assert!(seen > 100, "only {seen} numbers were looked at");
}

#[test]
fn a_link_whose_words_are_a_number_dials() {
    let mut wrong = Vec::new();
    for words in &CONTENT.languages {
        for (place, line) in lines(words) {
            migraction_pack::prose::for_each_inline(line, &mut |piece| {
                let Inline::Link(LinkTarget::Service(id), inner) = piece else { return };
                let text = plain_text(inner);
                let is_number = text.chars().any(|c| c.is_ascii_digit())
                    && !text.chars().any(char::is_alphabetic);
                let service = CONTENT.core.services.get(id);
                let dials = service.is_some_and(|one| dialled_by_link(one, &text).is_some());
                if is_number && !dials {
                    wrong.push(format!("{} {place}: [{text}](service:{id})", words.language));
                }
            });
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_number_is_shown_twice_in_a_row_of_calls() {
    for service in CONTENT.core.services.values() {
        if let Some(shown) = &service.shown_as {
            assert!(!name_beside_number(service).contains(shown.as_str()), "{}", service.id);
        }
    }
}

#[test]
fn each_country_has_numbers_to_call_at_once_and_none_is_assumed() {
    let core = &CONTENT.core;
    let with_rules = core.countries.iter().filter(|country| core.rules.contains_key(&country.id));
    let countries: Vec<&Id> = with_rules.map(|country| &country.id).collect();
    let countries: Vec<&Id> =
        countries.into_iter().filter(|id| !core.rules[*id].rules.is_empty()).collect();
    let all = sections(&countries, core.services.values(), None, None);
    assert_eq!(all.len(), 3);
    for section in &all {
        assert!(section.is_open && !section.urgent.is_empty(), "{}", section.country);
        assert!(!section.others.is_empty(), "{}", section.country);
    }
}

#[test]
fn a_language_offered_as_whole_has_the_words_of_every_answer() {
    let book = &CONTENT.phrases.book;
    let ids = |whole: bool| {
        let of = book.tongues.iter().filter(|tongue| tongue.is_whole() == whole);
        of.map(|tongue| tongue.id.to_string()).collect::<BTreeSet<_>>()
    };
    let few = ids(false);
    assert_eq!(few, ["am", "bn", "ps", "so", "ti", "ur"].map(str::to_owned).into());
    for tongue in book.tongues.iter().filter(|tongue| tongue.is_whole()) {
        for phrase in &book.phrases {
            assert_eq!(tongue.lacking_answers(phrase), [""; 0], "{} {}", tongue.id, phrase.id);
        }
    }
}

/// The day in the results and the day in the calculator, for the same letter.
#[test]
fn one_appeal_has_one_day() {
    let core = &CONTENT.core;
    let today: CivilDate = "2026-11-30".parse().unwrap();
    let mut compared = 0;
    for country in &core.countries {
        let Some(rules) = core.rules.get(&country.id) else { continue };
        let law = Law { rules, facts: &core.facts, calendar: &country.calendar };
        for kind in kinds(law, today) {
            for (received, limit) in [
                ("2026-11-05", None),
                ("2026-11-05", Some(10)),
                ("2026-11-05", Some(45)),
                ("2026-10-16", None),
            ] {
                let received: CivilDate = received.parse().unwrap();
                let limit = limit.map(|days: i32| Answer::Number(days.into()));
                let paper = Paper {
                    received: Some(received),
                    proved: true,
                    limit: limit.clone(),
                    ..Paper::default()
                };
                let mut answers = Answers::from([(kind.start.clone(), Answer::Day(received))]);
                if let Some((question, limit)) = kind.limit.zip(limit.clone()) {
                    answers.insert(question.clone(), limit);
                }
                if let (Matter::Letter(letter), Some(question)) =
                    (kind.matter, &rules.letters.question)
                {
                    answers.insert(question.clone(), Answer::One(letter.option.clone()));
                }
                let Reckoning::Known(found) = reckon(law, &kind, &paper, today) else { continue };
                // Whether it can still be kept or is certain, and its day, of each rule.
                let mut days = BTreeSet::new();
                let consultation = Consultation::new(
                    rules,
                    &core.facts,
                    &country.calendar,
                    &answers,
                    today,
                    today,
                );
                for rule in kind.rules.iter().copied() {
                    let state = consultation.outcome(rule).state;
                    if state == State::DoesNotApply {
                        continue;
                    }
                    let read = deadline::readings(law, rule, &answers, From::Received, today);
                    // What only may hold and is gone stands aside, unless the paper itself says it.
                    let is_aside = |reading: &Reading<'_>| {
                        consultation.truth(&rule.when) != Truth::True
                            && reading.basis == Basis::Rule
                            && reading.last(today).is_none()
                    };
                    days.extend(read.first().map(|reading| (is_aside(reading), reading.safe)));
                }
                let kept = found.first().map(|reading| reading.safe);
                let expected = days.first().map(|(_, safe)| *safe);
                assert_eq!(expected, kept, "{} {received} {limit:?}", kind.id());
                let known = found.iter().map(|reading| reading.safe).collect::<BTreeSet<_>>();
                let is_shown = |(_, day): &(bool, CivilDate)| known.contains(day);
                assert!(days.iter().all(is_shown), "{} {received} {limit:?}", kind.id());
                compared += 1;
            }
        }
    }
    assert!(compared > 40, "only {compared} letters were compared");
}

/// Whoever answers all that the calculator asks beside a letter knows which rule holds: nothing stays "may apply" for want of a
/// field.
#[test]
fn what_the_calculator_asks_settles_which_rule_holds() {
    let core = &CONTENT.core;
    let today: CivilDate = "2026-11-23".parse().unwrap();
    let (mut tried, mut open) = (0, Vec::new());
    for (country, rules) in &core.rules {
        let calendar = &core.country(country.as_str()).unwrap().calendar;
        let law = Law { rules, facts: &core.facts, calendar };
        for kind in kinds(law, today) {
            let mut paper = Paper {
                received: Some("2026-11-05".parse().unwrap()),
                proved: true,
                ..Paper::default()
            };
            for _ in 0..20 {
                let asked = open_questions(law, &kind, &paper, today);
                let next = asked.iter().find(|one| !paper.further.contains_key(&one.id));
                let Some(next) = next else { break };
                let answer = match &next.kind {
                    QuestionKind::One(options) => Answer::One(options[0].clone()),
                    QuestionKind::Many(_) => Answer::Many(BTreeSet::new()),
                    QuestionKind::Day { .. } => Answer::Day("2026-07-01".parse().unwrap()),
                    _ => Answer::One("no".into()),
                };
                paper.further.insert(next.id.clone(), answer);
            }
            tried += 1;
            if let Reckoning::Known(found) = reckon(law, &kind, &paper, today)
                && !found.iter().any(|reading| reading.is_certain)
            {
                open.push(format!("{}: {}", kind.id(), found[0].rule.id));
            }
        }
    }
    assert!(tried > 60, "only {tried} kinds were tried");
    assert_eq!(open, Vec::<String>::new());
}
