//! The app read from a folder, once, at start.

use std::fs;
use std::path::Path;

use axum::body::Bytes;

use super::walk::{self, Unreadable};

/// Reads every file of the app's folder.
///
/// # Errors
/// [`Unreadable`], with the path, if a file cannot be read or is a symbolic link.
pub fn files(folder: &Path) -> Result<Vec<(String, Bytes)>, Unreadable> {
    let read = |(name, path): (String, _)| match fs::read(&path) {
        Ok(bytes) => Ok((name, Bytes::from(bytes))),
        Err(cause) => Err(Unreadable { path, cause }),
    };
    walk::files(folder)?.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_files_stay_out_and_names_are_those_of_addresses() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".stage/index.html", ".env", ".well-known/a.txt", "fr/index.html"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        let names: Vec<_> = files(folder.path()).unwrap().into_iter().map(|file| file.0).collect();
        assert_eq!(names, [".well-known/a.txt", "fr/index.html"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_refused_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("hostname")).unwrap();
        let refusal = files(folder.path()).unwrap_err();
        assert_eq!(refusal.path, folder.path().join("hostname"));
        assert!(refusal.to_string().contains("a link"), "{refusal}");
    }
}
