//! What the server can see, and the privacy sheet for the organisation.

use leptos::prelude::*;
use migraction_core::route::{NotesPage, Route};

use super::{page, title};
use crate::components::kit::{button, fragment, group, h1, h2, nothing, para};
use crate::state::screen;
use crate::words::Words;

type Part = (&'static str, &'static str);

fn sheet(heading: &'static str, parts: Vec<Part>, w: &'static Words) -> AnyView {
    let part = |(title, text): Part| {
        let title = if title.is_empty() { nothing() } else { h2(title) };
        group("stack stack--s", vec![title, para("", text)])
    };
    let parts = fragment(parts.into_iter().map(part).collect());
    let print =
        button("", "btn btn--plain no-print", vec![w.results.print.into_any()], screen::print);
    fragment(vec![h1(heading), parts, print])
}

/// What the server can see.
pub fn server_sees_page() -> AnyView {
    page(
        title(|w| w.sync.sees_title),
        Route::Notes(NotesPage::List),
        None,
        "page page--tight",
        |w| {
            let s = &w.sync;
            let parts = vec![
                ("", s.sees_intro),
                (s.sees_yes_title, s.sees_yes),
                (s.sees_no_title, s.sees_no),
                ("", s.sees_limit),
            ];
            sheet(s.sees_title, parts, w)
        },
    )
}

/// The privacy sheet.
pub fn privacy_sheet_page() -> AnyView {
    page(
        title(|w| w.sync.sheet_title),
        Route::Notes(NotesPage::List),
        None,
        "page page--tight",
        |w| {
            let s = &w.sync;
            let parts = vec![
                (s.sheet_purpose_title, s.sheet_purpose),
                (s.sheet_minimum_title, s.sheet_minimum),
                (s.sheet_keep_title, s.sheet_keep),
                (s.sheet_rights_title, s.sheet_rights),
                (s.sees_title, s.sees_yes),
            ];
            sheet(s.sheet_title, parts, w)
        },
    )
}
