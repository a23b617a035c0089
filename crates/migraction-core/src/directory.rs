//! The directory: which services fit a need, in which order, and how old their entries are.
//!
//! An address or a number goes out of date silently. An entry that nobody looked at for three months says so; after
//! six it leaves the first results, and is shown only to who asks for older ones.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Id;
use crate::guide::{ReportsStatus, Service};

/// An entry not checked for longer than this is greyed.
pub const GREYED_AFTER_DAYS: i64 = 90;
/// An entry not checked for longer than this leaves the first results.
pub const HIDDEN_AFTER_DAYS: i64 = 180;

/// Kinds whose place is told by telephone alone: somebody may be looked for there.
const WITHOUT_PLACE: [&str; 2] = ["trafficking", "violence"];

/// The kind of lines for emergencies.
const EMERGENCY: &str = "emergency";

/// How long ago an entry was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// Lately.
    Fresh,
    /// Long enough ago to ring first.
    Greyed,
    /// Too long ago for the first results.
    Old,
}

impl Age {
    /// The age of an entry on `today`. A clock that lies before the check makes no entry old.
    #[must_use]
    pub fn of(service: &Service, today: NaiveDate) -> Self {
        match (today - service.checked_on).num_days() {
            days if days > HIDDEN_AFTER_DAYS => Self::Old,
            days if days > GREYED_AFTER_DAYS => Self::Greyed,
            _ => Self::Fresh,
        }
    }
}

/// Where a service must be, or whom it must serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// One goes there: its door is in this town.
    Town(String),
    /// It serves this region, alone or with all others.
    Region(Id),
}

/// What is looked for; what is not said leaves everything in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The country served.
    pub country: Option<Id>,
    /// What it is for.
    pub kind: Option<Id>,
    /// Where.
    pub place: Option<Place>,
    /// For whom: services for everyone stay in, after those meant for these people.
    pub whom: Option<Id>,
    /// Whether it asks for or reports status.
    pub reports: Option<ReportsStatus>,
}

impl Wanted {
    fn admits(&self, service: &Service) -> bool {
        let place = match &self.place {
            None => true,
            Some(Place::Town(town)) => service.town.as_ref() == Some(town),
            Some(Place::Region(region)) => {
                service.regions.is_empty() || service.regions.contains(region)
            }
        };
        place
            && self.country.as_ref().is_none_or(|country| *country == service.country)
            && self.kind.as_ref().is_none_or(|kind| service.kinds.contains(kind))
            && self.reports.is_none_or(|reports| reports == service.reports_status)
            && self
                .whom
                .as_ref()
                .is_none_or(|whom| service.for_whom.is_empty() || service.for_whom.contains(whom))
    }

    /// Lower comes first: lines for emergencies where no need is named, what is meant for these people, what mainly does this, what
    /// is near.
    fn rank(&self, service: &Service) -> [bool; 4] {
        [
            self.kind.is_none() && !service.kinds.iter().any(|kind| *kind == *EMERGENCY),
            self.whom.as_ref().is_some_and(|whom| !service.for_whom.contains(whom)),
            self.kind.as_ref().is_some_and(|kind| service.kinds.first() != Some(kind)),
            matches!(&self.place, Some(Place::Region(region)) if !service.regions.contains(region)),
        ]
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found<'a> {
    /// Entries to show at once.
    pub first: Vec<&'a Service>,
    /// Entries to show when they are asked for.
    pub older: Vec<&'a Service>,
}

/// Looks through the services. `named` holds those that contain the words typed, where any were.
#[must_use]
pub fn find<'a>(
    services: impl Iterator<Item = &'a Service>,
    wanted: &Wanted,
    named: Option<&BTreeSet<&Id>>,
    today: NaiveDate,
) -> Found<'a> {
    let mut all: Vec<_> = services
        .filter(|service| named.is_none_or(|named| named.contains(&service.id)))
        .filter(|service| wanted.admits(service))
        .collect();
    all.sort_by(|a, b| {
        let key = |service: &Service| (wanted.rank(service), Age::of(service, today));
        key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name))
    });
    let (older, first) = all.into_iter().partition(|one| Age::of(one, today) == Age::Old);
    Found { first, older }
}

