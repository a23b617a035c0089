//! A small content that holds together, for tests that break one thing in it.
#![allow(clippy::unwrap_used)]

use crate::check::scenarios::Played;
use crate::content::Content;
use crate::tree::Tree;
use crate::{Compiled, compile};

/// The files of the fixture, to be changed by a test.
pub struct Fixture(Tree);

impl Fixture {
    fn new() -> Self {
        let mut tree = Tree::default();
        for part in FILES.split("=== ").skip(1) {
            let (path, text) = part.split_once('\n').unwrap();
            tree.set(path, text);
        }
        for (path, text) in french(&tree) {
            tree.set(&path, text);
        }
        Self(tree)
    }

    /// Replaces a text that stands once in a file.
    #[track_caller]
    pub fn edit(&mut self, path: &str, from: &str, to: &str) {
        let text = self.0.get(path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from} in {path}");
        let text = text.replacen(from, to, 1);
        self.0.set(path, text);
    }

    /// Adds text at the end of a file.
    pub fn add(&mut self, path: &str, more: &str) {
        let text = format!("{}{more}", self.0.get(path).unwrap());
        self.0.set(path, text);
    }

    /// Writes a file.
    pub fn set(&mut self, path: &str, text: &str) {
        self.0.set(path, text);
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &str) {
        self.0.remove(path);
    }

    fn problems(&self) -> Vec<String> {
        compile(&self.0).unwrap().1.iter().map(ToString::to_string).collect()
    }
}

/// Breaks something and expects a problem that begins so.
#[track_caller]
pub fn check(break_it: impl Fn(&mut Fixture), expected: &str) {
    let mut fixture = Fixture::new();
    break_it(&mut fixture);
    let found = fixture.problems();
    assert!(found.iter().any(|line| line.starts_with(expected)), "{expected}\n{found:#?}");
}

/// Changes something and expects no problem at all.
#[track_caller]
pub fn check_sound(change: impl Fn(&mut Fixture)) {
    let mut fixture = Fixture::new();
    change(&mut fixture);
    assert_eq!(fixture.problems(), Vec::<String>::new());
}

/// The files of the fixture.
pub fn tree() -> Tree {
    Fixture::new().0
}

/// The fixture as content.
pub fn content() -> Content {
    compiled(|_| {}).content
}

/// The fixture compiled, after a change.
pub fn compiled(change: impl Fn(&mut Fixture)) -> Compiled {
    let mut fixture = Fixture::new();
    change(&mut fixture);
    compile(&fixture.0).unwrap().0
}

/// What the scenarios of the fixture come to.
pub fn played() -> Vec<Played> {
    compile(&Fixture::new().0).unwrap().0.scenarios
}

