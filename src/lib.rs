//! Migr'action: a guide, orientation tools and notes for those who welcome migrants, on a phone,
//! with or without a network.
//!
//! Only `migraction_browser` knows that a browser exists. Pages and tools call the commands of [`state`];
//! what they decide comes from `migraction-core`, what they say from the pack and from [`words`].

pub mod app;
pub mod components;
pub mod explain;
pub mod lazy_pages;
pub mod pages;
pub mod routes;
pub mod state;
pub mod tools;
pub mod words;

/// Starts the app on the page, once the words of the reader's language are here.
pub fn run() {
    migraction_browser::write_panics();
    migraction_browser::spawn(async {
        let Some(words) = state::language::first_words().await else {
            return migraction_browser::page::show_load_failed();
        };
        migraction_browser::yield_to_browser().await;
        migraction_browser::start(|place| {
            leptos::mount::mount_to(place, move || app::app(words)).forget()
        });
    });
}
