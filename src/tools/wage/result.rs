//! What came of the check: safety first, then due against received, limits and steps, proofs, the letter.

use std::collections::BTreeSet;

use leptos::prelude::*;
use migraction_core::facts::Standing;
use migraction_core::format::DateForm;
use migraction_core::route::Route;
use migraction_core::rules::{Answer, Answers, Interview, Outcome, RuleKind, State};
use migraction_core::wage::{
    Bound, Excess, Lacking, Law, Line, Range, SIGNS_FOR_DANGER, SIGNS_QUESTION, Weight, answers,
    excesses, is_under_floor,
};
use migraction_core::{CivilDate, Decimal, Id};

use super::chart::chart;
use super::label;
use super::letter;
use super::reading::{Found, Read, read};
use crate::components::fact::fact_chip;
use crate::components::icon::Icon;
use crate::components::kit::{fragment, group, h2, icon, nothing, para, para_of, strong};
use crate::components::{Notice, Tone};
use crate::explain::{Case, result::card};
use crate::state::wage::Asked;
use crate::state::{Reader, use_wage};
use crate::words::wage as words;

/// Everything under the form.
pub fn result(reader: &Reader, law: &Law, told: RwSignal<String>) -> AnyView {
    let asked = use_wage().asked.get();
    let w = &reader.w.wage;
    let signs = &reader.pack.core.wage.signs;
    let ticked: BTreeSet<Id> =
        signs.iter().filter(|sign| asked.has(sign.as_str())).cloned().collect();
    let in_danger = ticked.len() >= SIGNS_FOR_DANGER;
    let mut parts = vec![print_head(reader), danger(reader, law, ticked, in_danger)];
    let Some(read) = read(law, signs, &asked) else {
        parts.push(lacking(w.missing_title, para("", w.missing_text), "wage-missing"));
        return fragment(parts);
    };
    let answers = answers(read.scale, read.from, read.until, &read.said);
    let found = read.reckon(reader, law);
    let rules = rules(reader, law, &answers);
    match &found {
        Ok(found) => {
            parts.push(balance(reader, law, &read, found, &rules, told));
            parts.push(count(reader, &read, found));
        }
        Err(lacking) => parts.push(why_not(reader, *lacking)),
    }
    parts.push(facts(reader, "", &read.scale.notes));
    parts.push(flags(reader, law, &read, &asked, found.as_ref().ok()));
    if found.is_ok() {
        parts.push(second_line(reader, law, &read));
    }
    parts.push(facts(reader, "also", &law.also));
    parts.push(rules.view);
    parts.push(proofs(reader, &asked));
    if let Ok(found) = &found {
        if !in_danger && is_under_floor(&found.balance) {
            parts.push(letter::section(reader, law, &read, found));
        }
        parts.push(letter::keep(reader, law, &read, found));
    }
    parts.push(para("small", label(reader, "never")));
    parts.push(para("small quiet", reader.w.results.not_advice));
    fragment(parts)
}

fn print_head(reader: &Reader) -> AnyView {
    let day = reader.date(reader.today(), DateForm::Long);
    let text = format!("{day} · {}", reader.w.results.print_no_name);
    view! { <div class="printhead print-only"><p><b>"Migr’action"</b> " · " {text}</p></div> }
        .into_any()
}

fn lacking(title: &str, text: AnyView, key: &'static str) -> AnyView {
    let title = title.to_owned();
    view! { <Notice tone=Tone::Unknown key title>{text}</Notice> }.into_any()
}

/// Why there is no amount.
fn why_not(reader: &Reader, why: Lacking) -> AnyView {
    let w = &reader.w.wage;
    match why {
        Lacking::Scale => {
            lacking(w.no_scale_title, para("", label(reader, "no-scale")), "wage-no-scale")
        }
        Lacking::Before(day) => {
            let title = w.before_title(reader.date(day, DateForm::Long));
            lacking(&title, para("", w.before_text), "wage-before")
        }
        Lacking::Period | Lacking::Hours => {
            lacking(w.missing_title, para("", w.missing_text), "wage-missing")
        }
    }
}

