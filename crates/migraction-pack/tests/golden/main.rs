//! The pack, frozen by bytes: what a schema wrote opens for ever with the values that it had, and is written the same.
//!
//! A folder holds the files of one schema. The `.ron` files are written by hand and say what the bytes beside them hold;
//! the bytes are what people have on their disks. Postcard codes an enum by the position of its variant and a struct by
//! the order of its fields: whoever moves one of them reads other values from the same bytes, and a law shows a wrong unit.
//! That is what fails here. When a rename fails here, the names in the `.ron` files are old: they are changed by hand.
//!
//! Nothing here is ever written over. A new schema is a new folder (`docs/contributing.md`).
#![allow(clippy::unwrap_used)]

mod variants;

use std::fs;
use std::path::{Path, PathBuf};

use migraction_pack::manifest::{
    self, Manifest, ManifestError, Part, PartKind, PublicKey, SecretKey,
};
use migraction_pack::organisation::OwnServices;
use migraction_pack::search::{Index, IndexPart};
use migraction_pack::{CorePart, LanguagePart, PhrasesPart, SCHEMA};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_reflection::{Samples, Tracer, TracerConfig};

/// SHA-256 of the files, since 2026-11-30. A line is added with a schema; none changes or goes.
const FROZEN: &[(&str, &str)] = &[
    ("schema-7/core.bin", "ea73cfcea2a423c47ea99818c64342e3b50580349cb4d384b2e6cd7222530e19"),
    ("schema-7/fr.bin", "cb753dfd7c6b22acf026dd41c9d14b6ce16dca04ca4c6ec13687bac95af85d51"),
    ("schema-7/it.bin", "35efc86b3b568c5d4c79a0f4d8aed7e3a6e4043d3749255aa2944c18e73d1ac4"),
    ("schema-7/en.bin", "a32299efe19dc4e6589374b077b11918334235a15acf6b2ae42b1f5fefe91e09"),
    ("schema-7/ar.bin", "9a58c12f929ccf4c27de9425e019c1803d9d880ce05aa2000c8413ccc426d9aa"),
    ("schema-7/phrases.bin", "3041cb482b1cb036a2c0c496e2c55929248b32c8721a17ff2b0a36fb4c2af913"),
    ("schema-7/search-fr.bin", "fef324a5cb43978e5ac2b8d8c104643a88c2828d765026659f25a3ac724794cd"),
    ("schema-7/search-it.bin", "edea17609e561aacc378a28195dfd3fd8916a95b3f4334b986fe0aab9bc87565"),
    ("schema-7/search-en.bin", "4546aae56f19e1a2c3d55223a8aa34f9c9c9e666b5c40b542e68c58e6dc80ae9"),
    ("schema-7/search-ar.bin", "dd46c3eebb1884ff3b5258c0a2fc9398e560a29e0780d4b53869b6254aa46a96"),
    ("schema-7/manifest.json", "57c6565f61d256e11aea65dfe5ede88cdadcf2bece0ce091fc38d9a980349038"),
    ("schema-6/core.bin", "ea73cfcea2a423c47ea99818c64342e3b50580349cb4d384b2e6cd7222530e19"),
    ("schema-6/fr.bin", "2072d4a06eec1b63f7dc2bf07a45d9823dc9ffc295779627f247ddfa78fd7717"),
    ("schema-6/it.bin", "9af343ac0edc11f9911f296f8744acfdbe7a8f1ef8ed27136b0987a6ee08fb4e"),
    ("schema-6/en.bin", "24de097c4557f9bb5e34d5fab24c7c6b1bae3cb06ed9f94d927f2a2fa4f2e80a"),
    ("schema-6/ar.bin", "3136a4c21d5d349cd49ecf09bc585e21fe1ff9a87c8f9453c474726a2e322b33"),
    ("schema-6/phrases.bin", "3041cb482b1cb036a2c0c496e2c55929248b32c8721a17ff2b0a36fb4c2af913"),
    ("schema-6/manifest.json", "5bd6183df1ebf8de156ea984af7df16c7c0f7711da2349634315a166050b66bb"),
    ("schema-5/core.bin", "10859fef5a7e1f38d0f9da59db9f2dad577a0d88c2b0461a38b766e39b008a45"),
    ("schema-5/fr.bin", "907de7676c5302ebddd69675f7f77e5554706af0f649cd0f621d477ca205b741"),
    ("schema-5/it.bin", "ad5f04ce18287419ab226f61262172e0a6ae0cf6bd1b021dcfb1ee2c4f0e3aa6"),
    ("schema-5/en.bin", "0940c98aaf2a4724a0ebe0fb5aa424a24130985639c33925295b37546e2c8200"),
    ("schema-5/ar.bin", "22568030af6de8dac4765129e1f395d2e8774e7afd6e023420592574ecc4bf4f"),
    ("schema-5/phrases.bin", "3041cb482b1cb036a2c0c496e2c55929248b32c8721a17ff2b0a36fb4c2af913"),
    ("schema-5/manifest.json", "bcd251218c022ae8923a2ecadaa2b4ac4381b1a5cb88649c09b0d0f1ee26ed5f"),
    ("schema-1/manifest.json", "4af62b3e76be033b5cdd64e7bf730872318550e7ebe23079a5bd26665b1ae62b"),
    ("schema-2/manifest.json", "be83a99620c9b022e50c5bf412760cb0036221265125586b4f4ab302e376b2c8"),
    ("schema-3/manifest.json", "eb75c528df50d137c0bd9ad9ba5cebc87b57de6e15fb99faed1441bafc6e5d16"),
    ("schema-4/manifest.json", "8841600b48adb083cacbc799d8d616ef6bfd07729acea250ce93bd0feb0385d0"),
    ("organisation-1/list.bin", "77eb7f8f3031f7de645eaeeea268b6aa560b44956575bb4e3a6b282403a02026"),
];

