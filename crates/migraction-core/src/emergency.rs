//! The emergency page: which countries' numbers stand there, in which order, and whether a country was chosen at all.
//!
//! A number of another country is dangerous: nobody answers it, or somebody else does. Until a person has chosen, no
//! country is taken for granted; what the phone says is a proposal.

use crate::Id;
use crate::guide::Service;
use crate::telephone::EMERGENCY;

/// The kind of lines for emergencies.
const URGENT: &str = "emergency";

/// Kinds of services shown after these, in this order.
const KINDS: [&str; 4] = ["minors", "trafficking", "violence", "listening"];

/// The numbers of a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<'a> {
    /// The country.
    pub country: &'a Id,
    /// Whether its numbers are in sight at once; otherwise they are one tap away.
    pub is_open: bool,
    /// Police, ambulance, fire: what is called at once. 112 is not among them, it stands above.
    pub urgent: Vec<&'a Service>,
    /// The other lines by their main kind.
    pub others: Vec<(&'static str, Vec<&'a Service>)>,
}

/// The numbers of each country: all in sight until one is chosen, the proposed country first; then the chosen one first
/// and in sight, the others one tap away. A choice that is no country here is none.
#[must_use]
pub fn sections<'a>(
    countries: &[&'a Id],
    services: impl Iterator<Item = &'a Service> + Clone,
    chosen: Option<&Id>,
    proposed: Option<&Id>,
) -> Vec<Section<'a>> {
    let chosen = chosen.filter(|id| countries.contains(id));
    let first = chosen.or(proposed);
    let mut ordered = countries.to_vec();
    ordered.sort_by_key(|id| first != Some(*id));
    let section = |country: &'a Id| {
        let with_phone = services
            .clone()
            .filter(move |service| service.country == *country && service.phone.is_some());
        let mainly = |kind: &str| {
            let is_of =
                |service: &&Service| service.kinds.first().is_some_and(|main| *main == *kind);
            with_phone.clone().filter(is_of).collect::<Vec<_>>()
        };
        let mut urgent = mainly(URGENT);
        urgent.retain(|service| service.phone.as_deref() != Some(EMERGENCY));
        // The short numbers, those of police, ambulance and fire, come before those for something special.
        let length =
            |service: &&Service| service.phone.as_ref().map(|phone| (phone.len(), phone.clone()));
        urgent.sort_by_key(length);
        let others = KINDS.map(|kind| (kind, mainly(kind)));
        let others = others.into_iter().filter(|(_, lines)| !lines.is_empty()).collect();
        let is_open = chosen.is_none_or(|chosen| chosen == country);
        Section { country, is_open, urgent, others }
    };
    ordered.into_iter().map(section).collect()
}

/// The country that a phone proposes: the region of its first language tag that names one of those offered, such as
/// `fr-BE`. A language alone proposes none: it is spoken in several countries.
#[must_use]
pub fn proposed<'a>(
    tags: impl IntoIterator<Item = impl AsRef<str>>,
    offered: &[&'a Id],
) -> Option<&'a Id> {
    tags.into_iter().find_map(|tag| {
        let regions = tag.as_ref().split(['-', '_']).skip(1).filter(|part| part.len() == 2);
        let region = regions.last()?.to_ascii_lowercase();
        offered.iter().find(|id| ***id == *region.as_str()).copied()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{proposed, sections};
    use crate::Id;
    use crate::facts::Confidence;
    use crate::guide::{ReportsStatus, Service};

    fn service(id: &str, country: &str, kinds: &[&str], phone: Option<&str>) -> Service {
        Service {
            id: id.into(),
            country: country.into(),
            name: id.to_owned(),
            kinds: kinds.iter().map(|kind| Id::from(*kind)).collect(),
            for_whom: vec![],
            regions: vec![],
            town: None,
            phone: phone.map(str::to_owned),
            shown_as: None,
            url: None,
            reports_status: ReportsStatus::No,
            confidence: Confidence::High,
            uncertain: false,
            sources: vec![],
            checked_on: "2026-11-23".parse().unwrap(),
            review_by: "2027-11-23".parse().unwrap(),
        }
    }

    fn services() -> Vec<Service> {
        vec![
            service("a-112", "aa", &["emergency"], Some("112")),
            service("a-police", "aa", &["emergency"], Some("101")),
            service("a-children", "aa", &["listening", "minors"], Some("103")),
            service("a-desk", "aa", &["minors"], None),
            service("b-ambulance", "bb", &["emergency", "health"], Some("118")),
            service("b-women", "bb", &["violence", "emergency"], Some("1522")),
            service("b-union", "bb", &["union"], Some("1234")),
            service("c-messages", "cc", &["emergency"], Some("114")),
            service("c-police", "cc", &["emergency"], Some("17")),
            service("eu-children", "eu", &["minors"], Some("116000")),
        ]
    }

    /// Each section as `country: numbers`, in brackets where they are one tap away.
    fn page(chosen: Option<&str>, proposed: Option<&str>) -> Vec<String> {
        let (services, ids) = (services(), ["aa", "bb", "cc"].map(Id::from));
        let countries: Vec<&Id> = ids.iter().collect();
        let (chosen, proposed) = (chosen.map(Id::from), proposed.map(Id::from));
        let all = sections(&countries, services.iter(), chosen.as_ref(), proposed.as_ref());
        let line = |section: &super::Section<'_>| {
            let mut names: Vec<&str> = section.urgent.iter().map(|one| one.name.as_str()).collect();
            names.extend(section.others.iter().flat_map(|(_, l)| l).map(|one| one.name.as_str()));
            let line = format!("{}: {}", section.country, names.join(" "));
            if section.is_open { line } else { format!("({line})") }
        };
        all.iter().map(line).collect()
    }

    #[test]
    fn until_one_is_chosen_the_numbers_of_all_countries_are_in_sight() {
        let all = ["aa: a-police a-children", "bb: b-ambulance b-women", "cc: c-police c-messages"];
        assert_eq!(page(None, None), all);
    }

    #[test]
    fn a_proposal_comes_first_and_hides_nothing() {
        let all = ["bb: b-ambulance b-women", "aa: a-police a-children", "cc: c-police c-messages"];
        assert_eq!(page(None, Some("bb")), all);
    }

    #[test]
    fn the_chosen_country_comes_first_and_the_others_are_one_tap_away() {
        let all =
            ["cc: c-police c-messages", "(aa: a-police a-children)", "(bb: b-ambulance b-women)"];
        assert_eq!(page(Some("cc"), Some("bb")), all);
    }

    #[test]
    fn a_choice_that_is_no_country_here_is_none() {
        assert_eq!(page(Some("zz"), None), page(None, None));
        assert_eq!(page(Some(""), None), page(None, None));
    }

    #[test]
    fn the_region_of_the_phone_is_a_proposal_its_language_is_none() {
        let ids = ["be", "fr", "it"].map(Id::from);
        let offered: Vec<&Id> = ids.iter().collect();
        let of = |tags: &[&str]| proposed(tags, &offered).map(ToString::to_string);
        assert_eq!(of(&["fr-BE", "fr-FR"]).as_deref(), Some("be"));
        assert_eq!(of(&["it-IT"]).as_deref(), Some("it"));
        assert_eq!(of(&["uk", "ar-Arab-FR"]).as_deref(), Some("fr"));
        assert_eq!(of(&["en_IT"]).as_deref(), Some("it"));
        assert_eq!(of(&["fr", "it"]), None);
        assert_eq!(of(&["en-US", "fr"]), None);
        assert_eq!(of(&[]), None);
    }
}
