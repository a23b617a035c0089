//! The part of a pack that is the same in every language.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_core::directory::has_open_door;
use migraction_core::facts::Facts;
use migraction_core::guide::{Country, Practice, Service, Stage, Term};
use migraction_core::rules::{Answers, Rules};
use migraction_core::wage::Wage;
use migraction_core::worksheet::Worksheet;
use serde::{Deserialize, Serialize};

use crate::DecodeError;
use crate::danger::Danger;
use crate::towns::{Position, Town};

/// A consultation to practise on: answers in, results to be expected out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Permanent id, part of its address and the key of its words.
    pub id: Id,
    /// The country whose rules it tries.
    pub country: Id,
    /// The day for which it asks.
    #[serde(with = "migraction_core::written::days")]
    pub as_of: chrono::NaiveDate,
    /// What the person answers, by question.
    pub answers: Answers,
    /// The rules whose results are worth thinking about before looking.
    pub ask: Vec<Id>,
}

/// Facts, rules and structure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorePart {
    /// Practices of each stage, in the order of the outline.
    pub outline: Vec<(Stage, Vec<Id>)>,
    /// Practice sheets by id.
    pub practices: BTreeMap<Id, Practice>,
    /// Countries in the order in which they are offered.
    pub countries: Vec<Country>,
    /// Facts of all countries, by id.
    pub facts: Facts,
    /// Names that facts once had, with the ones that they have now.
    pub aliases: BTreeMap<Id, Id>,
    /// Services of all countries, by id.
    pub services: BTreeMap<Id, Service>,
    /// Official terms by id.
    pub terms: BTreeMap<Id, Term>,
    /// The rules of each country, by its id; a country without rules has none.
    pub rules: BTreeMap<Id, Rules>,
    /// What the wage check uses.
    pub wage: Wage,
    /// Consultations to practise on.
    pub scenarios: Vec<Scenario>,
    /// Worksheets by id.
    pub worksheets: BTreeMap<Id, Worksheet>,
    /// Danger that the search recognises.
    pub danger: Danger,
    /// Towns in which services have their door.
    pub towns: Vec<Town>,
}

impl CorePart {
    /// Reads the part from the bytes of its file.
    ///
    /// # Errors
    /// [`DecodeError::Malformed`] when the bytes are not a core part of this schema.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        crate::read(bytes)
    }

    /// The bytes of its file.
    ///
    /// # Errors
    /// When the part does not fit postcard, which none of its types allows.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    /// How far a service is from a position, in kilometres to the middle of its town; none for a service without a known
    /// town, or whose place is not told.
    #[must_use]
    pub fn kilometres_to(&self, service: &Service, from: Position) -> Option<u32> {
        let name = service.town.as_ref().filter(|_| has_open_door(service))?;
        let mut towns = self.towns.iter();
        let town = towns.find(|town| town.country == service.country && town.name == *name)?;
        Some(from.kilometres_to(town))
    }

    /// The country of this id.
    #[must_use]
    pub fn country(&self, id: &str) -> Option<&Country> {
        self.countries.iter().find(|country| country.id == *id)
    }

    /// The countries that have pages, in the order in which they are offered.
    pub fn countries_with_pages(&self) -> impl Iterator<Item = &Country> {
        self.countries.iter().filter(|country| !country.topics.is_empty())
    }

    /// Follows an old name of a fact to the present one.
    #[must_use]
    pub fn fact_id<'a>(&'a self, id: &'a Id) -> &'a Id {
        self.aliases.get(id).unwrap_or(id)
    }
}
