//! Questions are used as what they are, with the options that they have; slots of rules are filled.

use migraction_core::Id;
use migraction_core::rules::{Question, QuestionKind};
use migraction_pack::prose::Slot;

use crate::content::{Content, Sink, Usage, Use};

/// Checks each use of a question, and ids of questions.
pub fn check(content: &Content, sink: &mut Sink) {
    for used in &sink.uses {
        if let Some(message) = wrong(content, used) {
            sink.problems.error(&used.place, message);
        }
    }
    check_unique(content, sink);
    check_slots(content, sink);
}

fn wrong(content: &Content, used: &Use) -> Option<String> {
    let id = &used.question;
    let question = match &used.country {
        Some(country) => content.questions_of(country).find(|known| known.item.id == *id),
        None => content
            .common
            .questions
            .iter()
            .find(|known| known.item.id == *id)
            .map(std::borrow::Cow::Borrowed),
    };
    let Some(question) = question else { return Some(format!("there is no question `{id}`")) };
    let kind = &question.item.kind;
    match &used.usage {
        Usage::Name => None,
        Usage::Day => (!matches!(kind, QuestionKind::Day { .. }))
            .then(|| format!("the question `{id}` does not give a day")),
        Usage::Number => (!matches!(kind, QuestionKind::Number { .. }))
            .then(|| format!("the question `{id}` does not give a number")),
        Usage::Count => (!matches!(kind, QuestionKind::Many(_)))
            .then(|| format!("the question `{id}` does not take several options")),
        Usage::Options(options) => wrong_option(&question.item, options),
    }
}

fn wrong_option(question: &Question, options: &[Id]) -> Option<String> {
    let id = &question.id;
    let unknown = |known: &dyn Fn(&Id) -> bool| {
        let option = options.iter().find(|option| !known(option))?;
        Some(format!("the question `{id}` has no option `{option}`"))
    };
    match &question.kind {
        QuestionKind::One(known) | QuestionKind::Many(known) => {
            unknown(&|option| known.contains(option))
        }
        QuestionKind::YesNo => unknown(&|option| matches!(option.as_str(), "yes" | "no")),
        QuestionKind::Day { .. } | QuestionKind::Number { .. } => {
            Some(format!("the question `{id}` has no options: `is` does not fit it"))
        }
    }
}

/// An id serves one question, contradiction or rule in all countries, as its words are shared.
fn check_unique(content: &Content, sink: &mut Sink) {
    let mut seen: std::collections::BTreeMap<(&str, &Id), &crate::problems::Place> =
        Default::default();
    let questions = content.question_sets().flat_map(|set| {
        let questions =
            set.questions.iter().map(|known| ("question", &known.item.id, &known.place));
        let others =
            set.contradictions.iter().map(|known| ("contradiction", &known.item.id, &known.place));
        questions.chain(others)
    });
    let rules =
        content.rules.values().flatten().map(|rule| ("rule", &rule.item.rule.id, &rule.place));
    for (what, id, place) in questions.chain(rules) {
        if let Some(first) = seen.insert((what, id), place) {
            sink.problems.error(place, format!("the {what} `{id}` is already at {first}"));
        }
    }
}

