//! Every kind of screen that the app has, for checks that go over all of them.

use anyhow::Result;

use crate::content::Content;
use crate::notes;
use crate::page::Page;
use crate::steps::{self, Way};

/// How a screen is brought about once its address is open.
#[derive(Clone, PartialEq, Eq)]
pub enum Then {
    /// It is there.
    Nothing,
    /// The card of the first fact is opened.
    FactCard,
    /// The explanation of the first result is opened.
    Explanation,
    /// The worksheet for adapting a practice is opened.
    Worksheet,
    /// The wage check is filled in, and its letter opened.
    Wage,
    /// The note with this name is opened from the list.
    Note(String),
}

/// A screen.
pub struct Screen {
    /// Its name, for reports and pictures.
    pub name: &'static str,
    /// Its path without the language.
    pub path: String,
    /// What else it takes.
    pub then: Then,
}

/// All kinds, one of each. The results come last: they need the answers that [`answer_all`] gives.
#[must_use]
pub fn kinds() -> Vec<Screen> {
    const PLAIN: &[(&str, &str)] = &[
        ("home", ""),
        ("stage-reception", "guide/reception"),
        ("stage-orientation", "guide/orientation"),
        ("stage-mobilisation", "guide/mobilisation"),
        ("browse", "browse"),
        ("practice", "practice/teach-back"),
        ("country", "context/be"),
        ("context", "context/be/work"),
        ("fact", "fact/be-wage-minimum-hour"),
        ("compare", "compare"),
        ("compare-topic", "compare/work"),
        ("changes", "changes"),
        ("glossary", "glossary"),
        ("term", "glossary/be-cgra"),
        ("service", "services/be-emergency-112"),
        ("tools", "tools"),
        ("orientation", "tools/orientation"),
        ("question-one", "tools/orientation/question/situation"),
        ("question-letter", "tools/orientation/question/decision"),
        ("letter", "letters/be-refused"),
        ("question-many", "tools/orientation/question/work"),
        ("question-date", "tools/orientation/question/lodged-on"),
        ("question-number", "tools/orientation/question/letter-days"),
        ("deadline", "tools/deadline"),
        ("directory", "tools/directory"),
        ("wage", "tools/wage"),
        ("needs", "tools/needs"),
        ("interview", "tools/interview"),
        ("teachback", "tools/teachback"),
        ("skills", "tools/skills"),
        ("workshop", "tools/workshop"),
        ("practise", "tools/practise"),
        ("practise-case", "tools/practise/be-refusal-ordinary"),
        ("search", "search"),
        ("phrases", "phrases"),
        ("phrases-situation", "phrases/danger"),
        ("phrase", "phrases/show/place-to-sleep/ar"),
        ("phrase-number", "phrases/show/hours-per-day/fa"),
        ("phrase-body", "phrases/show/where-hurt/uk"),
        ("notes", "notes/unlock"),
        ("notes-profile", "notes/profile/new"),
        ("notes-join", "notes/join"),
        ("notes-file", "notes/export"),
        ("notes-server", "notes/server"),
        ("notes-privacy", "notes/privacy"),
        ("emergency", "emergency"),
        ("contribute", "contribute"),
        ("contribute-sheet", "contribute/1"),
        ("settings", "settings"),
        ("offline", "offline"),
        ("about", "about"),
        ("plan", "plan"),
        ("not-found", "no/such/place"),
    ];
    let mut screens: Vec<_> =
        PLAIN.iter().map(|(name, path)| screen(name, path, Then::Nothing)).collect();
    screens.push(screen("search-results", "search?q=travail", Then::Nothing));
    screens.push(screen("search-danger", "search?q=mon%20mari%20me%20frappe", Then::Nothing));
    screens.push(screen(
        "browse-nothing",
        "browse?theme=unions&audience=family&minutes=30",
        Then::Nothing,
    ));
    screens.push(screen("worksheet", "practice/forum-theatre", Then::Worksheet));
    screens.push(screen("fact-card", "context/be/pay", Then::FactCard));
    screens.push(screen("wage-result", "tools/wage", Then::Wage));
    screens.push(screen("no-answers", RESULTS, Then::Nothing));
    screens
}

