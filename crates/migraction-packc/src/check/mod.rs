//! All that must hold in the content, one module per matter.

mod concepts;
mod danger;
pub mod expiry;
mod figures;
mod gates;
mod letters;
mod outline;
mod pages;
mod parity;
mod phrases;
mod reach;
pub mod scenarios;
pub mod sentences;
pub mod sources;
mod telephone;
mod tools;
mod towns;
mod uses;
pub mod values;
mod words;
mod worksheets;

use migraction_source::check::{references, typography};

use crate::content::{Content, Sink};

/// Checks everything; gives what the scenarios came to.
pub fn all(content: &Content, sink: &mut Sink) -> Vec<scenarios::Played> {
    references::check(content, sink);
    uses::check(content, sink);
    outline::check(content, sink);
    words::check(content, sink);
    letters::check(content, sink);
    worksheets::check(content, sink);
    pages::check(content, sink);
    parity::check(content, sink);
    phrases::check(content, sink);
    concepts::check(content, sink);
    figures::check(content, sink);
    sources::check(content, sink);
    values::check(content, sink);
    expiry::check(content, sink);
    telephone::check(content, sink);
    tools::check(content, sink);
    towns::check(content, sink);
    danger::check(content, sink);
    typography::check(sink);
    sentences::check(content, sink);
    // With gates that run in circles the engine would never end.
    if gates::check(content, sink) {
        reach::check(content, sink);
        scenarios::check(content, sink)
    } else {
        Vec::new()
    }
}
