#![allow(clippy::unwrap_used)]

use super::*;
use crate::fixture::{check, tree};

fn sheet(changes: &[(&str, &str)]) -> String {
    let fields = |name: &str| {
        let changed = changes.iter().find(|(field, _)| *field == name).map(|(_, text)| *text);
        let text = changed.unwrap_or(match name {
            "title" => "Écouter d’abord, ensemble",
            "stage" => "reception",
            "kind" => "method",
            "themes" => "language",
            "audiences" => "group",
            "country" => "xx",
            "language_level" => "none",
            "minutes" => "30",
            "steps" => "1. Sit down.\n\n2) Ask [them] *first*.",
            "materials" => "- A table\n• Two chairs",
            "source_url" => "https://org.example/a",
            "group_min" | "group_max" | "source_date" => "",
            _ => "Words.",
        });
        text.to_owned()
    };
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
    migraction_core::sheet::to_toml("en", day, &fields)
}

#[test]
fn a_sheet_becomes_a_draft_in_its_own_language() {
    let imported = import(&tree(), &sheet(&[]), None).unwrap();
    assert_eq!(imported.id, "ecouter-d-abord-ensemble");
    assert_eq!(imported.untranslated, ["fr"]);
    let [(structure_path, structure), (words_path, words)] = imported.files.as_slice() else {
        unreachable!("two files: {:?}", imported.files)
    };
    assert_eq!(structure_path, "practices/ecouter-d-abord-ensemble.toml");
    assert!(structure.starts_with("draft = true\nstage = \"reception\"\n"), "{structure}");
    assert!(structure.contains("checked_on = 2026-11-26\nreview_by = 2027-05-26\n"), "{structure}");
    assert_eq!(words_path, "words/en/guide/reception/ecouter-d-abord-ensemble.md");
    assert!(words.contains("## steps\n1. Sit down.\n2. Ask \\[them\\] \\*first\\*.\n"), "{words}");
    assert!(words.contains("## materials\n- A table\n- Two chairs\n"), "{words}");
}

#[test]
fn a_draft_is_in_no_pack_until_it_is_in_every_language() {
    let mut whole = tree();
    for (path, text) in import(&whole, &sheet(&[]), Some("listen")).unwrap().files {
        whole.set(&path, text);
    }
    let (compiled, problems) = compile(&whole).unwrap();
    let found: Vec<_> = problems.iter().map(ToString::to_string).collect();
    let says = "practices/listen.toml:1: warning: the practice listen is a draft and in no pack: it has no words in fr";
    assert_eq!(found, [says]);
    assert!(!compiled.core.practices.contains_key("listen"));
    assert!(compiled.languages.iter().all(|part| !part.practices.contains_key("listen")));

    // Published too early: the compiler refuses.
    let structure = whole.get("practices/listen.toml").unwrap().replace("draft = true\n", "");
    whole.set("practices/listen.toml", structure);
    let outline = outline(whole.get("outline.toml").unwrap(), "reception", "listen");
    assert!(outline.contains("practices = [\"talk\", \"listen\"]"), "{outline}");
    whole.set("outline.toml", outline);
    let (_, problems) = compile(&whole).unwrap();
    let found: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(found, ["practices/listen.toml:1: the practice listen has no words in fr"]);

    // In every language: it comes into the pack.
    let words = whole.get("words/en/guide/reception/listen.md").unwrap().to_owned();
    whole.set("words/fr/guide/reception/listen.md", words);
    let (compiled, problems) = compile(&whole).unwrap();
    assert_eq!(problems.errors(), 0);
    assert!(compiled.core.practices.contains_key("listen"));
}

#[test]
fn what_does_not_hold_together_is_refused_with_its_reason() {
    let refused = |changes: &[(&str, &str)]| match import(&tree(), &sheet(changes), Some("new")) {
        Err(Refused::Problems(problems)) => problems.iter().map(ToString::to_string).collect(),
        Err(Refused::File(why)) => vec![why],
        Err(Refused::Error(error)) => vec![error.to_string()],
        Ok(imported) => vec![format!("taken in: {imported:?}")],
    };
    let says = |changes: &[(&str, &str)], what: &str| {
        let found: Vec<String> = refused(changes);
        assert!(found.iter().any(|line| line.contains(what)), "{what} in {found:?}");
    };
    says(&[("aim", "")], "missing field `aim`");
    says(&[("themes", "magic")], "magic");
    says(&[("source_url", "org.example")], "`org.example` is not a web address");
    says(&[("summary", &"a".repeat(150))], "150 letters, 140 at most");
    says(&[("stage", "elsewhere")], "elsewhere");
    let other = sheet(&[]).replace("practice-1", "practice-9");
    assert!(matches!(import(&tree(), &other, None), Err(Refused::File(_))));
    assert!(matches!(import(&tree(), &sheet(&[]), Some("talk")), Err(Refused::File(_))));
    assert!(matches!(import(&tree(), &sheet(&[]), Some("No id")), Err(Refused::File(_))));
}

#[test]
fn a_draft_may_not_be_referred_to() {
    check(
        |tree| tree.edit("practices/talk.toml", "stage = ", "draft = true\nstage = "),
        "outline.toml:3: there is no practice `talk`",
    );
}
