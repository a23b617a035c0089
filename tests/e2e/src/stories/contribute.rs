//! A practice from the field with the server stopped: written, kept over a start, said what it lacks,
//! handed on as a file; and a practice adapted to one's own place.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use toml::Table;

use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The form.
pub const SHEET: Story = Story::new("contribute", |world| Box::pin(sheet(world)));
/// An error in the guide, told with no network.
pub const REPORT: Story = Story::new("report", |world| Box::pin(report(world)));
/// The worksheet of a practice.
pub const ADAPT: Story = Story::new("adapt", |world| Box::pin(adapt(world)));

const TEXTS: [(&str, &str); 16] = [
    ("title", "Le café du mardi"),
    ("summary", "Une table, du café, et des réponses sans rendez-vous."),
    ("organisation", "Une association"),
    ("minutes", "90"),
    ("group_min", "3"),
    ("group_max", "12"),
    ("aim", "Se rencontrer."),
    ("materials", "Du café\nDes \"tasses\""),
    ("steps", "Ouvrir.\nÉcouter."),
    ("attention", "Ne rien promettre."),
    ("local", "La salle."),
    ("carries", "Le reste."),
    ("evidence", "Rien de mesuré."),
    ("source_title", "Notre page"),
    ("source_publisher", "Une association"),
    ("source_url", "https://example.org/cafe"),
];

async fn sheet(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    steps::install(page, &origin, content, "fr").await?;
    server.stop().await?;

    page.follow("/fr/contribute").await?;
    page.tap("#begin").await?;
    page.until("/contribute\\/./.test(location.pathname)", "a new sheet").await?;
    let path = page.path().await?;
    page.wait_for_screen(&path).await?;
    ensure!(page.has("#lacks").await?, "an empty sheet lacks nothing");

    for (name, text) in TEXTS {
        write(page, name, text).await.with_context(|| format!("the field {name}"))?;
    }
    for (name, value) in [
        ("stage", "reception"),
        ("kind", "practice"),
        ("country", "be"),
        ("language_level", "none"),
    ] {
        steps::select(page, &format!("#{name}"), value, Way::Touch).await?;
    }
    for name in ["themes", "audiences"] {
        page.tap(&format!("#{name} button")).await?;
    }
    page.until("!document.querySelector('#lacks')", "a complete sheet").await?;
    kept(page, world).await?;

    // Another start: all of it is still there, and the list leads to it.
    page.visit(&origin, "/fr/contribute").await?;
    page.tap(&format!("a.row[href={}]", json!(path))).await?;
    page.wait_for_screen(&path).await?;
    for (name, text) in TEXTS {
        let same = format!("document.querySelector('#{name}').value === {}", json!(text));
        page.until(&same, &format!("{name} as it was written")).await?;
    }

    let stand_in = "const make = URL.createObjectURL.bind(URL);
        URL.createObjectURL = blob => { blob.text().then(text => window.made = text); return make(blob); };
        HTMLAnchorElement.prototype.click = function () { if (!this.download) this.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })); };";
    page.run(stand_in, vec![]).await?;
    page.tap("#export").await?;
    page.until("window.made", "the file").await?;
    let file: Table = page.value::<String>("window.made").await?.parse().context("the file")?;
    let text = |key: &str| file.get(key).and_then(toml::Value::as_str).unwrap_or_default().trim();
    ensure!(text("format") == "migraction-practice-1", "the file has another format");
    ensure!(text("language") == "fr", "the file is in another language");
    ensure!(file.get("minutes").and_then(toml::Value::as_integer) == Some(90), "another length");
    for name in ["title", "materials", "steps", "source_url"] {
        let wanted = TEXTS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        ensure!(Some(text(name)) == wanted, "{name} is {:?} in the file", text(name));
    }

    page.tap("#erase").await?;
    page.tap("#erase").await?;
    page.wait_for_screen("/fr/contribute").await?;
    page.until("!document.querySelector('main a.row')", "the draft is gone").await
}

/// Writes into a field as a keyboard does.
async fn write(page: &Page, name: &str, text: &str) -> Result<()> {
    let script = "const field = document.getElementById(arguments[0]);
        field.value = arguments[1];
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    page.run(script, vec![json!(name), json!(text)]).await?;
    Ok(())
}

async fn kept(page: &Page, world: &World) -> Result<()> {
    let says = world.content().word("fr", "contribute.kept")?;
    let shown = format!("document.querySelector('.draft').textContent.includes({})", json!(says));
    page.until(&shown, "that all is saved").await
}

async fn adapt(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    steps::install(page, &origin, content, "fr").await?;
    server.stop().await?;

    page.follow("/fr/practice/forum-theatre").await?;
    page.tap("#adapt summary").await?;
    write(page, "adapt-local", "La salle ferme à 20 h.").await?;
    steps::set_date(page, "#adapt-day", "2027-01-15", Way::Touch).await?;
    kept(page, world).await?;

    page.visit(&origin, "/fr/practice/forum-theatre").await?;
    page.tap("#adapt summary").await?;
    page.until(
        "document.querySelector('#adapt-local').value === 'La salle ferme à 20 h.'
         && document.querySelector('#adapt-day').closest('.date').dataset.date === '2027-01-15'",
        "the worksheet as it was",
    )
    .await?;
    let stand_in =
        "navigator.share = data => { window.handedOn = data.text; return Promise.resolve(); }";
    page.run(stand_in, vec![]).await?;
    page.tap("#adapt-share").await?;
    page.until("window.handedOn?.includes('20 h.')", "the worksheet as text").await?;
    // Without open notes it says so, and nothing of the worksheet is lost.
    page.tap("#adapt-note").await?;
    page.until("location.pathname.startsWith('/fr/notes')", "the notes, to be opened").await?;
    page.wait("main h1").await?;
    page.follow("/fr/practice/forum-theatre").await?;
    page.until("document.querySelector('#adapt-local').value.includes('20 h.')", "the worksheet")
        .await
}

/// What is written is kept over a start, and handed on with the edition of the guide.
async fn report(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "it").await?;
    server.stop().await?;
    page.visit(&origin, "/it/about").await?;
    crate::notes::fill(page, "#report-page", "Paga in Belgio").await?;
    crate::notes::fill(page, "#report-wrong", "L’importo è del 2025.").await?;
    steps::activate(page, "#report-page", Way::Touch).await?;
    page.settle().await?;
    page.visit(&origin, "/it/about").await?;
    page.until("document.querySelector('#report-page')?.value === 'Paga in Belgio'", "the draft")
        .await?;
    page.run(
        "navigator.share = data => { window.handedOn = data.text; return Promise.resolve(); }",
        vec![],
    )
    .await?;
    steps::activate(page, "#report-share", Way::Keyboard).await?;
    page.until("window.handedOn", "the text").await?;
    let text: String = page.value("window.handedOn").await?;
    ensure!(
        text.contains("Paga in Belgio\n\nL’importo è del 2025.") && text.contains("2026"),
        "what is handed on is {text}"
    );
    Ok(())
}
