//! How a language writes dates, numbers and money, and how its little words meet them: the one place for all of it.
//!
//! The names of months, the separators and the signs are words of the language, given as [`Format`]; they live in
//! `content/words/<lang>/ui/format.toml`. Used by the app for all it shows, and by the compiler of the content for what it checks.

mod elision;
pub mod proofread;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

pub use elision::{Elisions, fill};

use crate::facts::{Notation, Unit};

/// How many decimals an amount of money has at least, and one that was computed at most.
const CENTS: u32 = Unit::Eur.decimals();

/// How much of a date to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// `Friday 4 December 2026`
    Full,
    /// `4 December 2026`
    Long,
    /// `4 Dec 2026`
    Short,
    /// `4 Dec`
    DayMonth,
    /// `Fri`
    Weekday,
    /// `Dec 2026`
    Month,
    /// `December 2026`
    MonthLong,
}

/// The names and signs with which a language writes dates and numbers. Lists are separated by spaces.
#[derive(Clone, Copy, Debug)]
pub struct Format<'a> {
    /// The twelve months, as within a sentence.
    pub months: &'a str,
    /// The twelve months, shortened.
    pub months_short: &'a str,
    /// The seven days, Monday first.
    pub weekdays: &'a str,
    /// The seven days, shortened.
    pub weekdays_short: &'a str,
    /// `weekday`, `day`, `month` and `year` in the order of the language.
    pub date_order: &'a str,
    /// What stands for the first day of a month; empty for the number alone.
    pub first_day: &'a str,
    /// Between groups of three digits.
    pub thousands: &'a str,
    /// Before the decimals.
    pub decimal: &'a str,
    /// An amount of money, `#` standing for the number.
    pub money: &'a str,
    /// A percentage, `#` standing for the number.
    pub percent: &'a str,
    /// The numbers that take the singular.
    pub one: &'a [usize],
}

fn nth(list: &str, at: u32) -> &str {
    list.split(' ').nth(at as usize).unwrap_or_default()
}

impl Format<'_> {
    /// A civil date in words.
    #[must_use]
    pub fn date(&self, day: NaiveDate, form: DateForm) -> String {
        let weekday = day.weekday().num_days_from_monday();
        if form == DateForm::Weekday {
            return nth(self.weekdays_short, weekday).to_owned();
        }
        let is_long = matches!(form, DateForm::Full | DateForm::Long | DateForm::MonthLong);
        let months = if is_long { self.months } else { self.months_short };
        let mut written = String::new();
        for part in self.date_order.split(' ') {
            let text = match part {
                "weekday" if form == DateForm::Full => nth(self.weekdays, weekday).to_owned(),
                "day" if matches!(form, DateForm::Month | DateForm::MonthLong) => continue,
                "day" if day.day() == 1 && !self.first_day.is_empty() => self.first_day.to_owned(),
                "day" => day.day().to_string(),
                "month" => nth(months, day.month0()).to_owned(),
                "year" if form != DateForm::DayMonth => day.year().to_string(),
                _ => continue,
            };
            if !written.is_empty() {
                written.push(' ');
            }
            written.push_str(&text);
        }
        written
    }

    /// A number with all its decimals and no zero at their end.
    #[must_use]
    pub fn number(&self, amount: Decimal) -> String {
        self.digits(&amount.normalize().to_string())
    }

    /// An amount of money, to the cent: half a cent goes up, and cents are written even where there are none.
    #[must_use]
    pub fn money(&self, amount: Decimal) -> String {
        self.with_cents(amount.round_dp_with_strategy(CENTS, crate::HALF_UP))
    }

    /// An amount of money as the law sets it: cents, and smaller parts where there are some, as for the wage of an hour.
    #[must_use]
    pub fn exact_money(&self, amount: Decimal) -> String {
        self.with_cents(amount.normalize())
    }

    /// A percentage.
    #[must_use]
    pub fn percent(&self, amount: Decimal) -> String {
        around(self.percent, &self.number(amount))
    }

    /// An amount of law with its unit; `one` and `other` name the unit, and for money begin with its sign.
    #[must_use]
    pub fn quantity(&self, amount: Decimal, unit: Unit, one: &str, other: &str) -> String {
        let is_one = self.one.iter().any(|n| Decimal::from(*n) == amount);
        let name = if is_one { one } else { other };
        match unit.notation() {
            Notation::Percent => self.percent(amount),
            Notation::Named | Notation::Date => format!("{}\u{a0}{name}", self.number(amount)),
            Notation::Money => {
                let per = name.trim_start_matches('€').trim();
                let space = if per.is_empty() { "" } else { " " };
                [self.exact_money(amount).as_str(), space, per].concat()
            }
        }
    }

    fn with_cents(&self, mut amount: Decimal) -> String {
        amount.rescale(amount.scale().max(CENTS));
        let digits = self.digits(&amount.abs().to_string());
        let sign = if amount.is_sign_negative() && !amount.is_zero() { "−" } else { "" };
        format!("{sign}{}", around(self.money, &digits))
    }

    /// Plain digits with the separators of the language.
    fn digits(&self, plain: &str) -> String {
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain), |rest| ("−", rest));
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        let mut written = String::from(sign);
        for (at, digit) in whole.char_indices() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                written.push_str(self.thousands);
            }
            written.push(digit);
        }
        if !decimals.is_empty() {
            written.push_str(self.decimal);
            written.push_str(decimals);
        }
        written
    }
}

fn around(pattern: &str, digits: &str) -> String {
    pattern.replacen('#', digits, 1)
}

#[cfg(test)]
mod tests;
