//! `plausible.toml` and `sources-to-mend.toml`: what the compiler holds figures and sources against.

use migraction_core::Id;
use serde::Deserialize;
use toml::Spanned;

use super::common::{decimal, terms, unit};
use super::file::File;
use crate::content::{Content, Named, Origin, Placed, PlausibleRange, Sink};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRange {
    unit: Spanned<String>,
    #[serde(default)]
    topics: Vec<Spanned<String>>,
    least: Spanned<toml::Value>,
    most: Spanned<toml::Value>,
}

/// Reads the plausible ranges; an end below the beginning and a second range for the same facts are reported.
pub fn ranges(mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    for raw in file.list::<RawRange>("range", sink) {
        let place = file.source.place(&raw.unit);
        let topics: Vec<Id> = terms("topics", &raw.topics, &file.source, sink);
        let (Some(unit), Some(least), Some(most)) = (
            unit(&raw.unit, &file.source, sink),
            decimal(&raw.least, &file.source, sink),
            decimal(&raw.most, &file.source, sink),
        ) else {
            continue;
        };
        if most < least {
            sink.problems.error(&place, format!("`most` {most} is below `least` {least}"));
        }
        let is_twice = content.plausible.iter().map(|known| &known.item).any(|known| {
            known.unit == unit
                && (known.topics.is_empty() && topics.is_empty()
                    || known.topics.iter().any(|topic| topics.contains(topic)))
        });
        if is_twice {
            sink.problems.error(&place, format!("`{}` has two ranges here", unit.id()));
        }
        content
            .plausible
            .push(Placed { item: PlausibleRange { unit, topics, least, most }, place });
    }
    file.close(sink);
}

/// Reads which facts may still rest on an address that does not lead to what is cited.
pub fn to_mend(mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    let ids: Vec<Spanned<String>> = file.value("facts", sink).unwrap_or_default();
    for (item, place) in file.source.ids(&ids, sink) {
        sink.refer_from(Origin::Trial, Named::Fact(item.clone()), &place);
        content.to_mend.push(Placed { item, place });
    }
    file.close(sink);
}
