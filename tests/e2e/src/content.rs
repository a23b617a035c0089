//! What the app should show, read from the content that it was built from.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use toml::{Table, Value};

/// The folder `content/`.
pub struct Content {
    root: PathBuf,
    /// Interface languages, in order.
    pub languages: Vec<String>,
    /// Practices with their stage, in order.
    pub practices: Vec<(String, String)>,
    /// Context pages of Belgium, in order.
    pub topics: Vec<String>,
}

/// A consultation: answers in, results out.
pub struct Scenario {
    /// The country whose rules it tries.
    pub country: String,
    /// The day for which it asks.
    pub as_of: String,
    /// Options, days and numbers by question, as the inputs take them.
    pub answers: BTreeMap<String, Vec<String>>,
    /// What must come out.
    pub expected: Vec<Expected>,
    /// Facts that the whole result must cite.
    pub facts: Vec<String>,
}

/// One expected result.
pub struct Expected {
    /// The rule.
    pub rule: String,
    /// Its state.
    pub state: String,
    /// Days by the id of the date.
    pub dates: BTreeMap<String, String>,
}

impl Content {
    /// Reads the lists.
    ///
    /// # Errors
    /// When a file is missing or has another shape.
    pub fn read() -> Result<Self> {
        let content = Self::at(super::project_root().join("content"))?;
        ensure!(
            content.practices.len() >= 9,
            "the outline names {} practices",
            content.practices.len()
        );
        ensure!(content.topics.len() >= 6, "the country names {} topics", content.topics.len());
        Ok(content)
    }

    /// As [`Content::read`], of the small part of the guide that never changes: see `dist::with_frozen_content`.
    ///
    /// # Errors
    /// As there.
    pub fn frozen() -> Result<Self> {
        Self::at(super::project_root().join("tests/e2e/content"))
    }

    fn at(root: PathBuf) -> Result<Self> {
        let parse = |name: &str| table(&root.join(name));
        let languages = migraction_words::read_languages(&interface_root())?;
        let languages = languages.into_iter().map(|language| language.id).collect();
        let mut practices = Vec::new();
        for stage in array(&parse("outline.toml")?, "stage")? {
            let stage = stage.as_table().context("a stage is a table")?;
            let id = text(stage, "id")?;
            practices.extend(
                texts(stage, "practices")?.into_iter().map(|practice| (practice, id.clone())),
            );
        }
        let topics = texts(&parse("countries/be/country.toml")?, "topics")?;
        Ok(Self { root, languages, practices, topics })
    }

    /// The title of a practice sheet.
    ///
    /// # Errors
    /// When it has none.
    pub fn practice_title(&self, language: &str, stage: &str, id: &str) -> Result<String> {
        self.title(&format!("words/{language}/guide/{stage}/{id}.md"))
    }

    /// The title of a context page.
    ///
    /// # Errors
    /// When it has none.
    pub fn context_title(&self, language: &str, topic: &str) -> Result<String> {
        self.title(&format!("words/{language}/countries/be/{topic}.md"))
    }

    fn title(&self, name: &str) -> Result<String> {
        let file = fs::read_to_string(self.root.join(name)).with_context(|| name.to_owned())?;
        let front =
            file.split("+++").nth(1).with_context(|| format!("{name} has no front matter"))?;
        text(&front.parse()?, "title").with_context(|| name.to_owned())
    }

    /// A fact of Belgium as its file has it, and its words in a language.
    ///
    /// # Errors
    /// When there is none.
    pub fn fact(&self, language: &str, id: &str) -> Result<(Table, Table)> {
        for entry in fs::read_dir(self.root.join("countries/be/facts"))? {
            let path = entry?.path();
            let facts = table(&path)?;
            let found = array(&facts, "fact")?
                .iter()
                .filter_map(Value::as_table)
                .find(|fact| fact.get("id").and_then(Value::as_str) == Some(id))
                .cloned();
            let Some(fact) = found else { continue };
            let name = path.file_name().context("a file has a name")?;
            let words =
                table(&self.root.join(format!("words/{language}/countries/be/facts")).join(name))?;
            let words = words.get(id).and_then(Value::as_table).cloned();
            return Ok((fact, words.with_context(|| format!("{id} has no words in {language}"))?));
        }
        anyhow::bail!("there is no fact {id}")
    }

