//! Reading aloud: whether the device has a voice, and whether it is speaking.

use leptos::prelude::*;

use migraction_browser::{page, speech};

/// Reading aloud.
#[derive(Clone, Copy, Debug)]
pub struct Aloud {
    /// Something is being read.
    pub speaking: RwSignal<bool>,
    /// Counts the times that the browser found more voices.
    voices: RwSignal<u32>,
}

/// Reading aloud in this app.
#[must_use]
pub fn use_aloud() -> Aloud {
    expect_context()
}

impl Aloud {
    /// Looks for voices; some browsers find them a moment later.
    #[must_use]
    pub fn start() -> Self {
        let aloud = Self { speaking: RwSignal::new(false), voices: RwSignal::new(0) };
        let _ = speech::voices_for("");
        speech::on_voices(move || aloud.voices.update(|times| *times += 1));
        page::on_window("pagehide", speech::stop);
        aloud
    }

    /// Whether the device can read this language aloud.
    #[must_use]
    pub fn has_voice(self, language: &str) -> bool {
        self.voices.track();
        speech::voices_for(language)
    }

    /// Reads pieces of text, one after the other. Says whether there was a voice for them.
    pub fn read(self, pieces: &[String], language: &str) -> bool {
        let began = speech::speak_all(pieces, language, move || {
            self.speaking.try_set(false);
        });
        self.speaking.set(began);
        began
    }

    /// Stops at once.
    pub fn stop(self) {
        speech::stop();
    }
}
