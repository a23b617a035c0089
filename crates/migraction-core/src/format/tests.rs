#![allow(clippy::unwrap_used)]

use super::proofread::{Flaw, flaws};
use super::*;

const FRENCH: Format<'_> = Format {
    months: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    months_short: "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    weekdays: "lundi mardi mercredi jeudi vendredi samedi dimanche",
    weekdays_short: "lun. mar. mer. jeu. ven. sam. dim.",
    date_order: "weekday day month year",
    first_day: "1er",
    thousands: "\u{202f}",
    decimal: ",",
    money: "#\u{a0}€",
    percent: "#\u{a0}%",
    one: &[0, 1],
};

const ITALIAN: Format<'_> = Format {
    months: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    months_short: "gen feb mar apr mag giu lug ago set ott nov dic",
    first_day: "1º",
    thousands: ".",
    percent: "#%",
    one: &[1],
    ..FRENCH
};

const ENGLISH: Format<'_> = Format {
    months: "January February March April May June July August September October November December",
    months_short: "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    weekdays: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    first_day: "",
    thousands: ",",
    decimal: ".",
    money: "€#",
    percent: "#%",
    one: &[1],
    ..FRENCH
};

const ITALIAN_ELISIONS: Elisions<'_> = Elisions {
    words: &[
        ("il", "l’"),
        ("del", "dell’"),
        ("al", "all’"),
        ("dal", "dall’"),
        ("i", "gli"),
        ("dei", "degli"),
    ],
    numbers: &["8*", "11", "=1"],
};

