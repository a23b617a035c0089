//! The app itself, or its words, come torn or altered: the page that arrived stays, and says how to go on.

use anyhow::{Context, Result, ensure};

use crate::dist;
use crate::fault::{Fault, Proxy};
use crate::page::Page;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("fault_app", |world| Box::pin(tell(world)));

async fn tell(world: &World) -> Result<()> {
    let server = world.server().await?;
    let browser = world.browser().await?;
    let faults = [
        ("it breaks off", "fr", Fault::Cut),
        ("one byte is another", "it", Fault::Flip),
        ("the server fails", "en", Fault::Status(500)),
    ];
    for (what, language, fault) in faults {
        for path in [dist::wasm_path(world.dist())?, dist::words_path(world.dist(), language)?] {
            let proxy = Proxy::start(server.port()).await?;
            proxy.spoil(&path, fault.clone());
            meet(world, browser.page(), &proxy, language)
                .await
                .with_context(|| format!("{path}: {what}, in {language}"))?;
        }
    }
    let proxy = Proxy::start(server.port()).await?;
    change_language(world, browser.page(), &proxy).await.context("a change of language")
}

async fn meet(world: &World, page: &Page, proxy: &Proxy, language: &str) -> Result<()> {
    let origin = proxy.origin();
    page.open(&format!("{origin}/{language}/")).await?;
    page.until("document.querySelector('#load-failed')?.hidden === false", "the message").await?;
    steps::expect_language(world.content(), language, &page.text("#load-failed").await?)?;
    let stage = world.content().word(language, "home.stage_reception")?;
    ensure!(
        page.text("#app").await?.contains(&stage),
        "the page that arrived can no longer be read"
    );

    proxy.mend();
    page.tap("#load-failed > :not([hidden]) [data-reload]").await?;
    page.wait_for_screen(&format!("/{language}/")).await.context("after another try")
}

/// The words of another language do not come: the page stays in its own and says so, until they do.
async fn change_language(world: &World, page: &Page, proxy: &Proxy) -> Result<()> {
    let (from, to) = ("/fr/settings", "/it/settings");
    proxy.spoil(&dist::words_path(world.dist(), "it")?, Fault::Status(500));
    page.visit(&proxy.origin(), from).await?;
    page.tap("a[data-language=it]").await?;
    page.wait(".toast").await?;
    let said = page.text(".toast").await?;
    ensure!(said == world.content().word("fr", "pack.language_title")?, "it says: {said}");
    page.wait_for_screen(from).await.context("the page in its own language")?;

    proxy.mend();
    page.tap("a[data-language=it]").await?;
    page.wait_for_screen(to).await.context("once the words come")
}
