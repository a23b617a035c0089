//! All that people read in one language.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_pack::language_part::{
    ContextWords, FactWords, LetterWords, PracticeWords, QuestionWords, RuleWords, ScenarioWords,
    ServiceWords, TermWords, UnitWords, WorksheetWords,
};
use migraction_words::Message;

use super::{Placed, Shelf, SourcePhraseWords};
use crate::wordings::SearchWords;

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
    /// Words of the letters by id.
    pub letters: Shelf<LetterWords>,
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
