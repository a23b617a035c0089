//! The static home page of each language: what is read before the app starts, and where it cannot.

use std::fmt::Write as _;

use migraction_core::Id;
use migraction_core::guide::Stage;
use migraction_core::route::Route;
use migraction_words::Message;

use crate::content::{Content, Language, LanguageWords};
use crate::keys::write_if_changed;
use crate::problems::{Place, Problems};
use crate::{Error, Options};

/// Words that the page needs, by file and key: `home.title` is `title` in `ui/home.toml`.
const KEYS: [(&str, &str); 12] = [
    ("home", "title"),
    ("home", "search_hint"),
    ("home", "begin"),
    ("home", "stages"),
    ("home", "reception_what"),
    ("home", "orientation_what"),
    ("home", "mobilisation_what"),
    ("home", "practices"),
    ("home", "topics"),
    ("home", "emergency"),
    ("browse", "title"),
    ("offline", "preparing"),
];

/// The European emergency number (Directive (EU) 2018/1972, art. 109), free from any phone.
const EMERGENCY: &str = "112";

/// The page of a language, and what its words lack.
pub fn page(content: &Content, language: &Language, problems: &mut Problems) -> String {
    let none = LanguageWords::default();
    let words = content.words.get(&language.id).unwrap_or(&none);
    for (area, key) in KEYS {
        if !words.ui.contains_key(&(area.into(), key.into())) {
            let file = format!("words/{}/ui/{area}.toml", language.id);
            problems.error(&Place::file(&file), format!("`{key}` is missing"));
        }
    }
    let page = Page { content, language, words };
    let mut html = format!("<div class=\"app\">{}", page.header());
    let _ = write!(
        html,
        "<main id=\"main\" class=\"page page--tight\"><h1 class=\"vh\">{}</h1>",
        page.word("home", "title")
    );
    html.push_str(&page.search());
    html.push_str(&page.begin());
    html.push_str(&page.stages());
    html.push_str(&page.preparing());
    html.push_str(&page.emergency());
    html.push_str(&page.countries());
    html.push_str(&page.languages());
    html.push_str("</main></div>\n");
    html
}

/// Writes the pages of all languages.
///
/// # Errors
/// [`Error::Files`].
pub fn write(content: &Content, options: &Options) -> Result<(), Error> {
    for language in &content.languages {
        let html = page(content, language, &mut Problems::default());
        write_if_changed(&options.home.join(format!("{}.html", language.id)), &html)?;
    }
    Ok(())
}

struct Page<'a> {
    content: &'a Content,
    language: &'a Language,
    words: &'a LanguageWords,
}