/// Signs of forced labour: the path of the specialised centre, before anything else.
fn danger(reader: &Reader, law: &Law, signs: BTreeSet<Id>, in_danger: bool) -> AnyView {
    if signs.is_empty() {
        return nothing();
    }
    let said = Answers::from([(SIGNS_QUESTION.into(), Answer::Many(signs))]);
    let cards = Shown::of(reader, &law.country, &law.danger, &said);
    let first = in_danger.then(|| {
        let (title, text) = (reader.w.wage.signs, label(reader, "danger"));
        let href = reader.href(&Route::Emergency);
        let emergency = reader.w.nav.emergency;
        view! {
            <Notice tone=Tone::Urgent key="wage-danger" title>
                <p>{text}</p>
                <div class="notice__do"><a class="btn btn--plain" href=href>{emergency}</a></div>
            </Notice>
        }
    });
    let title = h2(reader.w.wage.danger_title);
    group("stack stack--s", vec![title, first.into_any(), cards.view])
}

/// Rules that hold, as cards, with the nearest day by which to claim.
struct Shown {
    view: AnyView,
    claim_by: Option<CivilDate>,
    is_empty: bool,
}

impl Shown {
    fn of(reader: &Reader, country: &Id, wanted: &[Id], answers: &Answers) -> Self {
        let today = reader.today();
        let interview = Interview::of(country, today, answers.clone());
        let Some(case) = Case::of(reader, &interview) else {
            return Self { view: nothing(), claim_by: None, is_empty: true };
        };
        let case = Case { asks: false, ..case };
        let consultation = case.consult();
        let holds = |outcome: &Outcome<'_>| match outcome.state {
            State::Applies | State::AppliesFrom(_) => outcome.is_covered(),
            // What must be said before acting is said where it may apply, too.
            State::MayApply => outcome.rule.kind == RuleKind::Warning,
            State::DoesNotApply => false,
        };
        let outcomes: Vec<_> = wanted
            .iter()
            .filter_map(|id| case.law.rules.rules.iter().find(|rule| rule.id == *id))
            .map(|rule| consultation.outcome(rule))
            .filter(holds)
            .collect();
        let due = outcomes.iter().filter_map(Outcome::due).filter(|day| *day >= today).min();
        let cards = outcomes.iter().map(|outcome| card(&case, outcome)).collect();
        Self { view: group("stack", cards), claim_by: due, is_empty: outcomes.is_empty() }
    }
}

fn rules(reader: &Reader, law: &Law, answers: &Answers) -> Shown {
    let shown = Shown::of(reader, &law.country, &law.rules, answers);
    let title = if shown.is_empty { nothing() } else { h2(reader.w.wage.rules) };
    Shown { view: group("stack stack--s", vec![title, shown.view]), ..shown }
}

/// The days that were worked, and the hours in all.
pub fn period(reader: &Reader, read: &Read<'_>, found: &Found) -> String {
    reader.w.wage.period(words::Period {
        from: &reader.date(read.from, DateForm::Long),
        until: &reader.date(read.until, DateForm::Long),
        hours: &reader.hours(found.least.hours),
    })
}

fn range(reader: &Reader, range: Range) -> String {
    if range.is_one() {
        return reader.money(range.least);
    }
    reader
        .w
        .wage
        .range(words::Range { least: &reader.money(range.least), most: &reader.money(range.most) })
}

