//! Profiles: one per worker, several per device, each with its own keys.

use migraction_core::CivilDate;
use migraction_notes::read_date;
use migraction_vault::arrival::LocalProfile;
use migraction_vault::profile::StretchParams;
use migraction_vault::{
    Code, Envelope, Estimate, Keyring, PassphraseKey, ProfileId, ProfileKey, Random, SealError,
    StretchCost,
};

use crate::device::Device;
use crate::host::{EstimateFailed, Host, Notice, Stretched};
use crate::ids::{ACCESS, ENVELOPE, KEYRING, LABEL, OPENED};
use crate::sealed::Sealed;
use crate::storage::{Storage, StorageError, Store, Write};

/// Target time of stretching a passphrase on the device that creates the profile.
const MAX_UNLOCK_MS: u64 = 1000;

/// The name of the app, which many people put into its passphrase.
const OWN_NAME: &str = "migraction";

/// A profile as the list of profiles shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The profile id.
    pub id: ProfileId,
    /// The label: chosen freely, no name of a person is asked for.
    pub label: String,
    /// The day on which it was last unlocked.
    pub opened: Option<CivilDate>,
}

/// Why a profile could not be made or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileError {
    /// The passphrase is too easy to guess.
    Weak,
    /// Out of memory while stretching.
    NoMemory,
    /// The storage is full.
    Full,
    /// The storage failed.
    Storage,
    /// The profile is locked.
    Locked,
    /// The current passphrase is wrong.
    WrongPassphrase,
    /// Another page has notes open.
    OtherTab,
    /// The device has a profile with this id, which stays.
    AlreadyExists,
}

impl From<StorageError> for ProfileError {
    fn from(error: StorageError) -> Self {
        if error == StorageError::Full { Self::Full } else { Self::Storage }
    }
}

/// A new profile, until the person has proved that the recovery code was written down.
#[derive(Debug)]
pub struct NewProfile {
    label: String,
    envelope: Envelope,
    keyring: Sealed,
    /// Shown once, to be written down.
    pub code: Code,
}

impl NewProfile {
    /// Seals a new profile. Pure: the passphrase was stretched before.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] if the keyring exceeds the limit of the cipher.
    pub fn seal(
        label: &str,
        (key, keyring): (&ProfileKey, &Keyring),
        (params, passphrase): (StretchParams, &PassphraseKey),
        id: ProfileId,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        let code = Code::make(random);
        let envelope = Envelope::seal(id, key, params, passphrase, &code, random)?;
        let keyring = Sealed::keyring(keyring, key, id, random)?;
        Ok(Self { label: label.trim().to_owned(), envelope, keyring, code })
    }

    /// The profile id.
    #[must_use]
    pub fn id(&self) -> ProfileId {
        self.envelope.profile
    }
}

/// A new recovery code, until the person has proved that it was written down.
#[derive(Debug)]
pub struct NewCode {
    profile: ProfileId,
    /// Shown once, to be written down.
    pub code: Code,
}

/// The stored parts of a profile that decide whether it may be replaced.
#[derive(Debug, Default)]
pub struct StoredProfile {
    envelope: Option<Vec<u8>>,
    keyring: Option<Vec<u8>>,
}

impl StoredProfile {
    pub fn local(&self) -> LocalProfile<'_> {
        LocalProfile { envelope: self.envelope.as_deref(), keyring: self.keyring.as_deref() }
    }
}

impl<H: Host> Device<H> {
    /// The profiles of this device, the most recently unlocked first.
    ///
    /// # Errors
    /// [`StorageError`] if the storage does not read.
    pub async fn profiles(&self) -> Result<Vec<Profile>, StorageError> {
        Ok(profiles_of(self.storage().load_all(Store::Profiles, "").await?))
    }

    /// Creates a profile. It is stored by [`Self::save_profile`], once the recovery code was proved.
    ///
    /// # Errors
    /// [`ProfileError::Weak`] if the passphrase is too weak, [`ProfileError::NoMemory`] if it cannot be estimated or stretched.
    pub async fn make_profile(
        &self,
        label: &str,
        passphrase: &str,
    ) -> Result<NewProfile, ProfileError> {
        self.check_strength(passphrase, label).await?;
        let random = &mut self.rng();
        let (id, key) = (ProfileId::make(random), ProfileKey::make(random));
        let keyring = Keyring::make(random);
        let (params, stretched) = self.stretch_new(passphrase).await?;
        let stretched = (params, &stretched.key);
        NewProfile::seal(label, (&key, &keyring), stretched, id, random)
            .map_err(|_| ProfileError::NoMemory)
    }

