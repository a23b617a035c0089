//! What Trunk runs before a build: the content packs, one stylesheet out of `style/`, and the workers that estimate and
//! stretch passphrases.

use anyhow::{Result, bail};

use super::content;
use crate::project::Project;
use crate::{files, process, tools};

/// Compiles the content and joins the style.
pub fn run(project: &Project) -> Result<()> {
    content::run(project, &content::Options::default())?;
    println!("· style");
    let css = joined_style(project)?;
    files::write_if_changed(&project.path("target/style.css"), css.as_bytes())?;
    println!("· passphrase workers");
    strength(project)?;
    stretch(project)
}

/// Bundles the worker that estimates passphrases, with as much of its lists as `build/strength/bundle.mjs` takes.
pub fn strength(project: &Project) -> Result<()> {
    tools::ensure_node(project)?;
    let mut node = std::process::Command::new("node");
    node.current_dir(project.root()).args(["build/strength/bundle.mjs", "public/strength.js"]);
    process::run(&mut node, "Mend what is named above in build/strength.")
}

/// Builds `migraction-stretch` for its worker. It has a profile of its own: quick rather than small.
pub fn stretch(project: &Project) -> Result<()> {
    tools::ensure_wasm_target(project)?;
    let mut cargo = tools::cargo(project)?;
    if tools::compiles_small() {
        tools::compile_small(project, &mut cargo)?;
    }
    let target = "wasm32-unknown-unknown";
    cargo.args([
        "build",
        "--profile",
        "stretch",
        "--package",
        "migraction-stretch",
        "--target",
        target,
    ]);
    process::run(&mut cargo, "Mend what the compiler names, then run the same command again.")?;
    let built = project.cargo_target().join(target).join("stretch/migraction_stretch.wasm");
    files::write_if_changed(&project.path("public/stretch.wasm"), &files::read(&built)?)
}

/// The files that `style/order.txt` lists, in that order, without comments.
fn joined_style(project: &Project) -> Result<String> {
    let folder = project.path("style");
    let order = files::read_text(&folder.join("order.txt"))?;
    let listed = listed(&order);
    for file in files::list(&folder)? {
        let name = files::relative(&folder, &file);
        if name.ends_with(".css") && !listed.contains(&name.as_str()) {
            bail!("style/{name} is in no page: add it to style/order.txt, or remove it");
        }
    }
    let mut joined = String::new();
    for name in listed {
        joined.push_str(&without_comments(&files::read_text(&folder.join(name))?));
    }
    Ok(joined)
}

fn listed(order: &str) -> Vec<&str> {
    let is_name = |line: &&str| !line.is_empty() && !line.starts_with('#');
    order.lines().map(str::trim).filter(is_name).collect()
}

/// CSS without its comments, each run of blanks outside texts made one space, none beside braces.
fn without_comments(css: &str) -> String {
    let mut short = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(character) = rest.chars().next() {
        let length = match character {
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '\'' => text_length(rest, character),
            _ if character.is_whitespace() => {
                rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len())
            }
            _ => character.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        if token.starts_with("/*") || character.is_whitespace() {
            // A comment parts two words as a space does.
            if !short.is_empty() && !short.ends_with([' ', '{', '}', ';']) {
                short.push(' ');
            }
        } else {
            if matches!(character, '{' | '}' | ';') && short.ends_with(' ') {
                short.pop();
            }
            short.push_str(token);
        }
        rest = after;
    }
    short.truncate(short.trim_end().len());
    short.push('\n');
    short
}

/// The length of the quoted text that `rest` begins with, quotes included.
fn text_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        if character == quote && !escaped {
            return at + 1;
        }
        escaped = character == '\\' && !escaped;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(css: &str, short: &str) {
        assert_eq!(without_comments(css), format!("{short}\n"));
    }

    #[test]
    fn comments_and_blanks_go() {
        check(
            "/* a */\n.a  .b { color: red; /* x */\n  margin: 0 }\n",
            ".a .b{color: red;margin: 0}",
        );
    }

    #[test]
    fn texts_stay_as_they_are() {
        check(r#".a::after { content: "/* \" */  ;" }"#, r#".a::after{content: "/* \" */  ;"}"#);
    }

    #[test]
    fn a_descendant_is_not_glued_to_its_ancestor() {
        check(".a/**/.b :hover{}", ".a .b :hover{}");
        check("@media (a) and (b) {\n .c {}\n}", "@media (a) and (b){.c{}}");
    }

    #[test]
    fn order_skips_remarks() {
        assert_eq!(listed("# first\nlayers.css\n\n tokens.css\n"), ["layers.css", "tokens.css"]);
    }
}
