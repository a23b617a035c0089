// Writes the worker that estimates passphrases as one file: `node build/strength/bundle.mjs <file>`. The lists of zxcvbn are
// in the order of how often people choose their words; as much of each is taken as finds what a thief tries first. All of
// them would be nine times as much to load on a phone.
import * as common from "@zxcvbn-ts/language-common";
import * as en from "@zxcvbn-ts/language-en";
import * as fr from "@zxcvbn-ts/language-fr";
import * as it from "@zxcvbn-ts/language-it";
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const PASSWORDS = 15_000;
const WORDS = 4_000;
const NAMES = 1_500;

const italian = (it.default ?? it).dictionary;
const lists = {
  passwords: [common.dictionary["passwords-common"], PASSWORDS],
  fr: [fr.dictionary["commonWords-fr"], WORDS],
  it: [italian.commonWords, WORDS],
  en: [en.dictionary["commonWords-en"], WORDS],
  namesFr: [fr.dictionary["firstnames-fr"], NAMES],
  namesIt: [italian.firstnames, NAMES],
  namesEn: [en.dictionary["firstnames-en"], NAMES],
};
const cut = Object.entries(lists).map(([name, [list, most]]) => {
  const words = [...list].slice(0, most);
  if (words.length !== most) throw new Error(name + " has " + words.length + " words: its package has changed");
  return [name, words.join("\n")];
});
const taken = {
  name: "lists",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^lists$/ }, () => ({ path: "lists", namespace: "lists" }));
    onLoad({ filter: /.*/, namespace: "lists" }, () => ({
      contents: JSON.stringify(Object.fromEntries(cut)),
      loader: "json",
    }));
  },
};
await build({
  entryPoints: [fileURLToPath(new URL("worker.mjs", import.meta.url))],
  bundle: true,
  charset: "utf8",
  format: "iife",
  legalComments: "none",
  logLevel: "warning",
  minify: true,
  outfile: process.argv[2],
  plugins: [taken],
  target: "es2020",
});
