//! The addresses of the app: each page, what its address looks like, and which page an address means.
//!
//! Addresses are permanent: they stand in bookmarks, on paper, in messages and on home screens. A page is written once,
//! here; the app's router, its links, the compiler of the content and the server take it from here. The addresses
//! themselves are pinned, word for word, in this module's tests.
//!
//! `/fr/practice/teach-back` is a page in a language; `/go/practice/teach-back` and `/` name none and lead to the
//! reader's own. A [`Route`] is what comes after that. Which languages there are is the content's matter.

mod parse;
mod query;

use std::fmt;

use crate::Id;
use crate::browse::Wanted;
use crate::guide::Stage;

pub use parse::{NotFound, former_note, is_worksheet, split_language};

/// The first part of an address that names no language, such as a home screen's shortcut or an invitation's link.
pub const ANY_LANGUAGE: &str = "go";

/// A page of the app, without the language in which it is shown.
///
/// [`Display`](fmt::Display) writes its address after the language, with its query (`guide/reception?theme=health`);
/// [`Route::parse`] reads it again. An [`Id`] that stands in an address has ASCII letters, digits, `-` and `_` only:
/// another one has no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The first screen.
    Home,
    /// The search, with what is looked for.
    Search(String),
    /// The practices of one stage, filtered. The filter of the stage itself is never set.
    Stage(Stage, Wanted),
    /// All practices, filtered.
    Browse(Wanted),
    /// A practice sheet.
    Practice(Id),
    /// The topics of a country.
    Country(Id),
    /// One topic in one country.
    Context {
        /// The country.
        country: Id,
        /// The topic.
        topic: Id,
    },
    /// A fact of law.
    Fact(Id),
    /// The topics that countries can be compared by.
    Compare,
    /// One topic, country beside country.
    CompareTopic(Id),
    /// Which laws changed, the latest first.
    Changes,
    /// The official terms.
    Glossary,
    /// An official term.
    Term(Id),
    /// A kind of letter.
    Letter(Id),
    /// A service.
    Service(Id),
    /// The list of tools.
    Tools,
    /// Rights and next steps: before the first question.
    Orientation,
    /// Rights and next steps: one question.
    Question(Id),
    /// Rights and next steps: the results.
    Results,
    /// The deadline calculator.
    Deadline,
    /// The directory of services.
    Directory,
    /// The wage check.
    Wage,
    /// The exercises.
    Exercises,
    /// An exercise, named after its scenario.
    Exercise(Id),
    /// A worksheet. Its name is none of the tools above: see [`is_worksheet`].
    Worksheet(Id),
    /// An invitation; its code stands behind the `#`, which reaches no server.
    Join,
    /// Notes.
    Notes(NotesPage),
    /// The phrasebook.
    Phrases(PhrasesPage),
    /// Practices from the field that are being written.
    Contribute,
    /// One of them, by the name of its draft.
    Contribution(Id),
    /// Numbers to dial in an emergency.
    Emergency,
    /// Settings.
    Settings,
    /// What is kept on the device.
    Offline,
    /// About the project.
    About,
    /// All pages, as a list.
    Plan,
}

/// A page of notes. None says which note is open, because browsers keep addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotesPage {
    /// The notes of the profile that is unlocked.
    List,
    /// Opening a profile.
    Unlock,
    /// Making a profile.
    NewProfile,
    /// Opening a profile by its recovery code.
    Recover,
    /// Beginning a note.
    New,
    /// The note that is open.
    Note,
    /// The encrypted file, out and in.
    Export,
    /// Another passphrase.
    Passphrase,
    /// Another recovery code.
    Code,
    /// Sending, and the other devices.
    Sync,
    /// Bringing a profile here from another device.
    Join,
    /// What a server sees.
    Server,
    /// The sheet on privacy, to print.
    Privacy,
}

/// A page of the phrasebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhrasesPage {
    /// All situations.
    All,
    /// The phrases of a situation.
    Situation(Id),
    /// A phrase alone on the screen.
    Card {
        /// The phrase.
        phrase: Id,
        /// The other person's language.
        tongue: Id,
    },
}

impl NotesPage {
    /// All pages of notes.
    pub const ALL: [Self; 13] = [
        Self::List,
        Self::Unlock,
        Self::NewProfile,
        Self::Recover,
        Self::New,
        Self::Note,
        Self::Export,
        Self::Passphrase,
        Self::Code,
        Self::Sync,
        Self::Join,
        Self::Server,
        Self::Privacy,
    ];