    /// Stores a new profile and acquires the write lock.
    ///
    /// # Errors
    /// [`ProfileError::OtherTab`] if another page has notes open, [`ProfileError::AlreadyExists`] if the device has a profile
    /// with this id, and [`ProfileError::Full`] or [`ProfileError::Storage`] if it cannot be stored.
    pub async fn save_profile(&self, new: &NewProfile) -> Result<ProfileId, ProfileError> {
        let NewProfile { label, envelope, keyring, .. } = new;
        self.write_profile(label, envelope, keyring.clone(), None).await?;
        Ok(envelope.profile)
    }

    /// Whether the unlocked profile was opened without its passphrase, so that another one may be set without it.
    #[must_use]
    pub fn is_open_by_code(&self) -> bool {
        let by_code = |secrets: &crate::session::Secrets| secrets.by_code;
        self.with(|session| session.secrets.as_ref().is_some_and(by_code)) == Some(true)
    }

    /// Changes the passphrase. No note is re-encrypted.
    ///
    /// # Errors
    /// [`ProfileError::WrongPassphrase`] if `now` is not the current one, [`ProfileError::Locked`] if the profile is locked,
    /// [`ProfileError::Weak`] if `next` is too weak, [`ProfileError::NoMemory`], and [`ProfileError::Full`] or
    /// [`ProfileError::Storage`] if the envelope cannot be stored.
    pub async fn change_passphrase(&self, now: &str, next: &str) -> Result<(), ProfileError> {
        self.verify_passphrase(now).await?;
        self.set_passphrase(next).await
    }

    /// Sets a passphrase after the profile was unlocked by the recovery code or a file.
    ///
    /// # Errors
    /// [`ProfileError::Locked`] if it was unlocked otherwise or is locked; else as [`Self::change_passphrase`].
    pub async fn replace_passphrase(&self, next: &str) -> Result<(), ProfileError> {
        if !self.is_open_by_code() {
            return Err(ProfileError::Locked);
        }
        self.set_passphrase(next).await
    }

    async fn set_passphrase(&self, passphrase: &str) -> Result<(), ProfileError> {
        let label = self.with(|session| session.label.clone()).ok_or(ProfileError::Locked)?;
        self.check_strength(passphrase, &label).await?;
        let (params, stretched) = self.stretch_new(passphrase).await?;
        self.rewrap(params, &stretched, None).await?;
        self.with(|session| {
            if let Some(secrets) = &mut session.secrets {
                secrets.by_code = false;
            }
        });
        Ok(())
    }

    /// Generates another recovery code. It is stored by [`Self::save_code`], once it was proved.
    ///
    /// # Errors
    /// [`ProfileError::WrongPassphrase`] if `now` is not the current passphrase, [`ProfileError::Locked`] if the profile is
    /// locked, and [`ProfileError::NoMemory`].
    pub async fn make_code(&self, now: &str) -> Result<NewCode, ProfileError> {
        self.verify_passphrase(now).await?;
        let profile = self.profile().ok_or(ProfileError::Locked)?;
        Ok(NewCode { profile, code: Code::make(&mut self.rng()) })
    }

    /// Replaces the recovery code of the profile; the former one becomes invalid.
    ///
    /// # Errors
    /// [`ProfileError::Locked`] if the profile of the code is not unlocked, and [`ProfileError::Full`] or
    /// [`ProfileError::Storage`] if the envelope cannot be stored.
    pub async fn save_code(&self, new: &NewCode) -> Result<(), ProfileError> {
        let mut random = self.rng();
        let envelope = self.with(|session| {
            let is_same = session.profile == new.profile;
            let secrets = session.secrets.as_ref().filter(|_| is_same)?;
            secrets.envelope.with_recovery(&secrets.key, &new.code, &mut random).ok()
        });
        self.store_envelope(envelope.flatten().ok_or(ProfileError::Locked)?).await
    }

    /// Estimates a passphrase for a profile with this label.
    ///
    /// # Errors
    /// [`EstimateFailed`] if it cannot be estimated; it must be rejected then.
    pub async fn judge(&self, passphrase: &str, label: &str) -> Result<Estimate, EstimateFailed> {
        let mut own: Vec<&str> = label.split_whitespace().collect();
        own.extend([label, OWN_NAME]);
        self.host().estimate(passphrase, &own).await
    }

    async fn check_strength(&self, passphrase: &str, label: &str) -> Result<(), ProfileError> {
        match self.judge(passphrase, label).await {
            Ok(estimate) if estimate.strength().is_accepted() => Ok(()),
            Ok(_) => Err(ProfileError::Weak),
            Err(EstimateFailed) => Err(ProfileError::NoMemory),
        }
    }

    /// Whether this is the passphrase of the unlocked profile.
    async fn verify_passphrase(&self, passphrase: &str) -> Result<(), ProfileError> {
        let envelope = self.with(|session| Some(session.secrets.as_ref()?.envelope.clone()));
        let envelope = envelope.flatten().ok_or(ProfileError::Locked)?;
        let stretched = self.host().stretch(passphrase, &envelope.salt, envelope.cost).await;
        let stretched = stretched.map_err(|_| ProfileError::NoMemory)?;
        envelope.open(&stretched.key).map(drop).map_err(|_| ProfileError::WrongPassphrase)
    }

