use migraction_core::Id;
use migraction_pack::prose::{Block, Inline, LinkTarget, Slot};

use super::{Page, blocks, line};
use crate::content::{Sink, TextKind};
use crate::problems::Place;
use crate::prose::Spot;

fn read(text: &str) -> (Page, Sink) {
    let language = Id::from("en");
    let rule = Id::from("xx-rule");
    let place = Place { file: "a.md".into(), line: 5 };
    let spot = Spot { place, language: &language, kind: TextKind::Law, rule: Some(&rule) };
    let mut sink = Sink::default();
    let page = blocks(text, &spot, &mut sink);
    (page, sink)
}

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

#[track_caller]
fn check_refused(text: &str, expected: &str) {
    let (_, sink) = read(text);
    let found: Vec<_> = sink.problems.iter().map(ToString::to_string).collect();
    assert!(found.iter().any(|line| line.starts_with(expected)), "{found:?}");
}

#[test]
fn prose_becomes_blocks() {
    let (page, sink) = read(
        "One **two**\nthree.\n\n## Head {#here}\n\n- [a](fact:xx-a) {fact:xx-b}\n- [b](context:be/work)\n\n1. *x*\n",
    );
    assert_eq!(sink.problems.iter().count(), 0);
    assert_eq!(page.anchors, ["here"]);
    let context = LinkTarget::Context { country: "be".into(), topic: "work".into() };
    let expected = [
        Block::Paragraph(vec![text("One "), Inline::Strong(vec![text("two")]), text(" three.")]),
        Block::Heading { level: 2, anchor: "here".to_owned(), line: vec![text("Head")] },
        Block::List {
            ordered: false,
            entries: vec![
                vec![
                    Inline::FactWords("xx-a".into(), vec![text("a")]),
                    text(" "),
                    Inline::Fact("xx-b".into()),
                ],
                vec![Inline::Link(context, vec![text("b")])],
            ],
        },
        Block::List { ordered: true, entries: vec![vec![Inline::Emphasis(vec![text("x")])]] },
    ];
    assert_eq!(page.blocks, expected);
    assert_eq!(sink.references.len(), 3);
    assert_eq!(sink.texts.len(), 5);
}

#[test]
fn slots_stand_in_the_words_of_rules() {
    let (page, sink) = read("Before {date:safe}.");
    let slot = Inline::Slot(Slot::Date("safe".into()));
    assert_eq!(page.blocks, [Block::Paragraph(vec![text("Before "), slot, text(".")])]);
    assert_eq!(sink.slots.len(), 1);
}

#[test]
fn a_heading_without_an_address_takes_its_words() {
    let (page, _) = read("## À l’École, oui");
    assert!(
        matches!(page.blocks.first(), Some(Block::Heading { anchor, .. }) if anchor == "ecole-oui")
    );
}

#[test]
fn what_is_not_in_the_format_is_refused_with_its_line() {
    check_refused("a\n\n<b>b</b>", "a.md:7: HTML");
    check_refused("<div>\nb\n</div>", "a.md:5: HTML");
    check_refused("![a](b.png)", "a.md:5: an image");
    check_refused("a\n\n| a | b |\n|---|---|\n| c | d |", "a.md:7: a table");
    check_refused("`a`", "a.md:5: code");
    check_refused("    a", "a.md:5: a block of code");
    check_refused("> a", "a.md:5: a quotation");
    check_refused("# a", "a.md:5: headings are");
    check_refused("### a", "a.md:5: a heading ### comes below");
    check_refused("## a\n## a", "a.md:6: two headings");
    check_refused("- a\n  - b", "a.md:5: an entry");
    check_refused("2. a", "a.md:5: a numbered list");
    check_refused("a  \nb", "a.md:5: a line break");
    check_refused("[a](http://b)", "a.md:5: `http://b`");
    check_refused("<https://a.b>", "a.md:5: a link is written");
    check_refused("a {fat:b}", "a.md:5: `{fat:b}`");
    check_refused("a {fact:b", "a.md:5: `{` without");
    check_refused("---", "a.md:5: this markup");
}

#[test]
fn a_sentence_is_one_paragraph() {
    let language = Id::from("en");
    let spot = Spot::other(Place::file("a.toml"), &language);
    let mut sink = Sink::default();
    assert_eq!(line("One. Two.", &spot, &mut sink), [text("One. Two.")]);
    assert_eq!(sink.problems.errors(), 0);
    for wrong in ["", "a\n\nb", "- a", "{date:x}"] {
        let mut sink = Sink::default();
        let _ = line(wrong, &spot, &mut sink);
        assert!(sink.problems.errors() > 0, "{wrong}");
    }
}
