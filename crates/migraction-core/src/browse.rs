//! Which practices somebody looks for: filters as they stand in an address, so that a list can be
//! shared, and what they let through.

use crate::guide::Practice;

/// Levels of the host language, the lowest first: the vocabulary's closed list, in its order.
pub const LEVELS: [&str; 6] = ["none", "pre-a1", "a1", "a2", "b1", "b2"];
/// Times that are offered, in minutes, the shortest first.
pub const MINUTES: [&str; 6] = ["30", "60", "90", "120", "240", "480"];

/// What can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// The stage it belongs to.
    Stage,
    /// One of its themes.
    Theme,
    /// For whom it is.
    Audience,
    /// The time that there is: a practice of no set length is left out.
    Minutes,
    /// The level that people have: what needs more is left out.
    Level,
    /// The country it comes from.
    Country,
}

impl Filter {
    /// All filters, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Stage, Self::Theme, Self::Audience, Self::Minutes, Self::Level, Self::Country];

    /// Its name in an address. Permanent, as addresses are.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Theme => "theme",
            Self::Audience => "audience",
            Self::Minutes => "minutes",
            Self::Level => "level",
            Self::Country => "country",
        }
    }

    const fn place(self) -> usize {
        self as usize
    }

    /// What can be chosen among these practices: what occurs, or the steps of a scale.
    #[must_use]
    pub fn choices(self, practices: &[&Practice]) -> Vec<String> {
        let mut found: Vec<String> = match self {
            Self::Minutes => return MINUTES.map(str::to_owned).to_vec(),
            Self::Level => return LEVELS.map(str::to_owned).to_vec(),
            Self::Stage => practices.iter().map(|one| one.stage.id().to_owned()).collect(),
            Self::Country => practices.iter().map(|one| one.country.to_string()).collect(),
            Self::Theme => practices.iter().flat_map(|one| &one.themes).map(text).collect(),
            Self::Audience => practices.iter().flat_map(|one| &one.audiences).map(text).collect(),
        };
        found.sort();
        found.dedup();
        found
    }
}

fn text(id: &crate::Id) -> String {
    id.to_string()
}

/// What is looked for: a value for some of the filters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted([Option<String>; 6]);

impl Wanted {
    /// No filter at all.
    pub const NONE: Self = Self([const { None }; 6]);

    /// Reads the filters of an address: `get` gives a parameter's value.
    #[must_use]
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        Self(Filter::ALL.map(|filter| {
            let value = get(filter.name())?;
            let fits = value.len() < 40
                && !value.is_empty()
                && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            fits.then_some(value)
        }))
    }

    /// The value of a filter.
    #[must_use]
    pub fn get(&self, filter: Filter) -> Option<&str> {
        self.0.get(filter.place())?.as_deref()
    }

    /// The same with another value of one filter; an empty one lifts it.
    #[must_use]
    pub fn with(&self, filter: Filter, value: &str) -> Self {
        let mut other = self.clone();
        if let Some(place) = other.0.get_mut(filter.place()) {
            *place = (!value.is_empty()).then(|| value.to_owned());
        }
        other
    }

    /// The filters that are set.
    pub fn set(&self) -> impl Iterator<Item = Filter> {
        Filter::ALL.into_iter().filter(|filter| self.get(*filter).is_some())
    }

    /// The query of an address, with its question mark; nothing when no filter is set.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = String::new();
        for filter in self.set() {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(filter.name());
            query.push('=');
            query.push_str(self.get(filter).unwrap_or_default());
        }
        query
    }

    /// Whether a practice is among what is looked for.
    #[must_use]
    pub fn finds(&self, practice: &Practice) -> bool {
        self.set().all(|filter| {
            let value = self.get(filter).unwrap_or_default();
            match filter {
                Filter::Stage => practice.stage.id() == value,
                Filter::Theme => practice.themes.iter().any(|theme| *theme == *value),
                Filter::Audience => practice.audiences.iter().any(|one| *one == *value),
                Filter::Country => practice.country == *value,
                Filter::Minutes => {
                    let time = value.parse::<u16>().unwrap_or(0);
                    practice.minutes.is_some_and(|minutes| minutes <= time)
                }
                Filter::Level => rank(practice.language_level.as_str()) <= rank(value),
            }
        })
    }

    /// How many practices each filter alone keeps away: what to lift when nothing is found.
    #[must_use]
    pub fn to_lift(&self, practices: &[&Practice]) -> Vec<(Filter, usize)> {
        let count = |filter| {
            let wider = self.with(filter, "");
            practices.iter().filter(|practice| wider.finds(practice)).count()
        };
        let mut found: Vec<_> = self.set().map(|filter| (filter, count(filter))).collect();
        found.retain(|(_, count)| *count > 0);
        found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        found
    }
}

