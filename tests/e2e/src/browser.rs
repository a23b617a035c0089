//! A real browser with a profile folder of its own, driven by its own driver.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};
use thirtyfour::{Capabilities, TimeoutConfiguration, WebDriver};
use tokio::process::Command;
use tokio::time::timeout;

use crate::engine::{self, Engine};
use crate::page::Page;
use crate::process::Program;
use crate::server::{free_port, wait_for_port};

/// How long any one script may take; axe needs the most.
const SCRIPT: Duration = Duration::from_secs(60);
/// How long a page may take to load.
const LOAD: Duration = Duration::from_secs(30);

/// Drivers start one after the other: `xvfb-run` looks for a free screen and takes it later, and so it is with ports.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// What a browser refuses, so that the app must do without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Without {
    /// Nothing: as people have it.
    #[default]
    Nothing,
    /// All storage of sites.
    Storage,
    /// WebAssembly.
    WebAssembly,
    /// Room for more than this many kilobytes.
    Room(u32),
}

/// How a browser is started.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    /// A folder to take up again; a fresh one otherwise.
    pub profile: Option<PathBuf>,
    /// What it refuses.
    pub without: Without,
    /// Keeps a record of all that is asked of the network. Chromium only.
    pub recorded: bool,
    /// Shown on the screen.
    pub headed: bool,
}

/// A running browser.
pub struct Browser {
    engine: Engine,
    profile: PathBuf,
    page: Page,
    program: Mutex<Option<Program>>,
}

impl Browser {
    /// Starts a driver and a browser; logs and profile go into `scratch`.
    ///
    /// # Errors
    /// When a program is missing, or does not start.
    pub async fn start(
        engine: Engine,
        scratch: &Path,
        name: &str,
        launch: &Launch,
    ) -> Result<Self> {
        let profile = match &launch.profile {
            Some(profile) => profile.clone(),
            None => scratch.join(format!("profile-{name}")),
        };
        std::fs::create_dir_all(&profile)?;
        if engine == Engine::Firefox {
            allow_narrow_windows(&profile)?;
        }
        let turn = TURN.lock().await;
        let port = free_port().await?;
        let command = driver_command(engine, port, launch).await?;
        let mut program = Program::start(command, &scratch.join(format!("driver-{name}.log")))?;
        wait_for_port(port, "the driver", || program.is_running()).await?;
        drop(turn);
        let capabilities = Capabilities::from(object(capabilities(engine, &profile, launch)?)?);
        let driver =
            timeout(LOAD * 2, WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities))
                .await
                .map_err(|_| anyhow!("{} does not start", engine.name()))?
                .with_context(|| format!("{} does not start", engine.name()))?;
        let times = TimeoutConfiguration::new(Some(SCRIPT), Some(LOAD), Some(Duration::ZERO));
        driver.update_timeouts(times).await?;
        if launch.without == Without::WebAssembly && engine == Engine::Chromium {
            let source = "delete globalThis.WebAssembly";
            driver
                .cdp()
                .send_raw("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }))
                .await?;
        }
        let page = Page::new(engine, driver);
        Ok(Self { engine, profile, page, program: Mutex::new(Some(program)) })
    }

    /// What it shows.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Its engine.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Its profile folder, for another start.
    #[must_use]
    pub fn profile(&self) -> PathBuf {
        self.profile.clone()
    }

    /// Leaves less room to an origin than it uses. Chromium only; others take [`Without::Room`].
    ///
    /// # Errors
    /// When the browser does not know how.
    pub async fn limit_room(&self, origin: &str, bytes: u64) -> Result<()> {
        let parameters = json!({ "origin": origin, "quotaSize": bytes });
        self.page.driver().cdp().send_raw("Storage.overrideQuotaForOrigin", parameters).await?;
        Ok(())
    }

    /// Ends at once, as when the system needs the memory: nothing is told, nothing is written down.
    pub async fn kill(&self) {
        let program = self.program.lock().ok().and_then(|mut program| program.take());
        drop(program);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }

    /// Quits as a person does, and ends the driver.
    pub async fn quit(&self) {
        let _ = timeout(Duration::from_secs(10), self.page.driver().clone().quit()).await;
        let program = self.program.lock().ok().and_then(|mut program| program.take());
        if let Some(program) = program {
            program.stop().await;
        }
    }
}

