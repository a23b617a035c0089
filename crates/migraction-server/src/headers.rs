//! The headers of every response.

use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};

/// What a page may do: load what this server sends, compile wasm, and nothing else. No inline script or
/// style, no other origin, no frame, no form that leaves the page.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    connect-src 'self'; style-src 'self'; img-src 'self'; manifest-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// One year. Other names below this one are their owner's affair.
const ONLY_HTTPS: &str = "max-age=31536000";

/// Adds the headers; `https` if a proxy in front of the server terminates TLS.
pub fn add(headers: &mut HeaderMap, https: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONLY_HTTPS));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_may_use_this_server_and_nothing_else() {
        assert_eq!(
            CONTENT_POLICY,
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; \
             img-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'"
        );
    }

    #[test]
    fn only_a_server_behind_https_asks_for_it() {
        let mut headers = HeaderMap::new();
        add(&mut headers, false);
        assert_eq!(headers.len(), ALWAYS.len());
        assert!(!headers.contains_key(STRICT_TRANSPORT_SECURITY));
        add(&mut headers, true);
        assert_eq!(headers[STRICT_TRANSPORT_SECURITY], ONLY_HTTPS);
    }
}
