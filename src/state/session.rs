//! The reader's choices: language, country, theme, text size; and what is open above the page.

use leptos::prelude::*;
use migraction_core::route::Route;
use migraction_core::{CivilDate, Id};

use crate::words::Words;
use migraction_browser::settings::{Setting, load, save};
use migraction_browser::share::{Shared, share};
use migraction_browser::{clock, page};

/// Themes that a reader may choose, with their value in the page; `None` follows the system.
pub const THEMES: [Option<&str>; 5] =
    [None, Some("light"), Some("dark"), Some("contrast"), Some("contrast-dark")];
/// Text sizes in percent.
pub const TEXT_SIZES: [&str; 5] = ["100", "115", "130", "150", "200"];

/// The reader's choices.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    /// Words of the interface language.
    pub words: RwSignal<&'static Words>,
    /// The country that the reader works in, once it was chosen. Nothing takes its place until then: a rule or a number
    /// of another country may be wrong here.
    pub country: RwSignal<Option<Id>>,
    /// The chosen theme.
    pub theme: RwSignal<Option<String>>,
    /// The chosen text size in percent.
    pub text_size: RwSignal<String>,
    /// The fact whose card is open.
    pub open_fact: RwSignal<Option<Id>>,
    /// A short message at the bottom of the page.
    pub toast: RwSignal<Option<String>>,
    /// What was said last to screen readers alone.
    pub announced: RwSignal<String>,
    /// Today by the phone's clock.
    pub today: CivilDate,
}

/// The session of this app.
#[must_use]
pub fn use_session() -> Session {
    expect_context()
}

impl Session {
    /// Reads the reader's settings; `boot.js` has chosen the language of the words.
    #[must_use]
    pub fn start(words: &'static Words) -> Self {
        Self {
            words: RwSignal::new(words),
            country: RwSignal::new(load(Setting::Country).map(Id::from)),
            theme: RwSignal::new(load(Setting::Theme)),
            text_size: RwSignal::new(load(Setting::TextSize).unwrap_or_else(|| "100".to_owned())),
            open_fact: RwSignal::new(None),
            toast: RwSignal::new(None),
            announced: RwSignal::new(String::new()),
            today: clock::today(),
        }
    }

    /// The interface words now.
    #[must_use]
    pub fn w(&self) -> &'static Words {
        self.words.get()
    }

    /// The interface words, without following a change.
    #[must_use]
    pub fn w_now(&self) -> &'static Words {
        self.words.get_untracked()
    }

    /// A page's address in the present language.
    #[must_use]
    pub fn href(&self, route: &Route) -> String {
        route.in_language(self.w().id)
    }

    /// Takes over the language of the address.
    pub fn use_language(&self, words: &'static Words) {
        page::set_language(words.id, words.dir);
        if self.w_now().id != words.id {
            self.words.set(words);
        }
        save(Setting::Language, Some(words.id));
    }

    /// Takes a choice back that this pack does not know; the reader is asked again.
    pub fn settle_country(&self, pack: &super::Pack) {
        let chosen = self.country.get_untracked();
        let has_rules =
            |id: &Id| pack.core.rules.get(id).is_some_and(|rules| !rules.rules.is_empty());
        if chosen.is_some_and(|chosen| !has_rules(&chosen)) {
            self.country.set(None);
        }
    }

    /// Whether the reader works in this country.
    #[must_use]
    pub fn works_in(&self, country: &Id) -> bool {
        self.country.read().as_ref() == Some(country)
    }

    /// Chooses the country that the reader works in.
    pub fn use_country(&self, country: &Id) {
        save(Setting::Country, Some(country.as_str()));
        self.country.set(Some(country.clone()));
    }

    /// Chooses a theme; `None` follows the system.
    pub fn use_theme(&self, theme: Option<&str>) {
        save(Setting::Theme, theme);
        page::set_root("data-theme", theme);
        self.theme.set(theme.map(str::to_owned));
    }

    /// Chooses a text size.
    pub fn use_text_size(&self, size: &str) {
        save(Setting::TextSize, Some(size));
        page::set_root("data-text", Some(size));
        self.text_size.set(size.to_owned());
    }

    /// Shows a short message for a few seconds.
    pub fn show_toast(&self, message: &str) {
        let toast = self.toast;
        toast.set(Some(message.to_owned()));
        migraction_browser::spawn(async move {
            migraction_browser::sleep(6000).await;
            toast.try_set(None);
        });
    }

    /// Says something to screen readers, in the one polite region of the app. What was said before goes first, so that the
    /// same words are heard again.
    pub fn announce(&self, message: String) {
        let announced = self.announced;
        announced.set(String::new());
        migraction_browser::spawn(async move {
            migraction_browser::sleep(150).await;
            announced.try_set(message);
        });
    }

    /// Hands a text to another app, or copies it; says what became of it.
    pub fn share(self, title: String, text: String) {
        let w = &self.w_now().results;
        migraction_browser::spawn(async move {
            match share(&title, &text).await {
                Shared::Offered => {}
                Shared::Copied => self.show_toast(w.copied),
                Shared::Refused => self.show_toast(w.not_shared),
            }
        });
    }
}
