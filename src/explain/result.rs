//! A result card: what applies, from when, why, on what it rests, whom to ask.

use leptos::prelude::*;
use migraction_core::deadline::differ;
use migraction_core::facts::Standing;
use migraction_core::format::DateForm;
use migraction_core::letters::hangs_on_letter;
use migraction_core::route::Route;
use migraction_core::rules::{Answer, DateRole, Group, Outcome, SOON_DAYS, State, Urgency};
use migraction_core::{CivilDate, Id};
use migraction_pack::prose::Slot;

use super::{Case, amounts, dates, trace};
use crate::components::fact::fact_chip;
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::h3_of;
use crate::components::leaf::leaf;
use crate::components::prose::{dialled, line};
use crate::components::service::call_row;
use crate::state::Reader;

/// So many days are counted; what lies further off is told by its date.
pub const COUNTED_DAYS: i64 = 90;

/// A tag of a card: colour, icon and words.
type Tag = (&'static str, Icon, String);

/// The tags of a card. The first says whether it applies, or by when to act; then come whether that is
/// certain, whether this version settles it, and whether its facts were checked in time.
fn tags(reader: &Reader, outcome: &Outcome<'_>, due: Option<CivilDate>) -> Vec<Tag> {
    let w = &reader.w.results;
    if outcome.state == State::DoesNotApply {
        return vec![("is-not", Icon::Ban, w.tag_not.to_owned())];
    }
    let may = outcome.state == State::MayApply;
    let pressing = matches!(outcome.group(), Group::Danger | Group::Deadline);
    let is_unsure = outcome.standing == Standing::ToConfirm && outcome.is_covered() && !may;
    let first = match outcome.state {
        _ if pressing && outcome.rule.urgency == Urgency::Danger => {
            Some(("is-urgent", Icon::TriangleAlert, w.tag_danger.to_owned()))
        }
        _ if pressing => Some(limit_tag(reader, outcome, due)),
        State::AppliesFrom(day) => {
            Some(("is-later", Icon::CalendarClock, w.tag_from(reader.date(day, DateForm::Long))))
        }
        _ if may || !outcome.is_covered() || outcome.is_past_review() => None,
        // A fact that is not confirmed is not shown in the colour of what is.
        _ if is_unsure => Some(("is-unknown", Icon::CircleHelp, w.tag_applies_unsure.to_owned())),
        _ => Some(("is-now", Icon::CircleCheck, w.tag_applies.to_owned())),
    };
    let may = may.then(|| ("is-unknown", Icon::CircleHelp, w.tag_may.to_owned()));
    let dated = pressing || matches!(outcome.state, State::AppliesFrom(_));
    let unsure = (is_unsure && dated && outcome.rule.urgency != Urgency::Danger)
        .then(|| ("is-unknown", Icon::CircleHelp, reader.w.fact.to_confirm.to_owned()));
    let uncovered = (!outcome.is_covered())
        .then(|| ("is-uncovered", Icon::CircleDashed, w.tag_uncovered.to_owned()));
    let stale =
        outcome.is_past_review().then(|| ("is-stale", Icon::History, w.tag_past_review.to_owned()));
    first.into_iter().chain(may).chain(unsure).chain(uncovered).chain(stale).collect()
}

/// The day that a card counts to: the calculator's, of paper and rule the earlier; once that is gone, the last one by law.
fn last_day(outcome: &Outcome<'_>, kept: Option<CivilDate>) -> Option<CivilDate> {
    let legal = outcome.date(DateRole::Legal).and_then(|line| line.day);
    let ahead = [kept, legal].into_iter().flatten().find(|day| *day >= outcome.seen_from());
    ahead.or(kept).or_else(|| outcome.due())
}

/// How long there is to act, from the day for which the consultation asks.
fn limit_tag(reader: &Reader, outcome: &Outcome<'_>, due: Option<CivilDate>) -> Tag {
    let w = &reader.w.results;
    let Some(due) = due else {
        return ("is-urgent", Icon::Hourglass, w.tag_undated.to_owned());
    };
    let days = (due - outcome.seen_from()).num_days();
    if outcome.may_last_until().is_some() {
        return ("is-urgent", Icon::Hourglass, w.tag_month.to_owned());
    }
    match usize::try_from(days) {
        Err(_) if !outcome.rule.lapses() => {
            ("is-urgent", Icon::Hourglass, w.tag_overdue.to_owned())
        }
        Err(_) => ("is-urgent", Icon::TriangleAlert, w.tag_late.to_owned()),
        Ok(0) => ("is-urgent", Icon::Hourglass, w.tag_today.to_owned()),
        Ok(left) if days <= SOON_DAYS => ("is-urgent", Icon::Hourglass, w.tag_days(left)),
        Ok(left) if days <= COUNTED_DAYS => ("is-deadline", Icon::Hourglass, w.tag_days(left)),
        Ok(_) => ("is-deadline", Icon::Hourglass, w.tag_by(reader.date(due, DateForm::Long))),
    }
}

/// How a result looks at a glance.
pub struct Face {
    /// The class that gives its colours.
    pub state: &'static str,
    tags: Vec<Tag>,
    /// The day to keep in mind, and whether it is approximate.
    pub key: Option<(CivilDate, bool)>,
    differs: bool,
}

/// The face of a result: one day, the same in every tool.
pub fn face(case: &Case<'_>, outcome: &Outcome<'_>) -> Face {
    let reader = case.reader;
    let readings = reader.readings(case.country, outcome.rule, &case.interview.answers);
    let kept = readings.first().map(|reading| reading.safe);
    let due = last_day(outcome, kept);
    let tags = tags(reader, outcome, due);
    let state = tags.first().map_or("", |(state, ..)| *state);
    // The day on the card is the one that its tag counts to, and the calculator's.
    let key = match due {
        Some(day) => {
            let lines = readings.first().map_or(&[][..], |reading| &reading.lines);
            Some((day, lines.iter().any(|line| line.soft && line.role != DateRole::ActBy)))
        }
        None => outcome.key_date().and_then(|line| Some((line.day?, line.soft))),
    };
    let open = outcome.state != State::DoesNotApply;
    Face { state, tags, key: key.filter(|_| open), differs: open && differ(&readings) }
}

impl Face {
    /// The tags, each a colour, an icon and words.
    pub fn tags(&self) -> AnyView {
        let tags = self.tags.iter().map(|(class, icon, label)| {
            let class = if matches!(*class, "is-not" | "is-uncovered") { "tag" } else { *class };
            view! { <span class=["tag ", class].concat()><Glyph icon=*icon tiny=true/>{label.clone()}</span> " " }.into_any()
        });
        tags.collect::<Vec<_>>().into_any()
    }

    /// What stands at the top of a result: its tags and its title, and the day to keep in mind.
    pub fn top(&self, reader: &Reader, title: AnyView) -> AnyView {
        let day = self.key.map(|(day, soft)| leaf(reader, day, soft));
        view! { <div class="result__top"><div>{self.tags()}{title}</div>{day}</div> }.into_any()
    }

    /// What the first tag says, and its drawing.
    pub fn first(&self) -> Option<(Icon, &str)> {
        self.tags.first().map(|(_, icon, label)| (*icon, &**label))
    }
}

/// One card, whole.
pub fn card(case: &Case<'_>, outcome: &Outcome<'_>) -> AnyView {
    let reader = case.reader;
    let Some(words) = reader.pack.words.rules.get(&outcome.rule.id) else { return ().into_any() };
    let face = face(case, outcome);
    view! {
        <article
            class=["result ", face.state].concat()
            data-rule=outcome.rule.id.to_string()
            data-state=outcome.name()
        >
            {face.top(reader, h3_of("result__title", dialled(reader, &words.title)))}
            {body(case, outcome, &face, Told::Here)}
        </article>
    }
    .into_any()
}

/// Where the words of a result stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Under its title, with the reasons.
    Here,
    /// Above, in sight already.
    Above,
}

