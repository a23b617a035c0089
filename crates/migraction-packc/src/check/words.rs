//! Everything has words in every language, and no words are without an owner.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use migraction_core::Id;
use migraction_core::rules::{Question, QuestionKind};

use crate::content::{Content, LanguageWords, Placed, Sink};
use crate::problems::{Place, Problems};

/// Checks each language.
pub fn check(content: &Content, sink: &mut Sink) {
    for language in &content.languages {
        if let Some(words) = content.words.get(&language.id) {
            one(content, &language.id, words, &mut sink.problems);
        }
    }
}

fn one(content: &Content, language: &Id, words: &LanguageWords, problems: &mut Problems) {
    let mut pair = Pairing { language, problems };
    pair.check("fact", content.facts.iter().map(owners), &words.facts);
    pair.check("service", content.services.iter().map(owners), &words.services);
    pair.check("official term", content.terms.iter().map(owners), &words.terms);
    pair.check("practice", content.practices.iter().map(owners), &words.practices);
    let rules = content.rules.values().flatten();
    pair.check("rule", rules.map(|rule| (&rule.item.rule.id, &rule.place)), &words.rules);
    let questions = || content.question_sets().flat_map(|set| &set.questions);
    pair.check(
        "question",
        questions().map(|known| (&known.item.id, &known.place)),
        &words.questions,
    );
    let contradictions = content.question_sets().flat_map(|set| &set.contradictions);
    let contradictions = contradictions.map(|known| (&known.item.id, &known.place));
    pair.check("contradiction", contradictions, &words.contradictions);
    let letters = content.letters.values().flatten();
    let letters = letters.map(|known| (&known.item.id, &known.place));
    pair.check("letter", letters, &words.letters);
    let exercises = content.scenarios.iter().filter(|known| known.item.is_exercise);
    pair.check("exercise", exercises.map(|known| (&known.item.id, &known.place)), &words.scenarios);
    pair.check("worksheet", content.worksheets.iter().map(owners), &words.worksheets);
    pages(content, words, &mut pair);
    vocabulary(content, words, &mut pair);
    for question in questions() {
        if let Some(found) = words.questions.get(&question.item.id) {
            options(&question.item, &found.item.options, &found.place, problems);
        }
    }
}

fn owners<'a, T>((id, item): (&'a Id, &'a Placed<T>)) -> (&'a Id, &'a Place) {
    (id, &item.place)
}

/// Words held against what they belong to.
pub(super) struct Pairing<'a> {
    pub(super) language: &'a Id,
    pub(super) problems: &'a mut Problems,
}

impl Pairing<'_> {
    /// Holds owners against words, in both directions.
    pub(super) fn check<'a, K: Ord + Display + 'a, W: 'a>(
        &mut self,
        what: &str,
        owners: impl Iterator<Item = (&'a K, &'a Place)>,
        words: &'a BTreeMap<K, Placed<W>>,
    ) {
        let mut owned = BTreeSet::new();
        for (id, place) in owners {
            owned.insert(id);
            if !words.contains_key(id) {
                self.problems
                    .error(place, format!("the {what} {id} has no words in {}", self.language));
            }
        }
        for (id, found) in words {
            if !owned.contains(id) {
                self.problems.error(
                    &found.place,
                    format!("there is no {what} `{id}`: words without an owner"),
                );
            }
        }
    }
}

fn pages(content: &Content, words: &LanguageWords, pair: &mut Pairing<'_>) {
    for country in &content.countries {
        for topic in &country.item.topics {
            let key = (country.item.id.clone(), topic.clone());
            if !words.contexts.contains_key(&key) {
                let message = format!(
                    "the context page {}/{} has no words in {}",
                    key.0, key.1, pair.language
                );
                pair.problems.error(&country.place, message);
            }
        }
    }
    for ((id, topic), page) in &words.contexts {
        let listed = content
            .countries
            .iter()
            .any(|known| known.item.id == *id && known.item.topics.contains(topic));
        if !listed {
            let message =
                format!("the country `{id}` lists no page `{topic}`: words without an owner");
            pair.problems.error(&page.place, message);
        }
    }
}

