//! Reads `content/words/<lang>/ui/<area>.toml`, and writes the words of one language as the one text that the
//! app reads back. A key that a language lacks stops the build.
//!
//! The app's build script takes the keys from here, `cargo xtask finish` the texts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The area of the messages that stand in the static page and never in the app.
const STATIC_ONLY: &str = "boot";

/// A key's words in one language.
pub enum Words {
    Plain(String),
    Counted { one: String, other: String },
}

/// The keys of one file, in the order of their names.
pub type Area = BTreeMap<String, Words>;

/// A language with its words.
pub struct Language {
    pub id: String,
    pub name: String,
    pub dir: String,
    /// The numbers that take the singular.
    pub one: Vec<i64>,
    /// Words that change before a vowel, each with what stands in its place.
    pub elisions: Vec<(String, String)>,
    /// The numbers whose names begin with a vowel.
    pub vowel_numbers: Vec<String>,
    pub areas: BTreeMap<String, Area>,
}

/// Every language; all have the same keys with the same slots.
pub fn read(content: &Path) -> Result<Vec<Language>, String> {
    let languages = read_languages(content)?;
    let first = languages.first().ok_or("content/languages.toml names no language")?;
    for language in &languages {
        compare(first, language)?;
    }
    Ok(languages)
}

impl Language {
    /// What the first line of the text says: the language, and which keys in which order. A text of another
    /// build is known by it.
    pub fn first_line(&self) -> String {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut add = |text: &str| {
            for byte in text.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        };
        for (area, keys) in &self.areas {
            add(area);
            for (key, words) in keys {
                add(key);
                add(if matches!(words, Words::Counted { .. }) { "counted" } else { "plain" });
                slots(words).iter().for_each(|slot| add(slot));
            }
        }
        format!("{} {hash:016x}", self.id)
    }

    /// The words, one a line, in the order of areas and keys.
    pub fn text(&self) -> String {
        let mut text = self.first_line();
        for words in self.areas.values().flat_map(BTreeMap::values) {
            let lines = match words {
                Words::Plain(text) => vec![text],
                Words::Counted { one, other } => vec![one, other],
            };
            for line in lines {
                text.push('\n');
                text.push_str(line);
            }
        }
        text
    }
}

fn read_languages(content: &Path) -> Result<Vec<Language>, String> {
    let list = parse(&content.join("languages.toml"))?;
    let entries = list.get("language").and_then(toml::Value::as_array);
    entries
        .ok_or("content/languages.toml has no [[language]]")?
        .iter()
        .map(|entry| {
            let text = |key: &str| {
                let value = entry.get(key).and_then(toml::Value::as_str);
                value
                    .map(str::to_owned)
                    .ok_or(format!("content/languages.toml: a language lacks `{key}`"))
            };
            let id = text("id")?;
            let list =
                |key: &str| entry.get(key).and_then(toml::Value::as_array).into_iter().flatten();
            let texts = |key: &str| list(key).filter_map(toml::Value::as_str).map(str::to_owned);
            let pair = |text: String| {
                let pair = text.split_once(' ');
                pair.map(|(word, instead)| (word.to_owned(), instead.to_owned()))
            };
            Ok(Language {
                name: text("name")?,
                dir: text("dir")?,
                one: list("one").filter_map(toml::Value::as_integer).collect(),
                elisions: texts("elisions").filter_map(pair).collect(),
                vowel_numbers: texts("vowel_numbers").collect(),
                areas: read_areas(&content.join("words").join(&id).join("ui"))?,
                id,
            })
        })
        .collect()
}

fn read_areas(folder: &Path) -> Result<BTreeMap<String, Area>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut areas = BTreeMap::new();
    for entry in entries.flatten() {
        let path = entry.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|kind| kind == "toml") && name != STATIC_ONLY {
            areas.insert(name, read_area(&path)?);
        }
    }
    Ok(areas)
}

fn read_area(path: &Path) -> Result<Area, String> {
    let mut area = Area::new();
    for (key, value) in parse(path)? {
        let form = |name: &str| value.get(name).and_then(toml::Value::as_str).map(str::to_owned);
        if [value.as_str(), form("one").as_deref(), form("other").as_deref()]
            .into_iter()
            .flatten()
            .any(|text| text.contains('\n'))
        {
            return Err(format!("{}: `{key}` has more than one line", path.display()));
        }
        let words = match (value.as_str(), form("one"), form("other")) {
            (Some(text), ..) => Words::Plain(text.to_owned()),
            (None, Some(one), Some(other)) => Words::Counted { one, other },
            _ => {
                return Err(format!(
                    "{}: `{key}` is neither text nor {{ one, other }}",
                    path.display()
                ));
            }
        };
        area.insert(key, words);
    }
    Ok(area)
}

fn parse(path: &Path) -> Result<toml::Table, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.parse().map_err(|error| format!("{}: {error}", path.display()))
}

/// The names in braces that are filled in.
pub fn slots(words: &Words) -> BTreeSet<String> {
    let texts = match words {
        Words::Plain(text) => vec![text],
        Words::Counted { one, other } => vec![one, other],
    };
    let mut slots = BTreeSet::new();
    for text in texts {
        for part in text.split('{').skip(1) {
            if let Some((name, _)) = part.split_once('}') {
                slots.insert(name.to_owned());
            }
        }
    }
    if matches!(words, Words::Counted { .. }) {
        slots.insert("n".to_owned());
    }
    slots
}

fn compare(first: &Language, language: &Language) -> Result<(), String> {
    let mut problems = Vec::new();
    for (a, b) in [(first, language), (language, first)] {
        for (area, keys) in &a.areas {
            for (key, words) in keys {
                match b.areas.get(area).and_then(|keys| keys.get(key)) {
                    None => problems
                        .push(format!("content/words/{}/ui/{area}.toml lacks `{key}`", b.id)),
                    Some(other) if slots(other) != slots(words) => problems.push(format!(
                        "content/words/{}/ui/{area}.toml: `{key}` has other {{slots}} than in {}",
                        b.id, a.id
                    )),
                    Some(_) => {}
                }
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("; ")) }
}
