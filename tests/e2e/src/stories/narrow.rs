//! On a phone 360 wide nothing has to be pushed sideways, also with text twice the size.

use anyhow::{Result, ensure};

use crate::checks::Checks;
use crate::engine::Engine;
use crate::page::Page;
use crate::screens;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story. The small browser of `WebKitGTK` is never narrower than its own buttons.
pub const STORY: Story =
    Story::new("narrow", |world| Box::pin(tell(world))).only(Engine::KEEPING).within(300);

async fn tell(world: &World) -> Result<()> {
    let server = world.server().await?;
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    steps::install(page, &server.origin(), content, "fr").await?;
    page.resize(360, 640).await?;
    let mut checks = Checks::default();
    for size in ["100", "200"] {
        page.follow("/fr/").await?;
        let before: f64 = page.value(TEXT).await?;
        steps::set(page, "text-size", size).await?;
        let after: f64 = page.value(TEXT).await?;
        checks.expect(
            &format!("text of {size} % has another size"),
            size == "100" || after > before * 1.8,
        );
        // What fits at twice the size fits at its own: there, one language is enough.
        let languages =
            if size == "200" { &content.languages[..] } else { &content.languages[..1] };
        for language in languages {
            for screen in screens::kinds() {
                screen.show(page, language).await?;
                checks
                    .note(&format!("{} in {language} at {size} %", screen.name), fits(page).await);
                screen.leave(page).await?;
            }
        }
        screens::answer_all(page, content, "fr").await?;
        for screen in screens::with_answers() {
            screen.show(page, "fr").await?;
            checks.note(&format!("{} at {size} %", screen.name), fits(page).await);
        }
    }
    let open_notes = screens::of_notes(page, &server.origin(), "fr").await?;
    for size in ["200", "100"] {
        screens::with_notes_open(page, "text-size", size).await?;
        let languages =
            if size == "200" { &content.languages[..] } else { &content.languages[..1] };
        for language in languages {
            for screen in &open_notes {
                screen.show(page, language).await?;
                checks
                    .note(&format!("{} in {language} at {size} %", screen.name), fits(page).await);
            }
        }
    }
    checks.end()
}

/// The size of running text.
const TEXT: &str = "parseFloat(getComputedStyle(document.body).fontSize)";

async fn fits(page: &Page) -> Result<()> {
    let script = "const width = document.documentElement.clientWidth;
        const over = document.scrollingElement.scrollWidth - width;
        if (over <= 0) return '';
        const wide = [...document.querySelectorAll('body *')].filter(element => {
          const box = element.getBoundingClientRect();
          return box.right > width + 1 && box.width > 0 && !element.closest('.vh, .skip');
        });
        return over + ' px too wide: ' + wide.slice(0, 3).map(e => e.outerHTML.slice(0, 90)).join(' | ');";
    let wide = page.run(script, vec![]).await?;
    ensure!(wide == "", "{wide}");
    Ok(())
}
