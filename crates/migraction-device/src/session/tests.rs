//! What the opened profile decides, with bytes instead of a storage and numbers instead of randomness.

#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it must be")]

use super::*;
use crate::sealed::open_note;
use migraction_notes::Writer;
use migraction_sync::engine::{Link, Reason, Side};
use migraction_sync::{Epoch, RecordHash, ServerId, ServerIdentity, Version};

const R: RecordId = RecordId([1; 16]);
const NOW: u64 = 1_795_600_000_000;

fn today() -> CivilDate {
    CivilDate::from_ymd_opt(2026, 11, 30).unwrap_or_default()
}

/// Bytes that are never the same twice.
fn random() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u64;
    move |bytes| {
        for byte in bytes {
            next = next
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = next.to_be_bytes()[0];
        }
    }
}

fn moment() -> Moment {
    Moment { millis: NOW, random: 0 }
}

/// A device of a person whose keyring is the same on all of them.
fn device(writer: u64) -> Session {
    let keyring = Keyring::make(&mut |bytes| bytes.fill(7));
    let key = ProfileKey::make(&mut |bytes| bytes.fill(8));
    let profile = ProfileId([9; 16]);
    let mut fixed = |bytes: &mut [u8]| bytes.fill(3);
    let code = migraction_vault::Code::make(&mut fixed);
    let stretching = migraction_vault::profile::StretchParams::make(
        migraction_vault::StretchCost::FLOOR,
        &mut fixed,
    );
    let passphrase = migraction_vault::PassphraseKey::from_bytes([4; 32]);
    let envelope =
        Envelope::seal(profile, &key, stretching, &passphrase, &code, &mut fixed).unwrap();
    let vault = keyring.vaults[0].id;
    let author = Author { writer: Writer(writer), label: format!("device {writer}") };
    let notes = Pairs::default();
    let secrets = Some(Secrets { key, envelope, keyring, author, by_code: false, notes });
    let (label, engine) = ("Anna".to_owned(), Engine::new(Link::default(), []));
    let mut session =
        Session { generation: 1, profile, label, vault, engine, access: None, secrets };
    let identity = ServerIdentity { server: ServerId([1; 16]), epoch: Epoch([2; 16]) };
    handle(&mut session, Event::Enrolled { identity, seed: [0; 16] });
    handle(&mut session, Event::Unlocked);
    session
}

/// Tells the engine something, on a storage that takes everything at once; gives what was written.
fn handle(session: &mut Session, event: Event) -> Vec<migraction_sync::engine::Change> {
    let mut written = Vec::new();
    let mut effects = session.engine.handle(event, moment());
    while let Some(effect) = effects.pop() {
        if let Effect::Store { batch, changes } = effect {
            written.extend(changes);
            effects.extend(session.engine.handle(Event::Stored(batch), moment()));
        }
    }
    written
}

fn write(session: &mut Session, text: &str) -> Result<Note, EditError> {
    let (note, event) = session.edit(
        R,
        today(),
        NOW,
        &|note, author| {
            note.write_text(author, text);
        },
        &mut random(),
    )?;
    if let Some(event) = event {
        handle(session, event);
    }
    Ok(note)
}

/// The state of a record as the other device has it: version and bytes.
fn state_of(session: &Session, note: &Note, version: u64) -> (Version, Vec<u8>) {
    let sealed = session.seal(R, note, Version(version), &mut random()).unwrap();
    (Version(version), sealed.into_bytes())
}

/// A state comes from the server.
fn arrives(session: &mut Session, (version, sealed): &(Version, Vec<u8>)) {
    use migraction_sync::engine::Response;
    use migraction_sync::messages::PullResponse;
    let mut effects = session.engine.handle(Event::Online(true), moment());
    let record = sync::SealedRecord { id: to_sync(R), version: *version, sealed: sealed.clone() };
    let since = session.engine.link().since;
    let page = PullResponse {
        records: vec![(since.next(), record)],
        upto: since.next(),
        more: false,
        time: 0,
    };
    loop {
        let call = effects.iter().find_map(|effect| match effect {
            Effect::Send { call, .. } => Some(*call),
            _ => None,
        });
        if let Some(call) = call {
            handle(session, Event::Responded { call, response: Ok(Response::Pull(page)) });
            return;
        }
        let batch = effects.iter().find_map(|effect| match effect {
            Effect::Store { batch, .. } => Some(*batch),
            _ => None,
        });
        effects = session.engine.handle(Event::Stored(batch.unwrap()), moment());
    }
}

