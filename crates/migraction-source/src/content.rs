//! The content as its files have it, typed, each piece with its place: what the checks look at, and what packs are compiled from.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use migraction_core::facts::{Fact, Unit};
use migraction_core::guide::{Country, Practice, Service, Stage, Term};
use migraction_core::phrases::{Phrase, Saying};
use migraction_core::rules::{Answers, Contradiction, Draft, Need, Question, QuestionKind, Rule};
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

/// The questions of one file: those common to all countries, or those of one country.
#[derive(Clone, Debug, Default)]
pub struct QuestionSet {
    /// In the order of asking.
    pub questions: Vec<Placed<Question>>,
    /// Answers that cannot all be true.
    pub contradictions: Vec<Placed<Contradiction>>,
    /// Options that are offered in some countries only.
    pub only: Vec<OptionOnly>,
    /// What a person may want to know, in the order of offering; common to all countries.
    pub needs: Vec<Placed<Need>>,
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

/// The days on which a version of the law decides: a rule applies when its event falls between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The question that asks for the day of the event.
    pub by: Id,
    /// The first day, itself included; none where the law is older than what is supported.
    pub from: Option<NaiveDate>,
    /// The last day, itself included; none where the law is in force.
    pub until: Option<NaiveDate>,
}

/// A rule with its period apart; the rule's condition holds it as well.
#[derive(Clone, Debug)]
pub struct SourceRule {
    /// The rule as it goes into the pack.
    pub rule: Rule,
    /// Its period, for the check that the periods of a concept meet without gap or overlap.
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

/// What a consultation must give for one rule, as a person computed it.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// The id of the rule.
    pub rule: Id,
    /// The state that it must be in.
    pub state: ExpectedState,
    /// The dates that it must give, by their names within the rule.
    pub dates: BTreeMap<Id, NaiveDate>,
    /// The amounts in euros that it must give, by their names within the rule; compared to the cent.
    pub amounts: BTreeMap<Id, Decimal>,
    /// Questions that would settle it, where that is to be checked.
    pub settled_by: Option<Vec<Id>>,
}

/// A consultation with what it must give: a test of the rules at each build, and an exercise in the app.
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
    /// What it must give, one entry per rule; rules that are not named are not looked at.
    pub expect: Vec<Placed<Expectation>>,
    /// Facts that the results must cite.
    pub expect_facts: Vec<Placed<Id>>,
}

/// Which edition of the guide this is (`edition.toml`).
#[derive(Clone, Copy, Debug)]
pub struct Edition {
    /// Grows with each pack.
    pub sequence: u64,
    /// The day of the content, as readers see it.
    pub edition: NaiveDate,
}

/// What can be said in one tongue.
#[derive(Clone, Debug)]
pub struct SourceTongue {
    /// Its own name.
    pub name: String,
    /// Whether it is written from right to left.
    pub rtl: bool,
    /// Its text of a phrase, by the id of the phrase; phrases that nobody is certain of are absent.
    pub sayings: Shelf<Saying>,
}

/// The phrasebook: what there is to say, and its text in each tongue.
#[derive(Clone, Debug, Default)]
pub struct SourcePhrases {
    /// Situations in order.
    pub situations: Vec<Placed<Id>>,
    /// Tongues in order.
    pub tongues: Vec<Placed<Id>>,
    /// Phrases in order.
    pub phrases: Vec<Placed<Phrase>>,
    /// The tongues by id, each with its texts.
    pub sayings: Shelf<SourceTongue>,
}

/// What the phrasebook says to its reader, in the reader’s language.
#[derive(Clone, Debug, Default)]
pub struct SourcePhraseWords {
    /// What phrases are never for.
    pub never: Option<Placed<String>>,
    /// The names of the situations by id.
    pub situations: Shelf<String>,
    /// The names of the tongues by id.
    pub tongues: Shelf<String>,
    /// What to know before a phrase is said, by the id of the phrase.
    pub notes: Shelf<String>,
}

/// All that people read in one language: the files of `words/<language>/`.
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
    /// Words of the facts by id.
    pub facts: Shelf<FactWords>,
    /// Words of the services by id.
    pub services: Shelf<ServiceWords>,
    /// What official terms mean.
    pub terms: Shelf<TermWords>,
    /// What people type for what the guide calls otherwise; searched, never shown.
    pub search: SearchWords,
    /// Words of the questions by id.
    pub questions: Shelf<QuestionWords>,
    /// What is said of answers that contradict each other, by the id of the contradiction.
    pub contradictions: Shelf<String>,
    /// Words of the rules by id.
    pub rules: Shelf<RuleWords>,
    /// Consultations to practise on.
    pub scenarios: Shelf<ScenarioWords>,
    /// What the phrasebook says to its reader, in the reader’s language.
    pub phrases: SourcePhraseWords,
    /// Words of the tools by tool.
    pub tools: BTreeMap<Id, Shelf<String>>,
    /// Words of the worksheets by id.
    pub worksheets: Shelf<WorksheetWords>,
    /// Messages of the interface, by area (the file) and key.
    pub ui: BTreeMap<(String, String), Placed<Message>>,
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

/// What kind of text makes a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the structure of the content.
    Structure,
    /// In prose, where former names are not wanted.
    Prose,
    /// In a scenario or a labelled query, which use nothing.
    Trial,
}

/// A mention of something else in the content, which must exist.
#[derive(Clone, Debug)]
pub struct Reference {
    /// What it names.
    pub named: Named,
    /// Where the mention stands.
    pub place: Place,
    /// What kind of text mentions it.
    pub origin: Origin,
}

/// What is taken for granted of a question: its kind, and its options.
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
    /// The id of the question.
    pub question: Id,
    /// What is taken for granted of it.
    pub usage: Usage,
    /// Where it is used.
    pub place: Place,
}

/// What a text speaks about, which decides what may be typed into it.
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
    /// The id of its language.
    pub language: Id,
    /// What it speaks about.
    pub kind: TextKind,
    /// The text, without markup.
    pub words: String,
    /// Where it stands.
    pub place: Place,
}

/// A slot in the words of a rule.
#[derive(Clone, Debug)]
pub struct SlotUse {
    /// The id of the rule, whose result fills the slot.
    pub rule: Id,
    /// What is filled in.
    pub slot: Slot,
    /// Where the slot stands.
    pub place: Place,
}

/// A fact that is computed with, and the unit that its values must have.
#[derive(Clone, Debug)]
pub struct FigureUse {
    /// The id of the fact.
    pub fact: Id,
    /// The unit that the computation takes.
    pub unit: Unit,
    /// Where it is named.
    pub place: Place,
}

/// What reading finds besides the content: problems, and all that the checks compare once everything was read.
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
