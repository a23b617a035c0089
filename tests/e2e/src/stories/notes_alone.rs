//! One worker, one phone, no network: a profile, a note linked to results, the browser closed and opened,
//! the passphrase forgotten. What the browser keeps can be read by nobody.
//!
//! The restart is not told in `WebKitGTK`: its automation keeps nothing from one start to the next.

use anyhow::{Context, Result, ensure};

use crate::browser::Launch;
use crate::engine::Engine;
use crate::notes::{self, PASSPHRASE, PLANTED};
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// Another passphrase.
const GEESE: &str = "seven grey geese by the river";

/// Written, closed, opened again: the note is there, sealed.
pub const KEPT: Story =
    Story::new("notes_kept", |world| Box::pin(kept(world))).only(Engine::KEEPING).within(240);

/// Locked and unlocked with no network; the passphrase forgotten, the recovery code found.
pub const RECOVERED: Story =
    Story::new("notes_recovered", |world| Box::pin(recovered(world))).within(180);

async fn kept(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let first = world.browser().await?;
    let page = first.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;

    notes::make_profile(page, &origin, "fr").await?;
    let scenario = world.content().scenario("be-refusal-ordinary")?;
    page.follow("/fr/tools/orientation").await?;
    steps::consult(page, "fr", &scenario, Way::Touch).await?;
    page.tap("#keep-note").await.context("from the results to a note")?;
    page.wait("[data-notice=note-ready]").await.context("the steps are ready")?;
    page.tap("#begin-first").await?;
    let due = "[...document.querySelectorAll('input[type=date][id^=day-]')].map(one => one.value)";
    page.until(&format!("{due}.length > 0"), "the dates as steps").await?;
    let due: Vec<String> = page.value(due).await?;
    ensure!(due.iter().all(|day| day.len() == 10), "a step of the results has no day: {due:?}");
    page.tap("#link-results").await?;
    page.wait("[data-result]").await.context("the linked results")?;
    notes::fill(page, "#code", "K-27").await?;
    notes::fill(page, "#text", PLANTED).await?;
    notes::saved(page).await?;
    notes::expect_sealed(page, &[PLANTED, "K-27", "be-appeal", PASSPHRASE]).await?;
    ensure!(page.path().await? == "/fr/notes/note", "the address says nothing");
    let name = notes::name(page).await?;

    let profile = first.profile();
    first.quit().await;
    let again = world.browser_with(Launch { profile: Some(profile), ..Launch::default() }).await?;
    let page = again.page();
    // The address of before November 2026 opens the note still, and is left at once.
    page.open(&format!("{origin}/fr/notes/{name}")).await?;
    notes::unlock(page, PASSPHRASE).await?;
    page.wait("#text").await.context("the note after the restart")?;
    ensure!(page.path().await? == "/fr/notes/note", "the old address is left");
    ensure!(page.value::<String>("document.querySelector('#text').value").await? == PLANTED);
    ensure!(page.value::<String>("document.querySelector('#code').value").await? == "K-27");
    page.wait("[data-result]").await?;
    notes::expect_sealed(page, &[PLANTED, "K-27", PASSPHRASE]).await?;

    page.follow("/fr/emergency").await?;
    page.tap("#leave").await?;
    page.wait_for_screen("/fr/").await.context("left quickly, for the guide")?;
    page.follow("/fr/notes/unlock").await?;
    page.wait("#unlock").await.context("leaving locks")
}

async fn recovered(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "en").await?;
    server.stop().await?;

    let groups = notes::make_profile(page, &origin, "en").await?;
    notes::write(page, "en", "R-08", PLANTED).await?;
    page.tap("#lock").await?;
    page.wait("#unlock").await.context("locked")?;
    ensure!(!page.value::<String>("document.body.innerHTML").await?.contains(PLANTED));
    notes::unlock(page, "some other words here").await?;
    page.wait("[data-notice=trouble]").await.context("a wrong passphrase opens nothing")?;

    page.follow("/en/notes/recover").await?;
    let mut wrong = groups.join(" ");
    let last = wrong.pop().context("a code")?;
    wrong.push(if last == '7' { '8' } else { '7' });
    notes::fill(page, "#code", &wrong).await?;
    page.tap("#recover").await?;
    page.wait("[data-notice=trouble]").await?;
    ensure!(page.text("[data-notice=trouble]").await?.contains('4'), "the wrong group is named");
    notes::fill(page, "#code", &groups.join(" ").to_lowercase()).await?;
    page.tap("#recover").await?;
    notes::fill(page, "#new-passphrase", GEESE).await?;
    notes::fill(page, "#again", GEESE).await?;
    page.tap("#change").await?;
    page.wait("[data-note]").await.context("the note after recovery")?;

    page.open(&format!("{origin}/en/notes")).await?;
    notes::unlock(page, PASSPHRASE).await?;
    page.wait("[data-notice=trouble]").await.context("the forgotten passphrase opens nothing")?;
    notes::fill(page, "#passphrase", GEESE).await?;
    page.tap("#unlock").await?;
    page.tap("[data-note]").await?;
    page.wait("#text").await?;
    ensure!(page.value::<String>("document.querySelector('#text').value").await? == PLANTED);
    Ok(())
}
