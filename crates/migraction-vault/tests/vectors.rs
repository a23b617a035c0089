//! The frozen formats, byte for byte. A line here changes only together with a decision on what becomes
//! of the devices and servers that hold the old form.
#![allow(clippy::unwrap_used)]

use migraction_vault::export::{Contents, FileRecord, open_file, seal_file};
use migraction_vault::mailbox::{Mail, Mailbox};
use migraction_vault::profile::StretchParams;
use migraction_vault::{
    Code, Envelope, Keyring, Kind, PassphraseKey, Place, ProfileId, ProfileKey, RecordId,
    StretchCost, VaultKey, open_record, seal_record,
};
use sha2::{Digest, Sha256};

/// 0, 1, 2, 3… for ever.
fn counting() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u8;
    move |bytes| {
        for byte in bytes {
            *byte = next;
            next = next.wrapping_add(1);
        }
    }
}

#[track_caller]
fn check(bytes: &[u8], start: &str, digest: &str) {
    assert!(hex::encode(bytes).starts_with(start), "{}", hex::encode(bytes));
    assert_eq!(hex::encode(Sha256::digest(bytes)), digest);
}

#[test]
fn the_code() {
    let code = Code::make(&mut counting());
    assert_eq!(code.text().as_str(), "0123456W-789ABCDG-EFGHJKMY-NPQRSTV1");
}

#[test]
fn the_envelope() {
    let mut random = counting();
    let profile = ProfileId::make(&mut random);
    let key = ProfileKey::make(&mut random);
    let code = Code::make(&mut random);
    let params = StretchParams::make(StretchCost::FLOOR, &mut random);
    let passphrase = PassphraseKey::from_bytes([1; 32]);
    let envelope = Envelope::seal(profile, &key, params, &passphrase, &code, &mut random).unwrap();
    let start = "4d475001000102030405060708090a0b0c0d0e0f004c00000200000001000000";
    check(
        &envelope.to_bytes(),
        start,
        "ae1b0983cedb64e86a7ab1fb3852bed09195b19cb18aa894c4a4603a9e812a63",
    );
    let keyring = Keyring::make(&mut random);
    check(
        &keyring.seal(&key, profile, &mut random).unwrap(),
        "01",
        "13aca64f97d9f263ec5dd998d9f5c9a21567e4a9ce31632dab6be8094865cf19",
    );
}

#[test]
fn a_record() {
    let mut random = counting();
    let key = VaultKey::make(&mut random);
    let vault = Keyring::make(&mut random).vaults[0].id;
    let place = Place { vault, record: RecordId::make(&mut random), version: 7 };
    let body = b"a note a note a note a note a note a note";
    let sealed = seal_record(&key, &place, Kind::NOTE, body, &mut random).unwrap();
    assert_eq!(sealed.len(), 1 + 24 + 1024 + 16);
    check(&sealed, "01", "d06aff19f916ba3270dac09d0fd25c421b0014056161b71c5ad9b50f9713d248");
    assert_eq!(open_record(&key, &place, &sealed).unwrap().body.as_slice(), body);
    assert_eq!(key.derive_record_id(b"words").to_string(), "81fac7a863ca7e871e0d0bc7ccbde5d8");
}

#[test]
fn a_mailbox() {
    let mut random = counting();
    let mailbox = Mailbox::of(&Code::make(&mut random));
    assert_eq!(hex::encode(mailbox.id), "0c37b43d812a5c50bdbbd5ea054626c9");
    let mail = Mail::Profile { envelope: vec![1], keyring: vec![2], extra: vec![3] };
    check(
        &mailbox.seal(&mail, &mut random).unwrap(),
        "01",
        "b74f1a2f7004e4027ed74ac3640a545e7ebb100195a6c6d988f6d58168b4299d",
    );
}

#[test]
fn a_file() {
    let mut random = counting();
    let profile = ProfileId::make(&mut random);
    let key = ProfileKey::make(&mut random);
    let code = Code::make(&mut random);
    let params = StretchParams::make(StretchCost::FLOOR, &mut random);
    let passphrase = PassphraseKey::from_bytes([1; 32]);
    let envelope = Envelope::seal(profile, &key, params, &passphrase, &code, &mut random).unwrap();
    let keyring = Keyring::make(&mut random);
    let place = Place { vault: keyring.vaults[0].id, record: RecordId([5; 16]), version: 1 };
    let records = vec![FileRecord { place, sealed: vec![1, 2, 3] }];
    let contents = Contents { keyring, records, extra: vec![4] };
    let file = seal_file(&envelope, &key, &contents, &mut random).unwrap();
    check(&file, "4d475801", "ccfd9558883472b3098ca5bc071c8b06401d75b4cabdaf57327a7beffaca8d59");
    assert_eq!(open_file(&key, &file), Ok(contents));
}

#[cfg(feature = "stretch")]
#[test]
fn params() {
    let key = migraction_vault::stretch::stretch(
        b"correct horse battery staple",
        &[1; 16],
        StretchCost::FLOOR,
    );
    assert_eq!(
        hex::encode(key.unwrap().as_slice()),
        "eb641d1b946edf14c62d7dca0578e4dc9236cb4aaf2bfe103e9751bc8ac66242"
    );
}
