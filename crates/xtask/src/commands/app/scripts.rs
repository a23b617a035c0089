//! No script stands inside a page, so that the content policy can be `script-src 'self'`.

use anyhow::{Result, bail};

use crate::digest;

const START_MARK: &str = "<!-- start -->";

/// Takes Trunk's inline module out of the page: the page without it, and its text.
/// Any other inline script is refused, because the content policy would stop it.
pub fn take_inline_module(page: &str) -> Result<(String, String)> {
    let mut kept = String::with_capacity(page.len());
    let mut module = String::new();
    let mut rest = page;
    while let Some(open) = find_tag(rest, "<script") {
        let (before, from) = rest.split_at(open);
        let (Some(inside), Some(close)) = (from.find('>'), from.find("</script>")) else {
            bail!(
                "the page that Trunk wrote has a script that does not end: look at dist/.stage/index.html"
            );
        };
        let (tag, text) = (&from[..inside], from[inside + 1..close].trim());
        kept.push_str(before);
        let end = close + "</script>".len();
        if has_attribute(tag, "src") {
            kept.push_str(&from[..end]);
        } else if has_attribute(tag, "type") && tag.contains("module") {
            module.push_str(text);
            module.push('\n');
        } else {
            bail!(
                "the page has an inline script that is not Trunk's: move it to a file in public/"
            );
        }
        rest = &from[end..];
    }
    kept.push_str(rest);
    if module.trim().is_empty() {
        bail!(
            "Trunk wrote no inline module into the page: if its version changed, see what it writes instead and \
             mend crates/xtask/src/commands/app/scripts.rs"
        );
    }
    Ok((kept, module))
}

/// The address in the module whose name ends so.
pub fn named(module: &str, end: &str) -> Result<String> {
    let quoted = |quote| module.split(quote).skip(1).step_by(2);
    let Some(address) =
        quoted('\'').chain(quoted('"')).find(|text| text.starts_with('/') && text.ends_with(end))
    else {
        bail!(
            "Trunk's module names no {end} file: if its version changed, see what it writes instead and mend \
             crates/xtask/src/commands/app/scripts.rs"
        );
    };
    Ok(address.to_owned())
}

/// Makes the module that starts the app refuse a wasm whose digest is another: a glue that fetches by address
/// alone would run whatever comes. `read` gives the bytes at an address. Returns the module and the wasm's address.
pub fn with_checked_wasm(
    module: &str,
    read: impl Fn(&str) -> Result<Vec<u8>>,
) -> Result<(String, String)> {
    let address = named(module, ".wasm")?;
    let digest = digest::integrity(&read(&address)?);
    let fetch = format!("fetch(\"{address}\", {{ integrity: \"sha256-{digest}\" }})");
    let quoted = ["'", "\""].map(|quote| [quote, &address, quote].concat());
    let found = quoted.iter().find(|quoted| module.contains(quoted.as_str()));
    let checked = found.map_or_else(String::new, |quoted| module.replacen(quoted, &fetch, 1));
    Ok((checked, address))
}

/// Lets the page load another glue ahead than Trunk's.
pub fn with_other_preload(page: &str, old: &str, new: &str) -> String {
    let links = page.split("<link ").enumerate().map(|(at, piece)| match (at, piece.find('>')) {
        (0, _) => piece.to_owned(),
        (_, Some(end)) if piece[..end].contains(&format!("\"{old}\"")) => {
            format!("<link rel=\"modulepreload\" href=\"{new}\"{}", &piece[end..])
        }
        _ => format!("<link {piece}"),
    });
    links.collect()
}

/// The first script, and what it is told.
pub struct Boot<'a> {
    /// Its own address.
    pub address: &'a str,
    /// Its own text.
    pub text: &'a [u8],
    /// The module that starts the app.
    pub start: &'a str,
    /// The app.
    pub wasm: &'a str,
    /// The words of the interface.
    pub words: &'a [Words],
}

/// The words of the interface in one language, as a file.
pub struct Words {
    pub language: String,
    pub address: String,
    /// As browsers want it in `integrity`, without its `sha256-`.
    pub digest: String,
}

/// Puts the first script in the place that the page keeps for it; it loads the module `start` itself.
pub fn add_boot(page: &str, boot: &Boot) -> Result<String> {
    if !page.contains(START_MARK) {
        bail!("index.html has no {START_MARK}: put it back before the stylesheet");
    }
    let Boot { address, text, start, wasm, words } = boot;
    let listed = |of: fn(&Words) -> &str| words.iter().map(of).collect::<Vec<_>>().join(" ");
    let integrity = digest::integrity(text);
    let (tags, files) = (listed(|one| &one.language), listed(|one| &one.address));
    let digests = listed(|one| &one.digest);
    let script = format!(
        "<script src=\"{address}\" integrity=\"sha256-{integrity}\" data-start=\"{start}\" data-wasm=\"{wasm}\" \
         data-languages=\"{tags}\" data-words=\"{files}\" data-digests=\"{digests}\"></script>\n  <link rel=\"modulepreload\" href=\"{start}\">",
    );
    Ok(page.replacen(START_MARK, &script, 1))
}

