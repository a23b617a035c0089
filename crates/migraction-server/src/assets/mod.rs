//! The files of the app, all in memory, under the names that addresses use.
//!
//! Both sources, a folder and the program itself, end in the one table [`Assets`]. After the start
//! nothing here reads the disk, so that no address can lead to it.

mod embedded;
mod folder;
mod kinds;
mod walk;

use std::collections::BTreeMap;
use std::path::Path;

use axum::body::Bytes;
use axum::http::HeaderValue;
use sha2::{Digest, Sha256};

pub use walk::Unreadable;

/// The bytes of a response and their `ETag`.
#[derive(Clone, Debug)]
pub struct Form {
    /// What is sent.
    pub bytes: Bytes,
    /// A strong `ETag`, made from the bytes.
    pub tag: HeaderValue,
}

impl Form {
    fn new(bytes: Bytes) -> Self {
        let digest = hex::encode(Sha256::digest(&bytes));
        let tag: String = digest.chars().take(32).collect();
        // Hexadecimal digits between quotes are always a header's value.
        let tag = HeaderValue::from_str(&format!("\"{tag}\""));
        Self { bytes, tag: tag.unwrap_or_else(|_| HeaderValue::from_static("\"\"")) }
    }
}

/// One file of the app.
#[derive(Clone, Debug)]
pub struct Asset {
    /// As it is.
    pub plain: Form,
    /// Compressed with brotli, when the build made such a file.
    pub brotli: Option<Form>,
    /// Its media type.
    pub media_type: HeaderValue,
    /// For how long it may be kept.
    pub caching: HeaderValue,
}

/// All files of the app by name (`fr/index.html`).
#[derive(Debug, Default)]
pub struct Assets {
    files: BTreeMap<String, Asset>,
}

impl Assets {
    /// Reads the app from a folder.
    ///
    /// # Errors
    /// [`Unreadable`], with the path, if a file cannot be read or is a symbolic link.
    pub fn from_folder(path: &Path) -> Result<Self, Unreadable> {
        folder::files(path).map(Self::from_files)
    }

    /// The app inside the program; empty when it was built without one.
    #[must_use]
    pub fn embedded() -> Self {
        Self::from_files(embedded::files())
    }

    /// A table of these files; `X.br` becomes the compressed form of `X`.
    pub fn from_files(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let mut left: BTreeMap<String, Bytes> = files.into_iter().collect();
        let names: Vec<String> = left.keys().cloned().collect();
        let mut compressed = BTreeMap::new();
        for name in names {
            if let Some(bytes) = left.remove(&format!("{name}.br")) {
                compressed.insert(name, Form::new(bytes));
            }
        }
        let asset = |(name, bytes): (String, Bytes)| {
            let asset = Asset {
                plain: Form::new(bytes),
                brotli: compressed.remove(&name),
                media_type: kinds::media_type(&name),
                caching: kinds::caching(&name),
            };
            (name, asset)
        };
        Self { files: left.into_iter().map(asset).collect() }
    }

    /// The file with exactly this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.files.get(name)
    }

    /// Whether there is no file at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Replaces the content of `name` with that of `other`; false if there is no `other`.
    pub fn replace(&mut self, name: &str, other: &str) -> bool {
        let Some(mut asset) = self.files.get(other).cloned() else { return false };
        asset.media_type = kinds::media_type(name);
        asset.caching = kinds::caching(name);
        self.files.insert(name.to_owned(), asset);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(names: &[&str]) -> Assets {
        let file = |name: &&str| ((*name).to_owned(), Bytes::from((*name).to_owned()));
        Assets::from_files(names.iter().map(file))
    }

    #[test]
    fn a_compressed_file_belongs_to_the_one_it_was_made_from() {
        let assets = table(&["a.js", "a.js.br", "b.js", "c.js.br"]);
        assert_eq!(assets.names().collect::<Vec<_>>(), ["a.js", "b.js", "c.js.br"]);
        let a = assets.get("a.js").unwrap();
        assert_eq!(a.brotli.as_ref().unwrap().bytes, "a.js.br");
        assert_ne!(a.brotli.as_ref().unwrap().tag, a.plain.tag);
        assert!(assets.get("b.js").unwrap().brotli.is_none());
    }

    #[test]
    fn the_tag_follows_the_content_not_the_name() {
        let same = Bytes::from_static(b"x");
        let files = [("a".to_owned(), same.clone()), ("b".to_owned(), same)];
        let assets = Assets::from_files(files);
        let tag = |name| assets.get(name).unwrap().plain.tag.clone();
        assert_eq!(tag("a"), tag("b"));
        assert_eq!(tag("a").len(), 34);
    }

    #[test]
    fn a_replaced_file_keeps_the_manners_of_its_name() {
        let mut assets = table(&["sw.js", "app-0123456789abcdef.js"]);
        assert!(assets.replace("sw.js", "app-0123456789abcdef.js"));
        let worker = assets.get("sw.js").unwrap();
        assert_eq!(worker.plain.bytes, "app-0123456789abcdef.js");
        assert_eq!(worker.caching, "no-cache");
        assert!(!assets.replace("sw.js", "absent.js"));
    }
}
