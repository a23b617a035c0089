//! What a page asks of the screen: its title, what has the focus, dialogs, paper, another app.
//!
//! Each command is named after what the reader gets, and says here why. Pages and components call these and never the
//! browser: what a screen reader hears after a tap is decided in one place.

use leptos::ev::MouseEvent;
use leptos::html::Dialog;
use leptos::prelude::*;

use migraction_browser::{page, sleep, spawn};

/// What is drawn after a tap is there by then, in milliseconds.
const DRAWN: i32 = 30;

/// Says in the window's title which page this is. Browsers keep titles: nothing private.
pub fn name_page(title: &str) {
    page::set_title(&[title, " · ", "Migr’action"].concat());
}

/// Says in the window's title that this is the home page.
pub fn name_home(title: &str) {
    page::set_title(title);
}

/// Moves the focus to the first element that matches: where the thing that was tapped is gone, a screen reader would
/// otherwise begin the page again.
pub fn focus(selector: &str) {
    page::focus(selector);
}

/// The same for what is only about to be drawn.
pub fn focus_once_drawn(selector: impl Into<String>) {
    let selector = selector.into();
    spawn(async move {
        sleep(DRAWN).await;
        page::focus(&selector);
    });
}

/// To the top, the focus on the heading: the page was emptied and begins again.
pub fn begin_page_again() {
    page::scroll_to_top();
    page::focus_heading();
}

/// Opens a dialog above the page, which then has the focus alone.
pub fn open_dialog(dialog: NodeRef<Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        page::show_modal(&dialog);
    }
}

/// Whether a tap fell beside the open dialog, on what darkens the page.
#[must_use]
pub fn is_beside(event: &MouseEvent, dialog: NodeRef<Dialog>) -> bool {
    dialog.get_untracked().is_some_and(|dialog| page::is_target(event, &dialog))
}

/// Puts the page on paper, by the browser's own dialog.
pub fn print() {
    page::print();
}

/// Writes a letter in the device's own mail app, with no address yet. Where there is none, nothing happens.
pub fn write_mail(subject: &str, text: &str) {
    page::write_mail(subject, text);
}

/// Offers a text as a file to keep or hand on; false where the browser does not allow it.
#[must_use]
pub fn offer_file(name: &str, media_type: &str, text: &str) -> bool {
    migraction_browser::download::offer(name, media_type, text)
}

/// The bytes of the file that was chosen in an input.
pub async fn chosen_file(event: &leptos::ev::Event) -> Option<Vec<u8>> {
    migraction_browser::files::chosen(event).await
}

/// Whether the focus, on its way from one element to another, stays within the element of this id: a control of several
/// inputs is left only when all of them are.
#[must_use]
pub fn stays_within(event: &leptos::ev::FocusEvent, id: &str) -> bool {
    page::stays_within(event, id)
}

/// Opens the device's own calendar of a date input. Where there is none, nothing happens.
pub fn show_picker(id: &str) {
    page::show_picker(id);
}

/// To the top: what was asked for stands there.
pub fn scroll_to_top() {
    page::scroll_to_top();
}
