//! A practice sheet written in the field: its fields, what is still missing, and the file that an
//! editor's computer reads (`cargo xtask content import`). No sentence stands here.

use std::fmt::Write;

use crate::{CivilDate, written};

/// The first line of the file's content. Fixed on 2026-11-26: files are on people's phones.
pub const FORMAT: &str = "migraction-practice-1";
/// The most letters of a summary, as the compiler of the content allows.
pub const SUMMARY: usize = 140;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Line,
    /// Several lines: paragraphs, or one entry a line in a list.
    Text,
    /// One id of a closed list.
    One(&'static str),
    /// Several ids of a closed list, joined by blanks.
    Many(&'static str),
    /// A whole number.
    Number,
    /// A web address.
    Address,
}

/// A field of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in drafts and files.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether a sheet is complete only with it.
    pub needed: bool,
}

const fn field(name: &'static str, kind: Kind, needed: bool) -> Field {
    Field { name, kind, needed }
}

/// All fields, in the order in which they are asked. Names are permanent.
pub const FIELDS: [Field; 23] = [
    field("title", Kind::Line, true),
    field("summary", Kind::Line, true),
    field("stage", Kind::One("stages"), true),
    field("kind", Kind::One("kinds"), true),
    field("themes", Kind::Many("themes"), true),
    field("audiences", Kind::Many("audiences"), true),
    field("country", Kind::One("countries"), true),
    field("organisation", Kind::Line, true),
    field("minutes", Kind::Number, false),
    field("group_min", Kind::Number, false),
    field("group_max", Kind::Number, false),
    field("language_level", Kind::One("levels"), true),
    field("aim", Kind::Text, true),
    field("materials", Kind::Text, true),
    field("steps", Kind::Text, true),
    field("attention", Kind::Text, true),
    field("local", Kind::Text, true),
    field("carries", Kind::Text, true),
    field("evidence", Kind::Text, true),
    field("source_title", Kind::Line, true),
    field("source_publisher", Kind::Line, true),
    field("source_url", Kind::Address, true),
    field("source_date", Kind::Line, false),
];

/// Why a sheet is not complete yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Nothing is written.
    Empty,
    /// The summary is too long for a list.
    TooLong,
    /// It is not a whole number, or the largest group is smaller than the smallest.
    NotANumber,
    /// It is not a web address.
    NotAnAddress,
    /// It is not a year, a month or a day.
    NotADate,
}

/// What is wrong with a field, if anything; `get` gives the text of a field by its name.
#[must_use]
pub fn lack(field: &Field, get: &dyn Fn(&str) -> String) -> Option<Lack> {
    let text = get(field.name);
    let text = text.trim();
    if text.is_empty() {
        let other_end = match field.name {
            "group_min" => "group_max",
            "group_max" => "group_min",
            _ => return field.needed.then_some(Lack::Empty),
        };
        return (!get(other_end).trim().is_empty()).then_some(Lack::Empty);
    }
    match field.kind {
        Kind::Number => {
            let number = text.parse::<u16>().ok().filter(|number| *number > 0);
            let least = get("group_min").trim().parse::<u16>().unwrap_or(0);
            let fits = number.is_some_and(|number| field.name != "group_max" || number >= least);
            (!fits).then_some(Lack::NotANumber)
        }
        Kind::Address => {
            let begins = text.starts_with("https://") || text.starts_with("http://");
            (!begins || text.contains(char::is_whitespace)).then_some(Lack::NotAnAddress)
        }
        _ if field.name == "summary" => (text.chars().count() > SUMMARY).then_some(Lack::TooLong),
        _ if field.name == "source_date" => (!is_date(text)).then_some(Lack::NotADate),
        _ => None,
    }
}

/// A year, a month or a day, as a source is dated.
fn is_date(text: &str) -> bool {
    let rest = match text.len() {
        4 => "-01-01",
        7 => "-01",
        _ => "",
    };
    written::day(&[text, rest].concat()).is_some()
}

/// The fields that keep the sheet from being complete.
#[must_use]
pub fn lacks(get: &dyn Fn(&str) -> String) -> Vec<(&'static Field, Lack)> {
    FIELDS.iter().filter_map(|field| Some((field, lack(field, get)?))).collect()
}

/// The file of a sheet, complete or not: everything that was written, nothing else.
#[must_use]
pub fn to_toml(language: &str, written_on: CivilDate, get: &dyn Fn(&str) -> String) -> String {
    let mut file = String::new();
    let _ = writeln!(file, "format = \"{FORMAT}\"");
    let _ = writeln!(file, "language = \"{}\"\nwritten_on = {written_on}\n", escaped(language));
    for field in &FIELDS {
        let text = get(field.name);
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let name = field.name;
        let _ = match field.kind {
            Kind::Text => writeln!(file, "{name} = \"\"\"\n{}\n\"\"\"", escaped(text)),
            Kind::Many(_) => {
                let ids: Vec<String> =
                    text.split_whitespace().map(|id| ["\"", &escaped(id), "\""].concat()).collect();
                writeln!(file, "{name} = [{}]", ids.join(", "))
            }
            Kind::Number if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                // TOML has no leading zeros.
                writeln!(file, "{name} = {}", text.parse::<u32>().unwrap_or(0))
            }
            _ => writeln!(file, "{name} = \"{}\"", escaped(&text.replace('\n', " "))),
        };
    }
    file
}

/// Text as it stands between the quotes of TOML; line ends stay.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' | '\\' => safe.extend(['\\', letter]),
            '\n' => safe.push('\n'),
            '\t' => safe.push(' '),
            _ if letter.is_control() => {}
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests;
