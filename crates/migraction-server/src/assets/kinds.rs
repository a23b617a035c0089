//! What a file's name says about it: its type, and for how long it may be kept.

use axum::http::HeaderValue;

/// The media type of a file with this name.
pub fn media_type(name: &str) -> HeaderValue {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    HeaderValue::from_static(match extension {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    })
}

/// The `Cache-Control` of a file with this name.
pub fn caching(name: &str) -> HeaderValue {
    HeaderValue::from_static(if is_named_by_digest(name) {
        "public, max-age=31536000, immutable"
    } else if must_be_asked(name) {
        "no-cache"
    } else {
        "public, max-age=3600"
    })
}

/// Whether the name ends with 16 figures of a digest: then another content has another name.
/// The wasm of the app has `_bg` behind them.
fn is_named_by_digest(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let file = stem.rsplit('/').next().unwrap_or(stem);
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    file.rsplit_once('-').is_some_and(|(_, digest)| digest.len() == 16 && digest.bytes().all(digit))
}

/// Pages, workers and lists decide which other files are used: an old one would hold a device back.
fn must_be_asked(name: &str) -> bool {
    let workers = ["sw.js", "retire.js", "strength.js", "stretch.js", "stretch.wasm"];
    name.ends_with(".html") || name.ends_with(".json") || workers.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_that_browsers_insist_on() {
        let check = |name, expected: &str| assert_eq!(media_type(name), expected, "{name}");
        check("index.html", "text/html; charset=utf-8");
        check("app-0123456789abcdef.js", "text/javascript; charset=utf-8");
        check("app-0123456789abcdef_bg.wasm", "application/wasm");
        check("manifest.webmanifest", "application/manifest+json");
        check("pack/core-0123456789abcdef.bin", "application/octet-stream");
        check("style-0123456789abcdef.css", "text/css; charset=utf-8");
        check("no-extension", "application/octet-stream");
    }

    #[test]
    fn only_names_that_carry_a_digest_are_kept_for_good() {
        let check = |name, expected: &str| assert_eq!(caching(name), expected, "{name}");
        let (forever, ask, hour) =
            ("public, max-age=31536000, immutable", "no-cache", "public, max-age=3600");
        check("app-0123456789abcdef.js", forever);
        check("app-0123456789abcdef_bg.wasm", forever);
        check("pack/lang-fr-0123456789abcdef.bin", forever);
        check("app-0123456789abcde.js", hour);
        check("app-0123456789ABCDEF.js", hour);
        check("app-0123456789abcdeg.js", hour);
        check("snippets-0123456789abcdef/inline0.js", hour);
        check("sw.js", ask);
        check("index.html", ask);
        check("fr/index.html", ask);
        check("pack/manifest.json", ask);
        check("build.json", ask);
        check("icons/icon-192.png", hour);
    }
}
