/** One of a pool: reads the slices of a checkpoint's files that it is asked for, and measures. It never holds a whole file. */

import { script } from "./core/source.js";

/** @import { MeasureModule, Outline, Survey, ToldError } from "./types.js" */

const scope = /** @type {any} */ (globalThis);

/** @type {Promise<MeasureModule>} */
let ready;
/** @type {Survey} */
let plan;
/** In the order in which units count them. @type {File[]} */
let holding;

scope.onmessage = async (/** @type {MessageEvent} */ { data: message }) => {
  if (message.type === "init") {
    ready = start(message.module, message.glue);
    return ready.catch(() => {});
  }
  try {
    const value = message.type === "survey" ? await survey(await ready, message.files) : await unit(message.unit);
    scope.postMessage({ value }, value instanceof Uint8Array ? [value.buffer] : []);
  } catch (failure) {
    const { code, message: text } = /** @type {ToldError} */ (failure);
    scope.postMessage({ error: text, code: typeof code === "string" ? code : "trap" });
  }
};

/** @param {WebAssembly.Module} module @param {string} glue @returns {Promise<MeasureModule>} */
async function start(module, glue) {
  const wasm = await script(glue);
  await wasm.default({ module_or_path: module });
  return wasm;
}

/** Reads as much of the beginning of each file as it takes to know what there is. @param {MeasureModule} wasm @param {File[]} files */
async function survey(wasm, files) {
  plan = new wasm.Survey();
  for (const file of files) {
    for (let wanted = plan.take(file.name, file.size, new Uint8Array()); wanted !== undefined; ) {
      wanted = plan.take(file.name, file.size, await read(file, 0, wanted));
    }
  }
  const outline = /** @type {Outline} */ (JSON.parse(plan.plan()));
  holding = outline.files.map((name) => /** @type {File} */ (files.find((file) => file.name === name)));
  return { outline, blank: plan.blank() };
}

/** @param {number} at */
async function unit(at) {
  const gauge = plan.gauge(at);
  for (let want = JSON.parse(gauge.wants()); want; want = JSON.parse(gauge.wants())) {
    gauge.take(await read(/** @type {File} */ (holding[want.file]), want.begin, want.end));
  }
  return gauge.finish();
}

/** @param {File} file @param {number} begin @param {number} end */
async function read(file, begin, end) {
  try {
    return new Uint8Array(await file.slice(begin, end).arrayBuffer());
  } catch {
    throw Object.assign(new Error(`${file.name} can no longer be read: was it changed or moved?`), { code: "unreadable" });
  }
}
