//! The pack as a reader sees it: looked up by id, written in the reader's language.

use std::sync::Arc;

use migraction_core::deadline::{self, Law, Reading};
use migraction_core::facts::{Fact, Quantity, Unit, Value};
use migraction_core::format::DateForm;
use migraction_core::route::Route;
use migraction_core::rules::{Answers, Rule, Rules};
use migraction_core::telephone::Numbers;
use migraction_core::{CivilDate, Decimal, Id};
use migraction_pack::language_part::FactWords;
use migraction_pack::prose::LinkTarget;

use super::{Pack, Session};
use crate::words::Words;
use migraction_browser::page;

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
        self.w.date(day, form)
    }

    /// A number without unit.
    #[must_use]
    pub fn number(&self, amount: Decimal) -> String {
        self.w.how().number(amount)
    }

    /// An amount of money that was computed, rounded to cents for showing.
    #[must_use]
    pub fn money(&self, amount: Decimal) -> String {
        self.w.how().money(amount)
    }

    /// A rate of pay, with the parts of a cent that the law sets.
    #[must_use]
    pub fn rate(&self, amount: Decimal) -> String {
        self.w.trace.rate(self.w.how().exact_money(amount))
    }

    /// Hours that were counted, with their unit.
    #[must_use]
    pub fn hours(&self, hours: Decimal) -> String {
        self.amount(hours.round_dp(Unit::Hours.decimals()), Unit::Hours)
    }

    /// An amount with its unit, such as `4 months`.
    #[must_use]
    pub fn amount(&self, amount: Decimal, unit: Unit) -> String {
        let words = self.pack.words.vocabulary.units.get(&Id::from(unit.id()));
        let (one, other) = words.map_or(("", ""), |words| (&*words.one, &*words.other));
        self.w.how().quantity(amount, unit, one, other)
    }

    /// A unit's name for several.
    #[must_use]
    pub fn unit(&self, unit: Unit) -> String {
        let words = self.pack.words.vocabulary.units.get(&Id::from(unit.id()));
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

    /// The law of a country, if this version has its rules.
    #[must_use]
    pub fn law(&self, country: &Id) -> Option<Law<'_>> {
        let core = &self.pack.core;
        let calendar = &core.country(country.as_str())?.calendar;
        Some(Law { rules: self.rules(country)?, facts: &core.facts, calendar })
    }

    /// How the last day of a rule is counted for these answers, the reading to keep first; empty where it has none or
    /// something is missing.
    #[must_use]
    pub fn readings<'a>(
        &'a self,
        country: &Id,
        rule: &'a Rule,
        answers: &Answers,
    ) -> Vec<Reading<'a>> {
        let law = self.law(country);
        law.map(|law| {
            deadline::readings(law, rule, answers, deadline::From::Received, self.today())
        })
        .unwrap_or_default()
    }

    /// The last day of a rule to keep in mind: cautious, and the earlier of paper and rule. It is the same wherever it
    /// is shown.
    #[must_use]
    pub fn last_day(&self, country: &Id, rule: &Rule, answers: &Answers) -> Option<CivilDate> {
        self.readings(country, rule, answers).first().map(|reading| reading.safe)
    }

    /// The numbers that can be dialled.
    #[must_use]
    pub fn numbers(&self) -> Numbers {
        Numbers::of(self.pack.core.services.values())
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

    /// A page's address in the reader's language.
    #[must_use]
    pub fn href(&self, route: &Route) -> String {
        route.in_language(self.w.id)
    }

    /// The same with where the app comes from, as it is handed on and printed.
    #[must_use]
    pub fn public_href(&self, route: &Route) -> String {
        [page::origin(), self.href(route)].concat()
    }

    /// Where a link of the prose leads.
    #[must_use]
    pub fn target(&self, target: &LinkTarget) -> String {
        match (target, target.route()) {
            (LinkTarget::Site(url), _) => url.clone(),
            (_, route) => self.href(&route.unwrap_or(Route::Home)),
        }
    }
}
