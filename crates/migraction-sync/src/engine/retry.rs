//! When to try again: twice as late each time, never at the same moment as the others, without end.

/// The first pause.
const FIRST: u64 = 1_000;
/// The longest, and how often a quiet device looks for news.
pub const LONGEST: u64 = 300_000;
/// How long an answer is waited for: a page over a very slow link.
pub const ANSWER: u64 = 90_000;

/// The pause after so many failures in a row, in milliseconds: between a half and the whole of the doubled time.
#[must_use]
pub fn pause(failures: u32, random: u64) -> u64 {
    let doubled = FIRST.saturating_mul(1 << failures.saturating_sub(1).min(20)).min(LONGEST);
    jittered(doubled, random)
}

/// Between a half and the whole of a time.
#[must_use]
pub fn jittered(millis: u64, random: u64) -> u64 {
    let half = millis / 2;
    half + random % (millis - half + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pauses_double_up_to_five_minutes() {
        let longest = |failures| pause(failures, pause_random(failures));
        assert_eq!([1, 2, 3, 4].map(longest), [1_000, 2_000, 4_000, 8_000]);
        assert_eq!(longest(9), 256_000);
        assert_eq!(longest(10), LONGEST);
        assert_eq!(longest(u32::MAX), LONGEST);
    }

    /// The random number that gives the longest pause.
    fn pause_random(failures: u32) -> u64 {
        let doubled = FIRST.saturating_mul(1 << failures.saturating_sub(1).min(20)).min(LONGEST);
        doubled - doubled / 2
    }

    proptest! {
        #[test]
        fn a_pause_is_never_shorter_than_half_nor_longer_than_the_doubled_time(failures: u32, random: u64) {
            let pause = pause(failures, random);
            prop_assert!((500..=LONGEST).contains(&pause));
        }
    }
}
