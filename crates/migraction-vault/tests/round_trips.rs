//! What is sealed opens, with the right key and in its own place; anything else is refused and named.
#![allow(clippy::unwrap_used)]

use migraction_vault::export::{Contents, FileRecord, open_file, read_envelope, seal_file};
use migraction_vault::keyring::{Purpose, open_for_profile, seal_for_profile};
use migraction_vault::mailbox::{Mail, Mailbox};
use migraction_vault::profile::StretchParams;
use migraction_vault::{
    Code, Envelope, Keyring, Kind, OpenError, PassphraseKey, Place, ProfileId, ProfileKey,
    RecordId, SealError, StretchCost, VaultId, VaultKey, open_record, record, seal_record,
};
use proptest::prelude::*;

/// Chance that a test can repeat.
fn rng(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    move |bytes| {
        for byte in bytes {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = state.to_be_bytes()[0];
        }
    }
}

const PLACE: Place = Place { vault: VaultId([1; 16]), record: RecordId([2; 16]), version: 3 };

struct Made {
    envelope: Envelope,
    key: ProfileKey,
    code: Code,
    passphrase: PassphraseKey,
}

fn make(seed: u64) -> Made {
    let mut random = rng(seed);
    let profile = ProfileId::make(&mut random);
    let key = ProfileKey::make(&mut random);
    let code = Code::make(&mut random);
    let passphrase = PassphraseKey::from_bytes([7; 32]);
    let params = StretchParams::make(StretchCost::FLOOR, &mut random);
    let envelope = Envelope::seal(profile, &key, params, &passphrase, &code, &mut random).unwrap();
    Made { envelope, key, code, passphrase }
}

#[test]
fn passphrase_and_recovery_code_each_open_the_profile() {
    let made = make(1);
    let stored = Envelope::from_bytes(&made.envelope.to_bytes()).unwrap();
    assert_eq!(stored, made.envelope);
    assert_eq!(stored.open(&made.passphrase), Ok(made.key.clone()));
    assert_eq!(stored.recover(&made.code), Ok(made.key));
}

#[test]
fn a_wrong_passphrase_or_code_opens_nothing() {
    let made = make(1);
    assert_eq!(made.envelope.open(&PassphraseKey::from_bytes([8; 32])), Err(OpenError::Refused));
    assert_eq!(made.envelope.recover(&make(2).code), Err(OpenError::Refused));
}

#[test]
fn another_passphrase_wraps_the_same_key_and_keeps_the_recovery_code() {
    let made = make(1);
    let mut random = rng(9);
    let next = PassphraseKey::from_bytes([9; 32]);
    let params = StretchParams::make(StretchCost::LADDER[0], &mut random);
    let changed = made.envelope.with_passphrase(&made.key, params, &next, &mut random).unwrap();
    assert_eq!(changed.open(&next), Ok(made.key.clone()));
    assert_eq!(changed.open(&made.passphrase), Err(OpenError::Refused));
    assert_eq!(changed.recover(&made.code), Ok(made.key.clone()));

    let other = make(5).code;
    let changed = changed.with_recovery(&made.key, &other, &mut random).unwrap();
    assert_eq!(changed.recover(&other), Ok(made.key.clone()));
    assert_eq!(changed.recover(&made.code), Err(OpenError::Refused));
    assert_eq!(changed.open(&next), Ok(made.key));
}

#[test]
fn a_cost_is_raised_only_when_the_device_is_clearly_quicker() {
    let envelope = make(1).envelope;
    assert!(envelope.is_cheaper_than(&StretchCost::LADDER[0]));
    assert!(!envelope.is_cheaper_than(&StretchCost::FLOOR));
}

#[test]
fn every_changed_byte_of_an_envelope_is_noticed() {
    let made = make(1);
    let stored = made.envelope.to_bytes();
    for at in 0..stored.len() {
        let mut changed = stored.clone();
        changed[at] ^= 1;
        let opens = Envelope::from_bytes(&changed).and_then(|envelope| {
            let by_passphrase = envelope.open(&made.passphrase)?;
            let by_code = envelope.recover(&made.code)?;
            Ok((by_passphrase, by_code))
        });
        assert!(opens.is_err(), "byte {at}");
    }
    for length in 0..stored.len() {
        assert_eq!(Envelope::from_bytes(&stored[..length]), Err(OpenError::Damaged), "{length}");
    }
    let longer = [stored, vec![0]].concat();
    assert_eq!(Envelope::from_bytes(&longer), Err(OpenError::Damaged));
}

