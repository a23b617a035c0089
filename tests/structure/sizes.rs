//! Files that one can read in one go.

use crate::project::{exists, files, nothing};

/// Past this many lines, look for a second idea in the file: a warning.
const LINES: usize = 500;

/// Past this many, there is one.
const MOST: usize = 600;

#[test]
fn no_source_is_longer_than_one_reading() {
    let mut found = Vec::new();
    for folder in ["src", "crates", "build", "tests"] {
        for file in files(folder, ".rs") {
            let lines = file.text.lines().count();
            if lines > MOST {
                found.push(format!("{}: {lines} lines", file.path));
            } else if lines > LINES {
                println!("{}: {lines} lines: is there a second idea in it?", file.path);
            }
        }
    }
    nothing(&found, "find the second idea and give it a file of its own");
}

/// One layout of modules: what has a folder of files stands in its `mod.rs`.
#[test]
fn a_module_with_files_of_its_own_is_the_mod_rs_of_their_folder() {
    let mut found = Vec::new();
    for folder in ["src", "crates", "build", "tests"] {
        for file in files(folder, ".rs") {
            if file.path.strip_suffix(".rs").is_some_and(exists) {
                found.push(file.path);
            }
        }
    }
    nothing(&found, "move it to mod.rs in the folder of its name");
}
