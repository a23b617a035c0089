//! The fields of a note. As little as the work needs: no name, address, story or document number has a
//! field of its own.

/// A field. The numbers are inside sealed notes: they never change, and are never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field(pub u8);

/// What a field may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One value; a person chooses between two.
    One,
    /// A list of items, each with one value; a person chooses within an item.
    Items,
    /// Members that are in or out; in wins, nobody is asked.
    Set,
    /// The latest day wins, nobody is asked.
    Latest,
}

impl Field {
    /// The pseudonym or case code by which the worker knows the person.
    pub const CODE: Self = Self(1);
    /// What it is about, in a few words.
    pub const SUBJECT: Self = Self(2);
    /// The day of the meeting.
    pub const DATE: Self = Self(3);
    /// Where it took place.
    pub const PLACE: Self = Self(4);
    /// The stage of the guide.
    pub const STAGE: Self = Self(5);
    /// The country whose law matters.
    pub const COUNTRY: Self = Self(6);
    /// Topics of the guide.
    pub const TOPIC: Self = Self(7);
    /// The language spoken, and the interpreter.
    pub const LANGUAGE: Self = Self(8);
    /// Needs, each in a few words.
    pub const NEED: Self = Self(9);
    /// Steps agreed, each with its due day ([`crate::Step`]).
    pub const STEP: Self = Self(10);
    /// Pages of the guide.
    pub const PAGE: Self = Self(11);
    /// Results of the orientation tool ([`crate::LinkedResult`]).
    pub const RESULT: Self = Self(12);
    /// Whether the person agreed that the note is kept, and when ([`crate::Consent`]).
    pub const CONSENT: Self = Self(13);
    /// The day on which the note is erased everywhere.
    pub const RETENTION: Self = Self(14);
    /// Which form the note began with.
    pub const TEMPLATE: Self = Self(15);
    /// The day of the last edit, by the phone's clock: shown, never compared for order of edits.
    pub const CHANGED: Self = Self(16);
    /// The note, erased elsewhere, from which this one was rescued.
    pub const RESCUED: Self = Self(17);
    /// Days of a log of working hours, each version of each ([`crate::WorkDay`]).
    pub const DAY: Self = Self(18);
    /// The last edit of the free text: two of them were made without knowing of each other ([`crate::TextVersion`]).
    /// Since 30 November 2026.
    pub const TEXT_EDIT: Self = Self(19);
    /// Concurrent free texts, by the edit that made each. Since the same day.
    pub const TEXT_VERSION: Self = Self(20);
    /// A day of a log of working hours that is being filled in. Since the same day.
    pub const DAY_DRAFT: Self = Self(21);

    /// What this field may hold. An unknown one, written by a newer app, is kept as it came.
    #[must_use]
    pub fn shape(self) -> Shape {
        match self {
            Self::TOPIC | Self::PAGE | Self::RESULT => Shape::Set,
            Self::NEED | Self::STEP | Self::DAY | Self::TEXT_VERSION => Shape::Items,
            Self::CHANGED | Self::DAY_DRAFT => Shape::Latest,
            _ => Shape::One,
        }
    }

    /// The fields of a first interview, in the order in which they are asked.
    pub const FIRST_INTERVIEW: [Self; 10] = [
        Self::CODE,
        Self::SUBJECT,
        Self::DATE,
        Self::PLACE,
        Self::LANGUAGE,
        Self::COUNTRY,
        Self::STAGE,
        Self::TOPIC,
        Self::NEED,
        Self::STEP,
    ];
    /// The fields of a follow-up: what changed and what comes next.
    pub const FOLLOW_UP: [Self; 6] =
        [Self::CODE, Self::SUBJECT, Self::DATE, Self::PLACE, Self::STAGE, Self::STEP];
}
