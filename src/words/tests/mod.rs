mod golden;

use super::*;

const FRENCH: &str = include_str!(concat!(env!("OUT_DIR"), "/words-fr.txt"));

#[test]
fn words_of_this_build_are_read_and_stay() {
    assert!(words_of("fr").is_none());
    let words = read("fr", FRENCH.to_owned());
    assert!(words.is_some_and(|words| words.id == "fr" && !words.nav.settings.is_empty()));
    assert!(words_of("fr").is_some());
}

#[test]
fn words_that_are_short_long_or_of_another_build_are_refused() {
    let (all_but_last, _) = FRENCH.rsplit_once('\n').unwrap_or_default();
    let (first, others) = FRENCH.split_once('\n').unwrap_or_default();
    for text in [
        String::new(),
        all_but_last.to_owned(),
        format!("{FRENCH}\n"),
        format!("{first}0\n{others}"),
    ] {
        assert!(read("it", text.replacen("fr ", "it ", 1)).is_none());
    }
    assert!(read("it", FRENCH.to_owned()).is_none());
}
