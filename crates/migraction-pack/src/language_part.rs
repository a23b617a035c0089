//! The part of a pack that is in one language: all words.

use std::collections::BTreeMap;

use migraction_core::Id;
use serde::{Deserialize, Serialize};

use crate::DecodeError;
use crate::prose::{Block, Line};

/// Words of a practice sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeWords {
    /// The heading of the page, and its line in lists.
    pub title: String,
    /// One sentence for lists and search.
    pub summary: String,
    /// The group in words, where numbers do not say it.
    pub group: Option<String>,
    /// What it is for.
    pub aim: Vec<Block>,
    /// What to have ready, people and rooms included.
    pub materials: Vec<Block>,
    /// What to do, in order.
    pub steps: Vec<Block>,
    /// What can go wrong, what never to do.
    pub attention: Vec<Block>,
    /// What belongs to its country or organisation.
    pub local: Vec<Block>,
    /// What carries over anywhere.
    pub carries: Vec<Block>,
    /// What is known about its effect.
    pub evidence: Vec<Block>,
}

/// Words of a context page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextWords {
    /// The heading of the page, and its line in lists.
    pub title: String,
    /// One sentence for lists and search.
    pub summary: String,
    /// The whole page; its headings are of level 2 and 3.
    pub body: Vec<Block>,
}

/// Words of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactWords {
    /// Its name, a few words.
    pub label: String,
    /// One or two sentences.
    pub text: Line,
}

/// Words of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceWords {
    /// What it does, in about ten words.
    pub what: Line,
    /// When it is open.
    pub hours: Option<String>,
}

/// What an official term means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermWords {
    /// One or two plain sentences.
    pub gloss: Line,
    /// Its official name in this language, where it has one.
    pub term: Option<String>,
    /// Its abbreviation in this language.
    pub short: Option<String>,
}

/// Words of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionWords {
    /// The question as it is put to the person.
    pub ask: String,
    /// Why it is asked.
    pub why: String,
    /// The answer's name in explanations.
    pub short: String,
    /// A hint for answering.
    pub help: Option<String>,
    /// A label per option.
    pub options: BTreeMap<Id, String>,
}

/// Words of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleWords {
    /// What the person may or must do.
    pub title: String,
    /// Two or three short sentences.
    pub text: Line,
    /// What would change this.
    pub change: Option<Line>,
}

/// Words of a kind of letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterWords {
    /// What it is called, as people see it on the paper.
    pub name: String,
    /// How to recognise it.
    pub looks: Line,
    /// What it decides, and from when.
    pub decides: Line,
    /// From which day its time runs.
    pub runs: Line,
    /// Whether an appeal lets things stay as they are meanwhile.
    pub stay: Line,
    /// To whom one appeals, and who helps.
    pub appeal: Line,
    /// What to bring to whoever helps.
    pub bring: Vec<Line>,
}

impl LetterWords {
    /// All its lines, in the order in which they are read.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        [&self.looks, &self.decides, &self.runs, &self.stay, &self.appeal]
            .into_iter()
            .chain(&self.bring)
    }
}

/// Words of a consultation to practise on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioWords {
    /// The line in the list of cases.
    pub title: String,
    /// The case as it is told; the answers are in it.
    pub story: String,
}

/// Words of a part of a worksheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionWords {
    /// The heading of the section.
    pub title: String,
    /// How to go about it.
    pub text: Option<Line>,
    /// What one may say.
    pub say: Vec<String>,
    /// What never to do.
    pub never: Vec<String>,
    /// Names of the pages that help.
    pub go: Vec<String>,
}

/// Words of something to fill in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemWords {
    /// The label of what is filled in.
    pub ask: String,
    /// What helps to fill it in, below the label.
    pub help: Option<String>,
}

/// Words of a worksheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorksheetWords {
    /// The heading of the screen and of the paper.
    pub title: String,
    /// What it is for.
    pub intro: Line,
    /// What it never does.
    pub never: Vec<String>,
    /// Sections by id.
    pub sections: BTreeMap<Id, SectionWords>,
    /// Items by id.
    pub items: BTreeMap<Id, ItemWords>,
    /// A label per option, by the name of the scale.
    pub options: BTreeMap<Id, BTreeMap<Id, String>>,
    /// Words of its results.
    pub lines: BTreeMap<Id, String>,
}

/// Words of the help in danger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DangerWords {
    /// What it is about.
    pub title: String,
    /// What to do first, in two or three short sentences.
    pub text: String,
}

/// A unit's words for one and for several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitWords {
    /// With the numbers that take the singular in this language.
    pub one: String,
    /// With all other numbers.
    pub other: String,
}

/// A label per id of each closed list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Lists by name (`stages`, `kinds`, `topics`…), each id with its label.
    pub lists: BTreeMap<String, BTreeMap<Id, String>>,
    /// Units by id.
    pub units: BTreeMap<Id, UnitWords>,
}

impl Vocabulary {
    /// The label of `id` in `list`; the id itself where there is none, which the compiler forbids.
    #[must_use]
    pub fn label<'a>(&'a self, list: &str, id: &'a Id) -> &'a str {
        self.lists.get(list).and_then(|labels| labels.get(id)).map_or(id.as_str(), String::as_str)
    }
}

/// All words of one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguagePart {
    /// The tag of the language: `fr`.
    pub language: Id,
    /// Labels of the closed lists.
    pub vocabulary: Vocabulary,
    /// Practice sheets by id.
    pub practices: BTreeMap<Id, PracticeWords>,
    /// Context pages by country and topic.
    pub contexts: BTreeMap<(Id, Id), ContextWords>,
    /// Facts by id.
    pub facts: BTreeMap<Id, FactWords>,
    /// Services by id.
    pub services: BTreeMap<Id, ServiceWords>,
    /// What official terms mean, by id.
    pub terms: BTreeMap<Id, TermWords>,
    /// Questions by id.
    pub questions: BTreeMap<Id, QuestionWords>,
    /// Contradictions by id.
    pub contradictions: BTreeMap<Id, String>,
    /// Rules by id.
    pub rules: BTreeMap<Id, RuleWords>,
    /// Letters by id.
    pub letters: BTreeMap<Id, LetterWords>,
    /// Consultations to practise on, by id.
    pub scenarios: BTreeMap<Id, ScenarioWords>,
    /// Words of the tools: a label per id, by tool; a tool's letter under `letter`.
    pub tools: BTreeMap<Id, BTreeMap<Id, String>>,
    /// Worksheets by id.
    pub worksheets: BTreeMap<Id, WorksheetWords>,
    /// What the help in danger is called, by topic.
    pub danger: BTreeMap<Id, DangerWords>,
}

impl LanguagePart {
    /// Reads the part from the bytes of its file.
    ///
    /// # Errors
    /// [`DecodeError::Malformed`] when the bytes are not a language part of this schema.
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
}
