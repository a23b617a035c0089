//! What reading reports, seen through a whole compilation of a small content.

use crate::fixture::{check, check_sound};

const FILE: &str = "countries/xx/glossary.toml";

#[test]
fn a_term_leads_to_pages_that_exist_and_has_words() {
    check(
        |tree| tree.edit(FILE, "xx/work", "xx/health"),
        "countries/xx/glossary.toml:6: xx has no context page `health`",
    );
    check(
        |tree| tree.edit(FILE, "\"xx/work\"", "\"work\""),
        "countries/xx/glossary.toml:6: `work`: a page is written cc/topic",
    );
    check(
        |tree| tree.edit("words/en/countries/xx/glossary.toml", "[xx-permit]", "[xx-other]"),
        "countries/xx/glossary.toml:2: the official term xx-permit has no words in en",
    );
}

#[test]
fn prose_may_lead_to_a_term() {
    let page = "words/en/countries/xx/work.md";
    check_sound(|tree| tree.edit(page, "- Ask.", "- Ask for the [permit](term:xx-permit)."));
    check(
        |tree| tree.edit(page, "- Ask.", "- Ask for the [permit](term:xx-lost)."),
        "words/en/countries/xx/work.md:11: there is no term `xx-lost`",
    );
}

#[test]
fn what_is_named_must_exist() {
    let rules = "countries/xx/rules/work.toml";
    let page = "words/en/countries/xx/work.md";
    check(
        |tree| tree.edit(rules, "facts = [\"xx-work-wait\"]", "facts = [\"xx-nothing\"]"),
        &format!("{rules}:8: there is no fact `xx-nothing`"),
    );
    check(
        |tree| tree.edit(rules, "services = [\"xx-office\"]", "services = [\"xx-nobody\"]"),
        &format!("{rules}:9: there is no service"),
    );
    check(
        |tree| tree.edit(rules, "topics = [\"work\"]", "topics = [\"wrok\"]"),
        &format!("{rules}:6: `wrok` is not in [topics]"),
    );
    check(
        |tree| tree.edit(page, "practice:talk", "practice:walk"),
        &format!("{page}:7: there is no practice `walk`"),
    );
    check(
        |tree| tree.edit(page, "context:xx/work", "context:xx/health"),
        &format!("{page}:7: xx has no context page"),
    );
    check(
        |tree| tree.edit(page, "service:xx-office", "service:xx-shop"),
        &format!("{page}:7: there is no service"),
    );
    check(
        |tree| tree.edit("queries/en.toml", "fact:xx-work-wait", "fact:xx-x"),
        "queries/en.toml:3: there is no fact",
    );
    check(
        |tree| tree.edit("scenarios/xx/one.toml", "rule = \"xx-work\"", "rule = \"xx-wrok\""),
        "scenarios/xx/one.toml:7: there is no rule",
    );
}

#[test]
fn a_fact_that_nothing_uses_is_a_warning() {
    check(
        |tree| {
            for language in ["en", "fr"] {
                let page = format!("words/{language}/countries/xx/work.md");
                tree.edit(&page, "[appeal](fact:xx-work-appeal)", "appeal");
            }
        },
        "countries/xx/facts/work.toml:19: warning: no page, rule or practice uses",
    );
}

#[test]
fn signs_are_warnings_with_their_line() {
    check(
        |tree| tree.edit("words/en/countries/xx/work.md", "Wait", "Don't. Wait"),
        "words/en/countries/xx/work.md:5: warning: a straight apostrophe",
    );
}