/// The screens that need answers.
#[must_use]
pub fn with_answers() -> Vec<Screen> {
    vec![
        screen("results", RESULTS, Then::Nothing),
        screen("results-explained", RESULTS, Then::Explanation),
    ]
}

/// The screens of notes that are open: makes a profile, writes a first interview and a log of hours.
///
/// # Errors
/// When one of these does not come.
pub async fn of_notes(page: &Page, origin: &str, language: &str) -> Result<Vec<Screen>> {
    notes::make_profile(page, origin, language).await?;
    let note = notes::write(page, language, "B-12", "Cherche un cours le soir.").await?;
    page.follow(&format!("/{language}/notes/new")).await?;
    page.tap("#begin-hours").await?;
    page.wait("#work-day").await?;
    steps::set_date(page, "#start", "08:00", Way::Touch).await?;
    steps::set_date(page, "#end", "17:00", Way::Touch).await?;
    page.tap("#add-day").await?;
    page.wait("[data-day]").await?;
    notes::saved(page).await?;
    let hours = notes::name(page).await?;
    Ok(vec![
        screen("notes-list", "notes", Then::Nothing),
        screen("notes-new", "notes/new", Then::Nothing),
        screen("note", "notes", Then::Note(note)),
        screen("note-hours", "notes", Then::Note(hours)),
        screen("notes-sync", "notes/sync", Then::Nothing),
        screen("notes-keep", "notes/export", Then::Nothing),
        screen("notes-passphrase", "notes/passphrase", Then::Nothing),
        screen("notes-code", "notes/code", Then::Nothing),
    ])
}

/// Changes a setting, which loads the app anew, and opens the notes again.
///
/// # Errors
/// When they do not open.
pub async fn with_notes_open(page: &Page, key: &str, value: &str) -> Result<()> {
    page.follow("/fr/").await?;
    steps::set(page, key, value).await?;
    page.follow("/fr/notes/unlock").await?;
    notes::unlock(page, notes::PASSPHRASE).await?;
    page.wait(".dock").await
}

const RESULTS: &str = "tools/orientation/results";

fn screen(name: &'static str, path: &str, then: Then) -> Screen {
    Screen { name, path: path.to_owned(), then }
}

impl Screen {
    /// Shows it, without loading the app anew.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn show(&self, page: &Page, language: &str) -> Result<()> {
        page.follow(&format!("/{language}/{}", self.path)).await?;
        match &self.then {
            Then::Nothing => {}
            Then::Note(name) => notes::open(page, language, name).await?,
            Then::FactCard => {
                page.tap("main .fact[data-fact]").await?;
                page.wait("#fact-card[open] .factcard").await?;
            }
            Then::Worksheet => {
                // It may still be open from the size before.
                if !page.has("#adapt[open]").await? {
                    page.tap("#adapt summary").await?;
                }
                page.wait("#adapt[open] textarea").await?;
            }
            Then::Explanation => {
                // It may still be open from the size before.
                let open = "[data-rule=be-appeal-ordinary] .why-box[open]";
                if !page.has(open).await? {
                    steps::open_card(page, "be-appeal-ordinary", Way::Touch).await?;
                    page.tap("[data-rule=be-appeal-ordinary] summary.why").await?;
                }
                page.wait(open).await?;
            }
            Then::Wage => {
                steps::fill_wage(page, Way::Touch).await?;
                page.tap("#write-letter").await?;
                page.wait("#letter").await?;
            }
        }
        page.settle().await
    }

    /// Puts away what [`Screen::show`] opened above the page.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn leave(&self, page: &Page) -> Result<()> {
        if self.then == Then::FactCard {
            page.run("document.querySelector('#fact-card').close()", vec![]).await?;
            page.settle().await?;
        }
        Ok(())
    }
}

/// Gives the answers that the results' screens need.
///
/// # Errors
/// When the consultation does not come to its end.
pub async fn answer_all(page: &Page, content: &Content, language: &str) -> Result<()> {
    let scenario = content.scenario("be-refusal-ordinary")?;
    page.follow(&format!("/{language}/tools/orientation")).await?;
    steps::consult(page, language, &scenario, Way::Touch).await?;
    Ok(())
}
