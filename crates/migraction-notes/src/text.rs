//! A text CRDT (replicated growable array): every letter has an id and refers to the letter it was typed after; the text is
//! the traversal of that tree. A state is a set of letters, so merging is a union. Deleted letters become tombstones.

use crate::bytes::{Bytes, ReadError, Reader};
use crate::limits::{LETTERS, RUN};
use crate::pairs::Pairs;
use crate::version_vector::Writer;

/// The id of a letter: writer and counter.
pub(crate) type Name = (Writer, u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letter {
    /// The letter it was typed after; `None` at the start.
    after: Option<Name>,
    /// Lamport timestamp: of two letters typed after the same one, the later comes first.
    rank: u32,
    /// The character; `None` once deleted.
    shown: Option<char>,
}

impl Letter {
    /// Whether the letter at this place was typed after the one before it by the same writer.
    fn goes_on(&self, writer: Writer, at: u32) -> bool {
        at.checked_sub(1).is_some_and(|before| self.after == Some((writer, before)))
    }
}

/// A text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    letters: Pairs<Writer, Vec<Letter>>,
}

impl Text {
    /// The visible text.
    #[must_use]
    pub fn read(&self) -> String {
        self.order().into_iter().filter_map(|name| self.letter(name)?.shown).collect()
    }