fn merge(session: &Session, incoming: &[u8], own: Option<&LocalState>) -> Outcome {
    session.merge(R, Some(incoming), own, false, NOW, &mut random())
}

#[test]
fn a_note_is_changed_sealed_and_kept_in_memory_or_nothing_is() {
    let mut session = device(1);
    assert_eq!(write(&mut session, "x"), Err(EditError::Missing), "it was not loaded");
    session.cache(R, &Note::default());
    let note = write(&mut session, "one").unwrap();
    assert_eq!((note.text().as_str(), session.cached(R)), ("one", Some(&note)));
    assert_eq!(note.read(Field::CHANGED).any(), Some("2026-11-30"));
    assert_eq!(session.local(R).map(|state| state.version), Some(Version(1)));

    // The same text says nothing new: no state, no day.
    let (_, event) = session
        .edit(R, today(), NOW, &|note, author| _ = note.write_text(author, "one"), &mut random())
        .unwrap();
    assert_eq!(event, None);

    let long = "x".repeat(migraction_notes::limits::TEXT_LETTERS + 1);
    assert_eq!(write(&mut session, &long), Err(EditError::TooLarge(TooLarge::Text)));
    assert_eq!(session.cached(R), Some(&note), "nothing was changed");
    assert_eq!(session.local(R).map(|state| state.version), Some(Version(1)));

    session.secrets = None;
    assert_eq!(write(&mut session, "two"), Err(EditError::Locked));
    assert_eq!(session.cached(R), None);
}

#[test]
fn a_sealed_state_opens_at_its_own_place_and_number_only() {
    let mut session = device(1);
    session.cache(R, &Note::default());
    let note = write(&mut session, "one").unwrap();
    let (version, sealed) = state_of(&session, &note, 5);
    assert_eq!(session.open(R, version, &sealed), Some(note));
    assert_eq!(session.open(R, Version(6), &sealed), None);
    assert_eq!(session.open(RecordId([2; 16]), version, &sealed), None);
    let key = session.vault_key().unwrap();
    let place = Place { vault: VaultId([0; 16]), record: R, version: 5 };
    assert_eq!(open_note(key, &place, &sealed), None);
    session.secrets = None;
    assert_eq!(session.open(R, version, &sealed), None, "locked");
}

#[test]
fn what_no_transaction_has_stored_is_in_the_machine_and_the_newest_counts() {
    let mut session = device(1);
    session.cache(R, &Note::default());
    for text in ["one", "one two"] {
        let edited = session.edit(
            R,
            today(),
            NOW,
            &|note, author| {
                note.write_text(author, text);
            },
            &mut random(),
        );
        let (_, event) = edited.unwrap();
        // The storage does not answer.
        session.engine.handle(event.unwrap(), moment());
    }
    let sealed = session.unsaved(R).unwrap().to_vec();
    let state = session.local(R).unwrap();
    assert_eq!(session.open(R, state.version, &sealed).unwrap().text(), "one two");
    let (list, damaged) = session.open_all(&[(R, b"an older state".to_vec())]);
    assert_eq!((list.len(), damaged.len()), (1, 0), "the list shows it, not what the disk has");
}

#[test]
fn the_list_holds_what_opens_and_is_not_erased_and_names_what_does_not_open() {
    let mut session = device(1);
    session.cache(R, &Note::default());
    let note = write(&mut session, "harbour").unwrap();
    let (version, sealed) = state_of(&session, &note, 1);
    assert_eq!(session.local(R).unwrap().version, version);
    let (list, damaged) = session.open_all(&[(R, sealed.clone())]);
    assert_eq!(list.iter().map(|(_, summary)| summary.words.as_str()).collect::<Vec<_>>().len(), 1);
    assert!(list.get(&R).unwrap().matches("harbour"));
    assert_eq!(damaged, []);
    let half = sealed[..sealed.len() / 2].to_vec();
    let (list, damaged) = session.open_all(&[(R, half), (RecordId([2; 16]), sealed)]);
    assert_eq!((list.len(), damaged), (0, vec![R, RecordId([2; 16])]));

    let (note, event) =
        session.edit(R, today(), NOW, &|note, author| note.erase(author), &mut random()).unwrap();
    assert!(matches!(&event, Some(Event::Edited { deleted: true, .. })));
    session.engine.handle(event.unwrap(), moment());
    assert!(note.is_erased());
    assert_eq!(session.open_all(&[]).0.len(), 0);
}

