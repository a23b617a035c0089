//! A workshop's time: blocks that follow each other, a break in time, and where one is while it runs.

/// Nobody learns longer than this without a break.
pub const WITHOUT_BREAK: u16 = 90;

/// Shares of the time in percent: arriving, rules, debrief, goodbye. The core has what is left.
const SHARES: [u16; 5] = [10, 5, 0, 15, 10];
/// Which share is the core's.
const CORE: usize = 2;

/// A part of a workshop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Which one it is, for its words.
    pub place: u8,
    /// How long it takes.
    pub minutes: u16,
    /// Whether it is a break.
    pub is_break: bool,
}

/// What is worth a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// More than [`WITHOUT_BREAK`] minutes without a break.
    NoBreak,
    /// More minutes than were planned.
    TooLong,
}

/// All minutes.
#[must_use]
pub fn total(blocks: &[Block]) -> u16 {
    blocks.iter().fold(0, |sum, block| sum.saturating_add(block.minutes))
}

/// What is worth a second look; `planned` is the time that there is.
#[must_use]
pub fn warnings(blocks: &[Block], planned: Option<u16>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut stretch = 0_u16;
    for block in blocks {
        stretch = if block.is_break { 0 } else { stretch.saturating_add(block.minutes) };
        if stretch > WITHOUT_BREAK && !warnings.contains(&Warning::NoBreak) {
            warnings.push(Warning::NoBreak);
        }
    }
    if planned.is_some_and(|planned| total(blocks) > planned) {
        warnings.push(Warning::TooLong);
    }
    warnings
}

/// Shares a time out among five usual blocks; they add up to it.
#[must_use]
pub fn share_out(minutes: u16) -> [u16; 5] {
    let mut blocks = SHARES.map(|percent| {
        let part = u32::from(minutes) * u32::from(percent) / 100;
        u16::try_from(part).unwrap_or_default()
    });
    let rest: u16 = blocks.iter().sum();
    blocks[CORE] = minutes.saturating_sub(rest);
    blocks
}

/// Where one is after so many minutes: the block, and what is left of it; nothing when all is over.
#[must_use]
pub fn running(blocks: &[Block], elapsed: u16) -> Option<(Block, u16)> {
    let mut end = 0_u16;
    for block in blocks {
        end = end.saturating_add(block.minutes);
        if elapsed < end {
            return Some((*block, end - elapsed));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Block, Warning, running, share_out, total, warnings};

    fn blocks(list: &[(u16, bool)]) -> Vec<Block> {
        let block = |(place, (minutes, is_break)): (usize, &(u16, bool))| Block {
            place: u8::try_from(place).unwrap(),
            minutes: *minutes,
            is_break: *is_break,
        };
        list.iter().enumerate().map(block).collect()
    }

    #[track_caller]
    fn check(list: &[(u16, bool)], planned: Option<u16>, expected: &[Warning]) {
        assert_eq!(warnings(&blocks(list), planned), expected);
    }

    #[test]
    fn ninety_minutes_need_no_break_and_more_do() {
        check(&[(45, false), (45, false)], None, &[]);
        check(&[(45, false), (46, false)], None, &[Warning::NoBreak]);
        check(&[(45, false), (10, true), (90, false)], None, &[]);
        check(&[(100, false), (10, true), (100, false)], None, &[Warning::NoBreak]);
    }

    #[test]
    fn more_than_was_planned_is_said() {
        check(&[(30, false), (31, false)], Some(60), &[Warning::TooLong]);
        check(&[(30, false), (30, false)], Some(60), &[]);
    }

    #[test]
    fn shares_add_up_to_the_time() {
        assert_eq!(share_out(100), [10, 5, 60, 15, 10]);
        for minutes in [0, 7, 45, 59, 90, 180, u16::MAX] {
            assert_eq!(
                share_out(minutes).iter().map(|part| u32::from(*part)).sum::<u32>(),
                u32::from(minutes)
            );
        }
    }

    #[test]
    fn one_sees_where_one_is_and_what_is_left() {
        let list = blocks(&[(10, false), (5, true), (30, false)]);
        let at = |elapsed| running(&list, elapsed).map(|(block, left)| (block.place, left));
        assert_eq!(at(0), Some((0, 10)));
        assert_eq!(at(9), Some((0, 1)));
        assert_eq!(at(10), Some((1, 5)));
        assert_eq!(at(15), Some((2, 30)));
        assert_eq!(at(45), None);
        assert_eq!(total(&list), 45);
    }
}