#[test]
fn a_newer_format_is_said_to_be_newer() {
    let made = make(1);
    let mut random = rng(3);
    let mut stored = made.envelope.to_bytes();
    stored[3] = 2;
    assert_eq!(Envelope::from_bytes(&stored), Err(OpenError::Newer(2)));

    let key = VaultKey::make(&mut random);
    let mut sealed = seal_record(&key, &PLACE, Kind::NOTE, b"x", &mut random).unwrap();
    sealed[0] = 9;
    assert_eq!(open_record(&key, &PLACE, &sealed), Err(OpenError::Newer(9)));
}

#[test]
fn a_record_opens_in_its_own_place_only() {
    let mut random = rng(4);
    let key = VaultKey::make(&mut random);
    let sealed = seal_record(&key, &PLACE, Kind::NOTE, b"K-27", &mut random).unwrap();
    assert_eq!(open_record(&key, &PLACE, &sealed).unwrap().body.as_slice(), b"K-27");
    for wrong in [
        Place { vault: VaultId([9; 16]), ..PLACE },
        Place { record: RecordId([9; 16]), ..PLACE },
        Place { version: 4, ..PLACE },
    ] {
        assert_eq!(open_record(&key, &wrong, &sealed), Err(OpenError::Refused), "{wrong:?}");
    }
    assert_eq!(open_record(&VaultKey::make(&mut random), &PLACE, &sealed), Err(OpenError::Refused));
}

#[test]
fn a_record_that_is_too_large_is_refused_before_sealing() {
    let key = VaultKey::make(&mut rng(1));
    let body = vec![0; record::MAX_BYTES + 1];
    assert_eq!(seal_record(&key, &PLACE, Kind::NOTE, &body, &mut rng(1)), Err(SealError::TooLarge));
    let body = &body[1..];
    let sealed = seal_record(&key, &PLACE, Kind::NOTE, body, &mut rng(1)).unwrap();
    assert_eq!(open_record(&key, &PLACE, &sealed).unwrap().body.as_slice(), body);
}

#[test]
fn a_second_device_receives_the_profile_and_still_needs_the_passphrase() {
    let made = make(1);
    let mut random = rng(6);
    let keyring = Keyring::make(&mut random);
    let profile = made.envelope.profile;
    let mail = Mail::Profile {
        envelope: made.envelope.to_bytes(),
        keyring: keyring.seal(&made.key, profile, &mut random).unwrap(),
        extra: b"Desk 1".to_vec(),
    };
    let code = Code::make(&mut random);
    let sealed = Mailbox::of(&code).seal(&mail, &mut random).unwrap();

    let typed = Code::parse(&code.text()).unwrap();
    let mailbox = Mailbox::of(&typed);
    assert_eq!(mailbox.id, Mailbox::of(&code).id);
    let Ok(Mail::Profile { envelope, keyring: sealed_ring, extra }) = mailbox.open(&sealed) else {
        panic!("another mail");
    };
    assert_eq!(extra, b"Desk 1");
    let key = Envelope::from_bytes(&envelope).unwrap().open(&made.passphrase).unwrap();
    assert_eq!(Keyring::open(&key, profile, &sealed_ring), Ok(keyring));

    let other = Mailbox::of(&Code::make(&mut random));
    assert_ne!(other.id, mailbox.id);
    assert_eq!(other.open(&sealed), Err(OpenError::Refused));
}

#[test]
fn a_colleague_receives_one_vault_and_nothing_else() {
    let mut random = rng(8);
    let mut shared = Keyring::make(&mut random).vaults.remove(0);
    shared.is_shared = true;
    let mailbox = Mailbox::of(&Code::make(&mut random));
    let mail = Mail::SharedVault { vault: shared.clone(), extra: Vec::new() };
    let sealed = mailbox.seal(&mail, &mut random).unwrap();
    assert_eq!(mailbox.open(&sealed), Ok(mail));

    let mut own = Keyring::make(&mut random);
    let added = Keyring { vaults: vec![shared.clone()] };
    assert!(own.add(added.clone()));
    assert!(!own.add(added));
    assert_eq!(own.vaults.len(), 2);
    assert_eq!(own.key(shared.id), Some(&shared.key));
}

