//! The inline extras: `{fact:…}`, `{date:…}`, `[words](fact:…)`, `practice:`, `context:`, `service:`, `term:`.

use migraction_core::Id;
use migraction_pack::prose::{Inline, LinkTarget, Slot};

use super::Spot;
use crate::content::{Named, Origin, Sink, SlotUse};
use crate::problems::Place;

/// Plain words with their `{…}` taken out, added to a line.
pub fn add_words(
    words: &str,
    place: &Place,
    spot: &Spot<'_>,
    line: &mut Vec<Inline>,
    sink: &mut Sink,
) {
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inside, after)) = after.split_once('}') else {
            sink.problems.error(place, "`{` without `}`");
            break;
        };
        add_text(before, line);
        line.extend(slot(inside, place, spot, sink));
        rest = after;
    }
    if rest.contains('}') && !rest.contains('{') {
        sink.problems.error(place, "`}` without `{`");
    }
    add_text(rest, line);
}

fn add_text(words: &str, line: &mut Vec<Inline>) {
    if !words.is_empty() {
        line.push(Inline::Text(words.to_owned()));
    }
}

fn slot(inside: &str, place: &Place, spot: &Spot<'_>, sink: &mut Sink) -> Option<Inline> {
    let (kind, name) = inside.split_once(':').unwrap_or((inside, ""));
    let id = Id::from(name);
    let slot = match kind {
        "fact" => {
            sink.refer_from(Origin::Prose, Named::Fact(id.clone()), place);
            return Some(Inline::Fact(id));
        }
        "date" => Slot::Date(id),
        "amount" => Slot::Amount(id),
        "answer" => Slot::Answer(id),
        _ => {
            sink.problems.error(
                place,
                format!("`{{{inside}}}`: only {{fact:…}}, and in rules {{date:…}}, {{amount:…}}, {{answer:…}}"),
            );
            return None;
        }
    };
    let Some(rule) = spot.rule else {
        sink.problems.error(place, format!("`{{{inside}}}` is for the words of rules only"));
        return None;
    };
    sink.slots.push(SlotUse { rule: rule.clone(), slot: slot.clone(), place: place.clone() });
    Some(Inline::Slot(slot))
}

/// A link by its address; `None` (reported) where the format has no such link.
pub fn link(address: &str, words: Vec<Inline>, place: &Place, sink: &mut Sink) -> Option<Inline> {
    if words.is_empty() {
        sink.problems.error(place, "a link without words");
    }
    if address.starts_with("https://") {
        return Some(Inline::Link(LinkTarget::Site(address.to_owned()), words));
    }
    let (kind, name) = address.split_once(':').unwrap_or(("", address));
    let id = Id::from(name);
    let (named, inline) = match kind {
        "fact" => (Named::Fact(id.clone()), Inline::FactWords(id, words)),
        "practice" => (Named::Practice(id.clone()), Inline::Link(LinkTarget::Practice(id), words)),
        "service" => (Named::Service(id.clone()), Inline::Link(LinkTarget::Service(id), words)),
        "term" => (Named::Glossary(id.clone()), Inline::Link(LinkTarget::Term(id), words)),
        "context" if name.contains('/') => {
            let (country, topic) = name.split_once('/').unwrap_or_default();
            let (country, topic) = (Id::from(country), Id::from(topic));
            let named = Named::Context(country.clone(), topic.clone());
            (named, Inline::Link(LinkTarget::Context { country, topic }, words))
        }
        _ => {
            sink.problems.error(
                place,
                format!("`{address}`: a link leads to fact:x, practice:x, context:cc/topic, service:x, term:x or https://…"),
            );
            return None;
        }
    };
    sink.refer_from(Origin::Prose, named, place);
    Some(inline)
}
