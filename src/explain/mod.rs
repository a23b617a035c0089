//! Explanations of results: the tree of conditions, the computation of dates and amounts, line by
//! line, in the reader's words.

pub mod amounts;
mod case;
pub mod dates;
pub mod result;
pub mod timeline;
pub mod trace;

pub use case::Case;
