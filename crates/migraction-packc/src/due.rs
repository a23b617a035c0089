//! What falls due for review: by rule, page and service, as a table, and by day, as a calendar for the editor.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use chrono::{Days, NaiveDate};
use migraction_core::Id;
use migraction_core::ics::{self, DayEvent};
use migraction_core::route::Route;
use migraction_pack::prose::{Block, Inline, for_each_inline};

use crate::content::Content;

/// How far ahead the two tables look, in days.
pub const AHEAD: [u64; 2] = [30, 90];

/// What is to be looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A rule, with the first of its facts.
    Rule,
    /// A context page, with the first of the facts that it names.
    Page,
    /// A service of the directory.
    Service,
    /// A practice sheet.
    Practice,
    /// A fact that neither a rule nor a context page rests on.
    Fact,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Rule, Self::Page, Self::Service, Self::Practice, Self::Fact];

    const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rules",
            Self::Page => "pages",
            Self::Service => "services",
            Self::Practice => "practices",
            Self::Fact => "facts",
        }
    }
}

/// One thing that falls due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The first day on which it is past review.
    pub day: NaiveDate,
    /// What it is.
    pub kind: Kind,
    /// Whose it is; empty for practice sheets.
    pub country: String,
    /// Its id, or its address within the guide.
    pub name: String,
    /// The facts behind it that fall due until the last day that was asked for, the first ones first.
    pub facts: Vec<(NaiveDate, Id)>,
}

/// What falls due on `until` or before, the nearest first.
#[must_use]
pub fn until(content: &Content, until: NaiveDate) -> Vec<Due> {
    let mut all = Vec::new();
    let mut covered: BTreeSet<&Id> = BTreeSet::new();
    for (country, rules) in &content.rules {
        for rule in rules.iter().map(|rule| &rule.item.rule) {
            covered.extend(&rule.facts);
            let facts = due_facts(content, rule.facts.iter(), until);
            all.extend(resting(Kind::Rule, country, rule.id.to_string(), facts));
        }
    }
    // Pages name the same facts in every language.
    let words = content.languages.first().and_then(|first| content.words.get(&first.id));
    for ((country, topic), page) in words.into_iter().flat_map(|words| &words.contexts) {
        let named = named_facts(&page.item.body);
        covered.extend(&named);
        let facts = due_facts(content, named.iter().copied(), until);
        let route = Route::Context { country: country.clone(), topic: topic.clone() };
        all.extend(resting(Kind::Page, country, route.to_string(), facts));
    }
    let mut own = |kind, day: NaiveDate, country: String, id: &Id| {
        if day <= until {
            all.push(Due { day, kind, country, name: id.to_string(), facts: Vec::new() });
        }
    };
    for (id, service) in &content.services {
        own(Kind::Service, service.item.review_by, service.item.country.to_string(), id);
    }
    for (id, practice) in &content.practices {
        own(Kind::Practice, practice.item.review_by, String::new(), id);
    }
    for (id, fact) in content.facts.iter().filter(|(id, _)| !covered.contains(id)) {
        own(Kind::Fact, fact.item.review_by, fact.item.country.to_string(), id);
    }
    all.sort_by(|a, b| (a.day, a.kind, &a.name).cmp(&(b.day, b.kind, &b.name)));
    all
}

fn resting(kind: Kind, country: &Id, name: String, facts: Vec<(NaiveDate, Id)>) -> Option<Due> {
    let day = facts.first().map(|(day, _)| *day)?;
    Some(Due { day, kind, country: country.to_string(), name, facts })
}

fn due_facts<'a>(
    content: &Content,
    ids: impl Iterator<Item = &'a Id>,
    until: NaiveDate,
) -> Vec<(NaiveDate, Id)> {
    let facts = ids.filter_map(|id| content.facts.get(id));
    let days = facts.map(|fact| (fact.item.review_by, fact.item.id.clone()));
    let sorted: BTreeSet<(NaiveDate, Id)> = days.filter(|(day, _)| *day <= until).collect();
    sorted.into_iter().collect()
}

fn named_facts(body: &[Block]) -> BTreeSet<&Id> {
    let mut named = BTreeSet::new();
    for line in body.iter().flat_map(Block::lines) {
        for_each_inline(line, &mut |piece| {
            if let Inline::Fact(id) | Inline::FactWords(id, _) = piece {
                named.insert(id);
            }
        });
    }
    named
}

