//! Words of a worksheet: `tools/<id>.toml` of a language.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_pack::language_part::{ItemWords, SectionWords, WorksheetWords};
use serde::Deserialize;
use toml::Spanned;

use crate::content::{LanguageWords, Sink};
use crate::problems::Place;
use crate::prose::{Spot, plain, sentence};
use crate::read::common::shelve;
use crate::read::file::{File, Source};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSheet {
    title: Spanned<String>,
    intro: Spanned<String>,
    #[serde(default)]
    never: Vec<Spanned<String>>,
    #[serde(default)]
    section: BTreeMap<Spanned<String>, RawSection>,
    #[serde(default)]
    item: BTreeMap<Spanned<String>, RawItem>,
    #[serde(default)]
    option: BTreeMap<Spanned<String>, Labels>,
    #[serde(default)]
    line: Labels,
}

type Labels = BTreeMap<Spanned<String>, Spanned<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    title: Spanned<String>,
    text: Option<Spanned<String>>,
    #[serde(default)]
    say: Vec<Spanned<String>>,
    #[serde(default)]
    never: Vec<Spanned<String>>,
    #[serde(default)]
    go: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem {
    ask: Spanned<String>,
    help: Option<Spanned<String>>,
}

/// Reads the words of a worksheet.
pub fn read(language: &Id, id: Id, file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    let source = file.source.clone();
    let place = Place { file: source.name.clone(), line: 1 };
    let Some(raw) = file.whole::<RawSheet>(sink) else { return };
    let spot = Spot::law(place.clone(), language);
    let mut reading = Reading { source: &source, spot: &spot, sink };
    let sheet = WorksheetWords {
        title: reading.plain(raw.title),
        intro: sentence(&raw.intro, reading.source, &spot, reading.sink),
        never: reading.list(raw.never),
        sections: reading.map(raw.section, |reading, raw| SectionWords {
            title: reading.plain(raw.title),
            text: raw.text.map(|text| sentence(&text, reading.source, reading.spot, reading.sink)),
            say: reading.list(raw.say),
            never: reading.list(raw.never),
            go: reading.list(raw.go),
        }),
        items: reading.map(raw.item, |reading, raw| ItemWords {
            ask: reading.plain(raw.ask),
            help: raw.help.map(|help| reading.plain(help)),
        }),
        options: reading.map(raw.option, |reading, raw| reading.map(raw, Reading::plain)),
        lines: reading.map(raw.line, Reading::plain),
    };
    shelve(&mut words.worksheets, id, sheet, place, sink);
}

struct Reading<'a> {
    source: &'a Source<'a>,
    spot: &'a Spot<'a>,
    sink: &'a mut Sink,
}

impl Reading<'_> {
    fn plain(&mut self, value: Spanned<String>) -> String {
        plain(value, self.source, self.spot, self.sink)
    }

    fn list(&mut self, values: Vec<Spanned<String>>) -> Vec<String> {
        values.into_iter().map(|value| self.plain(value)).collect()
    }

    fn map<R, T>(
        &mut self,
        raw: BTreeMap<Spanned<String>, R>,
        mut one: impl FnMut(&mut Self, R) -> T,
    ) -> BTreeMap<Id, T> {
        raw.into_iter()
            .map(|(id, raw)| (self.source.id(&id, self.sink).0, one(self, raw)))
            .collect()
    }
}
