//! The fingerprint of a whole vault, the same in whatever order its records are counted.

use serde::{Deserialize, Serialize};

use crate::record::Mark;

/// The sum of the marks of all records, and how many they are.
///
/// It finds what was lost or mixed up on the way or in a storage. It is no proof against a server that
/// lies on purpose: such a one can add numbers too; what it cannot do is open or forge a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetHash {
    lanes: [u64; 4],
    /// How many records were counted.
    pub records: u64,
}

impl SetHash {
    /// Counts a record.
    pub fn add(&mut self, mark: Mark) {
        for (lane, bytes) in self.lanes.iter_mut().zip(mark.0.chunks_exact(8)) {
            let part = bytes.iter().fold(0u64, |part, byte| part << 8 | u64::from(*byte));
            *lane = lane.wrapping_add(part);
        }
        self.records += 1;
    }
}

impl FromIterator<Mark> for SetHash {
    fn from_iter<T: IntoIterator<Item = Mark>>(marks: T) -> Self {
        let mut hash = Self::default();
        marks.into_iter().for_each(|mark| hash.add(mark));
        hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn order_does_not_matter_and_a_lost_record_does(marks in prop::collection::vec(any::<[u8; 32]>(), 1..20)) {
            let whole: SetHash = marks.iter().copied().map(Mark).collect();
            let turned: SetHash = marks.iter().rev().copied().map(Mark).collect();
            let less: SetHash = marks[1..].iter().copied().map(Mark).collect();
            prop_assert_eq!(whole, turned);
            prop_assert_ne!(whole, less);
        }
    }
}
