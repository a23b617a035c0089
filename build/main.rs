//! Build step of the app: typed interface words from `content/words/*/ui/`, and the publisher's
//! public key from `.keys/current.pub`.

mod code;
mod words;

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=content/languages.toml");
    println!("cargo::rerun-if-changed=.keys/current.pub");

    if let Err(problem) = write_words() {
        println!("cargo::error={problem}");
    }

    // Without a key the app builds, refuses every pack and says so: run `cargo xtask content`.
    let key = fs::read_to_string(".keys/current.pub").unwrap_or_default();
    println!("cargo::rustc-env=MIGRACTION_PACK_KEY={}", key.trim());
}

/// The typed keys for the app; the words themselves, one file per language, for its tests.
fn write_words() -> Result<(), String> {
    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    let write = |name: &str, text: String| {
        fs::write(Path::new(&out).join(name), text).map_err(|error| error.to_string())
    };
    let languages = words::read(Path::new("content"))?;
    for language in &languages {
        println!("cargo::rerun-if-changed=content/words/{}/ui", language.id);
        write(&format!("words-{}.txt", language.id), language.text())?;
    }
    write("words.rs", code::generate(&languages)?)
}
