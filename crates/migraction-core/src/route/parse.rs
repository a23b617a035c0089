//! Which page an address means.

use std::fmt;

use super::{ANY_LANGUAGE, NotesPage, PhrasesPage, Route, query};
use crate::Id;
use crate::browse::{Filter, Wanted};
use crate::guide::Stage;

/// No page is at this address, and none ever was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFound;

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no page of the app is at this address")
    }
}

impl std::error::Error for NotFound {}

/// The first part of a path, which names a language, and what comes after it. The first is none where the path leaves the
/// language to the reader. Whether it is a language of ours, the caller knows.
#[must_use]
pub fn split_language(path: &str) -> (Option<&str>, &str) {
    let path = path.trim_start_matches('/');
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    ((!first.is_empty() && first != ANY_LANGUAGE).then_some(first), rest)
}

/// Until November 2026 the address of a note had the note's name (`notes/` and 32 hexadecimal digits). Such an address
/// still opens the note, and is left at once for one that says nothing.
#[must_use]
pub fn former_note(rest: &str) -> Option<&str> {
    let name = rest.trim_end_matches('/').strip_prefix("notes/")?;
    let is_name = name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_name.then_some(name)
}

/// Whether a worksheet may have this name: it can stand in an address, and no other tool has it.
#[must_use]
pub fn is_worksheet(name: &str) -> bool {
    is_part(name) && matches!(Route::tool(name), Route::Worksheet(_))
}

/// Whether this can stand in an address as it is.
fn is_part(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !text.is_empty() && text.bytes().all(fits)
}

fn id(text: &str) -> Result<Id, NotFound> {
    if is_part(text) { Ok(text.into()) } else { Err(NotFound) }
}

impl Route {
    /// The page at an address: `rest` is the path after the language, `query` what stands behind the question mark, without
    /// it. A slash at the end changes nothing; what a query says that the page does not know is left out. Whether the
    /// guide has a sheet or a fact of that name, the pack knows.
    ///
    /// # Errors
    /// [`NotFound`] where the app has no page of that kind.
    pub fn parse(rest: &str, query: &str) -> Result<Self, NotFound> {
        let rest = rest.trim_matches('/');
        let parts: Vec<&str> = rest.split('/').collect();
        Ok(match *parts.as_slice() {
            [""] => Self::Home,
            ["search"] => Self::Search(query::parameter(query, query::SEARCH).unwrap_or_default()),
            ["guide", stage] => {
                let stage = Stage::from_id(stage).ok_or(NotFound)?;
                Self::Stage(stage, wanted(query).with(Filter::Stage, ""))
            }
            ["browse"] => Self::Browse(wanted(query)),
            ["practice", name] => Self::Practice(id(name)?),
            ["context", country] => Self::Country(id(country)?),
            ["context", country, topic] => {
                Self::Context { country: id(country)?, topic: id(topic)? }
            }
            ["fact", name] => Self::Fact(id(name)?),
            ["compare"] => Self::Compare,
            ["compare", topic] => Self::CompareTopic(id(topic)?),
            ["changes"] => Self::Changes,
            ["glossary"] => Self::Glossary,
            ["glossary", name] => Self::Term(id(name)?),
            ["letters", name] => Self::Letter(id(name)?),
            ["services", name] => Self::Service(id(name)?),
            ["tools"] => Self::Tools,
            ["tools", "orientation", "question", name] => Self::Question(id(name)?),
            ["tools", "orientation", "results"] => Self::Results,
            ["tools", "practise", name] => Self::Exercise(id(name)?),
            ["tools", name] => {
                id(name)?;
                Self::tool(name)
            }
            ["join"] => Self::Join,
            ["notes", ..] => {
                let found = NotesPage::ALL.into_iter().find(|page| page.path() == rest);
                let former = former_note(rest).map(|_| NotesPage::Note);
                Self::Notes(found.or(former).ok_or(NotFound)?)
            }
            ["phrases"] => Self::Phrases(PhrasesPage::All),
            ["phrases", name] => Self::Phrases(PhrasesPage::Situation(id(name)?)),
            ["phrases", "show", phrase, tongue] => {
                Self::Phrases(PhrasesPage::Card { phrase: id(phrase)?, tongue: id(tongue)? })
            }
            ["contribute"] => Self::Contribute,
            ["contribute", name] => Self::Contribution(id(name)?),
            ["emergency"] => Self::Emergency,
            ["settings"] => Self::Settings,
            ["offline"] => Self::Offline,
            ["about"] => Self::About,
            ["plan"] => Self::Plan,
            _ => return Err(NotFound),
        })
    }

    /// The page at an address within the app as content writes it: `tools/deadline`, `browse?theme=health`.
    ///
    /// # Errors
    /// [`NotFound`], as [`Route::parse`].
    pub fn parse_link(link: &str) -> Result<Self, NotFound> {
        let (rest, query) = link.split_once('?').unwrap_or((link, ""));
        Self::parse(rest, query)
    }
}

fn wanted(query: &str) -> Wanted {
    Wanted::read(|name| query::parameter(query, name))
}
