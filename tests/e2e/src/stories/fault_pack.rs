//! On a first visit the guide comes spoiled: each way of it has its own message and a way on.

use anyhow::{Context, Result, ensure};

use crate::dist;
use crate::fault::{Fault, Proxy};
use crate::page::Page;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("fault_pack", |world| Box::pin(tell(world))).within(240);

/// A fault and the messages that are right for it.
pub struct Case {
    /// In words.
    pub what: &'static str,
    /// The path that is spoiled.
    pub path: String,
    /// How.
    pub fault: Fault,
    /// The keys of the message, of which one must be shown.
    pub keys: &'static [&'static str],
}

/// All ways in which a guide can come spoiled.
///
/// # Errors
/// When the build has no pack.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    const MANIFEST: &str = "/pack/manifest.json";
    let case = |what, path: &str, fault, keys| Case { what, path: path.to_owned(), fault, keys };
    let page = b"<!doctype html><title>Wi-Fi</title><p>Please sign in.</p>".to_vec();
    let core = dist::part_path(world.dist(), "core")?;
    let unsigned = Fault::Instead("application/json", dist::wrongly_signed(world.dist())?);
    Ok(vec![
        case("one byte is another", &core, Fault::Flip, &["pack-refused"]),
        case("the signature is nobody's", MANIFEST, unsigned, &["pack-refused"]),
        case("a hotel's page", MANIFEST, Fault::Instead("text/html", page), &["pack-answer"]),
        // An engine that takes the torn half for the whole is caught by the digest.
        case("a part breaks off", &core, Fault::Cut, &["pack-no-network", "pack-refused"]),
        case("the list breaks off", MANIFEST, Fault::Cut, &["pack-no-network", "pack-answer"]),
        case("the server fails", MANIFEST, Fault::Status(500), &["pack-answer"]),
        case("the server lacks a part", &core, Fault::Status(404), &["pack-answer"]),
    ])
}

async fn tell(world: &World) -> Result<()> {
    let server = world.server().await?;
    let browser = world.browser().await?;
    let languages = world.content().languages.iter().cycle();
    for (case, language) in cases(world)?.into_iter().zip(languages) {
        // Another port is another origin: nothing of the case before is kept there.
        let proxy = Proxy::start(server.port()).await?;
        let what = case.what;
        meet(world, browser.page(), &proxy, language, case)
            .await
            .with_context(|| format!("{what}, in {language}"))?;
    }
    Ok(())
}

async fn meet(world: &World, page: &Page, proxy: &Proxy, language: &str, case: Case) -> Result<()> {
    let (origin, content) = (proxy.origin(), world.content());
    proxy.spoil(&case.path, case.fault);
    // Not `visit`, which waits for the sheet that does not come.
    page.open(&format!("{origin}/{language}/practice/teach-back")).await?;
    page.wait("[data-notice^=pack-]").await?;
    let shown = page.attribute("[data-notice^=pack-]", "data-notice").await?;
    ensure!(case.keys.contains(&shown.as_str()), "{shown} is shown instead of {:?}", case.keys);
    steps::expect_notice(page, content, language, &shown).await?;
    ensure!(steps::kept_parts(page).await? == 0, "something of it was kept");
    ensure!(
        page.has(&format!("[data-notice={shown}] a[href='/{language}/emergency']")).await?,
        "the message does not lead to the emergency numbers"
    );

    proxy.mend();
    page.tap("#retry").await?;
    let title = content.practice_title(language, "reception", "teach-back")?;
    let there = format!(
        "document.querySelector('main h1')?.textContent.trim() === {}",
        serde_json::json!(title)
    );
    page.until(&there, "the page, after another try").await
}
