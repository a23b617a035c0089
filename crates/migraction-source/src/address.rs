//! What makes the address of a source worth giving: whoever opens it reads the passage, not a shelf on which it may stand.

/// Why an address does not lead to what is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No browser opens it: another scheme, a blank, a sign that no address has, a second address behind the first.
    Broken,
    /// It begins with `http://`: what arrives can be changed on the way.
    Plain,
    /// A host and nothing behind it.
    BareDomain,
    /// Everything that was published on one day.
    DayList,
}

impl Fault {
    /// What to do about it.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Broken => "is not a web address: copy it again, in one piece",
            Self::Plain => "is not encrypted: look whether the same page opens with https://",
            Self::BareDomain => {
                "is a home page: give the address of the act, the article or the page"
            }
            Self::DayList => {
                "lists all that came out on that day: give the address of the act itself"
            }
        }
    }
}

/// Ways in which gazettes list what came out on a day, beside a date that ends the address.
const DAY_LISTS: [&str; 3] = ["/jorf/jo/", "/daily-view/", "caricadettaglio?"];

/// What is wrong with an address; `None` where it may lead to what is cited.
#[must_use]
pub fn fault(url: &str) -> Option<Fault> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let Some(rest) = rest.filter(|rest| is_whole(rest)) else { return Some(Fault::Broken) };
    if url.starts_with("http://") {
        return Some(Fault::Plain);
    }
    let after = rest.find(['/', '?', '#']).and_then(|at| rest.get(at..)).unwrap_or_default();
    if after.trim_matches(['/', '?', '#']).is_empty() {
        return Some(Fault::BareDomain);
    }
    let lower = after.to_lowercase();
    if ends_in_day(&lower) || DAY_LISTS.iter().any(|list| lower.contains(list)) {
        return Some(Fault::DayList);
    }
    None
}

/// Whether what follows the scheme is one host with a dot, and one path of signs that addresses have.
fn is_whole(rest: &str) -> bool {
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let labels = host.split('.').count();
    let is_host = labels > 1
        && host.split('.').all(|label| !label.is_empty())
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':'));
    let is_sign = |c: char| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '}' | '|' | '…')
    };
    // An archive's address holds another one after a slash; two copied without a blank do not.
    let is_single = rest.match_indices("://").all(|(at, _)| {
        let before = rest.get(..at).unwrap_or_default();
        let (start, scheme) = before.split_at(before.trim_end_matches(char::is_alphanumeric).len());
        matches!(scheme, "http" | "https") && start.ends_with(['/', '=', '?'])
    });
    is_host && rest.chars().all(is_sign) && is_single && !rest.ends_with([',', ';'])
}

/// Whether an address ends in a year, a month and a day, each a step of its path.
fn ends_in_day(path: &str) -> bool {
    let mut steps = path.trim_end_matches('/').rsplit('/');
    let mut figures = |length: usize| {
        steps.next().is_some_and(|step| {
            step.len() == length && step.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    figures(2) && figures(2) && figures(4)
}

#[cfg(test)]
mod tests {
    use super::{Fault, fault};

    #[test]
    fn an_address_leads_to_a_passage() {
        for good in [
            "https://law.example/eli/loi/1996/08/03/1996012650/justel",
            "https://law.example/codes/article_lc/LEGIARTI000006?x=1#art-2",
            "https://web.archive.org/web/2020/https://law.example/act",
            "https://law.example/spip.php?article1981",
            "https://law.example/atto?uri=urn:nir:stato:legge:1990;241~art2",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
    }

    #[test]
    fn a_shelf_is_no_passage() {
        for (url, expected) in [
            ("https://law.example", Fault::BareDomain),
            ("https://law.example/", Fault::BareDomain),
            ("https://law.example/#", Fault::BareDomain),
            ("http://law.example/act", Fault::Plain),
            ("https://law.example/eli/loi/1996/08/03", Fault::DayList),
            ("https://law.example/eli/loi/1996/08/03/", Fault::DayList),
            ("https://law.example/jorf/jo/2026/05/01/0102", Fault::DayList),
            ("https://law.example/a b", Fault::Broken),
            ("https://law.example/a…", Fault::Broken),
            ("https://law.example/ahttps://law.example/b", Fault::Broken),
            ("https://law", Fault::Broken),
            ("https://.example/a", Fault::Broken),
            ("ftp://law.example/a", Fault::Broken),
            ("law.example/a", Fault::Broken),
            ("", Fault::Broken),
        ] {
            assert_eq!(fault(url), Some(expected), "{url}");
        }
    }
}
