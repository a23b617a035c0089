//! The computation of amounts, rounded once, when shown.

use leptos::prelude::*;
use migraction_core::rules::AmountLine;

use crate::components::fact::fact_chip;
use crate::state::Reader;

/// All amounts of a result as one table.
pub fn computation(reader: &Reader, lines: &[AmountLine]) -> Option<AnyView> {
    let known: Vec<_> = lines.iter().filter(|line| line.amount.is_some()).collect();
    if known.is_empty() {
        return None;
    }
    let w = &reader.w.trace;
    let rows: Vec<AnyView> = known
        .into_iter()
        .map(|line| {
            let hours = line.hours.map(|hours| reader.hours(hours));
            let rate = line.rate.map(|rate| reader.rate(rate).into_any());
            let amount = line.amount.map(|amount| reader.money(amount)).unwrap_or_default();
            let less = line.less.map(|less| {
                let label = w.received;
                view! { <tr><td colspan="2">{label}</td><td class="sum__fig">{format!("− {}", reader.money(less))}</td></tr> }
            });
            let due = line.hours.zip(line.rate).and_then(|(hours, rate)| hours.checked_mul(rate));
            view! {
                <tr>
                    <td>{hours}</td>
                    <td>{fact_chip(reader, &line.fact, rate)}</td>
                    <td class="sum__fig">{due.map(|due| reader.money(due))}</td>
                </tr>
                {less}
                <tr class="sum__total" data-amount=line.id.to_string()>
                    <td colspan="2">{w.total}</td>
                    <td class="sum__fig">{amount}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    Some(
        view! {
            <div>
                <h4>{w.amounts}</h4>
                <table class="sum"><tbody>{rows}</tbody></table>
                <p class="small quiet">{w.amounts_note}</p>
            </div>
        }
        .into_any(),
    )
}