/// Whom to turn to for a need in a country: those who mainly do this, from the first results. Who does it beside other
/// things is found in the directory; a line for a crisis is no doctor. Where it cannot wait, the emergency lines for it
/// come first.
#[must_use]
pub fn contacts<'a>(
    services: impl Iterator<Item = &'a Service>,
    country: &Id,
    kind: &Id,
    cannot_wait: bool,
    today: NaiveDate,
) -> Vec<&'a Service> {
    let wanted =
        Wanted { country: Some(country.clone()), kind: Some(kind.clone()), ..Wanted::default() };
    let mut found = find(services, &wanted, None, today).first;
    let is_emergency =
        |service: &&Service| service.kinds.first().is_some_and(|main| *main == *EMERGENCY);
    found.retain(|service| {
        service.kinds.first() == Some(kind) || cannot_wait && is_emergency(service)
    });
    found.sort_by_key(|service| !is_emergency(service));
    found
}

/// What to look for on a map; nothing for places that are not given away.
#[must_use]
pub fn map_words(service: &Service) -> Option<String> {
    let town = service.town.as_ref()?;
    let words = [service.name.as_str(), ", ", town].concat();
    has_open_door(service).then(|| utf8_percent_encode(&words, NON_ALPHANUMERIC).to_string())
}

