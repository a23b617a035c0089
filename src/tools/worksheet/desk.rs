//! One worksheet on the table: its structure, its words, what is filled in.

use std::collections::BTreeMap;

use leptos::prelude::*;
use migraction_core::format::DateForm;
use migraction_core::worksheet::{Filled, Item, Kind, Section, Worksheet};
use migraction_core::{Id, written};
use migraction_pack::language_part::WorksheetWords;

use crate::state::{Reader, use_toolbox};

/// A worksheet on the table.
#[derive(Clone)]
pub struct Desk {
    /// The guide, in the reader's language.
    pub reader: Reader,
    id: Id,
    sheets: RwSignal<BTreeMap<Id, Filled>>,
}

impl Desk {
    /// Opens a worksheet; nothing where there is none of this name.
    pub fn new(reader: Reader, id: &Id) -> Option<Self> {
        let desk = Self { reader, id: id.clone(), sheets: use_toolbox().sheets };
        desk.both().is_some().then_some(desk)
    }

    /// The same in another language.
    pub fn in_language(&self, reader: Reader) -> Self {
        Self { reader, ..self.clone() }
    }

    /// Its name in addresses.
    pub fn id(&self) -> &Id {
        &self.id
    }

    /// Its structure and its words.
    pub fn both(&self) -> Option<(&Worksheet, &WorksheetWords)> {
        let pack = &self.reader.pack;
        Some((pack.core.worksheets.get(&self.id)?, pack.words.worksheets.get(&self.id)?))
    }

    /// One of its parts.
    pub fn section(&self, id: &Id) -> Option<&Section> {
        self.both()?.0.sections.iter().find(|section| section.id == *id)
    }

    /// Words of its results.
    pub fn line(&self, id: &str) -> &str {
        let words = self.both().and_then(|(_, words)| words.lines.get(id));
        words.map_or("", String::as_str)
    }

    /// The name of an item.
    pub fn ask(&self, item: &Item) -> &str {
        let words = self.both().and_then(|(_, words)| words.items.get(&item.id));
        words.map_or("", |words| &words.ask)
    }

    /// The label of an option of an item.
    pub fn option(&self, item: &Item, option: &str) -> String {
        let (Kind::One(scale) | Kind::Many(scale)) = &item.kind else { return String::new() };
        let labels = self.both().and_then(|(_, words)| words.options.get(scale));
        labels.and_then(|labels| labels.get(option)).cloned().unwrap_or_default()
    }

    /// What is filled in for an item, in words; empty where nothing is.
    pub fn said(&self, item: &Item, time: u8) -> String {
        self.filled(|filled| match &item.kind {
            Kind::One(_) | Kind::Many(_) => {
                let chosen = filled.all(&item.id, time).iter();
                chosen.map(|option| self.option(item, option)).collect::<Vec<_>>().join(", ")
            }
            Kind::Day => {
                let day = written::day(filled.read(&item.id, time));
                day.map(|day| self.reader.date(day, DateForm::Full)).unwrap_or_default()
            }
            _ => filled.read(&item.id, time).to_owned(),
        })
    }

    /// Reads what is filled in.
    pub fn filled<T>(&self, read: impl FnOnce(&Filled) -> T) -> T {
        self.sheets.with(|sheets| match sheets.get(&self.id) {
            Some(filled) => read(filled),
            None => read(&Filled::default()),
        })
    }

    /// Fills in.
    pub fn fill(&self, change: impl FnOnce(&mut Filled)) {
        self.sheets.update(|sheets| change(sheets.entry(self.id.clone()).or_default()));
    }
}
