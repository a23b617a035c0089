// public/sw.js with a stand-in for the browser: what it answers, what it leaves alone, what a torn build does.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../../public/sw.js", import.meta.url), "utf8");
const ORIGIN = "https://example.test";
const sha256 = (text) => createHash("sha256").update(text).digest("base64");

const SITE = {
  "/index.html": "shell",
  "/fr/index.html": "home fr",
  "/app-0123456789abcdef_bg.wasm": "wasm",
};

// Caches that outlive a worker, as in a browser.
class Store {
  all = new Map();
  async open(name) {
    if (!this.all.has(name)) this.all.set(name, new Map());
    const entries = this.all.get(name);
    return {
      put: async (path, response) => void entries.set(path, await response.text()),
      match: async (path) => (entries.has(path) ? new Response(entries.get(path)) : undefined),
    };
  }
  keys = async () => [...this.all.keys()];
  delete = async (name) => this.all.delete(name);
}

// Starts the worker of one build; `network` is what the server sends, `null` when there is none.
function worker(version, { store = new Store(), listed = SITE, network = listed } = {}) {
  const files = Object.entries(listed).map(([path, text]) => [path, sha256(text)]);
  const build = JSON.stringify({ version, files, languages: ["fr", "it"], packSchemas: [1] });
  const handlers = {};
  const seen = { requests: [], claimed: false, skipped: false };
  const state = { network };
  const self = {
    location: new URL(ORIGIN + "/sw.js"),
    addEventListener: (name, handler) => (handlers[name] = handler),
    clients: { claim: async () => void (seen.claimed = true) },
    skipWaiting: async () => void (seen.skipped = true),
  };
  const fetch = async (request, options = {}) => {
    const path = new URL(request.url ?? request, ORIGIN).pathname;
    seen.requests.push([path, options.cache]);
    if (state.network === null) throw new TypeError("no network");
    const text = state.network[path];
    if (text === undefined) return new Response("not found", { status: 404 });
    if (options.integrity && options.integrity !== "sha256-" + sha256(text)) throw new TypeError("integrity");
    return new Response(text);
  };
  const code = SOURCE.replace(/\/\* BUILD \*\/.*\/\* END \*\//, build);
  vm.runInNewContext(code, { self, caches: store, fetch, Response, URL, Set, Promise, Error });

  const lasting = async (name, event = {}) => {
    let work;
    handlers[name]({ ...event, waitUntil: (promise) => (work = promise) });
    await work;
  };
  const ask = async (path, { method = "GET", mode = "no-cors", origin = ORIGIN } = {}) => {
    let answer;
    handlers.fetch({ request: { url: origin + path, method, mode }, respondWith: (promise) => (answer = promise) });
    return answer === undefined ? "left alone" : (await answer).text();
  };
  return { store, seen, state, lasting, ask, visit: (path) => ask(path, { mode: "navigate" }) };
}

async function ready(version, options) {
  const started = worker(version, options);
  await started.lasting("install");
  await started.lasting("activate");
  started.state.network = null;
  return started;
}

test("every address of the app opens with no network", async () => {
  const { visit, ask } = await ready("one");
  for (const home of ["/fr", "/fr/"]) assert.equal(await visit(home), "home fr", home);
  for (const address of ["/", "/go/search", "/fr/guide/reception", "/it/tools/deadline", "/unheard-of"]) {
    assert.equal(await visit(address), "shell", address);
  }
  assert.equal(await ask("/app-0123456789abcdef_bg.wasm"), "wasm");
});

test("what is not a GET of its own files is left alone", async () => {
  const { ask, visit } = await ready("one");
  for (const method of ["POST", "PUT", "DELETE", "HEAD"]) {
    assert.equal(await ask("/index.html", { method }), "left alone", method);
    assert.equal(await ask("/fr/", { method, mode: "navigate" }), "left alone", method);
  }
  assert.equal(await ask("/index.html", { origin: "https://elsewhere.test" }), "left alone");
  for (const path of ["/api/records", "/pack/manifest.json", "/pack/fr-1.bin", "/not-listed.png"]) {
    assert.equal(await ask(path), "left alone", path);
  }
  assert.equal(await visit("/pack/manifest.json"), "left alone");
  assert.equal(await visit("/api/openapi.json"), "left alone");
});

test("the server's other pages come from the server", async () => {
  const { visit, state } = await ready("one");
  state.network = { "/healthz": "ok" };
  assert.equal(await visit("/healthz"), "ok");
});

test("one altered byte, or one missing file, leaves nothing of the new build", async () => {
  const store = new Store();
  await ready("one", { store });
  const altered = { ...SITE, "/index.html": "shell!" };
  const missing = { "/index.html": "shell" };
  for (const network of [altered, missing, null]) {
    const next = worker("two", { store, network });
    await assert.rejects(next.lasting("install"));
    assert.deepEqual(await store.keys(), ["app-one"]);
  }
});

test("the first worker takes the open page, a newer one waits and then removes what was before", async () => {
  const store = new Store();
  await store.open("somebody-else");
  assert.equal((await ready("one", { store })).seen.claimed, true);
  const next = await ready("two", { store });
  assert.deepEqual([next.seen.claimed, next.seen.skipped], [false, false]);
  assert.deepEqual(await store.keys(), ["somebody-else", "app-two"]);
});

test("it takes over when a page asks, and says which build it is", async () => {
  const { lasting, seen } = worker("one");
  await lasting("message", { data: null });
  await lasting("message", { data: { type: "other" } });
  assert.equal(seen.skipped, false);
  await lasting("message", { data: { type: "activate" } });
  assert.equal(seen.skipped, true);
  let answer;
  await lasting("message", { data: { type: "info" }, ports: [{ postMessage: (data) => (answer = data) }] });
  assert.deepEqual({ ...answer, packSchemas: [...answer.packSchemas] }, { version: "one", packSchemas: [1] });
});

test("names without a digest are asked of the server anew", async () => {
  const { seen } = await ready("one");
  const cacheOf = Object.fromEntries(seen.requests);
  assert.equal(cacheOf["/index.html"], "no-cache");
  assert.equal(cacheOf["/app-0123456789abcdef_bg.wasm"], "default");
});

test("an emptied cache is no reason to fail while there is a network", async () => {
  const { store, visit, state } = await ready("one");
  await store.delete("app-one");
  state.network = { "/fr/": "home from the server" };
  assert.equal(await visit("/fr/"), "home from the server");
});
