//! An organisation's own services: read and checked as the guide's are, against the lists of the guide that
//! is served, signed with the organisation's key, put into the folder of notes whole or not at all.
//!
//! The secret key is read once, by the command that publishes; a server that runs has none.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use migraction_pack::LanguagePart;
use migraction_pack::manifest::{PublicKey, SecretKey};
use migraction_pack::organisation::{OrganisationError, OwnServices};
use migraction_source::problems::Problems;
use migraction_source::read::organisation::{Known, read};
use migraction_sync::OrganisationKey;
use serde::Deserialize;

use crate::data::{Data, DataError, private};
use crate::site::Site;

const LIST: &str = "organisation.bin";
const PUBLIC: &str = "organisation.pub";

/// What to publish.
#[derive(Clone, Debug)]
pub struct Publish {
    /// The file with the services.
    pub file: PathBuf,
    /// The file with the organisation's secret key.
    pub key: PathBuf,
    /// The key replaces another one.
    pub new_key: bool,
}

/// What was published.
#[derive(Debug)]
pub struct Published {
    /// The list.
    pub list: OwnServices,
    /// Whether it is another one than before.
    pub is_new: bool,
    /// What is worth a look.
    pub warnings: Problems,
}

/// Why nothing was published; what was there before stays. Each sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The file cannot be read.
    #[error("{0} cannot be read ({1})")]
    File(PathBuf, io::Error),
    /// The key cannot be read, or is none.
    #[error("the organisation's key: {0}: {1}: make one with `openssl rand -hex 32`")]
    Key(PathBuf, io::Error),
    /// The guide that is served cannot be read, so that nothing can be held against its lists.
    #[error("the app has no guide to check the services against: name its folder with --app")]
    NoGuide,
    /// Something is wrong with the file.
    #[error("{list}nothing was published, and the list that was there stays", list = lines(.0))]
    Wrong(Problems),
    /// Phones trust another key.
    #[error(
        "this is not the key that phones were given, and they would refuse the list: take the right one, or give \
         them another with --new-key and invite again"
    )]
    OtherKey,
    /// Its number is not higher.
    #[error("{0}: raise `number` in the file; the list that was there stays")]
    NotNewer(OrganisationError),
    /// It cannot be written as bytes.
    #[error("the list cannot be written: {0}")]
    Encode(String),
    /// The folder does not take it.
    #[error(transparent)]
    Folder(#[from] DataError),
}

/// Problems, a line each.
fn lines(problems: &Problems) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

impl Data {
    /// The public key of the organisation, if it published anything. Invitations contain it.
    ///
    /// # Errors
    /// [`DataError::Folder`] if the file cannot be read.
    pub fn organisation(&self) -> Result<Option<OrganisationKey>, DataError> {
        let text = self.read(PUBLIC)?;
        Ok(text.and_then(|text| OrganisationKey::from_hex(String::from_utf8_lossy(&text).trim())))
    }

    /// The signed list, as it is sent; `None` if nothing was published.
    ///
    /// # Errors
    /// [`DataError::Folder`] if the file cannot be read.
    pub fn services(&self) -> Result<Option<Vec<u8>>, DataError> {
        self.read(LIST)
    }

    /// Checks, signs and publishes a list. A running server sends it at once.
    ///
    /// # Errors
    /// [`PublishError`] if a file cannot be read, the list is invalid, its number is not higher, the key is another one, or the
    /// folder is not writable. The former list stays in place then.
    pub fn publish(&self, site: &Site, asked: &Publish) -> Result<Published, PublishError> {
        let key = read_key(&asked.key);
        let key = key.map_err(|error| PublishError::Key(asked.key.clone(), error))?;
        let known = known(site).ok_or(PublishError::NoGuide)?;
        let text = fs::read_to_string(&asked.file)
            .map_err(|error| PublishError::File(asked.file.clone(), error))?;
        let (list, problems) = read(&asked.file.display().to_string(), &text, &known);
        let Some(list) = list else { return Err(PublishError::Wrong(problems)) };

        let public = key.public_hex();
        let trusted = self.organisation()?.map(OrganisationKey::to_hex);
        if trusted.as_ref().is_some_and(|trusted| *trusted != public) && !asked.new_key {
            return Err(PublishError::OtherKey);
        }
        let kept = PublicKey::from_hex(&public)
            .zip(self.services()?)
            .and_then(|(public, sent)| OwnServices::open(&sent, &public).ok());
        let is_new = list.replaces(kept.as_ref()).map_err(PublishError::NotNewer)?;
        if is_new {
            let encode = |error| PublishError::Encode(format!("{error}"));
            let sent = list.sign(&key).map_err(encode)?;
            self.put(PUBLIC, format!("{public}\n").as_bytes())?;
            self.put(LIST, &sent)?;
        }
        Ok(Published { list, is_new, warnings: problems })
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, DataError> {
        let path = self.file(name);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(DataError::Folder(path, error)),
        }
    }

    /// Replaces a file atomically.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), DataError> {
        self.make_folder()?;
        let (fresh, path) = (self.file(&[name, ".new"].concat()), self.file(name));
        let written = write_through(&fresh, bytes);
        written.map_err(|error| DataError::Folder(fresh.clone(), error))?;
        private(&fresh, 0o600)?;
        fs::rename(&fresh, &path).map_err(|error| DataError::Folder(path, error))
    }
}

/// The key in a file.
fn read_key(path: &Path) -> io::Result<SecretKey> {
    let text = fs::read_to_string(path)?;
    let bytes = hex::decode(text.trim()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let bytes = bytes.ok_or_else(|| io::Error::other("a key is 64 hexadecimal digits"))?;
    Ok(SecretKey::from_bytes(&bytes))
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The languages and closed lists of the guide that is served. Its signature is the devices' affair.
fn known(site: &Site) -> Option<Known> {
    /// The manifest is text inside the text that carries its signature.
    #[derive(Deserialize)]
    struct Envelope {
        manifest: String,
    }
    #[derive(Deserialize)]
    struct Manifest {
        parts: Vec<Part>,
    }
    #[derive(Deserialize)]
    struct Part {
        language: Option<String>,
        name: String,
    }
    let bytes = |name: &str| Some(&site.assets().get(&["pack/", name].concat())?.plain.bytes);
    let envelope: Envelope = serde_json::from_slice(bytes("manifest.json")?).ok()?;
    let manifest: Manifest = serde_json::from_str(&envelope.manifest).ok()?;
    let spoken = || manifest.parts.iter().filter(|part| part.language.is_some());
    let languages = spoken().filter_map(|part| part.language.clone()).map(Into::into).collect();
    let words = LanguagePart::from_bytes(bytes(&spoken().next()?.name)?).ok()?;
    let lists = words.vocabulary.lists.into_iter();
    let lists = lists.map(|(list, labels)| (list, labels.into_keys().collect())).collect();
    Some(Known { languages, lists })
}
