//! The real program with an organisation's own services: checked, signed, sent, and kept when the next one is wrong.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::Path;

use migraction_pack::language_part::Vocabulary;
use migraction_pack::manifest::{Manifest, Part, PartKind, PublicKey, SecretKey};
use migraction_pack::organisation::{OrganisationError, OwnServices, PATH};
use migraction_pack::{LanguagePart, SCHEMA};
use migraction_sync::Invitation;
use support::{Server, program, refusal};
use tempfile::TempDir;

const LIST: &str = r#"[organisation]
name = "Entraide"
country = "be"
number = 3

[[service]]
id = "be-own-cafe"
name = "Café"
kinds = ["health"]
phone = "+32 4 232 40 30"
confidence = "high"
checked_on = 2026-11-23
review_by = 2027-02-23
[[service.source]]
title = "Our own door"
publisher = "Entraide"
url = "https://example.org/"

[words.fr.be-own-cafe]
what = "Un café et de l’écoute"
"#;

/// An app with a guide, a folder for notes, a list and two keys.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: support::app() };
        let of = |list: &str, id: &str| (list.to_owned(), [(id.into(), id.to_owned())].into());
        let lists = [of("countries", "be"), of("service-kinds", "health")].into();
        let language = "fr".into();
        let words = LanguagePart {
            vocabulary: Vocabulary { lists, units: [].into() },
            practices: [].into(),
            contexts: [].into(),
            facts: [].into(),
            services: [].into(),
            terms: [].into(),
            questions: [].into(),
            contradictions: [].into(),
            rules: [].into(),
            scenarios: [].into(),
            tools: Default::default(),
            letters: Default::default(),
            worksheets: Default::default(),
            danger: Default::default(),
            language,
        };
        let bytes = words.to_bytes().unwrap();
        let part = Part {
            kind: PartKind::Language("fr".into()),
            name: "fr-0123456789abcdef.bin".into(),
            sha256: String::new(),
            bytes: 0,
            sent: 0,
        };
        let manifest = Manifest {
            schema: SCHEMA,
            sequence: 42,
            edition: "2026-11-26".parse().unwrap(),
            development: true,
            parts: vec![part],
            more: vec![],
            indexes: vec![],
        };
        let signed = manifest.sign(&SecretKey::from_bytes(&[9; 32])).unwrap();
        fs::write(place.at("pack/fr-0123456789abcdef.bin"), bytes).unwrap();
        place.write("pack/manifest.json", &signed);
        place.write("one.key", &"11".repeat(32));
        place.write("two.key", &"22".repeat(32));
        place.write("own.toml", LIST);
        place
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.at(name), text).unwrap();
    }

    fn arguments(&self, key: &str, more: &[&str]) -> Vec<String> {
        let own = [
            "services",
            "--data",
            &self.at("data"),
            "--file",
            &self.at("own.toml"),
            "--organisation-key",
            &self.at(key),
            "--app",
            &self.at(""),
        ];
        own.iter().chain(more).map(|argument| (*argument).to_owned()).collect()
    }

    /// Publishes; what the program said.
    fn publish(&self, key: &str, more: &[&str]) -> String {
        let arguments = self.arguments(key, more);
        run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Publishes in vain; what the program said.
    fn refused(&self, key: &str) -> String {
        let arguments = self.arguments(key, &[]);
        refusal(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// What a running server sends.
    fn sent(&self) -> Vec<u8> {
        fs::read(self.at("data/organisation.bin")).unwrap()
    }
}

fn run(arguments: &[&str]) -> String {
    let output = program(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn public(seed: u8) -> PublicKey {
    PublicKey::from_hex(&SecretKey::from_bytes(&[seed; 32]).public_hex()).unwrap()
}

#[test]
fn a_list_is_sent_by_a_running_server_and_opens_with_the_organisations_key_alone() {
    let place = Place::new();
    let server = Server::start(&["--data", &place.at("data"), "--log"]);
    assert_eq!(server.get(PATH).status, 404, "there is none yet");
    assert_eq!(place.publish("one.key", &[]), "published: Entraide, number 3, services: 1\n");

    let head = server.request("HEAD", PATH, &[]);
    assert_eq!((head.status, head.header("cache-control").as_str()), (200, "no-cache"));
    assert_eq!(head.body, "");
    let sent = server.get_bytes(PATH);
    assert_eq!(sent, place.sent());
    let list = OwnServices::open(&sent, &public(0x11)).unwrap();
    assert_eq!(list.get(&"be-own-cafe".into()).unwrap().service.name, "Café");
    assert_eq!(OwnServices::open(&sent, &public(0x22)), Err(OrganisationError::Signature));

    let (.., log) = server.stop("TERM");
    assert!(log.contains(r#""place":"file","file":"pack/organisation.bin""#), "{log}");
    assert_eq!(Server::start(&[]).get(PATH).status, 404, "no folder, no list");
}

#[test]
fn an_invitation_brings_the_public_key_and_nothing_secret() {
    let place = Place::new();
    let server = Server::start(&["--data", &place.at("data")]);
    let invite = || run(&["invite", "--data", &place.at("data")]);
    assert!(!invite().contains('~'), "nothing was published");
    place.publish("one.key", &[]);
    let said = invite();
    let code = said.lines().next().unwrap().strip_prefix("code  ").unwrap();
    assert!(said.contains(&format!("/go/join#{code}\n")), "{said}");
    let key = Invitation::parse(code).unwrap().organisation.unwrap();
    let list = OwnServices::open(&place.sent(), &PublicKey::from_hex(&key.to_hex()).unwrap());
    assert_eq!(list.unwrap().organisation, "Entraide");
    drop(server);
    for file in fs::read_dir(place.at("data")).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let holds = |secret: &[u8]| bytes.windows(secret.len()).any(|window| window == secret);
        assert!(!holds(&[0x11; 32]) && !holds("11".repeat(32).as_bytes()), "the secret key");
    }
}

#[test]
fn a_file_with_an_error_is_named_with_its_line_and_the_former_list_stays() {
    let place = Place::new();
    place.publish("one.key", &[]);
    let before = place.sent();
    for (from, to, said) in [
        ("[\"health\"]", "[\"helth\"]", "own.toml:9: `helth` is not in [service-kinds]"),
        ("+32 4 232 40 30", "04 232 40 30", "own.toml:10: `04 232 40 30`: a phone number"),
        ("be-own-cafe\"", "be-cafe\"", "own.toml:7: `be-cafe` must begin with `be-own-`"),
        ("kinds = ", "kinds ", "own.toml:9: "),
    ] {
        place.write("own.toml", &LIST.replace("number = 3", "number = 4").replace(from, to));
        let error = place.refused("one.key");
        assert!(error.contains(said), "{said}: {error}");
        assert!(error.contains("the list that was there stays"), "{error}");
        assert_eq!(place.sent(), before);
    }
}

#[test]
fn a_number_that_is_not_higher_publishes_nothing() {
    let place = Place::new();
    place.publish("one.key", &[]);
    let before = place.sent();
    assert!(place.publish("one.key", &[]).starts_with("nothing new"));
    for (from, to) in [("number = 3", "number = 2"), ("Café", "Le café")] {
        place.write("own.toml", &LIST.replace(from, to));
        let error = place.refused("one.key");
        assert!(error.contains("3 is there") && error.contains("raise `number`"), "{error}");
        assert_eq!(place.sent(), before);
    }
    place.write("own.toml", &LIST.replace("number = 3", "number = 4"));
    assert!(place.publish("one.key", &[]).contains("number 4"));
    assert_ne!(place.sent(), before);
}

#[test]
fn another_key_publishes_only_when_that_is_meant() {
    let place = Place::new();
    place.publish("one.key", &[]);
    let before = place.sent();
    let error = place.refused("two.key");
    assert!(error.contains("--new-key") && error.contains("invite again"), "{error}");
    assert_eq!(place.sent(), before);
    place.publish("two.key", &["--new-key"]);
    assert!(OwnServices::open(&place.sent(), &public(0x22)).is_ok());
}

#[test]
fn what_is_missing_is_said() {
    let place = Place::new();
    assert!(place.refused("three.key").contains("openssl rand -hex 32"));
    place.write("three.key", "short");
    assert!(place.refused("three.key").contains("64 hexadecimal digits"));
    place.write("pack/manifest.json", "{}");
    assert!(place.refused("one.key").contains("no guide"));
    let place = Place::new();
    fs::remove_file(place.at("own.toml")).unwrap();
    assert!(place.refused("one.key").contains("own.toml cannot be read"));
    assert!(!Path::new(&place.at("data/organisation.bin")).exists());
}
