// The search of the guide, at each keystroke of the labelled queries.
import { Guide } from '/ours.js';
import { breathe, compressed, spread, timed } from './figures.js';
import { Flex, Mini } from './peers.js';

const LANGUAGES = ['fr', 'it', 'en'];
/** How many hits the app shows. */
const LIMIT = 30;
/** The browser's clock is coarse: each keystroke is searched for this many times. */
const REPEATS = 5;
/** How far down a wanted page is looked for. */
const DEPTH = 20;

export async function measure() {
  const all = [];
  for (const language of LANGUAGES) all.push(await one(language));
  return all;
}

async function one(language) {
  const load = async kind => await (await fetch(`/pages/${language}.${kind}`)).arrayBuffer();
  const { pages, queries } = JSON.parse(new TextDecoder().decode(await load('json')));
  const index = await load('index');
  const [opening, guide] = await timed(() => Guide.open(new Uint8Array(index)));
  const engines = [{
    label: 'ours',
    ready: opening,
    kept: index,
    search: (text, own) => guide.search(text, own ?? undefined, LIMIT),
  }];
  for (const Peer of [Mini, Flex]) {
    const kept = new Peer(pages).keep();
    await breathe();
    const [ready, peer] = await timed(() => new Peer(pages, kept));
    engines.push({ label: Peer.label, ready, kept, search: (text, own) => peer.search(text, own, LIMIT) });
  }
  const times = engines.map(() => []);
  // The first queries only warm up: code that was just loaded is slow in every engine.
  for (const query of [...queries.slice(0, 10).map(query => ({ ...query, warm: true })), ...queries]) {
    await breathe();
    for (let length = 1; length <= query.text.length; length += 1) {
      const typed = query.text.slice(0, length);
      engines.forEach((engine, at) => {
        const start = performance.now();
        for (let turn = 0; turn < REPEATS; turn += 1) engine.search(typed, query.own);
        if (!query.warm) times[at].push((performance.now() - start) / REPEATS);
      });
    }
  }
  const results = [];
  for (const [at, engine] of engines.entries()) {
    const size = typeof engine.kept === 'string' ? new Blob([engine.kept]).size : engine.kept.byteLength;
    results.push({
      label: engine.label,
      keystroke: spread(times[at]),
      ready: engine.ready,
      size,
      compressed: await compressed(engine.kept),
      tuned: found(engine, queries.filter(query => !query.held_out)),
      held_out: found(engine, queries.filter(query => query.held_out)),
    });
  }
  return { language, pages: pages.length, engines: results };
}

function found(engine, queries) {
  const sum = { precision: 0, recall: 0, rank: 0 };
  for (const { text, own, want } of queries) {
    const hits = Array.from(engine.search(text, own));
    const rank = hits.slice(0, DEPTH).findIndex(id => want.includes(id));
    sum.precision += rank === 0 ? 1 : 0;
    sum.rank += rank < 0 ? 0 : 1 / (rank + 1);
    const early = hits.slice(0, 5).filter(id => want.includes(id)).length;
    sum.recall += early / Math.min(5, Math.max(1, want.length));
  }
  const mean = value => value / Math.max(1, queries.length);
  return {
    count: queries.length,
    precision_at_1: mean(sum.precision),
    recall_at_5: mean(sum.recall),
    mean_reciprocal_rank: mean(sum.rank),
  };
}
