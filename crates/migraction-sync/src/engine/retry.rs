//! Retry delays: exponential back-off with jitter, without a limit of attempts.

/// The first delay, in milliseconds.
const FIRST_DELAY_MS: u64 = 1_000;
/// The longest delay, and the poll interval when idle, in milliseconds.
pub const MAX_DELAY_MS: u64 = 300_000;
/// Timeout of a request, in milliseconds: enough for a page over a very slow link.
pub const RESPONSE_TIMEOUT_MS: u64 = 90_000;

/// The delay in milliseconds after so many consecutive failures: a random value between half and all of the doubled delay.
#[must_use]
pub fn delay(failures: u32, random: u64) -> u64 {
    let doubled =
        FIRST_DELAY_MS.saturating_mul(1 << failures.saturating_sub(1).min(20)).min(MAX_DELAY_MS);
    jittered(doubled, random)
}

/// A random value between half of `millis` and `millis`.
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
        let longest = |failures| delay(failures, pause_random(failures));
        assert_eq!([1, 2, 3, 4].map(longest), [1_000, 2_000, 4_000, 8_000]);
        assert_eq!(longest(9), 256_000);
        assert_eq!(longest(10), MAX_DELAY_MS);
        assert_eq!(longest(u32::MAX), MAX_DELAY_MS);
    }

    /// The random number that gives the longest delay.
    fn pause_random(failures: u32) -> u64 {
        let doubled = FIRST_DELAY_MS
            .saturating_mul(1 << failures.saturating_sub(1).min(20))
            .min(MAX_DELAY_MS);
        doubled - doubled / 2
    }

    proptest! {
        #[test]
        fn a_pause_is_never_shorter_than_half_nor_longer_than_the_doubled_time(failures: u32, random: u64) {
            let pause = delay(failures, random);
            prop_assert!((500..=MAX_DELAY_MS).contains(&pause));
        }
    }
}
