//! Rust without its comments, and the texts in it, as the language's own lexer reads them.

use proc_macro2::{TokenStream, TokenTree};

/// The source with its comments made blank; lines keep their numbers.
pub fn without_comments(source: &str) -> String {
    let mut kept: Vec<u8> =
        source.bytes().map(|byte| if byte == b'\n' { byte } else { b' ' }).collect();
    for_each_token(read(source), source, &mut |token| {
        let ranges = match token {
            TokenTree::Group(group) => {
                vec![group.span_open().byte_range(), group.span_close().byte_range()]
            }
            other => vec![other.span().byte_range()],
        };
        for range in ranges {
            kept[range.clone()].copy_from_slice(&source.as_bytes()[range]);
        }
    });
    String::from_utf8(kept).unwrap()
}

/// The texts between quotes as they are written, with the number of the line on which each begins.
pub fn texts(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for_each_token(read(source), source, &mut |token| {
        if let TokenTree::Literal(literal) = token {
            let written = literal.to_string();
            if let Some(text) = between_quotes(&written) {
                found.push((literal.span().start().line, text.to_owned()));
            }
        }
    });
    found
}

fn read(source: &str) -> TokenStream {
    source.parse().unwrap_or_else(|error| panic!("{error}: {source}"))
}

/// Each token, those inside groups too. A comment that documents something is read as an attribute: it is left out.
fn for_each_token(stream: TokenStream, source: &str, each: &mut impl FnMut(&TokenTree)) {
    for token in stream {
        let written = &source[token.span().byte_range()];
        if written.starts_with("//") || written.starts_with("/*") {
            continue;
        }
        each(&token);
        if let TokenTree::Group(group) = token {
            for_each_token(group.stream(), source, each);
        }
    }
}

/// What stands between the quotes of a text, raw or not, of letters or of bytes; nothing where it is no text.
fn between_quotes(written: &str) -> Option<&str> {
    let inside = written.trim_start_matches(['b', 'c']).trim_start_matches('r');
    let inside = inside.trim_matches('#');
    inside.strip_prefix('"')?.strip_suffix('"')
}

#[test]
fn comments_are_told_from_texts_and_code() {
    let source = "a // x\n\"//b\" /* c /* d */ */ 'e' '\"' '\\'' &'f g r#\"h \" // i\"# // j";
    let kept = without_comments(source);
    let words: Vec<_> = kept.split_whitespace().collect();
    assert_eq!(words.join(" "), "a \"//b\" 'e' '\"' '\\'' &'f g r#\"h \" // i\"#");
    assert_eq!((kept.len(), kept.lines().count()), (source.len(), 2), "each stays in its place");
    let found = texts(source);
    assert_eq!(found, [(2, "//b".to_owned()), (2, "h \" // i".to_owned())]);
}

#[test]
fn what_documents_is_a_comment_and_an_attribute_is_not() {
    let source = "/// It \"says\".\n#[doc = \"b\"]\n/** c */ fn d() { \"e\" }";
    assert!(!without_comments(source).contains("says"));
    assert_eq!(texts(source), [(2, "b".to_owned()), (3, "e".to_owned())]);
}
