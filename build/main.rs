//! Build step of the app: typed interface words from `content/words/*/ui/`, and the publisher's
//! public key from `.keys/current.pub`.

mod code;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=content/languages.toml");
    println!("cargo::rerun-if-changed=.keys/current.pub");

    // What the program is divided by: who calls whom stays written in it (crates/xtask/src/commands/app/program.rs).
    if env::var_os("CARGO_FEATURE_PARTS").is_some() {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }

    if let Err(problem) = write_words() {
        // Cargo shows one line of an error.
        println!("cargo::error={}", problem.to_string().replace('\n', "; "));
    }

    // Without a key the app builds, refuses every pack and says so: run `cargo xtask content`.
    let key = fs::read_to_string(".keys/current.pub").unwrap_or_default();
    println!("cargo::rustc-env=MIGRACTION_PACK_KEY={}", key.trim());
}

/// The typed keys for the app; the words themselves, one file per language, for its tests.
fn write_words() -> Result<(), Box<dyn Error>> {
    let out = env::var("OUT_DIR")?;
    let write = |name: &str, text: String| fs::write(Path::new(&out).join(name), text);
    let catalogs = migraction_words::read_catalogs(Path::new("content"))?;
    for catalog in &catalogs {
        let id = &catalog.language.id;
        println!("cargo::rerun-if-changed=content/words/{id}/ui");
        write(&format!("words-{id}.txt"), catalog.text())?;
    }
    write("words.rs", code::generate(&catalogs))?;
    Ok(())
}
