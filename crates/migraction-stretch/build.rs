//! A browser needs no names in the worker's program: without them it is smaller.

use std::env;

fn main() {
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=--strip-all");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
