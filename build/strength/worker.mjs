// The worker that estimates how many guesses a passphrase takes: zxcvbn, with the words that people here choose. The page
// throws it away when the field goes. Never: keeps, stores or sends anything anywhere but back to the page.
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs } from "@zxcvbn-ts/language-common";
import lists from "lists";

const dictionary = Object.fromEntries(Object.entries(lists).map(([name, words]) => [name, words.split("\n")]));
const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

self.onmessage = ({ data, ports }) => {
  const { passphrase, own } = data;
  const { guessesLog10, feedback } = estimator.check(passphrase, own);
  ports[0].postMessage({ tenths: Math.max(0, Math.floor(guessesLog10 * 10)), habit: feedback.warning ?? "" });
};
