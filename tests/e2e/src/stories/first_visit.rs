//! A first visit: readable before the app is there, then the app, then ready for no network.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::dist;
use crate::fault::Fault;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("first_visit", |world| Box::pin(tell(world)));

const STAGES: [&str; 3] =
    ["home.stage_reception", "home.stage_orientation", "home.stage_mobilisation"];

async fn tell(world: &World) -> Result<()> {
    let (_server, proxy) = world.spoiled_server().await?;
    // The app and the guide come late, so that what is there before them can be looked at.
    proxy.spoil(&dist::wasm_path(world.dist())?, Fault::Delay(Duration::from_secs(3)));
    proxy.spoil(&dist::part_path(world.dist(), "core")?, Fault::Delay(Duration::from_secs(3)));
    let browser = world.browser().await?;
    let page = browser.page();
    let origin = proxy.origin();

    page.open(&format!("{origin}/fr/")).await?;
    let before: String = page.value("document.body.innerText").await?;
    ensure!(!page.has("#fact-card").await?, "the app was there before its wasm");
    for stage in STAGES {
        let name = world.content().word("fr", stage)?;
        ensure!(before.contains(&name), "the page that arrives does not say {name}: {before}");
    }
    ensure!(page.value::<String>("document.documentElement.lang").await? == "fr", "lang is not fr");

    page.wait("#readiness[data-state=preparing]").await?;
    let ready = "document.querySelector('#readiness')?.dataset.state === 'ready'";
    page.until_within(ready, "the line that all works without network", Duration::from_secs(30))
        .await?;
    let words = page.text("#readiness").await?;
    ensure!(words.contains(&world.content().word("fr", "offline.ready")?), "ready says: {words}");
    ensure!(
        page.value::<bool>("navigator.serviceWorker.controller !== null").await?,
        "no worker is in charge of the page"
    );
    steps::worker_version(page).await?;
    check_manifest(page).await
}

#[derive(Deserialize)]
struct Answer {
    ok: bool,
    kind: String,
    text: String,
}

/// What makes the app installable.
async fn check_manifest(page: &crate::page::Page) -> Result<()> {
    let link = page.attribute("link[rel=manifest]", "href").await?;
    let manifest = fetch(page, &link).await?;
    ensure!(
        manifest.ok && manifest.kind.contains("manifest+json"),
        "{link} comes as {}",
        manifest.kind
    );
    let manifest: Value =
        serde_json::from_str(&manifest.text).context("the manifest is not JSON")?;
    for key in ["name", "short_name", "start_url", "display"] {
        ensure!(manifest[key].is_string(), "the manifest has no {key}");
    }
    let icons = manifest["icons"].as_array().context("the manifest has no icons")?;
    let sizes: Vec<&str> = icons.iter().filter_map(|icon| icon["sizes"].as_str()).collect();
    ensure!(sizes.iter().any(|size| size.contains("192")), "no icon of 192: {sizes:?}");
    ensure!(sizes.iter().any(|size| size.contains("512")), "no icon of 512: {sizes:?}");
    for icon in icons {
        let source = icon["src"].as_str().context("an icon has no src")?;
        let answer = fetch(page, source).await?;
        ensure!(
            answer.ok && answer.kind.starts_with("image/"),
            "{source} comes as {}",
            answer.kind
        );
    }
    Ok(())
}

async fn fetch(page: &crate::page::Page, path: &str) -> Result<Answer> {
    let script = "const done = arguments[1];
        fetch(arguments[0]).then(async answer => done({
          ok: answer.ok, kind: answer.headers.get('content-type') ?? '', text: await answer.text() }),
          error => done({ ok: false, kind: String(error), text: '' }));";
    page.run_later(script, vec![json!(path)]).await
}
