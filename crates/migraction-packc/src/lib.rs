//! The content compiler.
//!
//! It reads `content/` (the format is described in `docs/content-format.md`), checks that all of
//! it holds together, links it, and writes the signed pack that the app installs, with the static
//! home page of each language. Whatever is wrong with the content is a [`problems::Problem`] with
//! its file and line, never a crash; only files and keys that cannot be used are an [`Error`].
//!
//! The stages: [`tree`] (files in memory) → [`read`] (typed content with places; drafts are set aside)
//! → [`link`] (old
//! names to present ones) → [`check`] → [`compile`] and [`index`] → [`write`] and [`home`].

pub mod bench;
pub mod check;
pub mod compile;
pub mod corpus;
pub mod crosscheck;
pub mod due;
pub mod home;
pub mod import;
pub mod index;
pub mod keys;
pub mod link;
pub mod mended;
pub mod mutants;
pub mod numerals;
pub mod queries;
pub mod report;
pub mod write;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod read_tests;

use std::path::PathBuf;

use chrono::NaiveDate;
use migraction_core::Id;
use migraction_pack::search::{Index, IndexPart};
use migraction_pack::{CorePart, LanguagePart, PhrasesPart};

use content::Content;
use problems::Problems;
use tree::{ReadError, Tree};

// What is read stands in a crate of its own, which the server shares.
pub use migraction_source::{content, problems, prose, read, tree, wordings};

/// What to compile, and where to.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the content.
    pub content: PathBuf,
    /// The folder of the pack; files that are not of this pack are removed from it.
    pub out: PathBuf,
    /// The folder of the keys.
    pub keys: PathBuf,
    /// The folder of the static home pages.
    pub home: PathBuf,
    /// A real publisher's key, instead of the development key of this checkout.
    pub publisher_key: Option<PathBuf>,
    /// The day for which reviews are reported, and the edition where `edition.toml` names none.
    pub now: NaiveDate,
}

/// Why the compiler could not do its work, apart from what is wrong with the content.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{path}: {source}", path = path.display())]
    Files {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The content could not be read.
    #[error(transparent)]
    Content(#[from] ReadError),
    /// The key file does not hold 64 hexadecimal digits.
    #[error("{path}: a key is 64 hexadecimal digits", path = .0.display())]
    Key(PathBuf),
    /// The system gave no random bytes for a new key.
    #[error("no random bytes for a new key: {0}")]
    Random(getrandom::Error),
    /// A part or the manifest could not be serialized.
    #[error("the pack cannot be serialized: {0}")]
    Encode(String),
}

/// Content that was read, linked and checked, with the parts of its pack.
#[derive(Debug)]
pub struct Compiled {
    /// The content as read.
    pub content: Content,
    /// The part that is the same in every language.
    pub core: CorePart,
    /// One part per language, in the order of `languages.toml`.
    pub languages: Vec<LanguagePart>,
    /// The search index of each language, as it is sent and as it is asked.
    pub indexes: Vec<CompiledIndex>,
    /// The phrasebook.
    pub phrases: PhrasesPart,
    /// What each consultation gave.
    pub scenarios: Vec<check::scenarios::Played>,
    /// How well the labelled queries find what they want.
    pub queries: Vec<queries::Figures>,
}

/// The search index of a language.
#[derive(Debug)]
pub struct CompiledIndex {
    /// The language.
    pub language: Id,
    /// As it is sent.
    pub part: IndexPart,
    /// As it is asked.
    pub index: Index,
}

impl CompiledIndex {
    fn new(language: Id, part: IndexPart) -> Result<Self, Error> {
        let index = Index::open(part.clone()).map_err(|error| Error::Encode(error.to_string()))?;
        Ok(Self { language, part, index })
    }
}

/// Reads, links, checks and compiles; writes nothing.
///
/// # Errors
/// [`Error::Encode`] when a search index does not hold together; none is expected.
pub fn compile(tree: &Tree) -> Result<(Compiled, Problems), Error> {
    let (mut content, mut sink) = read::read(tree);
    import::set_drafts_aside(&mut content, &mut sink);
    link::resolve(&mut content, &mut sink);
    let scenarios = check::all(&content, &mut sink);
    let (core, languages) = compile::compile(&content);
    let indexes = compile::indexes(&content)
        .into_iter()
        .map(|(language, part)| CompiledIndex::new(language, part))
        .collect::<Result<Vec<_>, _>>()?;
    let phrases = compile::phrases(&content);
    let queries = queries::measure(&content, &core, &indexes);
    let mut problems = sink.problems;
    index::check_asked(&content, &mut problems);
    queries::check_names(&content, &indexes, &mut problems);
    problems.sort();
    Ok((Compiled { content, core, languages, indexes, phrases, scenarios, queries }, problems))
}
