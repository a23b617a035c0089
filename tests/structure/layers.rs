//! Who may use whom, and who may know a browser, a clock or chance.

use crate::project::{File, files, has_word, lines, nothing, read, rust};

/// What each package of the project may use of the project, tests apart. Nothing uses the app but what
/// measures it.
const MAY_USE: [(&str, &[&str]); 14] = [
    (
        "Cargo.toml",
        &[
            "migraction-core",
            "migraction-notes",
            "migraction-pack",
            "migraction-sync",
            "migraction-vault",
        ],
    ),
    ("crates/migraction-core/Cargo.toml", &[]),
    ("crates/migraction-pack/Cargo.toml", &["migraction-core"]),
    (
        "crates/migraction-packc/Cargo.toml",
        &["migraction-core", "migraction-pack", "migraction-words"],
    ),
    ("crates/migraction-notes/Cargo.toml", &["migraction-core"]),
    ("crates/migraction-stretch/Cargo.toml", &["migraction-vault"]),
    ("crates/migraction-vault/Cargo.toml", &[]),
    // The server can open no note: it knows nothing of keys, and so never of `migraction-vault`. It checks an
    // organisation's own services with the compiler's code.
    (
        "crates/migraction-server/Cargo.toml",
        &["migraction-core", "migraction-pack", "migraction-packc", "migraction-sync"],
    ),
    ("crates/migraction-sync/Cargo.toml", &[]),
    // It plays devices and server against each other, so it knows both; nothing uses it.
    (
        "crates/migraction-sim/Cargo.toml",
        &["migraction-notes", "migraction-server", "migraction-sync", "migraction-vault"],
    ),
    // Below all that builds or checks; the app has it at build time only.
    ("crates/migraction-words/Cargo.toml", &[]),
    ("crates/xtask/Cargo.toml", &["migraction-words"]),
    // Measures the app's own search and notes; built by `xtask bench` only, and part of no release.
    (
        "tests/bench/Cargo.toml",
        &["migraction", "migraction-notes", "migraction-pack", "migraction-vault"],
    ),
    ("tests/e2e/Cargo.toml", &["migraction-pack", "migraction-words"]),
];

#[test]
fn packages_use_only_what_lies_below_them() {
    let known: Vec<&str> = MAY_USE.iter().map(|(path, _)| *path).collect();
    for folder in ["crates", "tests"] {
        for manifest in files(folder, "Cargo.toml") {
            let path = manifest.path.as_str();
            assert!(
                known.contains(&path),
                "{path}: say in MAY_USE what it may use, and why it is there"
            );
        }
    }
    let mut found = Vec::new();
    for (path, allowed) in MAY_USE {
        for used in dependencies(&read(path)) {
            let own = used.starts_with("migraction") || used == "xtask";
            if own && !allowed.contains(&used.as_str()) {
                found.push(format!("{path}: {used}"));
            }
        }
    }
    nothing(&found, "a package uses one that does not lie below it");
}

#[test]
fn only_the_browser_folder_knows_the_browser() {
    let bindings = [
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "wasm_bindgen_futures",
        "indexed_db_futures",
        "gloo_storage",
    ];
    let mut sources = rust("src");
    sources.retain(|file| !file.path.starts_with("src/browser/"));
    sources.extend(rust("crates"));
    let found = lines(&sources, |line| bindings.iter().any(|name| has_word(line, name)));
    // xtask names the program that it installs.
    let found: Vec<_> =
        found.into_iter().filter(|line| !line.starts_with("crates/xtask/")).collect();
    nothing(&found, "browser calls belong in src/browser/, behind a type of our own");
}

#[test]
fn pages_and_components_ask_the_state_and_never_the_browser() {
    let shown = ["pages", "tools", "explain", "components"];
    let sources: Vec<File> =
        shown.iter().flat_map(|folder| rust(&format!("src/{folder}"))).collect();
    let found = lines(&sources, |line| has_word(line, "browser"));
    nothing(&found, "a page asks `state` for what it wants; `state` asks the browser");

    let handed_on =
        lines(&rust("src/state"), |line| line.contains("pub use") && has_word(line, "browser"));
    nothing(&handed_on, "a piece of the browser under another name is still the browser");
}

