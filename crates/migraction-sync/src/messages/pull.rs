//! What is new since then? A page at a time, in the order in which the server accepted it.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::Sequence;
use crate::protocol::Pass;
use crate::record::SealedRecord;

/// The request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// For whom.
    pub pass: Pass,
    /// The last number that the device has.
    pub since: Sequence,
}

/// A page. A record appears once, in its present state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Numbers rise; all are above `since`.
    pub records: Vec<(Sequence, SealedRecord)>,
    /// Ask for the next page since this number.
    pub upto: Sequence,
    /// There is a next page.
    pub more: bool,
    /// The server's clock, in seconds since 1970: shown, never used for order.
    pub time: u64,
}

impl Message for Ask {
    const NAME: &'static str = "pull";
    type Answer = Page;
}
