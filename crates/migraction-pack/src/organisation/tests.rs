#![allow(clippy::unwrap_used)]

use migraction_core::facts::Confidence;
use migraction_core::guide::{ReportsStatus, Service};

use super::{HEAD, LARGEST, OrganisationError, OwnService, OwnServices, OwnWords};
use crate::manifest::{PublicKey, SecretKey};

fn keys(seed: u8) -> (SecretKey, PublicKey) {
    let secret = SecretKey::from_bytes(&[seed; 32]);
    let public = PublicKey::from_hex(&secret.public_hex()).unwrap();
    (secret, public)
}

fn list(number: u64) -> OwnServices {
    let service = Service {
        id: "xx-own-cafe".into(),
        country: "xx".into(),
        name: "Café".into(),
        kinds: vec!["health".into()],
        for_whom: vec![],
        regions: vec![],
        town: None,
        phone: Some("+32 4 232 40 30".into()),
        shown_as: None,
        url: Some("https://example.org/".into()),
        reports_status: ReportsStatus::No,
        confidence: Confidence::High,
        uncertain: false,
        sources: vec![],
        checked_on: "2026-11-23".parse().unwrap(),
        review_by: "2027-02-23".parse().unwrap(),
    };
    let words = |language: &str| OwnWords {
        language: language.into(),
        what: ["in ", language].concat(),
        hours: None,
    };
    let words = vec![words("fr"), words("en")];
    let services = vec![OwnService { service, words }];
    OwnServices { organisation: "Here".into(), number, services }
}

#[test]
fn a_list_is_read_as_it_was_signed_and_always_the_same_bytes() {
    let (secret, public) = keys(1);
    let sent = list(3).sign(&secret).unwrap();
    assert_eq!(OwnServices::open(&sent, &public), Ok(list(3)));
    assert_eq!(list(3).sign(&secret).unwrap(), sent);
    assert_eq!(sent[..5], *b"mgos\x01");
    assert_eq!(sent.len() - HEAD, usize::from(sent[5]) + 256 * usize::from(sent[6]));
}

#[test]
fn another_key_opens_nothing() {
    let sent = list(3).sign(&keys(1).0).unwrap();
    assert_eq!(OwnServices::open(&sent, &keys(2).1), Err(OrganisationError::Signature));
}

#[test]
fn each_changed_byte_and_each_torn_end_is_seen() {
    let (secret, public) = keys(1);
    let sent = list(3).sign(&secret).unwrap();
    for end in 0..sent.len() {
        assert_eq!(
            OwnServices::open(&sent[..end], &public),
            Err(OrganisationError::Torn),
            "cut at {end}"
        );
    }
    for at in 0..sent.len() {
        let mut changed = sent.clone();
        changed[at] ^= 1;
        assert!(OwnServices::open(&changed, &public).is_err(), "byte {at}");
    }
    assert_eq!(OwnServices::open(b"<!doctype html>", &public), Err(OrganisationError::Torn));
    let mut newer = sent.clone();
    newer[4] = 2;
    assert_eq!(OwnServices::open(&newer, &public), Err(OrganisationError::Schema(2)));
}

#[test]
fn a_signature_of_the_guide_or_of_anything_else_serves_no_list() {
    let (secret, public) = keys(1);
    let mut sent = list(3).sign(&secret).unwrap();
    let foreign = secret.sign(b"migraction pack manifest 1\n", &sent[HEAD..]);
    sent[HEAD - 64..HEAD].copy_from_slice(&foreign);
    assert_eq!(OwnServices::open(&sent, &public), Err(OrganisationError::Signature));
}

#[test]
fn only_a_higher_number_replaces_what_is_there() {
    assert_eq!(list(3).replaces(None), Ok(true));
    assert_eq!(list(4).replaces(Some(&list(3))), Ok(true));
    assert_eq!(list(3).replaces(Some(&list(3))), Ok(false));
    let older = Err(OrganisationError::NotNewer { offered: 2, kept: 3 });
    assert_eq!(list(2).replaces(Some(&list(3))), older);
    let mut other = list(3);
    other.services.clear();
    let same = Err(OrganisationError::NotNewer { offered: 3, kept: 3 });
    assert_eq!(other.replaces(Some(&list(3))), same);
}

#[test]
fn a_signed_list_still_cannot_lead_astray() {
    let (secret, public) = keys(1);
    let changes: [fn(&mut Service); 6] = [
        |service| service.id = "xx-emergency".into(),
        |service| service.id = "yy-own-cafe".into(),
        |service| service.id = "xx-own-../".into(),
        |service| service.url = Some("javascript:alert(1)".into()),
        |service| service.url = Some("http://example.org/".into()),
        |service| service.phone = Some("+32;ext=1".into()),
    ];
    for (at, change) in changes.into_iter().enumerate() {
        let mut list = list(3);
        change(&mut list.services[0].service);
        let sent = list.sign(&secret).unwrap();
        assert_eq!(
            OwnServices::open(&sent, &public),
            Err(OrganisationError::Malformed),
            "change {at}"
        );
    }
    let mut large = list(3);
    large.organisation = "x".repeat(LARGEST);
    let sent = large.sign(&secret).unwrap();
    assert_eq!(OwnServices::open(&sent, &public), Err(OrganisationError::Torn));
}

#[test]
fn words_come_in_the_readers_language_or_in_the_first() {
    let list = list(3);
    let own = list.get(&"xx-own-cafe".into()).unwrap();
    assert_eq!(own.words_in("en").unwrap().what, "in en");
    assert_eq!(own.words_in("it").unwrap().what, "in fr");
    assert!(list.get(&"xx-cafe".into()).is_none());
}
