//! The build script of this crate. With the feature `embed` it writes the list of the app's files, which `embedded.rs` takes in.
//!
//! It stands here, so that it finds the files of the app by the very module that the server does (`walk`).
//!
//! A list of `include_bytes!` needs no library, and cargo builds again when a file comes, goes or changes.

mod walk;

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=MIGRACTION_DIST");
    println!("cargo::rerun-if-changed=src/assets/build.rs");
    println!("cargo::rerun-if-changed=src/assets/walk.rs");
    if env::var_os("CARGO_FEATURE_EMBED").is_none() {
        return Ok(());
    }
    // A relative path starts from this crate's folder, where cargo runs this program.
    let folder = env::var("MIGRACTION_DIST").unwrap_or_else(|_| "../../dist".into());
    println!("cargo::rerun-if-changed={folder}");
    if !Path::new(&folder).join("index.html").is_file() {
        println!(
            "cargo::error={folder} holds no app to put inside: run `cargo xtask dist`, or set MIGRACTION_DIST"
        );
        return Ok(());
    }
    let list = list(&fs::canonicalize(&folder)?)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("embedded.rs"), list)?;
    Ok(())
}

/// The files of the app as a Rust expression.
fn list(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut list = String::from("&[\n");
    for (name, path) in walk::files(folder)? {
        writeln!(list, "    ({name:?}, include_bytes!({path:?}).as_slice()),")?;
    }
    list.push(']');
    Ok(list)
}