#[test]
fn the_fixture_holds_together() {
    check_sound(|_| {});
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let bytes = || {
        let compiled = compile(&Fixture::new().0).unwrap().0;
        let languages: Vec<_> =
            compiled.languages.iter().map(|part| part.to_bytes().unwrap()).collect();
        (compiled.core.to_bytes().unwrap(), languages)
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn parts_are_read_back_as_they_were_written() {
    let compiled = compile(&Fixture::new().0).unwrap().0;
    let core = migraction_pack::CorePart::from_bytes(&compiled.core.to_bytes().unwrap()).unwrap();
    assert_eq!(core, compiled.core);
    for part in &compiled.languages {
        let read = migraction_pack::LanguagePart::from_bytes(&part.to_bytes().unwrap()).unwrap();
        assert_eq!(read, *part);
    }
}

#[test]
fn a_newer_pack_says_what_it_changes() {
    use migraction_pack::Difference;
    use migraction_pack::search::Document;
    let parts = |change: &dyn Fn(&mut Fixture)| {
        let mut fixture = Fixture::new();
        change(&mut fixture);
        let compiled = compile(&fixture.0).unwrap().0;
        (compiled.core, compiled.languages.into_iter().next().unwrap())
    };
    let old = parts(&|_| {});
    let against = |new: &(migraction_pack::CorePart, migraction_pack::LanguagePart)| {
        Difference::between((&old.0, &old.1), (&new.0, &new.1))
    };
    assert_eq!(against(&old), Difference::default());
    let checked_again = parts(&|tree| {
        tree.edit("practices/talk.toml", "checked_on = 2026-11-24", "checked_on = 2026-11-25");
    });
    assert_eq!(against(&checked_again), Difference::default(), "checking again changes nothing");
    let facts = "countries/xx/facts/work.toml";
    let value = parts(&|tree| tree.edit(facts, "amount = \"4\"", "amount = \"5\""));
    assert_eq!(against(&value).changed, [Document::Fact("xx-work-wait".into())]);
    let words = parts(&|tree| {
        tree.edit("words/en/guide/reception/talk.md", "+++\ntitle = \"", "+++\ntitle = \"More: ");
    });
    assert_eq!(against(&words).changed, [Document::Practice("talk".into())]);
    let gone = Difference::between(
        (&words.0, &words.1),
        (
            &old.0,
            &migraction_pack::LanguagePart {
                practices: std::collections::BTreeMap::new(),
                ..old.1.clone()
            },
        ),
    );
    assert_eq!((gone.changed.len(), gone.gone), (0, 1));
}

#[test]
fn nothing_at_all_is_reported_and_does_not_crash() {
    let (_, problems) = compile(&Tree::default()).unwrap();
    let found: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn facts_need_sources_reviews_units_and_order() {
    let facts = "countries/xx/facts/work.toml";
    check(
        |tree| {
            tree.edit(facts, "[[fact.source]]\ntitle = \"Act one\"\npublisher = \"Gazette\"\nurl = \"https://law.example/1\"\n", "")
        },
        &format!("{facts}:2: xx-work-wait has no official source"),
    );
    check(
        |tree| tree.edit(facts, "review_by = 2027-02-23\n", ""),
        &format!("{facts}:2: `review_by` is missing"),
    );
    check(
        |tree| tree.edit(facts, "review_by = 2027-02-23", "review_by = 2026-11-23"),
        &format!("{facts}:2: review_by 2026-11-23 is not after"),
    );
    check(
        |tree| tree.edit(facts, "unit = \"months\"", "unit = \"moons\""),
        &format!("{facts}:12: unknown variant `moons`"),
    );
    check(
        |tree| tree.edit(facts, "amount = \"4\"", "amount = 4.5"),
        &format!("{facts}:11: the amount is a decimal"),
    );
    check(
        |tree| tree.edit(facts, "confidence = \"high\"\nstatus", "confidence = \"sure\"\nstatus"),
        &format!("{facts}:4: unknown variant `sure`"),
    );
    let second = |from: &str| {
        format!("unit = \"months\"\n[[fact.value]]\n{from}\namount = \"5\"\nunit = \"months\"")
    };
    check(
        |tree| tree.edit(facts, "unit = \"months\"", &second("from = 2020-01-01")),
        &format!("{facts}:14: xx-work-wait: two values from"),
    );
    check(
        |tree| tree.edit(facts, "unit = \"months\"", &second("from = 2019-01-01")),
        &format!("{facts}:14: xx-work-wait: the value from"),
    );
    check(
        |tree| tree.edit(facts, "unit = \"months\"", &second("")),
        &format!("{facts}:16: xx-work-wait: only the first"),
    );
    check(
        |tree| tree.edit(facts, "id = \"xx-work-wait\"", "id = \"xx-work-appeal\""),
        &format!("{facts}:19: `xx-work-appeal` is already at {facts}:2"),
    );
    check(
        |tree| tree.edit(facts, "id = \"xx-work-wait\"", "id = \"xx-Work\""),
        &format!("{facts}:2: `xx-Work` is not an id"),
    );
    check(
        |tree| tree.edit(facts, "id = \"xx-work-wait\"", "id = \"work-wait\""),
        &format!("{facts}:2: `work-wait` must begin with `xx-`"),
    );
}

#[test]
fn a_key_that_is_not_in_the_format_is_an_error() {
    check(
        |tree| tree.edit("countries/xx/facts/work.toml", "uncertain = true", "unsure = true"),
        "countries/xx/facts/work.toml:22: unknown field `unsure`",
    );
    check(
        |tree| tree.edit("practices/talk.toml", "minutes = 5", "hours = 5"),
        "practices/talk.toml:8: unknown field `hours`",
    );
    check(
        |tree| tree.add("countries/xx/rules/work.toml", "[[rules]]\n"),
        "countries/xx/rules/work.toml:22: `rules` is not in the format",
    );
}

#[test]
fn rules_need_a_calendar_that_covers_the_supported_period() {
    let calendar = "countries/xx/calendar.toml";
    check(
        |tree| tree.remove(calendar),
        &format!("{calendar}:1: no holidays of 2024, which the rules of xx need"),
    );
    check(
        |tree| tree.edit(calendar, "2025-01-01", "2024-02-01"),
        &format!("{calendar}:1: no holidays of 2025, which the rules of xx need"),
    );
    check(
        |tree| tree.edit(calendar, "2025-01-01", "2023-01-01"),
        &format!("{calendar}:5: 2023-01-01 is not after"),
    );
}

#[test]
fn a_file_that_is_not_in_the_format_is_a_warning() {
    check(
        |tree| tree.set("countries/xx/notes.toml", ""),
        "countries/xx/notes.toml:1: warning: no file of this name",
    );
    check(
        |tree| tree.set("words/xx/vocabulary.toml", ""),
        "words/xx/vocabulary.toml:1: `xx` is not in languages.toml",
    );
}

/// The words of the fixture in a second language, by turning some of them.
fn french(tree: &Tree) -> Vec<(String, String)> {
    let turn = |(path, text): (&str, &str)| {
        let path = path.strip_prefix("words/en/")?;
        Some((format!("words/fr/{path}"), text.replace("Talk.", "Parler.")))
    };
    tree.iter().filter_map(turn).collect()
}

/// Its files, each after a line `=== path`.
const FILES: &str = include_str!("fixture/content.txt");
