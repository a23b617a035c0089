//! A request on its way: bytes to the server, bytes back, as the app sends them.

use migraction_sync::client::understand;
use migraction_sync::engine::{Answer, Ask, digest_ask, pull_ask};
use migraction_sync::messages::{Message, digest, pull, push};
use migraction_sync::{CallError, Pass, wire};

use crate::disk::Disk;

/// What is asked, to know how to read the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Push,
    Pull,
    Digest,
}

impl Asked {
    pub fn name(self) -> &'static str {
        match self {
            Self::Push => push::Ask::NAME,
            Self::Pull => pull::Ask::NAME,
            Self::Digest => digest::Ask::NAME,
        }
    }
}

/// The bytes of a request; none when a record was edited before its bytes were read.
pub fn write(ask: &Ask, pass: Pass, disk: &Disk) -> Option<(Asked, Vec<u8>)> {
    Some(match ask {
        Ask::Push(intents) => {
            let mut items = Vec::new();
            for intent in intents {
                items.push(intent.item(disk.rows.get(&intent.record)?.own.clone()?)?);
            }
            (Asked::Push, wire::write(&push::Ask { pass, items }))
        }
        Ask::Pull(since) => (Asked::Pull, wire::write(&pull_ask(pass, *since))),
        Ask::Digest(at) => (Asked::Digest, wire::write(&digest_ask(pass, *at))),
    })
}

/// What an answer says.
pub fn read(asked: Asked, status: u16, bytes: &[u8]) -> Result<Answer, CallError> {
    match asked {
        Asked::Push => understand(status, bytes).map(Answer::Push),
        Asked::Pull => understand(status, bytes).map(Answer::Page),
        Asked::Digest => understand(status, bytes).map(Answer::Digest),
    }
}
