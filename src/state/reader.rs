//! The pack as a reader sees it: looked up by id, written in the reader's language.

use std::sync::Arc;

use migraction_core::facts::{Fact, Quantity, Unit, Value};
use migraction_core::rules::Rules;
use migraction_core::{CivilDate, Decimal, Id};
use migraction_pack::language_part::FactWords;
use migraction_pack::prose::Target;

use super::{Pack, Session};
use crate::browser::intl::{self, DateForm};
use crate::words::Words;

/// A pack with the interface words and the reader's choices.
#[derive(Clone)]
pub struct Reader {
    /// The pack.
    pub pack: Arc<Pack>,
    /// The interface words.
    pub w: &'static Words,
    /// The reader's choices.
    pub session: Session,
}

impl Reader {
    /// Today by the phone's clock.
    #[must_use]
    pub fn today(&self) -> CivilDate {
        self.session.today
    }

    /// A date in the reader's language.
    #[must_use]
    pub fn date(&self, day: CivilDate, form: DateForm) -> String {
        date(self.w, day, form)
    }

    /// A number without unit.
    #[must_use]
    pub fn number(&self, amount: Decimal) -> String {
        intl::number(amount, self.w.id, false)
    }

    /// An amount of money, rounded to cents for showing.
    #[must_use]
    pub fn money(&self, amount: Decimal) -> String {
        let cents = amount.round_dp_with_strategy(2, migraction_core::HALF_UP);
        intl::number(cents, self.w.id, true)
    }

    /// An amount with its unit, such as `4 months`.
    #[must_use]
    pub fn amount(&self, amount: Decimal, unit: Unit) -> String {
        let words = self.pack.words.vocabulary.units.get(&unit_id(unit));
        let one = self.w.one.iter().any(|n| Decimal::from(*n) == amount);
        let unit_words = words.map_or("", |words| if one { &words.one } else { &words.other });
        match unit {
            Unit::Percent => format!("{}{}%", self.number(amount), self.w.format.before_percent),
            Unit::Eur | Unit::EurPerHour | Unit::EurPerMonth => {
                let rest = unit_words.trim_start_matches('€').trim();
                if rest.is_empty() {
                    self.money(amount)
                } else {
                    format!("{} {rest}", self.money(amount))
                }
            }
            _ => format!("{}\u{a0}{unit_words}", self.number(amount)),
        }
    }

    /// A unit's name for several.
    #[must_use]
    pub fn unit(&self, unit: Unit) -> String {
        let words = self.pack.words.vocabulary.units.get(&unit_id(unit));
        words.map(|words| words.other.clone()).unwrap_or_default()
    }

    /// A value of law in the reader's language.
    #[must_use]
    pub fn value(&self, value: &Value) -> String {
        match value.quantity {
            Quantity::Day(day) => self.date(day, DateForm::Long),
            Quantity::Amount(amount) => self.amount(amount, value.unit),
        }
    }

    /// A fact with its words, old names followed.
    #[must_use]
    pub fn fact(&self, id: &Id) -> Option<(&Fact, &FactWords)> {
        let id = self.pack.core.fact_id(id);
        Some((self.pack.core.facts.get(id)?, self.pack.words.facts.get(id)?))
    }

    /// The rules of a country, if this version has any.
    #[must_use]
    pub fn rules(&self, country: &Id) -> Option<&Rules> {
        self.pack.core.rules.get(country).filter(|rules| !rules.rules.is_empty())
    }

    /// The countries that have rules, in the order in which they are offered.
    pub fn countries_with_rules(&self) -> impl Iterator<Item = &Id> {
        let ids = self.pack.core.countries.iter().map(|country| &country.id);
        ids.filter(|id| self.rules(id).is_some())
    }

    /// The label of an id of a closed list.
    #[must_use]
    pub fn label(&self, list: &str, id: &Id) -> String {
        self.pack.words.vocabulary.label(list, id).to_owned()
    }

    /// An address within the app in the reader's language.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        format!("/{}/{path}", self.w.id)
    }

    /// Where a link of the prose leads.
    #[must_use]
    pub fn target(&self, target: &Target) -> String {
        match target {
            Target::Practice(id) => self.href(&format!("practice/{id}")),
            Target::Context { country, topic } => self.href(&format!("context/{country}/{topic}")),
            Target::Service(id) => self.href(&format!("services/{id}")),
            Target::Term(id) => self.href(&format!("glossary/{id}")),
            Target::Site(url) => url.clone(),
        }
    }
}

/// A date in the language of these words.
#[must_use]
pub fn date(words: &Words, day: CivilDate, form: DateForm) -> String {
    intl::date(day, words.id, form, words.format.first_day)
}

fn unit_id(unit: Unit) -> Id {
    Id::from(match unit {
        Unit::Days => "days",
        Unit::WorkingDays => "working-days",
        Unit::Weeks => "weeks",
        Unit::Months => "months",
        Unit::Years => "years",
        Unit::Hours => "hours",
        Unit::HoursPerWeek => "hours-per-week",
        Unit::HoursPerYear => "hours-per-year",
        Unit::Percent => "percent",
        Unit::Eur => "eur",
        Unit::EurPerHour => "eur-per-hour",
        Unit::EurPerMonth => "eur-per-month",
        Unit::People => "people",
        Unit::Times => "times",
        Unit::EurPerDay => "eur-per-day",
        Unit::EurPerYear => "eur-per-year",
        Unit::DaysPerYear => "days-per-year",
        Unit::DaysPerMonth => "days-per-month",
        Unit::MonthsOfPay => "months-of-pay",
        Unit::Points => "points",
        Unit::Date => "date",
    })
}
