//! Figures as acts and pages print them: `1.867,02`, `1 867,02`, `1,867.02`, `5 mois`, `1/3`, `trente jours`.
//!
//! Where a sign can mean two things (`1.867` is a thousand and more, or less than two), both readings are given: whoever
//! compares takes the one that fits. A word of time behind a number is read with it, so that `5 mois` is no figure in weeks.

mod figure;
mod words;

use migraction_core::Decimal;
use migraction_core::dates::TermUnit;
use migraction_core::facts::{Notation, Unit};

use figure::Token;
pub use words::Tongue;

/// Languages of sources.
pub const SOURCES: &[Tongue] = &[Tongue::En, Tongue::Fr, Tongue::It];
/// The language of claims.
pub const CLAIMS: &[Tongue] = &[Tongue::En];

/// A number that a text prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// What it can mean; never empty.
    pub readings: Vec<Decimal>,
    /// What it counts, where a word of time stands right behind it.
    pub time: Option<TermUnit>,
    /// Whether it is a part of a whole, as `1/3`.
    pub is_fraction: bool,
}

impl Printed {
    /// Whether this is how `amount` of `unit` can be printed. A year is twelve months, a week seven days, a third
    /// 33.33 percent; no other unit is turned into another.
    #[must_use]
    pub fn says(&self, amount: Decimal, unit: Unit) -> bool {
        self.readings.iter().any(|reading| self.reading_says(*reading, amount, unit))
    }

    fn reading_says(&self, reading: Decimal, amount: Decimal, unit: Unit) -> bool {
        if unit.notation() == Notation::Percent && self.is_fraction {
            let percent = reading.checked_mul(Decimal::ONE_HUNDRED);
            return percent.is_some_and(|percent| percent.round_dp(amount.scale()) == amount);
        }
        let times = match (self.time, unit.term_unit()) {
            (None, _) => 1,
            // Days per year and months of pay are named; money and percents count no time.
            (Some(_), None) if unit.notation() == Notation::Named => 1,
            (Some(said), Some(meant)) if said == meant => 1,
            (Some(TermUnit::Days), Some(TermUnit::WorkingDays)) => 1,
            (Some(TermUnit::Years), Some(TermUnit::Months)) => 12,
            (Some(TermUnit::Weeks), Some(TermUnit::Days)) => 7,
            _ => return false,
        };
        reading.checked_mul(Decimal::from(times)) == Some(amount)
    }
}

/// The numbers of a text, in their order.
///
/// Digits inside a word (`L435-4`) are a name and days written `2026-05-01` or `01.05.2026` are days: neither is a number.
#[must_use]
pub fn numbers(text: &str, tongues: &[Tongue]) -> Vec<Printed> {
    let tokens = figure::tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        let mut number = match token {
            Token::Figure { readings, is_fraction, .. } => {
                Printed { readings: readings.clone(), time: None, is_fraction: *is_fraction }
            }
            Token::Word { .. } => {
                let Some((number, used)) =
                    spelled(tokens.get(at - 1..).unwrap_or_default(), tongues)
                else {
                    continue;
                };
                at += used - 1;
                number
            }
        };
        if let Some(Token::Word { text, is_near: true, .. }) = tokens.get(at) {
            number.time = words::find(words::TIMES, tongues, text);
        }
        found.push(number);
    }
    found
}

