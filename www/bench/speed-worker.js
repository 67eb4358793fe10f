/** Times singular values in one build of the program: asked for a size, answers milliseconds per matrix. */

/** @import { MeasureModule } from "../types.js" */

const scope = /** @type {any} */ (globalThis);

/** How long one answer takes at least: browsers round their clocks to a tenth of a millisecond. */
const BATCH_MS = 12;

/** @type {Promise<MeasureModule>} */
let ready;
/** How often a matrix of that size goes into a batch. @type {Map<number, number>} */
const repeats = new Map();

scope.onmessage = async (/** @type {MessageEvent} */ { data: message }) => {
  try {
    if (message.type === "init") {
      ready = start(message.module, message.glue);
      await ready;
      return scope.postMessage({ ms: 0 });
    }
    scope.postMessage({ ms: batch(await ready, message.n) });
  } catch (failure) {
    scope.postMessage({ error: failure instanceof Error ? failure.message : String(failure) });
  }
};

/** @param {WebAssembly.Module} module @param {string} glue @returns {Promise<MeasureModule>} */
async function start(module, glue) {
  const wasm = await import(glue);
  await wasm.default({ module_or_path: module });
  return wasm;
}

/** @param {MeasureModule} wasm @param {number} n */
function batch(wasm, n) {
  const matrix = attention(n);
  const time = (/** @type {number} */ count) => {
    const begin = performance.now();
    for (let i = 0; i < count; i++) wasm.singular_values(n, n, matrix);
    return performance.now() - begin;
  };
  let count = repeats.get(n);
  if (count === undefined) {
    time(2);
    for (count = 1; time(count) < BATCH_MS; ) count *= 2;
    repeats.set(n, count);
  }
  return time(count) / count;
}

/** A softmax of pseudo-random logits, the same everywhere. @param {number} n */
function attention(n) {
  let seed = 1;
  const uniform = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const matrix = Float64Array.from({ length: n * n }, () => Math.exp(6 * uniform() - 3));
  for (let i = 0; i < n; i++) {
    const row = matrix.subarray(i * n, (i + 1) * n);
    const sum = row.reduce((a, b) => a + b);
    row.forEach((x, j) => { row[j] = x / sum; });
  }
  return matrix;
}

export {};
