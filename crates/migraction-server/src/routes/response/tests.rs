use super::*;
use crate::assets::Assets;

const ACCEPT_BR: (&str, &str) = ("accept-encoding", "gzip, br");

/// The answer with a page that has a compressed form, to these request headers.
fn answer(method: &Method, sent: &[(&'static str, &str)], speaks: ContentLanguage) -> Response {
    let files = [("fr/index.html", "a long page"), ("fr/index.html.br", "short")];
    let files = files.map(|(name, text)| (name.to_owned(), Bytes::from_static(text.as_bytes())));
    let assets = Assets::from_files(files);
    let mut headers = HeaderMap::new();
    for (name, value) in sent {
        headers.append(*name, value.parse().unwrap());
    }
    file(&FileRequest { method, headers: &headers }, assets.get("fr/index.html").unwrap(), speaks)
}

fn get(sent: &[(&'static str, &str)]) -> Response {
    answer(&Method::GET, sent, ContentLanguage::None)
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

#[test]
fn the_compressed_form_goes_only_to_those_who_take_it() {
    let check = |accepted, length, encoding| {
        let response = get(&[("accept-encoding", accepted)]);
        assert_eq!(header(&response, "content-length"), Some(length), "{accepted}");
        assert_eq!(header(&response, "content-encoding"), encoding, "{accepted}");
        assert_eq!(header(&response, "vary"), Some("Accept-Encoding"), "{accepted}");
    };
    check("gzip, br", "5", Some("br"));
    check("gzip, br;q=0", "11", None);
    check("gzip", "11", None);
}

#[test]
fn each_form_has_its_own_tag_and_knows_only_its_own() {
    let (plain, small) = (get(&[]), get(&[ACCEPT_BR]));
    let (plain, small) = (header(&plain, "etag").unwrap(), header(&small, "etag").unwrap());
    assert_ne!(plain, small);
    let check = |sent: &[_], status: u16| assert_eq!(get(sent).status(), status, "{sent:?}");
    check(&[("if-none-match", plain)], 304);
    check(&[ACCEPT_BR, ("if-none-match", small)], 304);
    check(&[ACCEPT_BR, ("if-none-match", plain)], 200);
    check(&[("if-none-match", "\"x\""), ("if-none-match", plain)], 304);
}

#[test]
fn a_known_file_is_answered_with_what_a_cache_needs() {
    let tag = header(&get(&[]), "etag").unwrap().to_owned();
    let sent = [("if-none-match", tag.as_str())];
    let response = answer(&Method::GET, &sent, ContentLanguage::Negotiated("fr"));
    let vary: Vec<_> = response.headers().get_all(VARY).iter().collect();
    assert_eq!(vary, ["Accept-Language", "Accept-Encoding"]);
    assert_eq!(header(&response, "cache-control"), Some("no-cache"));
    assert_eq!(header(&response, "etag"), Some(tag.as_str()));
    assert_eq!(header(&response, "content-length"), None);
    assert_eq!(header(&response, "content-type"), None);
}

#[test]
fn head_says_the_same_as_get_without_the_body() {
    let (get, head) = (get(&[]), answer(&Method::HEAD, &[], ContentLanguage::None));
    assert_eq!(get.headers(), head.headers());
    let length = |response: Response| axum::body::HttpBody::size_hint(response.body()).exact();
    assert_eq!((length(get), length(head)), (Some(11), Some(0)));
}

#[test]
fn the_language_is_said_and_depends_on_the_reader_only_where_it_does() {
    let check = |speaks, language, vary: &[&str]| {
        let response = answer(&Method::GET, &[], speaks);
        assert_eq!(header(&response, "content-language"), language);
        assert_eq!(response.headers().get_all(VARY).iter().collect::<Vec<_>>(), vary);
    };
    check(ContentLanguage::None, None, &["Accept-Encoding"]);
    check(ContentLanguage::Fixed("fr"), Some("fr"), &["Accept-Encoding"]);
    check(ContentLanguage::Negotiated("it"), Some("it"), &["Accept-Language", "Accept-Encoding"]);
}
