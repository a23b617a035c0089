//! The files of the project as text.

use std::fs;
use std::path::{Path, PathBuf};

use crate::lexer;

/// A file with its path from the top of the checkout.
pub struct File {
    pub path: String,
    pub text: String,
}

/// The text of one file.
#[track_caller]
pub fn read(path: &str) -> String {
    let full = root().join(path);
    fs::read_to_string(&full).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whether there is such a file or folder.
pub fn exists(path: &str) -> bool {
    root().join(path).exists()
}

/// All files below `folder` whose name ends with `end`, in the order of their paths.
pub fn files(folder: &str, end: &str) -> Vec<File> {
    let mut found = Vec::new();
    collect(&root().join(folder), end, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "{folder} holds no *{end}");
    found
}

/// Rust that reaches people: without comments, and without the tests that stand at a file's end or in
/// files of their own.
pub fn rust(folder: &str) -> Vec<File> {
    let is_test = |file: &File| file.path.ends_with("/tests.rs") || file.path.contains("/tests/");
    let mut files = files(folder, ".rs");
    files.retain(|file| !is_test(file));
    for file in &mut files {
        let own = file.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        file.text = lexer::without_comments(own);
    }
    files
}

/// `path:line: text` of each line for which `is_wrong` holds.
pub fn lines(files: &[File], is_wrong: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (at, line) in file.text.lines().enumerate() {
            if is_wrong(line) {
                found.push(format!("{}:{}: {}", file.path, at + 1, line.trim()));
            }
        }
    }
    found
}

/// Fails with all that was found.
#[track_caller]
pub fn nothing(found: &[String], why: &str) {
    assert!(found.is_empty(), "{why}\n{}", found.join("\n"));
}

/// Whether `line` holds `word` as a whole word.
pub fn has_word(line: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn collect(folder: &Path, end: &str, found: &mut Vec<File>) {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "target") {
                collect(&path, end, found);
            }
        } else if path.to_string_lossy().ends_with(end) {
            let relative = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            found.push(File { text: fs::read_to_string(&path).unwrap(), path: relative });
        }
    }
}
