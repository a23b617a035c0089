//! An organisation's own services: a small pack beside the guide's, signed with the organisation's key and not the
//! publisher's. It adds contacts to the directory of those who were invited, and can do nothing else.
//!
//! One file: `mgos`, the schema, the length of the list, the signature, the list in postcard. Its words are plain, so
//! that no list can lead anywhere but to a number or a site.

use migraction_core::Id;
use migraction_core::guide::Service;
use serde::{Deserialize, Serialize};

use crate::manifest::{PublicKey, SecretKey};

/// Where a server has the file.
pub const PATH: &str = "/pack/organisation.bin";
/// A list of some hundred services is a few tens of kilobytes.
pub const LARGEST: usize = 256 * 1024;
/// What the ids of these services have after their country; the guide’s never have it.
pub const OWN: &str = "-own-";

/// What is signed begins with this, so that a signature serves no other purpose.
/// Fixed on 2026-11-26; it reaches the wire and disks.
const PURPOSE: &[u8] = b"migraction organisation services 1\n";
const SIGN: [u8; 4] = *b"mgos";
/// The form of the list (1 since 2026-11-26).
const SCHEMA: u8 = 1;
const HEAD: usize = SIGN.len() + 1 + 4 + 64;

/// What an entry says in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnWords {
    /// The language of these words, by its tag.
    pub language: Id,
    /// What it does, in about ten words.
    pub what: String,
    /// When it is open.
    pub hours: Option<String>,
}

/// A service of the organisation's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnService {
    /// The service, as those of the guide.
    pub service: Service,
    /// Its words, in one language or more, in the order of the guide's languages.
    pub words: Vec<OwnWords>,
}

/// The list of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnServices {
    /// The organisation by its own name, as readers see it.
    pub organisation: String,
    /// Grows with each list; one that does not is refused.
    pub number: u64,
    /// The services, in the order in which they are listed.
    pub services: Vec<OwnService>,
}

/// Why a list was refused. The one that was there stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrganisationError {
    /// Cut short, or not a list at all.
    #[error("the list did not come whole")]
    Torn,
    /// Written for another version of the app.
    #[error("the list has schema {0}, this program reads {SCHEMA}")]
    Schema(u8),
    /// The signature is not the organisation's.
    #[error("the signature is not the organisation's")]
    Signature,
    /// Signed, but nothing that may be shown.
    #[error("the list does not hold together")]
    Malformed,
    /// Its number does not lie above the one that is there.
    #[error("the list has number {offered}, and {kept} is there: a new list has a higher one")]
    NotNewer {
        /// The number of the list that came.
        offered: u64,
        /// The number of the list that is there.
        kept: u64,
    },
}

impl OwnServices {
    /// The list as it is sent, signed. The same list always gives the same bytes.
    ///
    /// # Errors
    /// When the list does not fit postcard, which none of its types allows.
    pub fn sign(&self, key: &SecretKey) -> Result<Vec<u8>, postcard::Error> {
        let list = postcard::to_allocvec(self)?;
        let length = u32::try_from(list.len()).unwrap_or(u32::MAX);
        let signature = key.sign(PURPOSE, &list);
        Ok([&SIGN, &[SCHEMA][..], &length.to_le_bytes(), &signature, &list].concat())
    }

    /// Opens a list as it was sent: first its length, then its signature, then what it says.
    ///
    /// # Errors
    /// [`OrganisationError::Torn`] when it is cut short, too long or no list at all; [`OrganisationError::Schema`] when
    /// it is of another form; [`OrganisationError::Signature`] when `key` did not sign it;
    /// [`OrganisationError::Malformed`] when it was signed and holds something that the compiler would not have let
    /// through, such as an id of the guide.
    pub fn open(sent: &[u8], key: &PublicKey) -> Result<Self, OrganisationError> {
        let (head, list) = sent.split_at_checked(HEAD).ok_or(OrganisationError::Torn)?;
        let (start, signature) = head.split_last_chunk::<64>().ok_or(OrganisationError::Torn)?;
        let (&sign, rest) = start.split_first_chunk::<4>().ok_or(OrganisationError::Torn)?;
        let [schema, length @ ..] = rest else { return Err(OrganisationError::Torn) };
        if sign != SIGN {
            return Err(OrganisationError::Torn);
        }
        if *schema != SCHEMA {
            return Err(OrganisationError::Schema(*schema));
        }
        if length != (list.len() as u64).to_le_bytes().split_at(4).0 || list.len() > LARGEST {
            return Err(OrganisationError::Torn);
        }
        if !key.signed(PURPOSE, list, signature) {
            return Err(OrganisationError::Signature);
        }
        let list: Self = crate::read(list).map_err(|_| OrganisationError::Malformed)?;
        if list.services.iter().all(is_sound) {
            Ok(list)
        } else {
            Err(OrganisationError::Malformed)
        }
    }

    /// Whether this list takes the place of the one that is there: not if it is the same.
    ///
    /// # Errors
    /// [`OrganisationError::NotNewer`] when it is another one and its number does not lie above the kept one.
    pub fn replaces(&self, kept: Option<&Self>) -> Result<bool, OrganisationError> {
        match kept {
            Some(kept) if kept == self => Ok(false),
            Some(kept) if kept.number >= self.number => {
                Err(OrganisationError::NotNewer { offered: self.number, kept: kept.number })
            }
            _ => Ok(true),
        }
    }

    /// The entry of this id.
    #[must_use]
    pub fn get(&self, id: &Id) -> Option<&OwnService> {
        self.services.iter().find(|own| own.service.id == *id)
    }
}

impl OwnService {
    /// Its words in this language, else in the first that it has.
    #[must_use]
    pub fn words_in(&self, language: &str) -> Option<&OwnWords> {
        self.words.iter().find(|words| words.language == *language).or_else(|| self.words.first())
    }
}

/// What the compiler promises, looked at again: whoever has the key could sign by other means.
fn is_sound(own: &OwnService) -> bool {
    let service = &own.service;
    let prefix = [service.country.as_str(), OWN].concat();
    let dials = |number: &String| number.bytes().all(|b| b.is_ascii_digit() || b" +".contains(&b));
    let is_site = |url: &String| url.starts_with("https://");
    Id::is_well_formed(service.id.as_str())
        && service.id.as_str().starts_with(&prefix)
        && service.phone.as_ref().is_none_or(dials)
        && service.url.as_ref().is_none_or(is_site)
        && service.sources.iter().all(|source| is_site(&source.url))
}

#[cfg(test)]
mod tests;
