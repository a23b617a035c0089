//! Who is there? Needs no token; a device asks before it registers.

use serde::{Deserialize, Serialize};

use super::Message;
use crate::protocol::Stamp;

/// The question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask;

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which server this is.
    pub stamp: Stamp,
    /// Its clock, in seconds since 1970: shown beside the device's own when they differ, never used for order.
    pub time: u64,
}

impl Message for Ask {
    const NAME: &'static str = "hello";
    type Answer = Answer;
}
