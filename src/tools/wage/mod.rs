//! The wage check: hours and money received against the minimums of the day, what proves them, by when to
//! claim, and a letter that the app never sends. Nothing of it is stored.

mod chart;
mod fields;
mod letter;
mod reading;
mod result;

use leptos::prelude::*;
use migraction_core::wage::Law;

use self::fields::{choice, day, number, ticks};
use migraction_core::route::{NotesPage, Route};

use crate::components::country_choice::{country_asked, country_choice};
use crate::components::form::{FormField, announce};
use crate::components::kit::{dynamic, fragment, group, h1, nothing, page, para, para_of};
use crate::components::with_pack;
use crate::state::wage::Blank;
use crate::state::{Reader, use_consulting, use_session, use_wage};

/// The tool's screen.
#[component]
pub fn WageTool() -> impl IntoView {
    let session = use_session();
    let title = Signal::derive(move || session.w().tools.wage.to_owned());
    page(title, Route::Tools, None, "page page--tight", |_| with_pack(|reader| screen(&reader)))
}

fn screen(reader: &Reader) -> AnyView {
    let w = &reader.w.wage;
    let Some(country) = use_consulting().country(reader.session) else {
        return country_asked(reader, reader.w.tools.wage);
    };
    let Some(law) = reader.pack.core.wage.law(&country).cloned() else {
        return fragment(vec![
            h1(reader.w.tools.wage),
            country_choice(reader).into_any(),
            para("quiet", w.none),
        ]);
    };
    let (for_result, for_law) = (reader.clone(), law.clone());
    // What changes with each key is long: a screen reader is told the one figure, not all of it.
    let told = RwSignal::new(String::new());
    let result = dynamic(move || result::result(&for_result, &for_law, told));
    announce(told);
    let result = view! { <div class="stack" id="reckoning">{result}</div> };
    fragment(vec![
        h1(reader.w.tools.wage),
        para("", w.intro),
        para("quiet", reader.w.deadline.nothing_kept),
        country_choice(reader).into_any(),
        form(reader, &law),
        result.into_any(),
    ])
}

/// The label that the pack gives an id of the tool.
fn label(reader: &Reader, id: &str) -> String {
    let words = reader.pack.words.tools.get("wage").and_then(|labels| labels.get(id));
    words.cloned().unwrap_or_default()
}

fn form(reader: &Reader, law: &Law) -> AnyView {
    let (w, wage) = (&reader.w.wage, use_wage());
    let labelled = |id: &str| (id.to_owned(), label(reader, id));
    let none = |name: &str| (String::new(), name.to_owned());
    let scales = std::iter::once(none(reader.w.deadline.choose))
        .chain(law.scales.iter().map(|scale| labelled(scale.id.as_str())));
    let mut parts = vec![choice("scale", w.scale, scales.collect(), Blank::Scale)];
    if !law.ages.is_empty() {
        let ages = std::iter::once(none(w.adult))
            .chain(law.ages.iter().map(|age| labelled(age.id.as_str())));
        parts.push(choice("age", w.age, ages.collect(), Blank::Age));
    }
    let dates = vec![day("from", w.first, Blank::From), day("until", w.until, Blank::Until)];
    parts.push(group("stack", dates));
    parts.push(hours(reader));
    let by = [("", w.by_total), ("hour", w.by_hour), ("month", w.by_month)];
    let by = by.map(|(id, name)| (id.to_owned(), name.to_owned())).into();
    let mut money =
        vec![number("amount", w.amount, "", Blank::Amount), choice("by", w.by, by, Blank::By)];
    if law.cash.is_some() {
        money.push(ticks(vec![("cash".to_owned(), w.cash.to_owned())]));
    }
    money.push(number("taken", w.taken, "", Blank::Taken));
    parts.push(FormField::new("", w.money).group(vec![group("stack stack--s", money)]));
    let mut happened = vec![
        ("undeclared".to_owned(), w.undeclared.to_owned()),
        ("ended".to_owned(), w.ended.to_owned()),
        ("no-permit".to_owned(), w.no_permit.to_owned()),
    ];
    happened.extend(law.marks.iter().map(|mark| labelled(mark.id.as_str())));
    parts.push(FormField::new("", w.happened).group(vec![ticks(happened)]));
    let of_question = |sign: &migraction_core::Id| {
        let question = reader.pack.words.questions.get(migraction_core::wage::SIGNS_QUESTION);
        let name = question.and_then(|words| words.options.get(sign));
        (sign.to_string(), name.cloned().unwrap_or_default())
    };
    let signs = reader.pack.core.wage.signs.iter().map(of_question).collect();
    let intro = para("field__help", label(reader, "signs-intro"));
    parts.push(FormField::new("", w.signs).group(vec![intro, ticks(signs)]));
    let proofs = &reader.pack.core.wage.proofs;
    let proofs = proofs.iter().map(|proof| labelled(proof.id.as_str())).collect();
    let advice = para("field__help", label(reader, "proof-advice"));
    parts.push(FormField::new("", w.proofs).group(vec![advice, ticks(proofs)]));
    let clear = reader.w.wage.clear;
    parts.push(crate::components::kit::button(
        "clear",
        "btn btn--plain",
        vec![clear.into_any()],
        move || wage.clear(),
    ));
    group("stack no-print", parts)
}

/// The hours: the same week, a total, or the days of a log.
fn hours(reader: &Reader) -> AnyView {
    let (w, wage, reader) = (&reader.w.wage, use_wage(), reader.clone());
    let to_log = reader.href(&Route::Notes(NotesPage::New));
    let has_log = Memo::new(move |_| !wage.asked.read().log.is_empty());
    let know = dynamic(move || {
        let mut ways = vec![("", w.know_week), ("total", w.know_total)];
        if has_log.get() {
            ways.push(("log", w.know_log));
        }
        let ways = ways.into_iter().map(|(id, name)| (id.to_owned(), name.to_owned())).collect();
        choice("know", w.know, ways, Blank::Know)
    });
    let way = Memo::new(move |_| wage.asked.read().text(Blank::Know).to_owned());
    let rest = dynamic(move || {
        let most = number("most", w.most, w.most_help, Blank::Most);
        match way.read().as_str() {
            "log" => nothing(),
            "total" => fragment(vec![number("hours", w.hours_total, "", Blank::Hours), most]),
            _ => fragment(vec![
                number("hours", w.hours_day, "", Blank::Hours),
                most,
                FormField::new("", w.days).group(vec![fields::week(&reader)]),
            ]),
        }
    });
    let begin = view! { <a class="link" href=to_log>{w.begin_log}</a> }.into_any();
    group("stack", vec![know, rest, para_of("field__help", begin)])
}
