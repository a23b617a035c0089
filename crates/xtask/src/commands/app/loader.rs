//! The module that loads parts, as the divider writes it: each part gets a name that carries its digest, and is asked for
//! with that digest.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::Named;
use crate::files;

/// The module, as the divider names it and the glue imports it.
pub const FILE: &str = "./parts.js";

/// What fetches a part, of this very build. What once failed is asked for past the browser's cache, as in `boot.js`.
const FETCH: &str = "const failed = {};
function part(address, integrity) {
    const coming = fetch(address, { integrity, cache: failed[address] ? \"reload\" : \"default\" });
    coming.catch(() => { failed[address] = true; });
    return coming;
}
";

/// Puts the parts of `work` into `folder`, and lets the module in `work` ask for exactly those.
pub fn name_parts(work: &Path, parts: &[PathBuf], folder: &Path) -> Result<()> {
    let path = work.join(FILE);
    let mut module = files::read_text(&path)?;
    for part in parts {
        module = with_address(&module, folder, part)?;
    }
    files::write(&path, [FETCH, &module].concat())
}

/// Puts a part into the folder, and lets the module ask for it.
fn with_address(module: &str, folder: &Path, part: &Path) -> Result<String> {
    let stem = part.file_stem().context("a part has a name")?.to_string_lossy();
    let name = stem
        .strip_prefix("split_")
        .map_or_else(|| stem.replace("chunk_", "part-"), |name| format!("part-{name}"));
    let Named { address, integrity } = Named::add(folder, &name, "wasm", &files::read(part)?)?;
    let asked = format!("fetch(new URL(\"./{stem}.wasm\", import.meta.url))");
    if !module.contains(&asked) {
        bail!("the divider's module asks for {stem}.wasm in another way: mend app/loader.rs");
    }
    Ok(module.replace(&asked, &format!("part(\"{address}\", \"{integrity}\")")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest;

    #[test]
    fn a_part_is_asked_for_by_its_digest() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("xtask-parts-{}", std::process::id()));
        let (work, out) = (folder.join("work"), folder.join("out"));
        let part = work.join("split_notes.wasm");
        files::write(&part, "notes")?;
        let module = "import { initSync } from \"./app.js\";\n\
                      fetch(new URL(\"./split_notes.wasm\", import.meta.url));";
        files::write(&work.join(FILE), module)?;
        name_parts(&work, std::slice::from_ref(&part), &out)?;
        let module = files::read_text(&work.join(FILE))?;
        let address = format!("/part-notes-{}.wasm", digest::short(b"notes"));
        assert!(module.contains(&format!("part(\"{address}\", \"sha256-")), "{module}");
        assert!(out.join(address.trim_start_matches('/')).is_file());
        assert!(with_address("fetch(\"./split_notes.wasm\")", &out, &part).is_err());
        std::fs::remove_dir_all(&folder)?;
        Ok(())
    }
}