/// The one large figure.
fn balance(
    reader: &Reader,
    law: &Law,
    read: &Read<'_>,
    found: &Found,
    rules: &Shown,
    told: RwSignal<String>,
) -> AnyView {
    let w = &reader.w.wage;
    let missing = found.balance.missing;
    let period = period(reader, read, found);
    let code = law.country.as_str().to_uppercase();
    let cents =
        |amount: Decimal| amount.round_dp_with_strategy(2, migraction_core::HALF_UP).to_string();
    let is_nothing = missing.most <= Decimal::ZERO;
    let title = match (is_nothing, missing.is_one()) {
        (true, _) => w.nothing_missing,
        (false, true) => w.missing,
        (false, false) => w.missing_at_least,
    };
    let mut parts = vec![
        view! { <p class="src"><span class="cc">{code}</span><span>{period}</span></p> }.into_any(),
        h2(title),
    ];
    let figure = w.gross(reader.money(missing.least));
    told.set(if is_nothing { title.to_owned() } else { format!("{title} {figure}") });
    if !is_nothing {
        parts.push(para("bigfig", figure));
        if !missing.is_one() {
            parts.push(para("", w.up_to(reader.money(missing.most))));
            parts.push(para("small quiet", label(reader, "range")));
        }
        if let Some(day) = rules.claim_by {
            let text = w.claim_by(reader.date(day, DateForm::Long)).into_any();
            parts.push(para_of("tag is-deadline", fragment(vec![icon(Icon::Hourglass), text])));
        }
    }
    parts.push(para("small", label(reader, "gross")));
    parts.push(doubts(reader, read));
    parts.push(facts(reader, "", read.share.map_or(&[], std::slice::from_ref)));
    if let Some(unknown) = found.least.unknown {
        parts.push(strong(w.not_counted(words::NotCounted {
            hours: &reader.hours(unknown.hours),
            date: &reader.date(unknown.known_from, DateForm::Long),
        })));
    }
    if read.paid.is_doubtful
        && let Some(fact) = &law.cash
    {
        parts.push(facts(reader, "", std::slice::from_ref(fact)));
    }
    if read.paid.taken > Decimal::ZERO {
        parts.push(para("small", label(reader, "taken")));
        parts.push(facts(reader, "", &law.taken));
    }
    view! {
        <section class="card stack stack--s" data-least=cents(missing.least) data-most=cents(missing.most) data-due=cents(found.balance.due.least)>
            {parts}
        </section>
    }
    .into_any()
}

/// What is said where a figure is not certain, or its review has passed.
fn doubts(reader: &Reader, read: &Read<'_>) -> AnyView {
    let standing = read.scale.hour.as_ref().and_then(|id| reader.fact(id));
    match standing.map(|(fact, _)| fact.standing(reader.today())) {
        None | Some(Standing::Verified) => nothing(),
        Some(Standing::ToConfirm) => strong(label(reader, "to-confirm")),
        Some(Standing::PastReview) => strong(reader.w.results.past_review_text),
    }
}

/// The picture, the calculation rate by rate, the table.
fn count(reader: &Reader, read: &Read<'_>, found: &Found) -> AnyView {
    let w = &reader.w.wage;
    let mut rows: Vec<AnyView> = found.least.lines.iter().map(|line| rate(reader, line)).collect();
    let sum = |name: &'static str, sign: &str, amount: Decimal, class: &'static str| {
        let amount = format!("{sign}{}", reader.money(amount));
        view! { <tr class=class><td colspan="2">{name}</td><td class="sum__fig">{amount}</td></tr> }
            .into_any()
    };
    rows.push(sum(w.due, "", found.least.due, "sum__total"));
    rows.push(sum(w.received, "− ", found.balance.paid.least, ""));
    if read.paid.taken > Decimal::ZERO {
        rows.push(sum(w.taken_short, "− ", read.paid.taken, ""));
    }
    rows.push(sum(w.difference, "", found.balance.missing.least, "sum__total"));
    let picture = chart(reader, found, &read.paid);
    let due = range(reader, found.balance.due);
    let all_due = para("", w.due_in_all(due));
    view! {
        <section class="card stack stack--s">
            <h2>{w.chart}</h2>
            {picture}
            <table class="sum"><tbody>{rows}</tbody></table>
            {all_due}
            {table(reader, read, found)}
        </section>
    }
    .into_any()
}