fn check_slots(content: &Content, sink: &mut Sink) {
    for used in &sink.slots {
        let found = content.rules.iter().find_map(|(country, rules)| {
            Some((country, rules.iter().find(|rule| rule.item.rule.id == used.rule)?))
        });
        // Words without a rule are reported as such.
        let Some((country, rule)) = found else { continue };
        let rule = &rule.item.rule;
        let (filled, what, id) = match &used.slot {
            Slot::Date(id) => (rule.dates.iter().any(|step| step.id == *id), "date", id),
            Slot::Amount(id) => (rule.amounts.iter().any(|step| step.id == *id), "amount", id),
            Slot::Answer(id) => {
                (content.questions_of(country).any(|known| known.item.id == *id), "question", id)
            }
        };
        if !filled {
            sink.problems.error(&used.place, format!("the rule {} has no {what} `{id}`", rule.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const RULES: &str = "countries/xx/rules/work.toml";

    #[test]
    fn a_condition_asks_what_the_question_can_answer() {
        let when = |to: &'static str| {
            move |tree: &mut crate::fixture::Fixture| {
                tree.edit(RULES, "{ answer = \"situation\", is = \"applicant\" }", to);
            }
        };
        check(
            when("{ answer = \"situation\", is = \"guest\" }"),
            &format!("{RULES}:7: the question `situation` has no option `guest`"),
        );
        check(
            when("{ answer = \"sitting\", is = \"applicant\" }"),
            &format!("{RULES}:7: there is no question `sitting`"),
        );
        check(
            when("{ answer = \"lodged-on\", is = \"applicant\" }"),
            &format!("{RULES}:7: the question `lodged-on` has no options"),
        );
        check(
            when("{ date = \"situation\", before = \"as-of\" }"),
            &format!("{RULES}:7: the question `situation` does not give a day"),
        );
        check(
            when("{ number = \"situation\", at_least = 2 }"),
            &format!("{RULES}:7: the question `situation` does not give a number"),
        );
        check(
            when("{ count = \"situation\", at_least = 2 }"),
            &format!("{RULES}:7: the question `situation` does not take several"),
        );
        check(
            when("{ answer = \"situation\", before = \"as-of\" }"),
            &format!("{RULES}:7: not a condition"),
        );
    }

    #[test]
    fn a_condition_computes_with_facts_that_are_there() {
        let when = |to: &'static str| {
            move |tree: &mut crate::fixture::Fixture| {
                tree.edit(RULES, "{ answer = \"situation\", is = \"applicant\" }", to);
            }
        };
        check(
            when("{ date = \"lodged-on\", plus = \"xx-none\", before = \"as-of\" }"),
            &format!("{RULES}:7: there is no fact `xx-none`"),
        );
        check(
            when("{ date = \"lodged-on\", before = { fact = \"xx-none\" } }"),
            &format!("{RULES}:7: there is no fact `xx-none`"),
        );
        for wrong in [
            "{ date = \"lodged-on\", plus = \"xx-work-wait\" }",
            "{ answer = \"situation\", plus = \"xx-work-wait\", is = \"applicant\" }",
            "{ date = \"lodged-on\", before = \"as-of\", after = \"as-of\" }",
        ] {
            check(when(wrong), &format!("{RULES}:7: not a condition"));
        }
    }

    #[test]
    fn a_holiday_of_one_place_names_a_question_that_offers_it() {
        let calendar = "countries/xx/calendar.toml";
        let at = |place: &'static str, of: &'static str| {
            move |tree: &mut crate::fixture::Fixture| {
                let holiday = format!("name = \"new-year-again\"\nwhere = {of}");
                tree.edit(calendar, "name = \"new-year-again\"", &holiday);
                tree.edit(
                    calendar,
                    "[[holiday]]\ndate = 2024",
                    &format!("{place}[[holiday]]\ndate = 2024"),
                );
            }
        };
        crate::fixture::check_sound(at("place = \"situation\"\n", "\"applicant\""));
        check(at("", "\"none\""), &format!("{calendar}:6: `where` needs `place`"));
        check(
            at("place = \"situation\"\n", "[\"applicant\", \"moon\"]"),
            &format!("{calendar}:1: the question `situation` has no option `moon`"),
        );
    }

    #[test]
    fn a_question_is_defined_once() {
        check(
            |tree| {
                tree.edit("countries/xx/questions.toml", "id = \"papers\"", "id = \"situation\"")
            },
            "countries/xx/questions.toml:2: the question `situation` is already at tools/orientation.toml:2",
        );
    }

    #[test]
    fn a_slot_is_filled_by_its_rule() {
        let words = "words/en/countries/xx/rules/work.toml";
        check(
            |tree| tree.edit(words, "{date:first}", "{date:last}"),
            &format!("{words}:3: the rule xx-work has no date `last`"),
        );
        check(
            |tree| tree.edit(words, "{date:first}", "{answer:last}"),
            &format!("{words}:3: the rule xx-work has no question `last`"),
        );
    }

    #[test]
    fn a_date_starts_from_an_earlier_one() {
        check(
            |tree| tree.edit(RULES, "start = \"lodged-on\"", "start = \"second\""),
            &format!("{RULES}:14: `second` is not an earlier date"),
        );
    }

    #[test]
    fn an_option_of_some_countries_is_no_option_elsewhere() {
        let only = |text: &'static str| {
            move |tree: &mut crate::fixture::Fixture| {
                let options = "options = [\"applicant\", \"other\"]";
                tree.edit("tools/orientation.toml", options, &format!("{options}\n{text}"));
            }
        };
        check(
            only("only = { applicant = [\"fr\"] }"),
            &format!("{RULES}:7: the question `situation` has no option `applicant`"),
        );
        check(
            only("only = { gone = [\"xx\"] }"),
            "tools/orientation.toml:2: `only` names `gone`, which is no option of `situation`",
        );
    }
}
