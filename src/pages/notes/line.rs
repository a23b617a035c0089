//! The one line: saved here, how many wait, when all was sent, why not, and what to do.

use leptos::prelude::*;
use migraction_core::route::{NotesPage, Route};
use migraction_notes::autosave::Stage;
use migraction_sync::engine::{Reason, Status};

use crate::components::icon::Icon;
use crate::components::kit::{derived, dynamic, icon};
use crate::state::device::local_time;
use crate::state::{use_notes, use_session};
use crate::words::Words;

/// Why something waits, and what to do about it.
#[must_use]
pub fn reason_words(w: &Words, reason: Reason) -> (String, &'static str) {
    let s = &w.sync;
    let (what, then) = match reason {
        Reason::NotEnrolled => (s.not_enrolled, s.not_enrolled_do),
        Reason::Offline => (s.offline, s.offline_do),
        Reason::NoAnswer => (s.no_answer, s.again_do),
        Reason::ServerError(status) => return (s.server_error(status), s.again_do),
        Reason::Malformed => (s.nonsense, s.nonsense_do),
        Reason::TooMany => (s.too_many, s.again_do),
        Reason::QuotaFull { .. } => (s.quota, s.quota_do),
        Reason::TooLarge(_) => (s.too_large, s.too_large_do),
        Reason::UnknownDevice => (s.unknown_device, s.ask_invitation),
        Reason::Revoked => (s.revoked, s.ask_invitation),
        Reason::OlderServer => (s.older_server, s.update_do),
        Reason::NewerServer => (s.newer_server, s.update_do),
        Reason::StorageFull => (s.full, s.full_do),
        Reason::StorageFailed => (s.failed, s.failed_do),
        Reason::Differs => (s.differs, s.differs_do),
        Reason::Locked => (s.to_merge, ""),
        Reason::Unreadable => (s.held_back, s.held_back_do),
    };
    (what.to_owned(), then)
}

/// The two halves of the line.
#[must_use]
pub fn line_words(w: &Words, status: &Status, stage: Stage) -> (String, String) {
    let s = &w.sync;
    if stage == Stage::TooLarge {
        return (s.failed.to_owned(), String::new());
    }
    let is_bad = matches!(status.reason, Some(Reason::StorageFull | Reason::StorageFailed));
    let saved = match (stage, is_bad) {
        (_, true) => {
            return (
                status.reason.map(|why| reason_words(w, why).0).unwrap_or_default(),
                String::new(),
            );
        }
        (Stage::Writing, false) => s.saving,
        (_, false) => s.saved,
    };
    let rest = match (status.question, status.reason) {
        (Some(_), _) => w.notes.choose.to_owned(),
        (None, Some(Reason::NotEnrolled)) => s.not_enrolled.to_owned(),
        (None, Some(why)) if status.waiting > 0 => {
            format!("{} · {}", s.waiting(status.waiting), reason_words(w, why).0)
        }
        (None, Some(why)) => reason_words(w, why).0,
        (None, None) if status.busy && status.waiting > 0 => s.sending.to_owned(),
        (None, None) if status.waiting > 0 => s.waiting(status.waiting),
        (None, None) => {
            status.sent_at.map(|at| s.sent(w.moment(local_time(at)))).unwrap_or_default()
        }
    };
    (saved.to_owned(), rest)
}

fn icon_of(status: &Status, stage: Stage) -> Icon {
    match status.reason {
        _ if stage == Stage::TooLarge => Icon::OctagonAlert,
        Some(Reason::StorageFull | Reason::StorageFailed) => Icon::OctagonAlert,
        _ if status.question.is_some() => Icon::TriangleAlert,
        Some(Reason::NotEnrolled) | None if status.waiting == 0 => Icon::CircleCheck,
        Some(Reason::NotEnrolled) => Icon::Smartphone,
        Some(Reason::Offline) => Icon::CloudOff,
        _ => Icon::CloudUpload,
    }
}

/// The class that colours the line.
#[must_use]
pub fn tone(status: &Status, stage: Stage) -> &'static str {
    match status.reason {
        _ if stage == Stage::TooLarge => "is-urgent",
        Some(Reason::StorageFull | Reason::StorageFailed) => "is-urgent",
        _ if status.question.is_some() => "is-deadline",
        None if status.waiting == 0 => "is-now",
        _ => "is-later",
    }
}

/// The line, which leads to what stands behind it.
pub fn sync_line() -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let saved = derived(move || {
        let word = match notes.stage.get() {
            Stage::Writing => "saving",
            Stage::TooLarge => "held",
            Stage::Saved | Stage::Waiting | Stage::Sent => "saved",
        };
        word.to_owned()
    });
    let waiting = derived(move || notes.status.read().waiting.to_string());
    let inside = dynamic(move || {
        let status = notes.status.get();
        let stage = notes.stage.get();
        let (saved, rest) = line_words(session.w(), &status, stage);
        let rest = (!rest.is_empty()).then(|| view! { <br/>{rest} });
        view! { {icon(icon_of(&status, stage))}<span><b>{saved}</b>{rest}</span> }.into_any()
    });
    let href = derived(move || session.href(&Route::Notes(NotesPage::Sync)));
    view! { <a class="status" data-status=saved data-waiting=waiting href=href>{inside}</a> }
        .into_any()
}
