// The service worker: keeps every file of one build, so that the app opens with no network.
// Never: touches a request that is not a GET of this origin, or one to /api/ or /pack/ (the app keeps packs
// itself); takes over an open page unasked; mixes the files of two builds.
// `cargo xtask app` writes the list between the marks, so that each build is a different worker.
// To take the worker back from every device, publish retire.js under this name.
"use strict";

const BUILD = /* BUILD */ { version: "dev", files: [], languages: [], packSchemas: [] } /* END */;

const PREFIX = "app-";
const CACHE = PREFIX + BUILD.version;
const SHELL = "/index.html";
const FILES = new Set(BUILD.files.map(([path]) => path));
// A name that carries a digest never changes its content: the browser's own cache may answer.
const NAMED_BY_DIGEST = /-[0-9a-f]{10,16}(_bg)?\.[a-z0-9]+$/;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => answer(event));
self.addEventListener("message", (event) => obey(event));

// All files or none: one that is missing, late or altered leaves the previous build in charge.
async function install() {
  try {
    const cache = await caches.open(CACHE);
    await Promise.all(BUILD.files.map(([path, digest]) => keep(cache, path, digest)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function keep(cache, path, digest) {
  const response = await fetch(path, {
    integrity: "sha256-" + digest,
    cache: NAMED_BY_DIGEST.test(path) ? "default" : "no-cache",
  });
  if (!response.ok) throw new Error(path + " answered " + response.status);
  // A response that was redirected may not answer a navigation; a copy may.
  await cache.put(path, response.redirected ? new Response(response.body, { headers: response.headers }) : response);
}

// Runs once no page uses the previous worker, or when a page asked for it.
async function activate() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
  // Only the very first worker takes the open page, so that a first visit is ready to lose the network.
  if (others.length === 0) await self.clients.claim();
}

function answer(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/api/") || url.pathname.startsWith("/pack/")) return;
  if (FILES.has(url.pathname)) event.respondWith(fromCache(url.pathname, request));
  else if (request.mode === "navigate") event.respondWith(page(url.pathname, request));
}

// Addresses of the app begin with a language; what else the server has (its health, say) is asked of it first.
function page(path, request) {
  const [, language, ...rest] = path.split("/");
  // The shell's first script sends both of these on to a language.
  if (path === "/" || language === "go") return fromCache(SHELL, request);
  if (!BUILD.languages.includes(language)) return fetch(request).catch(() => fromCache(SHELL, request));
  const home = rest.join("") === "";
  return fromCache(home ? "/" + language + "/index.html" : SHELL, request);
}

// A cache that the browser emptied is no reason to fail while there is a network.
async function fromCache(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

function obey(event) {
  const type = event.data?.type;
  if (type === "activate") event.waitUntil(self.skipWaiting());
  if (type === "info") {
    const { version, packSchemas } = BUILD;
    (event.ports[0] ?? event.source).postMessage({ version, packSchemas });
  }
}
