//! What a story has at hand: the build, the content, servers and browsers of its own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::browser::{Browser, Launch};
use crate::content::Content;
use crate::engine::Engine;
use crate::fault::Proxy;
use crate::server::Server;

/// What is the same for the whole run.
pub struct Settings {
    /// The built app.
    pub dist: PathBuf,
    /// The server's program.
    pub server: PathBuf,
    /// Where pictures go, if they are wanted.
    pub screenshots: Option<PathBuf>,
    /// Browsers are shown.
    pub headed: bool,
    /// What the app should show.
    pub content: Content,
}

/// One run of one story in one engine.
pub struct World {
    /// The engine.
    pub engine: Engine,
    /// The run's settings.
    pub settings: Arc<Settings>,
    scratch: TempDir,
    browsers: Mutex<Vec<Arc<Browser>>>,
}

impl World {
    /// A fresh one.
    ///
    /// # Errors
    /// When no folder can be made.
    pub fn new(engine: Engine, settings: Arc<Settings>) -> Result<Self> {
        let scratch = tempfile::Builder::new().prefix("migraction-e2e-").tempdir();
        let scratch = scratch.context("no folder for profiles can be made")?;
        Ok(Self { engine, settings, scratch, browsers: Mutex::default() })
    }

    /// A folder that goes when the story ends.
    #[must_use]
    pub fn scratch(&self) -> &Path {
        self.scratch.path()
    }

    /// The content.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.settings.content
    }

    /// The built app.
    #[must_use]
    pub fn dist(&self) -> &Path {
        &self.settings.dist
    }

    /// The real server, serving the build.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn server(&self) -> Result<Server> {
        let mut server = Server::new(&self.settings.server, self.scratch()).await?;
        server.start(self.dist()).await?;
        Ok(server)
    }

    /// A server, and a proxy in front of it that can spoil its answers.
    ///
    /// # Errors
    /// When either does not start.
    pub async fn spoiled_server(&self) -> Result<(Server, Proxy)> {
        let server = self.server().await?;
        let proxy = Proxy::start(server.port()).await?;
        Ok((server, proxy))
    }

    /// A browser with a fresh profile.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn browser(&self) -> Result<Arc<Browser>> {
        self.browser_with(Launch::default()).await
    }

    /// A browser started in another way.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn browser_with(&self, launch: Launch) -> Result<Arc<Browser>> {
        let name = self.browsers().len().to_string();
        let launch = Launch { headed: self.settings.headed, ..launch };
        let browser = Arc::new(Browser::start(self.engine, self.scratch(), &name, &launch).await?);
        self.browsers().push(browser.clone());
        Ok(browser)
    }

    /// The browser that was started last.
    #[must_use]
    pub fn last_browser(&self) -> Option<Arc<Browser>> {
        self.browsers().last().cloned()
    }

    /// Quits all browsers.
    pub async fn end(&self) {
        let browsers: Vec<_> = self.browsers().drain(..).collect();
        for browser in browsers {
            browser.quit().await;
        }
    }

    fn browsers(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Browser>>> {
        self.browsers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
