//! A practice from the field: a form for the whole sheet, kept on this phone as a draft, handed on as a
//! file that an editor takes into the guide.

use leptos::prelude::*;
use leptos::task::spawn_local;
use migraction_core::route::Route;
use migraction_core::sheet::{self, FIELDS, Field, Kind, Lack};

use crate::components::form::{Choices, FormField, TextKind, draft_line};
use crate::components::icon::Icon;
use crate::components::kit::{
    self, button, derived, dynamic, fragment, going, group, h1, h2, icon, link_of, nothing, page,
    para, toggle,
};
use crate::components::with_pack;
use crate::state::drafts::{self, Draft};
use crate::state::{Reader, device, screen, use_place, use_session};
use crate::words::Words;
use crate::words::contribute;

/// The sheets being written, and a new one.
#[component]
pub fn ContributePage() -> impl IntoView {
    let session = use_session();
    let title = derived(move || session.w().contribute.title.to_owned());
    let found = RwSignal::new(Vec::new());
    spawn_local(async move {
        found.try_set(drafts::sheets().await);
    });
    let go = going(false);
    page(title, Route::Home, None, "page page--tight", move |w| {
        let go = go.clone();
        let begin =
            button("begin", "btn btn--main", vec![w.contribute.begin.into_any()], move || {
                go(&Route::Contribution(device::now().to_string().into()));
            });
        let drafts = dynamic(move || {
            let rows = found.get().into_iter().map(|(name, title)| row(w, &name, title)).collect();
            group("rows", rows)
        });
        fragment(vec![
            h1(w.contribute.title),
            para("", w.contribute.what),
            para("", w.contribute.private),
            begin,
            drafts,
        ])
    })
}

fn row(w: &'static Words, name: &str, title: String) -> AnyView {
    let title = if title.is_empty() { w.notes.untitled.to_owned() } else { title };
    let href = Route::Contribution(name.into()).in_language(w.id);
    let parts =
        kit::row(Icon::Pencil, title, w.contribute.draft.to_owned(), icon(Icon::ChevronRight));
    link_of("", "row", href, parts)
}

/// One sheet.
#[component]
pub fn SheetPage() -> impl IntoView {
    let session = use_session();
    let name = use_place().id(|route| match route {
        Route::Contribution(name) => Some(name),
        _ => None,
    });
    let draft = Draft::open(["sheet/", name.get_untracked().as_str()].concat());
    let title = derived(move || session.w().contribute.title.to_owned());
    page(title, Route::Contribute, None, "page page--tight", move |w| {
        fragment(vec![
            h1(w.contribute.one),
            para("small quiet", w.contribute.private),
            with_pack(move |reader| form(&reader, draft)),
        ])
    })
}

fn form(reader: &Reader, draft: Draft) -> AnyView {
    let fields = FIELDS.iter().map(|field| control(reader, draft, field)).collect();
    fragment(vec![
        group("stack", fields),
        draft_line(reader.w, draft),
        lacking(reader.w, draft),
        finish(reader, draft),
    ])
}

/// A field's name, and what to write in it.
fn words_of(w: &'static Words, name: &str) -> (&'static str, Option<&'static str>) {
    let (c, p, b) = (&w.contribute, &w.practice, &w.browse);
    match name {
        "title" => (c.sheet_title, None),
        "summary" => (c.summary, Some(c.summary_help)),
        "stage" => (b.stage, None),
        "kind" => (c.kind, None),
        "themes" => (b.theme, None),
        "audiences" => (b.audience, None),
        "country" => (c.country, None),
        "organisation" => (c.organisation, None),
        "minutes" => (c.minutes, Some(c.optional)),
        "group_min" => (c.group_min, Some(c.optional)),
        "group_max" => (c.group_max, Some(c.optional)),
        "language_level" => (b.level, None),
        "aim" => (p.aim, Some(c.aim_help)),
        "materials" => (p.materials, Some(c.list_help)),
        "steps" => (p.steps, Some(c.list_help)),
        "attention" => (p.attention, Some(c.attention_help)),
        "local" => (p.local, Some(c.local_help)),
        "carries" => (p.carries, Some(c.carries_help)),
        "evidence" => (c.evidence, Some(c.evidence_help)),
        "source_title" => (c.source_title, Some(c.source_help)),
        "source_publisher" => (c.source_publisher, None),
        "source_url" => (c.source_url, None),
        _ => (c.source_date, Some(c.date_help)),
    }
}