/// What an hour brings more, in parts of a hundred.
pub fn premium_words(reader: &Reader, percent: Decimal) -> String {
    reader.w.wage.premium(reader.w.how().percent(percent))
}

/// Hours at one rate.
fn rate(reader: &Reader, line: &Line) -> AnyView {
    let hours = reader.hours(line.hours);
    let rate = fact_chip(reader, &line.fact, Some(reader.rate(line.rate).into_any()));
    let premium = line.premium.as_ref().map(|premium| {
        let more = premium_words(reader, premium.percent).into_any();
        fragment(vec![" ".into_any(), fact_chip(reader, &premium.fact, Some(more))])
    });
    let since = line.since.map(|day| reader.w.wage.since(reader.date(day, DateForm::Short)));
    let amount = reader.money(line.amount);
    view! {
        <tr><td>{hours}</td><td>{rate}{premium}<br/><span class="small quiet">{since}</span></td><td class="sum__fig">{amount}</td></tr>
    }
    .into_any()
}

/// Week by week, or month by month.
fn table(reader: &Reader, read: &Read<'_>, found: &Found) -> AnyView {
    let w = &reader.w.wage;
    let rows = &found.least.rows;
    if rows.is_empty() {
        return nothing();
    }
    let monthly = read.case(Bound::Least).monthly;
    let lines: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            let from = reader.date(row.from, if monthly { DateForm::Month } else { DateForm::Short });
            let hours = reader.number(row.hours.round_dp(2));
            let paid = reader.money(read.paid.in_row(row, found.least.hours));
            let due = reader.money(row.due);
            view! { <tr><th scope="row">{from}</th><td class="sum__fig">{hours}</td><td class="sum__fig">{due}</td><td class="sum__fig">{paid}</td></tr> }.into_any()
        })
        .collect();
    let name = if monthly { w.by_months } else { w.by_weeks };
    let chevron = icon(Icon::ChevronDown);
    view! {
        <details>
            <summary class="why"><span>{name}</span>{chevron}</summary>
            <table class="sum">
                <thead><tr><th scope="col">{w.from_short}</th><th scope="col" class="sum__fig">{w.hours_short}</th><th scope="col" class="sum__fig">{w.due}</th><th scope="col" class="sum__fig">{w.received}</th></tr></thead>
                <tbody>{lines}</tbody>
            </table>
            <p class="small quiet">{w.spread}</p>
        </details>
    }
    .into_any()
}

/// Facts with their sentences, under the text of this name.
fn facts(reader: &Reader, title: &str, ids: &[Id]) -> AnyView {
    let rows: Vec<AnyView> = ids
        .iter()
        .filter_map(|id| Some((id, reader.fact(id)?.1)))
        .map(|(id, words)| {
            let chip = fact_chip(reader, id, Some(words.label.clone().into_any()));
            let text = crate::components::prose::line(reader, &words.text, None);
            view! { <li>{chip} ". " {text}</li> }.into_any()
        })
        .collect();
    if rows.is_empty() {
        return nothing();
    }
    let title = if title.is_empty() { nothing() } else { h2(label(reader, title)) };
    let list = view! { <ul class="stack stack--s small">{rows}</ul> }.into_any();
    group("stack stack--s", vec![title, list])
}

