// 10,000 notes: unlock to list, open, save, search; ours sealed, PouchDB's in the clear.
import PouchDB from 'pouchdb-browser';
import * as ours from '/ours.js';
import { breathe, spread, timed } from './figures.js';
import { COUNT, QUERIES, makeNotes } from './texts.js';

const PASSPHRASE = 'seven quiet lanterns over the grey harbour';
const DATABASE = 'bench';
const OPENED = 200;
const SAVED = 100;
const SEARCHES = 5;
/** Runs of what is done once a day. */
const UNLOCKS = 5;

const fold = text => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
const spaced = (list, count) => Array.from({ length: count }, (_, at) => list[(at * 7919) % list.length]);

/** Writes the notes into both stores, and keeps what unlocking needs. */
export async function fill() {
  ours.start_notes();
  const [profile, code] = await ours.make_profile(PASSPHRASE);
  if (!(await ours.recover(profile, code))) throw new Error('the new profile does not open');
  const notes = makeNotes();
  const [own] = await timed(async () => {
    for (let from = 0; from < COUNT; from += 250) {
      // Somebody is there: else the app locks.
      dispatchEvent(new Event('keydown'));
      for (const { code, subject, place, text } of notes.slice(from, from + 250)) {
        ours.write_note(code, subject, place, text);
      }
      await ours.saved();
      await breathe();
    }
  });
  const pouch = new PouchDB(DATABASE);
  const [other] = await timed(() =>
    pouch.bulkDocs(notes.map((note, at) => ({ _id: `note-${String(at).padStart(5, '0')}`, ...note }))));
  await pouch.close();
  sessionStorage.setItem('profile', profile);
  sessionStorage.setItem('code', code);
  return { ours: own, other };
}

/** Measures both, one after the other. */
export async function measure() {
  ours.start_notes();
  const own = await measureOurs();
  await breathe();
  const other = await measurePouch();
  if (String(own.found) !== String(other.found)) throw new Error(`found ${own.found}, and ${other.found}`);
  const room = (await navigator.storage.estimate()).usageDetails?.indexedDB ?? null;
  return { count: COUNT, room, engines: [own, other] };
}

async function measureOurs() {
  const [profile, code] = ['profile', 'code'].map(name => sessionStorage.getItem(name));
  const unlocks = [];
  for (let turn = 0; turn < UNLOCKS; turn += 1) {
    ours.lock();
    await breathe();
    const [took, opened] = await timed(() => ours.recover(profile, code));
    if (!opened || ours.listed().length !== COUNT) throw new Error('not all notes are in the list');
    unlocks.push(took);
  }
  ours.lock();
  const [whole, opened] = await timed(() => ours.unlock(profile, PASSPHRASE));
  if (!opened) throw new Error('the passphrase does not open');
  const ids = ours.listed();
  const opens = [];
  for (const id of spaced(ids, OPENED)) {
    await breathe();
    const [took, length] = await timed(() => ours.open_note(id));
    if (!length) throw new Error('an empty note');
    opens.push(took);
  }
  const [searches, found] = await search(query => ours.find_notes(query));
  const saves = [];
  for (const [at, id] of spaced(ids, SAVED).entries()) {
    await breathe();
    const [took, changed] = await timed(() => ours.save_note(id, `${at} un mot de plus, et la suite.`));
    if (!changed) throw new Error('a note was not saved');
    saves.push(took);
  }
  return {
    label: 'ours',
    unlock: spread(unlocks),
    passphrase: whole,
    open: spread(opens),
    save: spread(saves),
    search: spread(searches),
    found,
  };
}

async function measurePouch() {
  let pouch = null;
  let list = [];
  const unlocks = [];
  for (let turn = 0; turn < UNLOCKS; turn += 1) {
    await pouch?.close();
    await breathe();
    const [took] = await timed(async () => {
      pouch = new PouchDB(DATABASE);
      const { rows } = await pouch.allDocs({ include_docs: true });
      list = rows.map(({ doc }) => ({
        id: doc._id,
        code: doc.code,
        subject: doc.subject,
        place: doc.place,
        words: fold([doc.text, doc.code, doc.subject, doc.place].join(' ')),
      }));
    });
    if (list.length !== COUNT) throw new Error('not all documents are there');
    unlocks.push(took);
  }
  const ids = list.map(({ id }) => id);
  const opens = [];
  for (const id of spaced(ids, OPENED)) {
    await breathe();
    const [took] = await timed(() => pouch.get(id));
    opens.push(took);
  }
  // The quickest way there is beside PouchDB itself: the list in memory, as ours.
  const [searches, found] = await search(query => {
    const words = fold(query).split(/\s+/);
    return list.filter(note => words.every(word => note.words.includes(word))).length;
  });
  const saves = [];
  for (const [at, id] of spaced(ids, SAVED).entries()) {
    const document = await pouch.get(id);
    await breathe();
    const changed = { ...document, text: `${at} un mot de plus, et la suite.` };
    const [took] = await timed(() => pouch.put(changed));
    saves.push(took);
  }
  return {
    label: 'PouchDB',
    unlock: spread(unlocks),
    open: spread(opens),
    save: spread(saves),
    search: spread(searches),
    found,
  };
}

async function search(find) {
  const times = [];
  const found = [];
  for (let turn = 0; turn < SEARCHES; turn += 1) {
    for (const query of QUERIES) {
      await breathe();
      const [took, count] = await timed(() => find(query));
      times.push(took);
      if (turn === 0) found.push(count);
    }
  }
  return [times, found];
}
