//! Every address, word for word, and the law that reading undoes writing.

use proptest::prelude::*;

use super::{NotFound, NotesPage, PhrasesPage, Route, former_note, is_worksheet, split_language};
use crate::Id;
use crate::browse::{Filter, Wanted};
use crate::guide::Stage;

fn id(text: &str) -> Id {
    text.into()
}

/// Addresses that people have kept. A line here changes only together with a decision in `docs/decisions/` on what
/// becomes of those who hold the old one.
fn pinned() -> Vec<(&'static str, Route)> {
    let wanted = Wanted::default().with(Filter::Theme, "unions").with(Filter::Minutes, "60");
    let card = PhrasesPage::Card { phrase: id("pain-where"), tongue: id("ar") };
    vec![
        ("", Route::Home),
        ("search", Route::Search(String::new())),
        ("search?q=titre%20de%20s%C3%A9jour", Route::Search("titre de séjour".to_owned())),
        ("guide/reception", Route::Stage(Stage::Reception, Wanted::default())),
        ("guide/orientation", Route::Stage(Stage::Orientation, Wanted::default())),
        (
            "guide/mobilisation?theme=unions&minutes=60",
            Route::Stage(Stage::Mobilisation, wanted.clone()),
        ),
        ("browse", Route::Browse(Wanted::default())),
        (
            "browse?stage=reception&theme=unions&minutes=60",
            Route::Browse(wanted.with(Filter::Stage, "reception")),
        ),
        ("practice/teach-back", Route::Practice(id("teach-back"))),
        ("context/be", Route::Country(id("be"))),
        ("context/be/work", Route::Context { country: id("be"), topic: id("work") }),
        ("fact/be-work-asylum-wait", Route::Fact(id("be-work-asylum-wait"))),
        ("compare", Route::Compare),
        ("compare/work", Route::CompareTopic(id("work"))),
        ("changes", Route::Changes),
        ("glossary", Route::Glossary),
        ("glossary/be-annex-26", Route::Term(id("be-annex-26"))),
        ("letters/be-refused", Route::Letter(id("be-refused"))),
        ("services/be-own-3", Route::Service(id("be-own-3"))),
        ("tools", Route::Tools),
        ("tools/orientation", Route::Orientation),
        ("tools/orientation/question/work", Route::Question(id("work"))),
        ("tools/orientation/results", Route::Results),
        ("tools/deadline", Route::Deadline),
        ("tools/directory", Route::Directory),
        ("tools/wage", Route::Wage),
        ("tools/practise", Route::Exercises),
        ("tools/practise/fr-asylum-refused", Route::Exercise(id("fr-asylum-refused"))),
        ("tools/needs", Route::Worksheet(id("needs"))),
        ("join", Route::Join),
        ("notes", Route::Notes(NotesPage::List)),
        ("notes/unlock", Route::Notes(NotesPage::Unlock)),
        ("notes/profile/new", Route::Notes(NotesPage::NewProfile)),
        ("notes/recover", Route::Notes(NotesPage::Recover)),
        ("notes/new", Route::Notes(NotesPage::New)),
        ("notes/note", Route::Notes(NotesPage::Note)),
        ("notes/export", Route::Notes(NotesPage::Export)),
        ("notes/passphrase", Route::Notes(NotesPage::Passphrase)),
        ("notes/code", Route::Notes(NotesPage::Code)),
        ("notes/sync", Route::Notes(NotesPage::Sync)),
        ("notes/join", Route::Notes(NotesPage::Join)),
        ("notes/server", Route::Notes(NotesPage::Server)),
        ("notes/privacy", Route::Notes(NotesPage::Privacy)),
        ("phrases", Route::Phrases(PhrasesPage::All)),
        ("phrases/health", Route::situation("health")),
        ("phrases/show/pain-where/ar", Route::Phrases(card)),
        ("contribute", Route::Contribute),
        ("contribute/1764512345678", Route::Contribution(id("1764512345678"))),
        ("emergency", Route::Emergency),
        ("settings", Route::Settings),
        ("offline", Route::Offline),
        ("about", Route::About),
        ("plan", Route::Plan),
    ]
}

#[test]
fn addresses_stay_as_they_are() {
    for (address, route) in pinned() {
        assert_eq!(route.to_string(), address);
        assert_eq!(Route::parse_link(address), Ok(route), "{address}");
    }
}

#[test]
fn every_page_is_pinned() {
    let pinned = pinned();
    for route in [routes()].map(|all| all.prop_map(|route| std::mem::discriminant(&route))) {
        proptest!(|(kind in route)| {
            prop_assert!(pinned.iter().any(|(_, known)| std::mem::discriminant(known) == kind));
        });
    }
    for page in NotesPage::ALL {
        assert!(pinned.contains(&(page.path(), page.into())), "{page:?}");
    }
}

#[test]
fn an_address_is_read_with_or_without_a_slash_at_its_end() {
    assert_eq!(Route::parse("practice/teach-back/", ""), Ok(Route::Practice(id("teach-back"))));
    assert_eq!(Route::parse("/", ""), Ok(Route::Home));
    assert_eq!(Route::parse("notes/", ""), Ok(Route::Notes(NotesPage::List)));
}

#[test]
fn what_leads_nowhere_is_said_to() {
    for rest in [
        "strumenti",
        "guide",
        "guide/accueil",
        "practice",
        "practice/",
        "practice/a/b",
        "practice/é",
        "practice/a b",
        "practice/a%2Fb",
        "practice/..",
        "context/be/work/more",
        "compare//work",
        "tools/orientation/question",
        "tools/a.b",
        "notes/else",
        "notes/profile",
        "notes/0123",
        "phrases/show/pain-where/ar/more",
        "search/else",
        "Emergency",
    ] {
        assert_eq!(Route::parse(rest, ""), Err(NotFound), "{rest}");
    }
}