/// What stands under the title of a card: what it says, whom to see, why.
pub fn body(case: &Case<'_>, outcome: &Outcome<'_>, face: &Face, told_at: Told) -> AnyView {
    let (reader, rule) = (case.reader, outcome.rule);
    let w = &reader.w.results;
    let open = outcome.state != State::DoesNotApply;
    let tells = open && told_at == Told::Here;
    let settle = (outcome.state == State::MayApply && case.asks)
        .then(|| outcome.settled_by.first())
        .flatten()
        .map(|question| {
            let href = reader.href(&Route::Question(question.clone()));
            let short = trace::short(reader, question);
            view! {
                <a class="why" href=href>
                    <span>{w.settle(short)}</span>
                    <Glyph icon=Icon::ChevronRight small=true/>
                </a>
            }
        });
    let second = case.in_second(|second| {
        let words = second.pack.words.rules.get(&rule.id)?;
        let text =
            open.then(|| view! { <p class="result__text">{told(case, second, outcome)}</p> });
        let see = open.then(|| see_before(second, rule.see.as_ref()));
        Some(view! { <p><strong>{words.title.clone()}</strong></p> {text} {see} })
    });
    view! {
        {face.differs.then(|| view! { <p class="result__text" data-differs=""><strong>{reader.w.deadline.differ_text}</strong></p> })}
        {(outcome.state == State::MayApply).then(|| view! { <p class="result__text">{w.may_text}</p> })}
        {tells.then(|| until(reader, outcome))}
        {(open && outcome.is_past_review()).then(|| view! { <p class="result__text">{w.past_review_text}</p> })}
        {tells.then(|| view! { <p class="result__text">{told(case, reader, outcome)}</p> })}
        {tells.then(|| see_before(reader, rule.see.as_ref()))}
        {second}
        {settle}
        {open.then(|| about_letter(case, outcome))}
        <details class="why-box">
            <summary class="why"><span>{if open { w.why } else { w.why_not }}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
            {explanation(case, outcome)}
        </details>
    }
    .into_any()
}

