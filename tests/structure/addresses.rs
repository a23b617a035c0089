//! Addresses are written by `Route` alone.

use crate::project::{lines, nothing, rust};

#[test]
fn no_page_writes_an_address_by_hand() {
    let sources = rust("src");
    let by_hand = ["format!(\"/{", "href(\"", "href(&format!", "href(&[", "w.id, \"/"];
    let found = lines(&sources, |line| by_hand.iter().any(|way| line.contains(way)));
    nothing(&found, "an address is `Route::…` of `migraction_core::route`, in a language");
}
