//! Icons: which ones exist, and how one is drawn. The paths are in `table.rs`.
//!
//! An icon is decoration: it is hidden from screen readers, and the words stand beside it or in the name of the
//! control. Only back, close, search, settings, lock, print and eye may stand without words. Style: `icon.css`.

mod table;

use leptos::prelude::*;

/// Every icon of the app, drawn once for all screens.
#[allow(dead_code, reason = "a screen still to come takes up the rest")]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Icon {
    // places
    /// Guide.
    BookOpen,
    /// Tools.
    Signpost,
    /// Phrases, and a text shown in another language.
    Languages,
    /// Notes.
    NotebookPen,
    /// Emergency.
    Siren,
    /// Settings.
    Settings,
    /// Search.
    Search,
    // movement
    /// Back.
    ArrowLeft,
    /// Onward.
    ArrowRight,
    /// Opens a page.
    ChevronRight,
    /// Unfolds.
    ChevronDown,
    /// Folds.
    ChevronUp,
    /// Close, or remove a filter.
    X,
    // how sure we are
    /// Verified.
    BadgeCheck,
    /// Unknown, or to confirm.
    CircleHelp,
    /// Review date passed.
    History,
    /// Applies, or kept safely.
    CircleCheck,
    /// Not covered.
    CircleDashed,
    /// Does not apply.
    Ban,
    /// Warning.
    TriangleAlert,
    /// Error.
    OctagonAlert,
    /// Deadline.
    Hourglass,
    /// Later, from a date.
    CalendarClock,
    /// Information.
    Info,
    // tools
    /// Pay.
    Banknote,
    /// Needs.
    ListChecks,
    /// A service, or what is local.
    MapPin,
    /// What carries over.
    Globe,
    /// Duration.
    Clock,
    /// Size of the group: one person.
    UserRound,
    /// Size of the group: several.
    UsersRound,
    /// Show a phrase.
    MessagesSquare,
    /// Enlarge.
    Maximize2,
    /// Turn to the person.
    RotateCw,
    /// No recording.
    VolumeX,
    /// Play.
    Volume2,
    /// Letter, or document.
    FileText,
    /// Rights.
    Scale,
    /// Housing.
    House,
    /// Health.
    HeartPulse,
    /// Skills and training.
    GraduationCap,
    /// Mobilisation and agreement.
    Handshake,
    /// Call.
    Phone,
    // notes
    /// Lock.
    Lock,
    /// Unlock.
    LockOpen,
    /// Passphrase.
    KeyRound,
    /// Show.
    Eye,
    /// Hide.
    EyeOff,
    /// No network.
    CloudOff,
    /// Being sent.
    CloudUpload,
    /// Two versions.
    GitMerge,
    /// Add.
    Plus,
    /// Edit.
    Pencil,
    /// Link.
    Link,
    /// Other actions.
    Ellipsis,
    /// Done, or met.
    Check,
    // app
    /// Filters.
    ListFilter,
    /// Print.
    Printer,
    /// Kept on the phone, or an update.
    HardDriveDownload,
    /// Install.
    Smartphone,
    /// Mark a page.
    Bookmark,
    /// Leave quickly.
    DoorClosed,
    /// Share.
    Share2,
    /// Leaves the app.
    ExternalLink,
    /// Light theme.
    Sun,
    /// Dark theme.
    Moon,
    /// Text size.
    Type,
    // stages: our own, filled
    /// Reception: a door.
    Arch,
    /// Orientation: a road sign.
    Diamond,
    /// Mobilisation: people together.
    Discs,
}

impl Icon {
    /// The inside of the `<svg>`, 24 by 24.
    pub const fn svg(self) -> &'static str {
        table::svg(self)
    }

    /// The three stage shapes are filled; all others are lines.
    pub const fn is_shape(self) -> bool {
        matches!(self, Self::Arch | Self::Diamond | Self::Discs)
    }

    /// Points along the line of reading, so it turns round in right-to-left text. A clock, a check or a phone does not.
    pub const fn is_directional(self) -> bool {
        matches!(self, Self::ArrowLeft | Self::ArrowRight | Self::ChevronRight)
    }
}

/// One icon, 24 px unless said.
#[component]
pub fn Glyph(
    /// Which icon.
    icon: Icon,
    /// 20 px: inside a button, or at the end of a row.
    #[prop(optional)]
    small: bool,
    /// 16 px: inside a tag or a fact.
    #[prop(optional)]
    tiny: bool,
    /// A class of the block it stands in, such as `stagehead__ghost`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=classes(icon, small, tiny, class) viewBox="0 0 24 24" aria-hidden="true" inner_html=icon.svg()></svg>
    }
}

fn classes(icon: Icon, small: bool, tiny: bool, extra: &str) -> String {
    let mut names = vec![if icon.is_shape() { "shape" } else { "i" }];
    match (icon.is_shape(), small, tiny) {
        (_, false, false) => {}
        (true, ..) => names.push("shape--s"),
        (false, _, true) => names.push("i--xs"),
        (false, true, false) => names.push("i--s"),
    }
    if icon.is_directional() {
        names.push("i--flip");
    }
    if !extra.is_empty() {
        names.push(extra);
    }
    names.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_arrow_turns_round_and_a_stage_shape_is_filled() {
        assert_eq!(classes(Icon::ArrowLeft, true, false, ""), "i i--s i--flip");
        assert_eq!(classes(Icon::Phone, false, true, ""), "i i--xs");
        assert_eq!(classes(Icon::Arch, false, false, "stagehead__ghost"), "shape stagehead__ghost");
        assert_eq!(classes(Icon::Discs, false, true, ""), "shape shape--s");
    }

    #[test]
    fn no_drawing_carries_a_colour_or_a_style() {
        for icon in [Icon::BookOpen, Icon::KeyRound, Icon::Arch, Icon::Type] {
            assert!(icon.svg().starts_with('<'));
            assert!(!icon.svg().contains("style="));
        }
    }
}
