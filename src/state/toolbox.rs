//! What tools hold while the app is open. It lives in memory only: it ends with the page.

use std::collections::BTreeMap;

use leptos::prelude::*;
use migraction_core::worksheet::Filled;
use migraction_core::{CivilDate, Id};
use migraction_pack::towns::Position;

/// What the tools of this app hold.
#[derive(Clone, Copy, Debug)]
pub struct Toolbox {
    /// What is looked for in the directory; it stays while one looks at an entry and comes back.
    pub looking: Looking,
    /// Worksheets being filled in, by id.
    pub sheets: RwSignal<BTreeMap<Id, Filled>>,
    /// A worksheet on its way into a note.
    pub handover: RwSignal<Option<Handover>>,
    /// The letter whose last day is counted; it stays while one reads a fact and comes back.
    pub letter: LetterForm,
}

/// What is filled in about a letter, as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct LetterForm {
    /// Which kind it is: a letter, or the concept of an event.
    pub kind: RwSignal<String>,
    /// The date written on it.
    pub dated: RwSignal<String>,
    /// The day on which it was received.
    pub received: RwSignal<String>,
    /// How it came.
    pub how: RwSignal<String>,
    /// The limit printed on it.
    pub limit: RwSignal<String>,
    /// Where one is.
    pub place: RwSignal<String>,
    /// Answers that say which rule holds, by question.
    pub further: RwSignal<BTreeMap<Id, String>>,
}

/// How a letter came, as long as nobody said so.
const HOW_UNKNOWN: &str = "unknown";

impl LetterForm {
    fn start() -> Self {
        let empty = || RwSignal::new(String::new());
        let how = RwSignal::new(HOW_UNKNOWN.to_owned());
        Self {
            kind: empty(),
            dated: empty(),
            received: empty(),
            how,
            limit: empty(),
            place: empty(),
            further: RwSignal::new(BTreeMap::new()),
        }
    }

    /// Empties it.
    pub fn clear(self) {
        for field in [self.kind, self.dated, self.received, self.limit, self.place] {
            field.set(String::new());
        }
        self.how.set(HOW_UNKNOWN.to_owned());
        self.further.set(BTreeMap::new());
    }
}

/// What a worksheet puts into a note.
#[derive(Clone, Debug, Default)]
pub struct Handover {
    /// The worksheet's title.
    pub name: String,
    /// The language spoken.
    pub language: String,
    /// Whether the person agrees that a note is kept, where that was asked.
    pub consent: Option<bool>,
    /// Needs, each in a few words.
    pub needs: Vec<String>,
    /// Steps agreed, with their day.
    pub steps: Vec<(String, Option<CivilDate>)>,
    /// The rest.
    pub text: String,
}

/// What is looked for in the directory: empty where nothing was chosen.
#[derive(Clone, Copy, Debug)]
pub struct Looking {
    /// Words typed.
    pub words: RwSignal<String>,
    /// A country, or `all`; empty for the reader's own.
    pub country: RwSignal<String>,
    /// A kind of service.
    pub kind: RwSignal<String>,
    /// A region's id, or a town after `:`.
    pub place: RwSignal<String>,
    /// The people it is meant for.
    pub whom: RwSignal<String>,
    /// Whether it asks for or reports status.
    pub reports: RwSignal<String>,
    /// Where the phone is, once the person asked for the nearest first. Never kept.
    pub here: RwSignal<Option<Position>>,
}

/// What the tools of this app hold.
#[must_use]
pub fn use_toolbox() -> Toolbox {
    expect_context()
}

impl Toolbox {
    /// Nothing yet.
    #[must_use]
    pub fn start() -> Self {
        let empty = || RwSignal::new(String::new());
        let looking = Looking {
            words: empty(),
            country: empty(),
            kind: empty(),
            place: empty(),
            whom: empty(),
            reports: empty(),
            here: RwSignal::new(None),
        };
        Self {
            looking,
            sheets: RwSignal::new(BTreeMap::new()),
            handover: RwSignal::new(None),
            letter: LetterForm::start(),
        }
    }
}

impl Looking {
    /// Takes all choices back but the country.
    pub fn clear(self) {
        for choice in [self.words, self.kind, self.place, self.whom, self.reports] {
            choice.set(String::new());
        }
    }
}
