//! How days and amounts are written, in the pack and by people: `2026-11-25`, `1234.5`.
//!
//! The readers of chrono and rust_decimal also take a dozen other ways of writing, and are 19 KB of the app's code.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

/// A day written as year, month and day.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = parts.next().is_none() && (year.len(), month.len(), day.len()) == (4, 2, 2);
    let figures = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_whole || ![year, month, day].into_iter().all(figures) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// An amount written with figures and at most one point.
#[must_use]
pub fn amount(text: &str) -> Option<Decimal> {
    Decimal::from_str_radix(text, 10).ok()
}

/// A number as people type it: with either decimal sign, and spaces between thousands. Nothing below nought.
#[must_use]
pub fn typed(text: &str) -> Option<Decimal> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    amount(&plain).filter(|number| !number.is_sign_negative())
}

/// A whole number above nought as people type it.
#[must_use]
pub fn typed_whole(text: &str) -> Option<Decimal> {
    typed(text).filter(|number| number.is_integer() && !number.is_zero())
}

/// Reads what `read` understands.
struct Text<T>(fn(&str) -> Option<T>);

impl<T> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str("text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).ok_or_else(|| E::custom("not written as expected"))
    }
}

struct Day(NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        days::deserialize(from).map(Self)
    }
}

struct Amount(Decimal);

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        amounts::deserialize(from).map(Self)
    }
}

/// A field that holds a day.
pub mod days {
    use super::{Deserializer, NaiveDate, Text, day};

    use serde::Serialize;

    /// Writes the day.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: serde::Serializer>(day: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
        day.serialize(to)
    }

    /// Reads a day.
    ///
    /// # Errors
    /// When it is not written as a day.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
        from.deserialize_str(Text(day))
    }
}

/// A field that may hold a day.
pub mod days_option {
    use super::{Day, Deserialize, Deserializer, NaiveDate};

    use serde::Serialize;

    /// Writes the day, if there is one.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: serde::Serializer>(
        day: &Option<NaiveDate>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        day.serialize(to)
    }

    /// Reads a day, if there is one.
    ///
    /// # Errors
    /// When it is not written as a day.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
        Option::<Day>::deserialize(from).map(|day| day.map(|day| day.0))
    }
}

/// A field that holds an amount.
pub mod amounts {
    use super::{Decimal, Deserializer, Text, amount};

    pub use rust_decimal::serde::str::serialize;

    /// Reads an amount.
    ///
    /// # Errors
    /// When it is not written as an amount.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
        from.deserialize_str(Text(amount))
    }
}

/// A field that may hold an amount.
pub mod amounts_option {
    use super::{Amount, Decimal, Deserialize, Deserializer};

    pub use rust_decimal::serde::str_option::serialize;

    /// Reads an amount, if there is one.
    ///
    /// # Errors
    /// When it is not written as an amount.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
        Option::<Amount>::deserialize(from).map(|amount| amount.map(|amount| amount.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for text in ["2026-11-25", "2024-02-29", "0999-01-01"] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), Some(text));
        }
        let wrong =
            ["", "2026-11", "2026-02-30", "26-11-25", "2026-1-2", "2026-11-25-", "+026-11-25"];
        for text in wrong {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_read_as_people_type_it() {
        let read = |text: &str| typed(text).map(|number| number.to_string());
        assert_eq!(read("1 027,50").as_deref(), Some("1027.50"));
        assert_eq!(read("1\u{202f}027.5").as_deref(), Some("1027.5"));
        assert_eq!(read("0").as_deref(), Some("0"));
        for text in ["", " ", "-3", "ten", "1.2.3", "8 h"] {
            assert_eq!(read(text), None, "{text}");
        }
        for text in ["0", "1,5", "-30", "30 jours"] {
            assert_eq!(typed_whole(text), None, "{text}");
        }
        assert_eq!(typed_whole(" 30 ").map(|number| number.to_string()).as_deref(), Some("30"));
        assert_eq!(typed_whole("30,0").map(|number| number.is_integer()), Some(true));
    }

    #[test]
    fn an_amount_is_read_as_it_is_written() {
        for text in ["0", "1234.50", "-3", "0.005"] {
            assert_eq!(amount(text).map(|amount| amount.to_string()).as_deref(), Some(text));
        }
        for text in ["", "1e5", "1,5", "x"] {
            assert_eq!(amount(text), None, "{text}");
        }
    }
}
