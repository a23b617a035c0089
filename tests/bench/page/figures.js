// Times in milliseconds: what is usual, and what one in twenty exceeds.

export function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = share => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { count: sorted.length, median: at(0.5), p95: at(0.95) };
}

/** The time of one call. */
export async function timed(call) {
  const start = performance.now();
  const value = await call();
  return [performance.now() - start, value];
}

/** Lets the browser do what waits, so that it is not counted with what comes next. */
export const breathe = () => new Promise(resolve => setTimeout(resolve, 0));

/** The bytes of a gzip of the given bytes or text. */
export async function compressed(content) {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream('gzip'));
  return (await new Response(stream).arrayBuffer()).byteLength;
}
