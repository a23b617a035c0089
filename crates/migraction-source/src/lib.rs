//! The guide as its authors write it: `content/`, whose format is `docs/content-format.md`, and an organisation's own list of
//! services, read into typed content with the place of each piece.
//!
//! [`tree`] (files in memory) → [`read`] (typed [`content`], with [`prose`] as blocks). Whatever is wrong is a
//! [`problems::Problem`] with its file and line, never a crash. From there `migraction-packc` compiles the guide, and
//! `migraction-server` publishes a list ([`read::organisation`]).
//!
//! Never: a compiled pack, a key, a word of the interface that the app needs.

pub mod address;
pub mod check;
pub mod content;
pub mod problems;
pub mod prose;
pub mod read;
pub mod tree;
pub mod wordings;