/// The languages of the frozen pack: one for each stemmer.
const LANGUAGES: [&str; 4] = ["fr", "it", "en", "ar"];

/// Schemas of before, of which only the manifest is met: on devices and servers that were not renewed.
const REFUSED: [u32; 6] = [1, 2, 3, 4, 5, 6];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The present schema's folder.
fn present() -> PathBuf {
    folder().join(format!("schema-{SCHEMA}"))
}

fn bytes_of(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The values of a file, as a person wrote them down.
fn written<T: DeserializeOwned>(path: &Path) -> T {
    let text = String::from_utf8(bytes_of(path)).unwrap();
    ron::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn key() -> SecretKey {
    SecretKey::from_bytes(&[7; 32])
}

fn public() -> PublicKey {
    PublicKey::from_hex(&key().public_hex()).unwrap()
}

/// The values of the present schema's parts.
struct Parts {
    core: CorePart,
    languages: Vec<LanguagePart>,
    phrases: PhrasesPart,
    indexes: Vec<IndexPart>,
}

fn parts() -> Parts {
    let file = |name: &str| present().join(name).with_extension("ron");
    Parts {
        core: written(&file("core")),
        languages: LANGUAGES.iter().map(|language| written(&file(language))).collect(),
        phrases: written(&file("phrases")),
        indexes: LANGUAGES.iter().map(|language| written(&file(&index_of(language)))).collect(),
    }
}

/// The file of the index of a language.
fn index_of(language: &str) -> String {
    format!("search-{language}")
}

impl Parts {
    /// Each part as it is written today, with the name of its file.
    fn to_bytes(&self) -> Vec<(PartKind, String, Vec<u8>)> {
        let mut all = vec![(PartKind::Core, "core".into(), self.core.to_bytes().unwrap())];
        for (part, language) in self.languages.iter().zip(LANGUAGES) {
            let kind = PartKind::Language(language.into());
            all.push((kind, language.into(), part.to_bytes().unwrap()));
        }
        all.push((PartKind::Phrases, "phrases".into(), self.phrases.to_bytes().unwrap()));
        for (part, language) in self.indexes.iter().zip(LANGUAGES) {
            let kind = PartKind::Index(language.into());
            all.push((kind, index_of(language), part.to_bytes().unwrap()));
        }
        all
    }
}

/// Values of which one line is another one are told by that line.
#[track_caller]
fn assert_same<T: PartialEq + Serialize>(name: &str, opened: &T, expected: &T) {
    if opened == expected {
        return;
    }
    let text =
        |value: &T| ron::ser::to_string_pretty(value, ron::ser::PrettyConfig::new()).unwrap();
    let (opened, expected) = (text(opened), text(expected));
    let differs = opened.lines().zip(expected.lines()).find(|(now, then)| now != then);
    panic!("{name}: the frozen bytes no longer mean what they meant (now, then): {differs:?}");
}

#[test]
fn no_frozen_file_has_changed_and_each_is_pinned() {
    for (path, sha256) in FROZEN {
        assert_eq!(manifest::digest(&bytes_of(&folder().join(path))), *sha256, "{path}");
    }
    for schema in fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()) {
        for file in fs::read_dir(&schema).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            let path = file.strip_prefix(folder()).unwrap().to_str().unwrap().replace('\\', "/");
            let is_readable = path.ends_with(".ron");
            assert!(
                is_readable || FROZEN.iter().any(|(known, _)| *known == path),
                "{path}: not pinned"
            );
        }
    }
}

