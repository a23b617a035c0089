#![allow(clippy::unwrap_used)]

use super::query::{MAX_LETTERS, MAX_WORDS};
use super::rank::Cost;
use super::{Document, DocumentKind, Index, IndexBuilder, IndexField, Query, Stemmer, words};

fn page(id: &str) -> Document {
    Document::Practice(id.into())
}

fn fact(id: &str) -> Document {
    Document::Fact(id.into())
}

fn opened(builder: IndexBuilder) -> Index {
    Index::open(builder.finish()).unwrap()
}

fn index() -> Index {
    let mut builder = IndexBuilder::new(Stemmer::French);
    builder.add_synonyms(["salaire", "paie", "fiche de paie"]);
    builder.add_synonyms(["médecin", "toubib"]);
    builder.add(
        page("pay"),
        &[
            (IndexField::Title, "Salaire impayé"),
            (IndexField::Body, "Que faire quand l’employeur ne paie pas les salaires dus ?"),
        ],
    );
    builder.add(
        page("health"),
        &[
            (IndexField::Title, "Santé"),
            (IndexField::Body, "La mutualité, le médecin et l’aide médicale urgente. Salaire."),
        ],
    );
    builder.add(
        page("job"),
        &[
            (IndexField::Title, "Travailler"),
            (IndexField::Body, "La carte orange dit si la personne peut travailler."),
        ],
    );
    opened(builder)
}

/// What is found, best first.
fn found(index: &Index, typed: &str, own: Option<&str>) -> Vec<Document> {
    let ranked = Query::parse(typed, index).rank(index, own);
    ranked.hits.into_iter().map(|hit| hit.document.clone()).collect()
}

#[track_caller]
fn check_first(typed: &str, expected: &str) {
    assert_eq!(found(&index(), typed, None).first(), Some(&page(expected)), "{typed}");
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
    let index = index();
    let ranked = Query::parse("salaire médecin ", &index).rank(&index, None);
    assert_eq!((ranked.hits[0].holds, ranked.dropped), (1.0, vec![]));
}

#[test]
fn what_the_first_result_does_not_hold_is_said() {
    let index = index();
    let dropped = |typed: &str| Query::parse(typed, &index).rank(&index, None).dropped;
    assert_eq!(dropped("salaire impayé orange "), ["orange"]);
    assert_eq!(dropped("salaire xqzwvk "), ["xqzwvk"]);
    assert_eq!(dropped("salaire impayé "), [""; 0]);
}

#[test]
fn a_letter_or_two_may_be_wrong_and_what_is_looked_for_is_said() {
    let index = index();
    for (typed, expected, taken) in [
        ("slaire impaye", "pay", "salaire impaye"),
        ("mutualtie", "health", "mutualite"),
        ("travialler ", "job", "travailler"),
        ("salaireimpaye", "pay", "salaire impaye"),
    ] {
        assert_eq!(found(&index, typed, None).first(), Some(&page(expected)), "{typed}");
        assert_eq!(Query::parse(typed, &index).corrected(), Some(taken), "{typed}");
        let as_typed = Query::parse_as_typed(typed, &index);
        assert_eq!(as_typed.corrected(), None);
        let first = as_typed.rank(&index, None).hits.first().map(|hit| hit.holds);
        assert!(first.is_none_or(|holds| holds <= 1.0));
    }
    assert_eq!(Query::parse("salair", &index).corrected(), None, "it is only unfinished");
}

#[test]
fn the_likelier_of_two_words_as_near_is_taken() {
    let mut builder = IndexBuilder::new(Stemmer::None);
    builder.add(page("a"), &[(IndexField::Title, "carte")]);
    builder.add(page("b"), &[(IndexField::Title, "carta carte")]);
    builder.add(page("c"), &[(IndexField::Title, "carte")]);
    let index = opened(builder);
    assert_eq!(Query::parse("cartx ", &index).corrected(), Some("carte"));
}

#[test]
fn short_words_are_not_guessed() {
    assert!(found(&index(), "dux ", None).is_empty());
}

