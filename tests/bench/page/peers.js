// The search engines beside which ours is measured: the same pages, in the same fields, and what we know that an
// engine can be told: how much fields and the reader's country count. Of the ways to set them up,
// those that found best what the queries that are not held out want.
import MiniSearch from 'minisearch';
import { Charset, Document, Encoder } from 'flexsearch';

const WEIGHTS = { title: 5, summary: 2.5, heading: 2, body: 1, names: 4 };
const FIELDS = Object.keys(WEIGHTS);
/** A page of the reader's own country, or of none, beside those of others. */
const OWN = 4;

const numbered = pages => pages.map((page, id) => ({ id, ...page }));
const factor = (page, own) => (!own || !page.country || page.country === own ? OWN : 1);

const fold = word => {
  const plain = word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('œ', 'oe');
  return plain.length > 1 ? plain : null;
};

export class Mini {
  static label = 'MiniSearch';
  static options = { fields: FIELDS, processTerm: fold };

  constructor(pages, kept) {
    this.pages = pages;
    this.engine = kept ? MiniSearch.loadJSON(kept, Mini.options) : new MiniSearch(Mini.options);
    if (!kept) this.engine.addAll(numbered(pages));
  }

  search(text, own, limit) {
    const hits = this.engine.search(text, {
      boost: WEIGHTS,
      prefix: (_term, at, terms) => at === terms.length - 1,
      fuzzy: term => (term.length > 3 ? 0.2 : false),
      boostDocument: id => factor(this.pages[id], own),
    });
    return hits.slice(0, limit).map(hit => hit.id);
  }

  keep() {
    return JSON.stringify(this.engine);
  }
}

export class Flex {
  static label = 'FlexSearch';

  constructor(pages, kept) {
    this.pages = pages;
    const encoder = new Encoder(Charset.Normalize);
    const index = FIELDS.map(field => ({ field, tokenize: 'forward', encoder }));
    this.engine = new Document({ document: { id: 'id', index } });
    if (kept) for (const [key, value] of JSON.parse(kept)) this.engine.import(key, value);
    else for (const page of numbered(pages)) this.engine.add(page);
  }

  search(text, own, limit) {
    // It ranks within a field: the places in the fields are added up.
    const scores = new Map();
    for (const { field, result } of this.engine.search(text, { limit: 100, suggest: true })) {
      result.forEach((id, at) => {
        scores.set(id, (scores.get(id) ?? 0) + WEIGHTS[field] / (at + 3));
      });
    }
    const hits = [...scores].map(([id, score]) => [id, score * factor(this.pages[id], own)]);
    return hits.sort((a, b) => b[1] - a[1]).slice(0, limit).map(([id]) => id);
  }

  keep() {
    const parts = [];
    this.engine.export((key, value) => { parts.push([key, value]); });
    return JSON.stringify(parts);
  }
}
