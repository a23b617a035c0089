//! Each control of a form stands once, in the form kit, where its label, help and error are tied to it.

use crate::project::{File, lines, nothing, rust};

/// Where controls are written.
const KIT: &str = "src/components/form/";

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
    nothing(&controls(&others), "a control outside the form kit");
}
