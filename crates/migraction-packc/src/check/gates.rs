//! Whether a question arises never depends on itself.

use std::collections::{BTreeMap, BTreeSet};

use migraction_core::Id;
use migraction_core::rules::Question;

use crate::content::{Content, Sink};

/// Reports circles; says whether there are none.
pub fn check(content: &Content, sink: &mut Sink) -> bool {
    let mut sound = true;
    for questions in content.question_sets().map(|set| &set.questions) {
        for question in questions {
            // Ids are the same in all countries, so that one map serves for all.
            let all: BTreeMap<&Id, &Question> = content
                .question_sets()
                .flat_map(|set| &set.questions)
                .map(|known| (&known.item.id, &known.item))
                .collect();
            if depends_on_itself(&question.item.id, &all) {
                sound = false;
                let message = format!("whether `{}` arises depends on itself", question.item.id);
                sink.problems.error(&question.place, message);
            }
        }
    }
    sound
}

fn depends_on_itself(id: &Id, all: &BTreeMap<&Id, &Question>) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![id.clone()];
    while let Some(next) = waiting.pop() {
        let Some(question) = all.get(&next) else { continue };
        let mut circle = false;
        question.when.for_each_question(&mut |decider| {
            circle |= decider == id;
            if seen.insert(decider.clone()) {
                waiting.push(decider.clone());
            }
        });
        if circle {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn gates_do_not_run_in_circles() {
        check(
            |tree| {
                tree.edit(
                    "tools/orientation.toml",
                    "options = [\"applicant\", \"other\"]",
                    "options = [\"applicant\", \"other\"]\nwhen = { date = \"lodged-on\", before = \"as-of\" }",
                );
            },
            "tools/orientation.toml:2: whether `situation` arises depends on itself",
        );
    }
}
