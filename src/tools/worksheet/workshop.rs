//! A workshop's blocks: their time in all, what is worth a second look, and where one is while it runs.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::worksheet::YES;
use migraction_core::workshop::{Block, Warning, running, share_out, total, warnings};

use super::Desk;
use crate::components::Tone;
use crate::components::kit::{button, dynamic, fragment, h2, nothing, para, strong};
use crate::components::notice::Notice;
use crate::state::screen::focus_once_drawn;
use crate::state::stopwatch::Stopwatch;

/// The item that says how long a block is.
pub const MINUTES: &str = "block-minutes";
/// The item that names a block.
const NAME: &str = "block";
/// The item that says whether a block is a break.
const BREAK: &str = "block-break";
/// The item that says how much time there is.
const DURATION: &str = "duration";
/// The time that is shared out where none is given.
const USUAL: u16 = 90;

fn blocks(desk: &Desk, times: u8) -> Vec<Block> {
    let block = |place| {
        desk.filled(|filled| {
            let minutes = filled.read(&MINUTES.into(), place).trim().parse().ok()?;
            Some(Block { place, minutes, is_break: filled.has(&BREAK.into(), place, YES) })
        })
    };
    (0..times).filter_map(block).collect()
}

fn name(desk: &Desk, place: u8) -> String {
    let name = desk.filled(|filled| filled.read(&NAME.into(), place).to_owned());
    if name.is_empty() { (u16::from(place) + 1).to_string() } else { name }
}

fn duration(desk: &Desk) -> Option<u16> {
    desk.filled(|filled| filled.read(&DURATION.into(), 0).trim().parse().ok())
}

/// The time of the blocks.
pub fn plan(desk: &Desk, times: u8, clock: Stopwatch) -> AnyView {
    let desk = desk.clone();
    // Its own memo: the page is drawn anew when the minute changes, not at each look at the clock.
    let elapsed = Memo::new(move |_| clock.minutes());
    dynamic(move || {
        let blocks = blocks(&desk, times);
        if blocks.is_empty() {
            return suggest(&desk, times);
        }
        let minutes = total(&blocks).to_string();
        let mut parts = vec![h2(desk.reader.w.pair(desk.line("total"), &minutes))];
        if let Some(elapsed) = elapsed.get() {
            parts.push(match running(&blocks, elapsed) {
                Some((block, left)) => {
                    let left = [&left.to_string(), " ", desk.line("left")].concat();
                    strong([name(&desk, block.place).as_str(), " · ", &left].concat())
                }
                None => strong(desk.line("over")),
            });
        }
        parts.extend(warnings(&blocks, duration(&desk)).into_iter().map(|warning| {
            let (key, title) = match warning {
                Warning::NoBreak => ("workshop-break", desk.line("no-break")),
                Warning::TooLong => ("workshop-long", desk.line("too-long")),
            };
            let title = title.to_owned();
            view! { <Notice tone=Tone::Deadline key title>""</Notice> }.into_any()
        }));
        view! { <div class="stack" id="plan" data-total=total(&blocks).to_string()>{parts}</div> }
            .into_any()
    })
}

/// Shares the time out among the usual blocks, when asked to.
fn suggest(desk: &Desk, times: u8) -> AnyView {
    if usize::from(times) < share_out(0).len() {
        return nothing();
    }
    let (own, words) = (desk.clone(), desk.line("share-out").to_owned());
    let act = button("share-out", "btn btn--plain", vec![words.into_any()], move || {
        let shares = share_out(untrack(|| duration(&own)).unwrap_or(USUAL));
        own.fill(|filled| {
            for (place, minutes) in (0_u8..).zip(shares) {
                let line = ["share-", &(place + 1).to_string()].concat();
                filled.write(&Id::from(NAME), place, own.line(&line));
                filled.write(&Id::from(MINUTES), place, &minutes.to_string());
            }
        });
        // The button is gone: on to what it filled in.
        focus_once_drawn("[data-part=blocks] .part__head");
    });
    fragment(vec![h2(desk.line("total")), para("quiet", desk.line("share-text")), act])
}
