//! A line with the values of its facts and slots: words that meet a value give way to it, and a sentence whose value
//! is not known is not written with a hole in it.

use migraction_core::Id;
use migraction_core::format::Elisions;

use super::{Inline, Line, Slot, for_each_inline};

/// A place of a line that a value fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder<'a> {
    /// The value of a fact.
    Fact(&'a Id),
    /// What a consultation computed, or was told.
    Slot(&'a Slot),
}

/// What fills the slots of a line, and what is said where nothing does.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "functions have nothing to show")]
pub struct SlotValues<'a> {
    /// The words of a value, where it is known.
    pub value: &'a dyn Fn(Placeholder<'_>) -> Option<String>,
    /// The sentence that says so where it is not.
    pub unknown: &'a dyn Fn(&Slot) -> &'a str,
    /// The words that change before a vowel.
    pub elisions: Elisions<'a>,
}

/// The line with no slot left in it: each is filled in bold, or its sentence gives way to one that says what is not
/// known. What stands before a fact and a colon is kept, since the fact holds without the slot.
#[must_use]
pub fn fill_slots(line: &[Inline], values: SlotValues<'_>) -> Line {
    let is_unknown = |slot: &Slot| (values.value)(Placeholder::Slot(slot)).is_none();
    let mut sentences = if first_slot(line, &is_unknown).is_some() {
        known(line, values, &is_unknown)
    } else {
        line.to_vec()
    };
    fill(&mut sentences, values);
    sentences
}

fn first_slot<'a>(line: &'a [Inline], wanted: &dyn Fn(&Slot) -> bool) -> Option<&'a Slot> {
    let mut found = None;
    for_each_inline(line, &mut |piece| {
        if let Inline::Slot(slot) = piece
            && found.is_none()
            && wanted(slot)
        {
            found = Some(slot);
        }
    });
    found
}

/// The sentences whose slots are known; in place of the others what is not, once.
fn known(line: &[Inline], values: SlotValues<'_>, is_unknown: &dyn Fn(&Slot) -> bool) -> Line {
    let mut kept = Line::new();
    let mut said: Vec<&str> = Vec::new();
    for sentence in sentences(line) {
        let Some(slot) = first_slot(&sentence, is_unknown) else {
            kept.extend(sentence);
            continue;
        };
        kept.extend(before_the_colon(&sentence, is_unknown));
        let words = (values.unknown)(slot);
        if !said.contains(&words) {
            said.push(words);
            kept.push(Inline::Text([words, " "].concat()));
        }
    }
    if let Some(Inline::Text(last)) = kept.last_mut() {
        last.truncate(last.trim_end().len());
    }
    kept
}

