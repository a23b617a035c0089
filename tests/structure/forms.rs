//! Each control of a form stands once, in the form kit, where its label, help and error are tied to it.

use crate::project::{File, lines, nothing, rust};

/// Where controls are written.
const KIT: &str = "src/components/form/";

/// Controls elsewhere: the screens of a consultation, whose questions have words and errors of their own.
const ELSEWHERE: [&str; 2] =
    ["src/tools/orientation/intro.rs", "src/tools/orientation/question.rs"];

const CONTROLS: [&str; 6] = ["<input", "<select", "<textarea", "<label", "<fieldset", "<legend"];

fn controls(files: &[File]) -> Vec<String> {
    lines(files, |line| CONTROLS.iter().any(|control| line.contains(control)))
}

#[test]
fn controls_stand_in_the_form_kit_alone() {
    let (kit, others): (Vec<File>, Vec<File>) =
        rust("src").into_iter().partition(|file| file.path.starts_with(KIT));
    assert!(
        !controls(&kit).is_empty(),
        "the form kit has no control: this test looks in the wrong place"
    );
    let (elsewhere, others): (Vec<File>, Vec<File>) =
        others.into_iter().partition(|file| ELSEWHERE.contains(&file.path.as_str()));
    nothing(&controls(&others), "a control outside the form kit");
    for file in elsewhere {
        let path = file.path.clone();
        assert!(
            !controls(&[file]).is_empty(),
            "{path} has no control any more: strike it from the list"
        );
    }
}
