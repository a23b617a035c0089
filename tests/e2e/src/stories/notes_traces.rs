//! A session with notes, and then everything that the browser left in its profile folder: history, sessions, caches,
//! databases, preferences, logs. Nothing of a note is in it, in no form in which browsers write, and its name only where the
//! sealed records are.
//!
//! Not told in `WebKitGTK`: its automation leaves no profile behind.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::engine::Engine;
use crate::notes::{self, PASSPHRASE, PLANTED};
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// Nothing of a note in the whole profile folder.
pub const STORY: Story =
    Story::new("notes_traces", |world| Box::pin(tell(world))).only(Engine::KEEPING).within(240);

const CODE: &str = "Quittenkompott-27";
const SUBJECT: &str = "Mirabellenstrudel";
const PLACE: &str = "Hagebuttenheim";
const STEP: &str = "Zimtsternschnuppe";
const LABEL: &str = "Pfefferkuchenstube";

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    let groups = notes::make_profile(page, &origin, "fr").await?;
    let name = notes::write(page, "fr", CODE, PLANTED).await?;
    notes::fill(page, "#subject", SUBJECT).await?;
    notes::fill(page, "#place", PLACE).await?;
    page.tap("#add-step").await?;
    page.wait("[id^=item-]").await?;
    let step: String =
        page.value("[...document.querySelectorAll('input[id^=item-]')].at(-1).id").await?;
    notes::fill(page, &format!("#{step}"), STEP).await?;
    notes::saved(page).await?;
    titles_are_neutral(page).await?;

    // Seen in the list, searched for, opened, shown again after a reload, locked while it is open.
    page.follow("/fr/notes").await?;
    notes::fill(page, "#notes-search", CODE).await?;
    notes::open(page, "fr", &name).await?;
    page.reload().await?;
    notes::unlock(page, PASSPHRASE).await?;
    page.wait(".dock").await.context("after a reload the list is shown")?;
    notes::open(page, "fr", &name).await?;
    titles_are_neutral(page).await?;
    page.tap("#lock").await?;
    notes::unlock(page, PASSPHRASE).await?;
    page.wait(&format!("[data-record='{name}']")).await.context("back where one was")?;
    // Another profile, on the way to which nothing of this one shows; results of a consultation in a note.
    let scenario = world.content().scenario("be-refusal-ordinary")?;
    page.follow("/fr/tools/orientation").await?;
    steps::consult(page, "fr", &scenario, Way::Touch).await?;
    page.tap("#keep-note").await?;
    page.tap("#begin-first").await?;
    page.wait("#code").await?;
    let second = notes::name(page).await?;
    notes::fill(page, "#code", LABEL).await?;
    notes::saved(page).await?;
    page.follow("/fr/notes/sync").await?;
    let folder = browser.profile();
    browser.quit().await;

    let kept = Kept::read(&folder)?;
    // What must be found, so that not finding the rest means something.
    for there in ["/fr/notes/note", "/fr/notes/unlock"] {
        ensure!(
            !kept.holding(there).is_empty(),
            "{there} is not in the history: is this the folder?"
        );
    }
    let code = groups.join("-");
    let mut words = vec![CODE, SUBJECT, PLACE, STEP, LABEL, PLANTED, PASSPHRASE, &code];
    words.extend(groups.iter().map(String::as_str));
    let mut found = Vec::new();
    for word in words {
        found.extend(kept.holding(word).into_iter().map(|file| format!("{word} is in {file}")));
    }
    for name in [&name, &second] {
        let files = kept.holding(name).into_iter();
        // The records lie there under their names: sealed bytes under random names.
        let elsewhere = files.filter(|file| !is_database(file));
        found.extend(elsewhere.map(|file| format!("the name of a note is in {file}")));
    }
    if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n")) }
}

async fn titles_are_neutral(page: &crate::page::Page) -> Result<()> {
    let title: String = page.value("document.title").await?;
    ensure!(title == "Notes · Migr’action", "the title is {title}");
    Ok(())
}

/// Where browsers put the databases of sites.
fn is_database(file: &str) -> bool {
    file.contains("/IndexedDB/") || (file.contains("/storage/default/") && file.contains("/idb/"))
}

/// The files of a profile, with what is packed in them unpacked.
struct Kept(Vec<(String, Vec<u8>)>);

impl Kept {
    fn read(folder: &Path) -> Result<Self> {
        let mut kept = Self(Vec::new());
        kept.collect(folder, folder)?;
        ensure!(kept.0.len() > 20, "{} holds hardly anything", folder.display());
        Ok(kept)
    }

    fn collect(&mut self, folder: &Path, top: &Path) -> Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            // Sockets and locks are links to nowhere.
            let Ok(about) = std::fs::symlink_metadata(&path) else { continue };
            if about.is_dir() {
                self.collect(&path, top)?;
            } else if about.is_file() {
                let name = path.strip_prefix(top)?.display().to_string();
                let bytes = std::fs::read(&path)?;
                if let Some(unpacked) = unpack(&bytes) {
                    self.0.push((format!("/{name} (unpacked)"), unpacked));
                }
                self.0.push((format!("/{name}"), bytes));
            }
        }
        Ok(())
    }

    /// The files that hold a word, as browsers write words: in UTF-8, in UTF-16, or in an address.
    fn holding(&self, word: &str) -> Vec<String> {
        let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let escaped = word.replace(' ', "%20").into_bytes();
        let forms = [word.as_bytes().to_vec(), wide, escaped];
        let holds = |bytes: &[u8]| forms.iter().any(|form| contains(bytes, form));
        self.0.iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name.clone()).collect()
    }
}

fn contains(bytes: &[u8], form: &[u8]) -> bool {
    let Some(first) = form.first() else { return false };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        let from = &rest[at..];
        if from.starts_with(form) {
            return true;
        }
        rest = &from[1..];
    }
    false
}

/// Firefox packs sessions and preferences: a mark, the length, then one block.
fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    let rest = bytes.strip_prefix(b"mozLz40\0")?;
    let (length, block) = rest.split_at_checked(4)?;
    let length = usize::try_from(u32::from_le_bytes(length.try_into().ok()?)).ok()?;
    lz4_flex::block::decompress(block, length).ok()
}
