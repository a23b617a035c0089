//! Profiles: one per worker, several on one device, each sealed apart.

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_notes::{date_text, read_date};
use migraction_vault::arrival::Here;
use migraction_vault::profile::Stretching;
use migraction_vault::{Code, Envelope, Estimate, Keyring, ProfileId, ProfileKey, StretchCost};

use super::names::{ENVELOPE, KEYRING, LABEL, OPENED};
use super::{NotesStore, with_open};
use crate::browser::database::StorageError;
use crate::browser::settings::{self, Setting};
use crate::browser::strength::{self, EstimateFailed};
use crate::browser::stretch::{Stretched, stretch};
use crate::browser::vault_store::{self, Store, Write};
use crate::browser::{chance, page, spawn, writer};

/// What a passphrase may cost at unlocking, in milliseconds, on the device that made the profile.
const ALLOWED_MILLISECONDS: u64 = 1000;

/// The app's name, which many put into a passphrase for it.
const OWN_NAME: &str = "migraction";

/// A profile as the list of profiles shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name in the storage.
    pub id: ProfileId,
    /// How it is called here: chosen freely, no name of a person is asked for.
    pub label: String,
    /// The day on which it was last unlocked.
    pub opened: Option<CivilDate>,
}

/// Why a profile could not be made or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileTrouble {
    /// The passphrase is too easy to guess.
    Weak,
    /// It could not be stretched: memory is short.
    NoMemory,
    /// There is no room on the device.
    Full,
    /// The storage refuses.
    Storage,
    /// The profile is locked.
    Locked,
    /// The present passphrase is another one.
    WrongNow,
    /// Another tab has notes open.
    OtherTab,
    /// A profile of this name is here and stays.
    IsHere,
}

impl From<StorageError> for ProfileTrouble {
    fn from(error: StorageError) -> Self {
        if error == StorageError::Full { Self::Full } else { Self::Storage }
    }
}

impl NotesStore {
    /// Reads the profiles of this device.
    pub async fn load_profiles(self) {
        let all = match vault_store::load_all(Store::Profiles, "").await {
            Ok(all) => all,
            Err(_) => {
                self.refused.set(true);
                self.profiles.set(Some(Vec::new()));
                return;
            }
        };
        let mut profiles: Vec<Profile> = Vec::new();
        for (name, bytes) in all {
            let Some((id, part)) = name.split_once('/') else { continue };
            let Some(id) = ProfileId::parse(id) else { continue };
            // Parts of one profile stand side by side.
            if profiles.last().is_none_or(|last| last.id != id) {
                profiles.push(Profile { id, label: String::new(), opened: None });
            }
            let Some(profile) = profiles.last_mut() else { continue };
            let text = || String::from_utf8_lossy(&bytes).into_owned();
            match part {
                LABEL => profile.label = text(),
                OPENED => profile.opened = read_date(&text()),
                _ => {}
            }
        }
        let is_empty = profiles.is_empty();
        // A small setting outlives the database in most browsers: then this is no first visit.
        self.wiped.set(is_empty && settings::load(Setting::NotesHere).is_some());
        if !is_empty {
            settings::save(Setting::NotesHere, Some("1"));
        }
        profiles.sort_by(|a, b| b.opened.cmp(&a.opened).then_with(|| a.label.cmp(&b.label)));
        self.profiles.set(Some(profiles));
    }

    /// Makes a profile. It is kept only once the recovery code was proven: [`NewProfile::keep`].
    ///
    /// # Errors
    /// A [`ProfileTrouble`].
    pub async fn make_profile(
        self,
        label: &str,
        passphrase: &str,
    ) -> Result<NewProfile, ProfileTrouble> {
        check(passphrase, label).await?;
        let profile = ProfileId::make(&mut chance::fill);
        let key = ProfileKey::make(&mut chance::fill);
        let code = Code::make(&mut chance::fill);
        let (stretching, stretched) = stretch_new(passphrase).await?;
        let envelope =
            Envelope::seal(profile, &key, stretching, &stretched.key, &code, &mut chance::fill);
        let keyring = Keyring::make(&mut chance::fill).seal(&key, profile, &mut chance::fill);
        let (Ok(envelope), Ok(keyring)) = (envelope, keyring) else {
            return Err(ProfileTrouble::NoMemory);
        };
        Ok(NewProfile { label: label.trim().to_owned(), envelope, keyring, code })
    }

    /// Whether the unlocked profile was opened without its passphrase, so that another one may be set without it.
    #[must_use]
    pub fn is_open_by_code(self) -> bool {
        with_open(|open| open.secrets.as_ref().is_some_and(|secrets| secrets.by_code)) == Some(true)
    }

