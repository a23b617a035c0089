//! Deterministic simulation of devices, network and server with fault injection. The client that ships
//! (`migraction-device`, with the real notes, vault and sync engine) runs against the real service of the server, both on
//! in-memory storages that pass the same conformance suites as IndexedDB and SQLite.
//!
//! A schedule is generated from a seed, and reproducible ([`run`]). People edit on two to four devices while requests are
//! lost, duplicated, delayed or truncated, devices crash between any two effects, storages fail and clocks are wrong; the
//! server restarts, is restored, rolled back, loses a record or is emptied. Then the faults end, and all devices and the
//! server must converge, with nothing lost (`check`).

mod act;
mod check;
mod device;
mod env;
mod host;
mod plan;
mod rng;
mod world;

pub use plan::Plan;
pub use world::{Failure, Summary, run, run_verbose};