/// The place of a level on the scale; an unknown one is above all.
fn rank(level: &str) -> usize {
    LEVELS.iter().position(|known| *known == level).unwrap_or(LEVELS.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Confidence;
    use crate::guide::{Stage, StepsBasis};

    fn practice(stage: Stage, theme: &str, minutes: Option<u16>, level: &str) -> Practice {
        let day = chrono::NaiveDate::default();
        Practice {
            id: "one".into(),
            stage,
            kind: "method".into(),
            themes: vec![theme.into()],
            audiences: vec!["group".into()],
            country: "xx".into(),
            organisation: String::new(),
            partner: false,
            minutes,
            group: None,
            language_level: level.into(),
            steps_basis: StepsBasis::Source,
            confidence: Confidence::High,
            sources: Vec::new(),
            checked_on: day,
            review_by: day,
        }
    }

    fn wanted(query: &str) -> Wanted {
        Wanted::read(|name| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
        })
    }

    #[test]
    fn what_stands_in_the_address_comes_back() {
        for query in ["", "?stage=orientation", "?theme=unions&minutes=60&country=be"] {
            assert_eq!(wanted(query.trim_start_matches('?')).query(), query);
        }
        assert_eq!(wanted("theme=").query(), "", "an empty filter is none");
        assert_eq!(wanted("theme=<b>").query(), "", "nothing else passes through");
        assert_eq!(wanted("else=1").query(), "");
    }

    #[test]
    fn each_filter_lets_through_what_it_says() {
        let one = practice(Stage::Orientation, "unions", Some(60), "a2");
        for query in
            ["stage=orientation", "theme=unions", "audience=group", "minutes=60", "level=b1"]
        {
            assert!(wanted(query).finds(&one), "{query}");
        }
        for query in
            ["stage=reception", "theme=health", "audience=public", "minutes=30", "level=a1"]
        {
            assert!(!wanted(query).finds(&one), "{query}");
        }
        assert!(!wanted("theme=unions&country=be").finds(&one), "all of them count");
        let unset = practice(Stage::Orientation, "unions", None, "none");
        assert!(!wanted("minutes=480").finds(&unset), "no set length fits no set time");
        assert!(wanted("level=none").finds(&unset));
        assert!(!wanted("level=none").finds(&practice(Stage::Reception, "unions", None, "c2")));
    }

    #[test]
    fn when_nothing_is_found_it_says_which_filter_to_lift() {
        let (short, long) = (
            practice(Stage::Reception, "health", Some(15), "none"),
            practice(Stage::Reception, "health", Some(120), "none"),
        );
        let wanted = wanted("theme=unions&minutes=30");
        assert_eq!(wanted.to_lift(&[&short, &long]), [(Filter::Theme, 1)]);
        assert_eq!(wanted.with(Filter::Theme, "").to_lift(&[&long]), [(Filter::Minutes, 1)]);
    }

    #[test]
    fn what_can_be_chosen_is_what_there_is() {
        let one = practice(Stage::Reception, "health", None, "none");
        let two = practice(Stage::Mobilisation, "health", None, "none");
        assert_eq!(Filter::Theme.choices(&[&one, &two]), ["health"]);
        assert_eq!(Filter::Stage.choices(&[&one, &two]), ["mobilisation", "reception"]);
        assert_eq!(Filter::Level.choices(&[]), LEVELS);
    }
}