fn control(reader: &Reader, draft: Draft, field: &'static Field) -> AnyView {
    let w = reader.w;
    let (label, help) = words_of(w, field.name);
    let name = field.name;
    let value = derived(move || draft.get(name));
    let is_left = RwSignal::new(false);
    // What is still empty is no mistake; what is wrong is said once the field was left.
    let error = Memo::new(move |_| {
        let lacks = if is_left.get() { sheet::lacks(&|name| draft.get(name)) } else { Vec::new() };
        let own =
            lacks.into_iter().find(|(field, lack)| field.name == name && *lack != Lack::Empty);
        own.map(|(_, lack)| lack_words(w, lack).to_owned()).unwrap_or_default()
    });
    let control = FormField::new(name, label).help(help.unwrap_or_default()).error(error.into());
    let choices = |list: &str| -> Choices {
        let labels = reader.pack.words.vocabulary.lists.get(list);
        let labels = labels.into_iter().flatten();
        labels.map(|(id, label)| (id.to_string(), label.clone())).collect()
    };
    match field.kind {
        Kind::One(list) => {
            let mut choices = choices(list);
            choices.insert(0, (String::new(), reader.w.contribute.choose.to_owned()));
            control.select(choices, value, Box::new(move |chosen| draft.set(name, chosen)))
        }
        Kind::Many(list) => {
            let chips = choices(list)
                .into_iter()
                .map(|(id, label)| {
                    let own = id.clone();
                    let has = move |text: &str| text.split_whitespace().any(|one| one == own);
                    let shown = has.clone();
                    let on = derived(move || shown(&draft.get(name)).to_string());
                    toggle("chip", label, on, move || {
                        let before = draft.get_now(name);
                        let rest: Vec<&str> =
                            before.split_whitespace().filter(|one| **one != *id).collect();
                        let mut next = rest.join(" ");
                        if !has(&before) {
                            next = [&next, " ", &id].concat();
                        }
                        draft.set(name, next.trim().to_owned());
                    })
                })
                .collect();
            control.group(vec![group("chips chips--wrap", chips)])
        }
        Kind::Line | Kind::Text | Kind::Number | Kind::Address => {
            let kind = if field.kind == Kind::Text { TextKind::Long } else { TextKind::Words };
            let typed = Box::new(move |text| draft.set(name, text));
            let left: kit::Action = Box::new(move || {
                is_left.set(true);
                draft.write_down();
            });
            control.text(kind, value, typed, Some(left))
        }
    }
}

fn lack_words(w: &'static Words, lack: Lack) -> &'static str {
    let c = &w.contribute;
    match lack {
        Lack::Empty => c.lack_empty,
        Lack::TooLong => c.lack_long,
        Lack::NotANumber => c.lack_number,
        Lack::NotAnAddress => c.lack_address,
        Lack::NotADate => c.lack_date,
    }
}

fn lacking(w: &'static Words, draft: Draft) -> AnyView {
    dynamic(move || {
        let lacks = sheet::lacks(&|name| draft.get(name));
        let c = &w.contribute;
        if lacks.is_empty() {
            return para("", c.complete);
        }
        let items: Vec<AnyView> = lacks
            .into_iter()
            .map(|(field, lack)| {
                let why = lack_words(w, lack);
                let words =
                    c.lack(contribute::Lack { field: &words_of(w, field.name).0, why: &why });
                let name = field.name;
                let go = button("", "btn btn--text", vec![words.into_any()], move || {
                    let many = matches!(field.kind, Kind::Many(_));
                    let selector = ["#", name, if many { " button" } else { "" }].concat();
                    screen::focus(&selector);
                });
                view! { <li>{go}</li> }.into_any()
            })
            .collect();
        view! {
            <details class="card" id="lacks">
                <summary class="why"><span>{c.lacks(items.len())}</span>{icon(Icon::ChevronDown)}</summary>
                <ul class="stack stack--s">{items}</ul>
            </details>
        }
        .into_any()
    })
}

fn finish(reader: &Reader, draft: Draft) -> AnyView {
    let (w, session) = (reader.w, reader.session);
    let c = &w.contribute;
    let export = button("export", "btn btn--main", vec![c.export.into_any()], move || {
        let get = |name: &str| draft.get_now(name);
        let file = sheet::to_toml(session.w_now().id, session.today, &get);
        let lacks = sheet::lacks(&get).len();
        let done = screen::offer_file("practice.toml", "application/toml", &file);
        session.show_toast(match (done, lacks) {
            (false, _) => w.results.not_shared,
            (true, 0) => c.exported,
            (true, _) => c.exported_part,
        });
    });
    let sure = RwSignal::new(false);
    let go = going(true);
    let erase = dynamic(move || {
        if draft.is_empty() {
            return nothing();
        }
        let go = go.clone();
        let words = if sure.get() { c.erase_sure } else { c.erase };
        button("erase", "btn btn--plain", vec![words.into_any()], move || {
            if !sure.get_untracked() {
                sure.set(true);
                return;
            }
            let go = go.clone();
            spawn_local(async move {
                draft.erase().await;
                go(&Route::Contribute);
            });
        })
    });
    fragment(vec![h2(c.hand_on), para("", c.hand_on_text), export, erase])
}
