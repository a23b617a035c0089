//! The deadline calculator: from a letter in the hand to the day by which to have acted. Its kinds are the letters of the
//! country, by who writes them, and the other events for which a rule counts a last day.

mod kept;
mod reckoning;
mod strip;

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use migraction_core::date_entry::DateRules;
use migraction_core::dates::{Term, TermUnit};
use migraction_core::deadline::{
    Kind, Law, LetterDays, Matter, Paper, askable_questions, days_meant, kinds, open_questions,
};
use migraction_core::route::Route;
use migraction_core::rules::answers::{NO, YES};
use migraction_core::rules::input::stated;
use migraction_core::rules::{Answer, Answers, Choice, QuestionKind, Rules};
use migraction_core::{CivilDate, Id, written};

use crate::components::country_choice::{country_asked, country_choice};
use crate::components::form::{Choices, FormField, Quick, announce};
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{button, derived, dynamic, fragment, group, nothing};
use crate::components::letter_text::described;
use crate::components::{Back, Frame, Notice, Tone, with_pack};
use crate::explain::trace::{option_label, short};
use crate::state::toolbox::LetterForm;
use crate::state::{Reader, use_consulting, use_session, use_toolbox};
use crate::words::Words;
use kept::Kept;

/// A way in which a letter comes: its id, whether the day of receipt can be proved, its words.
type Way = (&'static str, bool, fn(&Words) -> &'static str);

/// Options of the question [`DELIVERY`], but for the last and for what a country asks under a name of its own.
const WAYS: [Way; 8] = [
    ("by-hand", true, |w| w.deadline.how_hand),
    ("electronic", true, |w| w.deadline.how_online),
    ("lawyer", true, |w| w.deadline.how_lawyer),
    ("bailiff", true, |w| w.deadline.how_bailiff),
    ("registered", false, |w| w.deadline.how_registered),
    ("post", false, |w| w.deadline.how_post),
    ("centre", false, |w| w.deadline.how_centre),
    (UNKNOWN, false, |w| w.deadline.how_unknown),
];

/// The question how a letter came, which consultations ask too.
const DELIVERY: &str = "delivery";

/// How many further questions without an answer are asked at once.
const FURTHER: usize = 3;

/// No answer.
const UNKNOWN: &str = "unknown";

/// The letter as the calculator takes it, of the days that it may bear the earliest, and the latest where a month stands alone.
fn papers(form: LetterForm, rules: &Rules, today: CivilDate) -> (Paper, Option<Paper>) {
    let days = days_meant(&form.dated.read(), &form.received.read(), today);
    let [earliest, latest] = days.map(|days| paper(form, rules, days));
    let is_month = earliest != latest;
    (earliest, is_month.then_some(latest))
}

fn paper(form: LetterForm, rules: &Rules, (dated, received): LetterDays) -> Paper {
    let place = Some(form.place.get()).filter(|place| !place.is_empty());
    let proved = WAYS.iter().any(|(id, proved, _)| *proved && *id == *form.how.read());
    let given = form.further.read();
    let answer = |id: &Id, given: &str| match rules.question(id)?.kind {
        QuestionKind::Day { .. } => written::day(given).map(Answer::Day),
        _ if given.is_empty() => None,
        // One of several is enough to tell two rules apart.
        QuestionKind::Many(_) if given == Choice::NoneOfThese.name() => {
            Some(Answer::Many(BTreeSet::new()))
        }
        QuestionKind::Many(_) => Some(Answer::Many([given.into()].into())),
        _ => Some(Answer::One(given.into())),
    };
    let mut further: Answers =
        given.iter().filter_map(|(id, given)| Some((id.clone(), answer(id, given)?))).collect();
    let how = form.how.read();
    if *how != UNKNOWN {
        further.insert(DELIVERY.into(), Answer::One(how.as_str().into()));
    }
    Paper {
        dated,
        received,
        proved,
        limit: limit(&form.limit.read()),
        place: place.map(Id::from),
        further,
    }
}

/// A limit that was typed and is no number: to pass it over would show another date than the paper's.
fn is_unclear(limit_text: &str) -> bool {
    !limit_text.trim().is_empty() && limit(limit_text).is_none()
}

/// A limit as it is printed, if it can be read.
fn limit(text: &str) -> Option<Answer> {
    let (number, unit) = stated(text);
    let count = written::typed_whole(number)?;
    if unit == TermUnit::Days {
        return Some(Answer::Number(count));
    }
    Some(Answer::Term(Term { count: i32::try_from(count).ok()?, unit }))
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
        <Frame title=Signal::derive(move || session.w().tools.deadline.to_owned()) back=Back::to(Route::Tools) main_class="docked">
            {with_pack(move |reader| screen(reader, form))}
        </Frame>
    }
}

