//! What a browser keeps of a page by itself: its title and its address. Those of notes say nothing about a note.

use crate::project::{lines, nothing, rust};

#[test]
fn every_page_of_notes_has_the_same_neutral_title() {
    let files = rust("src/pages/notes");
    let mut found = lines(&files, |line| {
        let is_the_way = line.contains("kit::page_titled((bar, title(|w| w.nav.notes))");
        let others = ["kit::page", "<Frame", "HomeFrame", "set_title"];
        !is_the_way && others.iter().any(|way| line.contains(way))
    });
    for file in &files {
        let imported = file.text.split("kit::{").nth(1).and_then(|rest| rest.split('}').next());
        let mut names = imported.unwrap_or_default().split(',').map(str::trim);
        if names.any(|name| name.starts_with("page")) {
            found.push(format!("{}: imports a page of its own", file.path));
        }
    }
    nothing(&found, "a page of notes is made by `super::page`, whose title is the same for all");
}

#[test]
fn no_address_is_made_of_the_name_of_a_note() {
    let found =
        lines(&rust("src"), |line| line.contains("\"notes/{") || line.contains("[\"notes/\""));
    nothing(&found, "browsers keep addresses: which note is open is in `NotesStore::shown`");
}
