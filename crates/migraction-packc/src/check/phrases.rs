//! The phrasebook: whole where the app needs it, and nothing in it that a reader could take for something else.

use migraction_core::Id;
use migraction_core::phrases::{NO, NOT_UNDERSTOOD, STOP, YES};

use super::words::Pairing;
use crate::content::{Content, Placed, Sink, SourcePhrases, SourceTongue};
use crate::problems::{Place, Problems};

/// Checks phrases, tongues and their labels.
pub fn check(content: &Content, sink: &mut Sink) {
    let phrases = &content.phrases;
    let problems = &mut sink.problems;
    structure(phrases, problems);
    for (id, tongue) in &phrases.sayings {
        let named = |known: &&Placed<Id>| known.item == *id;
        if !phrases.tongues.iter().any(|known| named(&known)) {
            problems.error(&tongue.place, format!("phrases.toml lists no tongue `{id}`"));
        }
        sayings(phrases, tongue, problems);
    }
    let mut languages = content.languages.iter().map(|language| &language.id);
    if let Some(first) = languages.next() {
        complete(phrases, first, problems);
        for other in languages {
            complete(phrases, other, problems);
        }
        if let Some(model) = phrases.sayings.get(first) {
            alike(phrases, model, problems);
        }
    }
    labels(content, problems);
}

fn structure(phrases: &SourcePhrases, problems: &mut Problems) {
    for situation in &phrases.situations {
        if !phrases.phrases.iter().any(|phrase| phrase.item.situation == situation.item) {
            problems.error(&situation.place, format!("no phrase belongs to `{}`", situation.item));
        }
    }
    for tongue in &phrases.tongues {
        if !phrases.sayings.contains_key(&tongue.item) {
            let message = format!("there is no file phrases/{}.toml", tongue.item);
            problems.error(&tongue.place, message);
        }
    }
    let Some(first) = phrases.phrases.first() else { return };
    for id in [YES, NO, NOT_UNDERSTOOD, STOP] {
        if !phrases.phrases.iter().any(|phrase| phrase.item.id == *id) {
            let place = Place { line: 1, ..first.place.clone() };
            problems
                .error(&place, format!("every card offers the phrase `{id}`, which is missing"));
        }
    }
}

fn sayings(phrases: &SourcePhrases, tongue: &Placed<SourceTongue>, problems: &mut Problems) {
    for (id, saying) in &tongue.item.sayings {
        if !phrases.phrases.iter().any(|phrase| phrase.item.id == *id) {
            problems.error(&saying.place, format!("there is no phrase `{id}`"));
        }
        if saying.item.text.chars().any(is_right_to_left) != tongue.item.rtl {
            let message = "these letters do not run in the direction of `dir`";
            problems.error(&saying.place, message);
        }
    }
}

/// Letters of Hebrew, Arabic and the scripts beside them.
const fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// A language of the interface says every phrase: it is how the reader knows what is shown.
fn complete(phrases: &SourcePhrases, language: &Id, problems: &mut Problems) {
    let tongue = phrases.sayings.get(language);
    for phrase in &phrases.phrases {
        let id = &phrase.item.id;
        if !tongue.is_some_and(|tongue| tongue.item.sayings.contains_key(id)) {
            problems.error(&phrase.place, format!("the phrase {id} has no text in {language}"));
        }
    }
}

/// What every tongue must have in common with the reader's: the gaps. (A question may be a polite order elsewhere.)
fn alike(phrases: &SourcePhrases, model: &Placed<SourceTongue>, problems: &mut Problems) {
    for tongue in phrases.sayings.values() {
        for (id, saying) in &tongue.item.sayings {
            let Some(model) = model.item.sayings.get(id) else { continue };
            let gaps = |text: &str| text.matches('…').count();
            let (here, there) = (gaps(&saying.item.text), gaps(&model.item.text));
            if here != there {
                let message = format!("{here} gaps `…`, where {} has {there}", model.place.file);
                problems.error(&saying.place, message);
            }
        }
    }
}