/// A number in words at the beginning of these tokens, and how many of them it takes.
fn spelled(tokens: &[Token], tongues: &[Tongue]) -> Option<(Printed, usize)> {
    let mut value: Option<i64> = None;
    let mut used = 0;
    while let Some(Token::Word { text, is_near, .. }) = tokens.get(used) {
        if used > 0 && !is_near {
            break;
        }
        let next = words::find(words::NUMBERS, tongues, text);
        let sum = match (value, next) {
            (_, None) => None,
            (None, Some(next)) => Some(next),
            (Some(4), Some(20)) => Some(80),
            (Some(so_far), Some(next @ (100 | 1000))) if so_far < next => Some(so_far * next),
            // Sixty and ten, twenty and four, a hundred and twenty.
            (Some(so_far), Some(next)) if next < 100 && so_far % 100 == 0 => Some(so_far + next),
            (Some(so_far), Some(next)) if next < 20 && so_far % 100 >= 20 && so_far % 10 == 0 => {
                Some(so_far + next)
            }
            _ => None,
        };
        if sum.is_none() {
            break;
        }
        value = sum;
        used += 1;
    }
    let whole =
        |value: i64| Printed { readings: vec![value.into()], time: None, is_fraction: false };
    let behind = match tokens.get(used) {
        Some(Token::Word { text, is_near, .. }) if used == 0 || *is_near => Some(text.as_str()),
        _ => None,
    };
    let parts = behind.and_then(|word| words::find(words::FRACTIONS, tongues, word));
    match (value, parts) {
        (Some(value), Some(parts)) => {
            let part = Decimal::from(value).checked_div(parts.into())?;
            Some((Printed { readings: vec![part], time: None, is_fraction: true }, used + 1))
        }
        // A third, or the third day: half is the only one of these that counts nothing.
        (None, Some(parts)) => {
            let part = Decimal::ONE.checked_div(parts.into())?;
            let ordinal = (parts > 2).then(|| Decimal::from(parts));
            let readings = std::iter::once(part).chain(ordinal).collect();
            Some((Printed { readings, time: None, is_fraction: true }, used + 1))
        }
        (Some(value), None) => Some((whole(value), used)),
        (None, None) => {
            let is_article = words::ARTICLES.iter().any(|(tongue, list)| {
                tongues.contains(tongue) && behind.is_some_and(|word| list.contains(&word))
            });
            let Some(Token::Word { text, is_near: true, .. }) = tokens.get(1) else { return None };
            let is_time = words::find(words::TIMES, tongues, text).is_some();
            (is_article && is_time).then(|| (whole(1), 1))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use migraction_core::facts::Unit;

    use super::{CLAIMS, SOURCES, Tongue, numbers};

    #[track_caller]
    fn check(text: &str, amount: &str, unit: Unit, expected: bool) {
        let found = numbers(text, SOURCES);
        let says = found.iter().any(|number| number.says(amount.parse().unwrap(), unit));
        assert_eq!(says, expected, "{text} as {amount} {}: {found:?}", unit.id());
    }

    #[test]
    fn each_country_prints_a_thousand_in_its_own_way() {
        for text in [
            "1.867,02",
            "1 867,02",
            "1\u{202f}867,02 €",
            "1,867.02",
            "1’867.02",
            "EUR 1867,02",
            "€ 1867.02 bruts",
        ] {
            check(text, "1867.02", Unit::EurPerMonth, true);
            check(text, "18670.2", Unit::EurPerMonth, false);
            check(text, "186.702", Unit::EurPerMonth, false);
        }
        check("1.867", "1867", Unit::Eur, true);
        check("1.867", "1.867", Unit::Eur, true);
        check("164.850", "164850", Unit::People, true);
        check("1.234.567", "1234567", Unit::People, true);
        check("13,5644", "13.5644", Unit::EurPerHour, true);
        check("0,500", "500", Unit::Eur, false);
    }

    #[test]
    fn a_figure_is_read_with_what_it_counts() {
        check("5 mois", "5", Unit::Months, true);
        check("5 mois", "5", Unit::Weeks, false);
        check("5 mois", "5", Unit::EurPerMonth, false);
        check("2,5 jours par mois", "2.5", Unit::DaysPerMonth, true);
        check("a 30-day term", "30", Unit::Days, true);
        check("dieci giorni", "10", Unit::WorkingDays, true);
        check("un an", "12", Unit::Months, true);
        check("un an", "1", Unit::Years, true);
        check("a year", "1", Unit::Months, false);
        check("two weeks", "14", Unit::Days, true);
        check("48 heures", "48", Unit::Hours, true);
        check("trois mois de loyer", "3", Unit::MonthsOfPay, true);
    }

    #[test]
    fn words_are_figures_too() {
        for (text, amount) in [
            ("trente jours", "30"),
            ("vingt-quatre jours", "24"),
            ("quatre-vingt-dix jours", "90"),
            ("soixante-douze jours", "72"),
            ("cent vingt jours", "120"),
            ("deux cents jours", "200"),
            ("centottanta", "0"),
            ("sessanta giorni", "60"),
            ("thirty-six", "36"),
            ("two hundred days", "200"),
        ] {
            check(text, amount, Unit::Days, amount != "0");
        }
    }

    #[test]
    fn parts_of_a_whole_are_percents() {
        for text in ["1/3", "un tiers", "one third", "un terzo"] {
            check(text, "33.33", Unit::Percent, true);
        }
        check("the third working day", "3", Unit::WorkingDays, true);
        check("trois quarts", "75", Unit::Percent, true);
        check("50 %", "50", Unit::Percent, true);
        check("1/4", "0.25", Unit::Times, true);
    }

    #[test]
    fn names_and_days_are_no_numbers() {
        for text in ["L435-4", "A1", "2026-05-01", "01.05.2026", "", "a law", "the due pay"] {
            assert_eq!(numbers(text, &[Tongue::En]), [], "{text}");
        }
        assert_eq!(numbers("is due", CLAIMS).len(), 0);
        assert_eq!(numbers("5, 10 et 15 jours", SOURCES).len(), 3);
        assert_eq!(numbers("3 ou 6 mois", SOURCES).len(), 2);
    }
}
