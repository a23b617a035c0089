//! From the folder `content/`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::de::DeserializeOwned;

use crate::{Area, Catalog, Difference, Language, LanguageList};

/// Why languages or messages could not be read. What is to be done is the same for each: mend the file that is named.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A file or a folder is not there, or the system refuses it.
    #[error("{} cannot be read: {cause}", path.display())]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// A file is not TOML, or not what it should hold.
    #[error("{}: {cause}", path.display())]
    Malformed {
        /// Which one.
        path: PathBuf,
        /// Where and why.
        cause: toml::de::Error,
    },
    /// `languages.toml` lists none.
    #[error("content/languages.toml names no language")]
    NoLanguage,
    /// A message with a line break, which the text of the app has no place for.
    #[error("{}: `{key}` has more than one line", path.display())]
    SeveralLines {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
    },
    /// A language has other keys, or other slots, than the first one.
    #[error("{}", join(.0))]
    Differences(Vec<Difference>),
}

fn join(differences: &[Difference]) -> String {
    differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// The languages of the interface, in the order in which they are offered; at least one.
///
/// # Errors
/// When `languages.toml` is missing, malformed or empty.
pub fn read_languages(content: &Path) -> Result<Vec<Language>, ReadError> {
    let list: LanguageList = parse(&content.join("languages.toml"))?;
    if list.languages.is_empty() { Err(ReadError::NoLanguage) } else { Ok(list.languages) }
}

/// Every language with its messages, in the order in which they are offered; all have the same keys with the same slots.
///
/// # Errors
/// When a file is missing or malformed, a message has several lines, or the languages differ.
pub fn read_catalogs(content: &Path) -> Result<Vec<Catalog>, ReadError> {
    let read = |language: Language| {
        let areas = read_areas(&folder(content, &language.id))?;
        Ok(Catalog { language, areas })
    };
    let catalogs =
        read_languages(content)?.into_iter().map(read).collect::<Result<Vec<_>, ReadError>>()?;
    let differences: Vec<_> = match catalogs.split_first() {
        Some((first, others)) => others.iter().flat_map(|other| first.differences(other)).collect(),
        None => Vec::new(),
    };
    if differences.is_empty() { Ok(catalogs) } else { Err(ReadError::Differences(differences)) }
}

/// One area of one language, as the struct that has a field for each of its keys.
///
/// # Errors
/// When the file is missing, or does not have the fields of `T`.
pub fn read_area<T: DeserializeOwned>(
    content: &Path,
    language: &str,
    area: &str,
) -> Result<T, ReadError> {
    parse(&folder(content, language).join(format!("{area}.toml")))
}

fn folder(content: &Path, language: &str) -> PathBuf {
    content.join("words").join(language).join("ui")
}

fn read_areas(folder: &Path) -> Result<BTreeMap<String, Area>, ReadError> {
    let unreadable = |cause| ReadError::Unreadable { path: folder.into(), cause };
    let mut areas = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            areas.insert(name, parse_area(path)?);
        }
    }
    Ok(areas)
}

fn parse_area(path: PathBuf) -> Result<Area, ReadError> {
    let area: Area = parse(&path)?;
    let broken = area.iter().find(|(_, message)| message.texts().any(|text| text.contains('\n')));
    match broken.map(|(key, _)| key.clone()) {
        Some(key) => Err(ReadError::SeveralLines { path, key }),
        None => Ok(area),
    }
}

fn parse<T: DeserializeOwned>(path: &Path) -> Result<T, ReadError> {
    let text = fs::read_to_string(path)
        .map_err(|cause| ReadError::Unreadable { path: path.into(), cause })?;
    toml::from_str(&text).map_err(|cause| ReadError::Malformed { path: path.into(), cause })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use tempfile::TempDir;

    use super::*;

    /// A content of two languages; `edit` is a file and its text, which replaces what stood there.
    fn content(edit: (&str, &str)) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let language =
            |id: &str| format!("[[language]]\nid = '{id}'\nname = 'X'\ndir = 'ltr'\none = [1]\n");
        let languages = language("en") + &language("fr");
        let files = [
            ("languages.toml", languages.as_str()),
            ("words/en/ui/boot.toml", "noscript = 'No script'"),
            ("words/en/ui/nav.toml", "home = 'Home'"),
            ("words/fr/ui/boot.toml", "noscript = 'Sans script'"),
            ("words/fr/ui/nav.toml", "home = 'Accueil'"),
            edit,
        ];
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn every_language_is_read_in_order_with_its_areas() {
        let folder = content(("words/en/ui/notes.md", "no words"));
        let catalogs = read_catalogs(folder.path()).unwrap();
        let ids: Vec<_> = catalogs.iter().map(|one| one.language.id.as_str()).collect();
        assert_eq!(ids, ["en", "fr"]);
        assert_eq!(catalogs[1].message("nav", "home").unwrap().plain(), Some("Accueil"));
        assert_eq!(catalogs[0].areas.len(), 2);
        assert_eq!(catalogs[0].app_areas().count(), 1);
    }

    #[track_caller]
    fn check(edit: (&str, &str), expected: &str) {
        let error = read_catalogs(content(edit).path()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_file() {
        check(("languages.toml", "language = []"), "names no language");
        check(("languages.toml", "languages = []"), "languages.toml: TOML parse error at line 1");
        check(("words/fr/ui/nav.toml", "home = 3"), "nav.toml: TOML parse error at line 1");
        check(("words/fr/ui/nav.toml", "home = 'a\nb'"), "nav.toml: TOML parse error");
        check(
            ("words/fr/ui/nav.toml", "home = 'Accueil {day}'"),
            "`home` has other {slots} than in en",
        );
        check(
            ("words/fr/ui/nav.toml", "start = 'Accueil'"),
            "content/words/fr/ui/nav.toml lacks `home`",
        );
        check(
            ("words/fr/ui/boot.toml", "script = 'Script'"),
            "content/words/fr/ui/boot.toml lacks `noscript`",
        );
        let several = "home = '''\nAccueil\nIci'''";
        check(("words/fr/ui/nav.toml", several), "nav.toml: `home` has more than one line");
    }

    #[test]
    fn an_area_is_read_as_a_struct_and_a_missing_key_is_named() {
        #[derive(Debug, serde::Deserialize)]
        struct Nav {
            home: String,
        }
        let folder = content(("words/fr/ui/other.toml", ""));
        assert_eq!(read_area::<Nav>(folder.path(), "fr", "nav").unwrap().home, "Accueil");
        let error = read_area::<Nav>(folder.path(), "fr", "boot").unwrap_err().to_string();
        assert!(error.contains("boot.toml") && error.contains("missing field `home`"), "{error}");
    }
}
