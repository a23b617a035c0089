// The first script of every page, run before anything is painted. It sets the chosen theme, text size and
// language, checks that this browser can run the app, loads the app, and shows what to do when that fails.
// Never: reads or writes anything private, or does without the page that has already arrived.
// `cargo xtask app` names it by its digest and gives it `data-start` (the module that loads the wasm),
// `data-wasm`, `data-languages`, and in their order `data-words` (the words of the interface) with their
// `data-digests`. The syntax stays that of 2018, so that an old browser still shows the message.
(function () {
  "use strict";
  const root = document.documentElement;
  const script = document.currentScript;
  const start = script.getAttribute("data-start");
  const languages = listed("data-languages");
  const words = listed("data-words");
  const digests = listed("data-digests");

  function listed(name) {
    return script.getAttribute(name).split(" ");
  }

  // Small settings are written by the app as JSON texts; storage may be refused.
  function setting(key) {
    try {
      const value = JSON.parse(localStorage.getItem(key));
      return /^[a-z0-9-]{1,20}$/i.test(value) && value !== null ? String(value) : "";
    } catch (error) {
      return "";
    }
  }

  // The address decides; without it the last choice, then the browser's own languages, then the first one.
  function language() {
    const wanted = [location.pathname.split("/")[1], setting("language")]
      .concat(navigator.languages || [navigator.language])
      .map(function (tag) { return String(tag).split("-")[0].toLowerCase(); });
    return wanted.filter(function (tag) { return languages.indexOf(tag) >= 0; })[0] || languages[0];
  }

  function setAppearance() {
    root.lang = language();
    const theme = setting("theme");
    if (["light", "dark", "contrast", "contrast-dark"].indexOf(theme) >= 0) root.setAttribute("data-theme", theme);
    const size = setting("text-size");
    if (size) root.setAttribute("data-text", size);
  }

  // Shows one of the hidden messages that every page carries, in the page's language.
  function show(id) {
    const box = document.getElementById(id);
    if (!box) return;
    const spoken = languages.indexOf(root.lang) >= 0 ? root.lang : languages[0];
    Array.prototype.forEach.call(box.children, function (text) { text.hidden = text.lang !== spoken; });
    box.hidden = false;
    // The page that arrived says that the app is on its way: no longer.
    const preparing = document.getElementById("preparing");
    if (preparing) preparing.hidden = true;
  }

  // After a panic the app's memory cannot be trusted: its page goes, what is stored stays.
  let crashed = false;
  function crash() {
    if (crashed) return;
    crashed = true;
    // An open modal dialog would keep the button out of reach.
    Array.prototype.forEach.call(document.querySelectorAll("dialog[open]"), function (dialog) { dialog.close(); });
    document.getElementById("app").hidden = true;
    show("crash");
    const button = document.querySelector("#crash > :not([hidden]) [data-reload]");
    if (button) button.focus();
  }

  function isPanic(error) {
    return typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;
  }

  // Safari 16.4, Chrome 109 and Firefox 115 have all of these; a protective mode may take WebAssembly away.
  function meetsFloor() {
    return typeof WebAssembly === "object"
      && typeof BigInt64Array === "function"
      && typeof HTMLDialogElement === "function"
      && typeof Intl === "object" && typeof Intl.PluralRules === "function"
      && typeof structuredClone === "function"
      && CSS.supports("container-type", "inline-size");
  }

  // The words of one language, of this very build: anything else is refused by its digest. What once failed is
  // asked for anew, past the browser's cache.
  const coming = {};
  const failed = {};
  function wordsIn(tag) {
    if (!coming[tag]) {
      const at = languages.indexOf(tag);
      coming[tag] = fetch(words[at], {
        integrity: digests[at],
        cache: failed[tag] ? "reload" : "default"
      }).then(function (answer) { return answer.text(); });
      coming[tag].catch(function () {
        failed[tag] = true;
        delete coming[tag];
      });
    }
    return coming[tag];
  }

  // The page that arrived is painted first; a page in the background is not painted, and starts all the same.
  // An address without content of its own has nothing to paint before the app.
  function afterPaint(next) {
    let waiting = true;
    function once() {
      if (waiting) next();
      waiting = false;
    }
    setTimeout(once, 500);
    if (document.getElementById("main") && typeof PerformanceObserver === "function"
        && (PerformanceObserver.supportedEntryTypes || []).indexOf("paint") >= 0) {
      new PerformanceObserver(function (list, observer) {
        if (!list.getEntriesByName("first-contentful-paint").length) return;
        observer.disconnect();
        once();
      }).observe({ type: "paint", buffered: true });
    } else {
      requestAnimationFrame(function () { setTimeout(once, 0); });
    }
  }

  // Files named by their digest stay in the browser's cache for a year: a damaged one must be asked for anew.
  function reload() {
    const files = [start, script.getAttribute("data-wasm"), words[languages.indexOf(root.lang)]];
    Array.prototype.forEach.call(document.querySelectorAll("link[href$='.js']"), function (link) {
      files.push(link.href);
    });
    Promise.all(files.map(function (file) {
      return fetch(file, { cache: "reload" }).catch(function () {});
    })).then(function () { location.reload(); });
  }

  function load() {
    if (!meetsFloor()) return show("floor");
    wordsIn(root.lang).catch(failLoading);
    afterPaint(function () { import(start).catch(failLoading); });
  }

  function failLoading(error) {
    if (isPanic(error)) crash();
    else show("load-failed");
  }

  setAppearance();
  // Two addresses name no language: `/`, and `/go/…` of the installed app's shortcuts. The home page of a
  // language arrives with its content, a bare address does not: go there before loading anything.
  const unspoken = location.pathname.match(/^\/(?:go\/(.*))?$/);
  if (unspoken) {
    location.replace("/" + root.lang + "/" + (unspoken[1] || "") + location.search + location.hash);
    return;
  }
  // The app asks for its words by the first, and says by the second that it could not read them.
  window.migractionWords = wordsIn;
  window.migractionFailed = failLoading;
  addEventListener("error", function (event) { if (isPanic(event.error)) crash(); });
  addEventListener("unhandledrejection", function (event) { if (isPanic(event.reason)) crash(); });
  // The browser's offer to install is kept until the page on installing asks for it.
  addEventListener("beforeinstallprompt", function (event) {
    event.preventDefault();
    window.migractionInstall = event;
  });
  addEventListener("click", function (event) {
    if (event.target instanceof Element && event.target.closest("[data-reload]")) reload();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", load);
  else load();
})();
