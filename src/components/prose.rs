//! Prose from the pack: typed blocks become elements; no HTML passes through.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_pack::prose::{Block, Inline, Slot, Target};

use super::fact::fact_chip;
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
pub fn line(reader: &Reader, line_of: &[Inline], fill: Option<Fill<'_>>) -> AnyView {
    line_of.iter().map(|piece| inline(reader, piece, fill)).collect_view().into_any()
}

fn inline(reader: &Reader, piece: &Inline, fill: Option<Fill<'_>>) -> AnyView {
    match piece {
        Inline::Text(words) => words.clone().into_any(),
        Inline::Strong(inner) => view! { <strong>{line(reader, inner, fill)}</strong> }.into_any(),
        Inline::Emphasis(inner) => view! { <em>{line(reader, inner, fill)}</em> }.into_any(),
        Inline::Fact(id) => fact_chip(reader, id, None),
        Inline::FactWords(id, inner) => fact_chip(reader, id, Some(line(reader, inner, fill))),
        Inline::Link(target, inner) => {
            let href = reader.target(target);
            let words = line(reader, inner, fill);
            if matches!(target, Target::Site(_)) {
                view! { <a class="link" href=href target="_blank" rel="noopener noreferrer external">{words}</a> }
                    .into_any()
            } else {
                view! { <a class="link" href=href>{words}</a> }.into_any()
            }
        }
        Inline::Slot(slot) => match fill.and_then(|fill| fill(slot)) {
            Some(words) => view! { <strong>{words}</strong> }.into_any(),
            None => view! { <strong>{reader.w.results.unknown_value}</strong> }.into_any(),
        },
    }
}

/// The words of a line, to be read aloud or handed on; `fill` gives those of a consultation's slots.
#[must_use]
pub fn plain(reader: &Reader, line: &[Inline], fill: Option<Fill<'_>>) -> String {
    let mut text = String::new();
    migraction_pack::prose::for_each_inline(line, &mut |piece| match piece {
        Inline::Text(words) => text.push_str(words),
        Inline::Fact(id) => {
            let value = reader.fact(id).and_then(|(fact, _)| fact.value_on(reader.today()));
            text.push_str(&value.map_or_else(|| GAP.to_owned(), |value| reader.value(value)));
        }
        Inline::Slot(slot) => {
            let words = fill.and_then(|fill| fill(slot));
            text.push_str(words.as_deref().unwrap_or(GAP));
        }
        _ => {}
    });
    text
}

/// Stands for what is not known.
const GAP: &str = "…";

/// The words of blocks, one text a paragraph or an entry.
pub fn plain_blocks(reader: &Reader, blocks: &[Block], into: &mut Vec<String>) {
    into.extend(blocks.iter().flat_map(Block::lines).map(|line| plain(reader, line, None)));
}

/// The facts that prose refers to, each once, in order.
#[must_use]
pub fn facts_in(blocks: &[Block]) -> Vec<Id> {
    let mut found = Vec::new();
    for line in blocks.iter().flat_map(Block::lines) {
        migraction_pack::prose::for_each_inline(line, &mut |piece| {
            if let Inline::Fact(id) | Inline::FactWords(id, _) = piece
                && !found.contains(id)
            {
                found.push(id.clone());
            }
        });
    }
    found
}
