//! The content as its files have it, typed, each piece with its place: what the checks look at, and what packs are compiled from.

mod notes;
mod phrases;
mod questions;
mod references;
mod rules;
mod scenarios;
mod sink;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use migraction_core::Id;
use migraction_core::facts::Fact;
use migraction_core::guide::{Country, Practice, Service, Stage, Term};
use migraction_core::letters::Letter;
use migraction_core::rules::{Question, QuestionKind};
use migraction_core::wage::Wage;
use migraction_core::worksheet::Worksheet;
use migraction_pack::towns::Town;

use crate::problems::Place;
use crate::wordings::SourceDanger;
pub use crate::wordings::{Asked, LabelledQuery};

pub use notes::{Address, FactNotes, PlausibleRange, ValueNotes};
pub use phrases::{SourcePhraseWords, SourcePhrases, SourceTongue};
pub use questions::{OptionOnly, QuestionSet};
pub use references::{FigureUse, Named, Origin, Reference, SlotUse, Usage, Use};
pub use rules::{Period, SourceRule};
pub use scenarios::{Expectation, ExpectedState, SourceScenario};
pub use sink::{Sink, Text, TextKind};
pub use words::LanguageWords;

/// Something that a file says, with the file and the line where it says it.
#[derive(Clone, Debug)]
pub struct Placed<T> {
    /// What is said.
    pub item: T,
    /// Where a problem with it is reported.
    pub place: Place,
}

/// What files say of a kind of thing, by its permanent id.
pub type Shelf<T> = BTreeMap<Id, Placed<T>>;

/// A language of the interface, its id checked.
pub type Language = migraction_words::Language<Id>;

/// Which edition of the guide this is (`edition.toml`).
#[derive(Clone, Copy, Debug)]
pub struct Edition {
    /// Grows with each pack.
    pub sequence: u64,
    /// The day of the content, as readers see it.
    pub edition: NaiveDate,
}

/// All that `content/` says.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Interface languages in order.
    pub languages: Vec<Language>,
    /// Number and day of what is published, if written down.
    pub edition: Option<Edition>,
    /// The closed lists of ids by name (`topics`, `kinds`…), each in its order.
    pub vocabulary: BTreeMap<String, Vec<Placed<Id>>>,
    /// The stages in order, each with the ids of its practice sheets in order.
    pub outline: Vec<(Stage, Vec<Placed<Id>>)>,
    /// Practice sheets.
    pub practices: Shelf<Practice>,
    /// Practice sheets that no pack holds yet, with their places.
    pub drafts: Vec<(Id, Place)>,
    /// Countries in the order of the vocabulary.
    pub countries: Vec<Placed<Country>>,
    /// Facts of all countries.
    pub facts: Shelf<Fact>,
    /// What the files say beside each fact, for whoever checks it.
    pub notes: BTreeMap<Id, FactNotes>,
    /// Where figures of each unit are expected.
    pub plausible: Vec<Placed<PlausibleRange>>,
    /// Facts that may still rest on an address that does not lead to what is cited.
    pub to_mend: Vec<Placed<Id>>,
    /// Former ids of facts, each with the present one.
    pub aliases: Shelf<Id>,
    /// Services of all countries.
    pub services: Shelf<Service>,
    /// Towns in which services have their door.
    pub towns: Vec<Placed<Town>>,
    /// Official terms of all countries.
    pub terms: Shelf<Term>,
    /// Questions common to all countries.
    pub common: QuestionSet,
    /// Questions of one country only.
    pub questions: BTreeMap<Id, QuestionSet>,
    /// Rules by country.
    pub rules: BTreeMap<Id, Vec<Placed<SourceRule>>>,
    /// Letters that people bring, by country.
    pub letters: BTreeMap<Id, Vec<Placed<Letter>>>,
    /// Consultations to practise on.
    pub scenarios: Vec<Placed<SourceScenario>>,
    /// The phrasebook.
    pub phrases: SourcePhrases,
    /// What the wage check uses.
    pub wage: Wage,
    /// Ids that the words of a tool must label, by tool.
    pub tool_labels: BTreeMap<Id, Shelf<Id>>,
    /// Worksheets by id.
    pub worksheets: Shelf<Worksheet>,
    /// Danger that the search recognises.
    pub danger: SourceDanger,
    /// Labelled queries by language.
    pub queries: BTreeMap<Id, Vec<Placed<LabelledQuery>>>,
    /// Words by language.
    pub words: BTreeMap<Id, LanguageWords>,
}

impl Content {
    /// Questions that a consultation in this country may ask, the common ones first.
    pub fn questions_of<'a>(
        &'a self,
        country: &Id,
    ) -> impl Iterator<Item = Cow<'a, Placed<Question>>> + use<'a> {
        let own = self.questions.get(country).map(|set| set.questions.as_slice());
        let absent: Vec<(&Id, &Id)> = self
            .common
            .only
            .iter()
            .filter(|only| !only.countries.contains(country))
            .map(|only| (&only.question, &only.option))
            .collect();
        self.common.questions.iter().chain(own.unwrap_or_default()).map(move |question| {
            let id = &question.item.id;
            if !absent.iter().any(|(of, _)| *of == id) {
                return Cow::Borrowed(question);
            }
            let mut question = question.clone();
            if let QuestionKind::One(options) | QuestionKind::Many(options) =
                &mut question.item.kind
            {
                options.retain(|option| {
                    !absent.iter().any(|(of, gone)| *of == &question.item.id && *gone == option)
                });
            }
            Cow::Owned(question)
        })
    }

    /// A town by its name.
    #[must_use]
    pub fn town(&self, country: &Id, name: &str) -> Option<&Town> {
        let mut towns = self.towns.iter().map(|town| &town.item);
        towns.find(|town| town.country == *country && town.name == name)
    }

    /// All sets of questions, the common one first.
    pub fn question_sets(&self) -> impl Iterator<Item = &QuestionSet> {
        std::iter::once(&self.common).chain(self.questions.values())
    }
}