#[test]
fn what_came_is_adopted_where_there_is_nothing_here_and_shown_where_it_is_open() {
    let (mut here, there) = (device(1), device(2));
    let mut note = Note::default();
    note.write_text(&there.author(NOW).unwrap(), "from there");
    let came = state_of(&there, &note, 1);
    arrives(&mut here, &came);
    let outcome = merge(&here, &came.1, None);
    assert_eq!(outcome.merged, Merged::Same { deleted: false });
    let (_, shown) = here.merged(R, here_edit(), outcome, moment());
    assert_eq!(shown, Some(note));
    assert_eq!(here.cached(R), None, "nobody has looked at it");
    assert_eq!(here.local(R).map(|state| state.version), Some(Version(1)));
}

/// The number of edits that the engine knows after one arrival.
fn here_edit() -> u64 {
    1
}

#[test]
fn a_note_that_is_open_is_merged_as_it_is_in_memory_and_not_as_the_disk_has_it() {
    let (mut here, there) = (device(1), device(2));
    here.cache(R, &Note::default());
    let first = write(&mut here, "one").unwrap();
    let mut theirs = first.clone();
    theirs.write_text(&there.author(NOW).unwrap(), "one two");
    let came = state_of(&there, &theirs, 2);
    arrives(&mut here, &came);
    let disk =
        LocalState { state: here.local(R).unwrap(), sealed: Some(state_of(&here, &first, 1).1) };
    let mut open = first.clone();
    open.set(&here.author(NOW).unwrap(), Field::PLACE, Some("harbour"));
    here.cache(R, &open);
    let outcome = merge(&here, &came.1, Some(&disk));
    let note = outcome.note.clone().unwrap();
    assert_eq!((note.text().as_str(), note.read(Field::PLACE).any()), ("one two", Some("harbour")));
    let Merged::More { version, sealed, .. } = &outcome.merged else {
        panic!("{:?}", outcome.merged)
    };
    assert_eq!(*version, Version(3), "above both");
    assert_eq!(here.open(R, *version, sealed), Some(note));
}

#[test]
fn the_state_of_the_disk_is_merged_where_the_note_is_not_open() {
    let (mut here, there) = (device(1), device(2));
    here.cache(R, &Note::default());
    let first = write(&mut here, "one").unwrap();
    let mut theirs = first.clone();
    theirs.write_text(&there.author(NOW).unwrap(), "one two");
    let came = state_of(&there, &theirs, 2);
    arrives(&mut here, &came);
    if let Some(secrets) = &mut here.secrets {
        secrets.notes.clear();
    }
    let own =
        LocalState { state: here.local(R).unwrap(), sealed: Some(state_of(&here, &first, 1).1) };
    assert_eq!(merge(&here, &came.1, Some(&own)).merged, Merged::Same { deleted: false });
    // It cannot be read: what came must not take the place of words that nobody has seen.
    for sealed in [None, Some(vec![0; 40])] {
        let own = LocalState { sealed, ..own_of(&here) };
        assert_eq!(merge(&here, &came.1, Some(&own)).merged, Merged::LocalUnreadable);
    }
    // What came does not open, or is not there.
    assert_eq!(merge(&here, &came.1[1..], Some(&own)).merged, Merged::Unreadable);
    assert_eq!(
        here.merge(R, None, Some(&own), false, NOW, &mut random()).merged,
        Merged::Unreadable
    );
}

fn own_of(session: &Session) -> LocalState {
    LocalState { state: session.local(R).unwrap(), sealed: None }
}