fn vocabulary(content: &Content, words: &LanguageWords, pair: &mut Pairing<'_>) {
    let none = BTreeMap::new();
    for (list, ids) in &content.vocabulary {
        let owners = ids.iter().map(|known| (&known.item, &known.place));
        let what = format!("term of [{list}]");
        if list == "units" {
            pair.check(&what, owners, &words.units);
        } else {
            pair.check(&what, owners, words.lists.get(list).unwrap_or(&none));
        }
    }
    if !content.vocabulary.contains_key("holidays") {
        let mut names = BTreeMap::new();
        for country in &content.countries {
            for holiday in &country.item.calendar.holidays {
                names.entry(&holiday.name).or_insert(&country.place);
            }
        }
        let labels = words.lists.get("holidays").unwrap_or(&none);
        pair.check("term of [holidays]", names.into_iter(), labels);
    }
    for (list, labels) in &words.lists {
        if list != "holidays" && !content.vocabulary.contains_key(list) {
            for label in labels.values().take(1) {
                pair.problems.error(&label.place, format!("vocabulary.toml has no list `{list}`"));
            }
        }
    }
}

fn options(
    question: &Question,
    labels: &BTreeMap<Id, String>,
    place: &Place,
    problems: &mut Problems,
) {
    let id = &question.id;
    let known: &[Id] = match &question.kind {
        QuestionKind::One(options) | QuestionKind::Many(options) => options,
        _ => &[],
    };
    for option in known.iter().filter(|option| !labels.contains_key(*option)) {
        problems.error(place, format!("the option `{option}` of {id} has no label"));
    }
    for option in labels.keys().filter(|option| !known.contains(option)) {
        problems.error(
            place,
            format!("the question {id} has no option `{option}`: a label without an owner"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn everything_has_words_in_every_language() {
        let gone = |path: &'static str| move |tree: &mut crate::fixture::Fixture| tree.remove(path);
        check(
            gone("words/fr/countries/xx/facts/work.toml"),
            "countries/xx/facts/work.toml:2: the fact xx-work-wait has no words in fr",
        );
        check(
            gone("words/fr/countries/xx/work.md"),
            "countries/xx/country.toml:1: the context page xx/work has no words in fr",
        );
        check(
            gone("words/fr/guide/reception/talk.md"),
            "practices/talk.toml:1: the practice talk has no words in fr",
        );
        check(
            gone("words/fr/countries/xx/services/all.toml"),
            "countries/xx/services/all.toml:2: the service xx-office has no words in fr",
        );
        check(
            gone("words/fr/countries/xx/questions.toml"),
            "countries/xx/questions.toml:2: the question papers has no words in fr",
        );
        check(
            gone("words/fr/countries/xx/rules/work.toml"),
            "countries/xx/rules/work.toml:2: the rule xx-work has no words in fr",
        );
        check(
            gone("words/fr/scenarios/xx.toml"),
            "scenarios/xx/one.toml:1: the exercise one has no words in fr",
        );
    }

    #[test]
    fn no_words_are_without_an_owner() {
        check(
            |tree| {
                tree.add(
                    "words/en/countries/xx/facts/work.toml",
                    "[xx-work-else]\nlabel = 'a'\ntext = 'b'\n",
                )
            },
            "words/en/countries/xx/facts/work.toml:9: there is no fact `xx-work-else`",
        );
        check(
            |tree| {
                tree.set(
                    "words/en/countries/xx/pay.md",
                    "+++\ntitle = 'a'\nsummary = 'b'\n+++\nc\n",
                )
            },
            "words/en/countries/xx/pay.md:1: the country `xx` lists no page `pay`",
        );
    }

    #[test]
    fn options_and_terms_have_labels() {
        let questions = "words/en/tools/orientation.toml";
        check(
            |tree| tree.edit(questions, "other = \"Other\"", ""),
            &format!("{questions}:1: the option `other` of situation has no label"),
        );
        check(
            |tree| tree.edit(questions, "other = ", "others = \"a\"\nother = "),
            &format!("{questions}:1: the question situation has no option `others`"),
        );
        check(
            |tree| {
                tree.edit("vocabulary.toml", "topics = [\"work\"", "topics = [\"work\", \"pay\"")
            },
            "vocabulary.toml:6: the term of [topics] pay has no words in en",
        );
        check(
            |tree| {
                tree.edit(
                    "words/en/vocabulary.toml",
                    "work = \"Work\"",
                    "work = \"Work\"\npay = \"Pay\"",
                )
            },
            "words/en/vocabulary.toml:19: there is no term of [topics] `pay`",
        );
        check(
            |tree| tree.edit("countries/xx/calendar.toml", "new-year-again", "old-year"),
            "countries/xx/country.toml:1: the term of [holidays] old-year has no words in en",
        );
    }
}
