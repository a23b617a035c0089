#![allow(clippy::unwrap_used)]

use super::fuzzy::FuzzyAutomaton;
use super::query::{MAX_LETTERS, MAX_WORDS, QueryCost};
use super::{Document, Index, IndexBuilder, IndexField, Query, Stemmer, words};

fn page(id: &str) -> Document {
    Document::Practice(id.into())
}

fn index() -> Index {
    let mut builder = IndexBuilder::new(Stemmer::French);
    builder.add_synonyms(["salaire", "paie", "fiche de paie"]);
    builder.add_synonyms(["médecin", "toubib"]);
    builder.add(
        page("pay"),
        1.0,
        &[
            (IndexField::Title, "Salaire impayé"),
            (IndexField::Body, "Que faire quand l’employeur ne paie pas les salaires dus ?"),
        ],
    );
    builder.add(
        page("health"),
        1.0,
        &[
            (IndexField::Title, "Santé"),
            (IndexField::Body, "La mutualité, le médecin et l’aide médicale urgente. Salaire."),
        ],
    );
    builder.add(
        page("job"),
        1.0,
        &[
            (IndexField::Title, "Travailler"),
            (IndexField::Body, "La carte orange dit si la personne peut travailler."),
        ],
    );
    builder.finish().unwrap()
}

#[track_caller]
fn check_first(typed: &str, expected: &str) {
    let index = index();
    let hits = Query::parse(typed, &index).search(&index, 5, None);
    assert_eq!(hits.first().map(|hit| hit.document), Some(&page(expected)), "{typed}");
}

#[test]
fn accents_case_and_endings_do_not_count() {
    check_first("sante", "health");
    check_first("SANTÉ", "health");
    check_first("salaires impayés", "pay");
    check_first("salaire impaye", "pay");
    check_first("travaillé", "job");
}

#[test]
fn the_last_word_may_be_unfinished() {
    check_first("carte or", "job");
    check_first("mut", "health");
    check_first("l’empl", "pay");
}

#[test]
fn a_page_with_all_the_words_comes_first() {
    check_first("salaire médecin", "health");
}

#[test]
fn a_letter_or_two_may_be_wrong() {
    check_first("salair", "pay");
    check_first("slaire impaye", "pay");
    check_first("mutualtie", "health");
    check_first("travialler", "job");
    check_first("mutualt", "health");
}

#[test]
fn short_words_are_not_guessed() {
    let index = index();
    assert!(Query::parse("dux ", &index).search(&index, 5, None).is_empty());
}

#[test]
fn what_a_page_is_about_is_found_by_other_names() {
    check_first("fiche", "pay");
    // The word stands in the text only: the page is not about it.
    let index = index();
    assert!(Query::parse("toubib ", &index).search(&index, 5, None).is_empty());
}

#[test]
fn the_readers_own_country_comes_first() {
    let mut builder = IndexBuilder::new(Stemmer::French);
    let page = |country: &str| Document::Context { country: country.into(), topic: "pay".into() };
    for country in ["be", "fr", "it"] {
        builder.add(page(country), 1.0, &[(IndexField::Title, "Salaire minimum")]);
    }
    let index = builder.finish().unwrap();
    let query = Query::parse("salaire minimum", &index);
    for country in ["it", "fr"] {
        let hits = query.search(&index, 5, Some(country));
        assert_eq!(hits.first().map(|hit| hit.document), Some(&page(country)));
        assert_eq!(hits.len(), 3);
    }
}

#[test]
fn a_name_of_several_words_stands_together() {
    let mut builder = IndexBuilder::new(Stemmer::French);
    builder.add_synonyms(["avocat gratuit", "prodeo"]);
    let texts = [
        ("together", vec![(IndexField::Title, "Avocat gratuit")]),
        ("near", vec![(IndexField::Summary, "Un avocat, presque toujours gratuit.")]),
        (
            "apart",
            vec![(IndexField::Title, "Trouver un avocat"), (IndexField::Heading, "Cours gratuits")],
        ),
        ("far", vec![(IndexField::Title, "Un avocat vient le jeudi pour un conseil gratuit")]),
        ("turned", vec![(IndexField::Title, "Gratuit sans avocat")]),
    ];
    for (id, texts) in &texts {
        builder.add(page(id), 1.0, texts);
    }
    let index = builder.finish().unwrap();
    let hits = Query::parse("prodeo ", &index).search(&index, 5, None);
    let mut found: Vec<_> = hits.into_iter().map(|hit| hit.document.clone()).collect();
    found.sort();
    assert_eq!(found, [page("near"), page("together")]);
}

#[test]
fn a_word_typed_in_full_comes_before_those_that_begin_like_it() {
    let mut builder = IndexBuilder::new(Stemmer::None);
    builder.add(page("centre"), 1.0, &[(IndexField::Title, "CAS")]);
    builder.add(page("court"), 1.4, &[(IndexField::Title, "Cassation")]);
    let index = builder.finish().unwrap();
    for (typed, expected) in [("cas", ["centre", "court"]), ("cass", ["court", ""])] {
        let hits = Query::parse(typed, &index).search(&index, 5, None);
        let found: Vec<_> = hits.into_iter().map(|hit| hit.document.clone()).collect();
        let expected: Vec<_> = expected.into_iter().filter(|id| !id.is_empty()).map(page).collect();
        assert_eq!(found, expected, "{typed}");
    }
}

