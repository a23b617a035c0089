//! The label and time of a value, as one string: shown where a person chooses between two values, never compared.

/// Separates label and time.
const BEFORE_TIME: char = '\u{1f}';

/// Joins a label and a time, in milliseconds since 1970 by the clock of the writer.
#[must_use]
pub fn sign(label: &str, millis: u64) -> String {
    // The minute is enough, and takes fewer bytes.
    format!("{label}{BEFORE_TIME}{}", millis / 60_000)
}

/// Splits into label and time; values from before 30 November 2026 have no time.
#[must_use]
pub fn signature(by: &str) -> (&str, Option<u64>) {
    let Some((label, minutes)) = by.rsplit_once(BEFORE_TIME) else { return (by, None) };
    let millis = minutes.parse::<u64>().ok().and_then(|minutes| minutes.checked_mul(60_000));
    (label, millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_read_as_it_is_written_and_older_ones_have_no_time() {
        let by = sign("Bureau 1 · PC", 1_795_600_031_000);
        assert_eq!(signature(&by), ("Bureau 1 · PC", Some(1_795_600_020_000)));
        assert_eq!(signature("Bureau 1 · PC"), ("Bureau 1 · PC", None));
        assert_eq!(signature("a\u{1f}99999999999999999999"), ("a", None));
    }
}