    /// Puts another passphrase in place of the present one, which is asked for. No note is sealed anew.
    ///
    /// # Errors
    /// A [`ProfileTrouble`].
    pub async fn change_passphrase(self, now: &str, next: &str) -> Result<(), ProfileTrouble> {
        prove(now).await?;
        self.set_passphrase(next).await
    }

    /// Sets a passphrase after the recovery code or a file opened the profile.
    ///
    /// # Errors
    /// A [`ProfileTrouble`].
    pub async fn replace_passphrase(self, next: &str) -> Result<(), ProfileTrouble> {
        if !self.is_open_by_code() {
            return Err(ProfileTrouble::Locked);
        }
        self.set_passphrase(next).await
    }

    async fn set_passphrase(self, passphrase: &str) -> Result<(), ProfileTrouble> {
        let label = with_open(|open| open.label.clone()).ok_or(ProfileTrouble::Locked)?;
        check(passphrase, &label).await?;
        let (stretching, stretched) = stretch_new(passphrase).await?;
        rewrap(stretching, &stretched, None).await?;
        with_open(|open| {
            if let Some(secrets) = &mut open.secrets {
                secrets.by_code = false;
            }
        });
        Ok(())
    }

    /// Makes another recovery code, once the present passphrase was typed. It is kept only once it was proven:
    /// [`NewCode::keep`].
    ///
    /// # Errors
    /// A [`ProfileTrouble`].
    pub async fn make_code(self, now: &str) -> Result<NewCode, ProfileTrouble> {
        prove(now).await?;
        let profile = with_open(|open| open.profile).ok_or(ProfileTrouble::Locked)?;
        Ok(NewCode { profile, code: Code::make(&mut chance::fill) })
    }
}

/// Judges a new passphrase of a profile with this name.
///
/// # Errors
/// [`EstimateFailed`]: then it is not taken.
pub async fn judge(passphrase: &str, label: &str) -> Result<Estimate, EstimateFailed> {
    let mut own: Vec<&str> = label.split_whitespace().collect();
    own.extend([label, OWN_NAME]);
    strength::estimate(passphrase, &own).await
}

async fn check(passphrase: &str, label: &str) -> Result<(), ProfileTrouble> {
    match judge(passphrase, label).await {
        Ok(estimate) if estimate.strength().is_accepted() => Ok(()),
        Ok(_) => Err(ProfileTrouble::Weak),
        Err(EstimateFailed) => Err(ProfileTrouble::NoMemory),
    }
}

/// Whether this is the passphrase of the unlocked profile.
async fn prove(passphrase: &str) -> Result<(), ProfileTrouble> {
    let envelope = with_open(|open| Some(open.secrets.as_ref()?.envelope.clone())).flatten();
    let envelope = envelope.ok_or(ProfileTrouble::Locked)?;
    let stretched = stretch(passphrase, &envelope.salt, envelope.cost).await;
    let stretched = stretched.map_err(|_| ProfileTrouble::NoMemory)?;
    envelope.open(&stretched.key).map(|_| ()).map_err(|_| ProfileTrouble::WrongNow)
}

/// Wraps the key of the unlocked profile with a stretched passphrase, and keeps the envelope; where `before` is given, only
/// if that is still the present one.
pub(super) async fn rewrap(
    stretching: Stretching,
    stretched: &Stretched,
    before: Option<&Envelope>,
) -> Result<(), ProfileTrouble> {
    let envelope = with_open(|open| {
        let secrets = open.secrets.as_mut()?;
        if before.is_some_and(|before| *before != secrets.envelope) {
            return None;
        }
        let next = secrets.envelope.with_passphrase(
            &secrets.key,
            stretching,
            &stretched.key,
            &mut chance::fill,
        );
        next.ok()
    });
    keep_envelope(envelope.flatten().ok_or(ProfileTrouble::Locked)?).await
}

/// Keeps another envelope of the unlocked profile.
async fn keep_envelope(envelope: Envelope) -> Result<(), ProfileTrouble> {
    let name = format!("{}/{ENVELOPE}", envelope.profile);
    vault_store::commit(&[Write::put(Store::Profiles, name, envelope.to_bytes())]).await?;
    with_open(|open| {
        if let Some(secrets) = &mut open.secrets {
            secrets.envelope = envelope;
        }
    });
    Ok(())
}