/// What passes a limit or must not happen, found or ticked.
fn flags(
    reader: &Reader,
    law: &Law,
    read: &Read<'_>,
    asked: &Asked,
    found: Option<&Found>,
) -> AnyView {
    let core = &reader.pack.core;
    let mut rows: Vec<(String, Option<&Id>)> = Vec::new();
    if found.is_some_and(|found| is_under_floor(&found.balance)) {
        rows.push((label(reader, "flag-floor"), read.scale.hour.as_ref()));
    }
    for excess in excesses(&core.facts, law, &read.work, read.from, read.until) {
        rows.push(match excess {
            Excess::Week { fact, average } => {
                let hours = reader.hours(average.round_dp(1));
                (format!("{} ({hours})", label(reader, "flag-week")), Some(fact))
            }
            Excess::NoDayOff(fact) => (label(reader, "flag-day-off"), Some(fact)),
            Excess::ShortRest(fact, day) => {
                let day = reader.date(day, DateForm::Short);
                (format!("{} ({day})", label(reader, "flag-rest")), Some(fact))
            }
        });
    }
    let marks = law.marks.iter().filter(|mark| asked.has(mark.id.as_str()));
    rows.extend(marks.map(|mark| (label(reader, mark.id.as_str()), Some(&mark.fact))));
    if rows.is_empty() {
        return nothing();
    }
    let rows: Vec<AnyView> = rows
        .into_iter()
        .map(|(text, fact)| {
            let fact = fact.and_then(|id| {
                let name = reader.fact(id)?.1.label.clone();
                Some(fact_chip(reader, id, Some(name.into_any())))
            });
            view! { <li><b>{text}</b>". " {fact}</li> }.into_any()
        })
        .collect();
    let list = view! { <ul class="stack stack--s" id="flags">{rows}</ul> }.into_any();
    group("stack stack--s", vec![h2(reader.w.wage.flags), list])
}

/// What the law presumes, and the lump sum: cautious pointers, never added.
fn second_line(reader: &Reader, law: &Law, read: &Read<'_>) -> AnyView {
    let core = &reader.pack.core;
    let mut parts = Vec::new();
    let mut push = |text: &str, fact: &Option<Id>, amount: Option<Decimal>| {
        let (Some(fact), Some(amount)) = (fact, amount) else { return };
        let figure = reader.w.wage.gross(reader.money(amount));
        let name = reader.fact(fact).map(|(_, words)| words.label.clone()).unwrap_or_default();
        let chip = fact_chip(reader, fact, Some(name.into_any()));
        parts.push(para("small", label(reader, text)));
        parts.push(para_of("", fragment(vec![chip, " ".into_any(), figure.into_any()])));
    };
    if read.said.has_no_permit && read.share.is_none() {
        push("presumed", &law.presumed, law.presumed_pay(&core.facts, read.until));
    }
    if read.said.is_undeclared
        && read.said.has_ended
        && let Some(place) = core.country(law.country.as_str())
    {
        let case = read.case(Bound::Least);
        push("lump", &law.lump, law.lump_sum(&core.facts, &place.calendar, &case));
    }
    if parts.is_empty() {
        return nothing();
    }
    parts.insert(0, h2(reader.w.wage.second));
    view! { <section class="card stack stack--s" id="second">{parts}</section> }.into_any()
}

/// What was ticked as proof, with its weight; what may still be gathered.
fn proofs(reader: &Reader, asked: &Asked) -> AnyView {
    let row = |proof: &migraction_core::wage::Proof| {
        let weight = match proof.weight {
            Weight::Strong => "strong",
            Weight::Medium => "medium",
            Weight::Weak => "weak",
        };
        let (name, weight) = (label(reader, proof.id.as_str()), label(reader, weight));
        let mark =
            icon(if asked.has(proof.id.as_str()) { Icon::Check } else { Icon::CircleDashed });
        let said =
            if asked.has(proof.id.as_str()) { reader.w.wage.have } else { reader.w.wage.have_not };
        view! { <li class="line">{mark}<span>{name}<span class="vh">" ("{said}")"</span><br/><span class="small quiet">{weight}</span></span></li> }.into_any()
    };
    let rows: Vec<AnyView> = reader.pack.core.wage.proofs.iter().map(row).collect();
    let list = view! { <ul class="stack stack--s">{rows}</ul> }.into_any();
    let advice = strong(label(reader, "proof-advice"));
    group("stack stack--s", vec![h2(reader.w.wage.proofs), list, advice])
}
