//! The tools. A tool is a folder here, its logic in the core, its structure and words in
//! `content/`, and one line in [`TOOLS`].

pub mod deadline;
pub mod directory;
pub mod exercises;
pub mod orientation;
pub mod wage;
pub mod worksheet;

use migraction_core::route::Route;

use crate::components::icon::Icon;
use crate::words::Words;

/// A tool as the list of tools shows it.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// Its name: what its address ends with, and a worksheet's id.
    pub path: &'static str,
    /// Its icon.
    pub icon: Icon,
    /// Its name and what it is for.
    pub words: fn(&'static Words) -> (&'static str, &'static str),
}

impl Tool {
    /// Its page.
    #[must_use]
    pub fn route(&self) -> Route {
        Route::tool(self.path)
    }
}

/// The tools, in the order in which they are offered.
pub const TOOLS: &[Tool] = &[
    Tool {
        path: "orientation",
        icon: Icon::Signpost,
        words: |w| (w.tools.orientation, w.tools.orientation_what),
    },
    Tool {
        path: "deadline",
        icon: Icon::Hourglass,
        words: |w| (w.tools.deadline, w.tools.deadline_what),
    },
    Tool { path: "wage", icon: Icon::Banknote, words: |w| (w.tools.wage, w.tools.wage_what) },
    Tool {
        path: "directory",
        icon: Icon::MapPin,
        words: |w| (w.tools.directory, w.tools.directory_what),
    },
    Tool { path: "needs", icon: Icon::ListChecks, words: |w| (w.tools.needs, w.tools.needs_what) },
    Tool {
        path: "interview",
        icon: Icon::UserRound,
        words: |w| (w.tools.interview, w.tools.interview_what),
    },
    Tool {
        path: "teachback",
        icon: Icon::MessagesSquare,
        words: |w| (w.tools.teachback, w.tools.teachback_what),
    },
    Tool { path: "skills", icon: Icon::Pencil, words: |w| (w.tools.skills, w.tools.skills_what) },
    Tool {
        path: "workshop",
        icon: Icon::CalendarClock,
        words: |w| (w.tools.workshop, w.tools.workshop_what),
    },
    Tool {
        path: "practise",
        icon: Icon::GraduationCap,
        words: |w| (w.tools.practise, w.tools.practise_what),
    },
];
