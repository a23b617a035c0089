#![allow(clippy::unwrap_used)]

use super::{Manifest, ManifestError, Part, PartKind, PublicKey, SecretKey, digest};

fn key() -> SecretKey {
    SecretKey::from_bytes(&[7; 32])
}

fn public() -> PublicKey {
    PublicKey::from_hex(&key().public_hex()).unwrap()
}

fn manifest() -> Manifest {
    Manifest {
        schema: crate::SCHEMA,
        sequence: 5,
        edition: "2026-11-24".parse().unwrap(),
        development: true,
        parts: vec![
            Part {
                kind: PartKind::Core,
                name: "core-0.bin".into(),
                sha256: digest(b"core"),
                bytes: 4,
                sent: 3,
            },
            Part {
                kind: PartKind::Language("fr".into()),
                name: "fr-0.bin".into(),
                sha256: digest(b"fr"),
                bytes: 2,
                sent: 2,
            },
        ],
        more: Vec::new(),
        indexes: Vec::new(),
    }
}

#[test]
fn a_signed_manifest_opens_with_the_publishers_key() {
    let sent = manifest().sign(&key()).unwrap();
    assert_eq!(Manifest::open(sent.as_bytes(), &public()), Ok(manifest()));
    assert_eq!(manifest().languages().collect::<Vec<_>>(), ["fr"]);
}

#[test]
fn any_flipped_byte_is_refused() {
    let sent = manifest().sign(&key()).unwrap().into_bytes();
    for at in 0..sent.len() {
        let mut torn = sent.clone();
        torn[at] ^= 1;
        assert!(
            Manifest::open(&torn, &public()).map_or(true, |opened| opened == manifest()),
            "byte {at}"
        );
    }
    for length in 0..sent.len() {
        assert!(Manifest::open(&sent[..length], &public()).is_err(), "cut at {length}");
    }
}

#[test]
fn another_key_is_refused() {
    let sent = manifest().sign(&SecretKey::from_bytes(&[8; 32])).unwrap();
    assert_eq!(Manifest::open(sent.as_bytes(), &public()), Err(ManifestError::Signature));
}

#[test]
fn nonsense_is_not_a_manifest() {
    for sent in ["", "<!doctype html>", "{}", r#"{"manifest":"","signature":""}"#] {
        assert_eq!(
            Manifest::open(sent.as_bytes(), &public()),
            Err(ManifestError::NotAManifest),
            "{sent}"
        );
    }
}

#[test]
fn an_older_pack_and_a_foreign_schema_are_refused() {
    assert_eq!(
        manifest().check_newer_than(6),
        Err(ManifestError::Older { offered: 5, installed: 6 })
    );
    assert_eq!(manifest().check_newer_than(5), Ok(()));
    let foreign = Manifest { schema: 99, ..manifest() }.sign(&key()).unwrap();
    assert_eq!(Manifest::open(foreign.as_bytes(), &public()), Err(ManifestError::Schema(99)));
}

#[test]
fn a_part_with_other_bytes_is_refused() {
    let manifest = manifest();
    let core = manifest.part(&PartKind::Core).unwrap();
    assert_eq!(core.check(b"core"), Ok(()));
    for bytes in [&b"cord"[..], b"cor", b"coree", b""] {
        assert_eq!(core.check(bytes), Err(ManifestError::Part("core-0.bin".into())));
    }
    assert!(manifest.part(&PartKind::Language("de".into())).is_err());
}

#[test]
fn a_part_of_a_later_kind_is_found_and_does_not_disturb_an_app_that_does_not_know_it() {
    let phrases = Part {
        kind: PartKind::Phrases,
        name: "phrases-0.bin".into(),
        sha256: digest(b"hello"),
        bytes: 5,
        sent: 5,
    };
    let with = Manifest { more: vec![phrases], ..manifest() };
    assert!(with.part(&PartKind::Phrases).is_ok());
    assert_eq!(with.all_parts().count(), 3);
    assert!(manifest().part(&PartKind::Phrases).is_err());
    // What an app of before reads: the same list of parts, with kinds that it knows.
    let sent: serde_json::Value = serde_json::to_value(&with).unwrap();
    assert_eq!(sent["parts"], serde_json::to_value(manifest()).unwrap()["parts"]);
    assert_eq!(sent["more"][0]["kind"], "phrases");
    // And what it wrote opens here.
    let before = serde_json::to_value(manifest()).unwrap();
    assert!(before.get("more").is_none());
    assert_eq!(serde_json::from_value::<Manifest>(before).unwrap(), manifest());
}

/// An app of schema 6 knows no index: it must read as far as the number, and say that the pack is for another app.
#[test]
fn indexes_do_not_disturb_an_app_that_knows_none() {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "kebab-case", tag = "kind", content = "language")]
    enum KindThen {
        Core,
        Language(#[allow(dead_code)] String),
        Phrases,
    }
    #[derive(serde::Deserialize)]
    struct PartThen {
        #[serde(flatten)]
        kind: KindThen,
    }
    #[derive(serde::Deserialize)]
    struct ManifestThen {
        schema: u32,
        parts: Vec<PartThen>,
        #[serde(default)]
        more: Vec<PartThen>,
    }
    let index = Part { kind: PartKind::Index("fr".into()), ..manifest().parts[0].clone() };
    let with = Manifest { indexes: vec![index], ..manifest() };
    assert!(with.part(&PartKind::Index("fr".into())).is_ok());
    assert!(with.part(&PartKind::Index("it".into())).is_err());
    let then: ManifestThen = serde_json::from_value(serde_json::to_value(&with).unwrap()).unwrap();
    let kinds = then.parts.iter().chain(&then.more).map(|part| &part.kind);
    assert!(kinds.clone().all(|kind| !matches!(kind, KindThen::Phrases)));
    assert_eq!((then.schema, kinds.count()), (crate::SCHEMA, 2));
    assert!(matches!(then.parts[0].kind, KindThen::Core));
}

/// RFC 8032, section 7.1, test 3: signatures of every age and library are the same bytes.
#[test]
fn a_signature_is_that_of_the_standard() {
    let secret = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";
    let key = SecretKey::from_bytes(&hex::decode(secret).unwrap().try_into().unwrap());
    let public = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";
    assert_eq!(key.public_hex(), public);
    let signature = key.sign(b"\xaf", b"\x82");
    assert_eq!(
        hex::encode(signature),
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
         18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    );
    assert!(PublicKey::from_hex(public).unwrap().signed(b"\xaf", b"\x82", &signature));
}