    /// Its address after the language.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::List => "notes",
            Self::Unlock => "notes/unlock",
            Self::NewProfile => "notes/profile/new",
            Self::Recover => "notes/recover",
            Self::New => "notes/new",
            Self::Note => "notes/note",
            Self::Export => "notes/export",
            Self::Passphrase => "notes/passphrase",
            Self::Code => "notes/code",
            Self::Sync => "notes/sync",
            Self::Join => "notes/join",
            Self::Server => "notes/server",
            Self::Privacy => "notes/privacy",
        }
    }
}

impl Route {
    /// The search, empty.
    pub const SEARCH: Self = Self::Search(String::new());
    /// All practices, unfiltered.
    pub const BROWSE: Self = Self::Browse(Wanted::NONE);

    /// The practices of a stage, unfiltered.
    #[must_use]
    pub const fn stage(stage: Stage) -> Self {
        Self::Stage(stage, Wanted::NONE)
    }

    /// A tool by its name, the last part of its address: one of those that have a screen of their own, or a worksheet.
    #[must_use]
    pub fn tool(name: &str) -> Self {
        match name {
            "orientation" => Self::Orientation,
            "deadline" => Self::Deadline,
            "directory" => Self::Directory,
            "wage" => Self::Wage,
            "practise" => Self::Exercises,
            _ => Self::Worksheet(name.into()),
        }
    }

    /// The phrases of a situation.
    #[must_use]
    pub fn situation(id: &str) -> Self {
        Self::Phrases(PhrasesPage::Situation(id.into()))
    }

    /// Its whole address in a language: `/fr/guide/reception`.
    #[must_use]
    pub fn in_language(&self, language: &str) -> String {
        let rest = self.to_string();
        ["/", language, "/", &rest].concat()
    }

    /// Its whole address in the language of whoever opens it: `/go/join`.
    #[must_use]
    pub fn in_any_language(&self) -> String {
        self.in_language(ANY_LANGUAGE)
    }
}

impl From<NotesPage> for Route {
    fn from(page: NotesPage) -> Self {
        Self::Notes(page)
    }
}

impl From<PhrasesPage> for Route {
    fn from(page: PhrasesPage) -> Self {
        Self::Phrases(page)
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (folder, id) = match self {
            Self::Home => ("", None),
            Self::Search(_) => ("search", None),
            Self::Stage(..) => ("guide", None),
            Self::Browse(_) => ("browse", None),
            Self::Practice(id) => ("practice", Some(id)),
            Self::Country(id) | Self::Context { country: id, .. } => ("context", Some(id)),
            Self::Fact(id) => ("fact", Some(id)),
            Self::Compare => ("compare", None),
            Self::CompareTopic(id) => ("compare", Some(id)),
            Self::Changes => ("changes", None),
            Self::Glossary => ("glossary", None),
            Self::Term(id) => ("glossary", Some(id)),
            Self::Letter(id) => ("letters", Some(id)),
            Self::Service(id) => ("services", Some(id)),
            Self::Tools => ("tools", None),
            Self::Orientation => ("tools/orientation", None),
            Self::Question(id) => ("tools/orientation/question", Some(id)),
            Self::Results => ("tools/orientation/results", None),
            Self::Deadline => ("tools/deadline", None),
            Self::Directory => ("tools/directory", None),
            Self::Wage => ("tools/wage", None),
            Self::Exercises => ("tools/practise", None),
            Self::Exercise(id) => ("tools/practise", Some(id)),
            Self::Worksheet(id) => ("tools", Some(id)),
            Self::Join => ("join", None),
            Self::Notes(page) => (page.path(), None),
            Self::Phrases(PhrasesPage::All) => ("phrases", None),
            Self::Phrases(PhrasesPage::Situation(id)) => ("phrases", Some(id)),
            Self::Phrases(PhrasesPage::Card { phrase, .. }) => ("phrases/show", Some(phrase)),
            Self::Contribute => ("contribute", None),
            Self::Contribution(id) => ("contribute", Some(id)),
            Self::Emergency => ("emergency", None),
            Self::Settings => ("settings", None),
            Self::Offline => ("offline", None),
            Self::About => ("about", None),
            Self::Plan => ("plan", None),
        };
        f.write_str(folder)?;
        let second = match self {
            Self::Context { topic, .. } => Some(topic),
            Self::Phrases(PhrasesPage::Card { tongue, .. }) => Some(tongue),
            _ => None,
        };
        for id in [id, second].into_iter().flatten() {
            f.write_str("/")?;
            f.write_str(id.as_str())?;
        }
        match self {
            Self::Search(asked) => query::write_search(f, asked),
            Self::Stage(stage, wanted) => {
                f.write_str("/")?;
                f.write_str(stage.id())?;
                f.write_str(&wanted.query())
            }
            Self::Browse(wanted) => f.write_str(&wanted.query()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
