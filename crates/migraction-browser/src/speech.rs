//! Reading aloud with the voices of the device.
//!
//! Only voices that work on the device itself are used: others would send what is read to a
//! third party, and would fail with no network. Many phones have no voice for a language, some have
//! none at all: [`voices_for`] says so before a button is offered.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

use super::page::get;

/// What is being read. Browsers may throw away an utterance that nothing holds, and with it the
/// news of its end.
struct Reading {
    pieces: Vec<SpeechSynthesisUtterance>,
    ended: Box<dyn Fn()>,
    _heard: Closure<dyn Fn()>,
}

thread_local! {
    static READING: RefCell<Option<Reading>> = const { RefCell::new(None) };
}

/// The device's speech, where the browser has any.
fn speech() -> Option<SpeechSynthesis> {
    let window = web_sys::window()?;
    if get(&window, "speechSynthesis").is_object() { window.speech_synthesis().ok() } else { None }
}

/// Whether a voice with this tag, such as `fr-BE` or `fr_FR`, speaks a language, such as `fr`.
fn is_of(tag: &str, language: &str) -> bool {
    let main = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    main(tag) == main(language)
}

/// The voice for a language, the device's preferred one first.
fn voice(speech: &SpeechSynthesis, language: &str) -> Option<SpeechSynthesisVoice> {
    let voices = speech.get_voices();
    let mut found = voices
        .iter()
        .map(JsCast::unchecked_into::<SpeechSynthesisVoice>)
        .filter(|voice| voice.local_service() && is_of(&voice.lang(), language))
        .collect::<Vec<_>>();
    found.sort_by_key(|voice| !voice.default());
    found.into_iter().next()
}

/// Whether the device can read this language aloud, with no network. Some browsers list their
/// voices only a moment after the start: see [`on_voices`].
#[must_use]
pub fn voices_for(language: &str) -> bool {
    speech().is_some_and(|speech| voice(&speech, language).is_some())
}

/// Calls `handler` whenever the browser has found more voices, for as long as the page lives.
pub fn on_voices(handler: impl Fn() + 'static) {
    let Some(speech) = speech() else { return };
    let closure = Closure::<dyn Fn()>::new(handler);
    // An older Safari has the voices at once and no such event.
    let add = get(&speech, "addEventListener").dyn_into::<js_sys::Function>();
    if let Ok(add) = add {
        let _ = add.call2(&speech, &JsValue::from_str("voiceschanged"), closure.as_ref());
        closure.forget();
    }
}

/// Reads a text aloud, after stopping what was being read. Says whether there was a voice for it.
pub fn speak(text: &str, language: &str) -> bool {
    speak_all(&[text.to_owned()], language, || ())
}

/// Reads pieces of text one after the other; `ended` is called once when all was read, when it was
/// stopped, or when the device gave up. Pieces should be short: some browsers stop a long one.
pub fn speak_all(pieces: &[String], language: &str, ended: impl Fn() + 'static) -> bool {
    stop();
    let Some(speech) = speech() else { return false };
    let Some(voice) = voice(&speech, language) else { return false };
    let heard = Closure::<dyn Fn()>::new(finish);
    let mut utterances = Vec::new();
    for piece in pieces {
        let Ok(utterance) = SpeechSynthesisUtterance::new_with_text(piece) else { return false };
        utterance.set_lang(&voice.lang());
        utterance.set_voice(Some(&voice));
        utterance.set_onerror(Some(heard.as_ref().unchecked_ref()));
        utterances.push(utterance);
    }
    let Some(last) = utterances.last() else { return false };
    last.set_onend(Some(heard.as_ref().unchecked_ref()));
    for utterance in &utterances {
        speech.speak(utterance);
    }
    READING.set(Some(Reading { pieces: utterances, ended: Box::new(ended), _heard: heard }));
    true
}

/// The end of the present reading, or its failure. The closure that calls this is among what is
/// dropped, so that happens in a task of its own.
fn finish() {
    super::spawn(async { stop() });
}

/// Stops reading at once. Does nothing when nothing is being read.
pub fn stop() {
    let Some(reading) = READING.take() else { return };
    for piece in &reading.pieces {
        piece.set_onend(None);
        piece.set_onerror(None);
    }
    if let Some(speech) = speech() {
        speech.cancel();
    }
    (reading.ended)();
}

#[cfg(test)]
mod tests {
    use super::is_of;

    #[test]
    fn a_voice_speaks_its_language_whatever_the_region_and_the_writing() {
        assert!(is_of("fr-BE", "fr"));
        assert!(is_of("it_IT", "it"));
        assert!(is_of("EN", "en"));
        assert!(!is_of("fro-FR", "fr"));
        assert!(!is_of("", "fr"));
    }
}
