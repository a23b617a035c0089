//! One page per language with its home content, and the bare shell for every other address.
//!
//! `public/index.html` is the page, with a mark for each thing that goes into it. No script stands inside a page, so that the content
//! policy can be `script-src 'self'`.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::messages::{self, Spoken, escape};
use super::program::Program;
use super::{Named, Words};
use crate::files;
use crate::project::Project;

const HEAD_MARK: &str = "<!-- head -->";
const HOME_MARK: &str = "<!-- home -->";
const BOOT_MARK: &str = "<!-- boot -->";

/// What each page names in its head.
pub struct Head {
    /// The first script; it loads the program.
    pub boot: Named,
    /// The stylesheet.
    pub style: Named,
    /// The program.
    pub program: Program,
    /// The words of the interface.
    pub words: Vec<Words>,
}

impl Head {
    /// The WebAssembly is not loaded ahead: two of three engines fetch it a second time when its digest is asked for, and it
    /// would compete with the style. The module asks for it right after the first paint.
    fn html(&self) -> String {
        let Self { boot, style, program: Program { start, wasm }, words } = self;
        let listed = |of: fn(&Words) -> &str| words.iter().map(of).collect::<Vec<_>>().join(" ");
        let languages = listed(|one| &one.language);
        let files = listed(|one| &one.file.address);
        let digests = listed(|one| &one.file.integrity);
        let (boot_address, boot_integrity) = (&boot.address, &boot.integrity);
        let (style_address, style_integrity) = (&style.address, &style.integrity);
        let (start, wasm) = (&start.address, &wasm.address);
        format!(
            "<script src=\"{boot_address}\" integrity=\"{boot_integrity}\" data-start=\"{start}\" data-wasm=\"{wasm}\" \
             data-languages=\"{languages}\" data-words=\"{files}\" data-digests=\"{digests}\"></script>\n  \
             <link rel=\"modulepreload\" href=\"{start}\">\n  \
             <link rel=\"stylesheet\" href=\"{style_address}\" integrity=\"{style_integrity}\">"
        )
    }
}

/// Writes `index.html` and `<lang>/index.html` into the folder.
pub fn write(
    project: &Project,
    folder: &Path,
    page: &str,
    head: &Head,
    spoken: &[Spoken],
) -> Result<()> {
    let first = spoken.first().context("content/languages.toml lists no language")?;
    let page = replace_mark(page, HEAD_MARK, &head.html())?;
    let boot = messages::html(spoken);
    for one in spoken {
        let id = &one.language.id;
        let home = files::read_text(&project.path(format!("target/home/{id}.html"))).with_context(|| {
            format!("the home page in {id} was not compiled: run `cargo xtask content` and look at what it says")
        })?;
        let boot = format!("{boot}{}", messages::noscript([one]));
        files::write(&folder.join(id).join("index.html"), filled(&page, one, &boot, &home)?)?;
    }
    let boot = format!("{boot}{}", messages::noscript(spoken));
    files::write(&folder.join("index.html"), filled(&page, first, &boot, "")?)
}

fn filled(page: &str, one: &Spoken, boot: &str, home: &str) -> Result<String> {
    let page = set(page, "<html lang=\"", "\"", &one.language.id)?;
    let page = set(&page, " dir=\"", "\"", one.language.dir.as_str())?;
    let page = set(&page, "<title>", "</title>", &escape(&one.words.home_title))?;
    let page = set(
        &page,
        "<meta name=\"description\" content=\"",
        "\"",
        &escape(&one.words.home_description),
    )?;
    let page = replace_mark(&page, BOOT_MARK, boot)?;
    replace_mark(&page, HOME_MARK, home)
}

/// Replaces what stands between the first `open` and the next `close`.
fn set(page: &str, open: &str, close: &str, value: &str) -> Result<String> {
    let Some((before, rest)) = page.split_once(open) else {
        bail!("public/index.html has no {open} to fill: write it exactly so");
    };
    let Some((_, after)) = rest.split_once(close) else {
        bail!("public/index.html does not close {open}");
    };
    Ok(format!("{before}{open}{value}{close}{after}"))
}

fn replace_mark(page: &str, mark: &str, html: &str) -> Result<String> {
    if page.matches(mark).count() != 1 {
        bail!("public/index.html must have {mark} once");
    }
    Ok(page.replacen(mark, html.trim(), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_replaced_between_its_ends() -> Result<()> {
        assert_eq!(set("<title>a</title>", "<title>", "</title>", "b")?, "<title>b</title>");
        assert!(set("<p>", "<title>", "</title>", "b").is_err());
        Ok(())
    }

    #[test]
    fn a_mark_stands_once() -> Result<()> {
        assert_eq!(
            replace_mark("<div><!-- home --></div>", HOME_MARK, " <p>x</p>\n")?,
            "<div><p>x</p></div>"
        );
        assert!(replace_mark("<div></div>", HOME_MARK, "").is_err());
        assert!(replace_mark("<!-- home --><!-- home -->", HOME_MARK, "").is_err());
        Ok(())
    }

    #[test]
    fn the_page_of_this_project_has_each_mark_and_no_script() {
        let page = include_str!("../../../../../public/index.html");
        for mark in [HEAD_MARK, HOME_MARK, BOOT_MARK] {
            assert_eq!(page.matches(mark).count(), 1, "{mark}");
        }
        assert!(!page.to_ascii_lowercase().contains("<script"));
    }

    #[test]
    fn the_first_script_says_where_the_app_starts() {
        let named = |address: &str, digest: &str| Named {
            address: address.into(),
            integrity: format!("sha256-{digest}"),
        };
        let words = |language: &str| Words {
            language: language.into(),
            file: named(&format!("/words-{language}-4.txt"), language),
        };
        let head = Head {
            boot: named("/boot-1.js", "b"),
            style: named("/style-5.css", "s"),
            program: Program { start: named("/app-2.js", ""), wasm: named("/app-3.wasm", "") },
            words: vec![words("fr"), words("it")],
        };
        let html = head.html();
        for part in [
            "<script src=\"/boot-1.js\" integrity=\"sha256-b\" data-start=\"/app-2.js\" data-wasm=\"/app-3.wasm\"",
            " data-languages=\"fr it\" data-words=\"/words-fr-4.txt /words-it-4.txt\"",
            " data-digests=\"sha256-fr sha256-it\"></script>",
            "<link rel=\"modulepreload\" href=\"/app-2.js\">",
            "<link rel=\"stylesheet\" href=\"/style-5.css\" integrity=\"sha256-s\">",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}
