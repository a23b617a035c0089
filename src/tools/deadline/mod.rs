//! The deadline calculator: from a letter in the hand to the day by which to have acted. Its kinds of
//! letters are the rules of the country that compute a last day.

mod reckoning;
mod strip;

use leptos::prelude::*;
use migraction_core::date_entry::DateRules;
use migraction_core::deadline::{Kind, Letter, kinds};
use migraction_core::facts::Unit;
use migraction_core::route::Route;
use migraction_core::rules::{QuestionKind, Rules};
use migraction_core::{Id, written};

use crate::components::country_choice::{country_asked, country_choice};
use crate::components::form::{Choices, FormField, Quick, announce};
use crate::components::kit::{button, group};
use crate::components::{Back, Frame, Notice, Tone, with_pack};
use crate::explain::trace::{option_label, short};
use crate::state::toolbox::LetterForm;
use crate::state::{Reader, use_consulting, use_session, use_toolbox};
use crate::words::Words;

/// A way in which a letter comes: its id, whether the day of receipt can be proved, its words.
type Way = (&'static str, bool, fn(&Words) -> &'static str);

const WAYS: [Way; 6] = [
    ("hand", true, |w| w.deadline.how_hand),
    ("online", true, |w| w.deadline.how_online),
    ("lawyer", true, |w| w.deadline.how_lawyer),
    ("registered", false, |w| w.deadline.how_registered),
    ("post", false, |w| w.deadline.how_post),
    ("unknown", false, |w| w.deadline.how_unknown),
];

/// The letter as the calculator takes it.
fn letter(form: LetterForm) -> Letter {
    let day = |text: RwSignal<String>| written::day(&text.read());
    let place = Some(form.place.get()).filter(|place| !place.is_empty());
    let proved = WAYS.iter().any(|(id, proved, _)| *proved && *id == *form.how.read());
    Letter {
        dated: day(form.dated),
        received: day(form.received),
        proved,
        limit: written::typed_whole(&form.limit.read()),
        place: place.map(Id::from),
    }
}

/// A limit that was typed and is no number: to pass it over would show another date than the paper's.
fn is_unclear(limit: &str) -> bool {
    !limit.trim().is_empty() && written::typed_whole(limit).is_none()
}

fn unclear_limit(w: &Words) -> AnyView {
    let (title, text) = (w.deadline.limit_title, w.deadline.limit_text);
    view! { <Notice tone=Tone::Deadline key="deadline-limit" title=title><p>{text}</p></Notice> }
        .into_any()
}

/// The tool's screen.
#[component]
pub fn DeadlineTool() -> impl IntoView {
    let session = use_session();
    let form = use_toolbox().letter;
    view! {
        <Frame title=Signal::derive(move || session.w().tools.deadline.to_owned()) back=Back::to(Route::Tools)>
            {with_pack(move |reader| screen(reader, form))}
        </Frame>
    }
}

fn screen(reader: Reader, form: LetterForm) -> AnyView {
    let w = reader.w;
    let consulting = use_consulting();
    let Some(country) = consulting.country(reader.session) else {
        return country_asked(&reader, w.tools.deadline);
    };
    let rules = reader.rules(&country);
    let kinds = rules.map(kinds).unwrap_or_default();
    if !kinds.iter().any(|kind| *kind.concept == *form.kind.read_untracked().as_str()) {
        form.kind.set(String::new());
    }
    let fields = match rules.filter(|_| !kinds.is_empty()) {
        Some(rules) => fields(&reader, &country, rules, &kinds, form),
        None => view! { <p class="quiet">{w.deadline.none}</p> }.into_any(),
    };
    view! {
        <h1>{w.tools.deadline}</h1>
        <p>{w.deadline.intro} " " <span class="quiet">{w.deadline.nothing_kept}</span></p>
        {country_choice(&reader)}
        {fields}
    }
    .into_any()
}

fn fields(
    reader: &Reader,
    country: &Id,
    rules: &Rules,
    kinds: &[Kind<'_>],
    form: LetterForm,
) -> AnyView {
    let w = &reader.w.deadline;
    let mut choices: Choices = vec![(String::new(), w.choose.to_owned())];
    choices.extend(kinds.iter().filter_map(|kind| {
        let words = reader.pack.words.rules.get(&kind.rule.id)?;
        Some((kind.concept.to_string(), words.title.clone()))
    }));
    let ways = WAYS.map(|(id, _, words)| (id.to_owned(), words(reader.w).to_owned())).to_vec();
    let place = reader.pack.core.country(country.as_str()).and_then(|country| {
        let question = country.calendar.place.clone()?;
        let QuestionKind::One(options) = &rules.question(&question)?.kind else { return None };
        let mut choices = vec![(String::new(), w.how_unknown.to_owned())];
        choices
            .extend(options.iter().map(|id| (id.to_string(), option_label(reader, &question, id))));
        Some(FormField::new("place", short(reader, &question)).selects(choices, form.place))
    });
    let limits: Vec<(Id, Unit)> = kinds
        .iter()
        .filter_map(|kind| match &rules.question(kind.limit?)?.kind {
            QuestionKind::Number { unit, .. } => Some((kind.concept.clone(), *unit)),
            _ => None,
        })
        .collect();
    let limit = {
        let reader = reader.clone();
        move || {
            let chosen = form.kind.get();
            let (_, unit) = limits.iter().find(|(concept, _)| *concept == *chosen.as_str())?;
            let label = format!("{} ({})", w.limit, reader.unit(*unit));
            let typed = Box::new(move |text| form.limit.set(text));
            let field = FormField::new("limit", label).help(w.limit_help);
            Some(field.whole(form.limit.into(), typed))
        }
    };
    // What changes with each key is long: a screen reader is told the day, not all that leads to it.
    let told = RwSignal::new(String::new());
    announce(told);
    let result = {
        let (reader, country) = (reader.clone(), country.clone());
        move || {
            let chosen = form.kind.get();
            let kinds = kinds_of(&reader, &country);
            let kind = kinds.iter().find(|kind| *kind.concept == *chosen.as_str())?;
            if kind.limit.is_some() && is_unclear(&form.limit.read()) {
                told.set(reader.w.deadline.limit_title.to_owned());
                return Some(unclear_limit(reader.w));
            }
            let (said, view) = reckoning::result(&reader, &country, kind, &letter(form));
            told.set(said);
            Some(view)
        }
    };
    let clear = vec![reader.w.wage.clear.into_any()];
    let fields = vec![
        FormField::new("kind", w.kind).selects(choices, form.kind),
        day(reader, FormField::new("dated", w.dated), form.dated),
        day(reader, FormField::new("received", w.received).help(w.received_help), form.received),
        FormField::new("how", w.how).selects(ways, form.how),
        limit.into_any(),
        place.into_any(),
        button("clear", "btn btn--plain", clear, move || form.clear()),
    ];
    view! {
        {group("stack", fields)}
        <div class="stack" id="reckoning">{result}</div>
    }
    .into_any()
}

/// A day of the past: a letter that is to come has no last day yet.
fn day(reader: &Reader, field: FormField, value: RwSignal<String>) -> AnyView {
    let typed = Box::new(move |text| value.set(text));
    field.date(DateRules::past(reader.today()), Quick::PAST, value.into(), typed)
}

fn kinds_of<'a>(reader: &'a Reader, country: &Id) -> Vec<Kind<'a>> {
    reader.rules(country).map(kinds).unwrap_or_default()
}