#[test]
fn the_frozen_parts_open_with_the_values_that_they_had() {
    let (expected, folder) = (parts(), present());
    let core = CorePart::from_bytes(&bytes_of(&folder.join("core.bin"))).unwrap();
    assert_same("core", &core, &expected.core);
    for (language, expected) in LANGUAGES.iter().zip(&expected.languages) {
        let bytes = bytes_of(&folder.join(language).with_extension("bin"));
        assert_same(language, &LanguagePart::from_bytes(&bytes).unwrap(), expected);
    }
    let phrases = PhrasesPart::from_bytes(&bytes_of(&folder.join("phrases.bin"))).unwrap();
    assert_same("phrases", &phrases, &expected.phrases);
    for (language, expected) in LANGUAGES.iter().zip(&expected.indexes) {
        let bytes = bytes_of(&folder.join(index_of(language)).with_extension("bin"));
        assert_same(language, &IndexPart::from_bytes(&bytes).unwrap(), expected);
        assert!(Index::from_bytes(&bytes).is_ok(), "the index of {language} can be asked");
    }
}

#[test]
fn the_same_values_are_written_as_the_same_bytes() {
    for (_, name, bytes) in parts().to_bytes() {
        let frozen = bytes_of(&present().join(&name).with_extension("bin"));
        assert_eq!(hex::encode(bytes), hex::encode(frozen), "{name}");
    }
}

/// The manifest of the frozen parts.
fn manifest_of(schema: u32, parts: &[(PartKind, String, Vec<u8>)]) -> Manifest {
    let part = |(kind, name, bytes): &(PartKind, String, Vec<u8>)| {
        let sha256 = manifest::digest(bytes);
        let name = format!("{name}-{}.bin", sha256.get(..16).unwrap());
        Part { kind: kind.clone(), name, sha256, bytes: bytes.len() as u64, sent: 100 }
    };
    let (indexes, parts): (Vec<_>, Vec<_>) =
        parts.iter().map(part).partition(|part| matches!(part.kind, PartKind::Index(_)));
    let (more, parts) = parts.into_iter().partition(|part| part.kind == PartKind::Phrases);
    let edition = "2026-11-30".parse().unwrap();
    Manifest {
        schema,
        sequence: 70 + u64::from(schema),
        edition,
        development: true,
        parts,
        more,
        indexes,
    }
}

#[test]
fn the_frozen_manifest_opens_lists_the_frozen_parts_and_is_signed_the_same() {
    let sent = bytes_of(&present().join("manifest.json"));
    let manifest = Manifest::open(&sent, &public()).unwrap();
    assert_eq!((manifest.schema, manifest.sequence), (SCHEMA, 70 + u64::from(SCHEMA)));
    assert_eq!(manifest.edition.to_string(), "2026-11-30");
    assert_eq!(manifest.languages().collect::<Vec<_>>(), LANGUAGES);
    assert_eq!(manifest.all_parts().count(), 2 + 2 * LANGUAGES.len());
    for (kind, name, _) in parts().to_bytes() {
        let frozen = bytes_of(&present().join(name).with_extension("bin"));
        manifest.part(&kind).unwrap().check(&frozen).unwrap();
    }
    assert_eq!(manifest.sign(&key()).unwrap().into_bytes(), sent);
}

