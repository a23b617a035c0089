//! How long the rules of each country take, natively, against their limit.

use anyhow::Result;

use crate::project::Project;
use crate::{process, tools};

/// Times them.
pub fn run(project: &Project) -> Result<()> {
    println!("· rules");
    let mut bench = tools::cargo(project)?;
    bench.args(["run", "--quiet", "--release", "--package", "migraction-packc", "--", "bench"]);
    bench.args(["--content", "content"]);
    process::run(
        &mut bench,
        "Make the engine faster, or split the rules of the country named above.",
    )
}
