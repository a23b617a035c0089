//! What stands behind the question mark of an address.

use std::fmt;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The parameter of what is looked for.
pub const SEARCH: &str = "q";

/// Writes what is looked for; nothing where that is nothing.
pub fn write_search(f: &mut fmt::Formatter<'_>, asked: &str) -> fmt::Result {
    if asked.is_empty() {
        return Ok(());
    }
    write!(f, "?{SEARCH}={}", utf8_percent_encode(asked, NON_ALPHANUMERIC))
}

/// The value of the last parameter of this name, as forms write them: `+` is a space. What is no text is read with
/// replacement characters.
pub fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.rev().find(|(key, _)| *key == name)?;
    Some(percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned())
}
