//! One phrase, alone on the screen, to be read by the person opposite, who answers by pointing.
//!
//! What is pointed at or written here is shown and goes with the card: nothing of it is kept.

use leptos::prelude::*;
use migraction_core::phrases::{Length, NO, Phrase, Reply, STOP, Saying, Tongue, YES};
use migraction_core::route::{PhrasesPage, Route};
use migraction_pack::PhrasesPart;

use super::{card_href, framed, interpreter_href, waiting};
use crate::components::form::FormField;
use crate::components::frame::Skip;
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{
    derived, dynamic, fragment, group, h1_hidden, icon_button, link, nothing, para, para_of, toggle,
};
use crate::pages::not_found::NotFound;
use crate::state::device::has_letters_for;
use crate::state::phrases::Book;
use crate::state::{screen, use_aloud, use_phrases, use_session};
use crate::words::Words;

/// Signs at the end of a sentence that an answer of one word does not need.
const ENDS: [char; 4] = ['.', '።', '।', '۔'];

/// The body from the front and from the back, 120 by 150.
const BODY: &str = r#"<circle cx="30" cy="15" r="11"/><path d="M26 13h.01M34 13h.01M27 19q3 2 6 0M23 29h14l11 6 8 42-7 2-9-29-2 28-1 67h-7l-1-58-1 58h-7l-1-67-2-28-9 29-7-2 8-42z"/><circle cx="90" cy="15" r="11"/><path d="M83 29h14l11 6 8 42-7 2-9-29-2 28-1 67h-7l-1-58-1 58h-7l-1-67-2-28-9 29-7-2 8-42zM90 34v36"/>"#;

/// The card of a phrase in a tongue.
pub fn card_page(phrase: String, tongue: String) -> AnyView {
    let (phrases, session) = (use_phrases(), use_session());
    dynamic(move || match phrases.book.get() {
        Book::Ready(part) => card(session.w(), &part, &phrase, &tongue)
            .unwrap_or_else(|| view! { <NotFound/> }.into_any()),
        _ => framed(PhrasesPage::All.into(), |w| {
            fragment(vec![h1_hidden(w.phrases.show), waiting(w)])
        }),
    })
}

fn card(w: &'static Words, part: &PhrasesPart, phrase: &str, tongue: &str) -> Option<AnyView> {
    let phrases = use_phrases();
    let phrase = part.book.phrase(phrase)?;
    let (tongue, own) = (part.book.tongue(tongue)?, part.book.tongue(w.id)?);
    let name = part.words.get(w.id)?.tongues.get(&tongue.id)?.clone();
    phrases.choose(tongue.id.as_str());
    screen::name_page(&name);
    let saying = tongue.says(phrase.id.as_str());
    let draws = has_letters_for(&tongue.name);
    let turned = RwSignal::new(false);
    let close = Route::situation(phrase.situation.as_str()).in_language(w.id);
    let turn =
        icon_button("turn", Icon::RotateCw, w.phrases.turn, move || turned.update(|on| *on = !*on));
    let body = fragment(vec![
        h1_hidden(w.phrases.show),
        sentence(w, saying.filter(|_| draws), tongue, own, phrase),
        warning(w, saying, draws),
        lacking(w, tongue, own, phrase),
        answer(w, part, phrase),
        extras(w, saying, tongue, phrase),
    ]);
    Some(
        view! {
            <div class="show" class:show--turned=turned>
                <Skip/>
                <header class="topbar">
                    <a class="iconbtn" href=close aria-label=w.nav.close><Glyph icon=Icon::X/></a>
                    <p class="topbar__title">{name}</p>
                    {turn}
                    {listen(w, saying, tongue)}
                </header>
                <main id="main" tabindex="-1" class="show__body">{body}</main>
                <footer class="show__reply" dir=tongue.direction()>{replies(phrase, tongue, own, draws)}</footer>
            </div>
        }
        .into_any(),
    )
}

/// The sentence as large as it may be, and the reader's own below; the own alone where there is no other.
fn sentence(
    w: &'static Words,
    saying: Option<&Saying>,
    tongue: &Tongue,
    own: &Tongue,
    phrase: &Phrase,
) -> AnyView {
    let mine = own.says(phrase.id.as_str()).map(|saying| saying.text.clone()).unwrap_or_default();
    let Some(saying) = saying else { return large(&mine, own) };
    let sound = saying.sound.clone().map(|sound| {
        let lang = format!("{}-Latn", tongue.id);
        view! { <p class="show__own" lang=lang dir="ltr">{sound}</p> }.into_any()
    });
    let mine = view! { <p class="show__own" lang=w.id dir=own.direction()>{mine}</p> }.into_any();
    fragment(vec![large(&saying.text, tongue), sound.unwrap_or_else(nothing), mine])
}

fn large(text: &str, tongue: &Tongue) -> AnyView {
    let class = match Length::of(text) {
        Length::Short => "show__text show__text--short",
        Length::Medium => "show__text show__text--medium",
        Length::Long => "show__text",
    };
    let (text, lang) = (text.to_owned(), tongue.id.to_string());
    view! { <p class=class lang=lang dir=tongue.direction()>{text}</p> }.into_any()
}

/// What is not sure about this card.
fn warning(w: &'static Words, saying: Option<&Saying>, draws: bool) -> AnyView {
    let (key, text) = match saying {
        None => ("missing", w.phrases.missing),
        Some(_) if !draws => ("letters", w.phrases.no_letters),
        Some(saying) if saying.reviewed.is_none() => ("unreviewed", w.phrases.unreviewed),
        Some(_) => return nothing(),
    };
    let tag = view! { <span class="tag is-unknown" data-card=key><Glyph icon=Icon::CircleHelp tiny=true/>{text}</span> };
    para_of("show__own", tag.into_any())
}

