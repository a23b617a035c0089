//! A practice sheet from the field becomes files of `content/`: a draft, which no pack holds until it
//! is in every language and somebody has reviewed it.
//!
//! What comes is checked as if it were published at once; only the words that the other languages lack
//! are let pass.

use std::fmt::Write;

use chrono::Months;
use migraction_core::Id;
use migraction_core::sheet::FORMAT;
use serde::Deserialize;

use crate::problems::{Place, Problem, Severity};
use crate::read::common::Day;
use crate::tree::Tree;
use crate::{Error, compile};

/// The sections of a sheet's words, as its file names them.
const SECTIONS: [&str; 7] =
    ["aim", "materials", "steps", "attention", "local", "carries", "evidence"];

/// The file that the app makes: the fields of `migraction_core::sheet`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    format: String,
    language: String,
    written_on: Day,
    title: String,
    summary: String,
    stage: String,
    kind: String,
    themes: Vec<String>,
    audiences: Vec<String>,
    country: String,
    organisation: String,
    minutes: Option<u16>,
    group_min: Option<u16>,
    group_max: Option<u16>,
    language_level: String,
    aim: String,
    materials: String,
    steps: String,
    attention: String,
    local: String,
    carries: String,
    evidence: String,
    source_title: String,
    source_publisher: String,
    source_url: String,
    #[serde(default)]
    source_date: String,
}

/// A sheet that may come into `content/`.
#[derive(Debug)]
pub struct Imported {
    /// Its id.
    pub id: Id,
    /// Its files: path within `content/`, and text.
    pub files: Vec<(String, String)>,
    /// Languages that have no words for it yet.
    pub untranslated: Vec<Id>,
    /// What is worth a look.
    pub warnings: Vec<Problem>,
}

/// Why a sheet may not come in.
#[derive(Debug)]
pub enum Refused {
    /// The file is not one that the app made.
    File(String),
    /// The sheet does not hold together with the content.
    Problems(Vec<Problem>),
    /// The compiler could not do its work.
    Error(Error),
}

/// Makes files of a sheet and checks them against the content. `id` names it; otherwise its title does.
///
/// # Errors
/// [`Refused`]; nothing is to be written then.
pub fn import(tree: &Tree, file: &str, id: Option<&str>) -> Result<Imported, Refused> {
    let sheet: Sheet = toml::from_str(file).map_err(|error| Refused::File(error.to_string()))?;
    if sheet.format != FORMAT {
        return Err(Refused::File(format!("the format is {}, not {FORMAT}", sheet.format)));
    }
    let id = id.map_or_else(|| slug(&sheet.title), str::to_owned);
    if !Id::is_well_formed(&id) {
        return Err(Refused::File(format!("`{id}` is no id: give one with --id")));
    }
    let structure_path = format!("practices/{id}.toml");
    if tree.get(&structure_path).is_some() {
        return Err(Refused::File(format!("there is a practice {id} already: give --id another")));
    }
    let structure = structure(&sheet);
    let words_path = format!("words/{}/guide/{}/{id}.md", sheet.language, sheet.stage);
    let words = words(&sheet);

    let mut whole = tree.clone();
    whole.set(&structure_path, structure.as_str());
    whole.set(&words_path, words.as_str());
    let outline = outline(tree.get("outline.toml").unwrap_or_default(), &sheet.stage, &id);
    whole.set("outline.toml", outline);
    let (compiled, problems) = compile(&whole).map_err(Refused::Error)?;
    let untranslated: Vec<Id> =
        compiled.content.languages.iter().map(|one| one.id.clone()).collect();
    let untranslated: Vec<Id> =
        untranslated.into_iter().filter(|one| one.as_str() != sheet.language).collect();
    let lacks = |problem: &Problem| {
        let mut wanted = untranslated.iter();
        wanted.any(|one| problem.message == format!("the practice {id} has no words in {one}"))
    };
    let own = |problem: &&Problem| {
        let file: &str = &problem.place.file;
        [structure_path.as_str(), &words_path, "outline.toml"].contains(&file) && !lacks(problem)
    };
    let (errors, warnings): (Vec<_>, Vec<_>) = problems
        .iter()
        .filter(own)
        .cloned()
        .partition(|problem| problem.severity == Severity::Error);
    if !errors.is_empty() {
        return Err(Refused::Problems(errors));
    }
    let draft = format!("draft = true\n{structure}");
    let files = vec![(structure_path, draft), (words_path, words)];
    Ok(Imported { id: id.into(), files, untranslated, warnings })
}

/// Words of a title as an id.
fn slug(title: &str) -> String {
    let mut id = String::new();
    for letter in title.to_lowercase().chars() {
        let plain = match letter {
            'à' | 'â' | 'ä' | 'á' => 'a',
            'ç' => 'c',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' | 'ì' | 'í' => 'i',
            'ô' | 'ö' | 'ò' | 'ó' => 'o',
            'ù' | 'û' | 'ü' | 'ú' => 'u',
            letter if letter.is_ascii_alphanumeric() => letter,
            _ => '-',
        };
        if plain != '-' || !(id.is_empty() || id.ends_with('-')) {
            id.push(plain);
        }
    }
    let short: Vec<&str> = id.split('-').filter(|word| !word.is_empty()).take(6).collect();
    short.join("-")
}

