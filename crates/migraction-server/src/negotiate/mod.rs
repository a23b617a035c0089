//! What the reader's browser would like, from its headers: a language, a compression, or nothing new.

mod condition;
mod encoding;
mod language;
mod weight;

pub use condition::is_known;
pub use encoding::takes_brotli;
pub use language::Languages;

use axum::http::{HeaderMap, HeaderName};

/// All values of a header as one list, which is what repeating it means.
#[must_use]
pub fn list(headers: &HeaderMap, name: &HeaderName) -> String {
    let values: Vec<&str> =
        headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    values.join(",")
}
