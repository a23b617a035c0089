//! One thing to fill in.

use leptos::prelude::*;
use migraction_core::date_entry::DateRules;
use migraction_core::worksheet::{Item, Kind as Fills};

use super::Desk;
use crate::components::form::{FormField, Quick, TextKind};
use crate::components::kit::{self, derived, group, toggle};

/// Up to so many options are seen at once; more are a list of choices.
const SEEN: usize = 3;

/// An item, for one of the times that its section can be filled in.
pub fn item(desk: &Desk, item: &Item, time: u8) -> AnyView {
    let Some((sheet, words)) = desk.both() else { return kit::nothing() };
    let Some(words) = words.items.get(&item.id) else { return kit::nothing() };
    let name = format!("{}-{time}", item.id);
    let shown = {
        let (desk, id) = (desk.clone(), item.id.clone());
        derived(move || desk.filled(|filled| filled.read(&id, time).to_owned()))
    };
    let write: Box<dyn Fn(String)> = {
        let (desk, id) = (desk.clone(), item.id.clone());
        Box::new(move |typed| desk.fill(|filled| filled.write(&id, time, &typed)))
    };
    let options = sheet.options(item);
    let help = words.help.clone().unwrap_or_default();
    let field = FormField::new(name, words.ask.clone()).help(help);
    match &item.kind {
        Fills::One(_) if options.len() > SEEN => {
            let mut choices = vec![(String::new(), desk.reader.w.notes.never.to_owned())];
            choices
                .extend(options.iter().map(|id| (id.to_string(), desk.option(item, id.as_str()))));
            field.select(choices, shown, write)
        }
        Fills::One(_) | Fills::Many(_) => chips(desk, item, time, field),
        Fills::Words => field.text(TextKind::Words, shown, write, None),
        Fills::Minutes => field.text(TextKind::Whole, shown, write, None),
        Fills::Long => field.text(TextKind::Long, shown, write, None),
        Fills::Day => field.date(DateRules::any(desk.reader.today()), Quick::AHEAD, shown, write),
    }
}

fn chips(desk: &Desk, item: &Item, time: u8, field: FormField) -> AnyView {
    let Some((sheet, _)) = desk.both() else { return kit::nothing() };
    let many = matches!(item.kind, Fills::Many(_));
    let chips: Vec<_> = sheet
        .options(item)
        .iter()
        .map(|option| {
            let (read, by) = (desk.clone(), desk.clone());
            let (id, own) = (item.id.clone(), item.id.clone());
            let (value, chosen) = (option.clone(), option.clone());
            let on = derived(move || {
                read.filled(|filled| filled.has(&id, time, value.as_str())).to_string()
            });
            toggle("chip", desk.option(item, option.as_str()), on, move || {
                by.fill(|filled| filled.toggle(&own, time, chosen.as_str(), many));
            })
        })
        .collect();
    field.group(vec![group("chips chips--wrap", chips)])
}
