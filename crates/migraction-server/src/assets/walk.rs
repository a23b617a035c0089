//! Which files of a folder belong to the app. Also used by `build.rs`: nothing but `std` here.

use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

/// A file or folder that could not be read.
#[derive(Debug)]
pub struct Unreadable {
    /// Which one.
    pub path: PathBuf,
    /// Why.
    pub cause: io::Error,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} cannot be read: {}", self.path.display(), self.cause)
    }
}

impl std::error::Error for Unreadable {}

/// Every file below `folder`: its name from there, with `/` between the parts, and where it is.
///
/// Names that start with a dot are left out (Trunk keeps its staging folder so), except `.well-known`.
///
/// # Errors
/// [`Unreadable`], also for a link: what a link leads to may change under a running server, or lie outside.
pub fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>, Unreadable> {
    let mut found = Vec::new();
    collect(folder, "", &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(
    folder: &Path,
    above: &str,
    found: &mut Vec<(String, PathBuf)>,
) -> Result<(), Unreadable> {
    let entries =
        fs::read_dir(folder).map_err(|cause| Unreadable { path: folder.into(), cause })?;
    for entry in entries {
        let entry = entry.map_err(|cause| Unreadable { path: folder.into(), cause })?;
        let path = entry.path();
        let name = match entry.file_name().into_string() {
            Ok(name) if name.starts_with('.') && name != ".well-known" => continue,
            Ok(name) => format!("{above}{name}"),
            Err(_) => return Err(refused(path, "its name is not UTF-8")),
        };
        let kind = entry.file_type().map_err(|cause| Unreadable { path: path.clone(), cause })?;
        if kind.is_dir() {
            collect(&path, &format!("{name}/"), found)?;
        } else if kind.is_file() {
            found.push((name, path));
        } else {
            return Err(refused(path, "it is a link or a device; put a file in its place"));
        }
    }
    Ok(())
}

fn refused(path: PathBuf, why: &str) -> Unreadable {
    Unreadable { path, cause: io::Error::new(io::ErrorKind::InvalidInput, why) }
}
