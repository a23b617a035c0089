//! Devices, links and faults by the thousand: the half of a device that ships (`migraction-device`, with the real notes,
//! vault and sync machine) against the real service of the server, both on storages in memory that pass the same suites as
//! IndexedDB and SQLite.
//!
//! A schedule is made from one number, and the same number makes the same schedule again ([`run`]). People write
//! on two to four devices while requests get lost, doubled, late or cut, devices crash between any two effects,
//! storages fail and clocks lie; the server restarts, is restored, goes back, loses a record or is emptied. Then the
//! faults end, and after a while everything must be the same everywhere, with nothing lost (`check`).

mod act;
mod chance;
mod check;
mod device;
mod env;
mod host;
mod plan;
mod world;

pub use plan::Plan;
pub use world::{Failure, Summary, run, run_aloud};