#[test]
fn a_query_is_read_as_browsers_write_it_and_nothing_else_of_it_is_kept() {
    let search = |query: &str| Route::parse("search", query).map(|route| route.to_string());
    assert_eq!(search("q=a+b").as_deref(), Ok("search?q=a%20b"));
    assert_eq!(search("q=1%2B1&else=2").as_deref(), Ok("search?q=1%2B1"));
    assert_eq!(search("q=a&q=b").as_deref(), Ok("search?q=b"));
    assert_eq!(search("else=2").as_deref(), Ok("search"));
    let stage = Route::parse("guide/reception", "stage=orientation&theme=<b>");
    assert_eq!(stage, Ok(Route::Stage(Stage::Reception, Wanted::default())));
}

#[test]
fn the_language_comes_first_or_is_left_to_the_reader() {
    for (path, expected) in [
        ("/", (None, "")),
        ("/go/search", (None, "search")),
        ("/go", (None, "")),
        ("/fr", (Some("fr"), "")),
        ("/fr/", (Some("fr"), "")),
        ("/fr/context/be/work", (Some("fr"), "context/be/work")),
    ] {
        assert_eq!(split_language(path), expected, "{path}");
    }
    assert_eq!(Route::Home.in_language("fr"), "/fr/");
    assert_eq!(Route::Emergency.in_language("it"), "/it/emergency");
    assert_eq!(Route::Join.in_any_language(), "/go/join");
}

#[test]
fn the_former_address_of_a_note_still_leads_to_a_note() {
    let name = "0123456789abcdef0123456789ABCDEF";
    let former = ["notes/", name].concat();
    assert_eq!(former_note(&former), Some(name));
    assert_eq!(Route::parse(&former, ""), Ok(Route::Notes(NotesPage::Note)));
    for other in ["notes/note", "notes/", "0123456789abcdef0123456789abcdef", "notes/0123"] {
        assert_eq!(former_note(other), None, "{other}");
    }
}

#[test]
fn a_worksheet_has_a_name_that_no_other_tool_has() {
    assert!(is_worksheet("needs"));
    for name in ["orientation", "deadline", "directory", "wage", "practise", "", "a/b", "é"] {
        assert!(!is_worksheet(name), "{name}");
    }
}

fn part() -> impl Strategy<Value = Id> {
    "[A-Za-z0-9_-]{1,16}".prop_map(Id::from)
}

fn wanted() -> impl Strategy<Value = Wanted> {
    proptest::collection::vec((0..Filter::ALL.len(), "[a-z0-9-]{1,20}"), 0..6).prop_map(|set| {
        set.iter()
            .fold(Wanted::default(), |wanted, (at, value)| wanted.with(Filter::ALL[*at], value))
    })
}

fn routes() -> impl Strategy<Value = Route> {
    let plain = proptest::sample::select(vec![
        Route::Home,
        Route::Compare,
        Route::Changes,
        Route::Glossary,
        Route::Tools,
        Route::Orientation,
        Route::Results,
        Route::Deadline,
        Route::Directory,
        Route::Wage,
        Route::Exercises,
        Route::Join,
        Route::Contribute,
        Route::Emergency,
        Route::Settings,
        Route::Offline,
        Route::About,
        Route::Plan,
        Route::Phrases(PhrasesPage::All),
    ]);
    let named = (0..11_usize, part(), part())
        .prop_filter("a tool's own name", |(_, id, _)| is_worksheet(id.as_str()));
    let named = named.prop_map(|(kind, id, other)| match kind {
        0 => Route::Practice(id),
        1 => Route::Country(id),
        2 => Route::Context { country: id, topic: other },
        3 => Route::Fact(id),
        4 => Route::CompareTopic(id),
        5 => Route::Term(id),
        6 => Route::Service(id),
        7 => Route::Question(id),
        8 => Route::Exercise(id),
        9 => Route::Worksheet(id),
        _ => Route::Contribution(id),
    });
    let phrases = (part(), proptest::option::of(part())).prop_map(|(id, tongue)| match tongue {
        Some(tongue) => PhrasesPage::Card { phrase: id, tongue }.into(),
        None => Route::Phrases(PhrasesPage::Situation(id)),
    });
    let stages = (proptest::sample::select(Stage::ALL.to_vec()), wanted())
        .prop_map(|(stage, wanted)| Route::Stage(stage, wanted.with(Filter::Stage, "")));
    prop_oneof![
        plain,
        named,
        phrases,
        stages,
        wanted().prop_map(Route::Browse),
        any::<String>().prop_map(Route::Search),
        proptest::sample::select(NotesPage::ALL.to_vec()).prop_map(Route::from),
    ]
}

proptest! {
    #[test]
    fn reading_undoes_writing(route in routes()) {
        let address = route.in_language("nl-BE");
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        let (language, rest) = split_language(path);
        prop_assert_eq!(language, Some("nl-BE"));
        prop_assert_eq!(Route::parse(rest, query), Ok(route));
    }

    #[test]
    fn an_address_needs_no_escaping(route in routes()) {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_/?&=%".contains(&byte);
        prop_assert!(route.to_string().bytes().all(is_plain));
    }

    #[test]
    fn whatever_is_typed_is_read_or_not_found(rest in any::<String>(), query in any::<String>()) {
        if let Ok(route) = Route::parse(&rest, &query) {
            prop_assert_eq!(Route::parse_link(&route.to_string()), Ok(route));
        }
    }
}
