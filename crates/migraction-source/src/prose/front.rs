//! The head of a Markdown file, between two lines of `+++`.

/// A part of a file with the number of its first line.
pub type Part<'a> = (&'a str, u32);

/// The head and the body of a file.
#[must_use]
pub fn split(text: &str) -> Option<(Part<'_>, Part<'_>)> {
    let rest = text.strip_prefix("+++\n")?;
    let end = if rest.starts_with("+++\n") { 0 } else { rest.find("\n+++\n")? + 1 };
    let (head, body) = rest.split_at_checked(end)?;
    let body = body.strip_prefix("+++\n")?;
    let lines = head.bytes().filter(|byte| *byte == b'\n').count();
    let lines = u32::try_from(lines).ok()?;
    Some(((head, 2), (body, lines + 3)))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn head_and_body_keep_their_lines() {
        let found = split("+++\na = 1\nb = 2\n+++\nBody.\n");
        assert_eq!(found, Some((("a = 1\nb = 2\n", 2), ("Body.\n", 5))));
        assert_eq!(split("+++\n+++\nBody."), Some((("", 2), ("Body.", 3))));
        assert_eq!(split("Body."), None);
        assert_eq!(split("+++\na = 1\n"), None);
    }
}
