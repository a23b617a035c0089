//! `cargo xtask advisories`: known vulnerabilities. Apart from `test`, because it asks the network.

use anyhow::Result;

use crate::project::Project;
use crate::{process, tools};

/// Runs the check.
pub fn run(project: &Project) -> Result<()> {
    tools::ensure(project, &[&tools::CARGO_DENY])?;
    println!("· cargo deny check advisories");
    let mut deny = tools::cargo(project)?;
    deny.args(["deny", "check", "advisories"]);
    process::run(
        &mut deny,
        "Update the crate it names; if the list could not be fetched, look at the network.",
    )
}
