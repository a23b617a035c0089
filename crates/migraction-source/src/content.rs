//! The content as it was read: typed, each piece with its place.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use migraction_core::facts::{Fact, Unit};
use migraction_core::guide::{Country, Practice, Service, Stage, Term};
use migraction_core::phrases::{Phrase, Saying};
use migraction_core::rules::{Answers, Contradiction, Draft, Question, QuestionKind, Rule};
use migraction_core::wage::Wage;
use migraction_core::worksheet::Worksheet;
use migraction_core::{Decimal, Id};
use migraction_pack::language_part::{
    ContextWords, FactWords, PracticeWords, QuestionWords, RuleWords, ScenarioWords, ServiceWords,
    TermWords, UnitWords, WorksheetWords,
};
use migraction_pack::prose::Slot;
use migraction_pack::towns::Town;
use migraction_words::Message;

use crate::problems::{Place, Problems};
pub use crate::wordings::LabelledQuery;
use crate::wordings::{SearchWords, SourceDanger};

/// Something with the place where it stands.
#[derive(Clone, Debug)]
pub struct Placed<T> {
    /// The thing.
    pub item: T,
    /// Where it stands.
    pub place: Place,
}

/// Things by id, each with its place.
pub type Shelf<T> = BTreeMap<Id, Placed<T>>;

/// An interface language.
pub type Language = migraction_words::Language<Id>;

/// Questions of all countries or of one.
#[derive(Clone, Debug, Default)]
pub struct QuestionSet {
    /// In the order of asking.
    pub questions: Vec<Placed<Question>>,
    /// Answers that cannot all be true.
    pub contradictions: Vec<Placed<Contradiction>>,
    /// Options that are offered in some countries only.
    pub only: Vec<OptionOnly>,
}

/// An option of a common question that only some countries offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionOnly {
    /// The question.
    pub question: Id,
    /// The option.
    pub option: Id,
    /// The countries that offer it.
    pub countries: Vec<Id>,
}

/// The period of law of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The date question of the event.
    pub by: Id,
    /// First day, if any.
    pub from: Option<NaiveDate>,
    /// Last day, if any.
    pub until: Option<NaiveDate>,
}

/// A rule with its period apart; the rule's condition holds it as well.
#[derive(Clone, Debug)]
pub struct SourceRule {
    /// The rule.
    pub rule: Rule,
    /// Its period of law.
    pub period: Option<Period>,
}

/// A state to be expected; the day of `applies-from` is expected among the dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExpectedState {
    /// It applies on the day asked for.
    Applies,
    /// It will apply later.
    AppliesFrom,
    /// An answer is missing.
    MayApply,
    /// It does not apply.
    DoesNotApply,
    /// It applies, and this version does not settle it.
    NotCovered,
    /// It applies, and a fact is past its review.
    PastReview,
}

impl ExpectedState {
    /// Its name, as the engine gives it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Applies => "applies",
            Self::AppliesFrom => "applies-from",
            Self::MayApply => "may-apply",
            Self::DoesNotApply => "does-not-apply",
            Self::NotCovered => "not-covered",
            Self::PastReview => "past-review",
        }
    }
}

/// What a consultation must give for one rule.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// The rule.
    pub rule: Id,
    /// Its state.
    pub state: ExpectedState,
    /// Dates by their names within the rule.
    pub dates: BTreeMap<Id, NaiveDate>,
    /// Amounts by their names, to the cent.
    pub amounts: BTreeMap<Id, Decimal>,
    /// Questions that would settle it, where that is to be checked.
    pub settled_by: Option<Vec<Id>>,
}

/// A consultation with what it must give.
#[derive(Clone, Debug)]
pub struct SourceScenario {
    /// Its permanent name.
    pub id: Id,
    /// The country whose rules it tries.
    pub country: Id,
    /// The day for which it asks.
    pub as_of: NaiveDate,
    /// The answers, each as a screen takes it.
    pub answers: Answers,
    /// Questions with what the screens must refuse.
    pub refused: Vec<Placed<(Id, Draft)>>,
    /// What it must give.
    pub expect: Vec<Placed<Expectation>>,
    /// Facts that the results must cite.
    pub expect_facts: Vec<Placed<Id>>,
}

/// The number and the day of what is published.
#[derive(Clone, Copy, Debug)]
pub struct Edition {
    /// Grows with each pack.
    pub sequence: u64,
    /// The day of the content.
    pub edition: NaiveDate,
}

/// The phrases in one tongue.
#[derive(Clone, Debug)]
pub struct SourceTongue {
    /// Its own name.
    pub name: String,
    /// Whether it is written from right to left.
    pub rtl: bool,
    /// What it can say.
    pub sayings: Shelf<Saying>,
}

/// The phrasebook.
#[derive(Clone, Debug, Default)]
pub struct SourcePhrases {
    /// Situations in order.
    pub situations: Vec<Placed<Id>>,
    /// Tongues in order.
    pub tongues: Vec<Placed<Id>>,
    /// Phrases in order.
    pub phrases: Vec<Placed<Phrase>>,
    /// What each tongue says.
    pub sayings: Shelf<SourceTongue>,
}

/// What the phrasebook says to its reader.
#[derive(Clone, Debug, Default)]
pub struct SourcePhraseWords {
    /// What phrases are never for.
    pub never: Option<Placed<String>>,
    /// Situations.
    pub situations: Shelf<String>,
    /// Names of tongues.
    pub tongues: Shelf<String>,
    /// What to know before a phrase is said.
    pub notes: Shelf<String>,
}

