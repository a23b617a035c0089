//! Resolves request paths. They are compared with names in memory, and never used as file paths.

use percent_encoding::percent_decode_str;

use crate::assets::Assets;
use crate::negotiate::Languages;

/// What is at an address.
#[derive(Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// The bare address, whose language depends on the reader.
    Start,
    /// The home of a language.
    Home(&'a str),
    /// A file, by its name.
    File(String),
    /// Some page of the app, which the app itself will find.
    Page,
    /// Nothing.
    Nothing,
}

/// First segments below which there are routes and files, but never pages.
const NEVER_PAGES: [&str; 2] = ["api", "pack"];

/// Resolves a path, as in the request line.
pub fn find<'a>(path: &str, assets: &Assets, languages: &'a Languages) -> Place<'a> {
    let Some(path) = decoded(path) else { return Place::Nothing };
    let Some(name) = path.strip_prefix('/') else { return Place::Nothing };
    if name.is_empty() {
        return Place::Start;
    }
    if assets.get(name).is_some() {
        return Place::File(name.to_owned());
    }
    let page = name.strip_suffix('/').unwrap_or(name);
    match languages.iter().find(|id| *id == page) {
        Some(id) => Place::Home(id),
        None if is_page(page) => Place::Page,
        None => Place::Nothing,
    }
}

/// The path without percent signs; none when it hides a separator, or is no text.
fn decoded(path: &str) -> Option<String> {
    let separators = |path: &str| path.matches('/').count();
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let hides = decoded.contains('\\')
        || decoded.contains(char::is_control)
        || separators(&decoded) != separators(path);
    (!hides).then(|| decoded.into_owned())
}

/// Whether this could be a page's address: no file's name, no hidden name, no way up.
fn is_page(name: &str) -> bool {
    let mut segments = name.split('/');
    let hidden = segments.clone().any(|segment| segment.starts_with('.'));
    let reserved = segments.next().is_some_and(|first| NEVER_PAGES.contains(&first));
    let file = name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    !hidden && !reserved && !file
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;

    fn check(path: &str, expected: &Place) {
        let names = ["index.html", "fr/index.html", "it/index.html", "sw.js", "pack/manifest.json"];
        let assets =
            Assets::from_files(names.iter().map(|name| ((*name).to_owned(), Bytes::new())));
        let languages = Languages::new(["fr", "it"].map(str::to_owned)).unwrap();
        assert_eq!(find(path, &assets, &languages), *expected, "{path}");
    }

    fn file(name: &str) -> Place<'static> {
        Place::File(name.to_owned())
    }

    #[test]
    fn homes_and_files_are_found_by_name() {
        check("/", &Place::Start);
        check("/fr", &Place::Home("fr"));
        check("/fr/", &Place::Home("fr"));
        check("/%66r/", &Place::Home("fr"));
        check("/it", &Place::Home("it"));
        check("/index.html", &file("index.html"));
        check("/fr/index.html", &file("fr/index.html"));
        check("/sw.js", &file("sw.js"));
        check("/pack/manifest.json", &file("pack/manifest.json"));
    }

    #[test]
    fn pages_are_left_to_the_app() {
        for path in [
            "/en",
            "/fr/guide/accueil",
            "/go/search",
            "/fr/a/",
            "/fr/droits/%C3%A9t%C3%A9",
            "/packs",
            "/v1.2/x",
        ] {
            check(path, &Place::Page);
        }
    }

    #[test]
    fn what_looks_like_a_file_but_is_none_is_nothing() {
        for path in [
            "/favicon.ico",
            "/fr/old-0123456789abcdef.js",
            "/sw.js/",
            "/SW.JS",
            "/sw.js.br",
            "/wp-login.php",
        ] {
            check(path, &Place::Nothing);
        }
    }

    #[test]
    fn the_servers_own_addresses_are_never_pages() {
        for path in ["/api", "/api/", "/api/v1/sync", "/pack", "/pack/", "/pack/core", "/%61pi/v1"]
        {
            check(path, &Place::Nothing);
        }
    }

    #[test]
    fn no_path_leads_up_or_hides_its_separators() {
        for path in [
            "/..",
            "/../etc/passwd",
            "/fr/../../etc/passwd",
            "/..%2f",
            "/..%2F..%2Fetc%2Fpasswd",
            "/%2e%2e/etc/passwd",
            "/%2e%2e%2fetc%2fpasswd",
            "/fr%2Findex.html",
            "/fr%2f",
            "/%2ffr",
            "/..%5cetc",
            "/..\\etc",
            "/fr%00",
            "/fr%0d%0aset-cookie:x",
            "/%ff%fe",
            "/./fr",
            "/fr/.env",
            "/.git/config",
            "/.well-known/change-password",
            "",
            "*",
            "fr",
            "example.org:443",
        ] {
            check(path, &Place::Nothing);
        }
        // Twice encoded is a strange name, not a separator.
        check("/%252e%252e%252fetc", &Place::Page);
    }
}
