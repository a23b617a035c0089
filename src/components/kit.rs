//! Pieces of pages that take words and actions instead of views of their own.
//!
//! Each closure and each tag that stands in a `view!` becomes code of its own: the pages of notes took
//! 160 KB of the app's 450 when they were written out (2026-11-25). Here the view is written once, and
//! what differs comes boxed.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use migraction_core::route::Route;

use super::frame::{Back, Frame};
use super::icon::{Glyph, Icon};
use crate::state::{screen, use_session};
use crate::words::Words;

/// What a control does.
pub type Action = Box<dyn Fn()>;

/// A part that is drawn anew when what it reads changes.
pub fn dynamic(view: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    dynamic_boxed(Box::new(view))
}

fn dynamic_boxed(view: Box<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    (move || view()).into_any()
}

/// Words that change with what they read.
pub fn dynamic_text(text: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
    text_boxed(Box::new(text))
}

fn text_boxed(text: Box<dyn Fn() -> String + Send + Sync>) -> AnyView {
    (move || text()).into_any()
}

/// A value that follows what it reads, as one type for all attributes.
pub fn derived(value: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    derived_boxed(Box::new(value))
}

fn derived_boxed(value: Box<dyn Fn() -> String + Send + Sync>) -> Signal<String> {
    Signal::derive(value)
}

/// What an event does for as long as its view stands. A browser tells a field that it was left also while it takes the field
/// out of the page, and a fold that it was turned a moment later: what that would read is gone by then.
pub fn while_shown<E: 'static>(act: impl Fn(E) + 'static) -> impl Fn(E) + 'static {
    let view = StoredValue::new(());
    move |event| {
        if view.try_get_value().is_some() {
            act(event);
        }
    }
}

/// What happens when something that was read changes.
pub fn effect(act: impl Fn() + 'static) {
    effect_boxed(Box::new(act));
}

fn effect_boxed(act: Action) {
    Effect::new(act);
}

type Navigate = dyn Fn(&str, leptos_router::NavigateOptions) + Send + Sync;

/// A way to go to a page of the app, in the present language.
pub fn going(replace: bool) -> impl Fn(&Route) + Clone + Send + Sync + 'static {
    let (navigate, session) = (use_navigate(), use_session());
    let navigate: std::sync::Arc<Navigate> = std::sync::Arc::new(navigate);
    move |route: &Route| {
        let options = leptos_router::NavigateOptions { replace, ..Default::default() };
        navigate(&route.in_language(session.w_now().id), options);
    }
}