impl Page<'_> {
    fn header(&self) -> String {
        let mut marks = String::new();
        for stage in Stage::ALL {
            let _ =
                write!(marks, "<span class=\"is-{} in-stage\">{}</span>", stage.id(), shape(stage));
        }
        format!(
            "<header class=\"topbar topbar--home\"><p class=\"brand\"><span class=\"brand__mark\">{marks}</span>\
             <span>Migr’action</span></p></header>\n"
        )
    }

    /// The way to the search, which the app opens; it keeps its place when the app takes over.
    fn search(&self) -> String {
        format!(
            "<a class=\"search\" href=\"{}\"><svg class=\"i\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\
             <path d=\"m21 21-4.34-4.34\"/><circle cx=\"11\" cy=\"11\" r=\"8\"/></svg><span>{}</span></a>\n",
            self.href(&Route::SEARCH),
            self.word("home", "search_hint")
        )
    }

    /// The way into a consultation: what most people open the app for.
    fn begin(&self) -> String {
        format!(
            "<a id=\"begin\" class=\"btn btn--main\" href=\"{}\"><svg class=\"i i--s\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\
             <path d=\"M12 13v8\"/><path d=\"M12 3v3\"/><path d=\"M2.354 10.354a1.207 1.207 0 0 1 0-1.708l2.06-2.06A2 2 0 0 1 5.828 6h12.344a2 2 0 0 1 1.414.586l2.06 2.06a1.207 1.207 0 0 1 0 1.708l-2.06 2.06a2 2 0 0 1-1.414.586H5.828a2 2 0 0 1-1.414-.586z\"/></svg><span>{}</span></a>\n",
            self.href(&Route::Orientation),
            self.word("home", "begin")
        )
    }

    fn stages(&self) -> String {
        let mut html = format!(
            "<section class=\"stack stack--s signs\" aria-labelledby=\"h-stages\">\
             <h2 id=\"h-stages\" class=\"vh\">{}</h2>",
            self.word("home", "stages")
        );
        for stage in Stage::ALL {
            let id = stage.id();
            let listed = self.content.outline.iter().find(|(listed, _)| *listed == stage);
            let count = listed.map_or(0, |(_, practices)| practices.len());
            let _ = write!(
                html,
                "<a class=\"sign is-{id}\" href=\"{}\"><span class=\"sign__panel\">{}</span>\
                 <span class=\"sign__text\"><span class=\"sign__name\">{}</span>\
                 <span class=\"sign__what\">{} {}</span></span>\
                 <span class=\"sign__more\"><svg class=\"i i--flip\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\
                 <path d=\"m9 18 6-6-6-6\"/></svg></span></a>",
                self.href(&Route::stage(stage)),
                shape(stage),
                self.label("stages", &id.into()),
                self.word("home", &format!("{id}_what")),
                self.counted("home", "practices", count),
            );
        }
        let _ = writeln!(
            html,
            "<p class=\"line\"><a class=\"link\" href=\"{}\">{}</a></p></section>",
            self.href(&Route::BROWSE),
            self.word("browse", "title")
        );
        html
    }

    /// The line in whose place the app says how far it is; `boot.js` takes it away where the app cannot start. As
    /// wide as the app's own, with nothing where that has an arrow.
    fn preparing(&self) -> String {
        format!(
            "<div id=\"preparing\" class=\"readiness\"><p class=\"status\"><svg class=\"i\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\
             <path d=\"M12 2v8\"/><path d=\"m16 6-4 4-4-4\"/><rect width=\"20\" height=\"8\" x=\"2\" y=\"14\" rx=\"2\"/>\
             <path d=\"M6 18h.01\"/><path d=\"M10 18h.01\"/></svg><span class=\"grow\"><b>{}</b></span>\
             <svg class=\"i i--s\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"></svg></p></div>\n",
            self.word("offline", "preparing")
        )
    }

    fn emergency(&self) -> String {
        let call = format!("<a href=\"tel:{EMERGENCY}\"><b>{EMERGENCY}</b></a>");
        format!("<p>{}</p>\n", self.word("home", "emergency").replace("{number}", &call))
    }

    fn countries(&self) -> String {
        let mut html = String::new();
        for country in &self.content.countries {
            let id = &country.item.id;
            let mut links = String::new();
            for topic in &country.item.topics {
                if let Some(page) = self.words.contexts.get(&(id.clone(), topic.clone())) {
                    let route = Route::Context { country: id.clone(), topic: topic.clone() };
                    let _ = write!(
                        links,
                        "<li><a class=\"row\" href=\"{}\">\
                         <span class=\"row__title\">{}</span></a></li>",
                        self.href(&route),
                        escape(&page.item.title)
                    );
                }
            }
            if !links.is_empty() {
                let heading =
                    self.word("home", "topics").replace("{country}", &self.label("countries", id));
                let _ = writeln!(
                    html,
                    "<section class=\"stack stack--s\" aria-labelledby=\"h-{id}\"><h2 id=\"h-{id}\">{heading}</h2>\
                     <ul class=\"rows\">{links}</ul></section>"
                );
            }
        }
        html
    }

    fn languages(&self) -> String {
        let others =
            self.content.languages.iter().filter(|language| language.id != self.language.id);
        let link = |other: &Language| {
            let (id, name) = (&other.id, escape(&other.name));
            let href = escape(&Route::Home.in_language(id.as_str()));
            format!("<a class=\"link\" href=\"{href}\" lang=\"{id}\" hreflang=\"{id}\">{name}</a> ")
        };
        let links: String = others.map(link).collect();
        format!("<p class=\"small line\">{}</p>\n", links.trim_end())
    }

    /// A page's address in the page's own language, as an attribute.
    fn href(&self, route: &Route) -> String {
        escape(&route.in_language(self.language.id.as_str()))
    }

    fn words(&self, area: &str, key: &str) -> Option<&Message> {
        self.words.ui.get(&(area.into(), key.into())).map(|placed| &placed.item)
    }

    fn word(&self, area: &str, key: &str) -> String {
        match self.words(area, key) {
            Some(Message::Plain(text)) => escape(text),
            Some(Message::Counted { other, .. }) => escape(other),
            None => String::new(),
        }
    }

    fn counted(&self, area: &str, key: &str, count: usize) -> String {
        let text = match self.words(area, key) {
            Some(Message::Counted { one, other }) => {
                if self.language.one.contains(&count) {
                    one
                } else {
                    other
                }
            }
            Some(Message::Plain(text)) => text,
            None => return String::new(),
        };
        escape(text).replace("{n}", &count.to_string())
    }

    fn label(&self, list: &str, id: &Id) -> String {
        let label = self.words.lists.get(list).and_then(|labels| labels.get(id));
        label.map_or_else(|| id.to_string(), |label| escape(&label.item))
    }
}

/// The shape of a stage: a door, a road sign, people together.
fn shape(stage: Stage) -> &'static str {
    match stage {
        Stage::Reception => {
            "<svg class=\"shape\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path fill-rule=\"evenodd\" \
             d=\"M4 22V11a8 8 0 0 1 16 0v11zM9.5 22v-9.5a2.5 2.5 0 0 1 5 0V22z\"/></svg>"
        }
        Stage::Orientation => {
            "<svg class=\"shape\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path fill-rule=\"evenodd\" \
             d=\"M12 1 23 12 12 23 1 12zM12 8.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z\"/></svg>"
        }
        Stage::Mobilisation => {
            "<svg class=\"shape\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><circle cx=\"12\" cy=\"6.9\" r=\"4.9\"/>\
             <circle cx=\"6.1\" cy=\"17\" r=\"4.9\"/><circle cx=\"17.9\" cy=\"17\" r=\"4.9\"/></svg>"
        }
    }
}

/// Text as HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{escape, page};
    use crate::fixture;
    use crate::problems::Problems;

    #[test]
    fn the_page_links_stages_and_topics() {
        let content = fixture::content();
        let language = content.languages.first().cloned();
        let mut problems = Problems::default();
        let html =
            language.map(|language| page(&content, &language, &mut problems)).unwrap_or_default();
        assert_eq!(problems.iter().count(), 0);
        for part in [
            "href=\"/en/guide/reception\"",
            "1 practice<",
            "0 practices<",
            "href=\"/en/context/xx/work\"",
            "href=\"tel:112\"",
            "href=\"/en/browse\"",
            "href=\"/en/tools/orientation\"",
            "<b>Getting ready.</b>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("style="));
    }

    #[test]
    fn words_are_text_never_markup() {
        assert_eq!(escape("a < b & \"c\""), "a &lt; b &amp; &quot;c&quot;");
    }
}
