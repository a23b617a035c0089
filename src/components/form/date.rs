//! A date in the reader's language: day, month and year apart, the day that they mean in words below.
//!
//! What is typed is read by `migraction_core::date_entry`; the value of the field is the text of its entry, an ISO date as
//! soon as it is whole. The device's own calendar is one more way in, never the only one: it speaks the browser's language.

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_core::date_entry::{
    DateEntry, DatePart, DatePrecision, DateProblem, DateRules, DistanceUnit, EnteredDate, distance,
};
use migraction_core::dates::{days_after, months_after};
use migraction_core::format::DateForm;

use super::error::line_of;
use super::select::list;
use super::{Choices, FormField};
use crate::components::icon::Icon;
use crate::components::kit::{
    button, derived, dynamic, dynamic_text, effect, group, icon_button, nothing, while_shown,
};
use crate::state::screen;
use crate::state::use_session;
use crate::words::{Words, form as words};

/// Days that are given by one press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quick {
    /// Today.
    Today,
    /// The day before.
    Yesterday,
    /// Seven days from today.
    InAWeek,
    /// The same day of the next month, or its last.
    InAMonth,
    /// The same day of the next year.
    InAYear,
}

impl Quick {
    /// For what has happened.
    pub const PAST: &[Self] = &[Self::Today, Self::Yesterday];
    /// For what is to be done.
    pub const AHEAD: &[Self] = &[Self::InAWeek, Self::InAMonth];
    /// For what is kept for a while.
    pub const FAR: &[Self] = &[Self::InAMonth, Self::InAYear];

    fn day(self, today: CivilDate) -> CivilDate {
        match self {
            Self::Today => today,
            Self::Yesterday => today.pred_opt().unwrap_or(today),
            Self::InAWeek => days_after(today, 7),
            Self::InAMonth => months_after(today, 1),
            Self::InAYear => months_after(today, 12),
        }
    }

    fn words(self, w: &'static Words) -> &'static str {
        match self {
            Self::Today => w.form.today,
            Self::Yesterday => w.form.yesterday,
            Self::InAWeek => w.form.in_a_week,
            Self::InAMonth => w.form.in_a_month,
            Self::InAYear => w.form.in_a_year,
        }
    }
}

/// The control's own state.
#[derive(Clone, Copy)]
struct Control {
    w: &'static Words,
    rules: DateRules,
    entry: RwSignal<DateEntry>,
    /// Whether it was left: what is missing is said only then.
    is_left: RwSignal<bool>,
    write: StoredValue<Box<dyn Fn(String)>, LocalStorage>,
}

impl Control {
    fn put(self, change: &dyn Fn(&mut DateEntry)) {
        let mut next = self.entry.get_untracked();
        change(&mut next);
        if next == self.entry.get_untracked() {
            return;
        }
        let text = next.text();
        self.entry.set(next);
        let _ = self.write.try_with_value(|write| write(text));
    }

    fn check(self) -> Result<Option<EnteredDate>, DateProblem> {
        self.entry.read().check(&self.rules)
    }

    /// What is wrong, in words; nothing as long as somebody is still typing.
    fn problem(self) -> String {
        let f = &self.w.form;
        let Err(problem) = self.check() else { return String::new() };
        match problem {
            DateProblem::Incomplete if !self.is_left.get() => String::new(),
            DateProblem::Incomplete if self.rules.precision == DatePrecision::DayOrMonth => {
                f.incomplete_month.to_owned()
            }
            DateProblem::Incomplete => f.incomplete.to_owned(),
            DateProblem::NotANumber(DatePart::Day) => f.bad_day.to_owned(),
            DateProblem::NotANumber(DatePart::Month) => f.bad_month.to_owned(),
            DateProblem::NotANumber(DatePart::Year) => f.bad_year.to_owned(),
            DateProblem::NoSuchDay(last) => f.no_such_day(self.w.date(last, DateForm::Long)),
            DateProblem::Future => f.future.to_owned(),
            DateProblem::FarAway => f.far_away.to_owned(),
        }
    }

