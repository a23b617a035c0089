//! Divides the program of a release into the app and the parts that arrive later (`src/parts.rs`).
//!
//! Trunk knows nothing of parts, and its own glue is made too late for them: what it wrote of the program is replaced here.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use wasm_split_cli_support::Options;

use super::{add_named, scripts};
use crate::project::Project;
use crate::{digest, files, process, tools};

/// The module that loads parts, as the divider names it; it goes into the glue.
const LOADER: &str = "./parts.js";
/// The program and its glue.
const NAME: &str = "migraction";
/// What `index.html` allows the compiler to use.
const FEATURES: [&str; 5] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Replaces the program in the staging folder; returns the page and the module that starts the app, which name it.
pub fn divide(
    project: &Project,
    staging: &Path,
    page: &str,
    start: &str,
) -> Result<(String, String)> {
    let built = project
        .cargo_target()
        .join("wasm32-unknown-unknown/release")
        .join(NAME)
        .with_extension("wasm");
    let folder = project.scratch("parts");
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    let whole = folder.join("app.wasm");
    let parts = cut(&files::read(&built)?, &folder, &whole)?;
    let glue = glue(project, &folder, &whole)?;
    let app = folder.join(format!("{NAME}_bg.wasm"));
    make_small(project, parts.iter().chain([&app]).map(PathBuf::as_path).collect())?;

    let mut loader = files::read_text(&folder.join(LOADER))?;
    for part in &parts {
        loader = with_address(&loader, staging, part)?;
    }
    let glue = with_loader(&glue, &loader)?;
    let glue = add_named(staging, NAME, "js", glue.as_bytes())?;
    let bytes = files::read(&app)?;
    let app = format!("/{NAME}-{}_bg.wasm", digest::short(&bytes));
    files::write(&staging.join(app.trim_start_matches('/')), &bytes)?;

    let (old_app, old_glue) = (scripts::named(start, ".wasm")?, scripts::named(start, ".js")?);
    for old in [&old_app, &old_glue] {
        fs::remove_file(staging.join(old.trim_start_matches('/')))
            .with_context(|| format!("Trunk's {old} is not in its folder"))?;
    }
    let page = scripts::with_other_preload(page, &old_glue, &glue);
    Ok((page, start.replace(&old_app, &app).replace(&old_glue, &glue)))
}

/// Cuts the program; writes what remains of it to `app`, returns the files of the parts.
fn cut(program: &[u8], folder: &Path, app: &Path) -> Result<Vec<PathBuf>> {
    let main = format!("./{NAME}.js");
    let mut options = Options::new(program);
    options.output_dir = folder;
    options.main_out_path = app;
    options.link_name = LOADER;
    options.main_module = &main;
    let cut = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("the program cannot be divided: {error:#}"))?;
    if cut.split_modules.is_empty() {
        bail!("the program has no parts: was it compiled with `--cfg split`?");
    }
    Ok(cut.split_modules)
}

fn glue(project: &Project, folder: &Path, app: &Path) -> Result<String> {
    let mut bindgen = tools::command(project, tools::WASM_BINDGEN.program)?;
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", NAME]);
    bindgen.arg("--out-dir").arg(folder).arg(app);
    process::run(&mut bindgen, "The glue cannot be made: see above.")?;
    files::read_text(&folder.join(NAME).with_extension("js"))
}

/// Each file by itself, on every processor.
fn make_small(project: &Project, waiting: Vec<&Path>) -> Result<()> {
    let workers = thread::available_parallelism().map_or(2, usize::from).min(waiting.len());
    let one = |file: &Path| {
        let mut optimiser = tools::command(project, "wasm-opt")?;
        optimiser.arg("-Oz").args(FEATURES).arg(file).arg("-o").arg(file);
        process::run(&mut optimiser, "The program cannot be made smaller: see above.")
    };
    thread::scope(|scope| {
        let share = |worker| waiting.iter().skip(worker).step_by(workers);
        let start = |worker| scope.spawn(move || share(worker).try_for_each(|file| one(file)));
        let started: Vec<_> = (0..workers).map(start).collect();
        started
            .into_iter()
            .try_for_each(|worker| worker.join().map_err(|_| anyhow!("wasm-opt stopped"))?)
    })
}

