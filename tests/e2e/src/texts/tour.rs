//! The way through every screen, each in the states in which its sentences differ.
//!
//! A screen that is added is one line here; the file that it leaves is read like code.

use anyhow::{Context, Result};
use serde_json::json;

use super::Reader;
use crate::content::Content;
use crate::notes;
use crate::page::Page;
use crate::server::Server;
use crate::steps::{self, Way};

/// The day of all screens: a Wednesday, a few minutes past nine in the morning. Days until something are counted from it.
pub const DAY: &str = "2026-11-25T08:05:00Z";

/// What a tour has at hand.
pub struct Tour<'a> {
    /// The page that is read.
    pub page: &'a Page,
    /// The language of the reader.
    pub language: &'a str,
    /// Where the app is served.
    pub origin: &'a str,
    /// The content that is shown.
    pub content: &'a Content,
    /// Keeps what is read.
    pub reader: Reader<'a>,
}

/// Addresses whose screen is there at once, after a country was chosen.
const PLAIN: [(&str, &str); 39] = [
    ("stage-reception", "guide/reception"),
    ("stage-orientation", "guide/orientation"),
    ("stage-mobilisation", "guide/mobilisation"),
    ("browse", "browse"),
    ("browse-nothing", "browse?theme=unions&audience=family&minutes=30"),
    ("practice", "practice/teach-back"),
    ("practice-partner", "practice/forum-theatre"),
    ("country-be", "context/be"),
    ("country-fr", "context/fr"),
    ("country-it", "context/it"),
    ("context-be", "context/be/pay"),
    ("context-fr", "context/fr/pay"),
    ("context-it", "context/it/work"),
    ("fact-money", "fact/fr-smic-hour"),
    ("fact-no-figure", "fact/be-wage-no-cash"),
    ("fact-to-confirm", "fact/be-wage-minimum-hour"),
    ("fact-no-start", "fact/be-work-overtime-day"),
    ("compare", "compare"),
    ("compare-topic", "compare/pay"),
    ("changes", "changes"),
    ("glossary", "glossary"),
    ("term", "glossary/be-cgra"),
    ("letter", "letters/be-refused"),
    ("service", "services/be-service-csc"),
    ("service-number", "services/be-emergency-112"),
    ("tools", "tools"),
    ("practise", "tools/practise"),
    ("search", "search"),
    ("phrases", "phrases"),
    ("phrases-situation", "phrases/danger"),
    ("phrase-yes-no", "phrases/show/place-to-sleep/ar"),
    ("phrase-number", "phrases/show/hours-per-day/fa"),
    ("phrase-body", "phrases/show/where-hurt/uk"),
    ("phrase-tongue", "phrases/show/which-language/ar"),
    ("emergency-country", "emergency"),
    ("settings", "settings"),
    ("about", "about"),
    ("plan", "plan"),
    ("not-found", "no/such/place"),
];