/// A place to answer in where yes and no are no answer.
fn answer(w: &'static Words, part: &PhrasesPart, phrase: &Phrase) -> AnyView {
    // Who writes here may not read the app's language: the device's own calendar is theirs.
    let (kind, mode) = match phrase.reply {
        Reply::Nothing | Reply::YesNo => return nothing(),
        Reply::Number => ("text", "decimal"),
        Reply::Date => ("date", "text"),
        Reply::Write => ("text", "text"),
        Reply::Body => {
            return view! { <svg class="show__figure" viewBox="0 0 120 150" role="img" aria-label=w.phrases.body inner_html=BODY></svg> }
                .into_any();
        }
        Reply::Tongue => {
            let names: Vec<_> = part
                .book
                .tongues
                .iter()
                .filter(|tongue| has_letters_for(&tongue.name))
                .map(|tongue| {
                    let href = card_href(w, phrase, tongue.id.as_str());
                    let (name, lang) = (tongue.name.clone(), tongue.id.to_string());
                    view! { <a class="chip" href=href lang=lang dir=tongue.direction()>{name}</a> }
                })
                .collect();
            return view! { <div class="chips chips--wrap show__line">{names}</div> }.into_any();
        }
    };
    FormField::new("reply", w.phrases.reply).shown(kind, mode)
}

/// Kept at hand or not; and that no voice speaks the tongue, where none does.
fn extras(w: &'static Words, saying: Option<&Saying>, tongue: &Tongue, phrase: &Phrase) -> AnyView {
    let phrases = use_phrases();
    let (id, key) = (phrase.id.to_string(), phrase.id.to_string());
    let on = derived(move || phrases.favourites.read().holds(&id).to_string());
    let keep = toggle("chip", w.phrases.favourite.to_owned(), on, move || phrases.toggle(&key));
    let (aloud, tongue, said) = (use_aloud(), tongue.id.clone(), saying.is_some());
    let voice = dynamic(move || {
        if said && !aloud.has_voice(tongue.as_str()) {
            para("small quiet", w.reading.no_voice_text)
        } else {
            nothing()
        }
    });
    group("line show__line", vec![keep, voice])
}

/// The button that lets the device say the sentence, where it can.
fn listen(w: &'static Words, saying: Option<&Saying>, tongue: &Tongue) -> AnyView {
    let Some(text) = saying.map(|saying| saying.text.clone()) else { return nothing() };
    let (aloud, tongue) = (use_aloud(), tongue.id.clone());
    dynamic(move || {
        if !aloud.has_voice(tongue.as_str()) {
            return nothing();
        }
        let (text, tongue) = (vec![text.clone()], tongue.clone());
        icon_button("listen", Icon::Volume2, w.reading.listen, move || {
            aloud.read(&text, tongue.as_str());
        })
    })
}

/// Says so where the tongue has no words for the answers below: their signs stand alone, and an interpreter is needed.
fn lacking(w: &'static Words, tongue: &Tongue, own: &Tongue, phrase: &Phrase) -> AnyView {
    if tongue.id == own.id || tongue.lacking_answers(phrase).is_empty() {
        return nothing();
    }
    let go = link("link", interpreter_href(w), w.emergency.phrases_interpreter);
    let text = fragment(vec![w.phrases.no_answers.into_any(), " ".into_any(), go]);
    view! { <p class="show__own small" data-card="answers">{text}</p> }.into_any()
}

/// The answers: yes and no where they answer, and on every card “not understood” and “stop”. Each in the words of who
/// points at it, and below in those of the reader; where the tongue has no words, the sign alone.
fn replies(phrase: &Phrase, tongue: &Tongue, own: &Tongue, draws: bool) -> AnyView {
    let pointed = RwSignal::new("");
    let one = |id: &'static str, class: &'static str, shown: Icon| {
        let words = |tongue: &Tongue| {
            tongue.says(id).map(|saying| saying.text.trim_end_matches(ENDS).to_owned())
        };
        let theirs = words(tongue).filter(|_| draws && tongue.id != own.id).map(|text| {
            let lang = tongue.id.to_string();
            view! { <b lang=lang>{text}</b> }
        });
        let on = derived(move || (pointed.get() == id).to_string());
        let point = move |_| pointed.update(|now| *now = if *now == id { "" } else { id });
        let lang = own.id.to_string();
        // The reader's words are for the reader: alone they would be a card in the wrong language.
        let is_told = theirs.is_some() || tongue.id == own.id;
        let (told, name) = (is_told.then(|| words(own)), (!is_told).then(|| words(own)));
        let told = told.map(|told| view! { <small lang=lang dir=own.direction()>{told}</small> });
        view! {
            <button type="button" class=class data-reply=id aria-pressed=on aria-label=name.flatten() on:click=point>
                <Glyph icon=shown/>
                {theirs}
                {told}
            </button>
        }
        .into_any()
    };
    let looks = |answer: &'static str| match answer {
        YES => one(YES, "reply reply--icon reply--yes", Icon::Check),
        NO => one(NO, "reply reply--icon reply--no", Icon::X),
        STOP => one(STOP, "reply reply--icon reply--small", Icon::OctagonAlert),
        other => one(other, "reply reply--icon reply--small", Icon::CircleHelp),
    };
    fragment(phrase.answers().iter().copied().map(looks).collect())
}
