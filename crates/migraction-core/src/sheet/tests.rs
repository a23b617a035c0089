use super::*;

/// A complete sheet, with other texts for some fields.
fn with<'a>(changes: &'a [(&str, &str)]) -> impl Fn(&str) -> String + 'a {
    move |name| {
        let changed = changes.iter().find(|(field, _)| *field == name);
        let text = match (changed, name) {
            (Some((_, text)), _) => text,
            (None, "minutes") => "45",
            (None, "source_url") => "https://example.org/a",
            (None, "group_min" | "group_max" | "source_date") => "",
            (None, _) => "words",
        };
        text.to_owned()
    }
}

#[track_caller]
fn lacking(changes: &[(&str, &str)]) -> Vec<(&'static str, Lack)> {
    lacks(&with(changes)).into_iter().map(|(field, lack)| (field.name, lack)).collect()
}

#[test]
fn a_sheet_says_what_it_lacks() {
    assert_eq!(lacking(&[]), []);
    assert_eq!(lacking(&[("aim", " \n")]), [("aim", Lack::Empty)]);
    assert_eq!(lacking(&[("minutes", "")]), [], "a length is not needed");
    assert_eq!(lacking(&[("minutes", "an hour")]), [("minutes", Lack::NotANumber)]);
    assert_eq!(lacking(&[("source_url", "example.org")]), [("source_url", Lack::NotAnAddress)]);
    assert_eq!(lacking(&[("summary", &"a".repeat(141))]), [("summary", Lack::TooLong)]);
    assert_eq!(lacking(&[("summary", &"é".repeat(140))]), []);
    for (date, lack) in [("2026", None), ("2026-11", None), ("2026-11-26", None)]
        .into_iter()
        .chain([("26/11/2026", Some(Lack::NotADate)), ("2026-13", Some(Lack::NotADate))])
    {
        let found = lacking(&[("source_date", date)]);
        assert_eq!(found.first().map(|(_, lack)| *lack), lack, "{date}");
    }
}

#[test]
fn a_group_has_two_ends_in_order() {
    assert_eq!(lacking(&[("group_min", "3")]), [("group_max", Lack::Empty)]);
    assert_eq!(lacking(&[("group_min", "3"), ("group_max", "12")]), []);
    let reversed = lacking(&[("group_min", "12"), ("group_max", "3")]);
    assert_eq!(reversed, [("group_max", Lack::NotANumber)]);
}

#[test]
fn nobody_is_asked_everything() {
    assert_eq!(lacks(&|_| String::new()).len(), FIELDS.iter().filter(|one| one.needed).count());
}

#[test]
fn the_file_holds_what_was_written_and_nothing_that_breaks_it() {
    let day = CivilDate::from_ymd_opt(2026, 11, 26).unwrap_or_default();
    let changes = [
        ("title", "Say \"hello\" \\ wave\nand go"),
        ("steps", "One\nTwo \"\"\" three\u{7}"),
        ("themes", "rights unions"),
        ("minutes", "045"),
    ];
    let file = to_toml("en", day, &with(&changes));
    assert!(file.starts_with("format = \"migraction-practice-1\"\nlanguage = \"en\"\n"), "{file}");
    for line in [
        "written_on = 2026-11-26\n",
        "title = \"Say \\\"hello\\\" \\\\ wave and go\"\n",
        "steps = \"\"\"\nOne\nTwo \\\"\\\"\\\" three\n\"\"\"\n",
        "themes = [\"rights\", \"unions\"]\n",
        "minutes = 45\n",
    ] {
        assert!(file.contains(line), "{line} in {file}");
    }
    assert!(!file.contains("group_min"), "what is empty is left out");
}
