//! The program: compiled for the browser, divided into the app and the parts that arrive later (`src/lazy_pages.rs`), given its
//! glue, made small file by file.
//!
//! A quick build is not divided and not made small; all else is the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Result, anyhow, bail};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

use super::{Named, empty, glue, loader};
use crate::build::Mode;
use crate::project::Project;
use crate::{digest, files, process, tools};

/// The program and its glue.
const NAME: &str = "migraction";
const TARGET: &str = "wasm32-unknown-unknown";
/// What the compiler may use of WebAssembly, as wasm-opt is told.
const FEATURES: [&str; 5] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What a page starts: the module with the glue, and the WebAssembly that it asks for.
pub struct Program {
    pub start: Named,
    pub wasm: Named,
}

/// Compiles the program and writes it into `folder`, its parts too.
pub fn build(project: &Project, mode: Mode, folder: &Path) -> Result<Program> {
    let built = files::read(&compile(project, mode, folder)?)?;
    let work = project.scratch("program");
    empty(&work)?;
    let (whole, parts) = match mode {
        Mode::Dev => (built, Vec::new()),
        Mode::Release => cut(&built, &work)?,
    };
    bindgen(whole, NAME, &work)?;
    let app = work.join(format!("{NAME}_bg.wasm"));
    if mode == Mode::Release {
        make_small(project, parts.iter().chain([&app]).map(PathBuf::as_path).collect())?;
        loader::name_parts(&work, &parts, folder)?;
    }
    let bytes = files::read(&app)?;
    // The service worker and the servers know by `_bg` behind it that a name carries a digest.
    let wasm = Named::write(folder, &format!("{NAME}-{}_bg.wasm", digest::short(&bytes)), &bytes)?;
    let start = glue::bundle(project, mode, &work, NAME, &wasm)?;
    Ok(Program { start: Named::add(folder, NAME, "js", &start)?, wasm })
}

/// Compiles the program, and the one of the worker that stretches passphrases with it: so the standard library of a release is
/// compiled once. Returns the file of the first, and puts the second into `folder`.
fn compile(project: &Project, mode: Mode, folder: &Path) -> Result<PathBuf> {
    let mut cargo = tools::cargo(project)?;
    cargo.args(["build", "--target", TARGET, "--package", NAME, "--package", "migraction-stretch"]);
    if mode == Mode::Release {
        cargo.args(["--features", "migraction/parts"]);
    }
    let built = compiled(project, mode, cargo)?;
    files::write(&folder.join("stretch.wasm"), files::read(&built.join(STRETCH))?)?;
    Ok(built.join(NAME).with_extension("wasm"))
}

/// Builds the program of the worker that stretches passphrases alone; returns its file.
pub fn stretch(project: &Project, mode: Mode) -> Result<PathBuf> {
    let mut cargo = tools::cargo(project)?;
    cargo.args(["build", "--target", TARGET, "--package", "migraction-stretch"]);
    Ok(compiled(project, mode, cargo)?.join(STRETCH))
}

const STRETCH: &str = "migraction_stretch.wasm";

/// Runs cargo; returns the folder into which it compiled.
fn compiled(project: &Project, mode: Mode, mut cargo: Command) -> Result<PathBuf> {
    tools::ensure_wasm_target(project)?;
    let profile = match mode {
        Mode::Dev => "debug",
        Mode::Release => {
            tools::compile_small(project, &mut cargo)?;
            cargo.arg("--release");
            "release"
        }
    };
    process::run(&mut cargo, "Mend what the compiler names, then run the same command again.")?;
    Ok(project.cargo_target().join(TARGET).join(profile))
}

/// Cuts the program: what remains of it, and the files of the parts, which are written into `work` with their loader.
fn cut(program: &[u8], work: &Path) -> Result<(Vec<u8>, Vec<PathBuf>)> {
    let main = format!("./{NAME}.js");
    let whole = work.join("whole.wasm");
    let mut options = Options::new(program);
    options.output_dir = work;
    options.main_out_path = &whole;
    options.link_name = loader::FILE;
    options.main_module = &main;
    let cut = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("the program cannot be divided: {error:#}"))?;
    if cut.split_modules.is_empty() {
        bail!("the program has no parts: was it compiled with the feature `parts`?");
    }
    let bytes = files::read(&whole)?;
    fs::remove_file(&whole)?;
    Ok((bytes, cut.split_modules))
}

/// Makes the glue: `<name>.js` and `<name>_bg.wasm` in `work`.
pub fn bindgen(program: Vec<u8>, name: &str, work: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, program).web(true)?;
    // What the linker exports, the parts are linked with; where the program lies, the start says.
    bindgen.typescript(false).keep_lld_exports(true).omit_default_module_path(true);
    bindgen.generate(work)
}

/// Each file by itself, on every processor.
pub fn make_small(project: &Project, waiting: Vec<&Path>) -> Result<()> {
    tools::ensure_node(project)?;
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
