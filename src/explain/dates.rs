//! The computation of dates, line by line.

use leptos::prelude::*;
use migraction_core::dates::{Roll, Term};
use migraction_core::deadline::still_to_act;
use migraction_core::format::DateForm;
use migraction_core::rules::{DateLine, DateMove, DateRole, last_day};
use migraction_core::{CivilDate, Id};

use super::trace::short;
use crate::components::fact::fact_chip;
use crate::state::Reader;
use crate::words::trace::Holiday;

/// What a date means, in words.
pub fn role_words(reader: &Reader, role: DateRole) -> &'static str {
    let w = &reader.w.results;
    match role {
        DateRole::From => w.role_from,
        DateRole::Legal => w.role_legal,
        DateRole::Safe => w.role_safe,
        DateRole::ActBy => w.role_act_by,
        DateRole::Mark => w.role_mark,
    }
}

/// A date, or about when it is where a rule gives no exact day.
pub fn about(reader: &Reader, day: CivilDate, soft: bool, form: DateForm) -> String {
    let day = reader.date(day, form);
    if soft { reader.w.results.about(day) } else { day }
}

/// A term with its sign, such as `+ 4 months`.
pub fn term_words(reader: &Reader, term: Term) -> String {
    let sign = if term.count < 0 { "− " } else { "+ " };
    format!("{sign}{}", reader.amount(term.count.unsigned_abs().into(), term.unit.into()))
}

/// All dates of a result as one table; lines in bold are dates that a person can use.
pub fn computation(reader: &Reader, country: &Id, lines: &[DateLine]) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let w = &reader.w.trace;
    let last = last_day(lines);
    let mut rows: Vec<AnyView> = Vec::new();
    for line in lines {
        let is_answer = !lines.iter().any(|other| other.id == line.anchor);
        if is_answer {
            let start = line
                .start
                .map_or_else(|| w.not_answered.to_owned(), |day| reader.date(day, DateForm::Full));
            let start = if line.is_month { w.month_only(start) } else { start };
            rows.push(
                view! { <tr><td>{short(reader, &line.anchor)}</td><td>{start}</td></tr> }
                    .into_any(),
            );
        }
        for (step, day) in &line.moves {
            let (what, why): (String, AnyView) = match step {
                DateMove::Stated { question, term } => {
                    (term_words(reader, *term), w.stated(short(reader, question)).into_any())
                }
                DateMove::Law { fact, term } => (
                    term_words(reader, *term),
                    view! { {w.by_law} " " {fact_chip(reader, fact, Some(w.source.into_any()))} }
                        .into_any(),
                ),
                DateMove::Shift(term) => (term_words(reader, *term), w.caution.into_any()),
                DateMove::Rolled { roll, from } => {
                    let from = reader.date(*from, DateForm::Full);
                    let why = match roll {
                        Roll::Back => w.rolled_back(from),
                        Roll::Forward => w.rolled_forward(from),
                    };
                    (reader.date(*day, DateForm::Short), why.into_any())
                }
            };
            rows.push(view! { <tr><td class="num">{what}</td><td>{why}</td></tr> }.into_any());
        }
        for (step, day) in &line.later {
            let (DateMove::Stated { term, .. } | DateMove::Law { term, .. }) = step else {
                continue;
            };
            let by = match step {
                DateMove::Stated { question, .. } => w.stated(short(reader, question)),
                _ => w.by_law.to_owned(),
            };
            let what = term_words(reader, *term);
            let longer = w.longer(reader.date(*day, DateForm::Full));
            let why = reader.w.pair(&by, &longer);
            rows.push(
                view! { <tr class="quiet"><td class="num">{what}</td><td>{why}</td></tr> }
                    .into_any(),
            );
        }
        for holiday in &line.skipped {
            let name = reader
                .pack
                .core
                .country(country.as_str())
                .and_then(|country| country.calendar.on(*holiday).next())
                .map(|holiday| reader.label("holidays", &holiday.name))
                .unwrap_or_default();
            let day = reader.date(*holiday, DateForm::Full);
            rows.push(view! { <tr><td></td><td>{w.holiday(Holiday { day: &day, name: &name })}</td></tr> }.into_any());
        }
        let role = role_words(reader, line.role);
        rows.push(match line.day {
            Some(day) => {
                let is_aim = matches!(line.role, DateRole::ActBy | DateRole::Safe);
                let is_past = is_aim && still_to_act(day, last, reader.today()) != day;
                let mut told = about(reader, day, line.soft, DateForm::Full);
                if is_past {
                    told = reader.w.pair(&told, reader.w.results.act_today);
                }
                view! {
                    <tr class="sum__total" data-date=line.id.to_string() data-day=day.to_string()>
                        <td>{role}</td>
                        <td>{told}</td>
                    </tr>
                }
                .into_any()
            }
            None => view! { <tr class="sum__total"><td>{role}</td><td>{reader.w.results.unknown_date}</td></tr> }
                .into_any(),
        });
    }
    Some(
        view! {
            <div>
                <h4>{w.computation}</h4>
                <table class="sum"><tbody>{rows}</tbody></table>
            </div>
        }
        .into_any(),
    )
}
