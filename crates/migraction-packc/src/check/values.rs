//! Every figure is said twice, lies where such figures lie, and moves by little from one day to the next.
//!
//! A figure of law is copied by hand from an act into a file: a digit too many makes a deadline of thirty days out of one of
//! three. So the figure must also stand in the claim or as the source prints it (`printed`), or lie near the one before or
//! after it. What is out of the usual range, or far from the value before, needs a written reason (`unusual`).
//!
//! What this does not see: a figure that was copied wrongly both times, and a wrong one that lies near the right one.

use migraction_core::Decimal;
use migraction_core::facts::{Fact, Quantity, Unit, Value};

use crate::content::{Content, FactNotes, Placed, PlausibleRange, Sink, ValueNotes};
use crate::numerals::{CLAIMS, Printed, SOURCES, numbers};
use crate::problems::Place;

/// A change by more than one in so many between two days of a fact needs a reason: a quarter.
const LARGE_CHANGE: i64 = 4;

/// Why a figure is not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// `printed` is not one number, or is given for a day.
    NotOneFigure(String),
    /// The source prints another figure.
    PrintedOtherwise(String),
    /// Neither the claim nor the source is seen to say it, and no value lies near.
    SaidOnce,
    /// It is out of the range in which such figures lie.
    OutOfRange {
        /// The least.
        least: Decimal,
        /// The most.
        most: Decimal,
    },
    /// It is far from the value before.
    LargeChange(Decimal),
}

impl Doubt {
    /// What is wrong, and what to do about it.
    #[must_use]
    pub fn message(&self, fact: &Fact, value: &Value) -> String {
        let id = &fact.id;
        let what = match value.quantity {
            Quantity::Amount(amount) => format!("{amount} {}", value.unit.id()),
            Quantity::Day(day) => day.to_string(),
        };
        let reason = "look at the source again; if it is right, say why in `unusual`";
        match self {
            Self::NotOneFigure(printed) => format!(
                "{id}: `{printed}`: `printed` is one figure, as \"1.867,02\" or \"5 mois\", and never a day"
            ),
            Self::PrintedOtherwise(printed) => {
                format!(
                    "{id}: the source prints `{printed}`, the value is {what}: one of them is wrong"
                )
            }
            Self::SaidOnce => format!(
                "{id}: {what} stands here only: say it in the claim, or in `printed` as the source prints it"
            ),
            Self::OutOfRange { least, most } => {
                format!("{id}: {what} is not between {least} and {most} (plausible.toml): {reason}")
            }
            Self::LargeChange(before) => format!("{id}: {what} comes after {before}: {reason}"),
        }
    }
}

/// Checks the values of every fact, and that each unit of the vocabulary has a range once there are any.
pub fn check(content: &Content, sink: &mut Sink) {
    for (id, fact) in &content.facts {
        let Some(notes) = content.notes.get(id) else { continue };
        for (at, place, doubt) in doubts(&fact.item, notes, &content.plausible) {
            if let Some(value) = fact.item.values.get(at) {
                sink.problems.error(&place, doubt.message(&fact.item, value));
            }
        }
        for (value, notes) in fact.item.values.iter().zip(&notes.values) {
            unneeded(&fact.item, value, notes, content, sink);
        }
    }
    let Some(first) = content.plausible.first() else { return };
    let units = content.vocabulary.get("units").into_iter().flatten();
    for unit in units.filter(|unit| unit.item.as_str() != Unit::Date.id()) {
        let has_range = content.plausible.iter().any(|known| {
            known.item.topics.is_empty() && known.item.unit.id() == unit.item.as_str()
        });
        if !has_range {
            let message = format!("`{}` has no range for all topics", unit.item);
            sink.problems.error(&Place::file(&first.place.file), message);
        }
    }
}

