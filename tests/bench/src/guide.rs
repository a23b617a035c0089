//! The guide's search.

use migraction_pack::search::{Document, Index, Query};
use wasm_bindgen::prelude::*;

/// The search index of a language.
#[wasm_bindgen]
pub struct Guide(Index);

#[wasm_bindgen]
impl Guide {
    /// Reads and checks an index, as the app does when somebody searches. Nothing for what is none.
    #[must_use]
    pub fn open(bytes: &[u8]) -> Option<Self> {
        Index::from_bytes(bytes).ok().map(Self)
    }

    /// The places of the results in the index, in the order in which they are shown.
    #[must_use]
    pub fn search(&self, typed: &str, own: Option<String>, limit: usize) -> Vec<u32> {
        let index = &self.0;
        let ranked = Query::parse(typed, index).rank(index, own.as_deref());
        let hits = ranked.hits.iter().take(limit);
        hits.filter_map(|hit| place(&index.documents, hit.document)).collect()
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
