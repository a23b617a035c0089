//! Whether a browser takes brotli.

use super::weight::weighted;

/// Whether this `Accept-Encoding` takes brotli. A word about `br` itself counts more than one about `*`.
#[must_use]
pub fn takes_brotli(accepted: &str) -> bool {
    let weight = |name: &str| {
        weighted(accepted)
            .find(|(value, _)| value.eq_ignore_ascii_case(name))
            .map(|(_, weight)| weight)
    };
    weight("br").or_else(|| weight("*")).is_some_and(|weight| weight > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_sent_only_where_it_is_taken() {
        let check = |accepted, expected| assert_eq!(takes_brotli(accepted), expected, "{accepted}");
        check("gzip, deflate, br, zstd", true);
        check("BR", true);
        check("br;q=0.1", true);
        check("*", true);
        check("", false);
        check("gzip", false);
        check("identity", false);
        check("br;q=0", false);
        check("br;q=0.000, *", false);
        check("*;q=0", false);
        check("brotli", false);
    }
}
