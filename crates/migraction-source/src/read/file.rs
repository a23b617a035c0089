//! TOML files with the place of everything in them.
//!
//! A file is taken apart entry by entry, so that one wrong entry does not hide the others.

use std::sync::Arc;

use migraction_core::Id;
use serde::de::{Deserialize, DeserializeOwned};
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::content::Sink;
use crate::problems::Place;

/// A text with its name.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// Its path within the content.
    pub name: Arc<str>,
    text: &'a str,
    first_line: u32,
    /// Where its lines end, for every place that is asked for.
    ends: Arc<[usize]>,
}

impl<'a> Source<'a> {
    /// A whole file.
    #[must_use]
    pub fn new(name: &str, text: &'a str) -> Self {
        Self::part(name, text, 1)
    }

    /// A part of a file that begins on a later line.
    #[must_use]
    pub fn part(name: &str, text: &'a str, first_line: u32) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at).collect();
        Self { name: name.into(), text, first_line, ends }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The place of a byte of the text.
    #[must_use]
    pub fn place_at(&self, offset: usize) -> Place {
        let lines = self.ends.partition_point(|end| *end < offset);
        let lines = u32::try_from(lines).unwrap_or(u32::MAX);
        Place { file: self.name.clone(), line: self.first_line.saturating_add(lines) }
    }

    /// The place of a value.
    #[must_use]
    pub fn place<T>(&self, value: &Spanned<T>) -> Place {
        self.place_at(value.span().start)
    }

    /// The place of a text's first word; a text in triple quotes begins on the next line.
    #[must_use]
    pub fn place_of_words(&self, value: &Spanned<String>) -> Place {
        let raw = self.text.get(value.span()).unwrap_or_default();
        let opening = if raw.starts_with("\"\"\"\n") || raw.starts_with("'''\n") { 4 } else { 0 };
        self.place_at(value.span().start + opening)
    }

    /// An id with its place; a malformed one is reported.
    pub fn id(&self, value: &Spanned<String>, sink: &mut Sink) -> (Id, Place) {
        let place = self.place(value);
        let text = value.get_ref().as_str();
        if !Id::is_well_formed(text) {
            sink.problems.error(
                &place,
                format!("`{text}` is not an id: lower-case words of a-z and 0-9 joined by hyphens"),
            );
        }
        (text.into(), place)
    }

    /// Ids with their places.
    pub fn ids(&self, values: &[Spanned<String>], sink: &mut Sink) -> Vec<(Id, Place)> {
        values.iter().map(|value| self.id(value, sink)).collect()
    }

    fn complain(&self, error: &toml::de::Error, sink: &mut Sink) {
        let offset = error.span().map_or(0, |span| span.start);
        sink.problems.error(&self.place_at(offset), error.message().trim().replace('\n', "; "));
    }
}

/// A file taken apart.
#[derive(Debug)]
pub struct File<'a> {
    /// Its text.
    pub source: Source<'a>,
    table: DeTable<'a>,
}

impl<'a> File<'a> {
    /// Reads a file; what is not TOML is reported.
    pub fn open(source: Source<'a>, sink: &mut Sink) -> Option<Self> {
        match DeTable::parse(source.text) {
            Ok(table) => Some(Self { source, table: table.into_inner() }),
            Err(error) => {
                source.complain(&error, sink);
                None
            }
        }
    }

    /// The entries of a list such as `[[fact]]`; wrong ones are reported.
    pub fn list<T: DeserializeOwned>(&mut self, key: &str, sink: &mut Sink) -> Vec<T> {
        match self.table.remove(key).map(|value| (value.span(), value.into_inner())) {
            None => Vec::new(),
            Some((_, DeValue::Array(values))) => {
                values.into_iter().filter_map(|value| self.decode(value, sink)).collect()
            }
            Some((span, _)) => {
                let place = self.source.place_at(span.start);
                sink.problems.error(&place, format!("`{key}` is a list: write [[{key}]]"));
                Vec::new()
            }
        }
    }

    /// One value, if it is there.
    pub fn value<T: DeserializeOwned>(&mut self, key: &str, sink: &mut Sink) -> Option<T> {
        let value = self.table.remove(key)?;
        self.decode(value, sink)
    }

    /// The table under a key, as a file of its own.
    pub fn table(&mut self, key: &str) -> Option<Self> {
        match self.table.remove(key)?.into_inner() {
            DeValue::Table(table) => Some(Self { source: self.source.clone(), table }),
            _ => None,
        }
    }

    /// All that is left, as entries by key.
    pub fn entries<T: DeserializeOwned>(self, sink: &mut Sink) -> Vec<(String, Place, T)> {
        let Self { source, table } = self;
        let decode = |(key, value): (Spanned<_>, Spanned<DeValue<'a>>)| {
            let place = source.place(&key);
            let key: std::borrow::Cow<'a, str> = key.into_inner();
            let read = decode(&source, value, sink)?;
            Some((key.into_owned(), place, read))
        };
        table.into_iter().filter_map(decode).collect()
    }

    /// The whole file as one value.
    pub fn whole<T: DeserializeOwned>(self, sink: &mut Sink) -> Option<T> {
        let end = self.source.text.len();
        decode(&self.source, Spanned::new(0..end, DeValue::Table(self.table)), sink)
    }

    /// Reports keys that nobody took.
    pub fn close(self, sink: &mut Sink) {
        for (key, _) in self.table {
            let place = self.source.place(&key);
            sink.problems.error(&place, format!("`{}` is not in the format", key.get_ref()));
        }
    }

    fn decode<T: DeserializeOwned>(
        &self,
        value: Spanned<DeValue<'a>>,
        sink: &mut Sink,
    ) -> Option<T> {
        decode(&self.source, value, sink)
    }
}

fn decode<'a, T: DeserializeOwned>(
    source: &Source<'a>,
    value: Spanned<DeValue<'a>>,
    sink: &mut Sink,
) -> Option<T> {
    let start = value.span().start;
    match <T as Deserialize>::deserialize(ValueDeserializer::from(value)) {
        Ok(read) => Some(read),
        Err(mut error) => {
            if error.span().is_none() {
                error.set_input(None);
                let place = source.place_at(start);
                sink.problems.error(&place, error.message().trim().replace('\n', "; "));
            } else {
                source.complain(&error, sink);
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{File, Source};
    use crate::content::Sink;

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Entry {
        #[allow(dead_code)]
        id: String,
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut sink = Sink::default();
        if let Some(mut file) = File::open(Source::new("a.toml", text), &mut sink) {
            let _ = file.list::<Entry>("entry", &mut sink);
            file.close(&mut sink);
        }
        let found: Vec<_> = sink.problems.iter().map(ToString::to_string).collect();
        assert!(found.iter().any(|line| line.starts_with(expected)), "{found:?}");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        check(
            "[[entry]]\nid = 'a'\n\n[[entry]]\nid = 'b'\nidd = 'c'\n",
            "a.toml:6: unknown field `idd`",
        );
        check(
            "[[entry]]\nid = 'a'\n[[entrie]]\nid = 'a'\n",
            "a.toml:3: `entrie` is not in the format",
        );
        check("[[entry]]\nid = 3\n", "a.toml:2: invalid type");
        check("\n[[entry]]\n", "a.toml:2: missing field `id`");
        check("a = \n", "a.toml:1: ");
        check("\n[entry]\nid = 'a'", "a.toml:2: `entry` is a list");
    }

    #[test]
    fn one_wrong_entry_does_not_hide_the_next() {
        check("[[entry]]\nid = 3\n[[entry]]\nid = 4\n", "a.toml:4: invalid type");
    }
}
