//! What the tool does and does not do, for which day and country, before the first question.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use migraction_core::date_entry::DateRules;
use migraction_core::format::DateForm;
use migraction_core::route::Route;
use migraction_core::{Id, written};

use super::{interview, next_page, undo_notice};
use crate::components::country_choice::country_choice;
use crate::components::form::FormField;
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{button, fragment, group, h1, h2, icon, para, strong};
use crate::components::{Back, Frame, Notice, Tone, with_pack};
use crate::explain::Case;
use crate::state::{Consulting, Reader, use_consulting, use_session};

/// A clock this many days past the edition of the guide is worth a question.
const CLOCK_AHEAD_DAYS: i64 = 730;

/// Whether the phone's clock contradicts the pack: the day lies before the guide was made, or
/// years after.
fn clock_is_suspect(reader: &Reader) -> bool {
    let days = (reader.today() - reader.pack.manifest.edition).num_days();
    !(-1..=CLOCK_AHEAD_DAYS).contains(&days)
}

/// The first screen of the tool.
#[component]
pub fn OrientationIntro() -> impl IntoView {
    let session = use_session();
    view! {
        <Frame title=Signal::derive(move || session.w().tools.orientation.to_owned()) back=Back::to(Route::Tools)>
            {with_pack(intro)}
        </Frame>
    }
}

fn intro(reader: Reader) -> AnyView {
    let w = &reader.w.orientation;
    let consulting = use_consulting();
    let interview = interview(&reader);
    let title = h1(w.title);
    let mut parts = vec![title, undo_notice(&reader)];
    if clock_is_suspect(&reader) {
        let text = para("", w.clock_text(reader.date(reader.today(), DateForm::Long)));
        parts.push(
            view! { <Notice tone=Tone::Deadline key="clock" title=w.clock_title>{text}</Notice> }
                .into_any(),
        );
    }
    if consulting.has_answers() {
        let (go, reader) = (use_navigate(), reader.clone());
        parts.push(button("resume", "btn btn--main", vec![w.resume.into_any()], move || {
            go(&next_page(&reader, consulting), Default::default());
        }));
    }
    parts.extend(country_choice(&reader).map(IntoAny::into_any));
    parts.push(match (&interview.country, Case::of(&reader, &interview)) {
        // Whose rules to ask is not known before a country was chosen.
        (None, _) => strong(w.country_first),
        (Some(_), Some(case)) => needs(&case, consulting),
        (Some(country), None) => {
            let title = w.not_covered_title(reader.label("countries", country));
            let text = para("", w.not_covered_text);
            view! { <Notice tone=Tone::Unknown key="country-not-covered" title>{text}</Notice> }
                .into_any()
        }
    });
    parts.push(day(&reader, consulting, clock_is_suspect(&reader)));
    let points = [w.point_unknown, w.point_paper, w.point_nothing_kept, w.not_advice];
    let points = points.map(|point| view! { <li><span>{point}</span></li> });
    parts.push(
        view! { <div class="prose small"><ul>{points.into_iter().collect_view()}</ul></div> }
            .into_any(),
    );
    fragment(parts)
}

/// What the person wants to know: one tap begins.
fn needs(case: &Case<'_>, consulting: Consulting) -> AnyView {
    let reader = case.reader;
    let w = &reader.w.orientation;
    let go = use_navigate();
    let one = |id: Option<&Id>, lead: Icon, words: String| {
        let name = id.map_or("everything", Id::as_str).to_owned();
        let (needs, go, reader) =
            (id.cloned().into_iter().collect::<BTreeSet<_>>(), go.clone(), reader.clone());
        let parts = vec![icon(lead), words.into_any()];
        let begin = move || {
            consulting.begin(needs.clone());
            go(&next_page(&reader, consulting), Default::default());
        };
        button(["need-", &name].concat(), "need", parts, begin)
    };
    let mut rows: Vec<_> = case
        .law
        .rules
        .needs
        .iter()
        .map(|need| one(Some(&need.id), need_icon(&need.id), reader.label("needs", &need.id)))
        .collect();
    rows.push(one(None, Icon::ListChecks, w.everything.to_owned()));
    fragment(vec![h2(w.need), group("needs", rows)])
}

/// The drawing of a need; a new one has the general drawing.
fn need_icon(need: &Id) -> Icon {
    match need.as_str() {
        "letter" => Icon::FileText,
        "roof" => Icon::House,
        "danger" => Icon::TriangleAlert,
        "papers" => Icon::BadgeCheck,
        "work" => Icon::Handshake,
        "pay" => Icon::Banknote,
        "health" => Icon::HeartPulse,
        "family" => Icon::UsersRound,
        "school" => Icon::GraduationCap,
        "money" => Icon::Scale,
        _ => Icon::Signpost,
    }
}

/// The day for which it asks: folded, unless the phone's clock is in doubt.
fn day(reader: &Reader, consulting: Consulting, is_open: bool) -> AnyView {
    let w = &reader.w.orientation;
    let as_of = untrack(|| interview(reader).as_of);
    let value = Signal::stored(as_of.to_string());
    let write = Box::new(move |typed: String| {
        if let Some(day) = written::day(&typed) {
            consulting.set_day(day);
        }
    });
    let rules = DateRules::any(reader.today());
    let field = FormField::new("as-of", w.as_of).help(w.as_of_help).date(rules, &[], value, write);
    view! {
        <details open=is_open || as_of != reader.today()>
            <summary class="why"><span>{w.other_day}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
            {field}
        </details>
    }
    .into_any()
}