/// Puts a part into the staging folder under the name of its digest, and lets the loader ask for exactly that.
fn with_address(loader: &str, staging: &Path, part: &Path) -> Result<String> {
    let stem = part.file_stem().context("a part has a name")?.to_string_lossy();
    let bytes = files::read(part)?;
    let name = stem
        .strip_prefix("split_")
        .map_or_else(|| stem.replace("chunk_", "part-"), |name| format!("part-{name}"));
    let address = add_named(staging, &name, "wasm", &bytes)?;
    let asked = format!("fetch(new URL(\"./{stem}.wasm\", import.meta.url))");
    if !loader.contains(&asked) {
        bail!("the divider's loader asks for {stem}.wasm in another way: mend app/parts.rs");
    }
    let checked = format!("part(\"{address}\", \"sha256-{}\")", digest::integrity(&bytes));
    Ok(loader.replace(&asked, &checked))
}

/// What fetches a part, of this very build. What once failed is asked for past the browser's cache, as in `boot.js`.
const FETCH: &str = "const failed = {};
function part(address, integrity) {
    const coming = fetch(address, { integrity, cache: failed[address] ? \"reload\" : \"default\" });
    coming.catch(() => { failed[address] = true; });
    return coming;
}
";

/// One module of the glue and the loader: two that import each other could not both be named by their digests.
fn with_loader(glue: &str, loader: &str) -> Result<String> {
    let mut imported = Vec::new();
    let mut joined = String::with_capacity(glue.len() + loader.len());
    for line in glue.lines() {
        let import = line.strip_prefix("import * as ").and_then(|rest| rest.split_once(" from "));
        match import {
            Some((name, from)) if from.contains(LOADER) => imported.push(name.to_owned()),
            _ => push_line(&mut joined, line),
        }
    }
    let mut offered = Vec::new();
    joined.push_str(FETCH);
    for line in loader.lines().filter(|line| !line.starts_with("import ")) {
        match line.strip_prefix("export const ") {
            Some(rest) => {
                offered.push(rest.split_whitespace().next().unwrap_or_default().to_owned());
                push_line(&mut joined, &format!("const {rest}"));
            }
            None => push_line(&mut joined, line),
        }
    }
    if imported.is_empty() || offered.is_empty() {
        bail!("the glue asks for no part: if the divider's version changed, mend app/parts.rs");
    }
    let offered = offered.join(", ");
    for name in imported {
        push_line(&mut joined, &format!("const {name} = {{ {offered} }};"));
    }
    Ok(joined)
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glue_and_loader_become_one_module() -> Result<()> {
        let glue = "import * as import1 from \"./parts.js\"\nlet wasm;\nexport { initSync };\n";
        let loader = "import { initSync } from \"./app.js\";\nfunction makeLoad() {}\n\
                      export const __wasm_split_load_notes = makeLoad();\n";
        let joined = with_loader(glue, loader)?;
        assert!(!joined.contains("import "), "{joined}");
        assert!(joined.starts_with("let wasm;\nexport { initSync };\n"));
        assert!(joined.ends_with("const import1 = { __wasm_split_load_notes };\n"));
        assert!(with_loader("let wasm;", loader).is_err());
        assert!(with_loader(glue, "").is_err());
        Ok(())
    }

    #[test]
    fn a_part_is_asked_for_by_its_digest() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("xtask-parts-{}", std::process::id()));
        let part = folder.join("split_notes.wasm");
        files::write(&part, "notes")?;
        let loader = "fetch(new URL(\"./split_notes.wasm\", import.meta.url));";
        let checked = with_address(loader, &folder, &part)?;
        let address = format!("/part-notes-{}.wasm", digest::short(b"notes"));
        assert!(checked.starts_with(&format!("part(\"{address}\", \"sha256-")), "{checked}");
        assert!(folder.join(address.trim_start_matches('/')).is_file());
        assert!(with_address("fetch(\"./split_notes.wasm\")", &folder, &part).is_err());
        fs::remove_dir_all(&folder)?;
        Ok(())
    }
}
