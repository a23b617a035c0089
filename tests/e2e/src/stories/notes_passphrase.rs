//! Another passphrase and another recovery code; an old file and what it may not do.

use anyhow::{Context, Result, ensure};

use crate::notes::{self, PASSPHRASE, PLANTED};
use crate::page::Page;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The present passphrase is asked for, the new one twice; easy ones are refused; the code is renewed.
pub const CHANGED: Story =
    Story::new("notes_passphrase", |world| Box::pin(changed(world))).within(240);

/// An old file brings neither an old passphrase back nor a second profile.
pub const BACKUP: Story =
    Story::new("notes_old_file", |world| Box::pin(old_file(world))).within(240);

const GEESE: &str = "seven grey geese by the river";

async fn begin(world: &World) -> Result<(std::sync::Arc<crate::browser::Browser>, Vec<String>)> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "en").await?;
    server.stop().await?;
    let groups = notes::make_profile(page, &origin, "en").await?;
    notes::write(page, "en", "R-08", PLANTED).await?;
    Ok((browser, groups))
}

/// Fills in the page of another passphrase and hands it in.
async fn change(page: &Page, now: &str, next: &str, again: &str) -> Result<()> {
    page.follow("/en/notes/passphrase").await?;
    notes::fill(page, "#passphrase", now).await?;
    notes::fill(page, "#new-passphrase", next).await?;
    notes::fill(page, "#again", again).await?;
    page.tap("#change").await
}

async fn refused(page: &Page, why: &str) -> Result<()> {
    page.wait("[data-notice=trouble]").await.with_context(|| format!("{why} changes nothing"))
}

/// Locks, and opens again.
async fn opens_with(page: &Page, passphrase: &str) -> Result<()> {
    page.follow("/en/notes").await?;
    page.tap("#lock").await?;
    notes::unlock(page, passphrase).await?;
    page.wait("[data-note]").await.with_context(|| format!("{passphrase} opens the notes"))
}

async fn changed(world: &World) -> Result<()> {
    let (browser, groups) = begin(world).await?;
    let page = browser.page();
    change(page, "some other words here", GEESE, GEESE).await?;
    refused(page, "another present passphrase").await?;
    change(page, PASSPHRASE, GEESE, "seven grey geese by the rivers").await?;
    refused(page, "a slip in the repeat").await?;
    for weak in ["passwordpassword", "Fatima1987Fatima1987", "aeiouaeiouaeiou", "Migraction2026!"] {
        change(page, PASSPHRASE, weak, weak).await?;
        refused(page, weak).await?;
        page.wait("[data-strength='1'], [data-strength='2']").await?;
    }
    opens_with(page, PASSPHRASE).await?;
    change(page, PASSPHRASE, GEESE, GEESE).await?;
    page.wait("[data-note]").await.context("the new passphrase is in place")?;
    page.follow("/en/notes").await?;
    page.tap("#lock").await?;
    notes::unlock(page, PASSPHRASE).await?;
    refused(page, "the former passphrase").await?;
    notes::fill(page, "#passphrase", GEESE).await?;
    page.tap("#unlock").await?;
    page.wait("[data-note]").await?;

    page.follow("/en/notes/code").await?;
    notes::fill(page, "#passphrase", GEESE).await?;
    page.tap("#renew").await?;
    page.wait(".code--long").await?;
    let next: Vec<String> = page
        .value("[...document.querySelectorAll('.code--long span')].map(e => e.textContent)")
        .await?;
    ensure!(next != groups, "another code");
    page.tap("#code-written").await?;
    let part: usize = page.attribute("h1[data-part]", "data-part").await?.parse()?;
    notes::fill(page, "#proof", next.get(part - 1).context("four groups")?).await?;
    page.tap("#keep").await?;
    page.wait(".dock").await?;
    page.tap("#lock").await?;
    page.wait("#unlock").await?;
    page.follow("/en/notes/recover").await?;
    notes::fill(page, "#code", &groups.join(" ")).await?;
    page.tap("#recover").await?;
    refused(page, "the former code").await?;
    notes::fill(page, "#code", &next.join(" ")).await?;
    page.tap("#recover").await?;
    page.wait("#new-passphrase").await.context("the new code opens")?;
    ensure!(!page.has("#passphrase").await?, "the present passphrase is not asked for");
    Ok(())
}

async fn old_file(world: &World) -> Result<()> {
    let (browser, _) = begin(world).await?;
    let page = browser.page();
    // The file, taken out of what the page gives to the person.
    page.follow("/en/notes/export").await?;
    page.run(
        "window.given = new Promise(done => { const make = URL.createObjectURL; \
         URL.createObjectURL = blob => { blob.arrayBuffer().then(bytes => done(new Uint8Array(bytes))); \
         return make.call(URL, blob); }; })",
        vec![],
    )
    .await?;
    page.tap("#export").await?;
    page.run_later::<bool>(
        "const done = arguments[0]; window.given.then(bytes => { window.file = bytes; done(true); })",
        vec![],
    )
    .await?;
    change(page, PASSPHRASE, GEESE, GEESE).await?;
    page.wait("[data-note]").await?;
    page.tap("#lock").await?;
    page.wait("#unlock").await?;
    page.follow("/en/notes/export").await?;
    page.run(
        "const data = new DataTransfer(); data.items.add(new File([window.file], 'old.mgx')); \
         const input = document.querySelector('#file'); input.files = data.files; \
         input.dispatchEvent(new Event('change', { bubbles: true }));",
        vec![],
    )
    .await?;
    notes::fill(page, "#secret", PASSPHRASE).await?;
    page.tap("#restore").await?;
    page.wait("[data-note]").await.context("the file opens the profile that is here")?;
    page.tap("#lock").await?;
    notes::unlock(page, PASSPHRASE).await?;
    refused(page, "the passphrase of the old file").await?;
    notes::fill(page, "#passphrase", GEESE).await?;
    page.tap("#unlock").await?;
    page.wait("[data-note]").await.context("the present passphrase stays")?;
    let profiles: usize = page
        .run_later(
            "const done = arguments[0]; const opening = indexedDB.open('migraction'); \
             opening.onsuccess = () => { const all = opening.result.transaction('profiles') \
             .objectStore('profiles').getAllKeys(); all.onsuccess = () => { opening.result.close(); \
             done(new Set(all.result.map(key => key.split('/')[0])).size); }; };",
            vec![],
        )
        .await?;
    ensure!(profiles == 1, "{profiles} profiles");
    Ok(())
}
