//! Who may use whom, and who may know a browser, a clock or chance.

use cargo_metadata::{DependencyKind, MetadataCommand, Package, PackageId};

use crate::project::{File, has_word, lines, nothing, read, rust};

/// What each package of the project may use of the project, tests apart. Nothing uses the app but what
/// measures it.
const MAY_USE: [(&str, &[&str]); 17] = [
    (
        "migraction",
        &[
            "migraction-browser",
            "migraction-core",
            "migraction-device",
            "migraction-notes",
            "migraction-pack",
            "migraction-sync",
            "migraction-vault",
        ],
    ),
    // All that the app knows of a browser; its storage is one of the device's half of notes.
    (
        "migraction-browser",
        &["migraction-core", "migraction-device", "migraction-pack", "migraction-vault"],
    ),
    // A device's half of notes, for the app and for the simulator.
    (
        "migraction-device",
        &["migraction-core", "migraction-notes", "migraction-sync", "migraction-vault"],
    ),
    ("migraction-core", &[]),
    ("migraction-pack", &["migraction-core"]),
    // Reads what authors write; the compiler and the server both need it.
    ("migraction-source", &["migraction-core", "migraction-pack", "migraction-words"]),
    (
        "migraction-packc",
        &["migraction-core", "migraction-pack", "migraction-source", "migraction-words"],
    ),
    ("migraction-notes", &["migraction-core"]),
    ("migraction-stretch", &["migraction-vault"]),
    ("migraction-vault", &[]),
    // The server can open no note: it knows nothing of keys, and so never of `migraction-vault`. It compiles no guide
    // either: it reads an organisation's own services as the compiler reads the guide's, and no more.
    (
        "migraction-server",
        &["migraction-core", "migraction-pack", "migraction-source", "migraction-sync"],
    ),
    ("migraction-sync", &[]),
    // It plays devices and server against each other, so it knows both; nothing uses it.
    (
        "migraction-sim",
        &[
            "migraction-core",
            "migraction-device",
            "migraction-notes",
            "migraction-server",
            "migraction-sync",
            "migraction-vault",
        ],
    ),
    // Below all that builds or checks; the app has it at build time only.
    ("migraction-words", &[]),
    ("xtask", &["migraction-words"]),
    // Measures the app's own search and notes; built by `xtask bench` only, and part of no release.
    (
        "migraction-bench",
        &[
            "migraction",
            "migraction-browser",
            "migraction-notes",
            "migraction-pack",
            "migraction-vault",
        ],
    ),
    // It compiles a frozen part of the guide, for the texts of screens, and reads them as the compiler reads sentences.
    (
        "migraction-e2e",
        &["migraction-core", "migraction-pack", "migraction-packc", "migraction-words"],
    ),
];

#[test]
fn packages_use_only_what_lies_below_them() {
    let packages = packages();
    let mut found = Vec::new();
    for package in &packages {
        let name = package.name.as_str();
        let Some((_, allowed)) = MAY_USE.iter().find(|(known, _)| *known == name) else {
            found.push(format!("{name}: say in MAY_USE what it may use, and why it is there"));
            continue;
        };
        let own = |used: &String| packages.iter().any(|package| package.name.as_str() == used);
        for used in dependencies(package).into_iter().filter(own) {
            if !allowed.contains(&used.as_str()) {
                found.push(format!("{name}: {used}"));
            }
        }
    }
    assert_eq!(packages.len(), MAY_USE.len(), "MAY_USE names a package that is gone");
    nothing(&found, "a package uses one that does not lie below it");
}

#[test]
fn only_one_crate_knows_the_browser() {
    let bindings = [
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "wasm_bindgen_futures",
        "indexed_db_futures",
        "gloo_storage",
    ];
    let mut sources = rust("src");
    sources.extend(rust("crates"));
    sources.retain(|file| !file.path.starts_with("crates/migraction-browser/"));
    let found = lines(&sources, |line| bindings.iter().any(|name| has_word(line, name)));
    // xtask names the program that it installs.
    let found: Vec<_> =
        found.into_iter().filter(|line| !line.starts_with("crates/xtask/")).collect();
    nothing(&found, "browser calls belong in crates/migraction-browser, behind a type of our own");
}

