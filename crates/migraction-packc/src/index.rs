//! The search index of a language: what each document says in which field.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use migraction_core::facts::Quantity;
use migraction_core::{CivilDate, Id};
use migraction_pack::prose::{Block, Inline, Line, for_each_inline, plain_text};
use migraction_pack::search::{Document, IndexBuilder, IndexField, IndexPart, Stemmer, joined};

use crate::content::{Content, LanguageWords};
use crate::problems::Problems;

/// The table and the key of a word of the interface.
type WordKey = (&'static str, &'static str);

/// Pages of the app that can be found besides the tools, with the keys of their name and of what they are for.
const PLACES: &[(&str, WordKey, Option<WordKey>)] = &[
    ("phrases", ("nav", "phrases"), Some(("phrases", "what"))),
    ("emergency", ("nav", "emergency_tile"), None),
    ("notes", ("nav", "notes"), None),
    ("settings", ("nav", "settings"), None),
];

/// How words of a language are reduced; languages without a stemmer are searched as written.
fn stemmer(language: &Id) -> Stemmer {
    match language.as_str() {
        "fr" => Stemmer::French,
        "it" => Stemmer::Italian,
        "en" => Stemmer::English,
        _ => Stemmer::None,
    }
}

/// One document as the search sees it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is.
    pub document: Document,
    /// Its texts.
    pub texts: Vec<(IndexField, String)>,
}

/// Everything that can be found in a language.
#[must_use]
pub fn entries(content: &Content, language: &Id) -> Vec<Entry> {
    let mut writer = Writer { content, language, entries: Vec::new(), texts: Vec::new() };
    if let Some(words) = content.words.get(language) {
        writer.contexts(words);
        writer.practices(words);
        writer.facts(words);
        writer.services(words);
        writer.terms(words);
        writer.letters(words);
        writer.phrases(words);
        writer.tools(words);
        writer.exercises(words);
        writer.asked(words);
    }
    writer.entries
}

/// Questions as people ask them lead to what can be found. What has an id of its own is looked for with all other mentions.
pub fn check_asked(content: &Content, problems: &mut Problems) {
    for (language, words) in &content.words {
        let known: BTreeSet<_> =
            entries(content, language).into_iter().map(|entry| entry.document).collect();
        for asked in &words.search.asked {
            let has_no_id = |document: &&Document| {
                matches!(
                    document,
                    Document::Section { .. }
                        | Document::Phrase(_)
                        | Document::Tool(_)
                        | Document::Exercise(_)
                )
            };
            let leads = asked.item.leads.iter().filter(has_no_id);
            for lost in leads.filter(|document| !known.contains(document)) {
                problems.error(&asked.place, format!("{lost:?} is nothing that can be found"));
            }
        }
    }
}

/// Builds the index of a language.
#[must_use]
pub fn build(content: &Content, language: &Id) -> IndexPart {
    let mut builder = IndexBuilder::new(stemmer(language));
    if let Some(words) = content.words.get(language) {
        let search = &words.search;
        builder.ignore(search.ignored.iter().map(String::as_str));
        for (kind, typed) in &search.kinds {
            builder.means_kind(*kind, typed.iter().map(String::as_str));
        }
        for names in &search.synonyms {
            builder.add_synonyms(names.iter().map(String::as_str));
        }
    }
    for names in other_names(content, language) {
        builder.add_synonyms(names.iter().map(String::as_str));
    }
    for (name, country) in places(content, language) {
        builder.add_place(&name, &country);
    }
    for Entry { document, texts } in entries(content, language) {
        let texts: Vec<_> = texts.iter().map(|(field, text)| (*field, text.as_str())).collect();
        builder.add(document, &texts);
    }
    builder.finish()
}

/// Official terms with what they are called besides: their abbreviation, their names in this language.
fn other_names(content: &Content, language: &Id) -> Vec<Vec<String>> {
    let words = content.words.get(language);
    let names = |(id, term): (&Id, &crate::content::Placed<migraction_core::guide::Term>)| {
        let gloss = words.and_then(|words| words.terms.get(id)).map(|gloss| &gloss.item);
        let own = gloss.into_iter().flat_map(|gloss| [&gloss.term, &gloss.short]).flatten();
        let official = std::iter::once(&term.item.term).chain(&term.item.short);
        official.chain(own).cloned().collect()
    };
    content.terms.iter().map(names).collect()
}

