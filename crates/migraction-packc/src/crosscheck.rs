//! Our calendar and figures against what others keep, each from a small file of days and numbers that was written elsewhere.
//!
//! It names differences and decides nothing: who is right is found in the act.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use migraction_core::facts::Quantity;
use migraction_core::{Decimal, Id};

use crate::content::Content;

/// A file that is not of the form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: write `{form}`, one on a line")]
pub struct NotOfTheForm {
    /// The line, from 1.
    pub line: usize,
    /// The form.
    pub form: &'static str,
}

/// What a comparison came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many days or figures both have.
    pub same: usize,
    /// What differs, each in one line.
    pub differences: Vec<String>,
}

/// The lines of a file without its remarks, each cut into words, with its number.
fn lines<'a, const N: usize>(
    text: &'a str,
    form: &'static str,
) -> impl Iterator<Item = Result<(usize, [&'a str; N]), NotOfTheForm>> {
    let numbered = text.lines().enumerate();
    let told = numbered.filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    told.map(move |(at, line)| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let words = words.try_into().map_err(|_| NotOfTheForm { line: at + 1, form })?;
        Ok((at + 1, words))
    })
}

/// Public holidays kept in the whole of a country, against lines `be 2027-01-01`. Sundays are left out, on which nobody works
/// with or without a name, and so are the years of which the other calendar says nothing.
///
/// # Errors
/// [`NotOfTheForm`] for a line that is none.
pub fn holidays(content: &Content, text: &str) -> Result<Compared, NotOfTheForm> {
    const FORM: &str = "country YYYY-MM-DD";
    let mut theirs: BTreeMap<Id, BTreeSet<NaiveDate>> = BTreeMap::new();
    for read in lines::<2>(text, FORM) {
        let (line, [country, day]) = read?;
        let day = day.parse().map_err(|_| NotOfTheForm { line, form: FORM })?;
        theirs.entry(country.into()).or_default().insert(day);
    }
    let mut compared = Compared::default();
    for (id, theirs) in &theirs {
        let years: BTreeSet<i32> = theirs.iter().map(Datelike::year).collect();
        let Some(country) = content.countries.iter().find(|known| known.item.id == *id) else {
            compared.differences.push(format!("{id}: there is no such country here"));
            continue;
        };
        let calendar = &country.item.calendar.holidays;
        let kept = calendar.iter().filter(|day| day.places.is_empty()).map(|day| day.date);
        let ours: BTreeSet<NaiveDate> = kept.filter(|day| years.contains(&day.year())).collect();
        let weekday = |day: &&NaiveDate| day.weekday() != Weekday::Sun;
        compared.same += ours.intersection(theirs).filter(weekday).count();
        for day in ours.difference(theirs).filter(weekday) {
            compared.differences.push(format!("{id} {day}: a holiday here only"));
        }
        for day in theirs.difference(&ours).filter(weekday) {
            compared.differences.push(format!("{id} {day}: a holiday there only"));
        }
    }
    Ok(compared)
}

/// Values of facts by the day, against lines `fr-smic-hour 2026-06-01 12.31`. What lies before the first day of either is left
/// out.
///
/// # Errors
/// [`NotOfTheForm`] for a line that is none.
pub fn figures(content: &Content, text: &str) -> Result<Compared, NotOfTheForm> {
    const FORM: &str = "fact YYYY-MM-DD amount";
    let mut theirs: BTreeMap<Id, BTreeMap<NaiveDate, Decimal>> = BTreeMap::new();
    for read in lines::<3>(text, FORM) {
        let (line, [fact, day, amount]) = read?;
        let (Ok(day), Ok(amount)) = (day.parse(), amount.parse()) else {
            return Err(NotOfTheForm { line, form: FORM });
        };
        theirs.entry(fact.into()).or_default().insert(day, amount);
    }
    let mut compared = Compared::default();
    for (id, theirs) in &theirs {
        let Some(fact) = content.facts.get(id).map(|placed| &placed.item) else {
            compared.differences.push(format!("{id}: there is no such fact here"));
            continue;
        };
        let ours = |day| match fact.value_on(day)?.quantity {
            Quantity::Amount(amount) => Some(amount),
            Quantity::Day(_) => None,
        };
        let own = fact.values.iter().filter_map(|value| value.from);
        let days: BTreeSet<NaiveDate> = own.chain(theirs.keys().copied()).collect();
        for day in days {
            let there = theirs.range(..=day).next_back().map(|(_, amount)| *amount);
            match (ours(day), there) {
                (Some(here), Some(there)) if here == there => compared.same += 1,
                (Some(here), Some(there)) => {
                    let line = format!("{id} on {day}: {here} here, {there} there");
                    compared.differences.push(line);
                }
                _ => {}
            }
        }
    }
    Ok(compared)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{figures, holidays};
    use crate::fixture;

    #[test]
    fn a_day_that_only_one_calendar_has_is_named() {
        let text = "# remark\nxx 2024-01-01\nxx 2024-05-01\nyy 2024-01-01\n";
        let compared = holidays(&fixture::content(), text).unwrap();
        assert_eq!(compared.same, 1);
        assert_eq!(
            compared.differences,
            ["xx 2024-05-01: a holiday there only", "yy: there is no such country here"]
        );
        let ours = holidays(&fixture::content(), "xx 2024-05-01\n").unwrap();
        assert_eq!(ours.differences.first().unwrap(), "xx 2024-01-01: a holiday here only");
    }

    #[test]
    fn a_figure_is_compared_on_each_day_of_either() {
        let text = "xx-work-wait 2019-01-01 4\nxx-work-wait 2021-01-01 5\nxx-none 2021-01-01 5\n";
        let compared = figures(&fixture::content(), text).unwrap();
        assert_eq!(compared.same, 1);
        assert_eq!(
            compared.differences,
            ["xx-none: there is no such fact here", "xx-work-wait on 2021-01-01: 4 here, 5 there"]
        );
    }

    #[test]
    fn a_line_of_another_form_is_named() {
        let wrong = holidays(&fixture::content(), "# remark\nxx 2024-01-01 more\n").unwrap_err();
        assert_eq!(wrong.to_string(), "line 2: write `country YYYY-MM-DD`, one on a line");
        assert_eq!(figures(&fixture::content(), "# remark\na 2024-01-01 x\n").unwrap_err().line, 2);
    }
}