#[test]
fn what_is_called_otherwise_is_found() {
    check_first("fiche de paie ", "pay");
    check_first("toubib ", "health");
}

#[test]
fn a_name_of_several_words_stands_together() {
    let mut builder = IndexBuilder::new(Stemmer::French);
    builder.add_synonyms(["avocat gratuit", "prodeo"]);
    for (id, text) in [
        ("together", "Avocat gratuit"),
        ("near", "Un avocat, presque toujours gratuit."),
        ("far", "Un avocat vient le jeudi pour un conseil gratuit"),
        ("turned", "Gratuit sans avocat"),
    ] {
        builder.add(page(id), &[(IndexField::Title, text)]);
    }
    let mut found = found(&opened(builder), "prodeo ", None);
    found.sort();
    assert_eq!(found, [page("near"), page("together")]);
}

#[test]
fn a_word_typed_in_full_comes_before_those_that_begin_like_it() {
    let mut builder = IndexBuilder::new(Stemmer::None);
    builder.add(page("centre"), &[(IndexField::Title, "CAS")]);
    builder.add(page("court"), &[(IndexField::Title, "Cassation")]);
    let index = opened(builder);
    assert_eq!(found(&index, "cas", None), [page("centre"), page("court")]);
    assert_eq!(found(&index, "cass", None), [page("court")]);
}

#[test]
fn what_is_called_as_it_was_typed_comes_first() {
    let mut builder = IndexBuilder::new(Stemmer::French);
    builder.add(fact("be-long"), &[(IndexField::Title, "Salaire minimum des plus jeunes")]);
    builder.add(fact("be-short"), &[(IndexField::Title, "Salaire minimum")]);
    builder.add(
        fact("be-often"),
        &[(IndexField::Title, "Autre"), (IndexField::Body, "Salaire minimum, salaire minimum.")],
    );
    let index = opened(builder);
    let expected = ["be-short", "be-long", "be-often"].map(fact);
    assert_eq!(found(&index, "salaire minimum", Some("be")), expected);
}

/// One fact of the same name in each country.
fn three_countries() -> Index {
    let mut builder = IndexBuilder::new(Stemmer::French);
    builder.add_place("Italie", &"it".into());
    builder.add_place("italien", &"it".into());
    for country in ["be", "fr", "it"] {
        let id = format!("{country}-minimum");
        builder.add(fact(&id), &[(IndexField::Title, "Salaire minimum")]);
    }
    builder.add(fact("fr-smic"), &[(IndexField::Title, "Salaire minimum du SMIC")]);
    builder.add(Document::Term("it-busta".into()), &[(IndexField::Title, "Busta paga")]);
    opened(builder)
}

#[test]
fn the_readers_own_country_comes_first_and_others_below_a_line() {
    let index = three_countries();
    for own in ["it", "fr"] {
        let ranked = Query::parse("salaire minimum", &index).rank(&index, Some(own));
        assert_eq!(ranked.hits[0].document, &fact(&format!("{own}-minimum")));
        assert!(ranked.hits.iter().all(|hit| hit.document.country() == Some(own)));
        assert!(!ranked.elsewhere.is_empty());
    }
    let ranked = Query::parse("salaire minimum", &index).rank(&index, None);
    assert_eq!((ranked.hits.len(), ranked.elsewhere.len()), (4, 0));
}

#[test]
fn a_thing_named_and_a_country_named_beat_the_own_country() {
    let index = three_countries();
    assert_eq!(found(&index, "busta paga", Some("be")), [Document::Term("it-busta".into())]);
    assert_eq!(found(&index, "salaire minimum italie", Some("be"))[0], fact("it-minimum"));
    assert_eq!(found(&index, "salaire minimum italien", Some("be"))[0], fact("it-minimum"));
    // Nothing here holds as much as what is elsewhere.
    assert_eq!(found(&index, "smic", Some("be")), [fact("fr-smic")]);
}

