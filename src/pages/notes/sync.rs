//! What is saved, what waits and why; what must be decided; linking to an organisation; another device.

use leptos::prelude::*;
use leptos::task::spawn_local;
use migraction_core::route::{NotesPage, Route};
use migraction_sync::engine::{Decision, Question};

use super::code::code_groups;
use super::join::join_words;
use super::line::{line_words, reason_words, tone};
use super::{notice, page, title, tools, unlocked};
use crate::components::Tone;
use crate::components::form::{FormField, TextKind, form, message_of, submit, trouble};
use crate::components::kit::{
    button, derived, dynamic, fragment, group, h1, h2, link, nothing, para, strong,
};
use crate::state::device::local_time;
use crate::state::notes::Offer;
use crate::state::{use_notes, use_session};
use crate::words::Words;
use crate::words::sync::ManyDeleted;

/// The page behind the line.
pub fn sync_page() -> AnyView {
    page(
        title(|w| w.sync.title),
        Route::Notes(NotesPage::List),
        Some(tools()),
        "page page--tight",
        |w| unlocked(move || fragment(vec![state(w), deciding(w), server(w), links(w)])),
    )
}

fn state(w: &'static Words) -> AnyView {
    let notes = use_notes();
    let s = &w.sync;
    let said = dynamic(move || {
        let status = notes.status.get();
        let (saved, rest) = line_words(w, &status, notes.stage.get());
        let todo = status.reason.map(|why| reason_words(w, why).1).unwrap_or_default();
        let mut parts = vec![strong(saved), para("", rest), para("", todo)];
        if status.unreadable > 0 {
            parts.push(para("", s.unreadable(status.unreadable)));
        }
        if let Some(time) = status.server_time {
            parts.push(para("", s.clock(w.moment(local_time(time * 1000)))));
        }
        fragment(parts)
    });
    let class = derived(move || {
        format!("card stack stack--s {}", tone(&notes.status.read(), notes.stage.get()))
    });
    let card = view! { <div class=class role="status" id="sync-state">{said}</div> }.into_any();
    let now =
        button("sync-now", "btn btn--plain", vec![s.now.into_any()], move || notes.sync_now());
    fragment(vec![h1(s.title), card, now])
}

fn deciding(w: &'static Words) -> AnyView {
    let notes = use_notes();
    let question = Memo::new(move |_| notes.status.read().question);
    dynamic(move || {
        let s = &w.sync;
        let send = vec![(s.send_all, Decision::SendAll)];
        let (title, text, ways) = match question.get() {
            None => return nothing(),
            Some(Question::OtherServer) => (s.other_server.to_owned(), s.other_server_text, vec![]),
            Some(Question::Restored) => (s.restored.to_owned(), s.send_all_text, send),
            Some(Question::ServerLost { .. }) => (s.server_lost.to_owned(), s.send_all_text, send),
            Some(Question::ManyDeleted { records, of }) => (
                s.many_deleted(ManyDeleted { records: &records, of: &of }),
                s.many_deleted_text,
                vec![(s.delete_here, Decision::Delete), (s.keep_all, Decision::Keep)],
            ),
        };
        let buttons = ways.into_iter().map(|(name, decision)| {
            button("", "btn btn--plain", vec![name.into_any()], move || notes.decide(decision))
        });
        notice(Tone::Deadline, "sync-question", title, text, buttons.collect())
    })
}

fn server(w: &'static Words) -> AnyView {
    let notes = use_notes();
    let needs_invitation = Memo::new(move |_| {
        let is_other = matches!(notes.status.read().question, Some(Question::OtherServer));
        // An invitation that was opened may bring a linked device what it lacks: the organisation's key.
        !notes.enrolled.get() || is_other || !notes.invitation.read().is_empty()
    });
    dynamic(move || if needs_invitation.get() { enrol(w) } else { another_device(w) })
}

fn enrol(w: &'static Words) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let typed = notes.invitation;
    let (busy, message) = (RwSignal::new(false), RwSignal::new(None));
    let enrol = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        message.set(None);
        spawn_local(async move {
            let enrolled = notes.enrol(&typed.get_untracked()).await;
            busy.try_set(false);
            match enrolled {
                Ok(()) => {
                    typed.set(String::new());
                    session.show_toast(w.sync.enrolled);
                }
                Err(trouble) => {
                    message.try_set(Some(join_words(w, trouble)));
                }
            }
        });
    };
    let s = &w.sync;
    let parts = vec![
        FormField::new("invitation", s.invitation)
            .error(message_of(message))
            .fills(TextKind::Code, typed),
        submit("enrol", s.enrol_do, busy),
    ];
    group("stack", vec![h2(s.enrol_title), para("", s.enrol_intro), form(enrol, parts)])
}

fn another_device(w: &'static Words) -> AnyView {
    let notes = use_notes();
    let (offer, message) = (RwSignal::new(None::<Offer>), RwSignal::new(None));
    let s = &w.sync;
    let code = dynamic(move || offer.get().map_or_else(nothing, |offer| code_groups(&offer.code)));
    let show = button("offer", "btn btn--plain", vec![s.offer_do.into_any()], move || {
        message.set(None);
        spawn_local(async move {
            match notes.offer_device().await {
                Ok(made) => {
                    offer.try_set(Some(made));
                }
                Err(trouble) => {
                    message.try_set(Some(join_words(w, trouble)));
                }
            }
        });
    });
    let intro = vec![para("", s.linked_to), h2(s.offer_title), para("", s.offer_intro)];
    group("stack", vec![fragment(intro), code, trouble(message), show])
}

fn links(w: &'static Words) -> AnyView {
    let session = use_session();
    let to = |page: NotesPage, name: &'static str| link("link", session.href(&page.into()), name);
    let links = vec![
        to(NotesPage::Server, w.sync.sees_title),
        to(NotesPage::Privacy, w.sync.sheet_title),
        to(NotesPage::Export, w.vault.file_title),
        to(NotesPage::Passphrase, w.vault.change_title),
    ];
    group("stack stack--s", links)
}
