//! Due against received, month by month: received solid, missing hatched. The words say the same.

use leptos::prelude::*;
use migraction_core::Decimal;
use migraction_core::format::DateForm;
use migraction_core::wage::{Paid, Row};

use super::reading::Found;
use crate::state::Reader;
use crate::words::wage::MonthHours;

/// Width of the picture, in its own units.
const WIDTH: i64 = 298;
/// Height of a row, and of its bar.
const ROW: i64 = 59;
const BAR: i64 = 26;
/// Rows that are drawn at most; of more, the last ones. The table has them all.
const MOST: usize = 12;

/// The picture, with its text.
pub fn chart(reader: &Reader, found: &Found, paid: &Paid) -> AnyView {
    let w = &reader.w.wage;
    let rows = &found.least.months;
    let rows = rows.get(rows.len().saturating_sub(MOST)..).unwrap_or_default();
    let received = |row: &Row| paid.in_row(row, found.least.hours);
    let Some(widest) = rows.iter().map(|row| row.due.max(received(row))).max() else {
        return ().into_any();
    };
    let scaled = |amount: Decimal| {
        let scaled = amount.max(Decimal::ZERO) * Decimal::from(WIDTH) / widest.max(Decimal::ONE);
        i64::try_from(scaled.round()).unwrap_or_default()
    };
    let mut told = Vec::with_capacity(rows.len());
    let bars: Vec<AnyView> = (0..)
        .zip(rows)
        .map(|(at, row)| {
            let paid = received(row);
            let missing = (row.due - paid).max(Decimal::ZERO);
            let name = w.month_hours(MonthHours {
                month: &reader.date(row.from, DateForm::Month),
                hours: &reader.number(row.hours.round_dp(2)),
            });
            let got = w.got(reader.money(paid));
            let lacks = (missing > Decimal::ZERO).then(|| w.lacks(reader.money(missing)));
            let said = [Some(&name), Some(&got), lacks.as_ref()];
            told.push(
                said.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", "),
            );
            let (top, end) = (at * ROW, scaled(paid));
            let rest = scaled(row.due) - end;
            let hatched = (rest > 0).then(|| {
                let (y, height) = (top + 21, BAR - 2);
                view! {
                    <rect class="chart__due" x=end y=y width=rest height=height/>
                    <rect x=end y=y width=rest height=height fill="url(#hatch)"/>
                }
            });
            // Words fit on a bar that is long enough; the table has them in any case.
            let on_bar = (end > WIDTH / 2)
                .then(|| view! { <text class="chart__on" x=8 y=top + 38>{got}</text> });
            view! {
                <text x=0 y=top + 13>{name}</text>
                <text class="chart__miss" x=WIDTH y=top + 13 text-anchor="end">{lacks}</text>
                <rect class="chart__paid" x=0 y=top + 20 width=end height=BAR/>
                {hatched}
                {on_bar}
            }
            .into_any()
        })
        .collect();
    let view_box = format!("0 0 {WIDTH} {}", ROW * i64::try_from(rows.len()).unwrap_or_default());
    view! {
        <svg class="chart" viewBox=view_box role="img" aria-label=told.join(". ")>
            <defs>
                <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <line class="chart__hatch" x1="0" y1="0" x2="0" y2="7"/>
                </pattern>
            </defs>
            {bars}
        </svg>
    }
    .into_any()
}
