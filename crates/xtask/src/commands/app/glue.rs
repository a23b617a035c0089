//! What starts the app, its glue and the loader of its parts as one module, by esbuild: two modules that import each other
//! could not both be named by their digest.

use std::path::Path;

use anyhow::Result;

use super::Named;
use crate::build::Mode;
use crate::project::Project;
use crate::{files, process, tools};

/// Bundles the glue `<name>.js` in `work`; returns the module that starts the app when it is imported.
pub fn bundle(
    project: &Project,
    mode: Mode,
    work: &Path,
    name: &str,
    wasm: &Named,
) -> Result<Vec<u8>> {
    tools::ensure_node(project)?;
    let (entry, bundle) = (work.join("start.js"), work.join("bundle.js"));
    files::write(&entry, start(name, wasm))?;
    let mut esbuild = tools::command(project, "esbuild")?;
    esbuild.arg(&entry).args(["--bundle", "--format=esm", "--charset=utf8", "--log-level=warning"]);
    // The browsers of `boot.js` have all of it.
    esbuild.args(["--target=es2022", "--legal-comments=none"]);
    // The glue names the loader once per import of the program; it is one module.
    esbuild.arg("--log-override:duplicate-object-key=silent");
    if mode == Mode::Release {
        esbuild.arg("--minify");
    }
    esbuild.arg(format!("--outfile={}", bundle.display()));
    process::run(&mut esbuild, "The glue cannot be bundled: see above.")?;
    files::read(&bundle)
}

/// Waits for the app, so that `boot.js`, which imports this, learns of a failure. A WebAssembly whose digest is another is
/// refused: a glue that fetches by address alone would run whatever comes.
fn start(name: &str, wasm: &Named) -> String {
    let Named { address, integrity } = wasm;
    format!(
        "import init from \"./{name}.js\";\n\
         await init({{ module_or_path: fetch(\"{address}\", {{ integrity: \"{integrity}\" }}) }});\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_app_is_fetched_with_its_digest() {
        let wasm = Named { address: "/app-1_bg.wasm".into(), integrity: "sha256-x=".into() };
        let expected = "import init from \"./app.js\";\nawait init({ module_or_path: \
                        fetch(\"/app-1_bg.wasm\", { integrity: \"sha256-x=\" }) });\n";
        assert_eq!(start("app", &wasm), expected);
    }
}
