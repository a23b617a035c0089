#![allow(clippy::unwrap_used)]

use super::{Danger, Lexicon, MAX_WORDS, Topic, Wording, normal_form};
use crate::edit_distance::EditDistance;

/// A topic that its wordings recognise; `harmless` wordings come with none.
fn danger(groups: &[&str], wordings: &[(Option<u8>, &[u16], bool)]) -> Danger {
    let wording = |(topic, needs, in_order): &(Option<u8>, &[u16], bool)| Wording {
        topic: *topic,
        needs: needs.to_vec(),
        in_order: *in_order,
    };
    let topic = |id: &str| Topic { id: id.into(), phrases: None, help: Vec::new() };
    Danger {
        topics: vec![topic("blows"), topic("papers")],
        lexicons: vec![Lexicon {
            groups: groups.iter().map(|group| (*group).to_owned()).collect(),
            wordings: wordings.iter().map(wording).collect(),
        }],
    }
}

fn blows() -> Danger {
    danger(
        &["=mari epoux", "frape frapait", "porte", "prison*", "=mes paseport", "a_la_rue"],
        &[
            (None, &[1, 2], true),
            (Some(0), &[0, 1], false),
            (Some(1), &[3], false),
            (Some(1), &[4, 0], true),
            (Some(0), &[5], false),
        ],
    )
}

#[track_caller]
fn check(typed: &str, expected: Option<&str>) {
    let danger = blows();
    let found = danger.recognise(typed).map(|topic| topic.id.as_str());
    assert_eq!(found, expected, "{typed}");
}

#[test]
fn words_of_a_wording_are_recognised_near_each_other_in_any_order() {
    check("mon mari me frappe", Some("blows"));
    check("Frappé par son MARI", Some("blows"));
    check("mari", None);
    check("mari a b c d e f g h i frappe", None);
}

#[test]
fn a_letter_may_be_wrong_where_the_word_is_long_enough() {
    check("mon mari me farppe", Some("blows"));
    check("mon mari me frqppe", Some("blows"));
    check("mon marin me frappe", None);
}

#[test]
fn the_last_word_may_be_unfinished_but_says_danger_alone_only_when_nearly_whole() {
    check("mon mari me frap", Some("blows"));
    check("mon mari me fra ", None);
    check("mon mari me fra", None);
    check("priso", Some("papers"));
    check("pris", None);
}

#[test]
fn words_in_order_follow_each_other() {
    check("mes papiers sont chez mon mari", None);
    check("passeport de mon mari", Some("papers"));
    check("mari passeport", None);
}

#[test]
fn words_that_stand_together_are_one_word() {
    check("famille à la rue", Some("blows"));
    check("la rue à droite", None);
}

#[test]
fn a_harmless_wording_takes_its_words_out_in_every_language() {
    check("mon mari frappe à la porte", None);
    let mut danger = blows();
    let mut other = danger.lexicons.clone();
    other[0].wordings.retain(|wording| wording.topic.is_none());
    danger.lexicons[0].wordings.retain(|wording| wording.topic.is_some());
    danger.lexicons.extend(other);
    assert_eq!(danger.recognise("mon mari frappe à la porte"), None);
}

#[test]
fn the_first_topic_is_meant_where_there_are_several() {
    check("prison, et mon mari me frappe", Some("blows"));
}

#[test]
fn whatever_is_typed_the_work_is_bounded() {
    let danger = blows();
    let entries = danger.lexicons[0].groups.iter().map(|group| group.split(' ').count());
    // No entry of these groups has more than three words, one comparison each.
    let most = entries.sum::<usize>() * 3 * MAX_WORDS;
    let page = "mon voisin frape a sa porte et rit, ".repeat(5000);
    let run_together = "a".repeat(200_000);
    for typed in [page.as_str(), run_together.as_str(), &"é ".repeat(100_000)] {
        let (_, compared) = danger.recognise_counted(typed);
        assert!(compared <= most, "{compared} comparisons, {most} at most");
    }
    // A pasted text has its danger at the beginning, or is not looked through.
    assert!(danger.recognise(&["mon mari me frappe. ", &page].concat()).is_some());
}

#[test]
fn runs_of_a_letter_are_one_letter_and_numbers_stay() {
    assert_eq!(normal_form("Frappée"), "frape");
    assert_eq!(normal_form("115"), "115");
}

#[test]
fn two_letters_turned_round_are_one_mistake() {
    let from_to = |word: &str, typed: &str| {
        let start = EditDistance::new(word.len()).unwrap();
        typed
            .bytes()
            .fold(start, |distance, letter| distance.after(word.as_bytes(), letter))
            .so_far()
    };
    assert_eq!(from_to("travailler", "travialler"), 1);
    assert_eq!(from_to("passeport", "pasport"), 2);
    assert_eq!(from_to("mari", "mari"), 0);
    assert_eq!(from_to("abc", ""), 3);
    assert!(EditDistance::new(25).is_none());
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_it(typed in "\\PC*") {
        let _ = blows().recognise(&typed);
    }
}
