// The way back from a bad service worker: an operator publishes this file as /sw.js. It removes the kept
// files of the app and itself, then reloads the open pages once, which then come from the network.
// Never: touches IndexedDB or the settings. Notes, bookmarks and packs stay.
"use strict";

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener("activate", (event) => event.waitUntil(retire()));

async function retire() {
  const kept = (await caches.keys()).filter((name) => name.startsWith("app-"));
  await Promise.all(kept.map((name) => caches.delete(name)));
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  await self.registration.unregister();
  // A page may refuse to be reloaded from here; it then comes right by itself at its next start.
  await Promise.all(pages.map((page) => page.navigate(page.url).catch(() => null)));
}
