//! Steps of stories about notes.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::page::Page;

/// The passphrase of the stories.
pub const PASSPHRASE: &str = "lampe verte sous la pluie";
/// Text that must be found nowhere outside the page.
pub const PLANTED: &str = "Zwetschgenkuchen";

/// Puts the focus into a field and types what belongs there.
///
/// # Errors
/// When the field does not take it.
pub async fn fill(page: &Page, css: &str, text: &str) -> Result<()> {
    page.tap(css).await?;
    page.run(&format!("document.querySelector({}).select?.()", json!(css)), vec![]).await?;
    page.type_text(text).await?;
    let now = format!("document.querySelector({}).value === {}", json!(css), json!(text));
    page.until(&now, "the field holds what was typed").await
}

/// Makes a profile and proves its recovery code; gives the code's four groups.
///
/// # Errors
/// When one of the steps does not come.
pub async fn make_profile(page: &Page, origin: &str, language: &str) -> Result<Vec<String>> {
    page.visit(origin, &format!("/{language}/notes/profile/new")).await?;
    fill(page, "#passphrase", PASSPHRASE).await?;
    page.tap("#make").await?;
    page.wait(".code--long").await.context("the recovery code")?;
    let groups: Vec<String> = page
        .value("[...document.querySelectorAll('.code--long span')].map(e => e.textContent)")
        .await?;
    ensure!(groups.len() == 4 && groups.iter().all(|group| group.len() == 8), "{groups:?}");
    page.tap("#code-written").await?;
    let part: usize = page.attribute("h1[data-part]", "data-part").await?.parse()?;
    let wrong = groups.get(part % 4).context("four groups")?;
    fill(page, "#proof", wrong).await?;
    page.tap("#keep").await?;
    page.wait("[data-notice=trouble]").await.context("another group proves nothing")?;
    fill(page, "#proof", groups.get(part - 1).context("four groups")?).await?;
    page.tap("#keep").await?;
    page.wait(".dock").await.context("the list of notes")?;
    Ok(groups)
}

/// Unlocks on the page where one is.
///
/// # Errors
/// When the notes do not open.
pub async fn unlock(page: &Page, passphrase: &str) -> Result<()> {
    page.wait("#unlock").await?;
    fill(page, "#passphrase", passphrase).await?;
    page.tap("#unlock").await
}

/// Writes a note with this code and text, and waits until it is saved. Gives its name.
///
/// # Errors
/// When it is not saved.
pub async fn write(page: &Page, language: &str, code: &str, text: &str) -> Result<String> {
    page.follow(&format!("/{language}/notes/new")).await?;
    page.tap("#begin-first").await?;
    page.wait("#code").await?;
    fill(page, "#code", code).await?;
    fill(page, "#text", text).await?;
    saved(page).await?;
    name(page).await
}

/// The name of the note that is open.
///
/// # Errors
/// When none is.
pub async fn name(page: &Page) -> Result<String> {
    page.attribute("[data-record]", "data-record").await
}

/// Opens a note from the list.
///
/// # Errors
/// When it does not come.
pub async fn open(page: &Page, language: &str, name: &str) -> Result<()> {
    page.follow(&format!("/{language}/notes")).await?;
    page.tap(&format!("[data-note='{name}']")).await?;
    page.wait(&format!("[data-record='{name}']")).await?;
    page.wait("#code").await
}

/// Waits until what was typed is stored.
///
/// # Errors
/// When it is not.
pub async fn saved(page: &Page) -> Result<()> {
    page.run("document.activeElement?.blur()", vec![]).await?;
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    page.until("document.querySelector('.status')?.dataset.status === 'saved'", "the note is saved")
        .await
}

/// Everything that the database holds, as text.
///
/// # Errors
/// When the database does not open.
pub async fn dump(page: &Page) -> Result<String> {
    let script = "const done = arguments[0];
        const text = value => value instanceof Uint8Array
          ? String.fromCharCode(...value.slice(0, 60000)) : JSON.stringify(value) ?? '';
        const opening = indexedDB.open('migraction');
        opening.onerror = () => done(null);
        opening.onsuccess = () => {
          const database = opening.result;
          const own = [...database.objectStoreNames].filter(name => !name.startsWith('pack-'));
          const reading = database.transaction(own);
          const found = [];
          for (const name of own) {
            const store = reading.objectStore(name);
            store.openCursor().onsuccess = event => {
              const cursor = event.target.result;
              if (!cursor) return;
              found.push(name + ' ' + cursor.key + ' ' + text(cursor.value));
              cursor.continue();
            };
          }
          reading.oncomplete = () => { database.close(); done(found.join('\\n')); };
        };";
    let dump: Option<String> = page.run_later(script, vec![]).await?;
    dump.context("the database does not open")
}

/// Makes sure that nothing written can be read in what the browser keeps.
///
/// # Errors
/// When something can.
pub async fn expect_sealed(page: &Page, words: &[&str]) -> Result<()> {
    let dump = dump(page).await?;
    ensure!(dump.contains("records ") && dump.contains("profiles "), "nothing is kept at all");
    let settings: String =
        page.value("JSON.stringify({ ...localStorage, ...sessionStorage })").await?;
    for word in words {
        ensure!(!dump.contains(word), "{word} can be read in the database");
        ensure!(!settings.contains(word), "{word} can be read in the settings");
    }
    Ok(())
}
