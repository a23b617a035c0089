//! Paragraphs, headings and lists.

use migraction_pack::prose::{Block, Line, plain_text};
use migraction_pack::search::{fold, words};
use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::Spot;
use super::inline::{Events, name_of};
use crate::content::Sink;
use crate::problems::Place;

/// A text as blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// Addresses given to headings by hand.
    pub anchors: Vec<String>,
    /// The place of each block.
    pub places: Vec<Place>,
}

/// A whole text.
pub fn blocks(text: &str, spot: &Spot<'_>, sink: &mut Sink) -> Page {
    let mut events = Events::new(text, spot);
    let mut page = Page::default();
    while let Some((event, range)) = events.take() {
        let place = events.place(range.start);
        let block = match event {
            Event::Start(Tag::Paragraph) => {
                let line = events.line(sink);
                close(&mut events);
                spot.note(&line, &place, sink);
                Block::Paragraph(line)
            }
            Event::Start(Tag::Heading { level, id, .. }) => {
                let line = events.line(sink);
                close(&mut events);
                spot.note(&line, &place, sink);
                heading(level, id.as_deref(), line, &place, &mut page, sink)
            }
            Event::Start(Tag::List(start)) => list(start, &mut events, &place, sink),
            Event::Start(tag) => {
                sink.problems.error(&place, format!("{} is not in the format", name_of(&tag)));
                events.skip_element();
                continue;
            }
            Event::Html(_) => {
                sink.problems.error(&place, "HTML is not in the format");
                continue;
            }
            _ => {
                sink.problems.error(&place, "this markup is not in the format");
                continue;
            }
        };
        page.blocks.push(block);
        page.places.push(place);
    }
    page
}

/// A text that must be one line.
pub fn line(text: &str, spot: &Spot<'_>, sink: &mut Sink) -> Line {
    let mut page = blocks(text, spot, sink).blocks;
    match (page.pop(), page.is_empty()) {
        (Some(Block::Paragraph(line)), true) => line,
        _ => {
            sink.problems.error(&spot.place, "this must be one paragraph of plain sentences");
            Line::new()
        }
    }
}

/// Takes the end of an element, reporting nothing: what stood before it was reported.
fn close(events: &mut Events<'_, '_>) {
    while let Some((event, _)) = events.take() {
        match event {
            Event::End(_) => return,
            Event::Start(_) => events.skip_element(),
            _ => {}
        }
    }
}

fn heading(
    level: HeadingLevel,
    given: Option<&str>,
    line: Line,
    place: &Place,
    page: &mut Page,
    sink: &mut Sink,
) -> Block {
    let level = level as u8;
    if !(2..=3).contains(&level) {
        sink.problems.error(place, "headings are ## and ### only");
    }
    let last = page.blocks.iter().rev().find_map(|block| match block {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    });
    if level == 3 && last.is_none() {
        sink.problems.error(place, "a heading ### comes below a heading ##");
    }
    if plain_text(&line).trim().is_empty() {
        sink.problems.error(place, "an empty heading");
    }
    let anchor = given.map_or_else(|| slug(&plain_text(&line)), str::to_owned);
    let taken =
        |block: &Block| matches!(block, Block::Heading { anchor: known, .. } if *known == anchor);
    if page.blocks.iter().any(taken) {
        sink.problems.error(place, format!("two headings have the address #{anchor}"));
    }
    if let Some(given) = given {
        if !migraction_core::Id::is_well_formed(given) {
            sink.problems.error(place, format!("`#{given}` is not an id"));
        }
        page.anchors.push(given.to_owned());
    }
    Block::Heading { level, anchor, line }
}

/// Words of a heading as an address.
fn slug(text: &str) -> String {
    words(text).map(|(_, word)| fold(word)).collect::<Vec<_>>().join("-")
}

fn list(start: Option<u64>, events: &mut Events<'_, '_>, place: &Place, sink: &mut Sink) -> Block {
    if start.is_some_and(|start| start != 1) {
        sink.problems.error(place, "a numbered list begins with 1");
    }
    let mut entries = Vec::new();
    while let Some((event, range)) = events.take() {
        match event {
            Event::Start(Tag::Item) => {
                let place = events.place(range.start);
                let line = entry(events, &place, sink);
                events.spot.note(&line, &place, sink);
                entries.push(line);
            }
            _ => break,
        }
    }
    Block::List { ordered: start.is_some(), entries }
}

/// One entry, up to its end: bare words, or one paragraph.
fn entry(events: &mut Events<'_, '_>, place: &Place, sink: &mut Sink) -> Line {
    let mut line = Line::new();
    if matches!(events.peek(), Some((Event::Start(Tag::Paragraph), _))) {
        events.take();
        line = events.line(sink);
        events.take();
    } else {
        line.extend(events.line(sink));
    }
    while let Some((event, _)) = events.take() {
        match event {
            Event::End(_) => break,
            Event::Start(_) => {
                sink.problems.error(
                    place,
                    "an entry of a list is one line: no list or second paragraph in it",
                );
                events.skip_element();
            }
            _ => {}
        }
    }
    if line.is_empty() {
        sink.problems.error(place, "an empty entry");
    }
    line
}

#[cfg(test)]
mod tests;
