//! Results as plain text, for the person to keep: no name, with dates and sources.

use std::fmt::Write;

use leptos::prelude::*;
use migraction_core::format::DateForm;
use migraction_core::rules::{Outcome, State};
use migraction_pack::prose::{Inline, Slot};

use super::second;
use crate::components::prose::plain;
use crate::explain::Case;
use crate::explain::dates::role_words;
use crate::explain::result::computed_words;
use crate::state::{Consulting, Reader};

/// What applies, from when, and on what it rests.
#[must_use]
pub fn text(reader: &Reader, consulting: &Consulting) -> String {
    let w = &reader.w.results;
    let interview = untrack(|| consulting.interview(reader.session));
    let as_of = reader.date(interview.as_of, DateForm::Long);
    let mut text = format!("{}\n{}\n", w.heading, w.as_of(as_of));
    let Some(case) = Case::of(reader, &interview) else { return text };
    text.insert_str(0, &[&reader.label("countries", case.country), ". "].concat());
    let second = untrack(|| second::reader(reader, consulting));
    let plan = case.consult().plan();
    for outcome in plan.holding() {
        let Some(words) = reader.pack.words.rules.get(&outcome.rule.id) else { continue };
        let _ = write!(text, "\n• {}", words.title);
        if outcome.state == State::MayApply {
            let _ = write!(text, "\n  {}", reader.w.pair(w.tag_may, w.may_text));
        }
        if outcome.is_past_review() {
            let _ = write!(text, "\n  {}", w.past_review_text);
        }
        let _ = write!(text, "\n  {}", told(reader, &words.text, outcome));
        if let Some(second) = &second
            && let Some(words) = second.pack.words.rules.get(&outcome.rule.id)
        {
            let told = told(second, &words.text, outcome);
            let _ = write!(text, "\n  [{}] {}: {told}", second.w.id, words.title);
        }
        for line in outcome.dates.iter().filter(|line| line.day.is_some()) {
            let day = line.day.map(|day| reader.date(day, DateForm::Full)).unwrap_or_default();
            let _ = write!(text, "\n  {}", reader.w.pair(role_words(reader, line.role), &day));
        }
        let services = outcome.rule.services.iter();
        for service in services.filter_map(|id| reader.pack.core.services.get(id)) {
            let number = service.shown_as.as_ref().or(service.phone.as_ref());
            if let Some(number) = number {
                let _ = write!(text, "\n  {}", reader.w.pair(&service.name, number));
            }
        }
        let sources: Vec<_> = outcome
            .rule
            .facts
            .iter()
            .filter_map(|id| reader.fact(id))
            .filter_map(|(fact, _)| fact.sources.first())
            .map(|source| source.title.clone())
            .collect();
        if !sources.is_empty() {
            let _ = write!(text, "\n  ({})", sources.join(reader.w.format.list));
        }
        text.push('\n');
    }
    let _ = write!(text, "\n{}\n", w.not_advice);
    text
}

fn told(reader: &Reader, line: &[Inline], outcome: &Outcome<'_>) -> String {
    let fill = |slot: &Slot| computed_words(reader, outcome, slot);
    plain(reader, line, Some(&fill))
}
