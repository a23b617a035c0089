//! Where something comes from. Links lead outside the app, by the reader's own choice only.

use leptos::prelude::*;
use migraction_core::facts::Source;
use migraction_core::format::DateForm;
use migraction_core::written;

use crate::state::use_session;

/// Sources, one under the other.
#[component]
pub fn SourceList(
    /// The sources.
    sources: Vec<Source>,
) -> impl IntoView {
    let words = use_session().w();
    sources
        .into_iter()
        .map(|source| {
            // A day and a month are written out; a year stands as it is.
            let first = || written::day(&[&source.date, "-01"].concat());
            let published = match (written::day(&source.date), first()) {
                (Some(day), _) => words.date(day, DateForm::Long),
                (None, Some(first)) => words.date(first, DateForm::MonthLong),
                (None, None) => source.date,
            };
            let rest = [source.publisher, published].into_iter().filter(|part| !part.is_empty());
            let rest = rest.collect::<Vec<_>>().join(", ");
            let title = if source.url.is_empty() {
                view! { <cite>{source.title}</cite> }.into_any()
            } else {
                view! {
                    <a class="link" href=source.url target="_blank" rel="noopener noreferrer external">{source.title}</a>
                }
                .into_any()
            };
            view! { <p>{title} ". " {rest}</p> }
        })
        .collect_view()
}