/// The sentences of a line, each with the space behind it.
fn sentences(line: &[Inline]) -> Vec<Line> {
    let mut found = vec![Line::new()];
    let mut push = |piece: Inline, ends: bool| {
        if let Some(last) = found.last_mut() {
            last.push(piece);
        }
        if ends {
            found.push(Line::new());
        }
    };
    for piece in line {
        let Inline::Text(text) = piece else {
            push(piece.clone(), false);
            continue;
        };
        let mut rest = text.as_str();
        while let Some(at) = end_of_sentence(rest) {
            let (sentence, after) = rest.split_at(at);
            push(Inline::Text(sentence.to_owned()), true);
            rest = after;
        }
        if !rest.is_empty() {
            push(Inline::Text(rest.to_owned()), false);
        }
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Where the next sentence begins: behind a full stop and a space, unless a small letter or a figure follows.
fn end_of_sentence(text: &str) -> Option<usize> {
    text.match_indices(['.', '?', '!', '…']).find_map(|(at, stop)| {
        let after = text.get(at + stop.len()..)?;
        let next = after.trim_start();
        let spaces = after.len() - next.len();
        let begins = !next.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        (spaces > 0 && begins).then_some(at + stop.len() + spaces)
    })
}

/// The part of a sentence that ends with a colon or a semicolon, holds a fact and needs no unknown slot; as a sentence.
fn before_the_colon(sentence: &[Inline], is_unknown: &dyn Fn(&Slot) -> bool) -> Line {
    let holds = |piece: &Inline, wanted: &dyn Fn(&Inline) -> bool| {
        let mut found = false;
        for_each_inline(std::slice::from_ref(piece), &mut |piece| found |= wanted(piece));
        found
    };
    let unknown = |piece: &Inline| matches!(piece, Inline::Slot(slot) if is_unknown(slot));
    let fact = |piece: &Inline| matches!(piece, Inline::Fact(_) | Inline::FactWords(..));
    let end = sentence.iter().position(|piece| holds(piece, &unknown)).unwrap_or_default();
    let before = sentence.get(..end).unwrap_or_default();
    let Some(last_fact) = before.iter().rposition(|piece| holds(piece, &fact)) else {
        return Line::new();
    };
    let mut kept: Line = before.get(..=last_fact).unwrap_or_default().to_vec();
    for piece in before.get(last_fact + 1..).unwrap_or_default() {
        if let Inline::Text(text) = piece
            && let Some((head, _)) = text.split_once([':', ';'])
        {
            kept.push(Inline::Text([head.trim_end(), ". "].concat()));
            return kept;
        }
        kept.push(piece.clone());
    }
    Line::new()
}

/// Fills the slots, and lets the words before each value give way to it.
fn fill(line: &mut Line, values: SlotValues<'_>) {
    for at in 0..line.len() {
        let value = line.get(at).and_then(|piece| first_value(piece, values));
        if let (Some(value), Some(Inline::Text(before))) =
            (value, at.checked_sub(1).and_then(|before| line.get_mut(before)))
        {
            values.elisions.prepare(before, &value);
        }
        match line.get_mut(at) {
            Some(piece @ Inline::Slot(_)) => {
                let Inline::Slot(slot) = &*piece else { continue };
                let words = (values.value)(Placeholder::Slot(slot)).unwrap_or_default();
                *piece = Inline::Strong(vec![Inline::Text(words)]);
            }
            Some(
                Inline::Strong(inner)
                | Inline::Emphasis(inner)
                | Inline::FactWords(_, inner)
                | Inline::Link(_, inner),
            ) => fill(inner, values),
            _ => {}
        }
    }
}

/// The value with which a piece begins.
fn first_value(piece: &Inline, values: SlotValues<'_>) -> Option<String> {
    match piece {
        Inline::Fact(id) => (values.value)(Placeholder::Fact(id)),
        Inline::Slot(slot) => (values.value)(Placeholder::Slot(slot)),
        Inline::Strong(inner)
        | Inline::Emphasis(inner)
        | Inline::FactWords(_, inner)
        | Inline::Link(_, inner) => first_value(inner.first()?, values),
        Inline::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ELISIONS: Elisions<'static> =
        Elisions { words: &[("il", "l’"), ("del", "dell’")], numbers: &["8*", "11"] };

    fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned())
    }

    fn date(id: &str) -> Inline {
        Inline::Slot(Slot::Date(id.into()))
    }

    /// The text of a line; facts are `8 giorni`, and of the slots only `known` is.
    fn plain(line: &[Inline]) -> String {
        let value = |place: Placeholder<'_>| match place {
            Placeholder::Fact(_) => Some("8 giorni".to_owned()),
            Placeholder::Slot(Slot::Date(id)) if *id == "known" => Some("11 marzo".to_owned()),
            Placeholder::Slot(_) => None,
        };
        let unknown = |slot: &Slot| match slot {
            Slot::Date(_) => "Data ignota.",
            _ => "Somma ignota.",
        };
        let line =
            fill_slots(line, SlotValues { value: &value, unknown: &unknown, elisions: ELISIONS });
        let mut plain = String::new();
        for_each_inline(&line, &mut |piece| match piece {
            Inline::Text(words) => plain.push_str(words),
            Inline::Fact(_) => plain.push_str("8 giorni"),
            Inline::Slot(_) => plain.push('?'),
            _ => {}
        });
        plain
    }

    #[test]
    fn words_give_way_to_the_value_that_follows() {
        let fact = || Inline::Fact("it-x".into());
        assert_eq!(plain(&[text("Entro il "), date("known"), text(".")]), "Entro l’11 marzo.");
        assert_eq!(plain(&[text("Il "), Inline::Strong(vec![fact()])]), "L’8 giorni");
        assert_eq!(plain(&[Inline::Strong(vec![text("del "), fact()])]), "dell’8 giorni");
        assert_eq!(plain(&[text("il termine "), fact()]), "il termine 8 giorni");
    }

    /// "(réponse manquante)" stood in prose, on the screen and on paper.
    #[test]
    fn a_sentence_that_lacks_its_value_says_so_once() {
        let line = [
            text("Datemi la lettera. Data: "),
            Inline::Strong(vec![date("act")]),
            text("; prudente: "),
            date("safe"),
            text(". Entro il "),
            date("late"),
            text(". Chiamare oggi. Somma: "),
            Inline::Slot(Slot::Amount("due".into())),
            text("."),
        ];
        assert_eq!(plain(&line), "Datemi la lettera. Data ignota. Chiamare oggi. Somma ignota.");
    }

    #[test]
    fn a_fact_before_the_colon_stays_without_the_date_behind_it() {
        let line = [
            text("Chiedetela entro "),
            Inline::Fact("it-x".into()),
            text(" dalla fine: data "),
            date("act"),
            text(", poi "),
            date("safe"),
            text(". Portate l’art. 5 e il dossier."),
        ];
        assert_eq!(
            plain(&line),
            "Chiedetela entro 8 giorni dalla fine. Data ignota. Portate l’art. 5 e il dossier."
        );
    }

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        let line = [text("Data dell’art. 5: "), date("act"), text(". Fine.")];
        assert_eq!(plain(&line), "Data ignota. Fine.");
    }
}
