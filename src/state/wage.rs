//! The wage check in progress. Like a consultation it lives in memory only, and ends with the app.

use leptos::prelude::*;
use migraction_core::wage::Worked;
use migraction_core::{CivilDate, Decimal};

use super::NotesStore;

/// A field of the check.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Blank {
    /// The scale.
    Scale,
    /// The age or contract that gets a share.
    Age,
    /// The first day.
    From,
    /// The last day.
    Until,
    /// How the hours are known.
    Know,
    /// Hours, of a day or in all.
    Hours,
    /// The most hours that it may have been.
    Most,
    /// Money received.
    Amount,
    /// What the money is for.
    By,
    /// Money taken off.
    Taken,
}

/// How many fields there are.
const BLANKS: usize = 10;

/// What was filled in.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Asked {
    texts: [String; BLANKS],
    /// What was ticked: days, proofs, signs, what happened.
    pub ticks: Vec<String>,
    /// Days handed over by a log.
    pub log: Vec<Worked>,
}

impl Asked {
    /// What stands in a field.
    #[must_use]
    pub fn text(&self, blank: Blank) -> &str {
        self.texts.get(blank as usize).map_or("", String::as_str)
    }

    /// Writes a field.
    pub fn write(&mut self, blank: Blank, text: String) {
        if let Some(own) = self.texts.get_mut(blank as usize) {
            *own = text;
        }
    }

    /// Whether something is ticked.
    #[must_use]
    pub fn has(&self, tick: &str) -> bool {
        self.ticks.iter().any(|known| known == tick)
    }

    /// Ticks something, or takes the tick away.
    pub fn turn(&mut self, tick: &str) {
        if self.has(tick) {
            self.ticks.retain(|known| known != tick);
        } else {
            self.ticks.push(tick.to_owned());
        }
    }
}

/// The check of this app.
#[derive(Clone, Copy, Debug)]
pub struct WageCheck {
    /// What was filled in.
    pub asked: RwSignal<Asked>,
}

/// The wage check of this app.
#[must_use]
pub fn use_wage() -> WageCheck {
    expect_context()
}

impl WageCheck {
    /// An empty check. What came from a log in the notes is forgotten when they are locked.
    #[must_use]
    pub fn start(notes: NotesStore) -> Self {
        let check = Self { asked: RwSignal::new(Self::empty()) };
        Effect::new(move || {
            if notes.unlocked.read().is_none() && !check.asked.read_untracked().log.is_empty() {
                check.clear();
            }
        });
        check
    }

    /// Takes over the days of a log, and what was paid.
    pub fn take_log(self, log: Vec<Worked>, paid: Decimal, in_hand: bool) {
        let day = |day: Option<CivilDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let days = || log.iter().map(|worked| worked.day);
        let (first, last) = (day(days().min()), day(days().max()));
        self.asked.update(|asked| {
            asked.write(Blank::From, first);
            asked.write(Blank::Until, last);
            asked.write(Blank::Know, "log".to_owned());
            asked.write(Blank::Amount, paid.normalize().to_string());
            asked.write(Blank::By, String::new());
            if in_hand != asked.has("cash") {
                asked.turn("cash");
            }
            asked.log = log;
        });
    }

    /// A week from Monday to Friday.
    fn empty() -> Asked {
        Asked { ticks: (0..5).map(|day| format!("day-{day}")).collect(), ..Asked::default() }
    }

    /// Forgets everything.
    pub fn clear(self) {
        self.asked.set(Self::empty());
    }
}