/// What names a country: what it is called in every language, who comes from there, its towns.
fn places(content: &Content, language: &Id) -> Vec<(String, Id)> {
    let mut places = Vec::new();
    for country in content.countries.iter().map(|country| &country.item.id) {
        let labels =
            content.words.values().filter_map(|words| words.lists.get("countries")?.get(country));
        places.extend(labels.map(|label| (label.item.clone(), country.clone())));
    }
    places.extend(
        content.towns.iter().map(|town| (town.item.name.clone(), town.item.country.clone())),
    );
    let more = content.words.get(language).map(|words| &words.search.places);
    for (country, names) in more.into_iter().flatten() {
        places.extend(names.iter().map(|name| (name.clone(), country.clone())));
    }
    places.sort();
    places.dedup();
    places
}

struct Writer<'a> {
    content: &'a Content,
    language: &'a Id,
    entries: Vec<Entry>,
    texts: Vec<(IndexField, String)>,
}

/// What stands below a heading of a page, or before the first one.
struct Section<'a> {
    heading: Option<(&'a String, &'a Line)>,
    lines: Vec<&'a Line>,
}

impl Section<'_> {
    fn facts(&self) -> BTreeSet<Id> {
        let mut facts = BTreeSet::new();
        for line in &self.lines {
            for_each_inline(line, &mut |piece| {
                if let Inline::Fact(id) | Inline::FactWords(id, _) = piece {
                    facts.insert(id.clone());
                }
            });
        }
        facts
    }
}

fn sections(blocks: &[Block]) -> Vec<Section<'_>> {
    let mut sections = vec![Section { heading: None, lines: Vec::new() }];
    for block in blocks {
        if let Block::Heading { anchor, line, .. } = block {
            sections.push(Section { heading: Some((anchor, line)), lines: Vec::new() });
        } else if let Some(section) = sections.last_mut() {
            section.lines.extend(block.lines());
        }
    }
    sections
}

/// The facts that stand under each heading of each page.
#[must_use]
pub fn cited(words: &LanguageWords) -> BTreeMap<Document, BTreeSet<Id>> {
    let mut cited = BTreeMap::new();
    for ((country, topic), page) in &words.contexts {
        for section in sections(&page.item.body) {
            if let Some((anchor, _)) = section.heading {
                let document = Document::Section {
                    country: country.clone(),
                    topic: topic.clone(),
                    anchor: anchor.clone(),
                };
                cited.insert(document, section.facts());
            }
        }
    }
    cited
}

