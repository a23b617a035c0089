//! What is kept of a failed story: the picture, the text and the console of its last page, and the logs.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use tokio::time::timeout;

use crate::engine::Engine;
use crate::world::World;

/// What the browser keeps for the page.
const KEPT: &str = "const done = arguments[0];
    (async () => {
      const workers = (await navigator.serviceWorker.getRegistrations()).map(one =>
        ['installing', 'waiting', 'active'].map(state => state + ': ' + (one[state]?.state ?? '-')).join(', '));
      const held = [];
      for (const name of await caches.keys()) {
        held.push(name + ' ' + (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname).join(' '));
      }
      return ['controller: ' + (navigator.serviceWorker.controller?.state ?? '-'), ...workers, ...held,
        'settings: ' + JSON.stringify({ ...localStorage })].join('\\n');
    })().then(done, error => done('nothing: ' + error));";

/// Where it goes.
#[must_use]
pub fn folder(story: &str, engine: Engine) -> PathBuf {
    super::project_root().join("target/e2e").join(format!("{story}-{}", engine.name()))
}

/// Removes that of an earlier run.
pub fn forget(folder: &Path) {
    // Most often there is none.
    let _ = fs::remove_dir_all(folder);
}

/// Keeps it.
///
/// # Errors
/// When the browser no longer answers, or the disk refuses.
pub async fn keep(world: &World, folder: &Path, error: &anyhow::Error) -> Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("error.txt"), format!("{error:?}\n"))?;
    for entry in fs::read_dir(world.scratch())?.flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|kind| kind == "log") {
            fs::copy(&path, folder.join(entry.file_name()))?;
        }
    }
    let Some(browser) = world.last_browser() else { return Ok(()) };
    let page = browser.page();
    let looking = async {
        let picture = page.driver().screenshot_as_png().await?;
        fs::write(folder.join("screen.png"), picture)?;
        let address = page.driver().current_url().await?;
        let text: String = page.value("document.documentElement.innerText").await?;
        fs::write(folder.join("page.txt"), format!("{address}\n\n{text}\n"))?;
        fs::write(folder.join("page.html"), page.driver().source().await?)?;
        let kept: String = page.run_later(KEPT, vec![]).await?;
        fs::write(folder.join("kept.txt"), kept)?;
        if browser.engine() == Engine::Chromium {
            let log = page.driver().browser_log().await?;
            let lines: Vec<_> =
                log.iter().map(|entry| format!("{} {}", entry.level, entry.message)).collect();
            fs::write(folder.join("console.txt"), lines.join("\n"))?;
        }
        anyhow::Ok(())
    };
    timeout(Duration::from_secs(15), looking).await?
}
