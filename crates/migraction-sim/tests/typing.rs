//! Somebody types without a pause and the browser is killed: the real note, vault, machine and schedule of saving, on a
//! storage that is slow, fails and finishes late. A thousand kills; the same in real browsers is in `tests/e2e`.

#![allow(clippy::expect_used)]

use std::collections::BTreeMap;

use migraction_notes::autosave::{Autosave, HandedOver, MOST_LOST, Stage};
use migraction_notes::{Author, Note, Writer};
use migraction_sync::engine::{BatchId, Change, Effect, Engine, Event, Link, Meta, Moment};
use migraction_sync::{OperationId, RecordId, Version};
use migraction_vault::{Kind, Place, VaultId, VaultKey, open_record, seal_record};

const RECORD: RecordId = RecordId([7; 16]);
const DRAFT: u64 = 1;

/// A small generator: the same number gives the same story.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }
}

/// What happens at a time.
enum Later {
    Due,
    /// The storage answers: what it holds from now on, or nothing when it failed.
    Answer(BatchId, Option<Vec<Change>>),
    Engine(Event),
}

struct Phone {
    now: u64,
    chance: Chance,
    key: VaultKey,
    author: Author,
    field: String,
    note: Note,
    autosave: Autosave,
    engine: Engine,
    disk: Option<(Meta, Vec<u8>)>,
    later: BTreeMap<(u64, u64), Later>,
    names: u64,
    /// A transaction takes up to so long, and so many of a thousand fail.
    slowest: u64,
    fails: u64,
}

impl Phone {
    fn new(seed: u64) -> Self {
        let mut chance = Chance(seed * 2 + 1);
        let (slowest, fails) = (5 + chance.below(300), [0, 0, 300][seed as usize % 3]);
        Self {
            now: 0,
            chance,
            key: VaultKey::make(&mut |bytes| bytes.fill(3)),
            author: Author { writer: Writer(seed + 1), label: "phone".into() },
            field: String::new(),
            note: Note::default(),
            autosave: Autosave::default(),
            engine: Engine::new(Link::default(), []),
            disk: None,
            later: BTreeMap::new(),
            names: 0,
            slowest,
            fails,
        }
    }

    fn place(version: Version) -> Place {
        let record = migraction_vault::RecordId(RECORD.0);
        Place { vault: VaultId([1; 16]), record, version: version.0 }
    }

    fn after(&mut self, millis: u64, what: Later) {
        self.names += 1;
        self.later.insert((self.now + millis, self.names), what);
    }

    fn tell(&mut self, event: Event) {
        let moment = Moment { millis: self.now, random: self.chance.below(u64::MAX) };
        for effect in self.engine.handle(event, moment) {
            match effect {
                Effect::Store { batch, changes } => {
                    let fails = self.chance.below(1000) < self.fails;
                    let millis = 1 + self.chance.below(self.slowest);
                    self.after(millis, Later::Answer(batch, (!fails).then_some(changes)));
                }
                Effect::Wait { timer, millis } => {
                    self.after(millis, Later::Engine(Event::Timeout(timer)));
                }
                _ => {}
            }
        }
    }

    /// As the app does.
    fn hand_over(&mut self, draft: u64) {
        let (author, field) = (self.author.clone(), self.field.clone());
        let changed = self.note.changed(&mut |note| {
            note.write_text(&author, &field);
        });
        match changed {
            Err(_) => self.autosave.handed_over(draft, HandedOver::TooLarge),
            Ok(None) => self.autosave.handed_over(draft, HandedOver::Taken),
            Ok(Some(note)) => {
                self.note = note;
                let version = self.engine.version_for(RECORD);
                let bytes = self.note.to_bytes();
                let mut fill = |bytes: &mut [u8]| bytes.fill(9);
                let sealed =
                    seal_record(&self.key, &Self::place(version), Kind::NOTE, &bytes, &mut fill)
                        .expect("it was measured");
                let operation = OperationId([1; 16]);
                self.tell(Event::Edited {
                    record: RECORD,
                    version,
                    sealed,
                    operation,
                    gone: false,
                });
                self.autosave.handed_over(draft, HandedOver::Taken);
            }
        }
    }

