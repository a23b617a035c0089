//! What came of the calculation: the date to keep, the lines that lead to it, what to do by then.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::deadline::{
    Basis, From, Kind, Law, Matter, Paper, Reading, Reckoning, differ, reckon,
};
use migraction_core::format::DateForm;
use migraction_core::rules::{Rule, SOON_DAYS};

use super::kept::Kept;
use super::strip::strip;
use crate::components::icon::{Glyph, Icon};
use crate::components::leaf::leaf;
use crate::components::{Notice, Tone};
use crate::explain::result::{COUNTED_DAYS, Under};
use crate::explain::{dates, result as card};
use crate::state::Reader;

/// The result for a letter: what of it is said to who does not see it, what stays at hand, and all of it. `latest` is the
/// letter with the last of the days that it may bear, where a month stands alone.
pub fn result(
    reader: &Reader,
    country: &Id,
    kind: &Kind<'_>,
    paper: &Paper,
    latest: Option<&Paper>,
) -> (String, Option<Kept>, AnyView) {
    let w = &reader.w.deadline;
    let core = &reader.pack.core;
    let (Some(rules), Some(place)) = (reader.rules(country), core.country(country.as_str())) else {
        return (String::new(), None, ().into_any());
    };
    let law = Law { rules, facts: &core.facts, calendar: &place.calendar };
    let notice = |title: &str, view: AnyView| (title.to_owned(), None, view);
    match reckon(law, kind, paper, reader.today()) {
        // It stands there from the start: nothing to say yet.
        Reckoning::Missing => notice("", view! {
            <Notice tone=Tone::Unknown key="deadline-missing" title=w.missing_title><p>{w.missing_text}</p></Notice>
        }
        .into_any()),
        Reckoning::Future(from) => {
            let text = match from {
                From::Received => w.future_received,
                From::Dated => w.future_dated,
            };
            let view = view! {
                <Notice tone=Tone::Deadline key="deadline-future" title=w.future_title><p>{text}</p></Notice>
            };
            notice(w.future_title, view.into_any())
        }
        Reckoning::Reversed => notice(w.reversed_title, view! {
            <Notice tone=Tone::Deadline key="deadline-reversed" title=w.reversed_title><p>{w.reversed_text}</p></Notice>
        }
        .into_any()),
        Reckoning::Uncovered(rule) => notice(w.uncovered_title, view! {
            <Notice tone=Tone::Unknown key="deadline-uncovered" title=w.uncovered_title><p>{w.uncovered_text}</p></Notice>
            {rule.or_else(|| kind.rules.first().copied()).map(|rule| card::contacts(reader, &rule.services, Under::Part))}
        }
        .into_any()),
        Reckoning::Known(readings) => match readings.split_first() {
            Some((first, others)) => {
                let differs = differ(&readings).then(|| view! {
                    <Notice tone=Tone::Deadline key="deadline-differs" title=w.differ_title><p>{w.differ_text}</p></Notice>
                });
                let said = w.safe(reader.date(first.safe, DateForm::Full));
                let month = latest.map(|latest| {
                    of_month(reader, first, reckon(law, kind, latest, reader.today()))
                });
                let view = view! { {differs} {month} {known(reader, country, kind, first, others)} };
                (said, Some(Kept::of(reader, first)), view.into_any())
            }
            None => notice("", ().into_any()),
        },
    }
}

/// That a month alone is counted from its first day, and until when there may be time where that day is too long ago.
fn of_month(reader: &Reader, first: &Reading<'_>, latest: Reckoning<'_>) -> AnyView {
    let (w, today) = (&reader.w.results, reader.today());
    let until = match latest {
        Reckoning::Known(readings) if first.last(today).is_none() => {
            readings.iter().filter_map(|reading| reading.last(today)).min()
        }
        _ => None,
    };
    let words = until.map_or_else(
        || w.month_first.to_owned(),
        |day| w.month_until(reader.date(day, DateForm::Full)),
    );
    view! { <p data-month=""><strong>{words}</strong></p> }.into_any()
}

fn known(
    reader: &Reader,
    country: &Id,
    kind: &Kind<'_>,
    first: &Reading<'_>,
    others: &[Reading<'_>],
) -> AnyView {
    let w = &reader.w.deadline;
    let two = others.iter().any(|other| other.safe != first.safe);
    let differs = others.iter().any(|other| other.basis != first.basis);
    let rules = others.iter().any(|other| other.rule.id != first.rule.id);
    let name = |reading: &Reading<'_>| {
        let from = match reading.from {
            From::Received => w.from_received,
            From::Dated => w.from_dated,
        };
        let by = match reading.basis {
            Basis::Printed => w.by_printed,
            Basis::Rule => w.by_rule,
        };
        let mut name = if rules { title(reader, reading.rule) } else { String::new() };
        for part in [Some(from), differs.then_some(by), (!reading.is_certain).then_some(w.may)] {
            let Some(part) = part else { continue };
            name.push_str(if name.is_empty() { "" } else { " · " });
            name.push_str(part);
        }
        name
    };
    let last = |reading: &Reading<'_>| {
        let last = w.safe(reader.date(reading.safe, DateForm::Full));
        view! { <span class="small" data-reading=reading.safe.to_string()>{last}</span> }
    };
    let counted = |reading: &Reading<'_>| dates::computation(reader, country, &reading.lines);
    // Of several readings the first one is counted in sight; of the others the day is, and the counting unfolds.
    let leading = two.then(|| view! { <h3>{name(first)}</h3><p>{last(first)}</p> });
    let rest = others.iter().map(|reading| {
        let head = two.then(|| (view! { <span class="fold__title">{name(reading)}</span> }, last(reading)));
        match head {
            None => view! { <section class="card trace">{counted(reading)}</section> }.into_any(),
            Some(head) => view! {
                <details class="card trace">
                    <summary class="fold"><span>{head}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
                    {counted(reading)}
                </details>
            }
            .into_any(),
        }
    });
    let lines = view! { <section class="card trace">{leading} {counted(first)}</section> {rest.collect_view()} };
    view! {
        {head(reader, kind, first, others, two)}
        {strip(reader, country, first)}
        {lines}
        {by_then(reader, first.rule)}
    }
    .into_any()
}