/// Takes the preloaded wasm off the page: two of three engines fetch it a second time when its digest is asked
/// for, and it would compete with the style. The module asks for it right after the first paint.
pub fn without_preloaded_wasm(page: &str) -> String {
    let links = page.split("<link ").enumerate().map(|(at, piece)| match (at, piece.find('>')) {
        (0, _) => piece.to_owned(),
        (_, Some(end)) if piece[..end].contains("as=\"fetch\"") => piece[end + 1..].to_owned(),
        _ => format!("<link {piece}"),
    });
    links.collect()
}

fn find_tag(text: &str, tag: &str) -> Option<usize> {
    text.to_ascii_lowercase().find(tag)
}

/// Whether an opening tag has the attribute, whatever its case, quotes and neighbours.
fn has_attribute(tag: &str, name: &str) -> bool {
    let lower = tag.to_ascii_lowercase();
    lower.match_indices(name).any(|(at, _)| {
        let starts = lower[..at].ends_with(char::is_whitespace);
        let after = lower[at + name.len()..].trim_start();
        starts && (after.is_empty() || after.starts_with('='))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRUNK: &str = "<head>\n<script type=\"module\" nonce=\"x\">\nimport init from '/app-1.js';\nawait init();\n\
                         </script>\n<link rel=\"modulepreload\" href=\"/app-1.js\"></head>";

    #[test]
    fn trunks_module_leaves_the_page() -> Result<()> {
        let (page, module) = take_inline_module(TRUNK)?;
        assert_eq!(module, "import init from '/app-1.js';\nawait init();\n");
        assert_eq!(page, "<head>\n\n<link rel=\"modulepreload\" href=\"/app-1.js\"></head>");
        Ok(())
    }

    #[test]
    fn its_exact_shape_does_not_matter() -> Result<()> {
        for tag in [
            "<script type=module>",
            "<SCRIPT TYPE='module'>",
            "<script\n defer type = \"module\" >",
        ] {
            let page = format!("<body>{tag}go()</script></body>");
            assert_eq!(take_inline_module(&page)?.1, "go()\n", "{tag}");
        }
        Ok(())
    }

    #[test]
    fn scripts_in_files_stay() -> Result<()> {
        let page = "<script src=\"/a.js\"></script><script type=\"module\">b</script>";
        assert_eq!(take_inline_module(page)?.0, "<script src=\"/a.js\"></script>");
        Ok(())
    }

    #[test]
    fn a_page_without_module_or_with_another_inline_script_is_refused() {
        assert!(take_inline_module("<p>no script</p>").is_err());
        assert!(take_inline_module("<script src=\"/a.js\"></script>").is_err());
        assert!(take_inline_module(&format!("<script>track()</script>{TRUNK}")).is_err());
        assert!(take_inline_module("<script type=\"module\">never ends").is_err());
    }

    #[test]
    fn only_the_preloaded_wasm_goes() {
        let script = "<link rel=\"modulepreload\" href=\"/a.js\" integrity=\"sha384-a\">";
        let wasm = "<link rel=\"preload\" href=\"/a.wasm\" integrity=\"sha384-b\" as=\"fetch\">";
        let page = format!("<head>{script}{wasm}</head>");
        assert_eq!(without_preloaded_wasm(&page), format!("<head>{script}</head>"));
    }

    #[test]
    fn another_glue_takes_the_place_of_trunks() {
        let old = "<link rel=\"modulepreload\" href=\"/a.js\" crossorigin integrity=\"sha384-a\">";
        let page = format!("<head><link rel=\"icon\" href=\"/i.svg\">{old}</head>");
        let new = "<head><link rel=\"icon\" href=\"/i.svg\"><link rel=\"modulepreload\" href=\"/b.js\"></head>";
        assert_eq!(with_other_preload(&page, "/a.js", "/b.js"), new);
    }

    #[test]
    fn the_app_is_fetched_with_its_digest() -> Result<()> {
        let module = "await init({ module_or_path: '/app-1_bg.wasm' });";
        let (checked, address) = with_checked_wasm(module, |_| Ok(Vec::new()))?;
        assert_eq!(address, "/app-1_bg.wasm");
        let digest = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        let expected = format!(
            "await init({{ module_or_path: fetch(\"/app-1_bg.wasm\", {{ integrity: \"{digest}\" }}) }});"
        );
        assert_eq!(checked, expected);
        assert!(with_checked_wasm("go()", |_| Ok(Vec::new())).is_err());
        Ok(())
    }

    #[test]
    fn the_first_script_says_where_the_app_starts() -> Result<()> {
        let words = |language: &str| Words {
            language: language.into(),
            address: format!("/words-{language}-4.txt"),
            digest: format!("{language}="),
        };
        let boot = Boot {
            address: "/boot-1.js",
            text: b"",
            start: "/start-2.js",
            wasm: "/app-3.wasm",
            words: &[words("fr"), words("it")],
        };
        let page = add_boot("<head><!-- start --></head>", &boot)?;
        assert!(page.contains("src=\"/boot-1.js\" integrity=\"sha256-47DEQ"));
        assert!(page.contains(
            "data-start=\"/start-2.js\" data-wasm=\"/app-3.wasm\" data-languages=\"fr it\""
        ));
        assert!(
            page.contains(
                "data-words=\"/words-fr-4.txt /words-it-4.txt\" data-digests=\"fr= it=\""
            )
        );
        assert!(add_boot("<head></head>", &boot).is_err());
        Ok(())
    }
}
