//! The letter, in the country's language with the reader's own beside it, and the ways to keep the check.
//! The app sends nothing.

use std::fmt::Display;

use leptos::prelude::*;
use leptos::task::spawn_local;
use migraction_core::format::{DateForm, fill};
use migraction_core::route::{NotesPage, Route};
use migraction_core::wage::{LETTER, Law};
use migraction_core::{CivilDate, Id};

use super::label;
use super::reading::{Found, Read};
use super::result::{period, premium_words};
use crate::components::icon::Icon;
use crate::components::kit::{
    button, dynamic, fragment, going, group, h2, icon, nothing, para, strong,
};
use crate::state::{Reader, screen, use_notes, use_pack};
use crate::words::{language_of, words_of};

/// What a letter says.
#[derive(Clone)]
struct Draft {
    hour: Option<Id>,
    from: CivilDate,
    until: CivilDate,
    found: Found,
}

impl Draft {
    /// The letter in a reader's language.
    fn text(&self, reader: &Reader) -> String {
        let law = self.hour.as_ref().and_then(|id| reader.fact(id)).map(|(fact, words)| {
            let source = fact.sources.first().map_or("", |source| source.title.as_str());
            format!("{} ({source})", words.label)
        });
        let day = |day| reader.date(day, DateForm::Long);
        let (least, balance) = (&self.found.least, &self.found.balance);
        let letter = label(reader, LETTER);
        let fills: [(&str, &dyn Display); 7] = [
            ("from", &day(self.from)),
            ("until", &day(self.until)),
            ("hours", &reader.hours(least.hours)),
            ("due", &reader.money(balance.due.least)),
            ("paid", &reader.money(balance.paid.least)),
            ("missing", &reader.money(balance.missing.least)),
            ("law", &law.unwrap_or_default()),
        ];
        fill(&letter, &fills, reader.w.elisions)
    }
}

/// Offers a text to another app, or copies it.
fn offer(reader: &Reader, text: String) {
    reader.session.share(reader.w.results.share_title.to_owned(), text);
}

/// The letter, opened by a button.
pub fn section(reader: &Reader, law: &Law, read: &Read<'_>, found: &Found) -> AnyView {
    let (hour, found) = (read.scale.hour.clone(), found.clone());
    let draft = Draft { hour, from: read.from, until: read.until, found };
    let letter = RwSignal::new(None::<Option<String>>);
    let other = language_of(law.language.as_str()).filter(|other| other.id != reader.w.id);
    let store = use_pack();
    let (asking, for_other) = (reader.clone(), draft.clone());
    let open = vec![icon(Icon::Pencil), reader.w.wage.write_letter.into_any()];
    let open = button("write-letter", "btn btn--plain", open, move || {
        let Some(language) = other else { return letter.set(Some(None)) };
        // The country's language is read from the device when the letter is asked for.
        let (session, draft) = (asking.session, for_other.clone());
        let missing = asking.w.results.second_missing;
        spawn_local(async move {
            let pack = store.in_language(language.id).await;
            match pack.zip(words_of(language.id)) {
                Some((pack, w)) => {
                    let theirs = draft.text(&Reader { pack, w, session });
                    letter.try_set(Some(Some(theirs)));
                }
                None => session.show_toast(missing),
            }
        });
    });
    let reader = reader.clone();
    let body = dynamic(move || match (letter.get(), other) {
        (None, _) => nothing(),
        (Some(Some(theirs)), Some(own)) => {
            shown(&reader, theirs, Some((own.id, draft.text(&reader))))
        }
        (Some(_), _) => shown(&reader, draft.text(&reader), None),
    });
    group("stack", vec![open, body])
}

fn shown(reader: &Reader, letter: String, own: Option<(&'static str, String)>) -> AnyView {
    let w = &reader.w.wage;
    let (language, translation) = own.map_or((None, None), |(id, own)| (Some(id), Some(own)));
    let (for_share, to_share) = (reader.clone(), letter.clone());
    let copy = vec![icon(Icon::Share2), w.copy.into_any()];
    let copy = button("copy-letter", "btn btn--plain", copy, move || {
        offer(&for_share, to_share.clone());
    });
    let translation = translation.map(|own| {
        let title = view! { <h3>{w.translation}</h3> };
        view! { {title}<p class="letter quiet">{own}</p> }
    });
    view! {
        <section class="card stack stack--s" id="letter">
            <h2>{w.letter}</h2>
            {strong(label(reader, "letter-advice"))}
            <p class="letter" lang=language>{letter}</p>
            {copy}
            {translation}
        </section>
    }
    .into_any()
}

/// The check as plain text.
fn summary(reader: &Reader, law: &Law, read: &Read<'_>, found: &Found) -> String {
    let w = &reader.w.wage;
    let money = |amount| reader.money(amount);
    let day = |day| reader.date(day, DateForm::Long);
    let mut lines = vec![
        format!("{} ({})", reader.w.tools.wage, reader.label("countries", &law.country)),
        period(reader, read, found),
        label(reader, read.scale.id.as_str()),
    ];
    for line in &found.least.lines {
        let mut count = format!("{} {}", reader.hours(line.hours), reader.rate(line.rate));
        if let Some(premium) = &line.premium {
            count.push(' ');
            count.push_str(&premium_words(reader, premium.percent));
        }
        lines.push(format!("{count} = {}", money(line.amount)));
    }
    let balance = &found.balance;
    let line = |label, value: String| reader.w.pair(label, &value);
    lines.push(line(w.due, w.gross(money(balance.due.least))));
    lines.push(line(w.received, money(balance.paid.least)));
    lines.push(line(w.missing_at_least, w.gross(money(balance.missing.least))));
    if !balance.missing.is_one() {
        lines.push(w.up_to(money(balance.missing.most)));
    }
    lines.push(label(reader, "gross"));
    if let Some((fact, words)) = read.scale.hour.as_ref().and_then(|id| reader.fact(id)) {
        let source = fact.sources.first().map(|source| source.title.clone()).unwrap_or_default();
        let checked = reader.w.trace.checked(day(fact.checked_on));
        lines.push(reader.w.pair(&words.label, &format!("{source}. {checked}")));
    }
    lines.push(reader.w.results.not_advice.to_owned());
    lines.join("\n")
}

/// Paper, text, a note.
pub fn keep(reader: &Reader, law: &Law, read: &Read<'_>, found: &Found) -> AnyView {
    let w = &reader.w.results;
    let (notes, text) = (use_notes(), summary(reader, law, read, found));
    let print = vec![icon(Icon::Printer), w.print.into_any()];
    let print = button("keep-print", "btn btn--plain", print, screen::print);
    let (for_share, to_share) = (reader.clone(), text.clone());
    let send = vec![icon(Icon::Share2), w.share.into_any()];
    let send = button("keep-share", "btn btn--plain", send, move || {
        offer(&for_share, to_share.clone());
    });
    let note = vec![icon(Icon::NotebookPen), reader.w.notes.keep_as_note.into_any()];
    let go = going(false);
    let note = button("keep-note", "btn btn--plain", note, move || {
        notes.draft.set(text.clone());
        go(&Route::Notes(NotesPage::New));
    });
    let parts = vec![h2(w.keep), para("quiet", w.keep_text), print, send, note];
    group("stack stack--s no-print", vec![fragment(parts)])
}
