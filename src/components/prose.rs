//! Prose from the pack: typed blocks become elements; no HTML passes through.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::telephone::{Piece, dialled_by_link};
use migraction_pack::prose::{
    Block, Inline, Line, LinkTarget, Placeholder, Slot, SlotValues, fill_slots, for_each_inline,
    plain_text,
};

use super::fact::{fact_chip, fact_words};
use super::kit::link;
use crate::state::Reader;

/// What a consultation puts into a rule's words.
pub type Fill<'a> = &'a dyn Fn(&Slot) -> Option<String>;

/// Blocks of prose, the headings beginning at this level.
pub fn blocks(reader: &Reader, blocks: &[Block]) -> AnyView {
    blocks.iter().map(|part| block(reader, part)).collect_view().into_any()
}

fn block(reader: &Reader, block: &Block) -> AnyView {
    match block {
        Block::Heading { level, anchor, line: words } => {
            let words = line(reader, words, None);
            let anchor = anchor.clone();
            if *level <= 2 {
                view! { <h2 id=anchor>{words}</h2> }.into_any()
            } else {
                view! { <h3 id=anchor>{words}</h3> }.into_any()
            }
        }
        Block::Paragraph(words) => view! { <p>{line(reader, words, None)}</p> }.into_any(),
        Block::List { ordered, entries } => {
            let entries = entries
                .iter()
                .map(|entry| view! { <li><span>{line(reader, entry, None)}</span></li> })
                .collect_view();
            if *ordered {
                view! { <ol>{entries}</ol> }.into_any()
            } else {
                view! { <ul>{entries}</ul> }.into_any()
            }
        }
    }
}

/// A line of prose; `fill` gives the words of a consultation's slots.
pub fn line(reader: &Reader, line: &[Inline], fill: Option<Fill<'_>>) -> AnyView {
    pieces(reader, &write(reader, line, fill))
}

/// A line of prose as plain words, for where nothing can be tapped.
pub fn line_text(reader: &Reader, line: &[Inline]) -> String {
    plain_text(&write(reader, line, None))
}

/// The line with its values, in the one way in which the app writes them.
fn write(reader: &Reader, line: &[Inline], fill: Option<Fill<'_>>) -> Line {
    let value = |place: Placeholder<'_>| match place {
        Placeholder::Fact(id) => fact_words(reader, id),
        Placeholder::Slot(slot) => fill.and_then(|fill| fill(slot)),
    };
    let w = &reader.w.results;
    let unknown = |slot: &Slot| match slot {
        Slot::Date(_) => w.date_unknown,
        Slot::Amount(_) => w.amount_unknown,
        Slot::Answer(_) => w.answer_unknown,
    };
    fill_slots(line, SlotValues { value: &value, unknown: &unknown, elisions: reader.w.elisions })
}

fn pieces(reader: &Reader, line: &[Inline]) -> AnyView {
    line.iter().map(|piece| inline(reader, piece)).collect_view().into_any()
}

fn inline(reader: &Reader, piece: &Inline) -> AnyView {
    match piece {
        Inline::Text(words) => dialled(reader, words),
        Inline::Strong(inner) => view! { <strong>{pieces(reader, inner)}</strong> }.into_any(),
        Inline::Emphasis(inner) => view! { <em>{pieces(reader, inner)}</em> }.into_any(),
        Inline::Fact(id) => fact_chip(reader, id, None),
        Inline::FactWords(id, inner) => fact_chip(reader, id, Some(pieces(reader, inner))),
        Inline::Link(target, inner) => {
            if let Some(dial) = number_of(reader, target, inner) {
                return call(&dial, &plain_text(inner));
            }
            let href = reader.target(target);
            let words = pieces(reader, inner);
            if matches!(target, LinkTarget::Site(_)) {
                view! { <a class="link" href=href target="_blank" rel="noopener noreferrer external">{words}</a> }
                    .into_any()
            } else {
                view! { <a class="link" href=href>{words}</a> }.into_any()
            }
        }
        // A written line has none left.
        Inline::Slot(_) => ().into_any(),
    }
}

/// What a link dials: a number in a sentence is called by touching it, its page is in the directory.
fn number_of(reader: &Reader, target: &LinkTarget, inner: &[Inline]) -> Option<String> {
    let LinkTarget::Service(id) = target else { return None };
    dialled_by_link(reader.pack.core.services.get(id)?, &plain_text(inner))
}

/// Words with the telephone numbers in them ready to be dialled.
pub fn dialled(reader: &Reader, words: &str) -> AnyView {
    if !words.contains(|letter: char| letter.is_ascii_digit()) {
        return words.to_owned().into_any();
    }
    let numbers = reader.numbers();
    let pieces = numbers.pieces(words).into_iter().map(|piece| match piece {
        Piece::Words(words) => words.to_owned().into_any(),
        Piece::Number { shown, dial } => call(dial, shown),
    });
    pieces.collect::<Vec<_>>().into_any()
}

/// A number that dials, after the system's own confirmation.
fn call(dial: &str, shown: &str) -> AnyView {
    link("link nowrap", ["tel:", dial].concat(), shown)
}

/// The words of a line, to be read aloud or handed on; `fill` gives those of a consultation's slots.
#[must_use]
pub fn plain(reader: &Reader, line: &[Inline], fill: Option<Fill<'_>>) -> String {
    let mut text = String::new();
    for_each_inline(&write(reader, line, fill), &mut |piece| match piece {
        Inline::Text(words) => text.push_str(words),
        Inline::Fact(id) => text.push_str(&fact_words(reader, id).unwrap_or_default()),
        _ => {}
    });
    text
}

/// The words of blocks, one text a paragraph or an entry.
pub fn plain_blocks(reader: &Reader, blocks: &[Block], into: &mut Vec<String>) {
    into.extend(blocks.iter().flat_map(Block::lines).map(|line| plain(reader, line, None)));
}

/// The facts that prose refers to, each once, in order.
#[must_use]
pub fn facts_in(blocks: &[Block]) -> Vec<Id> {
    let mut found = Vec::new();
    for line in blocks.iter().flat_map(Block::lines) {
        for_each_inline(line, &mut |piece| {
            if let Inline::Fact(id) | Inline::FactWords(id, _) = piece
                && !found.contains(id)
            {
                found.push(id.clone());
            }
        });
    }
    found
}