/// A device that has one of these installs the present pack; nothing of it is read by guess.
#[test]
fn a_manifest_of_an_earlier_schema_is_refused_by_its_number() {
    for schema in REFUSED {
        let sent = bytes_of(&folder().join(format!("schema-{schema}/manifest.json")));
        assert_eq!(Manifest::open(&sent, &public()), Err(ManifestError::Schema(schema)));
    }
    assert_eq!(REFUSED.len() as u32 + 1, SCHEMA, "a schema of before is read, or refused here");
}

#[test]
fn the_frozen_list_of_an_organisation_opens_and_is_signed_the_same() {
    let folder = folder().join("organisation-1");
    let (sent, expected) =
        (bytes_of(&folder.join("list.bin")), written::<OwnServices>(&folder.join("list.ron")));
    assert_same("list", &OwnServices::open(&sent, &public()).unwrap(), &expected);
    assert_eq!(hex::encode(expected.sign(&key()).unwrap()), hex::encode(sent));
}

/// Names and order of all that is written into a part, as far as the frozen values use it.
fn layout() -> serde_reflection::Registry {
    let (mut tracer, mut samples) = (Tracer::new(TracerConfig::default()), Samples::new());
    let Parts { core, languages, phrases, indexes } = parts();
    tracer.trace_value(&mut samples, &core).unwrap();
    for language in &languages {
        tracer.trace_value(&mut samples, language).unwrap();
    }
    tracer.trace_value(&mut samples, &phrases).unwrap();
    for index in &indexes {
        tracer.trace_value(&mut samples, index).unwrap();
    }
    tracer.registry().unwrap_or_else(|error| {
        panic!("a list or an option is empty in all frozen values: {error}")
    })
}

#[test]
fn the_frozen_parts_use_every_variant_of_every_enum() {
    variants::check(&layout());
}

/// Where two fields hold equal values, their bytes do not tell which is which: their order does.
#[test]
fn types_fields_and_variants_stand_in_the_order_that_is_written_down() {
    let expected: serde_reflection::Registry = written(&present().join("layout.ron"));
    for (name, now) in &layout() {
        assert_eq!(Some(now), expected.get(name), "{name} (now, then)");
    }
    assert_eq!(layout().len(), expected.len(), "types that are no longer written");
}

/// Writes the bytes of the present schema where there are none yet, and its layout; prints what to pin.
#[test]
#[ignore = "writes the files of a new schema, see docs/contributing.md"]
fn write_the_files_of_a_new_schema() {
    let write = |path: PathBuf, bytes: Vec<u8>| {
        if !path.exists() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &bytes).unwrap();
        }
        let name = path.strip_prefix(folder()).unwrap().display().to_string();
        println!("    (\"{name}\", \"{}\"),", manifest::digest(&bytes_of(&path)));
    };
    let all = parts().to_bytes();
    for (_, name, bytes) in &all {
        write(present().join(name).with_extension("bin"), bytes.clone());
    }
    let manifest = manifest_of(SCHEMA, &all).sign(&key()).unwrap();
    write(present().join("manifest.json"), manifest.into_bytes());
    for schema in REFUSED {
        // The phrasebook came within schema 3, the indexes with schema 7.
        let is_listed = |kind: &PartKind| match kind {
            PartKind::Phrases => schema > 2,
            PartKind::Index(_) => schema > 6,
            PartKind::Core | PartKind::Language(_) => true,
        };
        let listed: Vec<_> = all.iter().filter(|(kind, ..)| is_listed(kind)).cloned().collect();
        let manifest = manifest_of(schema, &listed).sign(&key()).unwrap();
        write(folder().join(format!("schema-{schema}/manifest.json")), manifest.into_bytes());
    }
    let list: OwnServices = written(&folder().join("organisation-1/list.ron"));
    write(folder().join("organisation-1/list.bin"), list.sign(&key()).unwrap());
    let pretty = ron::ser::PrettyConfig::new().indentor("  ").depth_limit(3);
    let text = ron::ser::to_string_pretty(&layout(), pretty).unwrap();
    fs::write(present().join("layout.ron"), text + "\n").unwrap();
}