/// Measures the device with the floor, then stretches at what it can bear.
async fn stretch_new(passphrase: &str) -> Result<(Stretching, Stretched), ProfileTrouble> {
    let stretching = Stretching::make(StretchCost::FLOOR, &mut chance::fill);
    let at_floor = stretch(passphrase, &stretching.salt, stretching.cost)
        .await
        .map_err(|_| ProfileTrouble::NoMemory)?;
    let cost = StretchCost::measured(at_floor.took, ALLOWED_MILLISECONDS);
    if cost == stretching.cost {
        return Ok((stretching, at_floor));
    }
    let higher = Stretching { cost, ..stretching };
    match stretch(passphrase, &higher.salt, cost).await {
        Ok(stretched) => Ok((higher, stretched)),
        Err(_) => Ok((stretching, at_floor)),
    }
}

/// What the device could bear, when stretching at `cost` took this long.
pub(super) fn measured(cost: StretchCost, took: u64) -> StretchCost {
    let at_floor = took.saturating_mul(StretchCost::FLOOR.work()) / cost.work().max(1);
    StretchCost::measured(at_floor, ALLOWED_MILLISECONDS)
}

/// A profile that waits for the proof of its recovery code.
#[derive(Debug)]
pub struct NewProfile {
    label: String,
    envelope: Envelope,
    keyring: Vec<u8>,
    /// Shown once, to be written down.
    pub code: Code,
}

impl NewProfile {
    /// Keeps the profile on the device.
    ///
    /// # Errors
    /// A [`ProfileTrouble`].
    pub async fn keep(&self) -> Result<ProfileId, ProfileTrouble> {
        keep_profile(&self.label, &self.envelope, self.keyring.clone(), Vec::new()).await?;
        Ok(self.envelope.profile)
    }
}

/// Another recovery code, which waits for its proof.
#[derive(Debug)]
pub struct NewCode {
    profile: ProfileId,
    /// Shown once, to be written down.
    pub code: Code,
}

impl NewCode {
    /// Puts it in place of the present one, which then opens nothing any more here.
    ///
    /// # Errors
    /// A [`ProfileTrouble`].
    pub async fn keep(&self) -> Result<(), ProfileTrouble> {
        let envelope = with_open(|open| {
            let is_same = open.profile == self.profile;
            let secrets = open.secrets.as_ref().filter(|_| is_same)?;
            secrets.envelope.with_recovery(&secrets.key, &self.code, &mut chance::fill).ok()
        });
        keep_envelope(envelope.flatten().ok_or(ProfileTrouble::Locked)?).await
    }
}

/// What is kept of a profile here, as far as it decides what may take its place. It belongs to this tab from then on.
#[derive(Debug, Default)]
pub(super) struct Stored {
    envelope: Option<Vec<u8>>,
    keyring: Option<Vec<u8>>,
}

impl Stored {
    pub(super) async fn load(id: ProfileId) -> Result<Self, ProfileTrouble> {
        if !writer::take().await {
            return Err(ProfileTrouble::OtherTab);
        }
        let prefix = id.to_string();
        let mut stored = Self::default();
        for (name, bytes) in vault_store::load_all(Store::Profiles, &prefix).await? {
            match name.split_once('/').map(|(_, part)| part) {
                Some(ENVELOPE) => stored.envelope = Some(bytes),
                Some(KEYRING) => stored.keyring = Some(bytes),
                _ => {}
            }
        }
        Ok(stored)
    }

    pub(super) fn here(&self) -> Here<'_> {
        Here { envelope: self.envelope.as_deref(), keyring: self.keyring.as_deref() }
    }
}

/// Lets other tabs write again, where nothing is open in this one.
pub(super) fn let_go() {
    if with_open(|_| ()).is_none() {
        writer::release();
    }
}

/// Writes a profile to the device, in one transaction with what else comes with it; never over one that is here.
pub(super) async fn keep_profile(
    label: &str,
    envelope: &Envelope,
    keyring: Vec<u8>,
    mut more: Vec<Write>,
) -> Result<(), ProfileTrouble> {
    let id = envelope.profile;
    if !Stored::load(id).await?.here().is_lost() {
        return Err(ProfileTrouble::IsHere);
    }
    let part = |name: &str, bytes| Write::put(Store::Profiles, format!("{id}/{name}"), bytes);
    more.push(part(ENVELOPE, envelope.to_bytes()));
    more.push(part(KEYRING, keyring));
    more.push(part(LABEL, label.as_bytes().to_vec()));
    vault_store::commit(&more).await?;
    // Firefox asks the person and answers when they have: nothing waits for that.
    spawn(page::ask_to_persist());
    settings::save(Setting::NotesHere, Some("1"));
    Ok(())
}

/// The day of an unlocking, as a write.
pub(super) fn opened_today(id: ProfileId, today: CivilDate) -> Write {
    Write::put(Store::Profiles, format!("{id}/{OPENED}"), date_text(today).into_bytes())
}