    /// The date in words; nothing where there is none yet.
    fn said(self) -> String {
        match self.check() {
            Ok(Some(EnteredDate::Day(day))) => self.w.form.said(words::Said {
                date: &self.w.date(day, DateForm::Full),
                distance: &distance_words(self.w, day, self.rules.today),
            }),
            Ok(Some(EnteredDate::Month(first))) => {
                self.w.form.month_said(self.w.date(first, DateForm::MonthLong))
            }
            _ => String::new(),
        }
    }
}

/// How far a day lies from today, in words.
fn distance_words(w: &'static Words, day: CivilDate, today: CivilDate) -> String {
    let (f, far) = (&w.form, distance(day, today));
    let n = usize::try_from(far.count).unwrap_or(usize::MAX);
    match (far.unit, far.is_ahead) {
        (DistanceUnit::Days, _) if n == 0 => f.is_today.to_owned(),
        (DistanceUnit::Days, false) if n == 1 => f.is_yesterday.to_owned(),
        (DistanceUnit::Days, true) if n == 1 => f.is_tomorrow.to_owned(),
        (DistanceUnit::Days, false) => f.days_ago(n),
        (DistanceUnit::Weeks, false) => f.weeks_ago(n),
        (DistanceUnit::Months, false) => f.months_ago(n),
        (DistanceUnit::Years, false) => f.years_ago(n),
        (DistanceUnit::Days, true) => f.in_days(n),
        (DistanceUnit::Weeks, true) => f.in_weeks(n),
        (DistanceUnit::Months, true) => f.in_months(n),
        (DistanceUnit::Years, true) => f.in_years(n),
    }
}

impl FormField {
    /// A date. `write` hears every change, with the text of the entry: an ISO date when it is whole, `2026-10` for a month
    /// alone, else what there is of it, and nothing when it was emptied. The parts are `<id>-day`, `<id>-month` and
    /// `<id>-year`.
    pub fn date(
        mut self,
        rules: DateRules,
        quick: &'static [Quick],
        value: Signal<String>,
        write: Box<dyn Fn(String)>,
    ) -> AnyView {
        let (session, id) = (use_session(), self.id.clone());
        let control = Control {
            w: session.w_now(),
            rules,
            entry: RwSignal::new(DateEntry::read(&value.get_untracked())),
            is_left: RwSignal::new(false),
            write: StoredValue::new_local(write),
        };
        // What came from elsewhere takes the place of what stands here.
        effect(move || {
            let text = value.get();
            if control.entry.with_untracked(DateEntry::text) != text {
                control.entry.set(DateEntry::read(&text));
            }
        });
        // It stands below the parts, and not at the end of the group.
        let asked = self.error.take();
        let error = Memo::new(move |_| {
            let own = control.problem();
            let outer = asked.map(|asked| asked.get()).unwrap_or_default();
            if own.is_empty() { outer } else { own }
        });
        let wrong = line_of(&id, Some(error.into()));
        let said = Memo::new(move |_| control.said());
        Effect::new(move |before: Option<String>| {
            let now = said.get();
            if before.is_some_and(|before| before != now) && !now.is_empty() {
                session.announce(now.clone());
            }
            now
        });
        let said_id = [&id, "-said"].concat();
        let said = dynamic_text(move || said.get());
        let state = view! { <div class="date__state"><p class="date__said" id=said_id>{said}</p>{wrong}</div> };
        let parts = group("date__parts", parts(control, &id, error.into()));
        let ways = group("chips chips--wrap", ways(control, &id, quick));
        let now = derived(move || control.entry.read().text());
        let own = id.clone();
        let leave = while_shown(move |event: leptos::ev::FocusEvent| {
            if !screen::stays_within(&event, &own) {
                control.is_left.set(true);
            }
        });
        let group = self.group(vec![parts, state.into_any(), ways]);
        view! { <div class="date" data-date=now on:focusout=leave>{group}</div> }.into_any()
    }
}

/// Day, month and year in the order of the language.
fn parts(control: Control, id: &str, error: Signal<String>) -> Vec<AnyView> {
    let f = &control.w.form;
    let day =
        if control.rules.precision == DatePrecision::DayOrMonth { f.day_if_known } else { f.day };
    let order = control.w.format.date_order.split(' ');
    order
        .filter_map(|part| {
            let (part, name, label) = match part {
                "day" => (DatePart::Day, "day", day),
                "month" => (DatePart::Month, "month", f.month),
                "year" => (DatePart::Year, "year", f.year),
                _ => return None,
            };
            let own = [id, "-", name].concat();
            let described = [id, "-error ", id, "-said"].concat();
            let invalid = derived(move || (!error.read().is_empty()).to_string());
            let value = derived(move || control.entry.read().part(part).to_owned());
            let write = move |text: String| control.put(&|entry| entry.write(part, &text));
            let input = if part == DatePart::Month {
                let groups = vec![(String::new(), months(control.w))];
                list(own.clone(), Some(described), Some(invalid), groups, value, Box::new(write))
            } else {
                let settle = while_shown(move |_: leptos::ev::Event| {
                    control.put(&|entry| entry.settle(&control.rules));
                });
                view! {
                    <input id=own.clone() class="field__input" type="text" inputmode="numeric" maxlength="10" autocomplete="off" aria-describedby=described aria-invalid=invalid prop:value=value on:input=move |event| write(event_target_value(&event)) on:change=settle/>
                }
                .into_any()
            };
            Some(view! { <div class="date__part"><label class="date__label" for=own>{label}</label>{input}</div> }.into_any())
        })
        .collect()
}

fn months(w: &'static Words) -> Choices {
    let names = w.format.months.split(' ').zip(1_u32..);
    let none = (String::new(), String::new());
    std::iter::once(none).chain(names.map(|(name, at)| (at.to_string(), name.to_owned()))).collect()
}

/// Days by one press, the year that is likely meant, and the device's calendar.
fn ways(control: Control, id: &str, quick: &[Quick]) -> Vec<AnyView> {
    let (w, today) = (control.w, control.rules.today);
    let give = move |day: CivilDate| control.put(&|entry| *entry = DateEntry::of(day));
    let mut ways: Vec<AnyView> = quick
        .iter()
        .map(|quick| {
            let (day, name) = (quick.day(today), quick.words(w));
            button("", "chip", vec![name.into_any()], move || give(day))
        })
        .collect();
    let likely = Memo::new(move |_| control.entry.read().likely_year(&control.rules));
    ways.push(dynamic(move || match likely.get() {
        None => nothing(),
        Some(year) => {
            let year = year.to_string();
            button("", "chip", vec![year.clone().into_any()], move || {
                control.put(&|entry| entry.write(DatePart::Year, &year));
            })
        }
    }));
    let picker = [id, "-calendar"].concat();
    let whole = derived(move || match control.check() {
        Ok(Some(EnteredDate::Day(day))) => day.to_string(),
        _ => String::new(),
    });
    let picked = while_shown(move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        if !text.is_empty() {
            control.put(&|entry| *entry = DateEntry::read(&text));
        }
    });
    let own = picker.clone();
    let open =
        icon_button("", Icon::CalendarClock, w.form.calendar, move || screen::show_picker(&own));
    let input = view! {
        <input id=picker class="date__calendar" type="date" tabindex="-1" aria-hidden="true" autocomplete="off" prop:value=whole on:change=picked/>
    };
    ways.push(view! { <span class="date__pick">{input}{open}</span> }.into_any());
    ways
}