/// What is doubtful about the values of a fact: which one, where, and why.
#[must_use]
pub fn doubts(
    fact: &Fact,
    notes: &FactNotes,
    ranges: &[Placed<PlausibleRange>],
) -> Vec<(usize, Place, Doubt)> {
    let claim = numbers(&notes.claim, CLAIMS);
    let mut found = Vec::new();
    for (at, (value, notes)) in fact.values.iter().zip(&notes.values).enumerate() {
        let mut doubt = |place: &Place, doubt| found.push((at, place.clone(), doubt));
        let printed = notes.item.printed.as_ref();
        let Quantity::Amount(amount) = value.quantity else {
            if let Some(printed) = printed {
                doubt(&printed.place, Doubt::NotOneFigure(printed.item.clone()));
            }
            continue;
        };
        if let Some(printed) = printed {
            match numbers(&printed.item, SOURCES).as_slice() {
                [one] if one.says(amount, value.unit) => {}
                [_] => doubt(&printed.place, Doubt::PrintedOtherwise(printed.item.clone())),
                _ => doubt(&printed.place, Doubt::NotOneFigure(printed.item.clone())),
            }
        } else if !says(&claim, amount, value.unit) && !has_neighbour(fact, at) {
            doubt(&notes.place, Doubt::SaidOnce);
        }
        if notes.item.unusual.is_some() {
            continue;
        }
        if let Some(range) = out_of_range(fact, value.unit, amount, ranges) {
            let (least, most) = (range.least, range.most);
            doubt(&notes.place, Doubt::OutOfRange { least, most });
        }
        if let Some(before) = before(fact, at).filter(|before| is_large_change(*before, amount)) {
            doubt(&notes.place, Doubt::LargeChange(before));
        }
    }
    found
}

/// A reason that explains nothing hides the next wrong figure.
fn unneeded(
    fact: &Fact,
    value: &Value,
    notes: &Placed<ValueNotes>,
    content: &Content,
    sink: &mut Sink,
) {
    let Some(unusual) = &notes.item.unusual else { return };
    let at = fact.values.iter().position(|known| known == value).unwrap_or_default();
    let is_needed = match value.quantity {
        Quantity::Amount(amount) => {
            out_of_range(fact, value.unit, amount, &content.plausible).is_some()
                || before(fact, at).is_some_and(|before| is_large_change(before, amount))
        }
        Quantity::Day(_) => false,
    };
    if !is_needed {
        let message = format!("{}: `unusual` explains nothing here: delete it", fact.id);
        sink.problems.warning(&unusual.place, message);
    }
}

fn says(numbers: &[Printed], amount: Decimal, unit: Unit) -> bool {
    numbers.iter().any(|number| number.says(amount, unit))
}

/// The amount before a value, in the same unit.
fn before(fact: &Fact, at: usize) -> Option<Decimal> {
    let (now, last) = (fact.values.get(at)?, fact.values.get(at.checked_sub(1)?)?);
    match last.quantity {
        Quantity::Amount(amount) if last.unit == now.unit => Some(amount),
        _ => None,
    }
}

/// Whether the value before or after lies within a quarter of this one.
fn has_neighbour(fact: &Fact, at: usize) -> bool {
    let is_near = |later: usize| {
        let amount = fact.values.get(later).map(|value| value.quantity);
        match (before(fact, later), amount) {
            (Some(before), Some(Quantity::Amount(after))) => !is_large_change(before, after),
            _ => false,
        }
    };
    is_near(at) || is_near(at + 1)
}

/// Whether the change is more than a quarter of what was before.
fn is_large_change(before: Decimal, after: Decimal) -> bool {
    let change = (after - before).abs().checked_mul(LARGE_CHANGE.into());
    change.is_none_or(|change| change > before.abs())
}

