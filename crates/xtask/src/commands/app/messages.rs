//! The words a page carries before the app is there: arrival, failure, stop.

use anyhow::Result;
use migraction_words::{Language, STATIC_AREA};
use serde::Deserialize;

use crate::project::Project;

/// `content/words/<lang>/ui/boot.toml`. A word that is missing stops the build.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub home_title: String,
    pub home_description: String,
    noscript: String,
    floor_title: String,
    floor_text: String,
    floor_home: String,
    load_failed_title: String,
    load_failed_text: String,
    load_retry: String,
    crash_title: String,
    crash_saved: String,
    crash_reload: String,
}

/// A language with its words.
pub struct Spoken {
    pub language: Language,
    pub words: Words,
}

/// A circled i (Lucide, ISC), as the app draws it.
const ICON: &str = "<svg class=\"i\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><circle cx=\"12\" cy=\"12\" r=\"10\"/>\
                    <path d=\"M12 16v-4\"/><path d=\"M12 8h.01\"/></svg>";

/// Reads the words of every language.
pub fn read(project: &Project, languages: &[Language]) -> Result<Vec<Spoken>> {
    let read_one = |language: &Language| {
        let words =
            migraction_words::read_area(&project.path("content"), &language.id, STATIC_AREA)?;
        Ok(Spoken { language: language.clone(), words })
    };
    languages.iter().map(read_one).collect()
}

/// The hidden messages of all languages; `public/boot.js` shows one of them.
pub fn html(spoken: &[Spoken]) -> String {
    let floor = |words: &Words, language: &str| {
        let home = format!(
            "<a class=\"btn btn--main\" href=\"/{language}/\">{}</a>",
            escape(&words.floor_home)
        );
        notice(&words.floor_title, &words.floor_text, &home)
    };
    let load_failed = |words: &Words, _: &str| {
        notice(&words.load_failed_title, &words.load_failed_text, &reload(&words.load_retry))
    };
    let crash = |words: &Words, _: &str| {
        let (title, saved) = (escape(&words.crash_title), escape(&words.crash_saved));
        let reload = reload(&words.crash_reload);
        format!("<h1>{title}</h1><p>{saved}</p><p class=\"crash__do\">{reload}</p>")
    };
    [
        message("floor", "boot-notice", spoken, floor),
        message("load-failed", "boot-notice", spoken, load_failed),
        message("crash", "crash", spoken, crash),
    ]
    .concat()
}

/// What is shown where scripts are off.
pub fn noscript<'a>(spoken: impl IntoIterator<Item = &'a Spoken>) -> String {
    let line = |one: &Spoken| {
        let Language { id, dir, .. } = &one.language;
        let (text, home) = (escape(&one.words.noscript), escape(&one.words.floor_home));
        format!("<p lang=\"{id}\" dir=\"{dir}\">{text} <a href=\"/{id}/\">{home}</a></p>")
    };
    let lines: String = spoken.into_iter().map(line).collect();
    format!("<noscript><div class=\"notice is-later\">{ICON}<div>{lines}</div></div></noscript>")
}

/// One message: a box, and in it the same words in each language, all hidden.
fn message(
    id: &str,
    class: &str,
    spoken: &[Spoken],
    inside: impl Fn(&Words, &str) -> String,
) -> String {
    let in_one_language = |one: &Spoken| {
        let Language { id, dir, .. } = &one.language;
        format!("<div lang=\"{id}\" dir=\"{dir}\" hidden>{}</div>", inside(&one.words, id))
    };
    let texts: String = spoken.iter().map(in_one_language).collect();
    format!("<div id=\"{id}\" class=\"{class}\" role=\"alert\" hidden>{texts}</div>\n  ")
}

fn notice(title: &str, text: &str, action: &str) -> String {
    let (title, text) = (escape(title), escape(text));
    format!(
        "<div class=\"notice is-later\">{ICON}<div><p class=\"notice__title\">{title}</p><p>{text}</p>\
         <p class=\"notice__do\">{action}</p></div></div>"
    )
}

fn reload(label: &str) -> String {
    format!(
        "<button class=\"btn btn--main\" type=\"button\" data-reload>{}</button>",
        escape(label)
    )
}

/// Text as HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_text_never_markup() {
        assert_eq!(escape("a < b & \"c\""), "a &lt; b &amp; &quot;c&quot;");
    }
}
