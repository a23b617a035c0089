//! The phone's clock. It may be wrong by years: callers compare it with the pack's edition.

use migraction_core::CivilDate;

/// Today's civil date by the phone's clock and time zone.
#[must_use]
pub fn today() -> CivilDate {
    let now = js_sys::Date::new_0();
    let year = i32::try_from(now.get_full_year()).unwrap_or_default();
    CivilDate::from_ymd_opt(year, now.get_month() + 1, now.get_date()).unwrap_or_default()
}

/// The phone's clock in milliseconds since 1970. Shown, never believed.
#[must_use]
pub fn now_millis() -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a time after 1970"
    )]
    let now = js_sys::Date::now().max(0.0) as u64;
    now
}
