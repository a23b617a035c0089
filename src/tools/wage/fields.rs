//! Fields of the form, each bound to a blank or a tick of the check.

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_core::date_entry::DateRules;
use migraction_core::dates::days_after;
use migraction_core::format::DateForm;

use crate::components::form::{Choices, FormField, Mark, Quick, option};
use crate::components::kit::{derived, group, toggle};
use crate::state::wage::Blank;
use crate::state::{Reader, use_session, use_wage};

fn value(blank: Blank) -> Signal<String> {
    let asked = use_wage().asked;
    derived(move || asked.read().text(blank).to_owned())
}

fn write(blank: Blank) -> Box<dyn Fn(String)> {
    let asked = use_wage().asked;
    Box::new(move |text| asked.update(|asked| asked.write(blank, text)))
}

/// A day.
pub fn day(id: &'static str, label: &'static str, blank: Blank) -> AnyView {
    let rules = DateRules::past(use_session().today);
    FormField::new(id, label).date(rules, Quick::PAST, value(blank), write(blank))
}

/// A number.
pub fn number(id: &'static str, label: &'static str, help: &'static str, blank: Blank) -> AnyView {
    FormField::new(id, label).help(help).amount(value(blank), write(blank))
}

/// One of several.
pub fn choice(id: &'static str, label: &'static str, choices: Choices, blank: Blank) -> AnyView {
    FormField::new(id, label).select(choices, value(blank), write(blank))
}

/// Things to tick: id and name.
pub fn ticks(names: Vec<(String, String)>) -> AnyView {
    let asked = use_wage().asked;
    let one = |(id, name): (String, String)| {
        let own = id.clone();
        let on = Signal::derive(move || asked.read().has(&own));
        let inside = vec![view! { <span>{name}</span> }.into_any()];
        option(Mark::Checkbox, (id.clone(), ""), inside, on, move || {
            asked.update(|asked| asked.turn(&id));
        })
    };
    group("options", names.into_iter().map(one).collect())
}

/// The days of the week, to be pressed.
pub fn week(reader: &Reader) -> AnyView {
    let asked = use_wage().asked;
    // Any Monday will do.
    let monday = CivilDate::from_isoywd_opt(2026, 1, chrono::Weekday::Mon).unwrap_or_default();
    let one = |at: u64| {
        let name = reader.date(days_after(monday, at), DateForm::Weekday);
        let id = format!("day-{at}");
        let own = id.clone();
        let on = derived(move || asked.read().has(&own).to_string());
        toggle("chip", name, on, move || asked.update(|asked| asked.turn(&id)))
    };
    group("chips chips--wrap", (0..7).map(one).collect())
}
