//! The service worker, run in Node with a stand-in for the browser: `worker.mjs` beside this file.

use std::path::Path;
use std::process::Command;

#[test]
fn the_service_worker_keeps_its_promises() -> Result<(), std::io::Error> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = here.join("tests/worker.mjs");
    let output = Command::new("node").arg("--test").arg(tests).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    Ok(())
}
