//! Every sentence that has a slot, filled as the app fills it, beside what a person has read and found right:
//! `tests/golden/words/<lang>.txt`. After a change of words: `UPDATE_GOLDEN=1 cargo test -p migraction golden`, and read
//! what git shows, in each language.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

use migraction_core::facts::Unit;
use migraction_core::format::proofread::{Flaw, flaws};
use migraction_core::{CivilDate, Decimal};

use super::super::*;

/// The text of each language, as the app fetches it.
const TEXTS: [(&str, &str); 3] = [
    ("fr", include_str!(concat!(env!("OUT_DIR"), "/words-fr.txt"))),
    ("it", include_str!(concat!(env!("OUT_DIR"), "/words-it.txt"))),
    ("en", include_str!(concat!(env!("OUT_DIR"), "/words-en.txt"))),
];

/// What differs from one filling to the next: days at which words change, and none, one and several of what is counted.
struct Case {
    first: &'static str,
    second: &'static str,
    n: usize,
    least: &'static str,
    most: &'static str,
    hours: &'static str,
}

const CASES: [Case; 3] = [
    Case { first: "2026-12-08", second: "2027-01-11", n: 1, least: "8", most: "11.5", hours: "1" },
    Case {
        first: "2026-07-06",
        second: "2026-09-30",
        n: 2,
        least: "2804.46",
        most: "6836.455",
        hours: "504",
    },
    Case {
        first: "2027-05-01",
        second: "2027-08-01",
        n: 0,
        least: "0.5",
        most: "1000",
        hours: "82.25",
    },
];

/// Words that stand in a slot, in French, Italian and English.
const GIVEN: [(&str, [&str; 3]); 27] = [
    ("country", ["Belgique", "Belgio", "Belgium"]),
    ("question", ["Jour de la notification", "Giorno della notifica", "Day of notification"]),
    ("event", ["Demande d’asile", "Domanda d’asilo", "Asylum claim"]),
    ("first", ["Jour de la notification", "Giorno della notifica", "Day of notification"]),
    ("second", ["la date choisie", "la data scelta", "the chosen date"]),
    (
        "options",
        ["Rejet ou Irrecevabilité", "Rigetto o Inammissibilità", "Refusal or Inadmissible"],
    ),
    ("answer", ["Je ne sais pas", "Non so", "I don’t know"]),
    ("limit", ["18", "18", "18"]),
    ("choice", ["Peut s’appliquer", "Può valere", "May apply"]),
    ("confidence", ["moyenne", "media", "medium"]),
    ("field", ["Titre", "Titolo", "Title"]),
    ("why", ["à remplir", "da compilare", "to fill in"]),
    ("filter", ["Durée", "Durata", "Duration"]),
    ("label", ["Équipe accueil", "Équipe accoglienza", "Reception team"]),
    ("level", ["Bonne", "Buona", "Good"]),
    ("organisation", ["Accueil Libre", "Accoglienza Libera", "Open Door"]),
    ("people", ["Femmes, Familles", "Donne, Famiglie", "Women, Families"]),
    ("place", ["Mons", "Campobasso", "Mons"]),
    ("topic", ["Asile", "Asilo", "Asylum"]),
    ("title", ["Contester le refus", "Contestare il rifiuto", "Contest the refusal"]),
    ("who", ["un avocat", "un avvocato", "a lawyer"]),
    ("name", ["Noël", "Natale", "Christmas"]),
    ("distance", ["il y a 8 semaines", "8 settimane fa", "8 weeks ago"]),
    ("practices", ["2 pratiques", "2 pratiche", "2 practices"]),
    ("taken", ["salaire", "salario", "wage"]),
    ("typed", ["slaire", "saalrio", "wgae"]),
    ("words", ["orange, hiver", "arancione, inverno", "orange, winter"]),
];

fn day(text: &str) -> CivilDate {
    text.parse().unwrap_or_default()
}

fn amount(text: &str) -> Decimal {
    text.parse().unwrap_or_default()
}

