//! What a build leaves on the disk: a signed pack that the app opens, the same for the same content.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use migraction_pack::search::Index;
use migraction_pack::{CorePart, LanguagePart, Manifest, PartKind, PhrasesPart, PublicKey};
use migraction_packc::problems::Problems;
use migraction_packc::{Options, compile, home, keys, tree::Tree, write};

/// A folder of this test alone, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn options(folder: &Path) -> Options {
    Options {
        content: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content"),
        out: folder.join("pack"),
        keys: folder.join("keys"),
        home: folder.join("home"),
        publisher_key: None,
        now: "2026-11-24".parse().unwrap(),
    }
}

fn build(options: &Options) -> BTreeMap<String, Vec<u8>> {
    let (compiled, _) = compile(&Tree::read(&options.content).unwrap()).unwrap();
    let packed = write::pack(&compiled, &mut Problems::default()).unwrap();
    let signer = keys::signer(options).unwrap();
    write::write(&compiled, &packed, &signer, options).unwrap();
    home::write(&compiled.content, options).unwrap();
    let files = fs::read_dir(&options.out).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())
        })
        .collect()
}

#[test]
fn a_build_is_signed_whole_and_reproducible() {
    let folder = Folder::new("build");
    let options = options(&folder.0);
    fs::create_dir_all(&options.out).unwrap();
    fs::write(options.out.join("core-of-yesterday.bin"), "old").unwrap();
    let files = build(&options);

    let public = fs::read_to_string(options.keys.join("current.pub")).unwrap();
    assert_eq!(public, fs::read_to_string(options.keys.join("development.pub")).unwrap());
    let key = PublicKey::from_hex(&public).unwrap();
    let manifest = Manifest::open(files.get("manifest.json").unwrap(), &key).unwrap();
    assert!(manifest.development);
    assert_eq!(files.len(), manifest.all_parts().count() + 1, "files of older packs are gone");
    for part in manifest.all_parts() {
        let bytes = files.get(&part.name).unwrap();
        part.check(bytes).unwrap();
        match &part.kind {
            PartKind::Core => drop(CorePart::from_bytes(bytes).unwrap()),
            PartKind::Phrases => drop(PhrasesPart::from_bytes(bytes).unwrap()),
            PartKind::Index(_) => drop(Index::from_bytes(bytes).unwrap()),
            PartKind::Language(language) => {
                assert_eq!(LanguagePart::from_bytes(bytes).unwrap().language, language.as_str());
                assert!(options.home.join(format!("{language}.html")).is_file());
            }
        }
    }
    assert_eq!(build(&options), files, "the same content gives the same bytes");
}

#[cfg(unix)]
#[test]
fn the_development_key_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("keys");
    let options = options(&folder.0);
    let first = keys::signer(&options).unwrap();
    let path = options.keys.join("development.key");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(keys::signer(&options).unwrap().key.public_hex(), first.key.public_hex());
}

#[test]
fn a_publishers_key_signs_what_is_published() {
    let folder = Folder::new("publisher");
    let mut options = options(&folder.0);
    fs::create_dir_all(&folder.0).unwrap();
    let path = folder.0.join("publisher.key");
    fs::write(&path, "07".repeat(32)).unwrap();
    options.publisher_key = Some(path.clone());
    let signer = keys::signer(&options).unwrap();
    assert!(!signer.development);
    assert!(!options.keys.join("development.key").exists());
    fs::write(&path, "not a key").unwrap();
    assert!(keys::signer(&options).is_err());
}
