//! Dates and numbers as the reader's language writes them: the browser's `Intl`, for free.

use chrono::Datelike;
use js_sys::{Array, Object, Reflect};
use migraction_core::{CivilDate, Decimal};
use wasm_bindgen::JsValue;

/// How much of a date to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// `Friday 4 December 2026`
    Full,
    /// `4 December 2026`
    Long,
    /// `4 Dec 2026`
    Short,
    /// `Fri`
    Weekday,
    /// `December 2026`
    Month,
}

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

fn locales(language: &str) -> Array {
    // British English writes the day first, as people around the reader do.
    let tag = if language == "en" { "en-GB" } else { language };
    Array::of1(&JsValue::from_str(tag))
}

/// A civil date in words. `first` replaces a day number 1 where the language writes an ordinal.
#[must_use]
pub fn date(day: CivilDate, language: &str, form: DateForm, first: &str) -> String {
    let text = |value: &str| JsValue::from_str(value);
    let mut pairs = vec![("timeZone", text("UTC"))];
    pairs.extend(match form {
        DateForm::Full => vec![
            ("weekday", text("long")),
            ("day", text("numeric")),
            ("month", text("long")),
            ("year", text("numeric")),
        ],
        DateForm::Long => {
            vec![("day", text("numeric")), ("month", text("long")), ("year", text("numeric"))]
        }
        DateForm::Short => {
            vec![("day", text("numeric")), ("month", text("short")), ("year", text("numeric"))]
        }
        DateForm::Weekday => vec![("weekday", text("short"))],
        DateForm::Month => vec![("month", text("short")), ("year", text("numeric"))],
    });
    let format = js_sys::Intl::DateTimeFormat::new(&locales(language), &options(&pairs));
    let midnight = js_sys::Date::new(&JsValue::from_f64(js_sys::Date::utc(
        f64::from(day.year()),
        f64::from(day.month0()),
    )));
    midnight.set_utc_full_year(u32::try_from(day.year()).unwrap_or_default());
    midnight.set_utc_date(day.day());
    let parts = format.format_to_parts(&midnight);
    let mut written = String::new();
    for part in parts.iter() {
        let field = |name: &str| super::page::get(&part, name).as_string().unwrap_or_default();
        let value = field("value");
        if day.day() == 1 && field("type") == "day" && !first.is_empty() {
            written.push_str(first);
        } else {
            // Browsers disagree about the comma after a weekday.
            written.push_str(if field("type") == "literal" {
                value.trim_matches(',')
            } else {
                &value
            });
        }
    }
    written
}

/// A number with as many decimals as given, or `money` with two and the euro sign.
#[must_use]
pub fn number(amount: Decimal, language: &str, money: bool) -> String {
    let value = JsValue::from_str(&amount.to_string());
    let mut pairs = Vec::new();
    if money {
        pairs.push(("style", JsValue::from_str("currency")));
        pairs.push(("currency", JsValue::from_str("EUR")));
        let whole = amount.is_integer();
        let digits = JsValue::from_f64(if whole { 0.0 } else { 2.0 });
        pairs.push(("minimumFractionDigits", digits.clone()));
        pairs.push(("maximumFractionDigits", digits));
    }
    let format = js_sys::Intl::NumberFormat::new(&locales(language), &options(&pairs));
    format
        .format()
        .call1(&JsValue::UNDEFINED, &value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| amount.to_string())
}

/// A moment by the phone's clock, as the language writes it: `4 Dec, 14:06`.
#[must_use]
pub fn moment(millis: u64, language: &str) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a time of our century")]
    let moment = js_sys::Date::new(&JsValue::from_f64(millis as f64));
    let pairs =
        [("day", "numeric"), ("month", "short"), ("hour", "2-digit"), ("minute", "2-digit")]
            .map(|(name, value)| (name, JsValue::from_str(value)));
    moment.to_locale_string(language, &options(&pairs)).into()
}