/// Where the month alone is known: that it is counted from its first day, and until when there may be time where that day
/// would be too long ago.
pub fn until(reader: &Reader, outcome: &Outcome<'_>) -> Option<AnyView> {
    let w = &reader.w.results;
    let words = match outcome.may_last_until() {
        Some(day) => w.month_until(reader.date(day, DateForm::Full)),
        None if outcome.is_of_month() => w.month_first.to_owned(),
        None => return None,
    };
    Some(view! { <p class="result__text" data-until=""><strong>{words}</strong></p> }.into_any())
}

/// The way to the page of the letter because of which this is a result.
fn about_letter(case: &Case<'_>, outcome: &Outcome<'_>) -> Option<AnyView> {
    let reader = case.reader;
    let question = case.law.rules.letters.question.as_ref()?;
    let Some(Answer::One(option)) = case.interview.answers.get(question) else { return None };
    let letter = case.law.rules.letters.of_option(question, option)?;
    if !hangs_on_letter(case.law, outcome.rule, reader.today()) {
        return None;
    }
    let href = reader.href(&Route::Letter(letter.id.clone()));
    Some(
        view! {
            <a class="why" href=href>
                <span>{reader.w.letter.about}</span>
                <Glyph icon=Icon::ChevronRight small=true/>
            </a>
        }
        .into_any(),
    )
}

/// What a rule says, with the dates and amounts of this outcome.
pub fn told(case: &Case<'_>, reader: &Reader, outcome: &Outcome<'_>) -> Option<AnyView> {
    let words = reader.pack.words.rules.get(&outcome.rule.id)?;
    let fill = |slot: &Slot| fill(case, reader, outcome, slot);
    Some(line(reader, &words.text, Some(&fill)))
}

/// Whom to see before acting.
pub fn see_before(reader: &Reader, see: Option<&Id>) -> Option<AnyView> {
    let who = lower_first(&reader.label("see", see?));
    let words = reader.w.results.see_before(who);
    Some(view! { <p class="result__text"><strong>{words}</strong></p> }.into_any())
}

