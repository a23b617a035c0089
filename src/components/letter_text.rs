//! What there is to know of a kind of letter, part by part.

use leptos::prelude::*;
use migraction_pack::language_part::LetterWords;

use super::prose::line;
use crate::state::Reader;

/// How to recognise it, what it decides, from when its time runs, what holds meanwhile, how to contest it, what to bring.
pub fn described(reader: &Reader, words: &LetterWords) -> AnyView {
    let w = &reader.w.letter;
    let parts = [
        (w.looks, &words.looks),
        (w.decides, &words.decides),
        (w.runs, &words.runs),
        (w.stay, &words.stay),
        (w.appeal, &words.appeal),
    ];
    let parts = parts.map(|(title, text)| {
        view! { <h2>{title}</h2><p>{line(reader, text, None)}</p> }.into_any()
    });
    let bring = words.bring.iter();
    let bring: Vec<AnyView> = bring
        .map(|one| view! { <li><span>{line(reader, one, None)}</span></li> }.into_any())
        .collect();
    view! { <div class="prose">{Vec::from(parts)} <h2>{w.bring}</h2> <ul>{bring}</ul></div> }
        .into_any()
}
