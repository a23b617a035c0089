//! A mailbox through which one device lets another in: ten minutes, one use.
//!
//! Its name and the key of what lies in it come from a one-time code which people pass on by hand; the server
//! knows the name only. A device's own second device finds the keyring in it. A colleague first puts a public
//! key into one mailbox, and after the other person has confirmed takes the answer from a second one.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::{MailboxId, TakerId};
use crate::protocol::Pass;

/// Opens a mailbox. Only an enrolled device can.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// By whom.
    pub pass: Pass,
    /// Its name.
    pub mailbox: MailboxId,
    /// What lies in it from the start; none when the other side is to put something in.
    pub sealed: Option<Vec<u8>>,
}

/// It is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// For how many seconds.
    pub seconds: u64,
}

/// Puts something into an open, empty mailbox. Needs no token; the same bytes can be put again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Put {
    /// Its name.
    pub mailbox: MailboxId,
    /// What to put in.
    pub sealed: Vec<u8>,
}

/// Done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done;

/// Takes what is in a mailbox. Needs no token; only the first taker gets it, who can ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Take {
    /// Its name.
    pub mailbox: MailboxId,
    /// Random bytes that this taker keeps for the time of the exchange.
    pub taker: TakerId,
}

/// What was in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Sealed for who knows the code.
    pub sealed: Vec<u8>,
}

impl Message for Open {
    const NAME: &'static str = "mailbox-open";
    type Answer = Opened;
}

impl Message for Put {
    const NAME: &'static str = "mailbox-put";
    type Answer = Done;
}

impl Message for Take {
    const NAME: &'static str = "mailbox-take";
    type Answer = Taken;
}
