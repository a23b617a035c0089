//! The structure of the guide: practice sheets, context pages, services. No sentence stands here;
//! the words are in each language's part of the pack, under the same ids.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Id;
use crate::facts::{Confidence, Source, Standing};

/// The three stages of work with a newcomer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Welcome: receive, listen, see what is urgent.
    Reception,
    /// Guide: rights, deadlines, work, skills.
    Orientation,
    /// Act: learn, gather, take part.
    Mobilisation,
}

impl Stage {
    /// All stages in their order.
    pub const ALL: [Self; 3] = [Self::Reception, Self::Orientation, Self::Mobilisation];

    /// The stage's id, as in addresses.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Reception => "reception",
            Self::Orientation => "orientation",
            Self::Mobilisation => "mobilisation",
        }
    }

    /// The stage with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.id() == id)
    }
}

/// Who wrote the steps of a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepsBasis {
    /// They follow the source.
    Source,
    /// They are ours and must not be attributed to the organisation.
    Composed,
    /// The main idea is the source's, some steps are ours.
    Mixed,
}

/// A group's size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSize {
    /// The fewest people.
    pub min: u16,
    /// The most people.
    pub max: u16,
}

/// An official term of one country, kept in that country's own language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Its permanent name.
    pub id: Id,
    /// The country that uses it.
    pub country: Id,
    /// The term itself.
    pub term: String,
    /// Its abbreviation.
    pub short: Option<String>,
    /// The language that the term is in, as a language tag.
    pub language: String,
    /// Context pages where it matters, by country and topic.
    pub see: Vec<(Id, Id)>,
}

impl Term {
    /// The term with its abbreviation in brackets.
    #[must_use]
    pub fn full(&self) -> String {
        match &self.short {
            Some(short) => format!("{} ({short})", self.term),
            None => self.term.clone(),
        }
    }
}

/// One practice sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// Its permanent name.
    pub id: Id,
    /// The stage it belongs to.
    pub stage: Stage,
    /// What it is, from the vocabulary's kinds.
    pub kind: Id,
    /// Its themes, from the vocabulary.
    pub themes: Vec<Id>,
    /// For whom it is, from the vocabulary.
    pub audiences: Vec<Id>,
    /// The country it comes from.
    pub country: Id,
    /// The organisation's own name.
    pub organisation: String,
    /// Whether it is the work of a partner of the Migr'action project.
    pub partner: bool,
    /// Usual length of a session in minutes.
    pub minutes: Option<u16>,
    /// Usual size of the group.
    pub group: Option<GroupSize>,
    /// Level of the host language that it needs, from the vocabulary.
    pub language_level: Id,
    /// Who wrote the steps.
    pub steps_basis: StepsBasis,
    /// How well the description is supported (not how well the practice works).
    pub confidence: Confidence,
    /// Where it is described.
    pub sources: Vec<Source>,
    /// The day of the last check.
    #[serde(with = "crate::written::days")]
    pub checked_on: NaiveDate,
    /// The day from which it must be checked again.
    #[serde(with = "crate::written::days")]
    pub review_by: NaiveDate,
}

/// Whether a service asks for or reports a person's residence status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportsStatus {
    /// It does not.
    No,
    /// It may.
    May,
    /// It has to.
    Must,
    /// Not known: ask before going.
    Unknown,
}

/// A service that people can call or visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its permanent name.
    pub id: Id,
    /// The country it serves.
    pub country: Id,
    /// Its own name.
    pub name: String,
    /// What it is for, from the vocabulary's service kinds.
    pub kinds: Vec<Id>,
    /// The people it is meant for, from the vocabulary; none where it is for everyone.
    pub for_whom: Vec<Id>,
    /// The regions it serves, from the vocabulary; none where it serves the whole country.
    pub regions: Vec<Id>,
    /// Where it is.
    pub town: Option<String>,
    /// The number to dial, in international form.
    pub phone: Option<String>,
    /// The number as it is written in the country.
    pub shown_as: Option<String>,
    /// Its site.
    pub url: Option<String>,
    /// Whether it asks for or reports status.
    pub reports_status: ReportsStatus,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// To be confirmed before relying on it.
    pub uncertain: bool,
    /// Where it was seen.
    pub sources: Vec<Source>,
    /// The day of the last check.
    #[serde(with = "crate::written::days")]
    pub checked_on: NaiveDate,
    /// The day from which it must be checked again.
    #[serde(with = "crate::written::days")]
    pub review_by: NaiveDate,
}

impl Service {
    /// How a reader may take this entry on `today`.
    #[must_use]
    pub fn standing(&self, today: NaiveDate) -> Standing {
        let unsure = self.uncertain || self.confidence == Confidence::Low;
        Standing::on(today, self.review_by, unsure)
    }

    /// The number as people write it.
    #[must_use]
    pub fn shown_number(&self) -> Option<&str> {
        self.shown_as.as_deref().or(self.phone.as_deref())
    }
}

/// A country or the European floor, as far as the guide covers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Country {
    /// Its id (`be`, `fr`, `it`, `eu`).
    pub id: Id,
    /// Topics that have a context page, in order.
    pub topics: Vec<Id>,
    /// First day for which rules answer.
    #[serde(with = "crate::written::days")]
    pub supported_from: NaiveDate,
    /// Last day for which rules answer.
    #[serde(with = "crate::written::days")]
    pub supported_until: NaiveDate,
    /// Its public holidays.
    pub calendar: crate::dates::Calendar,
}