/// What a rule is called.
pub fn title(reader: &Reader, rule: &Rule) -> String {
    reader.pack.words.rules.get(&rule.id).map(|words| words.title.clone()).unwrap_or_default()
}

/// How long there is until the day that counts, the cautious one, once it is gone the legal one; with its class.
pub fn how_long(reader: &Reader, reading: &Reading<'_>) -> (&'static str, String) {
    let (w, today) = (&reader.w.results, reader.today());
    let last = reading.last(today).unwrap_or(reading.safe);
    match usize::try_from((last - today).num_days()) {
        Err(_) if !reading.rule.lapses() => ("is-urgent", w.tag_overdue.to_owned()),
        Err(_) => ("is-urgent", w.tag_late.to_owned()),
        Ok(0) => ("is-urgent", w.tag_today.to_owned()),
        Ok(days) if i64::try_from(days).is_ok_and(|days| days <= SOON_DAYS) => {
            ("is-urgent", w.tag_days(days))
        }
        Ok(days) if i64::try_from(days).is_ok_and(|days| days <= COUNTED_DAYS) => {
            ("is-deadline", w.tag_days(days))
        }
        Ok(_) => ("is-deadline", w.tag_by(reader.date(last, DateForm::Long))),
    }
}

fn head(
    reader: &Reader,
    kind: &Kind<'_>,
    reading: &Reading<'_>,
    others: &[Reading<'_>],
    two: bool,
) -> AnyView {
    let w = &reader.w.deadline;
    let title = title(reader, reading.rule);
    let full = |day| reader.date(day, DateForm::Full);
    let today = reader.today();
    let last = reading.last(today).unwrap_or(reading.safe);
    let act_by = reading.act_on(today);
    let (class, label) = how_long(reader, reading);
    let late = last < today;
    // A shorter one that only may hold stands behind this one: it is not passed over in silence.
    let shorter = others.iter().filter(|other| !late && other.last(today).is_none());
    let gone = shorter.map(|other| other.safe).max();
    let is_open = !reading.is_certain && matches!(kind.matter, Matter::Letter(_));
    let may = is_open.then_some(if gone.is_some() { w.may_unknown } else { w.may_text });
    let two = two && gone.is_none();
    view! {
        {(late && reading.rule.lapses()).then(|| view! {
            <Notice tone=Tone::Urgent key="deadline-late" title=w.late_title><p>{w.late_text}</p></Notice>
        })}
        <article class=format!("result {class}") data-safe=reading.safe.to_string() data-legal=reading.legal.to_string() data-act=reading.act_by.to_string()>
            <div class="result__top">
                <div>
                    <span class=format!("tag {class}")><Glyph icon=Icon::Hourglass tiny=true/>{label}</span>
                    <h2 class="result__title">{title}</h2>
                </div>
                {leaf(reader, last, false)}
            </div>
            <p class="result__text"><strong>{w.safe(full(reading.safe))}</strong></p>
            <p class="result__text">{w.legal(full(reading.legal))} " " {w.act(full(act_by))}</p>
            {gone.map(|day| view! { <p class="result__text" data-gone=day.to_string()><strong>{w.may_be_gone(full(day))}</strong></p> })}
            {two.then(|| view! { <p class="result__text">{w.two}</p> })}
            {may.map(|text| view! { <p class="result__text" data-may="">{text}</p> })}
            {card::see_before(reader, reading.rule.see.as_ref())}
        </article>
    }
    .into_any()
}

/// Topics in which a decision may make a person leave.
const OF_STAY: [&str; 2] = ["asylum", "residence"];

fn by_then(reader: &Reader, rule: &Rule) -> AnyView {
    let w = &reader.w.deadline;
    let of_stay = rule.topics.iter().any(|topic| OF_STAY.iter().any(|of_stay| *topic == **of_stay));
    view! {
        <section class="card">
            <h2>{w.by_then}</h2>
            <ul class="prose">
                {of_stay.then(|| view! { <li><span>{w.by_then_1}</span></li> })}
                <li><span>{w.by_then_2}</span></li>
                {of_stay.then(|| view! { <li><span>{w.by_then_3}</span></li> })}
            </ul>
            <div class="trace">{card::sources(reader, &rule.facts, Under::Part)} {card::contacts(reader, &rule.services, Under::Part)}</div>
            <p class="small quiet">{reader.w.trace.if_wrong}</p>
        </section>
    }
    .into_any()
}
