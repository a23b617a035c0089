//! Telling of an error in the guide: kept as a draft while it is written, handed to another app as text or as a mail.
//! Both wait there for a network; nothing is sent from here.

use leptos::prelude::*;
use migraction_core::format::DateForm;

use super::form::{FormField, TextKind, draft_line};
use super::icon::Icon;
use super::kit::{Action, button, derived, group, icon};
use crate::state::drafts::Draft;
use crate::state::{Reader, screen};

/// The form, with the guide's edition put below what is written.
pub fn report(reader: &Reader) -> AnyView {
    let draft = Draft::open("report".to_owned());
    let w = &reader.w.about;
    let field = |id: &'static str, name: &'static str, label: &'static str, kind: TextKind| {
        let typed = Box::new(move |text| draft.set(name, text));
        let left: Action = Box::new(move || draft.write_down());
        let value = derived(move || draft.get(name));
        FormField::new(id, label).text(kind, value, typed, Some(left))
    };
    let edition =
        reader.w.offline.edition(reader.date(reader.pack.manifest.edition, DateForm::Long));
    let text = move || {
        let (page, wrong) = (draft.get_now("page"), draft.get_now("wrong"));
        [page.trim(), wrong.trim(), &edition].join("\n\n")
    };
    let (session, results) = (reader.session, &reader.w.results);
    let told = text.clone();
    let send = button(
        "report-share",
        "btn btn--plain",
        vec![icon(Icon::Share2), results.share.into_any()],
        move || session.share(w.report_subject.to_owned(), told()),
    );
    let mail = button("report-mail", "btn btn--plain", vec![w.report_mail.into_any()], move || {
        screen::write_mail(w.report_subject, &text());
    });
    group(
        "stack",
        vec![
            field("report-page", "page", w.report_page, TextKind::Words),
            field("report-wrong", "wrong", w.report_wrong, TextKind::Long),
            draft_line(reader.w, draft),
            group("line", vec![send, mail]),
        ],
    )
}
