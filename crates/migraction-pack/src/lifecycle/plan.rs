//! What to do about a pack that is offered.

use std::collections::BTreeSet;

use crate::manifest::{Manifest, ManifestError, Part, PartKind};

/// One thing to do. Actions are performed in their order; one that fails ends the list, unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Fetch a part of the new pack from the server, verify it, and say how far it has come.
    Fetch(Part),
    /// Take a part of the new pack from the device; fetch and verify it where it is not whole there.
    Obtain(Part),
    /// Read what has come so far, for the reader: a pack that cannot be read is never written.
    Assemble,
    /// As [`Action::Assemble`], and let go of what was read: it is opened at the next start.
    Check,
    /// As [`Action::Obtain`]; the pack is written without the part where it does not come.
    Add(Part),
    /// Write all that has come in one transaction, with what [`super::KeptPacks::replaced`] says.
    Write,
    /// As [`Action::Write`]; where nothing can be written, the pack is read all the same until the page closes.
    WriteIfPossible,
    /// Fetch a part of the pack in use and write it by itself, unless it is whole on the device. Where it does not come,
    /// it is left for another time.
    Keep(Part),
    /// Let the page settle before the next action.
    Pause,
}

/// What is so at the moment.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// The reader's language.
    pub language: &'a str,
    /// Whether the reader seems to pay for data.
    pub is_metered: bool,
}

/// What a look for a newer pack comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// The pack in use is the one that is offered; see [`complete`] for what it may lack on the device.
    UpToDate,
    /// Another one is offered; it is opened at the next start.
    Newer(Vec<Action>),
}

fn language_part<'a>(manifest: &'a Manifest, language: &str) -> Result<&'a Part, ManifestError> {
    manifest.part(&PartKind::Language(language.to_owned()))
}

/// The search index of a language. A pack may lack it: its pages are read all the same.
fn index_part<'a>(manifest: &'a Manifest, language: &str) -> Option<&'a Part> {
    manifest.part(&PartKind::Index(language.to_owned())).ok()
}

/// What the words of a language are searched by, then the words: where these are kept, so is the index.
fn both<'a>(manifest: &'a Manifest, language: &str) -> impl Iterator<Item = &'a Part> {
    index_part(manifest, language).into_iter().chain(language_part(manifest, language).ok())
}

/// How a pack comes onto a device that has none to open in this language: what the reader waits for, then what pages are
/// searched by, then the phrasebook.
///
/// # Errors
/// [`ManifestError::Missing`] where the pack lacks its core or this language.
pub fn install(offered: &Manifest, language: &str) -> Result<Vec<Action>, ManifestError> {
    let mut actions = vec![
        Action::Fetch(offered.part(&PartKind::Core)?.clone()),
        Action::Fetch(language_part(offered, language)?.clone()),
        Action::Assemble,
    ];
    actions.extend(index_part(offered, language).cloned().map(Action::Add));
    actions.extend(offered.part(&PartKind::Phrases).ok().cloned().map(Action::Add));
    actions.push(Action::WriteIfPossible);
    Ok(actions)
}

/// Whether a pack that is offered takes the place of the one in use, and how: only parts whose bytes changed are fetched.
/// All languages come with it, so that none falls back to the pack before; on a metered connection only the reader's.
///
/// # Errors
/// [`ManifestError::Older`] where its sequence is lower, [`ManifestError::Missing`] where it lacks its core or the reader's language.
pub fn renew(
    in_use: &Manifest,
    offered: &Manifest,
    now: Circumstances<'_>,
) -> Result<Renewal, ManifestError> {
    offered.check_newer_than(in_use.sequence)?;
    if offered == in_use {
        return Ok(Renewal::UpToDate);
    }
    let mut actions = vec![
        Action::Obtain(offered.part(&PartKind::Core)?.clone()),
        Action::Obtain(language_part(offered, now.language)?.clone()),
        Action::Check,
    ];
    actions.extend(index_part(offered, now.language).cloned().map(Action::Add));
    actions.extend(offered.part(&PartKind::Phrases).ok().cloned().map(Action::Add));
    if !now.is_metered {
        let languages = offered.languages().filter(|id| *id != now.language);
        let parts = languages.flat_map(|id| both(offered, id));
        actions.extend(parts.cloned().map(Action::Add));
    }
    actions.push(Action::Write);
    Ok(Renewal::Newer(actions))
}

/// What the pack in use lacks on the device: the reader's index and the phrasebook, which are small and which no page may
/// lack without a network; then the other languages, one after the other, unless the connection is metered. `kept` are the
/// languages that are there.
#[must_use]
pub fn complete(in_use: &Manifest, kept: &BTreeSet<String>, now: Circumstances<'_>) -> Vec<Action> {
    let index = index_part(in_use, now.language).cloned();
    let phrases = in_use.part(&PartKind::Phrases).ok().cloned();
    let mut actions: Vec<Action> = index.into_iter().chain(phrases).map(Action::Keep).collect();
    if !now.is_metered {
        let missing = in_use.languages().filter(|id| !kept.contains(*id));
        actions.extend(missing.flat_map(|id| {
            std::iter::once(Action::Pause).chain(both(in_use, id).cloned().map(Action::Keep))
        }));
    }
    actions
}
