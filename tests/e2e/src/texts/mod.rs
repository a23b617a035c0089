//! The texts of screens: what a reader sees and hears of each, as it was when a person last found it right.
//!
//! A screen is read through the browser's own accessibility tree, so that a name is the name that is heard; `proof` looks for what
//! never stands on a screen, `golden` compares with the files in `tests/golden/screens`.

mod golden;
mod proof;
mod reading;
pub mod tour;
mod written;

use std::fmt::Write as _;

use anyhow::{Result, bail};
use migraction_packc::content::Content;

use crate::page::Page;
use golden::{ACCEPT, Golden};
use proof::Proof;
use reading::Node;

/// Reads screens in one language, and keeps what is wrong until the end.
pub struct Reader<'a> {
    page: &'a Page,
    language: &'a str,
    golden: Golden,
    proof: Proof,
    hidden: Vec<(String, String)>,
    changed: Vec<String>,
    wrong: Vec<String>,
    read: usize,
}

impl<'a> Reader<'a> {
    /// A reader of the screens of this page, which show this content.
    ///
    /// # Errors
    /// When the content does not speak the language.
    pub fn new(page: &'a Page, language: &'a str, content: Content) -> Result<Self> {
        let proof = Proof::new(content, language)?;
        let golden = Golden::new(language);
        let (hidden, changed, wrong) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { page, language, golden, proof, hidden, changed, wrong, read: 0 })
    }

    /// From here on `text`, which is another at each run, is written as `instead`.
    pub fn hide(&mut self, text: &str, instead: &str) {
        if !text.is_empty() {
            self.hidden.push((text.to_owned(), instead.to_owned()));
        }
    }

    /// Reads the screen as it stands, without what surrounds every screen; its own bar of actions is part of it.
    ///
    /// # Errors
    /// When the page cannot be read, or two screens have this name.
    pub async fn take(&mut self, screen: &str) -> Result<()> {
        self.take_part(screen, &["banner", "navigation"]).await
    }

    /// Reads the screen with its bars.
    ///
    /// # Errors
    /// As [`Reader::take`].
    pub async fn take_whole(&mut self, screen: &str) -> Result<()> {
        self.take_part(screen, &[]).await
    }

    async fn take_part(&mut self, screen: &str, without: &[&str]) -> Result<()> {
        self.page.settle().await?;
        // A note is on its way to the disk for as long as the disk takes.
        let is_stored = "!document.querySelector('.status[data-status=saving]')";
        self.page.until(is_stored, "what is typed to be stored").await?;
        let mut root = reading::read(self.page).await?;
        drop_outer(&mut root, without);
        let lines = written::lines(&root, self.language);
        for wrong in self.proof.read(&lines)? {
            self.wrong.push(format!("{screen}: {wrong}"));
        }
        // What was announced stays for a while, or comes a moment later: its sentence is read, when is no matter of the screen.
        drop_outer(&mut root, &["status"]);
        let lines = written::lines(&root, self.language);
        let title: String = self.page.value("document.title").await?;
        let mut text = format!("title: {title}\n{}", written::print(&lines));
        for (hidden, instead) in &self.hidden {
            text = text.replace(hidden.as_str(), instead);
        }
        if let Some(diff) = self.golden.compare(screen, &text)? {
            self.changed.push(format!("{}/{screen}\n{diff}", self.language));
        }
        self.read += 1;
        Ok(())
    }

    /// What came of it.
    ///
    /// # Errors
    /// When a screen reads otherwise than before, or has what never stands on one.
    pub fn end(self) -> Result<()> {
        let mut said = String::new();
        for wrong in &self.wrong {
            writeln!(said, "{}/{wrong}", self.language)?;
        }
        for changed in &self.changed {
            writeln!(said, "{changed}")?;
        }
        for left in self.golden.left_over()? {
            writeln!(said, "{}/{left} is shown no more", self.language)?;
        }
        if self.read == 0 {
            bail!("no screen was read");
        }
        if said.is_empty() {
            return Ok(());
        }
        bail!(
            "{} of {} screens read otherwise, {} sentences are wrong:\n{said}\
             Read each change as its reader would. Where it is right: {ACCEPT}",
            self.changed.len(),
            self.read,
            self.wrong.len()
        )
    }
}

/// Takes out the bars around the page, wherever they stand above its content.
fn drop_outer(node: &mut Node, without: &[&str]) {
    node.children.retain(|child| !without.contains(&child.role.as_str()));
    for child in node.children.iter_mut().filter(|child| child.role != "main") {
        drop_outer(child, without);
    }
}