fn after(today: NaiveDate, days: u64) -> NaiveDate {
    today.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// The tables: what is due in 30 days, then what is due in 90.
///
/// # Errors
/// None: writing to a text does not fail.
pub fn tables(content: &Content, today: NaiveDate) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let mut shown = NaiveDate::MIN;
    for days in AHEAD {
        let last = after(today, days);
        let all = until(content, last);
        let counts: Vec<String> = Kind::ALL
            .iter()
            .map(|kind| {
                let count = all.iter().filter(|due| due.kind == *kind).count();
                format!("{count} {}", kind.name())
            })
            .collect();
        writeln!(out, "\nDue by {last}, in {days} days: {}", counts.join(", "))?;
        // What stands in the first table does not stand in the second one again.
        for due in all.iter().filter(|due| due.day > shown) {
            let late = if due.day <= today { "late" } else { "" };
            let facts: Vec<&str> = due.facts.iter().map(|(_, id)| id.as_str()).collect();
            writeln!(
                out,
                "  {}  {late:<4}  {:<9}  {:<40}  {}",
                due.day,
                due.kind.name(),
                due.name,
                facts.join(" ")
            )?;
        }
        shown = last;
    }
    Ok(out)
}

/// The calendar of the next 90 days: one entry per country and day on which something has to have been looked at again.
/// What is late already stands on `today`.
#[must_use]
pub fn calendar(content: &Content, today: NaiveDate) -> String {
    let last = AHEAD.iter().copied().max().unwrap_or_default();
    let mut days: BTreeMap<(NaiveDate, String), (BTreeSet<String>, usize)> = BTreeMap::new();
    for due in until(content, after(today, last)) {
        let own = due.facts.is_empty().then(|| (due.day, due.name.clone()));
        let facts = due.facts.iter().map(|(day, id)| (*day, id.to_string()));
        for (day, id) in own.into_iter().chain(facts) {
            let entry = days.entry((day.max(today), due.country.clone())).or_default();
            entry.0.insert(id);
        }
        if matches!(due.kind, Kind::Rule) {
            days.entry((due.day.max(today), due.country.clone())).or_default().1 += 1;
        }
    }
    let event =
        |((day, country), (ids, rules)): ((NaiveDate, String), (BTreeSet<String>, usize))| {
            let ids: Vec<String> = ids.into_iter().collect();
            let title = format!("Review {country} (expiring rules: {rules}): {}", ids.join(", "));
            DayEvent { day, title }
        };
    ics::file(&days.into_iter().map(event).collect::<Vec<_>>(), today)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Kind, calendar, tables, until};
    use crate::fixture;

    #[test]
    fn what_rests_on_a_fact_falls_due_with_it() {
        let content = fixture::content();
        let day = "2027-02-23".parse().unwrap();
        let due = until(&content, day);
        let kinds: Vec<Kind> = due.iter().map(|due| due.kind).collect();
        assert!(kinds.contains(&Kind::Rule) && kinds.contains(&Kind::Page), "{due:?}");
        let rule = due.iter().find(|due| due.kind == Kind::Rule).unwrap();
        assert_eq!((rule.day, rule.name.as_str()), (day, "xx-work"));
        assert!(rule.facts.iter().any(|(_, id)| id.as_str() == "xx-work-wait"), "{rule:?}");
        assert_eq!(until(&content, "2026-11-25".parse().unwrap()), []);
    }

    #[test]
    fn the_second_table_does_not_say_the_first_one_again() {
        let tables = tables(&fixture::content(), "2027-01-25".parse().unwrap()).unwrap();
        assert!(tables.contains("Due by 2027-02-24, in 30 days: 1 rules"), "{tables}");
        assert_eq!(tables.matches("  rules      xx-work ").count(), 1, "{tables}");
    }

    #[test]
    fn the_calendar_has_one_entry_per_country_and_day() {
        let file = calendar(&fixture::content(), "2027-01-25".parse().unwrap());
        assert!(file.contains("DTSTART;VALUE=DATE:20270223\r\n"), "{file}");
        let whole = file.replace("\r\n ", "");
        assert!(whole.contains("SUMMARY:Review xx (expiring rules: 1): "), "{whole}");
        assert!(whole.contains("xx-work-wait"), "{whole}");
    }
}
