//! The key that signs: the publisher's own, or the development key of this checkout.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use migraction_pack::manifest::SecretKey;

use crate::{Error, Options};

/// A key and where it comes from.
pub struct Signer {
    /// The key.
    pub key: SecretKey,
    /// Whether it is the development key.
    pub development: bool,
}

/// The key to sign with. Without a publisher's key, the development key is read or made, and the
/// public key in use is written for the build of the app.
///
/// # Errors
/// [`Error::Files`], [`Error::Key`] or [`Error::Random`].
pub fn signer(options: &Options) -> Result<Signer, Error> {
    let signer = match &options.publisher_key {
        Some(path) => Signer { key: read(path)?, development: false },
        None => Signer { key: development(&options.keys)?, development: true },
    };
    write_if_changed(&options.keys.join("current.pub"), &format!("{}\n", signer.key.public_hex()))?;
    Ok(signer)
}

fn development(folder: &Path) -> Result<SecretKey, Error> {
    let path = folder.join("development.key");
    if !path.exists() {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(Error::Random)?;
        make_folder(folder)?;
        write_secret(&path, &hex::encode(bytes))?;
    }
    let key = read(&path)?;
    write_if_changed(&folder.join("development.pub"), &format!("{}\n", key.public_hex()))?;
    Ok(key)
}

/// The key in a file.
///
/// # Errors
/// [`Error::Files`] or [`Error::Key`].
pub fn read(path: &Path) -> Result<SecretKey, Error> {
    let text = fs::read_to_string(path).map_err(|source| failed(path, source))?;
    let bytes = hex::decode(text.trim()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    bytes.map(|bytes| SecretKey::from_bytes(&bytes)).ok_or_else(|| Error::Key(path.to_path_buf()))
}

fn write_secret(path: &Path, hex: &str) -> Result<(), Error> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|source| failed(path, source))?;
    writeln!(file, "{hex}").map_err(|source| failed(path, source))
}

/// Writes a text unless the file holds it already, so that builds that look at it do not run anew.
///
/// # Errors
/// [`Error::Files`].
pub fn write_if_changed(path: &Path, text: &str) -> Result<(), Error> {
    if fs::read_to_string(path).is_ok_and(|known| known == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    fs::write(path, text).map_err(|source| failed(path, source))
}

/// Makes a folder with those above it.
///
/// # Errors
/// [`Error::Files`].
pub fn make_folder(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|source| failed(folder, source))
}

/// A failure of the file system with its path.
pub fn failed(path: &Path, source: std::io::Error) -> Error {
    Error::Files { path: path.to_path_buf(), source }
}