async fn driver_command(engine: Engine, port: u16, launch: &Launch) -> Result<Command> {
    let driver = engine.driver()?;
    let mut command = match engine {
        Engine::Chromium | Engine::Firefox => Command::new(&driver),
        Engine::Webkit if launch.headed => Command::new(&driver),
        Engine::Webkit => {
            let mut command = Command::new(engine::xvfb_run()?);
            command.args(["-a", "-s", "-screen 0 1400x1000x24"]).arg(&driver);
            // Without a graphics card the compositor draws with Mesa's software renderer, in a thread that crashed
            // in about one story of sixty, page and all. Pages are painted without it just as well.
            command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
            command
        }
    };
    match engine {
        Engine::Chromium => command.arg(format!("--port={port}")),
        Engine::Firefox => {
            command.arg("--port").arg(port.to_string());
            // A second port that otherwise is always the same.
            command.arg("--websocket-port").arg(free_port().await?.to_string())
        }
        Engine::Webkit => command.arg(format!("--port={port}")),
    };
    // The way that numbers and dates are typed must be the same on every machine.
    command.env("LC_ALL", "C.UTF-8").env("LANGUAGE", "en_US");
    if launch.without == Without::WebAssembly {
        command.env("JSC_useWebAssembly", "0");
    }
    Ok(command)
}

fn capabilities(engine: Engine, profile: &Path, launch: &Launch) -> Result<Value> {
    let browser = engine.browser()?;
    Ok(match engine {
        Engine::Chromium => {
            let mut arguments = vec![
                "--no-sandbox".to_owned(),
                "--disable-dev-shm-usage".to_owned(),
                "--disable-gpu".to_owned(),
                "--lang=en-US".to_owned(),
                "--window-size=1280,900".to_owned(),
                format!("--user-data-dir={}", profile.display()),
            ];
            if !launch.headed {
                arguments.push("--headless=new".to_owned());
            }
            let mut preferences = json!({ "intl.accept_languages": "fr-FR,fr" });
            if launch.without == Without::Storage {
                preferences["profile.default_content_setting_values.cookies"] = json!(2);
            }
            let mut logs = json!({ "browser": "ALL" });
            if launch.recorded {
                logs["performance"] = json!("ALL");
            }
            json!({
                "browserName": "chrome",
                "goog:loggingPrefs": logs,
                "goog:chromeOptions": { "binary": browser, "args": arguments, "prefs": preferences },
            })
        }
        Engine::Firefox => {
            let mut arguments = vec![json!("-profile"), json!(profile)];
            if !launch.headed {
                arguments.push(json!("-headless"));
            }
            let mut preferences = json!({
                "intl.accept_languages": "fr-FR, fr",
                "intl.locale.requested": "en-US",
                "toolkit.legacyUserProfileCustomizations.stylesheets": true,
                // Only what the page itself asks for.
                "network.captive-portal-service.enabled": false,
                "network.connectivity-service.enabled": false,
                "browser.safebrowsing.update.enabled": false,
                // The list of downloads would take the focus from the page.
                "browser.download.alwaysOpenPanel": false,
            });
            match launch.without {
                Without::Nothing => {}
                Without::Storage => preferences["network.cookie.cookieBehavior"] = json!(2),
                Without::WebAssembly => preferences["javascript.options.wasm"] = json!(false),
                Without::Room(kilobytes) => {
                    preferences["dom.quotaManager.temporaryStorage.fixedLimit"] = json!(kilobytes);
                }
            }
            json!({
                "browserName": "firefox",
                "moz:firefoxOptions": { "binary": browser, "args": arguments, "prefs": preferences },
            })
        }
        Engine::Webkit => json!({
            "webkitgtk:browserOptions": { "binary": browser, "args": ["--automation"] },
        }),
    })
}

/// Firefox keeps its windows at least 450 wide, wider than the phones that are tested for.
fn allow_narrow_windows(profile: &Path) -> Result<()> {
    let folder = profile.join("chrome");
    std::fs::create_dir_all(&folder)?;
    let style = ":root, body { min-width: 0 !important; min-height: 0 !important; }\n";
    std::fs::write(folder.join("userChrome.css"), style).context("the profile cannot be written")
}

fn object(value: Value) -> Result<serde_json::Map<String, Value>> {
    match value {
        Value::Object(map) => Ok(map),
        other => Err(anyhow!("not an object: {other}")),
    }
}
