//! A new profile: name, passphrase, recovery code, and the proof that it was written down.

use std::sync::Arc;

use leptos::prelude::*;
use migraction_vault::{Code, Strength, strength};
use zeroize::Zeroizing;

use super::{install_first, page, passphrase_field, title};
use crate::browser::{chance, spawn};
use crate::components::kit::{
    Kind, all, button, field, form, going, group, h1, labelled, live, para, strong, submit, trouble,
};
use crate::state::notes::{NewProfile, ProfileTrouble};
use crate::state::{use_notes, use_session};
use crate::words::Words;

pub(super) fn profile_words(w: &Words, trouble: ProfileTrouble) -> String {
    let v = &w.vault;
    let (title, text) = match trouble {
        ProfileTrouble::Weak => (v.strength_weak, v.passphrase_help),
        ProfileTrouble::NoMemory => (v.memory_title, v.memory_text),
        ProfileTrouble::Full => (v.full_title, v.full_text),
        ProfileTrouble::Storage | ProfileTrouble::Locked => (v.storage_title, v.storage_text),
    };
    format!("{title}. {text}")
}

/// How strong the passphrase is, in four steps with words.
pub(super) fn strength_bar(w: &'static Words, passphrase: RwSignal<String>) -> AnyView {
    let level = Memo::new(move |_| strength(&passphrase.read()));
    live(move || {
        let (v, level) = (&w.vault, level.get());
        let (reached, name) = match level {
            Strength::TooShort => (0, v.strength_short),
            Strength::Weak => (1, v.strength_weak),
            Strength::Good => (3, v.strength_good),
            Strength::Strong => (4, v.strength_strong),
        };
        let on = if level.is_accepted() { "on" } else { "mid" };
        let steps = (0..4).map(|step| {
            let class = if step < reached { on } else { "" };
            view! { <span class=class></span> }.into_any()
        });
        let help = view! { <p class="field__help" role="status">{v.strength(name)}</p> }.into_any();
        group("stack stack--s", vec![group("strength", steps.collect()), help])
    })
}

/// Where one is.
#[derive(Clone)]
enum Stage {
    Passphrase,
    Code(Arc<NewProfile>),
    Proof(Arc<NewProfile>, usize),
}

/// The page of a new profile.
pub fn new_profile_page() -> AnyView {
    let notes = use_notes();
    let stage = RwSignal::new(Stage::Passphrase);
    let passphrase = RwSignal::new(String::new());
    page(title(|w| w.vault.new_title), "notes/unlock", None, "page page--tight", move |w| {
        if !notes.may_write() {
            return install_first(w);
        }
        live(move || match stage.get() {
            Stage::Passphrase => choose(w, stage, passphrase),
            Stage::Code(profile) => show_code(w, stage, profile),
            Stage::Proof(profile, part) => prove(w, stage, profile, part, passphrase),
        })
    })
}

fn choose(w: &'static Words, stage: RwSignal<Stage>, passphrase: RwSignal<String>) -> AnyView {
    let notes = use_notes();
    let v = &w.vault;
    let label = RwSignal::new(v.label_first.to_owned());
    let (busy, message) = (RwSignal::new(false), RwSignal::new(None));
    let make = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn(async move {
            let secret = Zeroizing::new(passphrase.get_untracked());
            let made = notes.make_profile(&label.get_untracked(), &secret).await;
            busy.set(false);
            match made {
                Ok(profile) => stage.set(Stage::Code(Arc::new(profile))),
                Err(trouble) => message.set(Some(profile_words(w, trouble))),
            }
        });
    };
    all(vec![
        h1(v.new_title),
        para("", v.new_intro),
        form(
            make,
            vec![
                field("label", Kind::Words, v.label, Some(v.label_help), label),
                passphrase_field(
                    "passphrase",
                    Signal::stored(v.passphrase.to_owned()),
                    passphrase,
                    true,
                ),
                para("field__help", v.passphrase_help),
                strength_bar(w, passphrase),
                trouble(message),
                submit("make", v.continue_do, busy),
            ],
        ),
    ])
}

/// A code in its four groups.
pub(super) fn code_groups(code: &Code) -> AnyView {
    let groups = (1..=4).map(|number| {
        let group = code.group(number).to_string();
        view! { <span>{group}</span> }.into_any()
    });
    group("code code--long", groups.collect())
}

fn show_code(w: &'static Words, stage: RwSignal<Stage>, profile: Arc<NewProfile>) -> AnyView {
    let v = &w.vault;
    let groups = code_groups(&profile.code);
    let next = move || {
        let part = usize::try_from(chance::number() % 4).unwrap_or_default() + 1;
        stage.set(Stage::Proof(profile.clone(), part));
    };
    all(vec![
        h1(v.code_title),
        para("", v.code_intro),
        groups,
        strong(v.code_warning),
        button("code-written", "btn btn--main", vec![v.code_written.into_any()], next),
    ])
}

fn prove(
    w: &'static Words,
    stage: RwSignal<Stage>,
    profile: Arc<NewProfile>,
    part: usize,
    passphrase: RwSignal<String>,
) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let go = going(true);
    let (typed, busy, message) =
        (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(None));
    let back = {
        let profile = profile.clone();
        move || stage.set(Stage::Code(profile.clone()))
    };
    let keep = move || {
        if busy.get_untracked() {
            return;
        }
        if !profile.code.proves(part, &typed.read_untracked()) {
            message.set(Some(w.vault.proof_wrong(part)));
            return;
        }
        busy.set(true);
        let (profile, go) = (profile.clone(), go.clone());
        spawn(async move {
            let secret = Zeroizing::new(passphrase.get_untracked());
            match profile.keep().await {
                Ok(id) => {
                    passphrase.set(String::new());
                    // Where this fails the list leads to unlocking, and nothing is lost.
                    let _ = notes.unlock(id, &secret, session.today).await;
                    go(&notes.take_next());
                }
                Err(trouble) => {
                    busy.set(false);
                    message.set(Some(profile_words(w, trouble)));
                }
            }
        });
    };
    let v = &w.vault;
    let value: Signal<String> = typed.into();
    let input = view! {
        <input id="proof" data-part=part.to_string() class="field__input" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" prop:value=value on:input=move |event| typed.set(crate::browser::page::value_of(&event))/>
    };
    all(vec![
        h1(v.proof_title(part)),
        form(
            keep,
            vec![
                labelled("proof", v.proof_label(part), Some(v.proof_help), input.into_any()),
                trouble(message),
                submit("keep", v.proof_do, busy),
                button("", "btn btn--text", vec![v.proof_back.into_any()], back),
            ],
        ),
    ])
}
