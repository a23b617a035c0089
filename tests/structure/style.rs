//! Colours by name, directions by reading order, every file in the list.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::{File, exists, files, nothing, read};

/// A declaration of a stylesheet, with the blocks it stands in from the outermost.
pub struct Declaration {
    pub line: usize,
    pub blocks: Vec<String>,
    pub property: String,
    pub value: String,
}

/// The declarations of a stylesheet in order.
pub fn declarations(css: &str) -> Vec<Declaration> {
    let (mut blocks, mut found): (Vec<String>, Vec<Declaration>) = (Vec::new(), Vec::new());
    let (mut part, mut line, mut began, mut depth) = (String::new(), 1, 1, 0_usize);
    for letter in without_comments(css).chars() {
        match letter {
            '{' => blocks.push(one_line(&std::mem::take(&mut part))),
            ';' | '}' if depth == 0 => {
                if let Some((property, value)) = part.split_once(':')
                    && !blocks.is_empty()
                {
                    let (property, value) = (one_line(property), one_line(value));
                    found.push(Declaration {
                        line: began,
                        blocks: blocks.clone(),
                        property,
                        value,
                    });
                }
                part.clear();
                if letter == '}' {
                    blocks.pop();
                }
            }
            _ => {
                match letter {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    '\n' => line += 1,
                    _ => {}
                }
                if part.trim().is_empty() {
                    began = line;
                }
                part.push(letter);
            }
        }
    }
    found
}

fn without_comments(css: &str) -> String {
    let mut kept = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        let (comment, after) = after.split_once("*/").unwrap_or((after, ""));
        kept.push_str(before);
        kept.extend(comment.chars().filter(|letter| *letter == '\n'));
        rest = after;
    }
    kept + rest
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check(sheets: &[File], why: &str, is_wrong: impl Fn(&Declaration) -> bool) {
    let mut found = Vec::new();
    for sheet in sheets {
        for one in declarations(&sheet.text).iter().filter(|one| is_wrong(one)) {
            found.push(format!("{}:{}: {}: {}", sheet.path, one.line, one.property, one.value));
        }
    }
    nothing(&found, why);
}

#[test]
fn raw_colours_stand_in_the_tokens_only() {
    let mut sheets = files("style", ".css");
    sheets.retain(|sheet| sheet.path != "style/tokens.css");
    check(&sheets, "a colour is a token of style/tokens.css", |one| is_raw_colour(&one.value));
}

/// A colour by digits, by function or by name; `transparent`, `currentColor` and those of the system are none.
fn is_raw_colour(value: &str) -> bool {
    const FUNCTIONS: [&str; 11] = [
        "rgb(",
        "rgba(",
        "hsl(",
        "hsla(",
        "hwb(",
        "lab(",
        "lch(",
        "oklab(",
        "oklch(",
        "color(",
        "color-mix(",
    ];
    const NAMES: [&str; 20] = [
        "white", "black", "red", "green", "blue", "yellow", "orange", "purple", "pink", "brown",
        "grey", "gray", "silver", "gold", "navy", "teal", "maroon", "olive", "lime", "aqua",
    ];
    let by_digits = value.split('#').skip(1).any(|rest| {
        let digits = rest.chars().take_while(char::is_ascii_alphanumeric).count();
        [3, 4, 6, 8].contains(&digits)
            && rest[..digits].chars().all(|digit| digit.is_ascii_hexdigit())
    });
    let lower = value.to_ascii_lowercase();
    let mut words = lower.split(|letter: char| !(letter.is_alphanumeric() || letter == '-'));
    by_digits
        || FUNCTIONS.iter().any(|name| lower.contains(name))
        || words.any(|word| NAMES.contains(&word))
}

#[test]
fn directions_follow_the_reading_order() {
    let is_physical = |one: &Declaration| {
        let property = one.property.as_str();
        let sided =
            ["margin", "padding", "border", "scroll-margin", "scroll-padding"].iter().any(|name| {
                property.strip_prefix(name).is_some_and(|rest| {
                    ["-left", "-right", "-top", "-bottom"].iter().any(|side| rest.starts_with(side))
                })
            });
        let corner = property.starts_with("border-")
            && property.ends_with("-radius")
            && ["top", "bottom"].iter().any(|side| property.contains(side));
        let sizes = ["width", "height", "min-width", "max-width", "min-height", "max-height"];
        let places = ["left", "right", "top", "bottom", "float", "clear"];
        let aligned = property == "text-align" && ["left", "right"].contains(&one.value.as_str());
        sided || corner || sizes.contains(&property) || places.contains(&property) || aligned
    };
    check(&files("style", ".css"), "write inline/block, start/end", is_physical);
}

#[test]
fn a_class_has_one_sheet() {
    // Print and forced colours change what other sheets draw.
    let changes = ["style/print.css", "style/forced.css"];
    let mut homes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for sheet in files("style", ".css").iter().filter(|sheet| !changes.contains(&&*sheet.path)) {
        for one in declarations(&sheet.text) {
            let [layer, selector] = one.blocks.as_slice() else { continue };
            let is_class = selector.strip_prefix('.').is_some_and(|name| {
                name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')
            });
            if layer.starts_with("@layer") && is_class {
                homes.entry(selector.clone()).or_default().insert(sheet.path.clone());
            }
        }
    }
    let found: Vec<_> = homes
        .iter()
        .filter(|(_, sheets)| sheets.len() > 1)
        .map(|(class, sheets)| format!("{class}: {sheets:?}"))
        .collect();
    nothing(&found, "two things of one name draw over each other: rename one");
}

#[test]
fn every_stylesheet_is_in_the_list_once() {
    let order = read("style/order.txt");
    let listed: Vec<&str> = order
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    for name in &listed {
        assert!(
            exists(&format!("style/{name}")),
            "style/order.txt lists {name}, which is not there"
        );
        assert_eq!(listed.iter().filter(|other| *other == name).count(), 1, "{name} stands twice");
    }
    for sheet in files("style", ".css") {
        let name = sheet.path.trim_start_matches("style/");
        assert!(listed.contains(&name), "{} is in no page: add it to style/order.txt", sheet.path);
    }
    assert_eq!(listed.first(), Some(&"layers.css"));
    assert_eq!(listed.get(1), Some(&"tokens.css"));
}

#[test]
fn nothing_is_styled_at_run_time() {
    let sources = crate::project::rust("src");
    let found = crate::project::lines(&sources, |line| {
        line.contains(" style=") || line.contains("style:") || line.contains("<style")
    });
    nothing(&found, "the content policy lets no style into a page: use a class and a token");
}

#[test]
fn a_declaration_is_found_with_its_blocks_and_its_line() {
    let css = "@layer a {\n  /* x: y */\n  .b:hover, .c {\n    color: red; inset: calc(1px + (2px));\n  }\n}\n";
    let found = declarations(css);
    let shown: Vec<_> =
        found.iter().map(|one| (one.line, one.property.as_str(), one.value.as_str())).collect();
    assert_eq!(shown, [(4, "color", "red"), (4, "inset", "calc(1px + (2px))")]);
    assert_eq!(found[0].blocks, ["@layer a", ".b:hover, .c"]);
    assert!(
        is_raw_colour("1px solid #abc")
            && is_raw_colour("white")
            && !is_raw_colour("var(--on-white)")
    );
}