#[test]
fn an_official_term_of_another_country_comes_before_its_pages() {
    let mut builder = IndexBuilder::new(Stemmer::French);
    let term = Document::Term("it-permesso".into());
    let fact = Document::Fact("it-permit".into());
    let own = Document::Fact("be-permit".into());
    for document in [&fact, &term, &own] {
        let boost = if *document == term { 0.8 } else { 1.05 };
        builder.add(document.clone(), boost, &[(IndexField::Title, "Permesso di soggiorno")]);
    }
    let index = builder.finish().unwrap();
    let found = |typed: &str| -> Vec<_> {
        let query = Query::parse(typed, &index);
        let hits = query.search(&index, 5, Some("be"));
        hits.into_iter().map(|hit| hit.document.clone()).collect()
    };
    assert_eq!(found("permesso di soggiorno"), [own.clone(), term.clone(), fact.clone()]);
    // Not all that was typed is its name.
    assert_eq!(found("permesso travail "), [own, fact, term]);
}

#[test]
fn a_term_from_abroad_is_not_meant_by_a_word_of_its_explanation() {
    let mut builder = IndexBuilder::new(Stemmer::French);
    let own = Document::Fact("be-permit".into());
    let fact = Document::Fact("it-permit".into());
    let term = Document::Term("it-questura".into());
    builder.add(own.clone(), 1.0, &[(IndexField::Title, "Permesso")]);
    for document in [&fact, &term] {
        builder.add(document.clone(), 1.0, &[(IndexField::Body, "Qui si chiede il permesso")]);
    }
    let index = builder.finish().unwrap();
    let hits = Query::parse("permesso", &index).search(&index, 5, Some("be"));
    let found: Vec<_> = hits.into_iter().map(|hit| hit.document.clone()).collect();
    assert_eq!(found, [own, fact, term]);
}

#[test]
fn nothing_found_is_an_empty_list() {
    let index = index();
    for typed in ["", " ", "?", "zzz", "l"] {
        assert!(Query::parse(typed, &index).search(&index, 5, None).is_empty(), "{typed}");
    }
}

#[test]
fn marks_are_whole_words_of_the_text() {
    let query = Query::parse("salaires trav", &index());
    let text = "Un salaire, le travail.";
    let marked: Vec<_> = query.marks(text).into_iter().map(|range| &text[range]).collect();
    assert_eq!(marked, ["salaire", "travail"]);
}

#[test]
fn words_leave_out_single_letters() {
    let text = "l’employeur n’a pas payé 40 h";
    let found: Vec<_> = words(text).map(|(_, word)| word).collect();
    assert_eq!(found, ["employeur", "pas", "payé", "40"]);
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_words_or_marks(text in "\\PC*", typed in "\\PC*") {
        let query = Query::parse(&typed, &index());
        for range in query.marks(&text) {
            proptest::prop_assert!(text.get(range).is_some());
        }
        let index = index();
        let _ = query.search(&index, 10, None);
    }
}

#[test]
fn words_that_say_nothing_are_left_out_unless_there_are_no_others() {
    let mut builder = IndexBuilder::new(Stemmer::French);
    builder.ignore(["comment", "me", "est-ce que"]);
    builder.add(page("practice"), 1.0, &[(IndexField::Title, "Comment me présenter")]);
    builder.add(page("pay"), 1.0, &[(IndexField::Title, "Réclamer un salaire")]);
    let index = builder.finish().unwrap();
    let found = |typed: &str| -> Vec<_> {
        let hits = Query::parse(typed, &index).search(&index, 5, None);
        hits.into_iter().map(|hit| hit.document.clone()).collect()
    };
    assert_eq!(found("comment réclamer un salaire "), [page("pay")]);
    assert_eq!(found("comment me"), [page("practice")]);
    // The last word typed says nothing: the one before it is whole.
    assert_eq!(found("salaires me"), [page("pay")]);
    assert_eq!(Query::parse("salaire me", &index).marks("Le salaire me").len(), 1);
}

#[test]
fn only_the_nearest_words_are_taken_for_a_mistyped_one() {
    let mut builder = IndexBuilder::new(Stemmer::None);
    builder.add(page("health"), 1.0, &[(IndexField::Title, "sanitaria")]);
    builder.add(page("amnesty"), 1.0, &[(IndexField::Title, "sanatoria")]);
    let index = builder.finish().unwrap();
    for (typed, expected) in
        [("sanatroia ", "amnesty"), ("sanatoira", "amnesty"), ("sanitarai ", "health")]
    {
        let hits = Query::parse(typed, &index).search(&index, 5, None);
        let found: Vec<_> = hits.into_iter().map(|hit| hit.document.clone()).collect();
        assert_eq!(found, [page(expected)], "{typed}");
    }
}

#[test]
fn whatever_is_typed_the_work_is_bounded() {
    let index = index();
    let all: usize = index.postings.iter().map(Vec::len).sum();
    let pasted = "salaire mutualité travailler xyzzy ".repeat(3000);
    let run_together = "mutualitésalaire".repeat(3000);
    for typed in [pasted.as_str(), run_together.as_str(), &"é".repeat(100_000)] {
        let query = Query::parse(typed, &index);
        let mut work = QueryCost::default();
        query.search_counted(&index, 5, None, &mut work);
        assert!(work.words <= MAX_WORDS && work.guessed <= MAX_WORDS, "{work:?}");
        assert!(work.postings <= 3 * MAX_WORDS * all, "{work:?}");
        assert!(query.typed.iter().all(|word| word.len() <= 2 * MAX_LETTERS), "{work:?}");
    }
    // A word that is too long for a typing error is not guessed at all.
    assert!(FuzzyAutomaton::new(&"a".repeat(25), false).is_none());
}