    /// Whether the visible text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.letters.iter().flat_map(|(_, letters)| letters).all(|letter| letter.shown.is_none())
    }

    /// Number of visible letters.
    pub(crate) fn shown(&self) -> usize {
        let all = self.letters.iter().flat_map(|(_, letters)| letters);
        all.filter(|letter| letter.shown.is_some()).count()
    }

    /// Number of letters, tombstones included.
    pub(crate) fn written(&self) -> usize {
        self.letters.iter().map(|(_, letters)| letters.len()).sum()
    }

    /// Replaces the text with `wanted`, as one replacement between common prefix and suffix. Returns whether anything changed.
    pub(crate) fn set(&mut self, writer: Writer, wanted: &str) -> bool {
        let order = self.order();
        let shown: Vec<(Name, char)> =
            order.iter().filter_map(|name| Some((*name, self.letter(*name)?.shown?))).collect();
        let wanted: Vec<char> = wanted.chars().collect();
        let same = |(a, b): &(&(Name, char), &char)| a.1 == **b;
        let start = shown.iter().zip(&wanted).take_while(same).count();
        let (old, new) =
            (shown.get(start..).unwrap_or_default(), wanted.get(start..).unwrap_or_default());
        let end = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
        let old = old.get(..old.len() - end).unwrap_or_default();
        let new = new.get(..new.len() - end).unwrap_or_default();
        if old.is_empty() && new.is_empty() {
            return false;
        }
        for ((writer, at), _) in old {
            if let Some(letter) = self.letter_mut(*writer, *at) {
                letter.shown = None;
            }
        }
        let mut after =
            start.checked_sub(1).and_then(|before| shown.get(before)).map(|(name, _)| *name);
        let mut rank = self
            .letters
            .iter()
            .flat_map(|(_, letters)| letters)
            .map(|letter| letter.rank)
            .max()
            .unwrap_or(0);
        let own = self.letters.entry(writer);
        for letter in new {
            rank = rank.saturating_add(1);
            let Ok(at) = u32::try_from(own.len()) else { return true };
            own.push(Letter { after, rank, shown: Some(*letter) });
            after = Some((writer, at));
        }
        true
    }

    /// The union of both texts.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (writer, theirs) in other.letters.iter() {
            let mine = self.letters.entry(*writer);
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                if theirs.shown.is_none() {
                    mine.shown = None;
                }
            }
            let more = theirs.get(mine.len()..).unwrap_or_default();
            mine.extend_from_slice(more);
        }
    }

    /// Whether every letter and tombstone of `other` is known here.
    pub(crate) fn includes(&self, other: &Self) -> bool {
        other.letters.iter().all(|(writer, theirs)| {
            let mine = self.letters.get(writer).map_or(&[][..], Vec::as_slice);
            mine.len() >= theirs.len()
                && mine
                    .iter()
                    .zip(theirs)
                    .all(|(mine, theirs)| mine.shown.is_none() || theirs.shown.is_some())
        })
    }

    /// Deletes all letters, but keeps the counters.
    pub(crate) fn forget(&mut self) {
        for letter in self.letters.values_mut().flatten() {
            letter.shown = None;
        }
    }

    fn letter(&self, (writer, at): Name) -> Option<&Letter> {
        self.letters.get(&writer)?.get(usize::try_from(at).ok()?)
    }

    fn letter_mut(&mut self, writer: Writer, at: u32) -> Option<&mut Letter> {
        self.letters.get_mut(&writer)?.get_mut(usize::try_from(at).ok()?)
    }

    /// All ids in the order of the text: after each letter come the letters typed after it, the latest first.
    ///
    /// Most letters were typed after the one before them by the same writer, so that only the others are sorted and
    /// looked up: the list of notes reads every text.
    fn order(&self) -> Vec<Name> {
        let mut jumps: Vec<(Option<Name>, u32, Name)> = Vec::new();
        let mut count = 0;
        for (writer, letters) in self.letters.iter() {
            count += letters.len();
            for (at, letter) in (0_u32..).zip(letters) {
                if !letter.goes_on(*writer, at) {
                    jumps.push((letter.after, letter.rank, (*writer, at)));
                }
            }
        }
        jumps.sort_unstable();
        let mut order = Vec::with_capacity(count);
        // Ascending on a stack is descending when taken.
        let mut open: Vec<(u32, Name)> = Vec::new();
        let mut last: Option<Name> = None;
        loop {
            let from = open.len();
            let start = jumps.partition_point(|(other, ..)| *other < last);
            let rest = jumps.get(start..).unwrap_or_default().iter();
            let here = rest.take_while(|(other, ..)| *other == last);
            open.extend(here.map(|(_, rank, name)| (*rank, *name)));
            open.extend(last.and_then(|last| self.going_on(last)));
            if let Some(here) = open.get_mut(from..) {
                here.sort_unstable();
            }
            let Some((_, name)) = open.pop() else { return order };
            order.push(name);
            last = Some(name);
        }
    }

    /// The letter that its writer typed right after this one, with its rank.
    fn going_on(&self, (writer, at): Name) -> Option<(u32, Name)> {
        let next = at.checked_add(1)?;
        let letter = self.letter((writer, next)).filter(|letter| letter.goes_on(writer, next))?;
        Some((letter.rank, (writer, next)))
    }

    pub(crate) fn writers(&self) -> impl Iterator<Item = Writer> {
        self.letters.iter().map(|(writer, _)| *writer)
    }

    /// Encodes the letters as runs of consecutively typed letters that are all visible or all deleted.
    pub(crate) fn write(&self, out: &mut Bytes, number_of: impl Fn(Writer) -> u64) {
        out.number(self.letters.len() as u64);
        for (writer, letters) in self.letters.iter() {
            let runs = runs(*writer, letters);
            out.number(number_of(*writer));
            out.number(runs.len() as u64);
            for run in runs {
                let Some(first) = run.first() else { continue };
                match first.after {
                    None => out.number(0),
                    Some((writer, at)) => {
                        out.number(number_of(writer) + 1);
                        out.number(u64::from(at));
                    }
                }
                out.number(u64::from(first.rank));
                out.number(run.len() as u64 * 2 + u64::from(first.shown.is_some()));
                if first.shown.is_some() {
                    out.text(&run.iter().filter_map(|letter| letter.shown).collect::<String>());
                }
            }
        }
    }

    pub(crate) fn read_from(
        reader: &mut Reader<'_>,
        writers: &[Writer],
    ) -> Result<Self, ReadError> {
        let writer_of = |number: u64| -> Result<Writer, ReadError> {
            let at = usize::try_from(number).map_err(|_| ReadError::Malformed)?;
            writers.get(at).copied().ok_or(ReadError::Malformed)
        };
        let small = |number: u64| u32::try_from(number).map_err(|_| ReadError::Malformed);
        let mut letters = Pairs::default();
        let mut left = LETTERS;
        for _ in 0..reader.count()? {
            let writer = writer_of(reader.number()?)?;
            let mut own: Vec<Letter> = Vec::new();
            for _ in 0..reader.count()? {
                let after = match reader.number()? {
                    0 => None,
                    number => Some((writer_of(number - 1)?, small(reader.number()?)?)),
                };
                let rank = small(reader.number()?)?;
                let packed = reader.number()?;
                let (length, is_shown) = (small(packed / 2)?, packed % 2 == 1);
                // Before any of them is made: a run of deleted letters takes a few bytes, however long it is.
                left = left.checked_sub(length as usize).ok_or(ReadError::Malformed)?;
                let text: Vec<char> =
                    if is_shown { reader.text()?.chars().collect() } else { Vec::new() };
                if is_shown && text.len() != length as usize {
                    return Err(ReadError::Malformed);
                }
                for at in 0..length {
                    let before = small(own.len() as u64)?.checked_sub(1);
                    let after = if at == 0 { after } else { before.map(|before| (writer, before)) };
                    let shown = text.get(at as usize).copied();
                    own.push(Letter { after, rank: rank.saturating_add(at), shown });
                }
            }
            letters.add(writer, own)?;
        }
        Ok(Self { letters })
    }
}