fn labels(content: &Content, problems: &mut Problems) {
    let phrases = &content.phrases;
    for language in &content.languages {
        let Some(words) = content.words.get(&language.id).map(|words| &words.phrases) else {
            continue;
        };
        if let (Some(first), None) = (phrases.phrases.first(), &words.never) {
            let message = format!("`never` has no words in {}", language.id);
            problems.error(&Place { line: 1, ..first.place.clone() }, message);
        }
        let mut pair = Pairing { language: &language.id, problems };
        let owners = |ids: &[Placed<Id>]| {
            ids.iter().map(|known| (known.item.clone(), known.place.clone())).collect::<Vec<_>>()
        };
        for (what, ids, shelf) in [
            ("situation", owners(&phrases.situations), &words.situations),
            ("tongue", owners(&phrases.tongues), &words.tongues),
        ] {
            pair.check(what, ids.iter().map(|(id, place)| (id, place)), shelf);
        }
        for (id, note) in &words.notes {
            if !phrases.phrases.iter().any(|phrase| phrase.item.id == *id) {
                problems.error(&note.place, format!("there is no phrase `{id}`"));
            }
            for other in &content.languages {
                let theirs = content.words.get(&other.id).map(|words| &words.phrases.notes);
                if !theirs.is_some_and(|notes| notes.contains_key(id)) {
                    let message = format!("the note on {id} has no words in {}", other.id);
                    problems.error(&note.place, message);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{Fixture, check, check_sound};

    const LIST: &str = "phrases.toml";
    const ARABIC: &str = "phrases/ar.toml";
    const LABELS: &str = "words/en/phrases.toml";

    fn set(tree: &mut Fixture) {
        tree.set(
            LIST,
            "situations = [\"basics\"]\ntongues = [\"ar\", \"en\", \"fr\"]\n\
             [[phrase]]\nid = \"yes\"\nsituation = \"basics\"\n\
             [[phrase]]\nid = \"no\"\nsituation = \"basics\"\n\
             [[phrase]]\nid = \"dont-understand\"\nsituation = \"basics\"\n\
             [[phrase]]\nid = \"stop\"\nsituation = \"basics\"\n\
             [[phrase]]\nid = \"name\"\nsituation = \"basics\"\nreply = \"write\"\n",
        );
        for (id, name) in [("en", "English"), ("fr", "Français")] {
            tree.set(
                &format!("phrases/{id}.toml"),
                &format!(
                    "name = \"{name}\"\ndir = \"ltr\"\n[text]\nyes = \"A.\"\nno = \"B.\"\n\
                     dont-understand = \"C.\"\nstop = \"D.\"\nname = \"E …\"\n"
                ),
            );
            tree.set(
                &format!("words/{id}/phrases.toml"),
                "never = \"Never.\"\n[situations]\nbasics = \"Basics\"\n\
                 [tongues]\nar = \"Arabic\"\nen = \"English\"\nfr = \"French\"\n\
                 [notes]\nname = \"Ask.\"\n",
            );
        }
        tree.set(
            ARABIC,
            "name = \"العربية\"\ndir = \"rtl\"\n[text]\nyes = \"نعم.\"\nname = \"اسمي …\"\n\
             [sound]\nyes = \"naam\"\n[reviewed]\nyes = { by = \"A reader\", on = 2026-11-24 }\n",
        );
    }

    #[track_caller]
    fn breaks(change: impl Fn(&mut Fixture), expected: &str) {
        check(
            |tree| {
                set(tree);
                change(tree);
            },
            expected,
        );
    }

    #[test]
    fn a_phrasebook_holds_together() {
        check_sound(set);
    }

    #[test]
    fn a_tongue_may_lack_phrases_but_not_the_readers_own() {
        breaks(
            |tree| tree.edit("phrases/fr.toml", "no = \"B.\"\n", ""),
            "phrases.toml:7: the phrase no has no text in fr",
        );
        breaks(
            |tree| tree.remove("phrases/en.toml"),
            "phrases.toml:2: there is no file phrases/en.toml",
        );
        breaks(
            |tree| tree.set("phrases/so.toml", "name = \"Soomaali\"\ndir = \"ltr\"\n"),
            "phrases/so.toml:1: phrases.toml lists no tongue `so`",
        );
    }

    #[test]
    fn the_answers_of_every_card_exist() {
        breaks(
            |tree| tree.edit(LIST, "\"stop\"", "\"halt\""),
            "phrases.toml:1: every card offers the phrase `stop`",
        );
    }

    #[test]
    fn letters_run_in_the_direction_of_their_tongue_and_gaps_are_kept() {
        breaks(
            |tree| tree.edit(ARABIC, "نعم", "naam"),
            "phrases/ar.toml:4: these letters do not run in the direction",
        );
        breaks(|tree| tree.edit(ARABIC, "rtl", "left"), "phrases/ar.toml:2: `dir` is");
        breaks(|tree| tree.edit(ARABIC, " …", ""), "phrases/ar.toml:5: 0 gaps `…`, where ");
    }

    #[test]
    fn sounds_and_reviews_belong_to_a_text() {
        breaks(
            |tree| tree.edit(ARABIC, "yes = \"naam\"", "no = \"la\""),
            "phrases/ar.toml:7: `no` has no text here",
        );
        breaks(
            |tree| tree.edit(ARABIC, "\"A reader\"", "\"\""),
            "phrases/ar.toml:9: a review says who",
        );
        breaks(
            |tree| tree.edit(ARABIC, "yes = \"نعم.\"", "maybe = \"نعم.\""),
            "phrases/ar.toml:4: there is no phrase `maybe`",
        );
    }

    #[test]
    fn situations_tongues_and_notes_have_words_in_every_language() {
        breaks(
            |tree| tree.edit(LABELS, "ar = \"Arabic\"\n", ""),
            "phrases.toml:2: the tongue ar has no words in en",
        );
        breaks(
            |tree| tree.edit(LABELS, "name = \"Ask.\"", ""),
            "words/fr/phrases.toml:9: the note on name has no words in en",
        );
        breaks(
            |tree| tree.edit(LABELS, "never = \"Never.\"", ""),
            "phrases.toml:1: `never` has no words in en",
        );
        breaks(
            |tree| tree.edit(LIST, "[\"basics\"]", "[\"basics\", \"health\"]"),
            "phrases.toml:1: no phrase belongs to `health`",
        );
        breaks(
            |tree| {
                tree.edit(
                    LIST,
                    "id = \"no\"\nsituation = \"basics\"",
                    "id = \"no\"\nsituation = \"health\"",
                )
            },
            "phrases.toml:8: `health` is not among the situations",
        );
    }
}
