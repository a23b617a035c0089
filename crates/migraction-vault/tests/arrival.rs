//! What exists, held against what comes: a profile that is here is never lost to one that comes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use migraction_vault::arrival::{
    Here, Restored, is_put_beside, judge_restored, may_replace, with_beside,
};
use migraction_vault::profile::Stretching;
use migraction_vault::{
    Code, Envelope, Keyring, PassphraseKey, ProfileId, ProfileKey, StretchCost,
};

/// Chance that a test can repeat.
fn chance(seed: u64) -> impl FnMut(&mut [u8]) {
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
    fn here(&self) -> Here<'_> {
        Here { envelope: Some(&self.envelope), keyring: Some(&self.keyring) }
    }
}

fn make(seed: u64) -> Made {
    let mut random = chance(seed);
    let key = ProfileKey::make(&mut random);
    let stretching = Stretching::make(StretchCost::FLOOR, &mut random);
    let passphrase = PassphraseKey::from_bytes([seed.to_le_bytes()[0]; 32]);
    let code = Code::make(&mut random);
    let envelope =
        Envelope::seal(PROFILE, &key, stretching, &passphrase, &code, &mut random).unwrap();
    let vaults = Keyring::make(&mut random);
    let keyring = vaults.seal(&key, PROFILE, &mut random).unwrap();
    Made { envelope: envelope.to_bytes(), keyring, key, vaults }
}

#[test]
fn a_profile_that_is_not_here_is_taken() {
    let came = make(1);
    let here = Here::default();
    assert_eq!(judge_restored(&here, PROFILE, &came.key, &came.vaults), Restored::Taken);
    assert!(!is_put_beside(&here));
}

#[test]
fn an_old_file_of_the_same_profile_changes_neither_envelope_nor_vaults() {
    let own = make(1);
    let restored = judge_restored(&own.here(), PROFILE, &own.key, &own.vaults);
    assert_eq!(restored, Restored::Stays(own.vaults.clone()));
}

#[test]
fn a_file_may_add_a_vault_and_the_own_one_stays_first() {
    let (own, other) = (make(1), make(2));
    let restored = judge_restored(&own.here(), PROFILE, &own.key, &other.vaults);
    let Restored::Stays(keyring) = restored else { panic!("{restored:?}") };
    assert_eq!(keyring.vaults.first(), own.vaults.vaults.first());
    assert_eq!(keyring.vaults.len(), 2);
}

#[test]
fn a_file_by_somebody_who_knows_only_the_name_replaces_nothing() {
    let (own, forged) = (make(1), make(2));
    let restored = judge_restored(&own.here(), PROFILE, &forged.key, &forged.vaults);
    assert_eq!(restored, Restored::Refused);
    assert!(is_put_beside(&own.here()));
    assert!(!may_replace(&forged.key, PROFILE, &own.keyring));
    let (keyring, is_more) = with_beside(own.vaults.clone(), PROFILE, &own.key, &forged.keyring);
    assert_eq!((keyring, is_more), (own.vaults, false));
}

#[test]
fn what_another_device_sent_adds_to_the_keyring_once_the_same_key_opens_it() {
    let (own, other) = (make(1), make(2));
    let sent = other.vaults.seal(&own.key, PROFILE, &mut chance(3)).unwrap();
    let (keyring, is_more) = with_beside(own.vaults.clone(), PROFILE, &own.key, &sent);
    assert!(is_more && keyring.vaults.len() == 2);
    assert!(may_replace(&own.key, PROFILE, &own.keyring));
    let (_, is_more) = with_beside(keyring, PROFILE, &own.key, &sent);
    assert!(!is_more);
}

#[test]
fn what_nobody_can_open_any_more_is_repaired_from_a_file() {
    let (own, cut) = (make(1), [b'M', b'G', b'P']);
    let lost = [
        Here { envelope: None, keyring: Some(&own.keyring) },
        Here { envelope: Some(&own.envelope), keyring: None },
        Here { envelope: Some(&own.envelope), keyring: Some(&[]) },
        Here { envelope: Some(&cut), keyring: Some(&own.keyring) },
    ];
    for here in &lost {
        assert_eq!(judge_restored(here, PROFILE, &own.key, &own.vaults), Restored::Taken);
    }
}

#[test]
fn what_a_newer_program_wrote_is_not_taken_for_damaged() {
    let own = make(1);
    let mut newer = own.envelope.clone();
    newer[3] = 2;
    let here = Here { envelope: Some(&newer), keyring: Some(&own.keyring) };
    assert!(!here.is_lost());
    let mut newer = own.keyring.clone();
    newer[0] = 2;
    let here = Here { envelope: Some(&own.envelope), keyring: Some(&newer) };
    let restored = judge_restored(&here, PROFILE, &own.key, &own.vaults);
    assert_eq!(restored, Restored::Refused);
}