#[test]
fn pages_and_components_ask_the_state_and_never_the_browser() {
    let shown = ["pages", "tools", "explain", "components"];
    let sources: Vec<File> =
        shown.iter().flat_map(|folder| rust(&format!("src/{folder}"))).collect();
    let found = lines(&sources, |line| has_word(line, "migraction_browser"));
    nothing(&found, "a page asks `state` for what it wants; `state` asks the browser");

    let handed_on = lines(&rust("src/state"), |line| {
        line.contains("pub use") && has_word(line, "migraction_browser")
    });
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

    let pure =
        ["core", "pack", "notes", "vault", "device"].map(|name| format!("migraction-{name}"));
    for package in packages().iter().filter(|package| pure.contains(&package.name.to_string())) {
        let used = dependencies(package);
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

#[test]
fn a_devices_half_of_notes_is_written_once() {
    // What seals, opens, merges and does what the machine asks is `migraction-device`. The app binds it to the browser, the
    // simulator to a storage in memory: neither does any of it by itself.
    let own = [
        "seal_record",
        "seal_for_profile",
        "open_for_profile",
        "Engine",
        "Effect",
        "Change",
        "Merged",
        "version_for",
        "keep_text_versions",
        "revive",
    ];
    let mut sources = rust("src/state/notes");
    sources.extend(rust("src/pages/notes"));
    sources.extend(rust("tests/bench/src"));
    sources.extend(rust("crates/migraction-sim/src"));
    let found = lines(&sources, |line| own.iter().any(|name| has_word(line, name)));
    nothing(&found, "a device's half of notes belongs in crates/migraction-device");
    // A storage is given what was sealed: nobody else makes what it is given.
    let bare = ["Write::", "Sealed("];
    let found = lines(&sources, |line| bare.iter().any(|name| line.contains(name)));
    nothing(&found, "what is stored of notes is made in crates/migraction-device");
}

/// The crates that decide and do nothing else.
fn pure() -> Vec<File> {
    ["core", "pack", "notes", "vault", "sync", "device"]
        .into_iter()
        .flat_map(|name| rust(&format!("crates/migraction-{name}/src")))
        .collect()
}

/// The packages of the project.
fn packages() -> Vec<Package> {
    metadata().no_deps().exec().unwrap().packages
}

fn metadata() -> MetadataCommand {
    let mut metadata = MetadataCommand::new();
    metadata.manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    metadata
}

/// What a package uses, whatever for which system, tests and build scripts apart.
fn dependencies(package: &Package) -> Vec<String> {
    let used = package.dependencies.iter();
    let used = used.filter(|dependency| dependency.kind == DependencyKind::Normal);
    used.map(|dependency| dependency.name.clone()).collect()
}

#[test]
fn no_path_leads_from_the_server_to_a_key() {
    // As cargo resolved it for the systems on which servers run.
    let system = "x86_64-unknown-linux-gnu";
    let options = ["--locked", "--filter-platform", system].map(str::to_owned);
    let metadata = metadata().other_options(options).exec().unwrap();
    let nodes = metadata.resolve.unwrap().nodes;
    let name_of = |id: &PackageId| {
        let package = metadata.packages.iter().find(|package| package.id == *id);
        package.unwrap().name.to_string()
    };
    let mut reached: Vec<PackageId> = nodes
        .iter()
        .map(|node| node.id.clone())
        .filter(|id| name_of(id) == "migraction-server")
        .collect();
    let mut next = 0;
    while let Some(id) = reached.get(next).cloned() {
        next += 1;
        let node = nodes.iter().find(|node| node.id == id).unwrap();
        for below in &node.deps {
            let is_in_the_program =
                below.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal);
            if is_in_the_program && !reached.contains(&below.pkg) {
                reached.push(below.pkg.clone());
            }
        }
    }
    let reached: Vec<String> = reached.iter().map(name_of).collect();
    assert!(reached.iter().any(|name| name == "migraction-sync"), "{reached:?}");
    let keys = ["migraction-vault", "migraction-notes", "chacha20poly1305", "argon2", "hkdf"];
    let found: Vec<_> =
        reached.iter().filter(|name| keys.contains(&name.as_str())).cloned().collect();
    nothing(&found, "the server could open a note");
    let compiles = ["migraction-packc", "brotli"];
    let found: Vec<_> =
        reached.iter().filter(|name| compiles.contains(&name.as_str())).cloned().collect();
    nothing(&found, "the server serves what was compiled, and compiles nothing");
}
