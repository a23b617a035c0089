//! What exists, held against what comes: a profile that is here is never lost to one that comes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use migraction_vault::arrival::{
    ImportDecision, LocalProfile, decide_import, is_kept_pending, may_replace_envelope,
    merge_pending,
};
use migraction_vault::profile::StretchParams;
use migraction_vault::{
    Code, Envelope, Keyring, PassphraseKey, ProfileId, ProfileKey, StretchCost,
};

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

const PROFILE: ProfileId = ProfileId([5; 16]);

/// A profile as a device keeps it, with the keys that a test looks at.
struct Made {
    envelope: Vec<u8>,
    keyring: Vec<u8>,
    key: ProfileKey,
    vaults: Keyring,
}

impl Made {
    fn local(&self) -> LocalProfile<'_> {
        LocalProfile { envelope: Some(&self.envelope), keyring: Some(&self.keyring) }
    }
}

fn make(seed: u64) -> Made {
    let mut random = rng(seed);
    let key = ProfileKey::make(&mut random);
    let params = StretchParams::make(StretchCost::FLOOR, &mut random);
    let passphrase = PassphraseKey::from_bytes([seed.to_le_bytes()[0]; 32]);
    let code = Code::make(&mut random);
    let envelope = Envelope::seal(PROFILE, &key, params, &passphrase, &code, &mut random).unwrap();
    let vaults = Keyring::make(&mut random);
    let keyring = vaults.seal(&key, PROFILE, &mut random).unwrap();
    Made { envelope: envelope.to_bytes(), keyring, key, vaults }
}

#[test]
fn a_profile_that_is_not_here_is_taken() {
    let came = make(1);
    let local = LocalProfile::default();
    assert_eq!(decide_import(&local, PROFILE, &came.key, &came.vaults), ImportDecision::Accept);
    assert!(!is_kept_pending(&local));
}

#[test]
fn an_old_file_of_the_same_profile_changes_neither_envelope_nor_vaults() {
    let own = make(1);
    let restored = decide_import(&own.local(), PROFILE, &own.key, &own.vaults);
    assert_eq!(restored, ImportDecision::KeepLocal(own.vaults.clone()));
}

#[test]
fn a_file_may_add_a_vault_and_the_own_one_stays_first() {
    let (own, other) = (make(1), make(2));
    let restored = decide_import(&own.local(), PROFILE, &own.key, &other.vaults);
    let ImportDecision::KeepLocal(keyring) = restored else { panic!("{restored:?}") };
    assert_eq!(keyring.vaults.first(), own.vaults.vaults.first());
    assert_eq!(keyring.vaults.len(), 2);
}

#[test]
fn a_file_by_somebody_who_knows_only_the_name_replaces_nothing() {
    let (own, forged) = (make(1), make(2));
    let restored = decide_import(&own.local(), PROFILE, &forged.key, &forged.vaults);
    assert_eq!(restored, ImportDecision::Refuse);
    assert!(is_kept_pending(&own.local()));
    assert!(!may_replace_envelope(&forged.key, PROFILE, &own.keyring));
    let (keyring, is_more) = merge_pending(own.vaults.clone(), PROFILE, &own.key, &forged.keyring);
    assert_eq!((keyring, is_more), (own.vaults, false));
}

#[test]
fn what_another_device_sent_adds_to_the_keyring_once_the_same_key_opens_it() {
    let (own, other) = (make(1), make(2));
    let sent = other.vaults.seal(&own.key, PROFILE, &mut rng(3)).unwrap();
    let (keyring, is_more) = merge_pending(own.vaults.clone(), PROFILE, &own.key, &sent);
    assert!(is_more && keyring.vaults.len() == 2);
    assert!(may_replace_envelope(&own.key, PROFILE, &own.keyring));
    let (_, is_more) = merge_pending(keyring, PROFILE, &own.key, &sent);
    assert!(!is_more);
}

#[test]
fn what_nobody_can_open_any_more_is_repaired_from_a_file() {
    let (own, cut) = (make(1), [b'M', b'G', b'P']);
    let lost = [
        LocalProfile { envelope: None, keyring: Some(&own.keyring) },
        LocalProfile { envelope: Some(&own.envelope), keyring: None },
        LocalProfile { envelope: Some(&own.envelope), keyring: Some(&[]) },
        LocalProfile { envelope: Some(&cut), keyring: Some(&own.keyring) },
    ];
    for local in &lost {
        assert_eq!(decide_import(local, PROFILE, &own.key, &own.vaults), ImportDecision::Accept);
    }
}

#[test]
fn what_a_newer_program_wrote_is_not_taken_for_damaged() {
    let own = make(1);
    let mut newer = own.envelope.clone();
    newer[3] = 2;
    let local = LocalProfile { envelope: Some(&newer), keyring: Some(&own.keyring) };
    assert!(!local.is_lost());
    let mut newer = own.keyring.clone();
    newer[0] = 2;
    let local = LocalProfile { envelope: Some(&own.envelope), keyring: Some(&newer) };
    let restored = decide_import(&local, PROFILE, &own.key, &own.vaults);
    assert_eq!(restored, ImportDecision::Refuse);
}
