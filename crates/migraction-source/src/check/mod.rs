//! What must hold of whatever was read, the guide or a list of services: all that is named exists, signs are those of the
//! language.

pub mod references;
pub mod typography;

use crate::content::{Content, Sink};

/// Checks an organisation's own list.
pub fn organisation(content: &Content, sink: &mut Sink) {
    references::check(content, sink);
    typography::check(sink);
}
