//! Version vectors: the edit counters of all writers, which order edits.

use crate::pairs::Pairs;

/// The replica id of one session of a vault on one device: random and never reused, so that a restored backup or a second
/// tab cannot write under the same id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Writer(pub u64);

/// The number of known edits per writer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionVector(pub(crate) Pairs<Writer, u64>);

impl VersionVector {
    /// The number of known edits of this writer.
    #[must_use]
    pub fn count(&self, writer: Writer) -> u64 {
        self.0.get(&writer).copied().unwrap_or(0)
    }

    /// The number of this writer's next edit.
    pub(crate) fn next(&mut self, writer: Writer) -> u64 {
        let count = self.0.entry(writer);
        *count += 1;
        *count
    }

    pub(crate) fn join(&mut self, other: &Self) {
        for (writer, count) in other.0.iter() {
            let mine = self.0.entry(*writer);
            *mine = (*mine).max(*count);
        }
    }

    /// Whether this vector dominates `other`.
    #[must_use]
    pub fn includes(&self, other: &Self) -> bool {
        other.0.iter().all(|(writer, count)| self.count(*writer) >= *count)
    }
}
