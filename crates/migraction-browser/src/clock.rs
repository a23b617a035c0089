//! The phone's clock. It may be wrong by years: callers compare it with the pack's edition.

use migraction_core::CivilDate;

/// Today's civil date by the phone's clock and time zone.
#[must_use]
pub fn today() -> CivilDate {
    civil(&js_sys::Date::new_0())
}

/// The civil date, the hour and the minute of a moment, in the phone's time zone.
#[must_use]
pub fn local(millis: u64) -> (CivilDate, u32, u32) {
    #[expect(clippy::cast_precision_loss, reason = "a time of our century")]
    let moment = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(millis as f64));
    (civil(&moment), moment.get_hours(), moment.get_minutes())
}

fn civil(moment: &js_sys::Date) -> CivilDate {
    let year = i32::try_from(moment.get_full_year()).unwrap_or_default();
    CivilDate::from_ymd_opt(year, moment.get_month() + 1, moment.get_date()).unwrap_or_default()
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