/// Splits a writer's letters where they were not typed one after the other, where one is deleted and the next is not,
/// and where a run would be too long to be read by older apps.
fn runs(writer: Writer, letters: &[Letter]) -> Vec<&[Letter]> {
    let mut runs = Vec::new();
    let mut start = 0;
    for at in 1..=letters.len() {
        let goes_on = match (letters.get(at - 1), letters.get(at)) {
            (Some(before), Some(letter)) => {
                u32::try_from(at - 1).is_ok_and(|before| letter.after == Some((writer, before)))
                    && before.rank.checked_add(1) == Some(letter.rank)
                    && before.shown.is_some() == letter.shown.is_some()
                    && at - start < RUN
            }
            _ => false,
        };
        if !goes_on {
            runs.extend(letters.get(start..at));
            start = at;
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Writer = Writer(1);
    const B: Writer = Writer(2);

    #[track_caller]
    fn check(base: &str, by_a: &str, by_b: &str, merged: &str) {
        let mut a = Text::default();
        a.set(Writer(0), base);
        let mut b = a.clone();
        a.set(A, by_a);
        b.set(B, by_b);
        let (mut ab, mut ba) = (a.clone(), b.clone());
        ab.merge(&b);
        ba.merge(&a);
        assert_eq!(ab, ba);
        assert_eq!(ab.read(), merged);
    }

    #[test]
    fn edits_at_two_places_are_both_there() {
        check("one two three", "ONE two three", "one two THREE", "ONE two THREE");
        check("one two three", "one two", "zero one two three", "zero one two");
    }

    #[test]
    fn words_typed_at_one_place_stand_one_after_the_other() {
        check("ab", "aXXXb", "aYYYb", "aYYYXXXb");
        check("", "here", "there", "therehere");
    }

    #[test]
    fn a_deletion_does_not_take_what_another_typed_inside() {
        check("abcdef", "af", "abcNEWdef", "aNEWf");
    }

    #[test]
    fn a_text_is_what_was_set() {
        let mut text = Text::default();
        for wanted in ["", "é", "élan", "lan", "", "un été", "été", "long 🌍 text", "🌍"]
        {
            text.set(A, wanted);
            assert_eq!(text.read(), wanted);
            assert!(!text.set(A, wanted));
        }
    }

    #[test]
    fn a_run_is_never_longer_than_older_apps_read_and_comes_back_as_one_text() {
        for (length, is_deleted, expected) in
            [(RUN, true, 1), (RUN + 1, true, 2), (RUN + 7, false, 2)]
        {
            let mut text = Text::default();
            text.set(A, &"x".repeat(length));
            if is_deleted {
                text.set(A, "");
            }
            let runs = runs(A, text.letters.get(&A).map_or(&[], Vec::as_slice));
            assert_eq!(runs.len(), expected);
            assert!(runs.iter().all(|run| run.len() <= RUN));
            let mut out = Bytes::default();
            text.write(&mut out, |_| 0);
            assert_eq!(Text::read_from(&mut Reader::new(&out.0), &[A]), Ok(text));
        }
    }

    #[test]
    fn what_was_deleted_is_forgotten() {
        let mut text = Text::default();
        text.set(A, "secret and rest");
        text.set(A, "rest");
        let mut out = Bytes::default();
        text.write(&mut out, |_| 0);
        let written = String::from_utf8_lossy(&out.0).into_owned();
        assert!(!written.contains("secret") && written.contains("rest"), "{written:?}");
    }

    /// The order found the plain way: all letters sorted by what they were typed after, each looked up.
    fn plain_order(text: &Text) -> Vec<Name> {
        let mut all: Vec<(Option<Name>, u32, Name)> = Vec::new();
        for (writer, letters) in text.letters.iter() {
            let named = (0_u32..).zip(letters);
            all.extend(named.map(|(at, letter)| (letter.after, letter.rank, (*writer, at))));
        }
        all.sort_unstable();
        let after = |name: Option<Name>| {
            all.iter().filter(move |(other, ..)| *other == name).map(|(.., name)| *name)
        };
        let mut open: Vec<Name> = after(None).collect();
        let mut order = Vec::new();
        while let Some(name) = open.pop() {
            order.push(name);
            open.extend(after(Some(name)));
        }
        order
    }

    proptest::proptest! {
        #[test]
        fn the_quick_order_is_the_plain_one(
            edits in proptest::collection::vec((0_usize..3, "[ab ]{0,6}", proptest::bool::ANY), 1..12)
        ) {
            let mut states = vec![Text::default(); 3];
            for (at, wanted, merges) in edits {
                let other = states[(at + 1) % 3].clone();
                let state = &mut states[at];
                if merges {
                    state.merge(&other);
                }
                state.set(Writer(at as u64), &wanted);
                proptest::prop_assert_eq!(state.order(), plain_order(state));
            }
        }
    }
}