#[test]
fn a_file_restores_a_profile_on_a_bare_device() {
    let made = make(1);
    let mut random = rng(7);
    let keyring = Keyring::make(&mut random);
    let own = &keyring.vaults[0];
    let place = Place { vault: own.id, ..PLACE };
    let sealed = seal_record(&own.key, &place, Kind::NOTE, b"planted text", &mut random).unwrap();
    let records = vec![FileRecord { place, sealed }];
    let contents = Contents { keyring: keyring.clone(), records, extra: b"Desk 1".to_vec() };
    let file = seal_file(&made.envelope, &made.key, &contents, &mut random).unwrap();
    assert!(!file.windows(7).any(|window| window == b"planted" || window == &b"Desk 1 "[..]));

    let key = read_envelope(&file).unwrap().recover(&made.code).unwrap();
    let opened = open_file(&key, &file).unwrap();
    assert_eq!(opened, contents);
    let record = &opened.records[0];
    let body = open_record(opened.keyring.key(place.vault).unwrap(), &record.place, &record.sealed)
        .unwrap();
    assert_eq!(body.body.as_slice(), b"planted text");

    assert!(matches!(open_file(&make(2).key, &file), Err(OpenError::Refused)));
    for cut in [0, 3, 100, 200, file.len() - 1] {
        assert!(open_file(&key, &file[..cut]).is_err(), "{cut}");
    }
}

#[cfg(feature = "stretch")]
#[test]
fn a_passphrase_is_stretched_with_its_salt_and_cost() {
    use migraction_vault::stretch::stretch;
    let key = |words: &[u8], salt, cost| stretch(words, &[salt; 16], cost).unwrap();
    let one = key(b"lampe verte sous la pluie", 1, StretchCost::FLOOR);
    assert_eq!(one, key(b"lampe verte sous la pluie", 1, StretchCost::FLOOR));
    assert_ne!(one, key(b"lampe verte sous la neige", 1, StretchCost::FLOOR));
    assert_ne!(one, key(b"lampe verte sous la pluie", 2, StretchCost::FLOOR));
    let below = StretchCost { passes: 1, ..StretchCost::FLOOR };
    assert!(stretch(b"lampe verte sous la pluie", &[1; 16], below).is_none());
}

proptest! {
    #[test]
    fn whatever_is_sealed_opens_again(body: Vec<u8>, kind: u8, version: u64, seed: u64) {
        let mut random = rng(seed);
        let key = VaultKey::make(&mut random);
        let place = Place { version, ..PLACE };
        let sealed = seal_record(&key, &place, Kind(kind), &body, &mut random).unwrap();
        let opened = open_record(&key, &place, &sealed).unwrap();
        prop_assert_eq!(opened.kind, Kind(kind));
        prop_assert_eq!(opened.body.as_slice(), body.as_slice());
    }

    #[test]
    fn a_changed_record_is_refused(body: Vec<u8>, at: prop::sample::Index, bit in 0_u8..8) {
        let mut random = rng(1);
        let key = VaultKey::make(&mut random);
        let mut sealed = seal_record(&key, &PLACE, Kind::NOTE, &body, &mut random).unwrap();
        let at = at.index(sealed.len());
        sealed[at] ^= 1 << bit;
        prop_assert!(open_record(&key, &PLACE, &sealed).is_err());
    }

    #[test]
    fn no_bytes_make_opening_panic(bytes: Vec<u8>) {
        let made = make(1);
        let key = VaultKey::make(&mut rng(1));
        prop_assert!(open_record(&key, &PLACE, &bytes).is_err());
        prop_assert!(Envelope::from_bytes(&bytes).is_err());
        prop_assert!(open_file(&made.key, &bytes).is_err());
        prop_assert!(Mailbox::of(&made.code).open(&bytes).is_err());
    }

    #[test]
    fn what_is_kept_for_a_profile_opens_for_its_purpose_only(bytes: Vec<u8>) {
        let made = make(1);
        let profile = made.envelope.profile;
        let sealed =
            seal_for_profile(&made.key, profile, Purpose::Access, &bytes, &mut rng(2)).unwrap();
        let opened = open_for_profile(&made.key, profile, Purpose::Access, &sealed).unwrap();
        prop_assert_eq!(opened.as_slice(), bytes.as_slice());
        let refused = open_for_profile(&made.key, profile, Purpose::Draft, &sealed);
        prop_assert_eq!(refused, Err(OpenError::Refused));
        let refused = open_for_profile(&made.key, ProfileId([0; 16]), Purpose::Access, &sealed);
        prop_assert_eq!(refused, Err(OpenError::Refused));
    }

    #[test]
    fn no_text_makes_reading_a_code_panic(text: String) {
        let _ = Code::parse(&text);
    }
}