#[test]
fn what_decides_has_no_clock_no_chance_and_no_files() {
    let forbidden = [
        "SystemTime",
        "Instant",
        "Utc",
        "Local",
        "getrandom",
        "OsRng",
        "thread_rng",
        "rand",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "println",
        "eprintln",
    ];
    let found = lines(&pure(), |line| forbidden.iter().any(|name| has_word(line, name)));
    nothing(&found, "time, chance and files are passed in");

    for package in ["core", "pack", "notes", "vault"] {
        let used = dependencies(&read(&format!("crates/migraction-{package}/Cargo.toml")));
        let chance: Vec<_> = used.into_iter().filter(|name| name.contains("rand")).collect();
        nothing(&chance, "a crate that brings chance");
    }
    let workspace = read("Cargo.toml");
    let chrono = workspace.lines().find(|line| line.starts_with("chrono = ")).unwrap();
    assert!(chrono.contains("default-features = false"), "{chrono}");
    for feature in ["clock", "now"] {
        assert!(
            !chrono.contains(&format!("\"{feature}\"")),
            "chrono would read the clock: {chrono}"
        );
    }
}

#[test]
fn law_and_money_never_float() {
    let found = lines(&rust("crates/migraction-core/src"), |line| {
        has_word(line, "f32") || has_word(line, "f64")
    });
    nothing(&found, "amounts are decimals");
}

/// The crates that decide and do nothing else.
fn pure() -> Vec<File> {
    ["core", "pack", "notes", "vault", "sync"]
        .into_iter()
        .flat_map(|name| rust(&format!("crates/migraction-{name}/src")))
        .collect()
}

/// What a manifest lists under `[dependencies]`.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if let Some(table) = line.strip_prefix("[dependencies.") {
            found.push(table.trim_end_matches(']').to_owned());
        }
        if line.starts_with('[') {
            inside = line == "[dependencies]";
        } else if inside && let Some((name, _)) = line.split_once(['=', '.']) {
            found.push(name.trim().to_owned());
        }
    }
    found
}

#[test]
fn dependencies_are_read_in_each_way_of_writing_them() {
    let manifest = "[features]\nx = []\n[dependencies]\na = \"1\"\nb.workspace = true\n# c\n[dependencies.d]\nversion = \"1\"\n\
                    [dev-dependencies]\ne = \"1\"\n";
    assert_eq!(dependencies(manifest), ["a", "b", "d"]);
}

#[test]
fn no_path_leads_from_the_server_to_a_key() {
    let lock = read("Cargo.lock");
    let below = |name: &str| -> Vec<String> {
        let package = format!("[[package]]\nname = \"{name}\"\n");
        let text = lock.split(&package).nth(1).unwrap_or_default();
        let text = text.split("[[package]]").next().unwrap_or_default();
        let list = text.split("dependencies = [").nth(1).unwrap_or_default();
        let list = list.split(']').next().unwrap_or_default();
        list.split('"')
            .skip(1)
            .step_by(2)
            .filter_map(|line| line.split(' ').next().map(str::to_owned))
            .collect()
    };
    let mut reached = vec!["migraction-server".to_owned()];
    let mut next = 0;
    while let Some(name) = reached.get(next).cloned() {
        next += 1;
        for below in below(&name) {
            if !reached.contains(&below) {
                reached.push(below);
            }
        }
    }
    assert!(reached.iter().any(|name| name == "migraction-sync"), "{reached:?}");
    let keys = ["migraction-vault", "migraction-notes", "chacha20poly1305", "argon2", "hkdf"];
    let found: Vec<_> = reached.into_iter().filter(|name| keys.contains(&name.as_str())).collect();
    nothing(&found, "the server could open a note");
}
