//! A device's half of notes, through what pages call, on a storage in memory that can fail and be slow. What many devices do
//! together is in the simulator.

#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it must be")]

mod host;
mod profiles;
mod storage;
mod sync;
mod typing;