/// Whether anybody may be told where it is. Places that protect people are told by telephone alone.
#[must_use]
pub fn has_open_door(service: &Service) -> bool {
    !service.kinds.iter().any(|kind| WITHOUT_PLACE.contains(&kind.as_str()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use super::{Age, Place, Wanted, contacts, find, map_words};
    use crate::facts::Confidence;
    use crate::guide::{ReportsStatus, Service};
    use crate::{CivilDate, Id};

    const TODAY: &str = "2026-11-26";

    fn day(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    fn ids(list: &[&str]) -> Vec<Id> {
        list.iter().map(|id| Id::from(*id)).collect()
    }

    fn service(id: &str, kinds: &[&str], regions: &[&str], whom: &[&str]) -> Service {
        Service {
            id: id.into(),
            country: "xx".into(),
            name: id.to_owned(),
            kinds: ids(kinds),
            for_whom: ids(whom),
            regions: ids(regions),
            town: None,
            phone: None,
            shown_as: None,
            url: None,
            reports_status: ReportsStatus::No,
            confidence: Confidence::High,
            uncertain: false,
            sources: vec![],
            checked_on: day("2026-11-23"),
            review_by: day("2027-11-23"),
        }
    }

    #[track_caller]
    fn check(services: &[Service], wanted: &Wanted, first: &[&str], older: &[&str]) {
        let found = find(services.iter(), wanted, None, day(TODAY));
        let names = |list: &[&Service]| list.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&found.first), first, "first results");
        assert_eq!(names(&found.older), older, "older entries");
    }

    #[test]
    fn an_entry_ages_after_ninety_and_hides_after_a_hundred_and_eighty_days() {
        let mut one = service("a", &["health"], &[], &[]);
        for (checked, age) in [
            ("2026-11-27", Age::Fresh),
            ("2026-08-28", Age::Fresh),
            ("2026-08-27", Age::Greyed),
            ("2026-05-30", Age::Greyed),
            ("2026-05-29", Age::Old),
        ] {
            one.checked_on = day(checked);
            assert_eq!(Age::of(&one, day(TODAY)), age, "{checked}");
        }
    }

    #[test]
    fn old_entries_are_never_among_the_first() {
        let mut old = service("a", &["health"], &[], &[]);
        old.checked_on = day("2026-01-01");
        let mut greyed = service("b", &["health"], &[], &[]);
        greyed.checked_on = day("2026-08-01");
        let fresh = service("c", &["health"], &[], &[]);
        check(&[old, greyed, fresh], &Wanted::default(), &["c", "b"], &["a"]);
    }

    #[test]
    fn a_region_keeps_what_serves_the_whole_country_after_what_serves_it_alone() {
        let all = [
            service("everywhere", &["union"], &[], &[]),
            service("here", &["union"], &["north"], &[]),
            service("there", &["union"], &["south"], &[]),
        ];
        let wanted = Wanted { place: Some(Place::Region("north".into())), ..Wanted::default() };
        check(&all, &wanted, &["here", "everywhere"], &[]);
    }

    #[test]
    fn a_town_means_a_door_to_go_to() {
        let mut here = service("here", &["union"], &[], &[]);
        here.town = Some("Pescara".to_owned());
        let all = [here, service("by-phone", &["union"], &[], &[])];
        let wanted = Wanted { place: Some(Place::Town("Pescara".to_owned())), ..Wanted::default() };
        check(&all, &wanted, &["here"], &[]);
    }

    #[test]
    fn those_meant_come_first_and_everyone_stays_in() {
        let all = [
            service("all", &["health"], &[], &[]),
            service("men", &["health"], &[], &["men"]),
            service("women", &["health"], &[], &["women"]),
        ];
        let wanted = Wanted { whom: Some("women".into()), ..Wanted::default() };
        check(&all, &wanted, &["women", "all"], &[]);
    }

    #[test]
    fn emergency_lines_come_first_unless_a_need_is_named() {
        let all = [
            service("bread", &["food"], &[], &[]),
            service("night", &["food", "emergency"], &[], &[]),
        ];
        check(&all, &Wanted::default(), &["night", "bread"], &[]);
        let wanted = Wanted { kind: Some("food".into()), ..Wanted::default() };
        check(&all, &wanted, &["bread", "night"], &[]);
    }

    #[test]
    fn a_kind_puts_what_mainly_does_it_first() {
        let all = [
            service("also", &["legal-aid", "union"], &[], &[]),
            service("mainly", &["union"], &[], &[]),
            service("no", &["health"], &[], &[]),
        ];
        let wanted = Wanted { kind: Some("union".into()), ..Wanted::default() };
        check(&all, &wanted, &["mainly", "also"], &[]);
    }

    #[test]
    fn a_contact_for_a_need_mainly_does_this_and_was_checked() {
        let mut old = service("old", &["health"], &[], &[]);
        old.checked_on = day("2026-01-01");
        let all = [
            service("a crisis line", &["listening", "health"], &[], &[]),
            service("doctor", &["health"], &[], &[]),
            service("zz ambulance", &["emergency", "health"], &[], &[]),
            old,
        ];
        let names = |country: &str, cannot_wait| {
            let (country, kind) = (country.into(), "health".into());
            let found = contacts(all.iter(), &country, &kind, cannot_wait, day(TODAY));
            found.iter().map(|one| one.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names("xx", false), ["doctor"]);
        assert_eq!(names("xx", true), ["zz ambulance", "doctor"]);
        assert!(names("yy", true).is_empty());
    }

    #[test]
    fn status_country_and_words_narrow() {
        let mut reports = service("reports", &["health"], &[], &[]);
        reports.reports_status = ReportsStatus::Must;
        let mut abroad = service("abroad", &["health"], &[], &[]);
        abroad.country = "yy".into();
        let all = [reports, abroad, service("plain", &["health"], &[], &[])];
        let wanted = Wanted { reports: Some(ReportsStatus::No), ..Wanted::default() };
        check(&all, &wanted, &["abroad", "plain"], &[]);
        let wanted = Wanted { country: Some("xx".into()), ..Wanted::default() };
        check(&all, &wanted, &["plain", "reports"], &[]);
        let id = Id::from("plain");
        let named = BTreeSet::from([&id]);
        let found = find(all.iter(), &Wanted::default(), Some(&named), day(TODAY));
        assert_eq!(found.first.len(), 1);
    }

    #[test]
    fn a_map_never_leads_to_a_safe_house() {
        let mut one = service("Sùd & co", &["health"], &[], &[]);
        assert_eq!(map_words(&one), None);
        one.town = Some("Liège".to_owned());
        assert_eq!(map_words(&one).unwrap(), "S%C3%B9d%20%26%20co%2C%20Li%C3%A8ge");
        one.kinds = ids(&["housing", "violence"]);
        assert_eq!(map_words(&one), None);
    }
}
