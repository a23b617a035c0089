//! One page per language with its home content, and the bare shell for every other address.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::messages::{self, Spoken, escape};
use crate::files;
use crate::project::Project;

const HOME_MARK: &str = "<!-- home -->";
const BOOT_MARK: &str = "<!-- boot -->";

/// Writes `index.html` and `<lang>/index.html` into the staging folder.
pub fn write(project: &Project, staging: &Path, page: &str, spoken: &[Spoken]) -> Result<()> {
    let first = spoken.first().context("content/languages.toml lists no language")?;
    let boot = messages::html(spoken);
    for one in spoken {
        let id = &one.language.id;
        let home = files::read_text(&project.path(format!("target/home/{id}.html"))).with_context(|| {
            format!("the home page in {id} was not compiled: run `cargo xtask content` and look at what it says")
        })?;
        let boot = format!("{boot}{}", messages::noscript([one]));
        files::write(&staging.join(id).join("index.html"), filled(page, one, &boot, &home)?)?;
    }
    let boot = format!("{boot}{}", messages::noscript(spoken));
    files::write(&staging.join("index.html"), filled(page, first, &boot, "")?)
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
        bail!("index.html has no {open} to fill: write it exactly so");
    };
    let Some((_, after)) = rest.split_once(close) else {
        bail!("index.html does not close {open}");
    };
    Ok(format!("{before}{open}{value}{close}{after}"))
}

fn replace_mark(page: &str, mark: &str, html: &str) -> Result<String> {
    if page.matches(mark).count() != 1 {
        bail!("index.html must have {mark} once");
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
}
