//! The dates of the results on a line: what is past, today, what must be done by a day, what begins
//! later. The picture shows the distances, the list under it says the same in words.

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_core::format::DateForm;
use migraction_core::rules::{DateRole, Group, Outcome, State};

use super::Case;
use super::dates::about;
use crate::components::icon::{Glyph, Icon};
use crate::state::Reader;

/// Width of the picture, in its own units.
const WIDTH: i64 = 320;
/// Room at both ends.
const MARGIN: i64 = 16;
/// The least distance between two marks.
const APART: i64 = 15;
/// Height of the line.
const MIDDLE: i64 = 20;

/// What stands at a point of the line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Past,
    Today,
    Due,
    Now,
    Later,
}

impl Mark {
    const fn class(self) -> &'static str {
        match self {
            Self::Past => "",
            Self::Today => "is-today",
            Self::Due => "is-deadline",
            Self::Now => "is-now",
            Self::Later => "is-later",
        }
    }
}

struct Point {
    day: CivilDate,
    mark: Mark,
    soft: bool,
    what: String,
}

/// The dates as a picture and a list; nothing where there is none.
pub fn timeline(case: &Case<'_>, outcomes: &[Outcome<'_>]) -> Option<AnyView> {
    let reader = case.reader;
    let w = &reader.w.results;
    let mut points = points(case, outcomes);
    if points.is_empty() {
        return None;
    }
    let today = reader.today();
    let what = w.today.to_owned();
    points.push(Point { day: today, mark: Mark::Today, soft: false, what });
    points.sort_by_key(|point| (point.day, point.mark != Mark::Today));
    let steps = points.iter().map(|point| step(reader, point)).collect_view();
    Some(
        view! {
            <details class="no-print" id="timeline">
                <summary class="why"><span>{w.timeline}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
                {picture(w.picture, today, &points)}
                <ol class="timeline">{steps}</ol>
            </details>
        }
        .into_any(),
    )
}

fn points(case: &Case<'_>, outcomes: &[Outcome<'_>]) -> Vec<Point> {
    let reader = case.reader;
    let today = reader.today();
    let roles = [DateRole::Safe, DateRole::Legal, DateRole::From, DateRole::ActBy, DateRole::Mark];
    outcomes
        .iter()
        .filter(|outcome| outcome.is_sure() || outcome.group() == Group::Deadline)
        .filter_map(|outcome| {
            let line = roles.into_iter().find_map(|role| outcome.date(role))?;
            let last_day = reader.last_day(case.country, outcome.rule, &case.interview.answers);
            let day = last_day.or(line.day)?;
            let mark = match outcome.state {
                _ if last_day.is_some() => Mark::Due,
                _ if day < today => Mark::Past,
                State::AppliesFrom(_) => Mark::Later,
                _ => Mark::Now,
            };
            let mut what = reader.pack.words.rules.get(&outcome.rule.id)?.title.clone();
            if outcome.state == State::MayApply {
                what = reader.w.pair(reader.w.results.tag_may, &what);
            }
            Some(Point { day, mark, soft: line.soft, what })
        })
        .collect()
}

fn step(reader: &Reader, point: &Point) -> AnyView {
    let day = reader.date(point.day, DateForm::Short);
    let day = if point.mark == Mark::Today {
        view! { <span class="timeline__today">{day}</span> }.into_any()
    } else {
        about(reader, point.day, point.soft, DateForm::Short).into_any()
    };
    let open = matches!(point.mark, Mark::Past | Mark::Today);
    view! {
        <li class=format!("timeline__step {}", point.mark.class())>
            <span class="timeline__date">{day}</span>
            <span class="timeline__dot" class:timeline__dot--open=open class:timeline__dot--diamond=point.mark == Mark::Due></span>
            <span class="timeline__what">{point.what.clone()}</span>
        </li>
    }
    .into_any()
}

/// How far from today, in steps that grow shorter with the distance: days matter near, years far.
fn distance(day: CivilDate, today: CivilDate) -> i64 {
    let days = (day - today).num_days();
    days.signum() * (days.abs() * 100).isqrt()
}

fn picture(title: &'static str, today: CivilDate, points: &[Point]) -> AnyView {
    let far = |point: Option<&Point>| point.map_or(0, |point| distance(point.day, today));
    let (first, last) = (far(points.first()), far(points.last()));
    let mut left = i64::MIN / 2;
    let marks = points
        .iter()
        .map(|point| {
            let along = (distance(point.day, today) - first) * (WIDTH - 2 * MARGIN);
            let x = MARGIN + along.checked_div(last - first).unwrap_or_default();
            // Dates of one week stand side by side, as far as there is room.
            let x = x.max(left + APART).min(WIDTH - MARGIN);
            left = x;
            let shape = match point.mark {
                Mark::Due => {
                    let turn = format!("rotate(45 {x} {MIDDLE})");
                    view! { <rect x=x - 6 y=MIDDLE - 6 width="12" height="12" transform=turn/> }
                        .into_any()
                }
                Mark::Today => {
                    view! { <rect x=x - 3 y="4" width="6" height="32" rx="3"/> }.into_any()
                }
                _ => view! { <circle cx=x cy=MIDDLE r="7"/> }.into_any(),
            };
            view! { <g class=format!("timeline__mark {}", point.mark.class())>{shape}</g> }
        })
        .collect_view();
    view! {
        <svg class="timeline__picture" viewBox="0 0 320 40" role="img" aria-label=title focusable="false">
            <line x1="4" x2="316" y1="20" y2="20"></line>
            {marks}
        </svg>
    }
    .into_any()
}
