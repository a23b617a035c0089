//! What the app asks of the phone itself: its clock, its languages, its letters, where it is, chance.

use migraction_core::CivilDate;
use migraction_pack::towns::Position;
use migraction_vault::RecordId;

use migraction_browser::{clock, fonts, page, position, random};

/// Now, in milliseconds since 1970. It is shown and never believed: a phone's clock may be years off.
#[must_use]
pub fn now() -> u64 {
    clock::now_millis()
}

/// A moment as the phone's clock would show it: the day, the hour, the minute.
#[must_use]
pub fn local_time(millis: u64) -> (CivilDate, u32, u32) {
    clock::local(millis)
}

/// The languages that the phone asks for, the dearest first. A region in them says where it was set up.
#[must_use]
pub fn languages() -> Vec<String> {
    page::preferred_languages()
}

/// Whether this phone has letters for a text. Boxes in their place are worse than no sentence.
#[must_use]
pub fn has_letters_for(text: &str) -> bool {
    fonts::supports(text)
}

/// Where the phone is, once the person asked for what is near. None where it cannot or may not tell; kept nowhere.
pub async fn position() -> Option<Position> {
    position::position().await
}

/// One of so many, by chance, counted from 0.
#[must_use]
pub fn one_of(count: usize) -> usize {
    let drawn = u64::try_from(count).ok().and_then(|count| random::number().checked_rem(count));
    drawn.and_then(|drawn| usize::try_from(drawn).ok()).unwrap_or_default()
}

/// The name of a new item in a note: by chance, so that two devices never name two things alike.
#[must_use]
pub fn item_name() -> String {
    RecordId::make(&mut random::fill).to_string().chars().take(16).collect()
}
