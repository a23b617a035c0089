//! Paper: a printer leaves fills out, so that pale text on a dark fill is white on white. Whatever is painted so on the
//! screen is not printed, or is ink on paper.

use std::collections::BTreeSet;

use crate::project::{files, nothing, read};
use crate::style::{Declaration, declarations};

/// Text that is the colour of paper once its fill is gone.
const PALE: [&str; 5] =
    ["var(--surface)", "var(--ground)", "var(--sunken)", "var(--on-action)", "var(--on-stage)"];

/// The classes of a selector, the last one last.
fn classes(selector: &str) -> Vec<&str> {
    let name = |part: &'_ str| part.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'));
    let parts = selector.split('.').skip(1);
    parts.map(|part| &part[..name(part).unwrap_or(part.len())]).filter(|c| !c.is_empty()).collect()
}

/// The selectors of a declaration, one by one.
fn selectors(one: &Declaration) -> Vec<String> {
    let (mut found, mut depth) = (vec![String::new()], 0_usize);
    for letter in one.blocks.last().map(String::as_str).unwrap_or_default().chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = found.last_mut() {
            last.push(letter);
        }
    }
    found
}

/// The last classes of the selectors that print rules give this declaration.
fn on_paper(wanted: impl Fn(&Declaration) -> bool) -> BTreeSet<String> {
    let print = declarations(&read("style/print.css"));
    let is_print = |one: &&Declaration| one.blocks.iter().any(|block| block == "@media print");
    let of = |one: &Declaration| selectors(one).into_iter().collect::<Vec<_>>();
    let all = print.iter().filter(is_print).filter(|one| wanted(one)).flat_map(of);
    all.filter_map(|selector| classes(&selector).last().map(|class| (*class).to_owned())).collect()
}

#[test]
fn nothing_pale_is_printed() {
    let hidden = on_paper(|one| one.property == "display" && one.value == "none");
    let inked = on_paper(|one| one.property == "color" && one.value == "var(--ink)");
    let unfilled = on_paper(|one| one.property == "background" && one.value == "none");
    let is_hidden = |class: &str| {
        let block = class.split("--").next().unwrap_or(class);
        let block = block.split("__").next().unwrap_or(block);
        hidden.contains(class) || hidden.contains(block)
    };
    let mut found = Vec::new();
    let mut seen = 0;
    for sheet in files("style", ".css") {
        let own = ["style/tokens.css", "style/forced.css", "style/print.css"];
        if own.contains(&sheet.path.as_str()) {
            continue;
        }
        let pale =
            |one: &&Declaration| one.property == "color" && PALE.contains(&one.value.as_str());
        for one in declarations(&sheet.text).iter().filter(pale) {
            for selector in selectors(one) {
                seen += 1;
                let all = classes(&selector);
                let is_inked =
                    all.iter().any(|class| inked.contains(*class) && unfilled.contains(*class));
                if !is_inked && !all.iter().any(|class| is_hidden(class)) {
                    found.push(format!("{}:{}: {selector}", sheet.path, one.line));
                }
            }
        }
    }
    assert!(seen > 5, "only {seen} rules with pale text were read");
    nothing(&found, "white on white: in style/print.css hide it, or give it ink and no fill");
}

#[test]
fn classes_of_a_selector_are_read() {
    assert_eq!(classes(".src .cc--on:is(.a, .b)"), ["src", "cc--on", "a", "b"]);
    assert_eq!(classes("html[lang]"), [""; 0]);
}
