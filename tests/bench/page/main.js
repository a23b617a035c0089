// The page in which the app's search and notes are measured beside others. The runner (tests/e2e) calls
// `measure(name)` and reads `outcome`, so that no script of its own has to wait for minutes.
import init from '/ours.js';
import * as search from './search.js';
import * as notes from './notes.js';

const measures = { search: search.measure, 'notes-fill': notes.fill, notes: notes.measure };

globalThis.measure = name => {
  globalThis.outcome = {};
  measures[name]().then(
    done => { globalThis.outcome = { done }; },
    error => { globalThis.outcome = { failed: `${error}\n${error?.stack ?? ''}` }; },
  );
};

await init({ module_or_path: '/ours_bg.wasm' });
globalThis.ready = true;
