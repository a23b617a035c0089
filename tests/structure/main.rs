//! The invariants of `docs/architecture.md` that a reader of files can check. Nothing of the app is
//! linked here: each test reads the sources as text, so that it also sees what does not compile natively.
//!
//! A test that fails names file and line. It is mended in that file, not here; an exception is a line in
//! a list below, with its reason.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not there")]

mod addresses;
mod contrast;
mod docs;
mod forms;
mod layers;
mod lexer;
mod paper;
mod pinned;
mod project;
mod sizes;
mod style;
mod traces;
mod words;