impl Writer<'_> {
    fn put(&mut self, field: IndexField, text: impl Into<String>) {
        self.texts.push((field, text.into()));
    }

    fn lines<'l>(&mut self, field: IndexField, lines: impl IntoIterator<Item = &'l Line>) {
        for line in lines {
            self.put(field, plain_text(line));
        }
    }

    /// The labels of ids of a closed list.
    fn labels(&mut self, field: IndexField, words: &LanguageWords, list: &str, ids: &[Id]) {
        for id in ids {
            if let Some(label) = words.lists.get(list).and_then(|labels| labels.get(id)) {
                self.put(field, label.item.clone());
            }
        }
    }

    /// What the same document is called in the other languages.
    fn abroad(&mut self, name: impl Fn(&LanguageWords) -> Option<String>) {
        let content = self.content;
        for (language, words) in &content.words {
            if language != self.language {
                let name = name(words);
                self.texts.extend(name.map(|name| (IndexField::Name, name)));
            }
        }
    }

    fn add(&mut self, document: Document) {
        let texts = std::mem::take(&mut self.texts);
        self.entries.push(Entry { document, texts });
    }

    fn contexts(&mut self, words: &LanguageWords) {
        let rules = self.rules_by_place(words);
        for ((country, topic), page) in &words.contexts {
            let page = &page.item;
            let sections = sections(&page.body);
            self.put(IndexField::Title, page.title.clone());
            self.labels(IndexField::Title, words, "topics", std::slice::from_ref(topic));
            self.put(IndexField::Summary, page.summary.clone());
            for section in &sections {
                match section.heading {
                    Some((_, heading)) => self.put(IndexField::Heading, plain_text(heading)),
                    None => self.lines(IndexField::Body, section.lines.iter().copied()),
                }
            }
            for id in sections.iter().flat_map(Section::facts).collect::<BTreeSet<_>>() {
                if let Some(fact) = words.facts.get(&id) {
                    self.put(IndexField::Body, fact.item.label.clone());
                }
            }
            let key = (country.clone(), topic.clone());
            self.abroad(|words| Some(words.contexts.get(&key)?.item.title.clone()));
            self.add(Document::Context { country: country.clone(), topic: topic.clone() });
            for section in &sections {
                let Some((anchor, heading)) = section.heading else { continue };
                let document = Document::Section {
                    country: country.clone(),
                    topic: topic.clone(),
                    anchor: anchor.clone(),
                };
                self.put(IndexField::Title, plain_text(heading));
                self.put(IndexField::Heading, page.title.clone());
                self.lines(IndexField::Body, section.lines.iter().copied());
                for id in section.facts() {
                    if let Some(fact) = words.facts.get(&id) {
                        self.put(IndexField::Body, fact.item.label.clone());
                    }
                }
                for text in rules.get(&document).into_iter().flatten() {
                    self.put(IndexField::Body, text.clone());
                }
                self.add(document);
            }
        }
    }

    /// What rules say, at the section that has most of their facts: nobody looks for a rule, but for what it says.
    fn rules_by_place(&self, words: &LanguageWords) -> BTreeMap<Document, Vec<String>> {
        let cited = cited(words);
        let mut places = BTreeMap::<Document, Vec<String>>::new();
        for rule in self.content.rules.values().flatten().map(|rule| &rule.item.rule) {
            let Some(text) = words.rules.get(&rule.id) else { continue };
            let shares =
                |facts: &BTreeSet<Id>| rule.facts.iter().filter(|id| facts.contains(*id)).count();
            let best = cited.iter().map(|(place, facts)| (shares(facts), place));
            let Some((1.., place)) = best.rev().max_by_key(|(shares, _)| *shares) else { continue };
            places.entry(place.clone()).or_default().push(text.item.title.clone());
        }
        places
    }

    /// How people ask for what was added before.
    fn asked(&mut self, words: &LanguageWords) {
        let mut ways = BTreeMap::<&Document, Vec<&String>>::new();
        for asked in &words.search.asked {
            for document in &asked.item.leads {
                ways.entry(document).or_default().extend(&asked.item.words);
            }
        }
        for entry in &mut self.entries {
            let ways = ways.remove(&entry.document).into_iter().flatten();
            entry.texts.extend(ways.map(|way| (IndexField::Name, way.clone())));
        }
    }

    fn practices(&mut self, words: &LanguageWords) {
        for (id, sheet) in &words.practices {
            let sheet = &sheet.item;
            self.put(IndexField::Title, sheet.title.clone());
            self.put(IndexField::Summary, sheet.summary.clone());
            if let Some(practice) = self.content.practices.get(id) {
                let practice = &practice.item;
                self.labels(IndexField::Heading, words, "themes", &practice.themes);
                self.labels(
                    IndexField::Heading,
                    words,
                    "kinds",
                    std::slice::from_ref(&practice.kind),
                );
                self.labels(IndexField::Heading, words, "audiences", &practice.audiences);
                self.put(IndexField::Heading, practice.organisation.clone());
            }
            for section in [&sheet.aim, &sheet.steps, &sheet.materials, &sheet.local] {
                self.lines(IndexField::Body, section.iter().flat_map(Block::lines));
            }
            self.abroad(|words| Some(words.practices.get(id)?.item.title.clone()));
            self.add(Document::Practice(id.clone()));
        }
    }

    fn facts(&mut self, words: &LanguageWords) {
        for (id, fact) in &words.facts {
            self.put(IndexField::Title, fact.item.label.clone());
            self.put(IndexField::Summary, plain_text(&fact.item.text));
            self.put(IndexField::Body, id.as_str().replace('-', " "));
            if let Some(known) = self.content.facts.get(id) {
                let known = &known.item;
                self.labels(
                    IndexField::Around,
                    words,
                    "topics",
                    std::slice::from_ref(&known.topic),
                );
                for source in &known.sources {
                    for name in joined(&source.title, false) {
                        self.put(IndexField::Body, name);
                    }
                }
                for value in &known.values {
                    let value = match value.quantity {
                        Quantity::Day(day) => self.day(day, words),
                        Quantity::Amount(amount) => {
                            amount.normalize().to_string().replace('.', ",")
                        }
                    };
                    self.put(IndexField::Body, value);
                }
            }
            self.abroad(|words| Some(words.facts.get(id)?.item.label.clone()));
            self.add(Document::Fact(id.clone()));
        }
    }

    /// A day as it is written, with the name of its month; the order does not count here.
    fn day(&self, day: CivilDate, words: &LanguageWords) -> String {
        let months = words.ui.get(&("format".into(), "months".into()));
        let months = months.and_then(|months| months.item.plain()).unwrap_or_default();
        let month = months.split(' ').nth(day.month0() as usize).unwrap_or_default();
        format!("{} {month} {}", day.day(), day.year())
    }

    fn terms(&mut self, words: &LanguageWords) {
        for (id, gloss) in &words.terms {
            let gloss = &gloss.item;
            if let Some(term) = self.content.terms.get(id) {
                self.put(IndexField::Title, term.item.term.clone());
                self.texts.extend(term.item.short.clone().map(|short| (IndexField::Title, short)));
            }
            for name in [&gloss.term, &gloss.short].into_iter().flatten() {
                self.put(IndexField::Title, name.clone());
            }
            self.put(IndexField::Summary, plain_text(&gloss.gloss));
            self.abroad(|words| words.terms.get(id)?.item.term.clone());
            self.abroad(|words| words.terms.get(id)?.item.short.clone());
            self.add(Document::Term(id.clone()));
        }
    }

    fn letters(&mut self, words: &LanguageWords) {
        for (id, letter) in &words.letters {
            let letter = &letter.item;
            self.put(IndexField::Title, letter.name.clone());
            self.lines(IndexField::Summary, [&letter.decides]);
            self.lines(IndexField::Body, [&letter.looks, &letter.runs, &letter.appeal]);
            self.abroad(|words| Some(words.letters.get(id)?.item.name.clone()));
            self.add(Document::Letter(id.clone()));
        }
    }

    fn services(&mut self, words: &LanguageWords) {
        for (id, service) in &words.services {
            if let Some(entry) = self.content.services.get(id) {
                let entry = &entry.item;
                self.put(IndexField::Title, entry.name.clone());
                self.labels(IndexField::Heading, words, "service-kinds", &entry.kinds);
                self.texts.extend(entry.town.clone().map(|town| (IndexField::Heading, town)));
                self.texts
                    .extend(entry.shown_number().map(|phone| (IndexField::Body, phone.to_owned())));
                self.labels(IndexField::Body, words, "regions", &entry.regions);
                self.labels(IndexField::Body, words, "audiences", &entry.for_whom);
            }
            self.put(IndexField::Summary, plain_text(&service.item.what));
            self.add(Document::Service(id.clone()));
        }
    }

    /// Phrases by what they say in this language.
    fn phrases(&mut self, words: &LanguageWords) {
        let Some(tongue) = self.content.phrases.sayings.get(self.language) else { return };
        for phrase in self.content.phrases.phrases.iter().map(|phrase| &phrase.item) {
            let Some(saying) = tongue.item.sayings.get(&phrase.id) else { continue };
            self.put(IndexField::Title, saying.item.text.clone());
            if let Some(label) = words.phrases.situations.get(&phrase.situation) {
                self.put(IndexField::Heading, label.item.clone());
            }
            self.add(Document::Phrase(phrase.id.clone()));
        }
    }

    fn tools(&mut self, words: &LanguageWords) {
        let text = |(area, key): (&str, &str)| {
            let message = words.ui.get(&(area.into(), key.into()))?;
            Some(message.item.plain()?.to_owned())
        };
        // A tool is what has a name and says what it is for.
        let keys = words.ui.keys().filter(|(area, _)| area == "tools");
        let tools = keys.filter_map(|(_, key)| {
            let tool = key.strip_suffix("_what")?;
            Some((tool, text(("tools", tool)), text(("tools", key))))
        });
        let places =
            PLACES.iter().map(|(path, name, what)| (*path, text(*name), what.and_then(text)));
        for (path, name, what) in tools.chain(places).collect::<Vec<_>>() {
            let Some(name) = name else { continue };
            self.put(IndexField::Title, name);
            self.texts.extend(what.map(|what| (IndexField::Summary, what)));
            if let Some(sheet) = words.worksheets.get(&Id::from(path)) {
                self.put(IndexField::Body, plain_text(&sheet.item.intro));
            }
            self.add(Document::Tool(path.into()));
        }
    }

    fn exercises(&mut self, words: &LanguageWords) {
        for scenario in self.content.scenarios.iter().map(|scenario| &scenario.item) {
            let Some(told) = words.scenarios.get(&scenario.id).filter(|_| scenario.is_exercise)
            else {
                continue;
            };
            self.put(IndexField::Title, told.item.title.clone());
            self.put(IndexField::Body, told.item.story.clone());
            self.add(Document::Exercise(scenario.id.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const ASKED: &str = "words/en/asked.toml";

    #[test]
    fn a_question_as_it_is_asked_leads_to_what_can_be_found() {
        let asked = |leads: &str| format!("[[asked]]\nleads = [\"{leads}\"]\nwords = [\"pay\"]\n");
        let lost = |leads: &str, expected: &str| {
            check(|tree| tree.set(ASKED, &asked(leads)), &format!("{ASKED}:2: {expected}"));
        };
        lost("tool:none", "Tool(Id(\"none\")) is nothing that can be found");
        lost("fact:xx-none", "there is no fact `xx-none`");
        lost("page:xx", "`page:xx`: practice:x");
        check(
            |tree| tree.set(ASKED, "[[asked]]\nleads = []\nwords = []\n"),
            &format!("{ASKED}:1: a question has words"),
        );
    }
}
