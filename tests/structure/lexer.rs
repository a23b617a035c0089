//! Just enough of Rust's grammar to tell comments and texts from code.

/// The source with its comments blanked; lines keep their numbers.
pub fn without_comments(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    for piece in pieces(source) {
        if piece.kind == Kind::Comment {
            kept.extend(piece.text.chars().filter(|letter| *letter == '\n'));
        } else {
            kept.push_str(piece.text);
        }
    }
    kept
}

/// The texts between quotes, with the number of the line on which each begins.
pub fn texts(source: &str) -> Vec<(usize, String)> {
    let mut line = 1;
    let mut found = Vec::new();
    for piece in pieces(source) {
        if piece.kind == Kind::Text {
            found.push((line, piece.text.trim_matches(['r', '#']).trim_matches('"').to_owned()));
        }
        line += piece.text.matches('\n').count();
    }
    found
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Code,
    Text,
    Comment,
}

struct Piece<'a> {
    kind: Kind,
    text: &'a str,
}

fn pieces(source: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(letter) = source[at..].chars().next() {
        let rest = &source[at..];
        let in_name = source[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let found = match letter {
            '/' if rest.starts_with("//") => {
                Some((rest.find('\n').unwrap_or(rest.len()), Kind::Comment))
            }
            '/' if rest.starts_with("/*") => Some((block_comment(rest), Kind::Comment)),
            '"' => Some((text(rest), Kind::Text)),
            'r' if !in_name => raw_text(rest).map(|length| (length, Kind::Text)),
            _ => None,
        };
        let Some((length, kind)) = found else {
            at += if letter == '\'' { character(rest) } else { letter.len_utf8() };
            continue;
        };
        if start < at {
            pieces.push(Piece { kind: Kind::Code, text: &source[start..at] });
        }
        pieces.push(Piece { kind, text: &rest[..length] });
        at += length;
        start = at;
    }
    if start < source.len() {
        pieces.push(Piece { kind: Kind::Code, text: &source[start..] });
    }
    pieces
}

fn text(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        if letter == '"' && !escaped {
            return at + 1;
        }
        escaped = letter == '\\' && !escaped;
    }
    rest.len()
}

fn raw_text(rest: &str) -> Option<usize> {
    let hashes = rest[1..].chars().take_while(|letter| *letter == '#').count();
    let inside = 1 + hashes;
    rest[inside..].starts_with('"').then_some(())?;
    let end = format!("\"{}", "#".repeat(hashes));
    let close = rest[inside + 1..].find(&end)?;
    Some(inside + 1 + close + end.len())
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of a character between quotes; 1 for the quote of a lifetime.
fn character(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    match letters.next() {
        Some((_, '\\')) => rest[3..].find('\'').map_or(1, |end| 3 + end + 1),
        Some(_) => letters.next().filter(|(_, c)| *c == '\'').map_or(1, |(at, _)| at + 1),
        None => 1,
    }
}

#[test]
fn comments_are_told_from_texts_and_code() {
    let source = "a // x\n\"//b\" /* c /* d */ */ 'e' '\"' '\\'' &'f g r#\"h \" // i\"# // j";
    assert_eq!(without_comments(source), "a \n\"//b\"  'e' '\"' '\\'' &'f g r#\"h \" // i\"# ");
    let found = texts(source);
    assert_eq!(found, [(2, "//b".to_owned()), (2, "h \" // i".to_owned())]);
}
