//! A notice: what happened, what is safe, what to do.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// How pressing a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A person may come to harm, or something failed.
    Urgent,
    /// A term.
    Deadline,
    /// Good to know.
    Later,
    /// Not known, or not certain.
    Unknown,
    /// Past its review.
    Stale,
}

impl Tone {
    /// The class that gives its colours.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Urgent => "notice is-urgent",
            Self::Deadline => "notice is-deadline",
            Self::Later => "notice is-later",
            Self::Unknown => "notice is-unknown",
            Self::Stale => "notice is-stale",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Urgent => Icon::TriangleAlert,
            Self::Deadline => Icon::Hourglass,
            Self::Later => Icon::Info,
            Self::Unknown => Icon::CircleHelp,
            Self::Stale => Icon::History,
        }
    }
}

/// A notice with a title and what to do.
#[component]
pub fn Notice(
    /// How pressing it is.
    tone: Tone,
    /// Language-neutral name, for tests and for support.
    key: &'static str,
    /// What happened.
    #[prop(into)]
    title: String,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=tone.class() data-notice=key role=if tone == Tone::Urgent { "alert" } else { "status" }>
            <Glyph icon=tone.icon()/>
            <div>
                <p class="notice__title">{title}</p>
                {children()}
            </div>
        </div>
    }
}
