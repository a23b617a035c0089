//! Danger typed into the search is recognised, and help with a number to dial is there in each country.

use migraction_core::Id;
use migraction_pack::danger::Danger;

use super::words::Pairing;
use crate::content::{Content, LanguageWords, Sink};
use crate::wordings::{danger, group_name};

/// Checks topics, wordings and trials.
pub fn check(content: &Content, sink: &mut Sink) {
    topics(content, sink);
    for language in &content.languages {
        if let Some(words) = content.words.get(&language.id) {
            let owners = content.danger.topics.iter().map(|topic| (&topic.item.id, &topic.place));
            let mut pair = Pairing { language: &language.id, problems: &mut sink.problems };
            pair.check("danger", owners, &words.search.danger);
            wordings(words, sink);
        }
    }
    trials(content, &danger(content), sink);
}

fn topics(content: &Content, sink: &mut Sink) {
    for topic in &content.danger.topics {
        let (id, place) = (&topic.item.id, &topic.place);
        for country in
            content.countries.iter().filter(|country| is_asked_about(content, &country.item.id))
        {
            let country = &country.item.id;
            let help = topic.item.help.iter().find(|help| help.country == *country);
            let first = help.and_then(|help| help.services.first());
            let service = first.and_then(|service| content.services.get(service));
            if service.is_none_or(|service| service.item.phone.is_none()) {
                let message =
                    format!("`{id}`: the first service in {country} must have a number to dial");
                sink.problems.error(place, message);
            }
            if help.is_some_and(|help| help.page.is_none()) {
                sink.problems.error(place, format!("`{id}`: help in {country} names no page"));
            }
        }
        if let Some(phrases) = &topic.item.phrases
            && !content.phrases.situations.iter().any(|known| known.item == *phrases)
        {
            let message = format!("`{phrases}` is no situation of phrases.toml");
            sink.problems.error(place, message);
        }
        for (help, words) in topic
            .item
            .help
            .iter()
            .flat_map(|help| content.words.values().map(move |words| (help, words)))
        {
            if let (Some(page), Some(anchor)) = (&help.page, &help.anchor)
                && let Some(anchors) = words.anchors.get(page)
                && !anchors.iter().any(|known| known == anchor.as_str())
            {
                let message = format!("{}/{} has no heading `{anchor}`", page.0, page.1);
                sink.problems.error(place, message);
                break;
            }
        }
    }
}

/// Whether rules of the country are here: what is common to all of them has none.
fn is_asked_about(content: &Content, country: &Id) -> bool {
    content.rules.get(country).is_some_and(|rules| !rules.is_empty())
}

fn wordings(words: &LanguageWords, sink: &mut Sink) {
    for wording in &words.search.wordings {
        let parts = wording.item.parts.iter().flatten();
        let unknown = parts
            .filter_map(|part| group_name(part))
            .find(|name| !words.search.groups.contains_key(*name));
        if let Some(name) = unknown {
            sink.problems.error(&wording.place, format!("there is no group `{name}`"));
        }
        if wording.item.parts.is_empty() {
            sink.problems.error(&wording.place, "a wording has words");
        }
    }
}

/// Each trial in all languages at once, as on the phone.
fn trials(content: &Content, danger: &Danger, sink: &mut Sink) {
    for (_, trial) in &content.danger.trials {
        let found = danger.recognise(&trial.item.text).map(|topic| &topic.id);
        if found != trial.item.topic.as_ref() {
            let name = |topic: Option<&Id>| topic.map_or("harmless".to_owned(), Id::to_string);
            let message = format!(
                "“{}” is taken for {}, not {}",
                trial.item.text,
                name(found),
                name(trial.item.topic.as_ref())
            );
            sink.problems.error(&trial.place, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{Fixture, check, check_sound};

    const TOPIC: &str = "[[topic]]\nid = \"no-roof\"\nhelp = [\n  { country = \"xx\", services = [\"xx-office\"], page = \"xx/work\" },\n]\n";
    const WORDS: &str = "harmless = [\"night shift\"]\n[groups]\nsleep = [\"sleep\", \"=night\"]\n[no-roof]\ntitle = \"No roof\"\ntext = \"Call.\"\nsay = [\"{sleep} outside\"]\n";
    const TRIALS: &str =
        "[tuned]\nno-roof = [\n  \"sleeep outsi\",\n]\nharmless = [\"night shift outside\"]\n";

    fn with_danger(tree: &mut Fixture) {
        tree.set("danger.toml", TOPIC);
        for language in ["en", "fr"] {
            tree.set(&format!("words/{language}/danger.toml"), WORDS);
        }
        tree.set("queries/danger/en.toml", TRIALS);
    }

    #[track_caller]
    fn check_in(path: &str, from: &str, to: &str, expected: &str) {
        check(
            |tree| {
                with_danger(tree);
                tree.edit(path, from, to);
            },
            expected,
        );
    }

    #[test]
    fn wordings_are_tried_at_each_build() {
        check_sound(with_danger);
        let path = "queries/danger/en.toml";
        check_in(
            path,
            "sleeep outsi",
            "walk outside",
            "queries/danger/en.toml:3: “walk outside” is taken for harmless, not no-roof",
        );
        check_in(
            path,
            "night shift",
            "night bus",
            "queries/danger/en.toml:5: “night bus outside” is taken for no-roof, not harmless",
        );
        check_in(
            path,
            "no-roof = [",
            "n-roof = [",
            "queries/danger/en.toml:3: “sleeep outsi” is taken for no-roof, not n-roof",
        );
    }

    #[test]
    fn what_a_topic_names_is_there() {
        let path = "words/en/danger.toml";
        check_in(path, "{sleep}", "{slep}", "words/en/danger.toml:7: there is no group `slep`");
        check_in(
            path,
            "[no-roof]",
            "[roof]",
            "danger.toml:2: the danger no-roof has no words in en",
        );
        check_in("danger.toml", "xx-office", "xx-shop", "danger.toml:4: there is no service");
        check_in("danger.toml", "xx/work", "xx/sleep", "danger.toml:4: xx has no context page");
        check_in(
            "danger.toml",
            "xx/work",
            "xx/work#tonight",
            "danger.toml:2: xx/work has no heading `tonight`",
        );
        check_in(
            "danger.toml",
            "id = \"no-roof\"\n",
            "id = \"no-roof\"\nphrases = \"sleep\"\n",
            "danger.toml:2: `sleep` is no situation",
        );
    }

    #[test]
    fn the_first_service_has_a_number_to_dial() {
        check_in(
            "countries/xx/services/all.toml",
            "phone = \"+32 4 232 40 30\"\n",
            "",
            "danger.toml:2: `no-roof`: the first service in xx",
        );
        check_in(
            "danger.toml",
            ", page = \"xx/work\"",
            "",
            "danger.toml:2: `no-roof`: help in xx names no page",
        );
    }
}