    /// The words of the interface without gaps to fill, by `area.key`.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn interface(&self, language: &str) -> Result<BTreeMap<String, String>> {
        let mut catalogs = migraction_words::read_catalogs(&interface_root())?.into_iter();
        let catalog = catalogs.find(|catalog| catalog.language.id == language);
        let mut words = BTreeMap::new();
        for (area, messages) in catalog.with_context(|| format!("there is no {language}"))?.areas {
            for (key, message) in messages {
                if let Some(text) = message.plain().filter(|text| !text.contains('{')) {
                    words.insert(format!("{area}.{key}"), text.to_owned());
                }
            }
        }
        Ok(words)
    }

    /// One word of the interface.
    ///
    /// # Errors
    /// When there is none.
    pub fn word(&self, language: &str, key: &str) -> Result<String> {
        self.interface(language)?.remove(key).with_context(|| format!("{language} has no {key}"))
    }

    /// The places that a labelled search query should lead to, best first.
    ///
    /// # Errors
    /// When the query is not labelled.
    pub fn wanted(&self, language: &str, query: &str) -> Result<Vec<String>> {
        let queries = table(&self.root.join(format!("queries/{language}.toml")))?;
        let found = array(&queries, "query")?
            .iter()
            .filter_map(Value::as_table)
            .find(|one| one.get("text").and_then(Value::as_str) == Some(query));
        texts(found.with_context(|| format!("{query} is no labelled query"))?, "want")
    }

    /// A consultation by the id of its file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn scenario(&self, id: &str) -> Result<Scenario> {
        let country = id.split('-').next().unwrap_or_default();
        let file = table(&self.root.join(format!("scenarios/{country}/{id}.toml")))?;
        let answers = file.get("answers").and_then(Value::as_table).context("no answers")?;
        let answers = answers.iter().map(|(question, answer)| (question.clone(), inputs(answer)));
        let mut expected = Vec::new();
        for one in array(&file, "expect")?.iter().filter_map(Value::as_table) {
            let dates = one.get("dates").and_then(Value::as_table).into_iter().flatten();
            expected.push(Expected {
                rule: text(one, "rule")?,
                state: text(one, "state")?,
                dates: dates.map(|(id, day)| (id.clone(), plain(day))).collect(),
            });
        }
        ensure!(!expected.is_empty(), "{id} expects nothing");
        Ok(Scenario {
            country: country.to_owned(),
            as_of: plain(file.get("as_of").context("no as_of")?),
            answers: answers.collect(),
            expected,
            facts: ids(&file, "expect_fact").unwrap_or_default(),
        })
    }
}

/// Where languages and words of the interface stand, whichever guide is shown: those are never frozen.
fn interface_root() -> PathBuf {
    super::project_root().join("content")
}

fn table(path: &std::path::Path) -> Result<Table> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.parse().with_context(|| path.display().to_string())
}

fn array<'a>(table: &'a Table, key: &str) -> Result<&'a [Value]> {
    let array = table.get(key).and_then(Value::as_array);
    Ok(array.with_context(|| format!("no list {key}"))?)
}

fn text(table: &Table, key: &str) -> Result<String> {
    let text = table.get(key).and_then(Value::as_str);
    Ok(text.with_context(|| format!("no text {key}"))?.to_owned())
}

fn texts(table: &Table, key: &str) -> Result<Vec<String>> {
    Ok(array(table, key)?.iter().map(plain).collect())
}

fn ids(table: &Table, key: &str) -> Result<Vec<String>> {
    array(table, key)?.iter().filter_map(Value::as_table).map(|entry| text(entry, "id")).collect()
}

/// An answer as the inputs of its screen take it; an empty list is the choice "none of these".
fn inputs(answer: &Value) -> Vec<String> {
    match answer {
        Value::Array(options) if options.is_empty() => vec!["none-of-these".to_owned()],
        Value::Array(options) => options.iter().map(plain).collect(),
        other => vec![plain(other)],
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