fn screen(reader: Reader, form: LetterForm) -> AnyView {
    let w = reader.w;
    let consulting = use_consulting();
    let Some(country) = consulting.country(reader.session) else {
        let asked = country_asked(&reader, w.tools.deadline);
        return group("page page--tight", vec![asked]);
    };
    let law = reader.law(&country);
    let kinds = law.map(|law| kinds(law, reader.today())).unwrap_or_default();
    if !kinds.iter().any(|kind| kind.id() == *form.kind.read_untracked()) {
        form.kind.set(String::new());
    }
    let found = RwSignal::new(None);
    let fields = match law.filter(|_| !kinds.is_empty()) {
        Some(law) => fields(&reader, &country, law, &kinds, form, found),
        None => view! { <p class="quiet">{w.deadline.none}</p> }.into_any(),
    };
    view! {
        <div class="page page--tight">
            <h1>{w.tools.deadline}</h1>
            <p class="no-print">{w.deadline.intro} " " <span class="quiet">{w.deadline.nothing_kept}</span></p>
            {country_choice(&reader)}
            {fields}
        </div>
        {kept::bar(&reader, found)}
    }
    .into_any()
}

/// The kinds to choose among: letters by who writes them, then other events.
fn choices(reader: &Reader, law: Law<'_>, kinds: &[Kind<'_>]) -> Vec<(String, Choices)> {
    let w = &reader.w.deadline;
    let words = &reader.pack.words;
    let mut groups: Vec<(String, Choices)> =
        vec![(String::new(), vec![(String::new(), w.choose.to_owned())])];
    for (from, letters) in law.rules.letters.by_sender() {
        let counted = letters
            .iter()
            .filter(|letter| kinds.iter().any(|kind| kind.matter == Matter::Letter(letter)));
        let named = counted.filter_map(|letter| {
            Some((letter.id.to_string(), words.letters.get(&letter.id)?.name.clone()))
        });
        groups.push((reader.label("senders", from), named.collect()));
    }
    let events = kinds.iter().filter(|kind| matches!(kind.matter, Matter::Concept(_)));
    let events = events.filter_map(|kind| {
        let rule = kind.rules.first()?;
        Some((kind.id().to_owned(), words.rules.get(&rule.id)?.title.clone()))
    });
    groups.push((w.events.to_owned(), events.collect()));
    groups
}

/// What would say which rule holds, such as the procedure: asked only where it changes the day.
fn further(reader: &Reader, country: &Id, form: LetterForm) -> Vec<Id> {
    let Some(law) = reader.law(country) else { return Vec::new() };
    let kinds = kinds(law, reader.today());
    let chosen = form.kind.get();
    let Some(kind) = kinds.iter().find(|kind| kind.id() == chosen) else { return Vec::new() };
    let (own, _) = papers(form, law.rules, reader.today());
    let mut open = 0;
    let asked = open_questions(law, kind, &own, reader.today()).into_iter();
    let asked = asked.filter(|question| question.id != *DELIVERY).filter(|question| {
        let is_answered = own.further.contains_key(&question.id);
        open += usize::from(!is_answered);
        is_answered || open <= FURTHER
    });
    asked.map(|question| question.id.clone()).collect()
}

/// The fields of all that may be asked of a kind, each in sight while it is: they stay as they are while others come and go,
/// for somebody is typing in one of them.
fn further_fields(
    reader: &Reader,
    country: &Id,
    form: LetterForm,
    asked: Memo<Vec<Id>>,
) -> AnyView {
    let chosen = form.kind.get();
    let Some(law) = reader.law(country) else { return nothing() };
    let kinds = kinds(law, reader.today());
    let Some(kind) = kinds.iter().find(|kind| kind.id() == chosen) else { return nothing() };
    let fields = askable_questions(law, kind).into_iter().filter_map(|question| {
        let field = further_field(reader, country, form, &question.id)?;
        let id = question.id.clone();
        let is_away = move || !asked.read().contains(&id);
        Some(view! { <div class="stack" hidden=is_away>{field}</div> }.into_any())
    });
    fragment(fields.collect())
}

/// The field of a further question.
fn further_field(reader: &Reader, country: &Id, form: LetterForm, id: &Id) -> Option<AnyView> {
    let rules = reader.rules(country)?;
    let question = rules.question(id)?;
    let value = {
        let id = id.clone();
        derived(move || form.further.read().get(&id).cloned().unwrap_or_default())
    };
    let set = {
        let id = id.clone();
        Box::new(move |given: String| {
            form.further.update(|further| {
                further.insert(id.clone(), given);
            });
        })
    };
    let field = FormField::new(["further-", id.as_str()].concat(), short(reader, id));
    let mut choices: Choices = vec![(String::new(), reader.w.deadline.how_unknown.to_owned())];
    let mut push = |option: &Id| {
        choices.push((option.to_string(), option_label(reader, rules, id, option)));
    };
    match &question.kind {
        QuestionKind::Day { past: true } => {
            return Some(field.date(DateRules::past(reader.today()), &[], value, set));
        }
        QuestionKind::Day { past: false } => {
            return Some(field.date(DateRules::any(reader.today()), &[], value, set));
        }
        QuestionKind::One(options) => options.iter().for_each(&mut push),
        QuestionKind::Many(options) => {
            options.iter().for_each(&mut push);
            let none = reader.w.question.none_of_these.to_owned();
            choices.push((Choice::NoneOfThese.name().to_owned(), none));
        }
        _ => [YES, NO].map(Id::from).iter().for_each(&mut push),
    }
    Some(field.select(choices, value, set))
}