/// A whole page; `content` is drawn anew in another language.
pub fn page(
    title: Signal<String>,
    back: Route,
    tools: Option<AnyView>,
    main_class: &'static str,
    content: impl Fn(&'static Words) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    page_boxed((title, title), back, tools, main_class, Box::new(content))
}

/// A whole page whose title, which the browser keeps in its history, says less than the bar above it.
pub fn page_titled(
    (bar, title): (Signal<String>, Signal<String>),
    back: Route,
    tools: Option<AnyView>,
    main_class: &'static str,
    content: impl Fn(&'static Words) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    page_boxed((bar, title), back, tools, main_class, Box::new(content))
}

fn page_boxed(
    (title, page_title): (Signal<String>, Signal<String>),
    back: Route,
    tools: Option<AnyView>,
    main_class: &'static str,
    content: Box<dyn Fn(&'static Words) -> AnyView + Send + Sync>,
) -> AnyView {
    let session = use_session();
    let body = dynamic(move || content(session.w()));
    let back = Back::to(back);
    match tools {
        Some(tools) => {
            view! { <Frame title page_title back main_class tools>{body}</Frame> }.into_any()
        }
        None => view! { <Frame title page_title back main_class>{body}</Frame> }.into_any(),
    }
}

/// The page's heading.
pub fn h1(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    view! { <h1>{text}</h1> }.into_any()
}

/// A heading for screen readers alone: the bar above shows it.
pub fn h1_hidden(text: &'static str) -> AnyView {
    view! { <h1 class="vh">{text}</h1> }.into_any()
}

/// A heading of level 2, of its own look.
pub fn h2_of(class: &'static str, words: AnyView) -> AnyView {
    view! { <h2 class=class>{words}</h2> }.into_any()
}

/// A heading of level 3, of its own look.
pub fn h3_of(class: &'static str, words: AnyView) -> AnyView {
    view! { <h3 class=class>{words}</h3> }.into_any()
}

/// A heading.
pub fn h2(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    view! { <h2>{text}</h2> }.into_any()
}

/// A paragraph.
pub fn para(class: &'static str, text: impl Into<String>) -> AnyView {
    para_of(class, text.into().into_any())
}

/// A paragraph around something.
pub fn para_of(class: &'static str, inside: AnyView) -> AnyView {
    view! { <p class=class>{inside}</p> }.into_any()
}

/// A paragraph that matters more than its neighbours.
pub fn strong(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    para_of("", view! { <b>{text}</b> }.into_any())
}

/// A box around parts.
pub fn group(class: &'static str, parts: Vec<AnyView>) -> AnyView {
    view! { <div class=class>{parts}</div> }.into_any()
}

/// Parts, one after the other.
pub fn fragment(parts: Vec<AnyView>) -> AnyView {
    parts.into_any()
}

/// Nothing.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// An icon at the size of buttons and rows.
pub fn icon(icon: Icon) -> AnyView {
    view! { <Glyph icon small=true/> }.into_any()
}

/// A link.
pub fn link(class: &'static str, href: String, inside: impl Into<String>) -> AnyView {
    link_of("", class, href, vec![inside.into().into_any()])
}

/// A link around parts, with a name for tests.
pub fn link_of(
    id: &'static str,
    class: &'static str,
    href: String,
    parts: Vec<AnyView>,
) -> AnyView {
    let id = (!id.is_empty()).then_some(id);
    view! { <a id=id class=class href=href>{parts}</a> }.into_any()
}

/// A button with words.
pub fn button(
    id: impl Into<String>,
    class: &'static str,
    parts: Vec<AnyView>,
    act: impl Fn() + 'static,
) -> AnyView {
    button_boxed(id.into(), class, parts, Box::new(act))
}

fn button_boxed(id: String, class: &'static str, parts: Vec<AnyView>, act: Action) -> AnyView {
    let id = (!id.is_empty()).then_some(id);
    view! { <button type="button" id=id class=class on:click=move |_| act()>{parts}</button> }
        .into_any()
}

/// A button with an icon and a name for screen readers.
pub fn icon_button(
    id: &'static str,
    shown: Icon,
    name: &'static str,
    act: impl Fn() + 'static,
) -> AnyView {
    icon_button_boxed(id, shown, name, Box::new(act))
}

fn icon_button_boxed(id: &'static str, shown: Icon, name: &'static str, act: Action) -> AnyView {
    let id = (!id.is_empty()).then_some(id);
    view! { <button type="button" id=id class="iconbtn" aria-label=name on:click=move |_| act()>{icon(shown)}</button> }
        .into_any()
}

/// What is asked before something is done: what will happen, and both answers as verbs.
#[derive(Clone, Copy)]
pub struct Question {
    /// What is asked.
    pub title: &'static str,
    /// What will happen, and what will not.
    pub text: &'static str,
    /// Does it.
    pub yes: &'static str,
    /// Does nothing; it has the focus.
    pub no: &'static str,
}

/// A button that asks before it acts; the button that acts is named after it, with `-now`.
pub fn confirmed(
    id: &'static str,
    class: &'static str,
    name: &'static str,
    question: Question,
    act: impl Fn() + 'static,
) -> AnyView {
    confirmed_boxed(id, class, name, question, Box::new(act))
}

fn confirmed_boxed(
    id: &'static str,
    class: &'static str,
    name: &'static str,
    question: Question,
    act: Action,
) -> AnyView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let ask = button(id, class, vec![name.into_any()], move || {
        screen::open_dialog(dialog);
    });
    let yes = button(
        [id, "-now"].concat(),
        "btn btn--danger",
        vec![question.yes.into_any()],
        move || {
            if let Some(dialog) = dialog.get_untracked() {
                dialog.close();
            }
            act();
        },
    );
    let title_id = [id, "-title"].concat();
    let title = view! { <h2 id=title_id.clone()>{question.title}</h2> }.into_any();
    let text = para("", question.text);
    let dialog = view! {
        <dialog node_ref=dialog class="dialog" aria-labelledby=title_id>
            {title}{text}
            <form method="dialog" class="dialog__do">{yes}<button class="btn btn--plain" autofocus>{question.no}</button></form>
        </dialog>
    };
    fragment(vec![ask, dialog.into_any()])
}

/// A button that is pressed or not.
pub fn toggle(
    class: &'static str,
    name: String,
    on: Signal<String>,
    act: impl Fn() + 'static,
) -> AnyView {
    toggle_boxed(class, name, on, Box::new(act))
}

fn toggle_boxed(class: &'static str, name: String, on: Signal<String>, act: Action) -> AnyView {
    view! { <button type="button" class=class aria-pressed=on on:click=move |_| act()>{name}</button> }.into_any()
}

/// A row of a list that leads somewhere or does something.
pub fn row(lead: Icon, title: String, meta: String, end: AnyView) -> Vec<AnyView> {
    vec![
        view! { <span class="row__lead"><Glyph icon=lead/></span> }.into_any(),
        view! { <span><span class="row__title">{title}</span><span class="row__meta">{meta}</span></span> }.into_any(),
        end,
    ]
}
