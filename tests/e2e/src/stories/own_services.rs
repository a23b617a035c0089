//! An organisation's own services: published, trusted by invitation, shown with no network, and kept when the next
//! list is signed with another key.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::axe;
use crate::notes::{self, PASSPHRASE};
use crate::page::Page;
use crate::server::{Publish, Server};
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("own_services", |world| Box::pin(tell(world))).within(240);

const ENTRY: &str = ".places [data-service=be-own-cafe][data-own]";
const DIRECTORY: &str = "/en/tools/directory";

/// Two keys; the second one is nobody's.
const KEYS: [(&str, &str); 2] = [("one.key", "11"), ("two.key", "22")];

fn list(number: u32, name: &str) -> String {
    format!(
        r#"[organisation]
name = "Entraide"
country = "be"
number = {number}

[[service]]
id = "be-own-cafe"
name = "{name}"
kinds = ["social"]
regions = ["wallonia"]
town = "Mons"
phone = "+32 65 00 00 00"
url = "https://example.org/cafe"
confidence = "high"
checked_on = 2026-11-23
review_by = 2027-05-23
[[service.source]]
title = "Our own door"
publisher = "Entraide"
url = "https://example.org/"

[words.fr.be-own-cafe]
what = "Un café et de l’écoute"
hours = "Lundi"
[words.en.be-own-cafe]
what = "Coffee and an ear"
hours = "Monday"
"#
    )
}

struct Office {
    server: Server,
    data: PathBuf,
    folder: PathBuf,
}

impl Office {
    async fn start(&mut self, world: &World) -> Result<()> {
        let data = self.data.to_string_lossy().into_owned();
        self.server.start_with(world.dist(), &["--data", &data]).await
    }

    async fn publish(&self, world: &World, key: &str, number: u32, name: &str) -> Result<()> {
        let file = self.folder.join("own.toml");
        fs::write(&file, list(number, name))?;
        let key = self.folder.join(key);
        let asked = Publish { dist: world.dist(), data: &self.data, file: &file, key: &key };
        self.server.publish(asked).await
    }
}

async fn tell(world: &World) -> Result<()> {
    let folder = world.scratch().to_owned();
    for (name, byte) in KEYS {
        fs::write(folder.join(name), byte.repeat(32))?;
    }
    let server = Server::new(&world.settings.server, world.scratch()).await?;
    let mut office = Office { server, data: folder.join("data"), folder };
    office.start(world).await?;
    office.publish(world, "one.key", 1, "Café Solidaire").await?;
    let origin = office.server.origin();
    let browser = world.browser().await?;
    let page = browser.page();

    // A phone that was not invited takes no list.
    steps::install(page, &origin, world.content(), "en").await?;
    look(page, &origin).await?;
    page.wait(".places [data-service]").await?;
    ensure!(!page.has(ENTRY).await?, "a list was taken without an invitation");

    notes::make_profile(page, &origin, "en").await?;
    let code = office.server.invite(&office.data).await?;
    ensure!(code.contains('~'), "the invitation brings no key: {code}");
    page.open(&format!("{origin}/go/join#{code}")).await?;
    notes::unlock(page, PASSPHRASE).await?;
    page.wait("#enrol").await.context("the invitation's page")?;
    page.tap("#enrol").await?;
    page.wait("#offer").await.context("the device is linked")?;
    page.follow(DIRECTORY).await?;
    steps::select(page, "#country", "be", Way::Touch).await?;
    page.wait(ENTRY).await.context("the list, once the device was invited")?;

    // With no network, after a new start: marked, dialled, found by its words, on a page of its own.
    office.server.stop().await?;
    look(page, &origin).await?;
    page.wait(ENTRY).await.context("the list with no network")?;
    let text = page.text(ENTRY).await?;
    for words in ["Café Solidaire", "From Entraide", "Coffee and an ear", "Monday"] {
        ensure!(text.contains(words), "{words} is not in: {text}");
    }
    ensure!(text.contains("hecked"), "the day of the check is not in: {text}");
    ensure!(page.has(&format!("{ENTRY} a[href^='tel:']")).await?, "no number");
    axe::check(page).await.context("the directory with a list of one's own")?;
    notes::fill(page, "#find", "solidaire cafe").await?;
    page.until("document.querySelector('#found').dataset.count === '1'", "the words find it")
        .await?;
    page.wait(ENTRY).await?;
    page.tap(&format!("{ENTRY} a.places__name")).await?;
    page.wait_for_screen("/en/services/be-own-cafe").await?;
    ensure!(
        page.text("main").await?.contains("From Entraide"),
        "its page does not say whose it is"
    );
    page.follow("/en/search?q=solidaire").await?;
    page.wait("#search-results a[href='/en/services/be-own-cafe']")
        .await
        .context("the search of the whole guide finds it")?;

    // Signed with a key that the phone was not given: refused in a line, and what was here stays.
    office.start(world).await?;
    office.publish(world, "two.key", 2, "Another").await?;
    look(page, &origin).await?;
    page.wait("#own-refused").await.context("the line about the signature")?;
    ensure!(page.text(ENTRY).await?.contains("Café Solidaire"), "the former list is gone");

    // The right key again and a higher number: the line goes, the new list is there and stays.
    office.publish(world, "one.key", 3, "Maison Solidaire").await?;
    look(page, &origin).await?;
    let renewed = format!("document.querySelector('{ENTRY}')?.innerText.includes('Maison')");
    page.until(&renewed, "the newer list").await?;
    page.until("!document.querySelector('#own-refused')", "the line is gone").await?;
    office.server.stop().await?;
    look(page, &origin).await?;
    page.until(&renewed, "the newer list with no network").await
}

/// The directory of the country, after a new start of the app.
async fn look(page: &Page, origin: &str) -> Result<()> {
    page.visit(origin, DIRECTORY).await?;
    steps::select(page, "#country", "be", Way::Touch).await
}