/// What there is to know of the letter that was chosen, folded.
fn described_letter(reader: &Reader, country: &Id, form: LetterForm) -> Option<AnyView> {
    let rules = reader.rules(country)?;
    let letter = rules.letters.get(&form.kind.get())?;
    let words = reader.pack.words.letters.get(&letter.id)?;
    let text = described(reader, words);
    Some(
        view! {
            <details class="why-box" id="about-letter">
                <summary class="why"><span>{reader.w.letter.about}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
                {text}
            </details>
        }
        .into_any(),
    )
}

fn fields(
    reader: &Reader,
    country: &Id,
    law: Law<'_>,
    kinds: &[Kind<'_>],
    form: LetterForm,
    found: RwSignal<Option<Kept>>,
) -> AnyView {
    let w = &reader.w.deadline;
    let rules = law.rules;
    let choices = choices(reader, law, kinds);
    let ways = WAYS.map(|(id, _, words)| (id.to_owned(), words(reader.w).to_owned())).to_vec();
    let place = reader.pack.core.country(country.as_str()).and_then(|country| {
        let question = country.calendar.place.clone()?;
        let QuestionKind::One(options) = &rules.question(&question)?.kind else { return None };
        let mut choices = vec![(String::new(), w.how_unknown.to_owned())];
        choices.extend(
            options.iter().map(|id| (id.to_string(), option_label(reader, rules, &question, id))),
        );
        Some(FormField::new("place", short(reader, &question)).selects(choices, form.place))
    });
    let limits: Vec<String> =
        kinds.iter().filter(|kind| kind.limit.is_some()).map(|kind| kind.id().to_owned()).collect();
    let limit = {
        let reader = reader.clone();
        move || {
            let chosen = form.kind.get();
            limits.contains(&chosen).then(|| {
                let typed = Box::new(move |text| form.limit.set(text));
                let field = FormField::new("limit", w.limit).help(w.limit_help);
                field.duration(&reader, form.limit.into(), typed)
            })
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
            let Some(kind) = kinds.iter().find(|kind| kind.id() == chosen) else {
                found.set(None);
                return None;
            };
            if kind.limit.is_some() && is_unclear(&form.limit.read()) {
                told.set(reader.w.deadline.limit_title.to_owned());
                found.set(None);
                return Some(unclear_limit(reader.w));
            }
            let (paper, latest) = papers(form, reader.rules(&country)?, reader.today());
            let (said, day, view) =
                reckoning::result(&reader, &country, kind, &paper, latest.as_ref());
            told.set(said);
            found.set(day);
            Some(view)
        }
    };
    let more = {
        let (reader, country) = (reader.clone(), country.clone());
        let (asking, of) = (reader.clone(), country.clone());
        let asked = Memo::new(move |_| further(&asking, &of, form));
        dynamic(move || further_fields(&reader, &country, form, asked))
    };
    let about = {
        let (reader, country) = (reader.clone(), country.clone());
        move || described_letter(&reader, &country, form)
    };
    let chosen = Box::new(move |kind| {
        form.kind.set(kind);
        form.further.set(BTreeMap::new());
    });
    let clear = vec![reader.w.wage.clear.into_any()];
    let fields = vec![
        FormField::new("kind", w.kind).select_among(choices, form.kind.into(), chosen),
        about.into_any(),
        day(reader, FormField::new("dated", w.dated), form.dated),
        day(reader, FormField::new("received", w.received).help(w.received_help), form.received),
        FormField::new("how", w.how).selects(ways, form.how),
        limit.into_any(),
        more.into_any(),
        place.into_any(),
        button("clear", "btn btn--plain", clear, move || form.clear()),
    ];
    view! {
        {group("stack no-print", fields)}
        <div class="stack" id="reckoning" tabindex="-1">{result}</div>
    }
    .into_any()
}

/// A day of the past: a letter that is to come has no last day yet.
fn day(reader: &Reader, field: FormField, value: RwSignal<String>) -> AnyView {
    let typed = Box::new(move |text| value.set(text));
    field.date(DateRules::past(reader.today()).or_month(), Quick::PAST, value.into(), typed)
}

fn kinds_of<'a>(reader: &'a Reader, country: &Id) -> Vec<Kind<'a>> {
    reader.law(country).map(|law| kinds(law, reader.today())).unwrap_or_default()
}