fn explanation(case: &Case<'_>, outcome: &Outcome<'_>) -> AnyView {
    let reader = case.reader;
    let w = &reader.w.trace;
    let rule = outcome.rule;
    let words = reader.pack.words.rules.get(&rule.id);
    let fill = |slot: &Slot| fill(case, reader, outcome, slot);
    let conditions = match trace::tree(case, &outcome.trace) {
        Some(tree) => {
            view! { <div class="no-print"><h4>{w.conditions}</h4>{tree}</div> }.into_any()
        }
        None => view! { <p class="no-print">{w.always}</p> }.into_any(),
    };
    let change = words.and_then(|words| words.change.as_ref()).map(|change| {
        view! { <div><h4>{w.change}</h4><p>{line(reader, change, Some(&fill))}</p></div> }
    });
    let unsure = (outcome.standing != Standing::Verified && outcome.state != State::DoesNotApply)
        .then(|| view! { <p class="small">{w.unsure}</p> });
    view! {
        <div class="trace">
            {conditions}
            {dates::computation(reader, case.country, &outcome.dates)}
            {amounts::computation(reader, &outcome.amounts)}
            {change}
            {sources(reader, &rule.facts, Under::Card)}
            {unsure}
            {contacts(reader, &rule.services, Under::Card)}
            <p class="small quiet no-print">{w.if_wrong}</p>
        </div>
    }
    .into_any()
}

/// Under which heading sources and contacts stand: theirs is one level below.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Under {
    /// The title of a part of the page, of level 2.
    Part,
    /// The title of a card, of level 3.
    Card,
}

fn heading(under: Under, words: &'static str) -> AnyView {
    match under {
        Under::Part => view! { <h3>{words}</h3> }.into_any(),
        Under::Card => view! { <h4>{words}</h4> }.into_any(),
    }
}

/// Facts, each with its source and the day of its check.
pub fn sources(reader: &Reader, facts: &[Id], under: Under) -> Option<AnyView> {
    let w = &reader.w.trace;
    let rows: Vec<_> = facts
        .iter()
        .filter_map(|id| reader.fact(id).map(|(fact, words)| (id, fact, words)))
        .map(|(id, fact, words)| {
            let checked = w.checked(reader.date(fact.checked_on, DateForm::Long));
            let source = fact.sources.first().map(|source| source.title.clone()).unwrap_or_default();
            view! { <li class="small">{fact_chip(reader, id, Some(words.label.clone().into_any()))} " " {source} ". " {checked}</li> }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <div>{heading(under, w.sources)}<ul class="stack stack--s">{rows}</ul></div> }
            .into_any()
    })
}

/// Services to contact.
pub fn contacts(reader: &Reader, services: &[Id], under: Under) -> Option<AnyView> {
    let rows: Vec<_> = services
        .iter()
        .filter_map(|id| reader.pack.core.services.get(id))
        .map(|service| call_row(reader, service))
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <div>{heading(under, reader.w.trace.contacts)}<div class="rows">{rows}</div></div> }
            .into_any()
    })
}

fn fill(case: &Case<'_>, reader: &Reader, outcome: &Outcome<'_>, slot: &Slot) -> Option<String> {
    match slot {
        Slot::Answer(question) => {
            let answer = case.interview.answers.get(question)?;
            Some(trace::answer_words(reader, case.law.rules, question, answer))
        }
        computed => computed_words(reader, outcome, computed),
    }
}

/// What a rule computed, as it stands in its words.
pub fn computed_words(reader: &Reader, outcome: &Outcome<'_>, slot: &Slot) -> Option<String> {
    match slot {
        Slot::Date(id) => {
            let line = outcome.dates.iter().find(|line| line.id == *id)?;
            let day = outcome.told_day(line, reader.today())?;
            Some(reader.date(day, DateForm::Full))
        }
        Slot::Amount(id) => {
            let line = outcome.amounts.iter().find(|line| line.id == *id)?;
            Some(reader.money(line.amount?))
        }
        Slot::Answer(_) => None,
    }
}

/// A label within a sentence.
fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
