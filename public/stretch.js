// The worker that stretches one passphrase and ends: the page throws it away after its only answer, and the
// memory goes with it. Never: keeps, stores or sends anything anywhere but back to the page.
"use strict";

self.onmessage = async ({ data }) => {
  const { passphrase, salt, memory, passes, lanes } = data;
  try {
    const response = await fetch("/stretch.wasm");
    if (!response.ok) throw new Error("stretch.wasm answered " + response.status);
    const { instance } = await WebAssembly.instantiate(await response.arrayBuffer(), {});
    const program = instance.exports;
    for (const byte of passphrase) program.passphrase(byte);
    for (const byte of salt) program.salt(byte);
    passphrase.fill(0);
    const began = performance.now();
    if (program.run(memory, passes, lanes) !== 1) throw new Error("not enough memory");
    const took = performance.now() - began;
    const key = Uint8Array.from({ length: 32 }, (_, at) => program.key(at));
    self.postMessage({ key, took }, [key.buffer]);
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
