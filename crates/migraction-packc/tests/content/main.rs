//! The real content, compiled once for all tests that look at it.
#![allow(clippy::unwrap_used)]

mod calendar;
mod danger;
mod derived;
mod figures;
mod help;
mod ignorance;
mod mutants;
mod needs;
mod rules;
mod search;
mod wage;
mod whole;

use std::path::Path;
use std::sync::LazyLock;

use migraction_packc::problems::Problems;
use migraction_packc::tree::Tree;
use migraction_packc::{Compiled, compile};

static COMPILED: LazyLock<(Compiled, Problems)> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    compile(&Tree::read(&folder).unwrap()).unwrap()
});

/// The content of the three countries, as it is shipped.
static CONTENT: LazyLock<&Compiled> = LazyLock::new(|| &COMPILED.0);
/// What its compiler found wrong with it.
static PROBLEMS: LazyLock<&Problems> = LazyLock::new(|| &COMPILED.1);
