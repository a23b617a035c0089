//! The worker that estimates passphrases, bundled as for a build and run in Node: `strength.mjs` beside this file. Needs the
//! npm packages of the lockfile (`npm ci`; `cargo xtask test` does it).

use std::path::Path;
use std::process::Command;

#[test]
fn what_people_choose_first_is_refused_and_four_words_are_not() -> Result<(), std::io::Error> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let worker = Path::new(env!("CARGO_TARGET_TMPDIR")).join("strength.js");
    let bundled = Command::new("node")
        .arg(here.join("../../build/strength/bundle.mjs"))
        .arg(&worker)
        .output()?;
    assert!(bundled.status.success(), "npm ci? {}", String::from_utf8_lossy(&bundled.stderr));
    let tests = here.join("tests/strength.mjs");
    let mut node = Command::new("node");
    let output = node.arg("--test").arg(tests).env("STRENGTH_WORKER", &worker).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    Ok(())
}