#[test]
fn a_merge_is_shown_only_if_the_machine_took_it() {
    let (mut here, there) = (device(1), device(2));
    here.cache(R, &Note::default());
    let first = write(&mut here, "one").unwrap();
    let mut theirs = first.clone();
    theirs.write_text(&there.author(NOW).unwrap(), "one two");
    let came = state_of(&there, &theirs, 2);
    arrives(&mut here, &came);
    let edits = 2;
    let outcome = merge(&here, &came.1, None);
    // Somebody types before the engine hears of the merge.
    let typed = write(&mut here, "one!").unwrap();
    let (effects, shown) = here.merged(R, edits, outcome, moment());
    assert_eq!((shown, here.cached(R)), (None, Some(&typed)));
    let again = effects.iter().any(|effect| matches!(effect, Effect::Merge { .. }));
    assert!(again, "it is asked for once more: {effects:?}");
}

#[test]
fn an_erasing_that_the_machine_holds_back_is_not_shown() {
    let (mut here, there) = (device(1), device(2));
    here.cache(R, &Note::default());
    let first = write(&mut here, "one").unwrap();
    let mut theirs = first.clone();
    theirs.erase(&there.author(NOW).unwrap());
    let came = state_of(&there, &theirs, 2);
    arrives(&mut here, &came);
    let outcome = merge(&here, &came.1, None);
    assert_eq!(outcome.merged, Merged::Same { deleted: true });
    let (_, shown) = here.merged(R, 2, outcome, moment());
    assert_eq!((shown, here.cached(R)), (None, Some(&first)), "until all news are looked at");
    assert!(here.engine.meta(to_sync(R)).unwrap().incoming.is_some());
}

#[test]
fn a_file_brings_what_is_not_here_and_nothing_twice() {
    let (mut here, there) = (device(1), device(2));
    let mut other = Note::default();
    other.write_text(&there.author(NOW).unwrap(), "from the file");
    let (note, event) = here.merge_imported(R, &other, None, NOW, &mut random()).unwrap();
    handle(&mut here, event);
    assert_eq!((note.text().as_str(), here.cached(R)), ("from the file", Some(&note)));
    assert_eq!(here.merge_imported(R, &other, None, NOW, &mut random()), None);
    // A note that was not opened is given as the storage has it.
    if let Some(secrets) = &mut here.secrets {
        secrets.notes.clear();
    }
    assert_eq!(here.merge_imported(R, &other, Some(note), NOW, &mut random()), None);
}

#[test]
fn what_is_too_large_together_stays_apart() {
    let (mut here, there) = (device(1), device(2));
    let fill = |session: &Session, note: &mut Note, name: &str| {
        let author = session.author(NOW).unwrap();
        // Incompressible, and near what a record holds.
        let mut noise = random();
        for at in 0..40 {
            let mut bytes = [0; 10_000];
            noise(&mut bytes);
            let text: String = bytes.iter().map(|byte| char::from(b'a' + byte % 26)).collect();
            note.set_item(&author, Field::NEED, &format!("{name}{at}"), Some(&text));
        }
    };
    let (mut mine, mut theirs) = (Note::default(), Note::default());
    for part in ["a", "b"] {
        fill(&here, &mut mine, &format!("mine {part}"));
        fill(&there, &mut theirs, &format!("theirs {part}"));
    }
    here.cache(R, &mine);
    let came = state_of(&there, &theirs, 1);
    arrives(&mut here, &came);
    assert_eq!(merge(&here, &came.1, None).merged, Merged::Unreadable);
    assert_eq!(here.cached(R), Some(&mine));
}

#[test]
fn what_does_not_open_is_set_aside_and_the_status_says_so() {
    let mut session = device(1);
    session.cache(R, &Note::default());
    write(&mut session, "one").unwrap();
    let written = handle(&mut session, Event::Damaged { record: to_sync(R) });
    let quarantine = written.iter().any(|change| {
        matches!(change, migraction_sync::engine::Change::Quarantine { what: Side::Own, .. })
    });
    assert!(quarantine, "{written:?}");
    let status = session.engine.status();
    assert_eq!((status.unreadable, status.reason), (1, Some(Reason::Offline)));
}

#[test]
fn a_mark_tells_the_bytes_of_a_state_from_others() {
    let mut session = device(1);
    session.cache(R, &Note::default());
    let (_, event) = session
        .edit(R, today(), NOW, &|note, author| _ = note.write_text(author, "x"), &mut random())
        .unwrap();
    session.engine.handle(event.unwrap(), moment());
    let (state, sealed) = (session.local(R).unwrap(), session.unsaved(R).unwrap());
    assert_eq!(RecordHash::of(to_sync(R), state.version, sealed), state.hash);
}
