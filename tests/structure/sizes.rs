//! Files that one can read in one go.

use crate::project::{files, nothing};

/// Past this many lines, look for a second idea in the file.
const LINES: usize = 500;

#[test]
fn no_source_is_longer_than_one_reading() {
    let mut found = Vec::new();
    for folder in ["src", "crates", "build", "tests"] {
        for file in files(folder, ".rs") {
            let lines = file.text.lines().count();
            if lines > LINES {
                found.push(format!("{}: {lines} lines", file.path));
            }
        }
    }
    nothing(&found, "find the second idea and give it a file of its own");
}
