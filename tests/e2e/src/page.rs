//! What a browser shows, as a person meets it: addresses, text, taps and keys.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::{By, Key, WebDriver};
use tokio::time::sleep;

use crate::engine::Engine;

/// How long anything on the page may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// The page in the browser's present window.
#[derive(Clone)]
pub struct Page {
    engine: Engine,
    driver: WebDriver,
}

impl Page {
    /// The page of a session.
    #[must_use]
    pub fn new(engine: Engine, driver: WebDriver) -> Self {
        Self { engine, driver }
    }

    /// The engine that shows it.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The session itself.
    #[must_use]
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    // ---- Addresses ---------------------------------------------------------------------------

    /// Opens an address as from the address bar. Does not wait for the app.
    ///
    /// # Errors
    /// When the browser shows an error page of its own.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.driver.goto(url).await.with_context(|| format!("{url} does not open"))
    }

    /// Opens an address of the app and waits until its screen is there.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn visit(&self, origin: &str, path: &str) -> Result<()> {
        self.open(&format!("{origin}{path}")).await?;
        self.wait_for_screen(path).await
    }

    /// Goes to an address without loading the app anew, as a link in the page does.
    ///
    /// # Errors
    /// When its screen does not come.
    pub async fn follow(&self, path: &str) -> Result<()> {
        let script = "const link = document.createElement('a'); link.href = arguments[0];
            document.querySelector('main').append(link); link.click(); link.remove();";
        self.run(script, vec![json!(path)]).await?;
        self.wait_for_screen(path).await
    }

    /// Goes to an address by a touch. `WebKit` takes the way back past what a script alone has opened.
    ///
    /// # Errors
    /// When its screen does not come.
    pub async fn walk(&self, path: &str) -> Result<()> {
        let script =
            "const link = document.createElement('a'); link.href = arguments[0]; link.id = 'walk';
            link.textContent = 'walk'; link.style.cssText = 'display: block; padding: 1rem';
            document.querySelector('main').prepend(link); scrollTo(0, 0);";
        self.run(script, vec![json!(path)]).await?;
        self.tap("#walk").await?;
        self.wait_for_screen(path).await?;
        self.run("document.querySelector('#walk')?.remove()", vec![]).await?;
        Ok(())
    }

    /// Loads the page anew. WebDriver's own refresh would pass the service worker by in Firefox.
    ///
    /// # Errors
    /// When nothing comes.
    pub async fn reload(&self) -> Result<()> {
        self.run(
            "document.documentElement.dataset.leaving = ''; setTimeout(() => location.reload(), 0)",
            vec![],
        )
        .await?;
        self.until(
            "!('leaving' in document.documentElement.dataset) && document.readyState === 'complete'",
            "the page loads anew",
        )
        .await
    }

    /// The path of the address.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn path(&self) -> Result<String> {
        self.value("location.pathname").await
    }

    /// Waits until the app shows the screen of this path, whole.
    ///
    /// # Errors
    /// When it does not.
    pub async fn wait_for_screen(&self, path: &str) -> Result<()> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        // In another language the page stays as it is until the words of that language are here.
        let there = format!(
            "location.pathname === {} && document.readyState === 'complete'
             && [document.documentElement.lang, undefined].includes(document.querySelector('[data-languages]')
               ?.dataset.languages.split(' ').find(id => id === location.pathname.split('/')[1]))
             && document.querySelector('#fact-card') && document.querySelector('main h1')?.textContent.trim()
             && !document.querySelector('main .boot__wait, main [role=status] > progress')",
            json!(path)
        );
        self.until(&there, &format!("the screen of {path}")).await?;
        self.settle().await
    }

    /// Waits until nothing has changed for a moment.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn settle(&self) -> Result<()> {
        let script = "const done = arguments[0];
            let timer = setTimeout(end, 120); const last = setTimeout(end, 2000);
            const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(end, 120); });
            watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
            function end() { watch.disconnect(); clearTimeout(timer); clearTimeout(last); done(true); }";
        // A page on its way to another one answers with an error: the next one settles too.
        for _ in 0..2 {
            if self.driver.execute_async(script, vec![]).await.is_ok() {
                return Ok(());
            }
        }
        self.driver.execute_async(script, vec![]).await.context("the page does not settle")?;
        Ok(())
    }

    // ---- Scripts -----------------------------------------------------------------------------

    /// Runs a script.
    ///
    /// # Errors
    /// When it throws.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        let answer = self.driver.execute(script, arguments).await;
        Ok(answer.with_context(|| short(script))?.json().clone())
    }

    /// Runs a script that calls its last argument with its answer.
    ///
    /// # Errors
    /// When it throws, or takes too long.
    pub async fn run_later<T: DeserializeOwned>(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<T> {
        let answer =
            self.driver.execute_async(script, arguments).await.with_context(|| short(script))?;
        answer.convert().with_context(|| format!("{} gave {}", short(script), answer.json()))
    }

    /// The value of an expression.
    ///
    /// # Errors
    /// When it throws, or has another type.
    pub async fn value<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        let value = self.run(&format!("return ({expression})"), vec![]).await?;
        serde_json::from_value(value.clone()).with_context(|| format!("{expression} gave {value}"))
    }

    /// Waits until an expression is true.
    ///
    /// # Errors
    /// When it is not in time; the message says what was waited for.
    pub async fn until(&self, expression: &str, what: &str) -> Result<()> {
        self.until_within(expression, what, PATIENCE).await
    }

    /// As [`Page::until`], with another patience.
    ///
    /// # Errors
    /// When it is not in time.
    pub async fn until_within(
        &self,
        expression: &str,
        what: &str,
        patience: Duration,
    ) -> Result<()> {
        let end = Instant::now() + patience;
        let script = format!("return Boolean({expression})");
        loop {
            // A page on its way to another one answers with an error.
            match self.driver.execute(script.as_str(), vec![]).await {
                Ok(answer) if answer.json() == &Value::Bool(true) => return Ok(()),
                Err(error) if Instant::now() > end => {
                    return Err(error).with_context(|| format!("waited in vain: {what}"));
                }
                _ if Instant::now() > end => bail!("waited in vain: {what}"),
                _ => sleep(Duration::from_millis(50)).await,
            }
        }
    }

    // ---- What is there -----------------------------------------------------------------------

    /// Waits for an element.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn wait(&self, css: &str) -> Result<()> {
        self.until(&format!("document.querySelector({})", json!(css)), css).await
    }

    /// Whether there is such an element.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn has(&self, css: &str) -> Result<bool> {
        self.value(&format!("document.querySelector({}) !== null", json!(css))).await
    }

    /// The text that is shown of the first such element.
    ///
    /// # Errors
    /// When there is none.
    pub async fn text(&self, css: &str) -> Result<String> {
        let text: Option<String> = self
            .value(&format!("document.querySelector({})?.innerText.trim() ?? null", json!(css)))
            .await?;
        text.with_context(|| format!("there is no {css}"))
    }

    /// An attribute of the first such element.
    ///
    /// # Errors
    /// When there is no such element or attribute.
    pub async fn attribute(&self, css: &str, name: &str) -> Result<String> {
        let expression = format!(
            "document.querySelector({})?.getAttribute({}) ?? null",
            json!(css),
            json!(name)
        );
        let value: Option<String> = self.value(&expression).await?;
        value.with_context(|| format!("{css} has no {name}"))
    }

    /// An attribute of all such elements.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn attributes(&self, css: &str, name: &str) -> Result<Vec<String>> {
        let all = format!(
            "[...document.querySelectorAll({})].map(e => e.getAttribute({}) ?? '')",
            json!(css),
            json!(name)
        );
        self.value(&all).await
    }

    // ---- Hands -------------------------------------------------------------------------------

    /// Taps the first such element.
    ///
    /// # Errors
    /// When it is not there or something lies above it.
    pub async fn tap(&self, css: &str) -> Result<()> {
        self.wait(css).await?;
        // A finger waits until the page has stopped moving and nothing lies over what it aims at.
        let free = "const [at] = arguments;
            at.scrollIntoView({ block: 'center', behavior: 'instant' });
            const box = at.getBoundingClientRect();
            const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return Boolean(over) && (at.contains(over) || over.contains(at));";
        let element = self.driver.find(By::Css(css)).await?;
        for _ in 0..20 {
            let there = self.driver.execute(free, vec![element.to_json()?]).await?;
            if there.json() == &Value::Bool(true) {
                break;
            }
            sleep(Duration::from_millis(100)).await;
        }
        element.click().await.with_context(|| format!("{css} cannot be tapped"))
    }

    /// Presses a key, wherever the focus is.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn press(&self, key: Key) -> Result<()> {
        self.keys(key).await
    }

    /// One step with Tab, or back: headless Firefox does not find the way round through its own buttons.
    async fn tab(&self, is_back: bool) -> Result<()> {
        if !is_back {
            return self.press(Key::Tab).await;
        }
        let quick = Some(Duration::ZERO);
        let steps = self.driver.action_chain_with_delay(quick, quick);
        steps.key_down(Key::Shift).send_keys(Key::Tab).key_up(Key::Shift).perform().await?;
        Ok(())
    }

    /// Types text, wherever the focus is.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        self.keys(text).await
    }

    async fn keys(&self, keys: impl Into<thirtyfour::TypingData>) -> Result<()> {
        let quick = Some(Duration::ZERO);
        self.driver.action_chain_with_delay(quick, quick).send_keys(keys).perform().await?;
        Ok(())
    }

    /// Presses Tab until the focus is on such an element.
    ///
    /// # Errors
    /// When it is not reached, or the focus cannot be seen on the way.
    pub async fn tab_to(&self, css: &str) -> Result<()> {
        let behind = format!(
            "(to => Boolean(to && document.activeElement !== document.body &&
               document.activeElement.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_PRECEDING)
             )(document.querySelector({}))",
            json!(css)
        );
        // With all results unfolded the way is hundreds of places long: only the last of it is gone.
        let nearer = format!(
            "(to => {{
                const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
                    .filter(one => one.tabIndex >= 0 && !one.disabled && one.getClientRects().length > 0);
                const at = all.indexOf(to), from = all.indexOf(document.activeElement);
                const way = at < from ? all.length - from + at : at - from;
                if (at >= 0 && way > 100) all[Math.max(0, at - 30)].focus();
             }})(document.querySelector({}))",
            json!(css)
        );
        self.run(&nearer, vec![]).await?;
        for _ in 0..120 {
            if self
                .value(&format!(
                    "document.hasFocus() && Boolean(document.activeElement?.matches({}))",
                    json!(css)
                ))
                .await?
            {
                return Ok(());
            }
            let is_back = self.engine() == Engine::Firefox && self.value(&behind).await?;
            self.tab(is_back).await?;
            self.expect_visible_focus().await?;
        }
        bail!("Tab does not lead to {css}")
    }

    /// Makes sure that one sees where the focus is.
    ///
    /// # Errors
    /// When one does not.
    pub async fn expect_visible_focus(&self) -> Result<()> {
        // While Tab goes through the browser's own buttons, the page still names the element it left.
        let script = "
            const at = document.activeElement;
            if (!document.hasFocus() || !at || at === document.body || at === document.documentElement) return '';
            const seen = element => {
              const style = getComputedStyle(element);
              return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
            };
            const around = [at, at.closest('label'), at.closest('.search'), at.closest('.field__box')];
            const box = at.getBoundingClientRect();
            const shown = box.width > 0 && box.height > 0 || at.closest('label');
            return around.some(e => e && seen(e)) && shown ? '' : at.outerHTML.slice(0, 200);";
        let unseen = self.run(script, vec![]).await?;
        ensure!(unseen == "", "the focus cannot be seen on {unseen}");
        Ok(())
    }

    // ---- Windows -----------------------------------------------------------------------------

    /// Gives the page this size in CSS pixels.
    ///
    /// # Errors
    /// When it has another size afterwards.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        if self.engine == Engine::Chromium {
            let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
            self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", metrics).await?;
        } else {
            // What the window adds around the page is known only once it has some size.
            for _ in 0..3 {
                let (around, beside): (i64, i64) =
                    self.value("[outerWidth - innerWidth, outerHeight - innerHeight]").await?;
                let wide = u32::try_from(i64::from(width) + around)?;
                let high = u32::try_from(i64::from(height) + beside)?;
                self.driver.set_window_rect(0, 0, wide, high).await?;
                sleep(Duration::from_millis(150)).await;
                if self.value::<(u32, u32)>("[innerWidth, innerHeight]").await? == (width, height) {
                    break;
                }
            }
        }
        let is: (u32, u32) = self.value("[innerWidth, innerHeight]").await?;
        ensure!(is.0 == width, "the page should be {width} wide and is {}", is.0);
        self.settle().await
    }

    /// Errors that the page has written to the console since the last look. Chromium only.
    ///
    /// # Errors
    /// When the driver has no log.
    pub async fn console_errors(&self) -> Result<Vec<String>> {
        if self.engine != Engine::Chromium {
            return Ok(Vec::new());
        }
        let log = self.driver.browser_log().await?;
        Ok(log
            .into_iter()
            .filter(|entry| entry.level == "SEVERE")
            .map(|entry| entry.message)
            .collect())
    }

    /// Addresses of other origins that the page has asked for.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn foreign_requests(&self, origin: &str) -> Result<Vec<String>> {
        let entries = "performance.getEntriesByType('resource').map(e => e.name)";
        let mut asked: Vec<String> = self.value(entries).await?;
        if self.engine == Engine::Chromium {
            for entry in self.driver.get_log("performance").await? {
                let event: Value = serde_json::from_str(&entry.message).unwrap_or_default();
                if event["message"]["method"] == "Network.requestWillBeSent" {
                    asked.extend(
                        event["message"]["params"]["request"]["url"].as_str().map(str::to_owned),
                    );
                }
            }
        }
        // The browser's own blank page and what a page makes for itself never leave the machine.
        let own = [origin, "data:", "blob:", "about:", "chrome"];
        asked.retain(|url| !own.iter().any(|start| url.starts_with(start)));
        Ok(asked)
    }
}

fn short(script: &str) -> String {
    script.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(160).collect()
}
