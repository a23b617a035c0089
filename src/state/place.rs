//! Where the reader is: the page that the address names, and its language.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use migraction_core::Id;
use migraction_core::route::{NotFound, Route, split_language};

use migraction_browser::page;

/// The present address.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its first part; none where it leaves the language to the reader. It may be no language of ours.
    pub language: Memo<Option<String>>,
    /// The page.
    pub route: Memo<Result<Route, NotFound>>,
}

/// Where the reader is.
#[must_use]
pub fn use_place() -> Place {
    expect_context()
}

impl Place {
    /// Follows the address.
    #[must_use]
    pub fn start() -> Self {
        let location = use_location();
        let (path, search) = (location.pathname, location.search);
        Self {
            language: Memo::new(move |_| split_language(&path.read()).0.map(str::to_owned)),
            route: Memo::new(move |_| Route::parse(split_language(&path.read()).1, &search.read())),
        }
    }

    /// What stands behind the `#` of the address; it is never sent to a server.
    #[must_use]
    pub fn fragment(self) -> String {
        page::fragment()
    }

    /// The page's name in the guide: what `pick` finds in its address. A page that is being left keeps what it had: the
    /// address changes a moment before it goes.
    #[must_use]
    pub fn id(self, pick: fn(&Route) -> Option<&Id>) -> Memo<Id> {
        Memo::new(move |before: Option<&Id>| {
            let route = self.route.read();
            let found = route.as_ref().ok().and_then(pick);
            found.or(before).cloned().unwrap_or_else(|| Id::from(""))
        })
    }
}
