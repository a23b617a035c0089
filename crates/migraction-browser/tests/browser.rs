//! What only a browser can show: its storage, its clock, its settings.
//! Run by `cargo xtask test`, in Chromium and in Firefox.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use migraction_browser::clock;
use migraction_browser::database::{
    self, ASIDE, CURRENT, Change, DRAFTS, INCOMING, MANIFESTS, ORGANISATION, OUTBOX, PARTS,
    PREVIOUS, PROFILES, READING, RECORDS,
};
use migraction_browser::digest;
use migraction_browser::fonts;
use migraction_browser::kv::{self, Namespace};
use migraction_browser::settings::{Setting, load, save};
use migraction_browser::vault_store::IndexedDb;
use migraction_core::phrases::Favourites;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn a_moment_is_today_by_the_phones_clock() {
    let (day, hour, minute) = clock::local(clock::now_millis());
    assert_eq!(day, clock::today());
    assert!(hour < 24 && minute < 60);
}

#[wasm_bindgen_test]
fn settings_come_back_and_can_be_forgotten() {
    save(Setting::Theme, Some("dark"));
    assert_eq!(load(Setting::Theme).as_deref(), Some("dark"));
    save(Setting::Theme, None);
    assert_eq!(load(Setting::Theme), None);
}

#[wasm_bindgen_test]
fn favourite_phrases_and_the_persons_language_come_back() {
    let mut kept = Favourites::parse("hello water");
    kept.toggle("stop");
    save(Setting::PhraseFavourites, Some(&kept.line()));
    save(Setting::PhraseTongue, Some("ar"));
    assert_eq!(Favourites::parse(&load(Setting::PhraseFavourites).unwrap()), kept);
    assert_eq!(load(Setting::PhraseTongue).as_deref(), Some("ar"));
    for setting in [Setting::PhraseFavourites, Setting::PhraseTongue] {
        save(setting, None);
        assert_eq!(load(setting), None);
    }
}

#[wasm_bindgen_test]
fn a_device_draws_latin_letters() {
    assert!(fonts::supports("Français"));
}

#[wasm_bindgen_test]
async fn a_change_is_written_whole_and_read_back() {
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let change = Change {
        parts: vec![
            ("core-1.bin".to_owned(), bytes.clone()),
            ("fr-1.bin".to_owned(), vec![1, 2, 3]),
        ],
        manifests: vec![(CURRENT, "{\"a\":1}".to_owned())],
        drop_parts: Vec::new(),
    };
    database::commit(&change).await.unwrap();
    assert_eq!(database::load_part("core-1.bin").await.unwrap(), Some(bytes));
    assert_eq!(database::load_manifest(CURRENT).await.unwrap().as_deref(), Some("{\"a\":1}"));
    assert_eq!(database::load_manifest(PREVIOUS).await.unwrap(), None);
    assert_eq!(database::load_part("never").await.unwrap(), None);

    let next = Change {
        parts: vec![("core-2.bin".to_owned(), vec![9])],
        manifests: vec![(PREVIOUS, "{\"a\":1}".to_owned()), (CURRENT, "{\"a\":2}".to_owned())],
        drop_parts: vec!["core-1.bin".to_owned()],
    };
    database::commit(&next).await.unwrap();
    assert_eq!(database::part_names().await.unwrap(), ["core-2.bin", "fr-1.bin"]);
    assert_eq!(database::load_manifest(CURRENT).await.unwrap().as_deref(), Some("{\"a\":2}"));
}

#[wasm_bindgen_test]
fn names_on_peoples_disks_do_not_change() {
    // Version 2 added the stores of the notes, version 3 those of reading and drafts, version 4 that of an
    // organisation's services.
    assert_eq!((database::NAME, database::VERSION), ("migraction", 4));
    assert_eq!((PARTS, MANIFESTS), ("pack-parts", "pack-manifests"));
    assert_eq!((CURRENT, PREVIOUS), ("current", "previous"));
    assert_eq!((PROFILES, RECORDS, INCOMING), ("profiles", "records", "incoming"));
    assert_eq!((OUTBOX, ASIDE), ("outbox", "aside"));
    assert_eq!((READING, DRAFTS, ORGANISATION), ("reading", "drafts", "organisation"));
}

#[wasm_bindgen_test]
async fn small_texts_are_kept_apart_by_their_names() {
    let text = |key: &str, text: &str| (key.to_owned(), Some(text.to_owned()));
    let first = [text("sheet/a/title", "Été"), text("sheet/b/title", "x"), text("sheet0", "y")];
    kv::write(Namespace::Drafts, &first).await.unwrap();
    let found = kv::load(Namespace::Drafts, "sheet/a").await.unwrap();
    assert_eq!(found, [("title".to_owned(), "Été".to_owned())]);
    assert_eq!(kv::load(Namespace::Drafts, "sheet").await.unwrap().len(), 2);
    assert!(kv::load(Namespace::Reading, "").await.unwrap().is_empty(), "another namespace");
    kv::write(Namespace::Drafts, &[("sheet/a/title".to_owned(), None)]).await.unwrap();
    assert!(kv::load(Namespace::Drafts, "sheet/a").await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn the_storage_of_notes_does_what_every_storage_must() {
    migraction_device::storage::suite::check(&IndexedDb).await;
}

#[wasm_bindgen_test]
async fn the_browsers_digests_are_ours() {
    for bytes in [&b""[..], b"abc", &[7; 70_000]] {
        let theirs = digest::sha256(bytes).await;
        assert_eq!(theirs.as_deref(), Some(migraction_pack::manifest::digest(bytes).as_str()));
    }
}

#[wasm_bindgen_test]
async fn each_write_is_committed_in_so_many_words_and_kept_where_a_browser_cannot() {
    let run = |code: &str| js_sys::eval(code).unwrap();
    let text = |text: &str| vec![("committed/one".to_owned(), Some(text.to_owned()))];
    run("globalThis.plainCommit = IDBTransaction.prototype.commit;
         globalThis.commits = 0;
         IDBTransaction.prototype.commit = function () { commits++; plainCommit.call(this); }");
    kv::write(Namespace::Drafts, &text("a")).await.unwrap();
    assert_eq!(run("commits").as_f64(), Some(1.0));
    database::commit(&Change::default()).await.unwrap();
    assert_eq!(run("commits").as_f64(), Some(2.0));
    run("delete IDBTransaction.prototype.commit");
    kv::write(Namespace::Drafts, &text("b")).await.unwrap();
    run("IDBTransaction.prototype.commit = plainCommit");
    let kept = kv::load(Namespace::Drafts, "committed").await.unwrap();
    assert_eq!(kept, [("one".to_owned(), "b".to_owned())]);
    kv::write(Namespace::Drafts, &[("committed/one".to_owned(), None)]).await.unwrap();
}