/// What the app would put into this slot of this sentence.
fn value(w: &Words, at: usize, case: &Case, key: &str, slot: &str) -> String {
    let how = w.how();
    let long = |text: &str| w.date(day(text), DateForm::Long);
    let (first, second) = (long(case.first), long(case.second));
    let short = w.date(day(case.first), DateForm::Short);
    let moment = w.moment((day(case.first), 8, 5));
    let hours = match w.id {
        "fr" => ("heure", "heures"),
        "it" => ("ora", "ore"),
        _ => ("hour", "hours"),
    };
    let hours = how.quantity(amount(case.hours), Unit::Hours, hours.0, hours.1);
    match (key, slot) {
        (
            "deadline.safe"
            | "deadline.legal"
            | "deadline.act"
            | "form.said"
            | "trace.rolled_back"
            | "trace.rolled_forward",
            "date",
        )
        | ("trace.holiday", "day") => w.date(day(case.first), DateForm::Full),
        (
            "notes.changed_on" | "notes.seen_on" | "notes.result_of" | "wage.since"
            | "results.about",
            "date",
        ) => short,
        ("format.moment", "day") => w.date(day(case.first), DateForm::DayMonth),
        ("format.pair", "label") => w.results.role_safe.to_owned(),
        ("format.pair", "value") => w.date(day(case.first), DateForm::Full),
        ("format.moment", "time") => "08:05".to_owned(),
        ("hours.was" | "hours.was_removed", "day") => format!("{short} 08:00–16:30"),
        ("hours.was" | "hours.was_removed", "written") => w.date(day(case.second), DateForm::Short),
        ("wage.month_hours", "hours") => how.number(amount(case.hours)),
        ("form.month_said", "month") => w.date(day(case.first), DateForm::MonthLong),
        ("wage.month_hours", "month") => w.date(day(case.first), DateForm::Month),
        ("worksheet.ready", "name") => "Sara".to_owned(),
        ("notes.conflict_by", "who") => "Bureau 1".to_owned(),
        ("vault.passphrase_of" | "notes.of", "label") => {
            let labels = ["Équipe accueil", "Bureau 1", "Anna"];
            labels.get(at).copied().unwrap_or_default().to_owned()
        }
        ("home.emergency", "number") => "112".to_owned(),
        ("service.call", "number") => "0800 12 019".to_owned(),
        (_, "date" | "from" | "checked") => first,
        (_, "until" | "review") => second,
        (_, "hours") => hours,
        (_, "amount" | "least") => how.money(amount(case.least)),
        (_, "most") => how.money(amount(case.most)),
        (_, "range") => w.wage.range(wage::Range {
            least: &how.money(amount(case.least)),
            most: &how.money(amount(case.most)),
        }),
        (_, "rate") => how.exact_money(amount("13.5644")),
        (_, "percent") => how.percent(amount("50")),
        (_, "time") => moment,
        (_, "n" | "all" | "got" | "known" | "changed" | "minutes" | "min" | "km") => {
            case.n.to_string()
        }
        (_, "more" | "number") => (case.n + 1).to_string(),
        (_, "records") => (case.n + 5).to_string(),
        (_, "of" | "max" | "end") => (case.n + 10).to_string(),
        (_, "megabytes") => "12".to_owned(),
        (_, "sequence") => "7".to_owned(),
        (_, "version") => "0.1.0".to_owned(),
        (_, "digest") => "1a2b3c4d 5e6f7a8b".to_owned(),
        _ => {
            let given = GIVEN.iter().find(|(known, _)| *known == slot);
            let at = TEXTS.iter().position(|(id, _)| *id == w.id);
            let given = given.zip(at).and_then(|((_, words), at)| words.get(at));
            // Whoever adds a slot says what stands in it, or nobody will read the sentence.
            given.map_or_else(
                || format!("{{no example for {key}: {slot}}}"),
                |text| (*text).to_owned(),
            )
        }
    }
}

fn words(id: &str) -> Words {
    let text = TEXTS.iter().find(|(known, _)| *known == id).map_or("", |(_, text)| *text);
    match language_of(id).and_then(|language| parse(language, text.to_owned())) {
        Some(words) => words,
        None => panic!("the words of {id} are not of this build"),
    }
}

/// The sentences of a language, as `area.key: sentence`, each once.
fn sentences(w: &Words) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (at, case) in CASES.iter().enumerate() {
        let slot = |key: &str, slot: &str| value(w, at, case, key, slot);
        w.sentences(case.n, &slot, &mut |key, text| found.push((key.to_owned(), text)));
    }
    let mut seen = BTreeSet::new();
    found.retain(|line| seen.insert(line.clone()));
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[test]
fn every_sentence_with_a_slot_is_as_it_was_read() {
    for (id, _) in TEXTS {
        let found: String = sentences(&words(id))
            .into_iter()
            .map(|(key, text)| format!("{key}: {text}\n"))
            .collect();
        let path =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/words/{id}.txt"));
        if env::var_os("UPDATE_GOLDEN").is_some() {
            assert!(fs::write(&path, &found).is_ok(), "{}", path.display());
        }
        let golden = fs::read_to_string(&path).unwrap_or_default();
        let other =
            found.lines().zip(golden.lines().chain(std::iter::repeat(""))).find(|(a, b)| a != b);
        assert_eq!(other, None, "{id}: read the sentence, then renew with UPDATE_GOLDEN=1");
        assert_eq!(found.lines().count(), golden.lines().count(), "{id}");
    }
}

#[test]
fn no_sentence_has_what_never_stands_in_one() {
    for (id, _) in TEXTS {
        let w = words(id);
        let bad: Vec<_> = sentences(&w)
            .into_iter()
            .map(|(key, text)| (flaws(&text, &w.how(), w.elisions), key, text))
            .filter(|(found, ..)| !found.is_empty())
            .collect();
        assert!(bad.is_empty(), "{id}: {bad:#?}");
    }
}

/// The sentences as they were when their slots were filled in the order of the alphabet.
#[test]
fn swapped_and_doubled_slots_are_found() {
    let w = words("fr");
    let swapped = w.wage.month_hours(wage::MonthHours { month: &"160", hours: &"juil. 2026" });
    assert_eq!(flaws(&swapped, &w.how(), w.elisions), [Flaw::DateAsNumber]);
    let doubled = w.wage.gross(format!("{} €", w.how().money(amount("2804.46"))));
    assert_eq!(flaws(&doubled, &w.how(), w.elisions), [Flaw::TwoCurrencySigns, Flaw::TwoUnits]);
    let empty = w.deadline.act("");
    assert_eq!(flaws(&empty, &w.how(), w.elisions), [Flaw::EmptySlot]);
}
