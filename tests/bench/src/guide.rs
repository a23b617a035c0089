//! The guide's search.

use migraction_pack::LanguagePart;
use migraction_pack::search::{Document, Query};
use wasm_bindgen::prelude::*;

/// The part of a pack in one language.
#[wasm_bindgen]
pub struct Guide(LanguagePart);

#[wasm_bindgen]
impl Guide {
    /// Reads and checks a part, as the app does when it starts. Nothing for what is no part.
    #[must_use]
    pub fn open(bytes: &[u8]) -> Option<Self> {
        LanguagePart::from_bytes(bytes).ok().map(Self)
    }

    /// The places of the best hits in the index, best first.
    #[must_use]
    pub fn search(&self, typed: &str, own: Option<String>, limit: usize) -> Vec<u32> {
        let index = &self.0.index;
        let hits = Query::parse(typed, index).search(index, limit, own.as_deref());
        hits.iter().filter_map(|hit| place(&index.documents, hit.document)).collect()
    }
}

/// Where a document that stands in a list stands, by its address: comparing names would cost more than the search.
fn place(documents: &[Document], document: &Document) -> Option<u32> {
    let offset = std::ptr::from_ref(document).addr().checked_sub(documents.as_ptr().addr())?;
    u32::try_from(offset / size_of::<Document>()).ok()
}

#[cfg(test)]
mod tests {
    use super::place;
    use migraction_pack::search::Document;

    #[test]
    fn a_document_is_found_by_its_address() {
        let list: Vec<_> = ["a", "b", "c"].map(|id| Document::Fact(id.into())).into();
        for (at, document) in (0..).zip(&list) {
            assert_eq!(place(&list, document), Some(at));
        }
    }
}