impl Tour<'_> {
    /// Reads every screen.
    ///
    /// # Errors
    /// When one does not come; what is wrong with those that came is said by [`Reader::end`].
    pub async fn all(&mut self, server: &mut Server) -> Result<()> {
        self.before_a_country().await.context("before a country was chosen")?;
        steps::set(self.page, "country", "be").await?;
        self.go("").await?;
        self.reader.take_whole("home").await?;
        for (name, path) in PLAIN {
            self.show(name, path).await?;
        }
        self.guide().await.context("the guide")?;
        self.phrases().await.context("phrases")?;
        self.questions().await.context("questions")?;
        self.results().await.context("results")?;
        self.deadline().await.context("the deadline calculator")?;
        self.wage().await.context("the wage check")?;
        self.worksheets().await.context("worksheets")?;
        self.directory().await.context("the directory")?;
        self.contribute().await.context("a sheet from the field")?;
        self.notes().await.context("notes")?;
        server.stop().await?;
        self.without_network().await.context("without a network")
    }

    async fn go(&self, path: &str) -> Result<()> {
        self.page.follow(&format!("/{}/{path}", self.language)).await
    }

    async fn show(&mut self, name: &str, path: &str) -> Result<()> {
        self.go(path).await.with_context(|| name.to_owned())?;
        self.reader.take(name).await.with_context(|| name.to_owned())
    }

    async fn tap_and_take(&mut self, css: &str, name: &str) -> Result<()> {
        self.page.tap(css).await?;
        self.reader.take(name).await
    }

    async fn before_a_country(&mut self) -> Result<()> {
        for (name, path) in [
            ("home-no-country", ""),
            ("emergency", "emergency"),
            ("orientation-no-country", "tools/orientation"),
            ("deadline-no-country", "tools/deadline"),
            ("wage-no-country", "tools/wage"),
        ] {
            self.show(name, path).await?;
        }
        Ok(())
    }

    async fn guide(&mut self) -> Result<()> {
        self.go("practice/forum-theatre").await?;
        self.page.tap("#adapt summary").await?;
        self.page.wait("#adapt[open] textarea").await?;
        self.reader.take("practice-adapt").await?;
        self.go("context/be/pay").await?;
        self.page.tap("main .fact[data-fact]").await?;
        self.page.wait("#fact-card[open] .factcard").await?;
        self.reader.take("fact-card").await?;
        self.page.run("document.querySelector('#fact-card').close()", vec![]).await?;
        let (word, danger) = match self.language {
            "fr" => ("salaire", "mon mari me frappe"),
            "it" => ("salario", "mio marito mi picchia"),
            _ => ("pay", "my husband hits me"),
        };
        self.search(word, "#search-results a", "search-results").await?;
        self.search(danger, "main [data-danger]", "search-danger").await?;
        self.search("xyzzy", "#search-results p", "search-nothing").await
    }

    /// What is searched for stands in no address: it is typed.
    async fn search(&mut self, words: &str, shown: &str, name: &str) -> Result<()> {
        self.go("tools").await?;
        self.go("search").await?;
        self.page.tap("#search-input").await?;
        self.page.type_text(words).await?;
        self.page.wait(shown).await.with_context(|| name.to_owned())?;
        self.reader.take(name).await
    }

    async fn phrases(&mut self) -> Result<()> {
        self.go("phrases/show/place-to-sleep/ar").await?;
        self.page.tap("[data-reply=yes]").await?;
        self.reader.take("phrase-answered").await
    }

    async fn questions(&mut self) -> Result<()> {
        self.go("tools/orientation").await?;
        steps::choose_country(self.page, "be", Way::Touch).await?;
        self.reader.take("orientation").await?;
        self.page.tap("#need-everything").await?;
        self.page.wait("main [data-question]").await?;
        self.reader.take("question-first").await?;
        steps::answer(self.page, steps::ASKED, &["violence-home".to_owned()], Way::Touch).await?;
        self.page.wait("#go-on").await?;
        self.reader.take("question-danger").await?;
        for (name, id) in [
            ("question-one", "situation"),
            ("question-letter", "decision"),
            ("question-many", "work"),
            ("question-yes-no", "children"),
            ("question-date", "notified-on"),
            ("question-number", "letter-days"),
        ] {
            self.show(name, &format!("tools/orientation/question/{id}")).await?;
        }
        self.tap_and_take("#next", "question-nothing-said").await?;
        self.go("tools/orientation/question/decision").await?;
        self.tap_and_take("[data-sender=asylum] > summary", "question-letter-sender").await?;
        self.go("tools/orientation/question/letter-days").await?;
        steps::answer(self.page, steps::ASKED, &["500".to_owned()], Way::Touch).await?;
        self.reader.take("question-number-refused").await?;
        self.go("tools/orientation/question/notified-on").await?;
        steps::answer(self.page, steps::ASKED, &["2099-01-01".to_owned()], Way::Touch).await?;
        self.reader.take("question-date-refused").await
    }

    /// The results of one person in each country, of somebody of whom nothing is known, and of two who asked one thing.
    async fn results(&mut self) -> Result<()> {
        self.page
            .visit(self.origin, &format!("/{}/tools/orientation/results", self.language))
            .await?;
        self.reader.take("results-no-answers").await?;
        for (name, id) in [
            ("results-be", "be-refusal-ordinary"),
            ("results-be-wages", "be-building-worker-unpaid"),
            ("results-fr", "fr-appeal-first-day-of-pact"),
            ("results-it", "it-refusal-ordinary"),
        ] {
            // Answers are in memory alone: loading the app anew forgets them.
            self.page.visit(self.origin, &format!("/{}/tools/orientation", self.language)).await?;
            let scenario = self.content.scenario(id)?;
            steps::consult(self.page, self.language, &scenario, Way::Touch).await.context(id)?;
            steps::unfold(self.page).await?;
            self.reader.take(name).await?;
            let open = "document.querySelectorAll('main [data-rule] details').forEach(one => one.open = true)";
            self.page.run(open, vec![]).await?;
            self.reader.take(&format!("{name}-explained")).await?;
        }
        for (name, id, need) in [
            ("results-asked-pay", "be-building-worker-unpaid", "pay"),
            ("results-asked-letter", "be-refusal-ordinary", "letter"),
        ] {
            self.page.visit(self.origin, &format!("/{}/tools/orientation", self.language)).await?;
            let scenario = self.content.scenario(id)?;
            steps::begin(self.page, &scenario, need, Way::Touch).await?;
            steps::answer_to_the_end(self.page, self.language, &scenario, Way::Touch)
                .await
                .context(id)?;
            self.reader.take(name).await?;
        }
        self.go("tools/practise/be-refusal-ordinary").await?;
        self.reader.take("practise-case").await?;
        self.tap_and_take("#compare", "practise-compared").await
    }

    async fn deadline(&mut self) -> Result<()> {
        let page = self.page;
        self.go("tools/deadline").await?;
        // The last consultation was in another country.
        steps::choose_country(page, "be", Way::Touch).await?;
        self.reader.take("deadline").await?;
        steps::select(page, "#kind", "be-refused", Way::Touch).await?;
        self.reader.take("deadline-missing").await?;
        steps::set_date(page, "#received", "2026-11-05", Way::Touch).await?;
        self.reader.take("deadline-procedure-unknown").await?;
        steps::select(page, "#further-track", "ordinary", Way::Touch).await?;
        steps::set_date(page, "#dated", "2026-11-02", Way::Touch).await?;
        steps::set_date(page, "#received", "2026-11-05", Way::Touch).await?;
        steps::select(page, "#how", "by-hand", Way::Touch).await?;
        self.reader.take("deadline-by-hand").await?;
        steps::select(page, "#how", "post", Way::Touch).await?;
        self.reader.take("deadline-by-post").await?;
        steps::select(page, "#how", "by-hand", Way::Touch).await?;
        notes::fill(page, "#limit", "10").await?;
        self.reader.take("deadline-printed-limit").await?;
        notes::fill(page, "#limit", "dix jours").await?;
        self.reader.take("deadline-limit-not-understood").await?;
        notes::fill(page, "#limit", "30").await?;
        steps::set_date(page, "#received", "2026-11-01", Way::Touch).await?;
        self.reader.take("deadline-reversed").await?;
        for (name, day) in [
            ("deadline-late", "2026-06-20"),
            ("deadline-uncovered", "2026-05-01"),
            ("deadline-future", "2099-01-01"),
        ] {
            steps::set_date(page, "#dated", "", Way::Touch).await?;
            steps::set_date(page, "#received", day, Way::Touch).await?;
            self.reader.take(name).await?;
        }
        Ok(())
    }

    async fn wage(&mut self) -> Result<()> {
        let page = self.page;
        self.show("wage", "tools/wage").await?;
        steps::fill_wage(page, Way::Touch).await?;
        self.reader.take("wage-be").await?;
        page.tap("#write-letter").await?;
        page.wait("#letter").await?;
        self.reader.take("wage-letter").await?;
        steps::tick(page, "undeclared", true, Way::Touch).await?;
        steps::tick(page, "no-permit", true, Way::Touch).await?;
        page.wait("#second").await?;
        self.reader.take("wage-no-permit").await?;
        steps::tick(page, "papers-held", true, Way::Touch).await?;
        steps::tick(page, "hours-by-force", true, Way::Touch).await?;
        page.wait("#reckoning [data-notice=wage-danger]").await?;
        self.reader.take("wage-danger").await?;
        steps::choose_country(page, "fr", Way::Touch).await?;
        steps::select(page, "#scale", "fr-construction", Way::Touch).await?;
        self.reader.take("wage-fr").await?;
        steps::choose_country(page, "it", Way::Touch).await?;
        steps::select(page, "#scale", "it-domestic-b", Way::Touch).await?;
        self.reader.take("wage-it").await?;
        steps::select(page, "#scale", "it-other", Way::Touch).await?;
        self.reader.take("wage-no-scale").await?;
        steps::choose_country(page, "be", Way::Touch).await
    }

    async fn worksheets(&mut self) -> Result<()> {
        let page = self.page;
        for id in ["needs", "interview", "teachback", "skills", "workshop"] {
            self.show(id, &format!("tools/{id}")).await?;
            let parts = page.attributes("main [data-part]", "data-part").await?;
            for part in parts {
                self.open_part(&part).await?;
                self.reader.take(&format!("{id}-{part}")).await?;
            }
        }
        self.go("tools/needs").await?;
        self.open_part("today").await?;
        steps::select(page, "#fear-0", "said", Way::Touch).await?;
        steps::select(page, "#phone-0", "unsaid", Way::Touch).await?;
        self.reader.take("needs-filled").await
    }

    async fn open_part(&self, part: &str) -> Result<()> {
        let head = format!("[data-part={}] .part__head", json!(part));
        if self.page.attribute(&head, "aria-expanded").await? != "true" {
            self.page.tap(&head).await?;
        }
        Ok(())
    }

    async fn directory(&mut self) -> Result<()> {
        let page = self.page;
        self.show("directory", "tools/directory").await?;
        page.tap("#more summary").await?;
        self.reader.take("directory-more").await?;
        page.tap("#find").await?;
        page.type_text("xyzzy").await?;
        self.reader.take("directory-nothing").await
    }

    async fn contribute(&mut self) -> Result<()> {
        let page = self.page;
        self.show("contribute", "contribute").await?;
        page.tap("#begin").await?;
        page.until("/contribute\\/./.test(location.pathname)", "a new sheet").await?;
        page.wait_for_screen(&page.path().await?).await?;
        self.reader.take("contribute-sheet").await
    }

    async fn notes(&mut self) -> Result<()> {
        let page = self.page;
        for (name, path) in [
            ("notes-none", "notes/unlock"),
            ("notes-profile-new", "notes/profile/new"),
            ("notes-recover", "notes/recover"),
            ("notes-join", "notes/join"),
            ("notes-file-locked", "notes/export"),
            ("notes-server-sees", "notes/server"),
            ("notes-privacy", "notes/privacy"),
        ] {
            self.show(name, path).await?;
        }
        self.go("notes/profile/new").await?;
        notes::fill(page, "#passphrase", "aeiouaeiou").await?;
        page.tap("#make").await?;
        page.wait("[data-notice=trouble]").await?;
        self.reader.take("notes-profile-weak").await?;
        self.new_profile().await.context("a new profile")?;
        self.show("notes-list-empty", "notes").await?;
        self.show("notes-new", "notes/new").await?;
        notes::write(page, self.language, "B-12", "Cherche un cours le soir.").await?;
        self.reader.take("note").await?;
        self.hours().await.context("a log of hours")?;
        for (name, path) in [
            ("notes-list", "notes"),
            ("notes-sync", "notes/sync"),
            ("notes-keep", "notes/export"),
            ("notes-passphrase", "notes/passphrase"),
            ("notes-code", "notes/code"),
        ] {
            self.show(name, path).await?;
        }
        self.go("notes").await?;
        page.tap("#lock").await?;
        page.wait("#unlock").await?;
        self.reader.take("notes-unlock").await?;
        notes::unlock(page, "some other words here").await?;
        page.wait("[data-notice=trouble]").await?;
        self.reader.take("notes-unlock-refused").await
    }

    /// The code is another one each time, and so is the part of it that is asked for.
    async fn new_profile(&mut self) -> Result<()> {
        let page = self.page;
        notes::fill(page, "#passphrase", notes::PASSPHRASE).await?;
        page.tap("#make").await?;
        page.wait(".code--long").await?;
        let groups: Vec<String> = page
            .value("[...document.querySelectorAll('.code--long span')].map(e => e.textContent)")
            .await?;
        for group in &groups {
            self.reader.hide(group, "XXXXXXXX");
        }
        self.reader.take("notes-recovery-code").await?;
        page.tap("#code-written").await?;
        let part: usize = page.attribute("h1[data-part]", "data-part").await?.parse()?;
        notes::fill(page, "#proof", "00000000").await?;
        page.tap("#keep").await?;
        page.wait("[data-notice=trouble]").await?;
        page.settle().await?;
        let lines: Vec<String> = page
            .value("document.querySelector('main').innerText.split('\\n').map(line => line.trim())")
            .await?;
        for line in lines.iter().filter(|line| line.contains(&part.to_string())) {
            self.reader.hide(line, &line.replace(&part.to_string(), "N"));
        }
        self.reader.take("notes-recovery-proof").await?;
        notes::fill(page, "#proof", groups.get(part - 1).context("four groups")?).await?;
        page.tap("#keep").await?;
        page.wait(".dock").await.context("the list of notes")
    }

    async fn hours(&mut self) -> Result<()> {
        let page = self.page;
        self.go("notes/new").await?;
        page.tap("#begin-hours").await?;
        page.wait("#work-day").await?;
        self.reader.take("hours-empty").await?;
        page.tap("#add-day").await?;
        self.reader.take("hours-refused").await?;
        steps::set_date(page, "#work-day", "2026-08-03", Way::Touch).await?;
        steps::set_date(page, "#start", "08:00", Way::Touch).await?;
        steps::set_date(page, "#end", "17:00", Way::Touch).await?;
        page.tap("#break-30").await?;
        page.tap("#paid-cash").await?;
        notes::fill(page, "#work-amount", "40").await?;
        page.tap("#add-day").await?;
        page.wait("[data-day='2026-08-03']").await?;
        page.tap("#add-day").await?;
        page.wait("[data-day='2026-08-04']").await?;
        page.tap("[data-day='2026-08-04'] .iconbtn").await?;
        let is_there =
            "document.querySelector('#work-day').closest('.date').dataset.date === '2026-08-04'";
        page.until(is_there, "the day").await?;
        steps::set_date(page, "#end", "19:00", Way::Touch).await?;
        page.tap("#add-day").await?;
        page.wait("#history").await?;
        self.reader.take("hours").await?;
        steps::set_date(page, "#work-day", "2026-08-04", Way::Touch).await?;
        page.tap("#add-day").await?;
        page.wait("[data-notice=same-day]").await?;
        self.reader.take("hours-same-day").await?;
        page.tap("#same-cancel").await?;
        notes::fill(page, "#code", "B-13").await?;
        notes::saved(page).await
    }

    async fn without_network(&mut self) -> Result<()> {
        self.page.visit(self.origin, &format!("/{}/offline", self.language)).await?;
        // Room taken, the digests of a pack and the build are others on each machine and after each change of a format.
        let varying = "document.querySelector('main').innerText.match(/\\d+\\s(Mo|MB)\\b|[0-9a-f]{8}( [0-9a-f]{8})+|\\b[0-9a-f]{16}\\b/g) ?? []";
        let varying: Vec<String> = self.page.value(varying).await?;
        for text in varying {
            self.reader.hide(&text, "…");
        }
        self.reader.take("offline").await
    }
}