/// `practices/<id>.toml`, without the line that makes it a draft.
fn structure(sheet: &Sheet) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let list = |ids: &[String]| ids.iter().map(|id| quoted(id)).collect::<Vec<_>>().join(", ");
    let Day(written) = sheet.written_on;
    let review = written.checked_add_months(Months::new(6)).unwrap_or(written);
    let mut text = String::new();
    for (key, value) in [("stage", &sheet.stage), ("kind", &sheet.kind)] {
        let _ = writeln!(text, "{key} = {}", quoted(value));
    }
    let _ = writeln!(text, "themes = [{}]", list(&sheet.themes));
    let _ = writeln!(text, "audiences = [{}]", list(&sheet.audiences));
    let _ = writeln!(text, "country = {}", quoted(&sheet.country));
    let _ = writeln!(text, "organisation = {}", quoted(&sheet.organisation));
    if let Some(minutes) = sheet.minutes {
        let _ = writeln!(text, "minutes = {minutes}");
    }
    if let Some((min, max)) = sheet.group_min.zip(sheet.group_max) {
        let _ = writeln!(text, "group = {{ min = {min}, max = {max} }}");
    }
    let _ = writeln!(text, "language_level = {}", quoted(&sheet.language_level));
    // Whoever reviews it raises these: until then it is one person's account.
    let _ = writeln!(text, "steps_basis = \"composed\"\nconfidence = \"low\"");
    let _ = writeln!(text, "checked_on = {written}\nreview_by = {review}\n\n[[source]]");
    for (key, value) in [
        ("title", &sheet.source_title),
        ("publisher", &sheet.source_publisher),
        ("url", &sheet.source_url),
        ("date", &sheet.source_date),
    ] {
        if !value.is_empty() {
            let _ = writeln!(text, "{key} = {}", quoted(value));
        }
    }
    text
}

/// The words in the person's language: steps are numbered, what one needs is a list.
fn words(sheet: &Sheet) -> String {
    let quoted = |text: &str| toml::Value::String(signs(text.trim())).to_string();
    let mut text = format!(
        "+++\ntitle = {}\nsummary = {}\n+++\n",
        quoted(&sheet.title),
        quoted(&sheet.summary)
    );
    let bodies = [
        &sheet.aim,
        &sheet.materials,
        &sheet.steps,
        &sheet.attention,
        &sheet.local,
        &sheet.carries,
        &sheet.evidence,
    ];
    for (section, body) in SECTIONS.iter().zip(bodies) {
        let _ = writeln!(text, "## {section}");
        let lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
        for (at, line) in lines.enumerate() {
            let line = plain(line);
            let _ = match *section {
                "steps" => writeln!(text, "{}. {line}", at + 1),
                "materials" => writeln!(text, "- {line}"),
                _ if at == 0 => writeln!(text, "{line}"),
                _ => writeln!(text, "\n{line}"),
            };
        }
    }
    text
}

/// Markdown's own signs lose their meaning; a list's mark at the beginning goes, the list has its own.
fn plain(line: &str) -> String {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let bare = match digits.strip_prefix(['.', ')']) {
        Some(rest) if digits.len() < line.len() && rest.starts_with(' ') => rest,
        _ => line.strip_prefix(['-', '*', '•', '–']).unwrap_or(line),
    };
    let mut safe = String::new();
    for letter in signs(bare.trim()).chars() {
        match letter {
            '{' => safe.push('('),
            '}' => safe.push(')'),
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '`' | '~' | '|' => {
                safe.extend(['\\', letter]);
            }
            _ => safe.push(letter),
        }
    }
    safe
}

/// The signs that every language here writes in one way.
fn signs(text: &str) -> String {
    text.replace('\'', "’").replace("...", "…")
}

/// The outline with the practice at the end of its stage.
fn outline(text: &str, stage: &str, id: &str) -> String {
    let Some(start) = text.find(&format!("id = \"{stage}\"")) else { return text.to_owned() };
    let Some(end) = text.get(start..).and_then(|rest| rest.find(']')) else {
        return text.to_owned();
    };
    let (before, after) = text.split_at(start + end);
    let before = before.trim_end().trim_end_matches(',');
    let joint = if before.ends_with('[') { "" } else { ", " };
    format!("{before}{joint}\"{id}\"{after}")
}

/// Sets drafts aside, with their words: no pack holds them. Each is a warning that says what it lacks.
pub fn set_drafts_aside(content: &mut crate::content::Content, sink: &mut crate::content::Sink) {
    for (id, place) in std::mem::take(&mut content.drafts) {
        content.practices.remove(&id);
        let mut lacks = Vec::new();
        for language in &content.languages {
            let words = content.words.get_mut(&language.id);
            if words.is_none_or(|words| words.practices.remove(&id).is_none()) {
                lacks.push(language.id.to_string());
            }
        }
        let lacks = if lacks.is_empty() {
            "it has words in every language".to_owned()
        } else {
            format!("it has no words in {}", lacks.join(", "))
        };
        let message = format!("the practice {id} is a draft and in no pack: {lacks}");
        sink.problems.warning(&Place { line: 1, ..place }, message);
    }
}

#[cfg(test)]
mod tests;
