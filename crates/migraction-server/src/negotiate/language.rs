//! Which of the app's languages a reader gets at the bare address.

use super::weight::weighted;

/// The languages of the app. There is at least one, and the first is for those who ask for no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Languages {
    first: String,
    others: Vec<String>,
}

impl Languages {
    /// Languages in order; none when there is not even one.
    #[must_use]
    pub fn new(ids: impl IntoIterator<Item = String>) -> Option<Self> {
        let mut ids = ids.into_iter();
        Some(Self { first: ids.next()?, others: ids.collect() })
    }

    /// Their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.first).chain(&self.others).map(String::as_str)
    }

    /// The language for this `Accept-Language`.
    #[must_use]
    pub fn choose(&self, accepted: &str) -> &str {
        let mut wishes: Vec<_> = weighted(accepted).collect();
        wishes.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        let refused = |id: &str| {
            wishes.iter().any(|(wish, weight)| *weight == 0 && wish.eq_ignore_ascii_case(id))
        };
        wishes
            .iter()
            .filter(|(_, weight)| *weight > 0)
            .find_map(|(wish, _)| match *wish {
                "*" => self.iter().find(|id| !refused(id)),
                wish => self.like(wish),
            })
            .unwrap_or(&self.first)
    }

    /// The language asked for, or the one it is a variety of: `fr-BE` reads `fr`.
    fn like(&self, wish: &str) -> Option<&str> {
        let mut wish = wish;
        loop {
            if let Some(id) = self.iter().find(|id| id.eq_ignore_ascii_case(wish)) {
                return Some(id);
            }
            wish = wish.rsplit_once('-')?.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reader_gets_the_language_asked_for_or_the_first() {
        let ids = ["fr", "it", "en"].map(str::to_owned);
        let languages = Languages::new(ids).unwrap();
        let check =
            |accepted, expected| assert_eq!(languages.choose(accepted), expected, "{accepted}");
        check("", "fr");
        check("it", "it");
        check("IT-it", "it");
        check("fr-BE,fr;q=0.9,nl;q=0.8", "fr");
        check("nl-BE,nl;q=0.9,en;q=0.8,fr;q=0.7", "en");
        check("en;q=0.3, it;q=0.7, fr;q=0.5", "it");
        check("en;q=0.5, it;q=0.5", "en");
        check("zh-Hant-TW, en-GB-oxendict;q=0.1", "en");
        check("nl, de", "fr");
        check("*", "fr");
        check("nl, *;q=0.5", "fr");
        check("fr;q=0, *", "it");
        check("it;q=0", "fr");
        check("it;q=wrong, en", "en");
        check("frr", "fr");
        check("italian", "fr");
        check("-, --, ;q=1, -it", "fr");
    }

    #[test]
    fn no_language_is_no_list() {
        assert_eq!(Languages::new([]), None);
    }
}
