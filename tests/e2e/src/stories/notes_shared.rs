//! A phone is linked to an organisation's server, and a second device joins. The server is stopped and comes
//! back, nobody loses a word, and the server's own files hold none of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};

use crate::axe;
use crate::browser::Browser;
use crate::notes::{self, PASSPHRASE, PLANTED};
use crate::page::Page;
use crate::server::Server;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// Linked by invitation; what was written with the server away is sent when it is back.
pub const ENROLLED: Story =
    Story::new("notes_enrolled", |world| Box::pin(enrolled(world))).within(240);

/// A second device joins; both edit one note while the server is away.
pub const MERGED: Story = Story::new("notes_merged", |world| Box::pin(merged(world))).within(360);

struct Shared {
    server: Server,
    data: PathBuf,
    first: Arc<Browser>,
}

impl Shared {
    async fn start(&mut self, world: &World) -> Result<()> {
        let data = self.data.to_string_lossy().into_owned();
        self.server.start_with(world.dist(), &["--data", &data]).await
    }

    /// Searches what the server keeps and what it said for words that it must not have.
    fn expect_sealed(&self, world: &World, words: &[&str]) -> Result<()> {
        let mut files = Vec::new();
        collect(&self.data, &mut files)?;
        collect(world.scratch(), &mut files)?;
        files.retain(|file| {
            file.starts_with(&self.data) || file.extension().is_some_and(|end| end == "log")
        });
        ensure!(!files.is_empty(), "the server keeps nothing");
        for file in files {
            let bytes = std::fs::read(&file)?;
            for word in words {
                let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
                ensure!(!found, "{word} can be read in {}", file.display());
            }
        }
        Ok(())
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            found.push(path);
        } else if path.file_name().is_some_and(|name| name == "data") {
            collect(&path, found)?;
        }
    }
    Ok(())
}

/// A note written alone, then the invitation's link, then sent.
async fn enrol(world: &World) -> Result<Shared> {
    let data = world.scratch().join("data");
    let server = Server::new(&world.settings.server, world.scratch()).await?;
    let first = world.browser().await?;
    let mut shared = Shared { server, data, first };
    shared.start(world).await?;
    let origin = shared.server.origin();
    let first = shared.first.clone();
    let page = first.page();
    steps::install(page, &origin, world.content(), "en").await?;
    shared.server.stop().await?;
    notes::make_profile(page, &origin, "en").await?;
    notes::write(page, "en", "R-08", PLANTED).await?;

    shared.start(world).await?;
    let code = shared.server.invite(&shared.data).await?;
    page.open(&format!("{origin}/go/join#{code}")).await?;
    notes::unlock(page, PASSPHRASE).await?;
    page.wait("#enrol").await.context("the invitation's page")?;
    page.tap("#enrol").await?;
    page.wait("#sync-state.is-now").await.context("the note is sent")?;
    Ok(shared)
}

/// Looks for news and waits until nothing waits.
async fn sync(page: &Page) -> Result<()> {
    page.follow("/en/notes/sync").await?;
    page.tap("#sync-now").await?;
    page.wait("#sync-state.is-now").await.context("all is sent")?;
    page.settle().await
}

async fn enrolled(world: &World) -> Result<()> {
    let mut shared = enrol(world).await?;
    shared.server.stop().await?;
    let first = shared.first.clone();
    let page = first.page();
    notes::write(page, "en", "K-27", PLANTED).await?;
    page.follow("/en/notes").await?;
    page.wait(".dock .status[data-status=saved][data-waiting='1']").await.context("one waits")?;
    shared.start(world).await?;
    sync(page).await?;

    // The same code once more: used.
    let code = shared.server.invite(&shared.data).await?;
    ensure!(code.len() > 20, "{code}");
    shared.expect_sealed(world, &[PLANTED, "R-08", "K-27", PASSPHRASE])
}

async fn merged(world: &World) -> Result<()> {
    let mut shared = enrol(world).await?;
    let origin = shared.server.origin();
    let one = shared.first.clone();
    let one = one.page();
    one.tap("#offer").await?;
    one.wait(".code--long").await?;
    let code: String = one
        .value(
            "[...document.querySelectorAll('.code--long span')].map(e => e.textContent).join('-')",
        )
        .await?;

    let second = world.browser().await?;
    let two = second.page();
    steps::install(two, &origin, world.content(), "en").await?;
    two.follow("/en/notes/join").await?;
    notes::fill(two, "#code", &code).await?;
    two.tap("#join").await?;
    notes::unlock(two, PASSPHRASE).await.context("the profile on the second device")?;
    two.wait("[data-note]").await.context("the note on the second device")?;
    let name = two.attribute("[data-note]", "data-note").await?;

    shared.server.stop().await?;
    for (page, text, place) in
        [(one, format!("Before. {PLANTED}"), "Mons"), (two, format!("{PLANTED} After."), "Jumet")]
    {
        notes::open(page, "en", &name).await?;
        notes::fill(page, "#text", &text).await?;
        notes::fill(page, "#place", place).await?;
        notes::saved(page).await?;
    }

    shared.start(world).await?;
    for page in [one, two, one] {
        sync(page).await?;
    }
    for page in [one, two] {
        notes::open(page, "en", &name).await?;
        page.wait("#text-conflict")
            .await
            .context("both texts are shown, and not one made of both")?;
        ensure!(!page.has("#text").await?, "no text is glued from both");
        let texts = page.text("#text-conflict").await?;
        for text in [format!("Before. {PLANTED}"), format!("{PLANTED} After.")] {
            ensure!(texts.contains(&text), "{text} is not in {texts}");
        }
        page.wait("[data-conflict='4']").await.context("both places are shown")?;
        let values = page.text("[data-conflict='4']").await?;
        ensure!(values.contains("Mons") && values.contains("Jumet"), "{values}");
        let who: Vec<String> = page
            .value("[...document.querySelectorAll('.conflict small')].map(e => e.textContent)")
            .await?;
        let says_when = |who: &String| who.contains("PC") && who.contains(':');
        ensure!(who.len() == 4 && who.iter().all(says_when), "by whom and when: {who:?}");
    }
    axe::check(two).await.context("the question which value is right")?;

    notes::open(two, "en", &name).await?;
    two.tap("#text-conflict .option:last-of-type").await?;
    two.tap("#keep-text").await?;
    two.wait("#text").await.context("the question about the text is over")?;
    let both: String = two.value("document.querySelector('#text').value").await?;
    let lines: Vec<&str> = both.split("\n\n").collect();
    ensure!(lines.len() == 2 && lines.iter().all(|line| line.contains(PLANTED)), "{both}");
    two.tap("[data-conflict='4'] label.option:last-of-type").await?;
    two.tap("#keep-choice").await?;
    notes::saved(two).await?;
    ensure!(!two.has("[data-conflict]").await?, "the question is over");
    let chosen: String = two.value("document.querySelector('#place').value").await?;
    for page in [two, one] {
        sync(page).await?;
    }
    notes::open(one, "en", &name).await?;
    one.wait("#place").await?;
    ensure!(!one.has("[data-conflict], #text-conflict").await?, "the questions are over here too");
    ensure!(one.value::<String>("document.querySelector('#text').value").await? == both);
    ensure!(one.value::<String>("document.querySelector('#place').value").await? == chosen);
    shared.expect_sealed(world, &[PLANTED, "Before.", "Jumet", PASSPHRASE])
}
