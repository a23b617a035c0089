//! Counting tests from what test programs print.

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
}

impl Counts {
    /// Reads a summary line: `test result: ok. 3 passed; 0 failed; …`, or just `3 passed, 0 failed`.
    pub fn read(&mut self, line: &str) {
        let line = line.trim();
        let from_cargo = line.strip_prefix("test result:");
        let numbers =
            from_cargo.and_then(|rest| rest.split_once(". ")).map_or(line, |(_, numbers)| numbers);
        let mut parts = numbers.split([';', ',']).map(str::trim);
        let (Some(passed), Some(failed)) =
            (number(parts.next(), "passed"), number(parts.next(), "failed"))
        else {
            return;
        };
        self.add(Self { passed, failed });
    }

    /// Adds another count.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// A step that failed has a failure; one that counted nothing counts as one.
    pub fn settle(&mut self, has_failed: bool) {
        if has_failed {
            self.failed = self.failed.max(1);
        } else if *self == Self::default() {
            self.passed = 1;
        }
    }
}

fn number(part: Option<&str>, word: &str) -> Option<u64> {
    part?.strip_suffix(word)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &str, passed: u64, failed: u64) {
        let mut counts = Counts::default();
        lines.lines().for_each(|line| counts.read(line));
        assert_eq!(counts, Counts { passed, failed }, "{lines}");
    }

    #[test]
    fn summaries_add_up() {
        check(
            "test result: ok. 3 passed; 0 failed; 1 ignored; finished in 0.1s\nrunning\n12 passed, 1 failed",
            15,
            1,
        );
        check("test result: FAILED. 2 passed; 1 failed; 0 ignored", 2, 1);
    }

    #[test]
    fn other_lines_count_nothing() {
        check("test a ... ok\nthe check passed, it never failed\n3 passed", 0, 0);
    }

    #[test]
    fn a_step_without_tests_counts_as_one() {
        let settled = |has_failed| {
            let mut counts = Counts::default();
            counts.settle(has_failed);
            (counts.passed, counts.failed)
        };
        assert_eq!(settled(false), (1, 0));
        assert_eq!(settled(true), (0, 1));
    }
}
