//! What reaches a disk or a wire, word for word. A line here changes only together with a decision in
//! `docs/decisions/` on what becomes of the devices that hold the old form.

use crate::project::read;

#[track_caller]
fn check(path: &str, lines: &[&str]) {
    let text = read(path);
    for line in lines {
        assert!(
            text.contains(line),
            "{path} no longer says `{line}`: devices hold what was written under it"
        );
    }
}

#[test]
fn the_database_on_peoples_disks() {
    check(
        "crates/migraction-browser/src/database.rs",
        &[
            "pub const NAME: &str = \"migraction\";",
            "pub const VERSION: u32 = 4;",
            "pub const PARTS: &str = \"pack-parts\";",
            "pub const MANIFESTS: &str = \"pack-manifests\";",
            "pub const PROFILES: &str = \"profiles\";",
            "pub const RECORDS: &str = \"records\";",
            "pub const INCOMING: &str = \"incoming\";",
            "pub const OUTBOX: &str = \"outbox\";",
            "pub const ASIDE: &str = \"aside\";",
            "pub const READING: &str = \"reading\";",
            "pub const DRAFTS: &str = \"drafts\";",
            "pub const ORGANISATION: &str = \"organisation\";",
            "pub const CURRENT: &str = \"current\";",
            "pub const PREVIOUS: &str = \"previous\";",
        ],
    );
}

#[test]
fn the_settings_which_the_first_script_reads_too() {
    let keys = [
        "\"language\"",
        "\"country\"",
        "\"theme\"",
        "\"text-size\"",
        "\"install-hint\"",
        "\"notes-here\"",
        "\"notes-file\"",
        "\"read-lately\"",
        "\"phrase-tongue\"",
        "\"phrase-favourites\"",
    ];
    check("crates/migraction-browser/src/settings.rs", &keys);
    check(
        "public/boot.js",
        &["setting(\"language\")", "setting(\"theme\")", "setting(\"text-size\")"],
    );
}

#[test]
fn the_filters_in_addresses_and_the_scale_of_levels() {
    let levels = "[\"none\", \"pre-a1\", \"a1\", \"a2\", \"b1\", \"b2\"]";
    check("content/vocabulary.toml", &[&format!("levels = {levels}")]);
    check(
        "crates/migraction-core/src/browse.rs",
        &[
            &format!("pub const LEVELS: [&str; 6] = {levels};"),
            "Self::Stage => \"stage\"",
            "Self::Theme => \"theme\"",
            "Self::Audience => \"audience\"",
            "Self::Minutes => \"minutes\"",
            "Self::Level => \"level\"",
            "Self::Country => \"country\"",
        ],
    );
}

#[test]
fn the_pack() {
    check("crates/migraction-pack/src/lib.rs", &["pub const SCHEMA: u32 = 7;"]);
    check(
        "crates/migraction-pack/src/manifest/mod.rs",
        &[
            "const PURPOSE: &[u8] = b\"migraction pack manifest 1\\n\";",
            "struct Envelope {\n    manifest: String,\n    signature: String,\n}",
        ],
    );
}

#[test]
fn an_organisations_own_services() {
    check(
        "crates/migraction-pack/src/organisation/mod.rs",
        &[
            "const PURPOSE: &[u8] = b\"migraction organisation services 1\\n\";",
            "const SIGN: [u8; 4] = *b\"mgos\";",
            "const SCHEMA: u8 = 1;",
            "pub const PATH: &str = \"/pack/organisation.bin\";",
            "pub const OWN: &str = \"-own-\";",
        ],
    );
    check("crates/migraction-sync/src/invitation.rs", &["const SEPARATOR: char = '~';"]);
    check("crates/migraction-browser/src/own_services.rs", &["const KEY: &str = \"key\";"]);
}

#[test]
fn the_wire_and_what_devices_keep_about_sync() {
    check("crates/migraction-sync/src/wire.rs", &["pub const WIRE_VERSION: u8 = 1;"]);
    check("crates/migraction-sync/src/engine/meta.rs", &["pub const META_FORMAT: u8 = 1;"]);
    // The bytes themselves are pinned beside the code.
    check("crates/migraction-sync/src/messages/tests.rs", &["6d6701"]);
}

#[test]
fn the_service_worker_and_the_one_that_replaces_it_clear_the_same_caches() {
    check("public/sw.js", &["const PREFIX = \"app-\";", "/* BUILD */", "/* END */"]);
    check("public/retire.js", &["name.startsWith(\"app-\")"]);
    check("crates/migraction-browser/src/worker.rs", &["\"/sw.js\""]);
}

#[test]
fn the_tools_that_must_be_of_one_version() {
    let version = "0.2.130";
    check("Cargo.toml", &[&format!("wasm-bindgen = \"={version}\"")]);
    let library = format!("wasm-bindgen-cli-support = \"={version}\"");
    check("crates/xtask/Cargo.toml", &[&library]);
    check("crates/xtask/src/tools.rs", &[&format!("wasm-bindgen-cli@{version}")]);
}
