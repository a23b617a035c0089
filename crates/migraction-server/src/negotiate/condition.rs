//! Whether a browser already has what would be sent.

/// Whether this `If-None-Match` names the tag. Weak and strong tags are the same here, as the standard
/// asks: a proxy that compresses makes ours weak.
#[must_use]
pub fn is_known(if_none_match: &str, tag: &str) -> bool {
    if_none_match
        .split(',')
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_when_the_list_has_it() {
        let check = |list, expected| assert_eq!(is_known(list, "\"a1\""), expected, "{list}");
        check("\"a1\"", true);
        check("W/\"a1\"", true);
        check("\"b2\", \"a1\"", true);
        check("*", true);
        check("", false);
        check("a1", false);
        check("\"b2\"", false);
    }
}
