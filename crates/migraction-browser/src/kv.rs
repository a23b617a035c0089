//! Small texts that are kept and are not private: pages marked and read, drafts of practice sheets.
//! Each is under a name of its own, so that two tabs never overwrite each other's.

use super::database::{DRAFTS, READING, StorageError};
use super::rows::{Put, read_all, write_all};

/// A store of small texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// Pages marked and pages read.
    Reading,
    /// What is being written.
    Drafts,
}

impl Namespace {
    const fn name(self) -> &'static str {
        match self {
            Self::Reading => READING,
            Self::Drafts => DRAFTS,
        }
    }
}

/// Puts texts, and removes those that are nothing, in one transaction.
///
/// # Errors
/// A [`StorageError`]; nothing was changed.
pub async fn write(
    namespace: Namespace,
    texts: &[(String, Option<String>)],
) -> Result<(), StorageError> {
    let puts: Vec<Put<'_>> = texts
        .iter()
        .map(|(key, text)| (namespace.name(), key.as_str(), text.as_deref().map(str::as_bytes)))
        .collect();
    write_all(&[namespace.name()], &puts).await
}

/// All texts whose name begins with `prefix` and a slash, without these; all for an empty prefix.
///
/// # Errors
/// A [`StorageError`].
pub async fn load(
    namespace: Namespace,
    prefix: &str,
) -> Result<Vec<(String, String)>, StorageError> {
    let found = read_all(namespace.name(), prefix).await?;
    let bare = |key: String| match key.strip_prefix(prefix) {
        Some(rest) => rest.trim_start_matches('/').to_owned(),
        None => key,
    };
    Ok(found
        .into_iter()
        .map(|(key, bytes)| (bare(key), String::from_utf8_lossy(&bytes).into_owned()))
        .collect())
}