    fn type_letter(&mut self) {
        let letter = char::from(b'a' + u8::try_from(self.chance.below(26)).unwrap_or(0));
        self.field.push(letter);
        if let Some(wait) = self.autosave.typed(DRAFT, self.now) {
            self.after(wait, Later::Due);
        }
    }

    fn happen(&mut self, what: Later) {
        match what {
            Later::Due => {
                for draft in self.autosave.due(self.now) {
                    self.hand_over(draft);
                }
                if let Some(wait) = self.autosave.wait(self.now) {
                    self.after(wait, Later::Due);
                }
            }
            Later::Answer(batch, Some(changes)) => {
                self.store(changes);
                self.tell(Event::Stored(batch));
            }
            Later::Answer(batch, None) => self.tell(Event::StoreFailed { batch, full: false }),
            Later::Engine(event) => self.tell(event),
        }
    }

    fn store(&mut self, changes: Vec<Change>) {
        for change in changes {
            if let Change::Own { meta, sealed, .. } = change {
                self.disk = Some((meta, sealed));
            }
        }
    }

    fn live_until(&mut self, end: u64) {
        while let Some(entry) = self.later.first_entry().filter(|entry| entry.key().0 <= end) {
            let ((at, _), what) = entry.remove_entry();
            self.now = at;
            self.happen(what);
        }
        self.now = end;
    }

    /// The page is told that it goes, and has one turn to act. What is with the storage then is done by it.
    fn leave(&mut self) {
        for draft in self.autosave.all() {
            self.hand_over(draft);
        }
        self.tell(Event::Leaving);
        let mut under_way: Vec<_> = core::mem::take(&mut self.later).into_iter().collect();
        // A storage does transactions in the order in which they were begun.
        under_way.sort_by_key(|((_, name), _)| *name);
        for (_, what) in under_way {
            if let Later::Answer(_, Some(changes)) = what {
                self.store(changes);
            }
        }
    }

    fn stage(&self) -> Stage {
        self.autosave.stage(self.engine.status().saved, None)
    }

    /// What is there after a new start.
    fn kept(&self) -> String {
        let Some((meta, sealed)) = &self.disk else { return String::new() };
        let version = meta.local.expect("a state").version;
        let opened = open_record(&self.key, &Self::place(version), sealed).expect("it opens");
        Note::from_bytes(&opened.body).expect("a note").text()
    }
}

#[test]
fn whoever_is_killed_while_typing_loses_the_last_second_at_most_and_nothing_that_was_called_saved()
{
    let (mut most_lost, mut said) = (0, 0);
    for seed in 0..1000 {
        let mut phone = Phone::new(seed);
        let killed = 200 + phone.chance.below(12_000);
        let rhythm = 20 + phone.chance.below(500);
        let mut typed: Vec<u64> = Vec::new();
        let mut called_saved = String::new();
        let mut next = 0;
        while next < killed {
            phone.live_until(next);
            if phone.stage() == Stage::Saved {
                called_saved.clone_from(&phone.field);
                said += 1;
            }
            phone.type_letter();
            typed.push(next);
            next += 1 + phone.chance.below(rhythm);
        }
        phone.live_until(killed);
        let kept = phone.kept();
        assert!(phone.field.starts_with(&kept), "seed {seed}: {kept} is not what was typed");
        assert!(kept.starts_with(&called_saved), "seed {seed}: {called_saved} was called saved");
        if phone.fails == 0 {
            let older = typed.iter().filter(|at| **at + MOST_LOST < killed).count();
            assert!(kept.len() >= older, "seed {seed}: {} of {older} letters", kept.len());
        }
        most_lost = most_lost.max(phone.field.len() - kept.len());
    }
    assert!(said > 1000, "saved is said at times: {said}");
    println!("at most {most_lost} letters were lost, saved was said {said} times");
}

#[test]
fn whoever_leaves_the_page_while_typing_loses_nothing() {
    for seed in (0..1000).filter(|seed| seed % 3 != 2) {
        let mut phone = Phone::new(seed);
        let left = 50 + phone.chance.below(5_000);
        let mut next = 0;
        while next < left {
            phone.live_until(next);
            phone.type_letter();
            next += 1 + phone.chance.below(60);
        }
        phone.live_until(left);
        phone.leave();
        assert_eq!(phone.kept(), phone.field, "seed {seed}");
    }
}