#[test]
fn the_kind_that_is_asked_for_comes_first() {
    let mut builder = IndexBuilder::new(Stemmer::French);
    builder.means_kind(DocumentKind::Service, ["numéro"]);
    builder.add(Document::Service("be-union".into()), &[(IndexField::Title, "Syndicat chrétien")]);
    builder.add(fact("be-join"), &[(IndexField::Title, "Le syndicat")]);
    let index = opened(builder);
    assert_eq!(found(&index, "syndicat", None)[0], fact("be-join"));
    assert_eq!(found(&index, "numéro syndicat", None)[0], Document::Service("be-union".into()));
    assert!(Query::parse("numéro syndicat ", &index).rank(&index, None).dropped.is_empty());
}

#[test]
fn articles_of_laws_are_found_however_they_are_written() {
    let mut builder = IndexBuilder::new(Stemmer::French);
    builder.add(fact("fr-refus"), &[(IndexField::Body, "CESEDA, article L. 744-9 du code")]);
    builder.add(fact("be-ill"), &[(IndexField::Title, "Demande 9ter")]);
    let index = opened(builder);
    for typed in ["L744-9", "l. 744-9", "744-9", "art L744-9 "] {
        assert_eq!(found(&index, typed, None).first(), Some(&fact("fr-refus")), "{typed}");
    }
    for typed in ["9 ter", "9ter", "art. 9 ter"] {
        assert_eq!(found(&index, typed, None).first(), Some(&fact("be-ill")), "{typed}");
    }
}

#[test]
fn nothing_found_is_an_empty_list() {
    let index = index();
    for typed in ["", " ", "?", "zzz", "l"] {
        assert!(found(&index, typed, None).is_empty(), "{typed}");
    }
}

#[test]
fn marks_are_whole_words_of_the_text() {
    let index = index();
    let query = Query::parse("salaires trav", &index);
    let text = "Un salaire, le travailler.";
    let marked: Vec<_> = query.marks(text, &index).into_iter().map(|range| &text[range]).collect();
    assert_eq!(marked, ["salaire", "travailler"]);
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
        let index = index();
        let query = Query::parse(&typed, &index);
        for range in query.marks(&text, &index) {
            proptest::prop_assert!(text.get(range).is_some());
        }
        let _ = query.rank(&index, None);
    }
}

#[test]
fn words_that_say_nothing_are_left_out_unless_there_are_no_others() {
    let mut builder = IndexBuilder::new(Stemmer::French);
    builder.ignore(["comment", "me", "est-ce que"]);
    builder.add(page("practice"), &[(IndexField::Title, "Comment me présenter")]);
    builder.add(page("pay"), &[(IndexField::Title, "Réclamer un salaire")]);
    let index = opened(builder);
    assert_eq!(found(&index, "comment réclamer un salaire ", None), [page("pay")]);
    assert_eq!(found(&index, "comment me", None), [page("practice")]);
    // The last word typed says nothing: the one before it is whole.
    assert_eq!(found(&index, "salaires me", None), [page("pay")]);
    assert_eq!(Query::parse("salaire me", &index).marks("Le salaire me", &index).len(), 1);
}

#[test]
fn whatever_is_typed_the_work_is_bounded() {
    let index = index();
    let (_, _, all) = index.counts();
    let pasted = "salaire mutualité travailler xyzzy ".repeat(3000);
    let run_together = "mutualitésalaire".repeat(3000);
    for typed in [pasted.as_str(), run_together.as_str(), &"é".repeat(100_000)] {
        let query = Query::parse(typed, &index);
        assert!(query.tokens.len() <= 2 * MAX_WORDS, "{} words", query.tokens.len());
        assert!(query.tokens.iter().all(|token| token.typed.len() <= 2 * MAX_LETTERS));
        assert!(query.looked_at <= 2 * MAX_WORDS * index.counts().0, "{}", query.looked_at);
        let mut cost = Cost::default();
        query.rank_counted(&index, None, &mut cost);
        assert!(cost.postings <= 4 * MAX_WORDS * all, "{cost:?}");
        assert!(cost.names <= 150, "{cost:?}");
    }
}
