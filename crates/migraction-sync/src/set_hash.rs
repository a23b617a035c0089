//! An order-independent hash of all records of a vault.

use serde::{Deserialize, Serialize};

use crate::record::RecordHash;

/// The lane-wise wrapping sum of all [`RecordHash`]es, and their count.
///
/// Detects records that were lost or corrupted in transit or in storage. It does not protect against a malicious
/// server, which can compute the same sum; such a server still cannot open or forge a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetHash {
    lanes: [u64; 4],
    /// Number of records added.
    pub records: u64,
}

impl SetHash {
    /// Adds a record.
    pub fn add(&mut self, hash: RecordHash) {
        for (lane, bytes) in self.lanes.iter_mut().zip(hash.0.chunks_exact(8)) {
            let part = bytes.iter().fold(0u64, |part, byte| part << 8 | u64::from(*byte));
            *lane = lane.wrapping_add(part);
        }
        self.records += 1;
    }
}

impl FromIterator<RecordHash> for SetHash {
    fn from_iter<T: IntoIterator<Item = RecordHash>>(hashes: T) -> Self {
        let mut set = Self::default();
        hashes.into_iter().for_each(|hash| set.add(hash));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn order_does_not_matter_and_a_lost_record_does(hashes in prop::collection::vec(any::<[u8; 32]>(), 1..20)) {
            let whole: SetHash = hashes.iter().copied().map(RecordHash).collect();
            let turned: SetHash = hashes.iter().rev().copied().map(RecordHash).collect();
            let less: SetHash = hashes[1..].iter().copied().map(RecordHash).collect();
            prop_assert_eq!(whole, turned);
            prop_assert_ne!(whole, less);
        }
    }
}