/// All words of one language.
#[derive(Clone, Debug, Default)]
pub struct LanguageWords {
    /// Labels by list.
    pub lists: BTreeMap<String, Shelf<String>>,
    /// Words of the units.
    pub units: Shelf<UnitWords>,
    /// Practice sheets.
    pub practices: Shelf<PracticeWords>,
    /// Context pages by country and topic.
    pub contexts: BTreeMap<(Id, Id), Placed<ContextWords>>,
    /// Addresses given to headings of context pages by hand.
    pub anchors: BTreeMap<(Id, Id), Vec<String>>,
    /// Facts.
    pub facts: Shelf<FactWords>,
    /// Services.
    pub services: Shelf<ServiceWords>,
    /// What official terms mean.
    pub terms: Shelf<TermWords>,
    /// What people type.
    pub search: SearchWords,
    /// Questions.
    pub questions: Shelf<QuestionWords>,
    /// Contradictions.
    pub contradictions: Shelf<String>,
    /// Rules.
    pub rules: Shelf<RuleWords>,
    /// Consultations to practise on.
    pub scenarios: Shelf<ScenarioWords>,
    /// What the phrasebook says to its reader.
    pub phrases: SourcePhraseWords,
    /// Words of the tools by tool.
    pub tools: BTreeMap<Id, Shelf<String>>,
    /// Worksheets.
    pub worksheets: Shelf<WorksheetWords>,
    /// Words of the interface, by file and key.
    pub ui: BTreeMap<(String, String), Placed<Message>>,
}

/// All of `content/`.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Interface languages in order.
    pub languages: Vec<Language>,
    /// Number and day of what is published, if written down.
    pub edition: Option<Edition>,
    /// The closed lists.
    pub vocabulary: BTreeMap<String, Vec<Placed<Id>>>,
    /// Practices of each stage in order.
    pub outline: Vec<(Stage, Vec<Placed<Id>>)>,
    /// Practice sheets.
    pub practices: Shelf<Practice>,
    /// Practice sheets that no pack holds yet, with their places.
    pub drafts: Vec<(Id, Place)>,
    /// Countries in the order of the vocabulary.
    pub countries: Vec<Placed<Country>>,
    /// Facts of all countries.
    pub facts: Shelf<Fact>,
    /// Former names of facts.
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
    /// Consultations to practise on.
    pub scenarios: Vec<Placed<SourceScenario>>,
    /// The phrasebook.
    pub phrases: SourcePhrases,
    /// What the wage check uses.
    pub wage: Wage,
    /// Ids that the words of a tool must label, by tool.
    pub tool_labels: BTreeMap<Id, Shelf<Id>>,
    /// Worksheets.
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

/// What a reference names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A fact.
    Fact(Id),
    /// A practice sheet.
    Practice(Id),
    /// A context page.
    Context(Id, Id),
    /// A service.
    Service(Id),
    /// A rule.
    Rule(Id),
    /// An official term.
    Glossary(Id),
    /// An id of a closed list.
    Term(&'static str, Id),
}

/// Where a reference is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the structure of the content.
    Structure,
    /// In prose, where former names are not wanted.
    Prose,
    /// In a scenario or a labelled query, which use nothing.
    Trial,
}

/// A reference with the place where it is made.
#[derive(Clone, Debug)]
pub struct Reference {
    /// What it names.
    pub named: Named,
    /// Where.
    pub place: Place,
    /// By what.
    pub origin: Origin,
}

/// How a question is used.
#[derive(Clone, Debug)]
pub enum Usage {
    /// One of these options.
    Options(Vec<Id>),
    /// As a day.
    Day,
    /// As a number.
    Number,
    /// As a set of options.
    Count,
    /// By name only.
    Name,
}

/// A question used by a condition, a rule or a scenario.
#[derive(Clone, Debug)]
pub struct Use {
    /// The country whose questions may be used besides the common ones.
    pub country: Option<Id>,
    /// The question.
    pub question: Id,
    /// How.
    pub usage: Usage,
    /// Where.
    pub place: Place,
}

/// What kind of words a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// About the law: no figure may be typed.
    Law,
    /// Any other.
    Other,
}

/// A text that people read.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its language.
    pub language: Id,
    /// Its kind.
    pub kind: TextKind,
    /// The plain words.
    pub words: String,
    /// Where.
    pub place: Place,
}

/// A slot in the words of a rule.
#[derive(Clone, Debug)]
pub struct SlotUse {
    /// The rule.
    pub rule: Id,
    /// The slot.
    pub slot: Slot,
    /// Where.
    pub place: Place,
}

/// A fact that is computed with, and the unit that its values must have.
#[derive(Clone, Debug)]
pub struct FigureUse {
    /// The fact.
    pub fact: Id,
    /// The unit.
    pub unit: Unit,
    /// Where.
    pub place: Place,
}

/// What reading leaves for the checks.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    /// What is wrong.
    pub problems: Problems,
    /// References of every kind.
    pub references: Vec<Reference>,
    /// Questions used.
    pub uses: Vec<Use>,
    /// Facts computed with outside of rules.
    pub figures: Vec<FigureUse>,
    /// Texts that people read.
    pub texts: Vec<Text>,
    /// Slots in the words of rules.
    pub slots: Vec<SlotUse>,
}

impl Sink {
    /// Notes a reference made by structure.
    pub fn refer(&mut self, named: Named, place: &Place) {
        self.refer_from(Origin::Structure, named, place);
    }

    /// Notes a reference.
    pub fn refer_from(&mut self, origin: Origin, named: Named, place: &Place) {
        self.references.push(Reference { named, place: place.clone(), origin });
    }
}
