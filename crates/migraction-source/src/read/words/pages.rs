//! Words in Markdown files: practice sheets and context pages.

use migraction_core::Id;
use migraction_pack::language_part::{ContextWords, PracticeWords};
use migraction_pack::prose::{Block, plain_text};
use serde::Deserialize;
use toml::Spanned;

use crate::content::{LanguageWords, Placed, Sink, TextKind};
use crate::problems::Place;
use crate::prose::{self, Page, Spot, plain};
use crate::read::common::shelve;
use crate::read::file::{File, Source};

/// The most letters of a summary.
const SUMMARY: usize = 140;

/// Sections of a practice sheet, in order.
const SECTIONS: [&str; 7] =
    ["aim", "materials", "steps", "attention", "local", "carries", "evidence"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    title: Spanned<String>,
    summary: Spanned<String>,
    group: Option<Spanned<String>>,
}

struct Opened {
    title: String,
    summary: String,
    group: Option<(String, Place)>,
    page: Page,
}

fn open(language: &Id, kind: TextKind, source: &Source<'_>, sink: &mut Sink) -> Option<Opened> {
    let whole = Place::file(&source.name);
    let Some(((head, head_line), (body, body_line))) = prose::split(source.text()) else {
        sink.problems.error(&whole, "the file begins with a head between two lines of +++");
        return None;
    };
    let head_source = Source::part(&source.name, head, head_line);
    let raw = File::open(head_source.clone(), sink)?.whole::<Head>(sink)?;
    let place = Place { file: source.name.clone(), line: body_line };
    let spot = Spot { place, language, kind, rule: None };
    let letters = raw.summary.get_ref().chars().count();
    if letters > SUMMARY {
        sink.problems.error(
            &head_source.place(&raw.summary),
            format!("the summary has {letters} letters, {SUMMARY} at most"),
        );
    }
    let group = raw.group.map(|group| {
        let place = head_source.place(&group);
        (plain(group, &head_source, &spot, sink), place)
    });
    Some(Opened {
        title: plain(raw.title, &head_source, &spot, sink),
        summary: plain(raw.summary, &head_source, &spot, sink),
        group,
        page: prose::blocks(body, &spot, sink),
    })
}

/// A context page.
pub fn context(
    language: &Id,
    key: (Id, Id),
    source: Source<'_>,
    words: &mut LanguageWords,
    sink: &mut Sink,
) {
    let Some(opened) = open(language, TextKind::Law, &source, sink) else { return };
    let place = Place { file: source.name.clone(), line: 1 };
    if let Some((_, place)) = opened.group {
        sink.problems.error(&place, "`group` is for practice sheets only");
    }
    words.anchors.insert(key.clone(), opened.page.anchors);
    let item =
        ContextWords { title: opened.title, summary: opened.summary, body: opened.page.blocks };
    words.contexts.insert(key, Placed { item, place });
}

/// A practice sheet.
pub fn practice(
    language: &Id,
    id: Id,
    source: Source<'_>,
    words: &mut LanguageWords,
    sink: &mut Sink,
) {
    let Some(opened) = open(language, TextKind::Other, &source, sink) else { return };
    let place = Place { file: source.name.clone(), line: 1 };
    let sections = sections(opened.page, &place, sink);
    let [aim, materials, steps, attention, local, carries, evidence] = sections;
    let item = PracticeWords {
        title: opened.title,
        summary: opened.summary,
        group: opened.group.map(|(group, _)| group),
        aim,
        materials,
        steps,
        attention,
        local,
        carries,
        evidence,
    };
    shelve(&mut words.practices, id, item, place, sink);
}

/// The blocks of each section; what is missing, unknown or out of order is reported.
fn sections(page: Page, whole: &Place, sink: &mut Sink) -> [Vec<Block>; SECTIONS.len()] {
    let mut sections: [Vec<Block>; SECTIONS.len()] = Default::default();
    let mut found = Vec::new();
    for (block, place) in page.blocks.into_iter().zip(page.places) {
        if let Block::Heading { level, line, .. } = &block {
            let key = plain_text(line);
            match SECTIONS.iter().position(|section| *section == key) {
                Some(at) if *level == 2 => {
                    if found.last().is_some_and(|last| *last >= at) {
                        sink.problems.error(&place, format!("the section `{key}` is out of order"));
                    }
                    found.push(at);
                }
                _ => sink
                    .problems
                    .error(&place, format!("`{key}` is no section: {}", SECTIONS.join(", "))),
            }
            continue;
        }
        match found.last().and_then(|at| sections.get_mut(*at)) {
            Some(section) => section.push(block),
            None => sink.problems.error(&place, "words before the first section"),
        }
    }
    for (name, section) in SECTIONS.iter().zip(&sections) {
        if section.is_empty() {
            sink.problems.error(whole, format!("the section `{name}` is missing or empty"));
        }
    }
    sections
}
