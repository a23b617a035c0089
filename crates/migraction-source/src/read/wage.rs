//! `tools/wage.toml`: which facts and rules the wage check uses.

use migraction_core::Id;
use migraction_core::facts::Unit;
use migraction_core::wage::{Age, Law, Mark, Proof, SIGNS_QUESTION, Scale, Tier};
use serde::Deserialize;
use toml::Spanned;

use super::common::{closed, named};
use super::file::{File, Source};
use crate::content::{Content, FigureUse, Named, Placed, Sink, Usage, Use};
use crate::problems::Place;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProof {
    id: Spanned<String>,
    weight: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCountry {
    id: Spanned<String>,
    language: Spanned<String>,
    month: Option<Spanned<String>>,
    presumed: Option<Spanned<String>>,
    lump: Option<Spanned<String>>,
    cash: Option<Spanned<String>>,
    week: Option<Spanned<String>>,
    rest: Option<Spanned<String>>,
    day_off: Option<Spanned<String>>,
    #[serde(default)]
    also: Vec<Spanned<String>>,
    #[serde(default)]
    taken: Vec<Spanned<String>>,
    #[serde(default)]
    rules: Vec<Spanned<String>>,
    #[serde(default)]
    danger: Vec<Spanned<String>>,
    #[serde(default)]
    scale: Vec<RawScale>,
    #[serde(default)]
    age: Vec<RawAge>,
    #[serde(default)]
    mark: Vec<RawMark>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScale {
    id: Spanned<String>,
    sector: Option<Spanned<String>>,
    hour: Option<Spanned<String>>,
    above: Option<Spanned<String>>,
    #[serde(default)]
    tiers: Vec<RawTier>,
    day: Option<Spanned<String>>,
    sunday: Option<Spanned<String>>,
    #[serde(default)]
    notes: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTier {
    hours: Option<Spanned<String>>,
    percent: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAge {
    id: Spanned<String>,
    percent: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMark {
    id: Spanned<String>,
    fact: Spanned<String>,
}

/// Questions that the check answers for the rules, with the options that it gives.
const ANSWERED: [(&str, &[&str]); 5] = [
    ("work-problem", &["unpaid", "dismissed"]),
    ("work", &["undeclared"]),
    ("situation", &["undocumented"]),
    ("work-from", &[]),
    ("work-until", &[]),
];

/// Reads the file.
pub fn read(mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    let place = Place::file(&file.source.name);
    for (question, options) in ANSWERED {
        let usage = match options {
            [] => Usage::Day,
            options => Usage::Options(options.iter().map(|id| (*id).into()).collect()),
        };
        let place = place.clone();
        sink.uses.push(Use { country: None, question: question.into(), usage, place });
    }
    let signs: Vec<Spanned<String>> = file.value("signs", sink).unwrap_or_default();
    for (sign, place) in file.source.ids(&signs, sink) {
        option(SIGNS_QUESTION, &sign, place, sink);
        content.wage.signs.push(sign);
    }
    for raw in file.list::<RawProof>("proof", sink) {
        let id = labelled(&raw.id, &file.source, content, sink);
        if let Some(weight) = closed(&raw.weight, &file.source, sink) {
            content.wage.proofs.push(Proof { id, weight });
        }
    }
    for raw in file.list::<RawCountry>("country", sink) {
        let law = law(raw, &file.source, content, sink);
        content.wage.laws.push(law);
    }
    file.close(sink);
}

fn law(raw: RawCountry, source: &Source<'_>, content: &mut Content, sink: &mut Sink) -> Law {
    let (country, place) = source.id(&raw.id, sink);
    sink.refer(Named::Term("countries", country.clone()), &place);
    let (language, place) = source.id(&raw.language, sink);
    if !content.languages.iter().any(|known| known.id == language) {
        sink.problems.error(&place, format!("`{language}` is not in languages.toml"));
    }
    let figure = |value: &Option<Spanned<String>>, unit, sink: &mut Sink| {
        value.as_ref().map(|value| figure(value, unit, source, sink))
    };
    let (month, presumed) = (
        figure(&raw.month, Some(Unit::EurPerMonth), sink),
        figure(&raw.presumed, Some(Unit::Months), sink),
    );
    let (lump, cash) =
        (figure(&raw.lump, Some(Unit::MonthsOfPay), sink), figure(&raw.cash, None, sink));
    let week = figure(&raw.week, Some(Unit::HoursPerWeek), sink);
    let rest = figure(&raw.rest, Some(Unit::Hours), sink);
    let day_off = figure(&raw.day_off, Some(Unit::Hours), sink);
    let mut scales = Vec::with_capacity(raw.scale.len());
    for raw in &raw.scale {
        scales.push(scale(raw, source, content, sink));
    }
    let mut ages = Vec::with_capacity(raw.age.len());
    for raw in &raw.age {
        let id = labelled(&raw.id, source, content, sink);
        ages.push(Age {
            id,
            percent: self::figure(&raw.percent, Some(Unit::Percent), source, sink),
        });
    }
    let mut marks = Vec::with_capacity(raw.mark.len());
    for raw in &raw.mark {
        let id = labelled(&raw.id, source, content, sink);
        marks.push(Mark { id, fact: self::figure(&raw.fact, None, source, sink) });
    }
    Law {
        country,
        language,
        scales,
        ages,
        month,
        presumed,
        lump,
        cash,
        week,
        rest,
        day_off,
        also: named(&raw.also, Named::Fact, source, sink),
        taken: named(&raw.taken, Named::Fact, source, sink),
        marks,
        rules: named(&raw.rules, Named::Rule, source, sink),
        danger: named(&raw.danger, Named::Rule, source, sink),
    }
}

fn scale(raw: &RawScale, source: &Source<'_>, content: &mut Content, sink: &mut Sink) -> Scale {
    let id = labelled(&raw.id, source, content, sink);
    let sector = raw.sector.as_ref().map(|sector| {
        let (id, place) = source.id(sector, sink);
        option("sector", &id, place, sink);
        id
    });
    let figure = |value: &Option<Spanned<String>>, unit, sink: &mut Sink| {
        value.as_ref().map(|value| figure(value, Some(unit), source, sink))
    };
    let tiers = raw.tiers.iter().map(|tier| Tier {
        hours: figure(&tier.hours, Unit::Hours, sink),
        percent: self::figure(&tier.percent, Some(Unit::Percent), source, sink),
    });
    let tiers = tiers.collect();
    Scale {
        id,
        sector,
        hour: figure(&raw.hour, Unit::EurPerHour, sink),
        above: figure(&raw.above, Unit::HoursPerWeek, sink),
        tiers,
        day: figure(&raw.day, Unit::Hours, sink),
        sunday: figure(&raw.sunday, Unit::Percent, sink),
        notes: named(&raw.notes, Named::Fact, source, sink),
    }
}

/// A fact, with the unit that its values must have.
fn figure(value: &Spanned<String>, unit: Option<Unit>, source: &Source<'_>, sink: &mut Sink) -> Id {
    let (id, place) = source.id(value, sink);
    sink.refer(Named::Fact(id.clone()), &place);
    if let Some(unit) = unit {
        sink.figures.push(FigureUse { fact: id.clone(), unit, place });
    }
    id
}

/// An option of a question that all countries have.
fn option(question: &str, option: &Id, place: Place, sink: &mut Sink) {
    let usage = Usage::Options(vec![option.clone()]);
    sink.uses.push(Use { country: None, question: question.into(), usage, place });
}

/// An id that the words of the tool give a label; several countries may share one.
fn labelled(
    value: &Spanned<String>,
    source: &Source<'_>,
    content: &mut Content,
    sink: &mut Sink,
) -> Id {
    let (item, place) = source.id(value, sink);
    let known = content.tool_labels.entry("wage".into()).or_default();
    known.entry(item.clone()).or_insert_with(|| Placed { item: item.clone(), place });
    item
}

/// All facts that the check names, to follow their former names.
pub fn rename_facts(wage: &mut migraction_core::wage::Wage, rename: &mut dyn FnMut(&mut Id)) {
    for law in &mut wage.laws {
        let single = [
            &mut law.month,
            &mut law.presumed,
            &mut law.lump,
            &mut law.cash,
            &mut law.week,
            &mut law.rest,
            &mut law.day_off,
        ];
        single.into_iter().flatten().for_each(&mut *rename);
        law.also.iter_mut().chain(&mut law.taken).for_each(&mut *rename);
        law.ages.iter_mut().for_each(|age| rename(&mut age.percent));
        law.marks.iter_mut().for_each(|mark| rename(&mut mark.fact));
        for scale in &mut law.scales {
            let single = [&mut scale.hour, &mut scale.above, &mut scale.day, &mut scale.sunday];
            single.into_iter().flatten().for_each(&mut *rename);
            scale.notes.iter_mut().for_each(&mut *rename);
            for tier in &mut scale.tiers {
                tier.hours.iter_mut().for_each(&mut *rename);
                rename(&mut tier.percent);
            }
        }
    }
}