const ENGLISH_ELISIONS: Elisions<'_> =
    Elisions { words: &[("a", "an")], numbers: &["8*", "11", "18"] };

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn amount(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn dates_are_written_in_each_form() {
    let eighth = day("2026-12-08");
    assert_eq!(FRENCH.date(eighth, DateForm::Full), "mardi 8 décembre 2026");
    assert_eq!(FRENCH.date(day("2027-01-01"), DateForm::Full), "vendredi 1er janvier 2027");
    assert_eq!(FRENCH.date(day("2026-07-06"), DateForm::Short), "6 juil. 2026");
    assert_eq!(FRENCH.date(day("2026-07-01"), DateForm::Month), "juil. 2026");
    assert_eq!(FRENCH.date(day("2026-07-01"), DateForm::MonthLong), "juillet 2026");
    assert_eq!(ITALIAN.date(day("2027-05-01"), DateForm::Long), "1º maggio 2027");
    assert_eq!(ENGLISH.date(eighth, DateForm::Full), "Tuesday 8 December 2026");
    assert_eq!(ENGLISH.date(day("2026-09-01"), DateForm::DayMonth), "1 Sept");
    assert_eq!(ENGLISH.date(day("2026-02-28"), DateForm::Long), "28 February 2026");
    assert_eq!(FRENCH.date(day("2026-12-13"), DateForm::Weekday), "dim.");
}

#[test]
fn money_has_one_sign_and_its_cents() {
    assert_eq!(FRENCH.money(amount("2804.46")), "2\u{202f}804,46\u{a0}€");
    assert_eq!(ITALIAN.money(amount("6836.455")), "6.836,46\u{a0}€");
    assert_eq!(ENGLISH.money(amount("10339")), "€10,339.00");
    assert_eq!(ENGLISH.money(amount("-1234567.5")), "−€1,234,567.50");
    assert_eq!(FRENCH.money(amount("0")), "0,00\u{a0}€");
    assert_eq!(FRENCH.money(amount("-0.001")), "0,00\u{a0}€");
}

#[test]
fn what_the_law_sets_is_not_rounded() {
    assert_eq!(FRENCH.exact_money(amount("13.5644")), "13,5644\u{a0}€");
    assert_eq!(ENGLISH.exact_money(amount("13.5")), "€13.50");
    assert_eq!(FRENCH.number(amount("12.1104")), "12,1104");
    assert_eq!(FRENCH.number(amount("160.00")), "160");
    assert_eq!(ITALIAN.number(amount("-1900.5")), "−1.900,5");
}

/// "6,8 € par jour": three of the five units of money were written as money.
#[test]
fn every_unit_of_money_is_written_as_money() {
    let units = [
        (Unit::Eur, "€", "6,80\u{a0}€"),
        (Unit::EurPerHour, "€ par heure", "6,80\u{a0}€ par heure"),
        (Unit::EurPerDay, "€ par jour", "6,80\u{a0}€ par jour"),
        (Unit::EurPerMonth, "€ par mois", "6,80\u{a0}€ par mois"),
        (Unit::EurPerYear, "€ par an", "6,80\u{a0}€ par an"),
    ];
    for (unit, name, written) in units {
        assert_eq!(FRENCH.quantity(amount("6.8"), unit, name, name), written);
    }
}

#[test]
fn a_unit_follows_the_number_of_its_language() {
    let days = |n| FRENCH.quantity(amount(n), Unit::Days, "jour", "jours");
    assert_eq!((days("0"), days("1")), ("0\u{a0}jour".into(), "1\u{a0}jour".into()));
    assert_eq!(days("2"), "2\u{a0}jours");
    assert_eq!(ENGLISH.quantity(amount("0"), Unit::Days, "day", "days"), "0\u{a0}days");
    assert_eq!(FRENCH.quantity(amount("9.5"), Unit::Percent, "%", "%"), "9,5\u{a0}%");
}

/// "entro il 8 dicembre".
#[test]
fn italian_words_give_way_before_eight_and_eleven() {
    let joined = |text: &str, value: &str| {
        let mut text = text.to_owned();
        ITALIAN_ELISIONS.push(&mut text, value);
        text
    };
    assert_eq!(joined("Agire entro il ", "8 dicembre 2026"), "Agire entro l’8 dicembre 2026");
    assert_eq!(joined("Il ", "11 marzo 2027"), "L’11 marzo 2027");
    assert_eq!(joined("dal\u{a0}", "8 marzo"), "dall’8 marzo");
    assert_eq!(joined("(del ", "80%"), "(dell’80%");
    assert_eq!(joined("i ", "8\u{a0}giorni"), "gli 8\u{a0}giorni");
    assert_eq!(joined("Dei ", "11.000\u{a0}permessi"), "Degli 11.000\u{a0}permessi");
    assert_eq!(joined("il ", "1,5%"), "l’1,5%");
}

#[test]
fn and_before_nothing_else() {
    for (text, value) in [
        ("entro il ", "1º dicembre"),
        ("entro il ", "1.000"),
        ("entro il ", "18 dicembre"),
        ("entro il ", "28 dicembre"),
        ("entro il ", "110%"),
        ("entro il ", "giovedì 8 dicembre"),
        ("sali ", "8 piani"),
        ("entro il: ", "8 dicembre"),
        ("il", "8"),
    ] {
        let mut joined = text.to_owned();
        ITALIAN_ELISIONS.push(&mut joined, value);
        assert_eq!(joined, format!("{text}{value}"));
    }
    let mut english = String::from("an extra ");
    ENGLISH_ELISIONS.push(&mut english, "8 days");
    assert_eq!(english, "an extra 8 days");
}

#[test]
fn english_says_an_eight_day_term() {
    let mut text = String::from("with a ");
    ENGLISH_ELISIONS.push(&mut text, "€8.50 fee");
    assert_eq!(text, "with an €8.50 fee");
}

#[test]
fn what_fills_a_slot_is_not_read_for_slots() {
    let filled = fill("{who}, {n}", &[("n", &3), ("who", &"{n}")], Elisions::NONE);
    assert_eq!(filled, "{n}, 3");
    assert_eq!(fill("{a", &[("a", &1)], Elisions::NONE), "{a");
    let day = "8 dicembre 2026";
    assert_eq!(
        fill("dal {from} al {until}.", &[("from", &day), ("until", &day)], ITALIAN_ELISIONS),
        "dall’8 dicembre 2026 all’8 dicembre 2026."
    );
}

#[test]
fn the_proofreader_finds_what_never_stands_in_a_sentence() {
    let cases: [(&str, &Format<'_>, Flaw); 36] = [
        ("Dû : {amount}", &FRENCH, Flaw::UnfilledSlot),
        ("Agir d’ici au .", &FRENCH, Flaw::EmptySlot),
        ("Du  au 4 mai 2026", &FRENCH, Flaw::EmptySlot),
        ("Date prudente :", &FRENCH, Flaw::EmptySlot),
        ("calculé ()", &FRENCH, Flaw::EmptySlot),
        ("Agir d’ici au … et attendre", &FRENCH, Flaw::Placeholder),
        ("From … to 4 May 2026", &ENGLISH, Flaw::Placeholder),
        ("2\u{202f}804,46\u{a0}€ €", &FRENCH, Flaw::TwoCurrencySigns),
        ("€6,836.46 €", &ENGLISH, Flaw::TwoCurrencySigns),
        ("Fini..", &FRENCH, Flaw::TwoFullStops),
        ("Fini. .", &FRENCH, Flaw::TwoFullStops),
        ("Du 6 juillet 2026 au 504, 30 septembre 2026 heures", &FRENCH, Flaw::DateAsNumber),
        ("160, juil. 2026 h", &FRENCH, Flaw::DateAsNumber),
        ("le 1 janvier 2027", &FRENCH, Flaw::FirstDay),
        ("dal 1 maggio", &ITALIAN, Flaw::FirstDay),
        ("entro il 8 dicembre", &ITALIAN, Flaw::Unelided),
        ("Il 11 marzo", &ITALIAN, Flaw::Unelided),
        ("Dal 8 al 10", &ITALIAN, Flaw::Unelided),
        ("i 8 giorni", &ITALIAN, Flaw::Unelided),
        ("dei 11.000 permessi", &ITALIAN, Flaw::Unelided),
        ("il 1%", &ITALIAN, Flaw::Unelided),
        (" reçu", &FRENCH, Flaw::EmptySlot),
        ("Reste NaN\u{a0}€", &FRENCH, Flaw::NotAValue),
        ("Entro il undefined", &ITALIAN, Flaw::NotAValue),
        ("null", &ENGLISH, Flaw::NotAValue),
        ("Ouvrir wage.month_hours", &FRENCH, Flaw::Key),
        ("no_place, sans règle", &FRENCH, Flaw::Key),
        ("Vérifié le 2026-11-25.", &FRENCH, Flaw::RawDate),
        ("13.56\u{a0}€ par heure", &FRENCH, Flaw::ForeignAmount),
        ("€13,56 all’ora", &ITALIAN, Flaw::ForeignAmount),
        ("€13,56 an hour", &ENGLISH, Flaw::ForeignAmount),
        ("13.56 € an hour", &ENGLISH, Flaw::ForeignAmount),
        ("504 h €", &FRENCH, Flaw::TwoUnits),
        ("25\u{a0}% %", &FRENCH, Flaw::TwoUnits),
        ("entro il il 3 dicembre", &ITALIAN, Flaw::DoubledWord),
        ("the day the the letter came", &ENGLISH, Flaw::DoubledWord),
    ];
    for (text, format, flaw) in cases {
        let found = flaws(text, format, ITALIAN_ELISIONS);
        assert!(found.contains(&flaw), "{text}: {found:?} instead of {flaw:?}");
    }
}

#[test]
fn the_proofreader_leaves_good_sentences_alone() {
    for (text, format) in [
        ("Du 6 juillet 2026 au 30 septembre 2026, 504 heures", &FRENCH),
        ("de 2\u{202f}804,46\u{a0}€ à 6\u{202f}836,46\u{a0}€", &FRENCH),
        ("Dû en tout : de 8,00\u{a0}€, 9,00\u{a0}€.", &FRENCH),
        ("vendredi 1er janvier 2027", &FRENCH),
        ("Peut-il signaler une personne ?", &FRENCH),
        ("Attendez… puis appelez.", &FRENCH),
        ("€10.00, €12.50", &ENGLISH),
        ("entro l’8 dicembre", &ITALIAN),
        ("entro il 18 dicembre", &ITALIAN),
        ("il 1º maggio 2026", &ITALIAN),
        ("sept. 2026, 160 h", &FRENCH),
        ("Nous nous voyons lundi, lundi à neuf heures.", &FRENCH),
        ("2.804,46 € in tutto, 13,5644 € all’ora", &ITALIAN),
        ("€2,804.46, of which €8 was paid", &ENGLISH),
        ("Some of them. None of these.", &ENGLISH),
    ] {
        assert_eq!(flaws(text, format, ITALIAN_ELISIONS), [], "{text}");
    }
}