/// The range that the amount leaves: that of the topic, or else that of the unit.
fn out_of_range<'a>(
    fact: &Fact,
    unit: Unit,
    amount: Decimal,
    ranges: &'a [Placed<PlausibleRange>],
) -> Option<&'a PlausibleRange> {
    let own = || ranges.iter().map(|range| &range.item).filter(|range| range.unit == unit);
    let range = own()
        .find(|range| range.topics.contains(&fact.topic))
        .or_else(|| own().find(|range| range.topics.is_empty()))?;
    (amount < range.least || amount > range.most).then_some(range)
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check, check_sound};

    const FACTS: &str = "countries/xx/facts/work.toml";
    const AMOUNT: &str = "amount = \"4\"";

    #[test]
    fn a_figure_is_said_twice() {
        check(
            |tree| tree.edit(FACTS, AMOUNT, "amount = \"40\""),
            &format!("{FACTS}:11: xx-work-wait: 40 months stands here only"),
        );
        check_sound(|tree| {
            tree.edit(FACTS, "Wait 4 months.", "Wait.");
            tree.edit(FACTS, AMOUNT, "amount = \"4\"\nprinted = \"quattro mesi\"");
        });
        // A value within a quarter of the next holds it, and is held by it.
        check_sound(|tree| {
            let two = "unit = \"months\"\n[[fact.value]]\nfrom = 2028-01-01\namount = \"5\"\nunit = \"months\"";
            tree.edit(FACTS, "unit = \"months\"", two);
        });
    }

    #[test]
    fn what_the_source_prints_is_the_value() {
        check(
            |tree| tree.edit(FACTS, AMOUNT, "amount = \"4\"\nprinted = \"40 mois\""),
            &format!(
                "{FACTS}:12: xx-work-wait: the source prints `40 mois`, the value is 4 months"
            ),
        );
        for printed in ["4 ou 5 mois", "mois"] {
            check(
                |tree| {
                    tree.edit(FACTS, AMOUNT, &format!("amount = \"4\"\nprinted = \"{printed}\""))
                },
                &format!("{FACTS}:12: xx-work-wait: `{printed}`: `printed` is one figure"),
            );
        }
        check(
            |tree| tree.edit(FACTS, AMOUNT, "amount = \"4\"\nprinted = \"\""),
            &format!("{FACTS}:12: `printed` says nothing"),
        );
    }

    #[test]
    fn a_large_change_needs_a_reason() {
        let then = |more: &str| {
            format!(
                "unit = \"months\"\n[[fact.value]]\nfrom = 2028-01-01\namount = \"6\"\nprinted = \"6\"\n{more}unit = \"months\""
            )
        };
        check(
            |tree| tree.edit(FACTS, "unit = \"months\"", &then("")),
            &format!("{FACTS}:15: xx-work-wait: 6 months comes after 4"),
        );
        check_sound(|tree| {
            tree.edit(FACTS, "unit = \"months\"", &then("unusual = \"Act two made it longer.\"\n"));
        });
        check(
            |tree| tree.edit(FACTS, AMOUNT, "amount = \"4\"\nunusual = \"It is.\""),
            &format!("{FACTS}:12: warning: xx-work-wait: `unusual` explains nothing"),
        );
    }

    #[test]
    fn a_figure_lies_where_such_figures_lie() {
        let range = |more: &str| {
            format!("[[range]]\nunit = \"months\"\nleast = \"1\"\nmost = \"3\"\n{more}")
        };
        check(
            |tree| tree.set("plausible.toml", &range("")),
            &format!("{FACTS}:11: xx-work-wait: 4 months is not between 1 and 3"),
        );
        let of_topic =
            "[[range]]\nunit = \"months\"\ntopics = [\"work\"]\nleast = \"1\"\nmost = \"6\"\n";
        check_sound(|tree| tree.set("plausible.toml", &range(of_topic)));
        check(
            |tree| tree.set("plausible.toml", of_topic),
            "plausible.toml:1: `months` has no range for all topics",
        );
        check(
            |tree| tree.set("plausible.toml", &range(&range(""))),
            "plausible.toml:6: `months` has two ranges here",
        );
    }
}