    /// Wraps the key of the unlocked profile with a stretched passphrase, and keeps the envelope; where `before` is given,
    /// only if that is still the present one.
    pub(crate) async fn rewrap(
        &self,
        params: StretchParams,
        stretched: &Stretched,
        before: Option<&Envelope>,
    ) -> Result<(), ProfileError> {
        let mut random = self.rng();
        let envelope = self.with(|session| {
            let secrets = session.secrets.as_ref()?;
            if before.is_some_and(|before| *before != secrets.envelope) {
                return None;
            }
            let (key, passphrase) = (&secrets.key, &stretched.key);
            secrets.envelope.with_passphrase(key, params, passphrase, &mut random).ok()
        });
        self.store_envelope(envelope.flatten().ok_or(ProfileError::Locked)?).await
    }

    /// Keeps another envelope of the unlocked profile.
    async fn store_envelope(&self, envelope: Envelope) -> Result<(), ProfileError> {
        let write = Write::part(envelope.profile, ENVELOPE, Sealed::envelope(&envelope));
        self.storage().commit(&[write], &|| true).await?;
        self.with(|session| {
            if let Some(secrets) = &mut session.secrets {
                secrets.envelope = envelope;
            }
        });
        Ok(())
    }

    /// Measures the device with the floor, then stretches at what it can bear.
    async fn stretch_new(
        &self,
        passphrase: &str,
    ) -> Result<(StretchParams, Stretched), ProfileError> {
        let params = StretchParams::make(StretchCost::FLOOR, &mut self.rng());
        let at_floor = self.host().stretch(passphrase, &params.salt, params.cost).await;
        let at_floor = at_floor.map_err(|_| ProfileError::NoMemory)?;
        let cost = StretchCost::measured(at_floor.took, MAX_UNLOCK_MS);
        if cost == params.cost {
            return Ok((params, at_floor));
        }
        let higher = StretchParams { cost, ..params };
        match self.host().stretch(passphrase, &higher.salt, cost).await {
            Ok(stretched) => Ok((higher, stretched)),
            Err(_) => Ok((params, at_floor)),
        }
    }

    /// Loads the stored parts of a profile and acquires the write lock.
    pub(crate) async fn stored_profile(
        &self,
        id: ProfileId,
    ) -> Result<StoredProfile, ProfileError> {
        if !self.host().acquire_write_lock().await {
            return Err(ProfileError::OtherTab);
        }
        let mut stored = StoredProfile::default();
        for (name, bytes) in self.storage().load_all(Store::Profiles, &id.to_string()).await? {
            match name.split_once('/').map(|(_, part)| part) {
                Some(ENVELOPE) => stored.envelope = Some(bytes),
                Some(KEYRING) => stored.keyring = Some(bytes),
                _ => {}
            }
        }
        Ok(stored)
    }

    /// Releases the write lock if no profile is open.
    pub(crate) fn release_if_closed(&self) {
        if self.profile().is_none() {
            self.host().release_write_lock();
        }
    }

    /// Stores a profile and its token in one transaction; never overwrites an existing profile.
    pub(crate) async fn write_profile(
        &self,
        label: &str,
        envelope: &Envelope,
        keyring: Sealed,
        access: Option<Sealed>,
    ) -> Result<(), ProfileError> {
        let id = envelope.profile;
        if !self.stored_profile(id).await?.local().is_lost() {
            return Err(ProfileError::AlreadyExists);
        }
        let mut writes: Vec<Write> =
            access.into_iter().map(|access| Write::part(id, ACCESS, access)).collect();
        writes.push(Write::part(id, ENVELOPE, Sealed::envelope(envelope)));
        writes.push(Write::part(id, KEYRING, keyring));
        writes.push(Write::label(id, label));
        self.storage().commit(&writes, &|| true).await?;
        self.host().notice(Notice::ProfileSaved);
        Ok(())
    }
}

/// The cost that this device can afford, if stretching at `cost` took so many milliseconds.
pub fn affordable_cost(cost: StretchCost, took: u64) -> StretchCost {
    let at_floor = took.saturating_mul(StretchCost::FLOOR.work()) / cost.work().max(1);
    StretchCost::measured(at_floor, MAX_UNLOCK_MS)
}

/// Assembles profiles from their stored parts, the most recently unlocked first.
fn profiles_of(parts: Vec<(String, Vec<u8>)>) -> Vec<Profile> {
    let mut profiles: Vec<Profile> = Vec::new();
    for (name, bytes) in parts {
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
    profiles.sort_by(|a, b| b.opened.cmp(&a.opened).then_with(|| a.label.cmp(&b.label)));
    profiles
}
