//! A length of time as a paper prints it: a number, and beside it days, weeks or months.

use leptos::prelude::*;
use migraction_core::dates::TermUnit;
use migraction_core::rules::input::{STATED_UNITS, stated, stated_text};

use super::select::list;
use super::{FormField, TextKind};
use crate::components::kit::derived;
use crate::state::Reader;
use crate::words::Words;

impl FormField {
    /// A length of time. `typed` hears every change, as [`stated`] reads it: `10`, `2 weeks`. The list of units is
    /// `<id>-unit`.
    pub fn duration(
        self,
        reader: &Reader,
        value: Signal<String>,
        typed: Box<dyn Fn(String)>,
    ) -> AnyView {
        let (w, id): (&'static Words, _) = (reader.w, [&self.id, "-unit"].concat());
        let typed = StoredValue::new_local(typed);
        let write = move |number: &str, unit: TermUnit| {
            let _ = typed.try_with_value(|typed| typed(stated_text(number, unit)));
        };
        let number = derived(move || stated(&value.read()).0.to_owned());
        let unit = derived(move || name(stated(&value.read()).1).to_owned());
        let units = STATED_UNITS
            .iter()
            .map(|(unit, name)| ((*name).to_owned(), reader.unit((*unit).into())));
        // What is written is read first: whoever hears of the change writes where `value` is read.
        let chosen = move |name: String| {
            let unit = STATED_UNITS.iter().find(|(_, own)| *own == name).map(|(unit, _)| *unit);
            let text = value.get_untracked();
            write(stated(&text).0, unit.unwrap_or(TermUnit::Days));
        };
        let groups = vec![(String::new(), units.collect())];
        let list = list(id.clone(), None, None, groups, unit, Box::new(chosen));
        let end = view! { <span class="field__unit"><label class="vh" for=id>{w.form.unit}</label>{list}</span> };
        let put = move |number: String| {
            let text = value.get_untracked();
            write(&number, stated(&text).1);
        };
        let field = self.end(end.into_any());
        // Who asks within a form says what is wrong with it; alone, a number is asked for.
        if field.error.is_some() {
            field.text(TextKind::Whole, number, Box::new(put), None)
        } else {
            field.whole(number, Box::new(put))
        }
    }
}

fn name(unit: TermUnit) -> &'static str {
    STATED_UNITS.iter().find(|(own, _)| *own == unit).map_or("", |(_, name)| name)
}
