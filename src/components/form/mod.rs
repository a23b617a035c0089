//! The form kit: each field of the app, its label, help and error tied to its control.
//!
//! A [`FormField`] holds the words around a control; its last method draws the control: [`FormField::text`], [`FormField::select`],
//! [`FormField::date`] and so on, one file each. Pages and tools write no `<input>`, `<select>`, `<textarea>` or `<label>` of
//! their own. What is typed stays as it was typed: an error stands beside it and is announced once, by the one polite
//! region of the app (`Session::announce`), which no view replaces.
//!
//! Nothing here is generic over views: each such function would be code again at each call.

mod amount;
mod choice;
mod date;
mod duration;
mod error;
mod file;
mod passphrase;
mod saved;
mod search;
mod select;
mod submit;
mod text;
mod time;

use leptos::prelude::*;

pub use choice::{Mark, option};
pub use date::Quick;
pub use error::{announce, message_of, trouble};
pub use saved::draft_line;
pub use search::SearchBox;
pub use select::Choices;
pub use submit::{form, submit};
pub use text::TextKind;

use super::kit::derived;

/// The words around a control.
pub struct FormField {
    id: String,
    label: AnyView,
    is_label_hidden: bool,
    help: Option<String>,
    error: Option<Signal<String>>,
    end: Option<AnyView>,
}

impl FormField {
    /// A field; `id` is that of its control.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self::labelled(id.into(), label.into().into_any())
    }

    /// A field whose label changes.
    pub fn labelled(id: String, label: AnyView) -> Self {
        Self { id, label, is_label_hidden: false, help: None, error: None, end: None }
    }

    /// What to write here, shown above the control; nothing where it is empty.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        let help: String = help.into();
        self.help = (!help.is_empty()).then_some(help);
        self
    }

    /// What is wrong with what stands here; empty as long as nothing is.
    pub fn error(mut self, error: Signal<String>) -> Self {
        self.error = Some(error);
        self
    }

    /// Its label is for screen readers alone: something beside it says the same.
    pub fn label_hidden(mut self) -> Self {
        self.is_label_hidden = true;
        self
    }

    /// Something at the end of the control, within its frame: a unit, a button.
    pub fn end(mut self, end: AnyView) -> Self {
        self.end = Some(end);
        self
    }

    /// What the control's attributes say of the words around it.
    fn aria(&self) -> Aria {
        let help = self.help.as_ref().map(|_| [&self.id, "-help"].concat());
        let error = self.error.map(|_| [&self.id, "-error"].concat());
        let described: Vec<String> = help.into_iter().chain(error).collect();
        Aria {
            described_by: (!described.is_empty()).then(|| described.join(" ")),
            invalid: self
                .error
                .map(|error| derived(move || (!error.read().is_empty()).to_string())),
        }
    }

    /// The words around one control.
    fn around(self, control: AnyView) -> AnyView {
        let class = if self.is_label_hidden { "vh" } else { "field__label" };
        let wrong = self.error;
        let (help, error) = (help_of(&self.id, self.help), error::line_of(&self.id, self.error));
        let control = match self.end {
            None => control,
            Some(end) => view! { <div class="field__box">{control}{end}</div> }.into_any(),
        };
        let (id, label) = (self.id, self.label);
        // For the frame around a control with something at its end, which has no other way to know.
        let is_wrong = move || wrong.is_some_and(|wrong| !wrong.read().is_empty());
        view! { <div class="field" class:field--error=is_wrong><label class=class for=id>{label}</label>{help}{control}{error}</div> }.into_any()
    }

    /// The words around several controls, which have labels of their own.
    pub fn group(self, controls: Vec<AnyView>) -> AnyView {
        let described_by = self.aria().described_by;
        let (help, error) = (help_of(&self.id, self.help), error::line_of(&self.id, self.error));
        let (id, label) = ((!self.id.is_empty()).then_some(self.id), self.label);
        view! {
            <fieldset class="field" id=id aria-describedby=described_by>
                <legend class="field__label">{label}</legend>
                {help}{controls}{error}
            </fieldset>
        }
        .into_any()
    }
}

/// Attributes of a control.
struct Aria {
    described_by: Option<String>,
    invalid: Option<Signal<String>>,
}

fn help_of(id: &str, help: Option<String>) -> Option<AnyView> {
    let id = [id, "-help"].concat();
    help.map(|help| view! { <p class="field__help" id=id>{help}</p> }.into_any())
}
