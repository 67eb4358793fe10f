/** The computing half: opens states, works in slices, posts reports. Newer requests interrupt between slices. */

/** @import { Answer, Engine, FromWorker, Loaded, Opened, Progress, ToldError, ToWorker, Wasm } from "./types.js" */

/** A step is about a millisecond of work. */
const STEPS_PER_SLICE = 8;
/** Partial reports come no faster than a display shows them. */
const REPORT_EVERY_MS = 16;

const scope = /** @type {any} */ (globalThis);

/** @type {Wasm} */
let wasm;
/** @type {Engine} */
let engine;
/** @type {Engine | undefined} evaluates the pinned state */
let pinned;
/** Bundled data fetched so far. @type {Map<string, Uint8Array>} */
const assets = new Map();
/** @type {{ name: string, bytes: Uint8Array } | undefined} */
let file;
/** The newest request; an older one that finds itself outdated stops. */
let newest = 0;
/** @type {Promise<void>} */
let ready = Promise.resolve();

scope.onmessage = async (/** @type {MessageEvent<ToWorker>} */ { data: message }) => {
  if (message.type === "init") {
    ready = start(message.module, message.glue);
    return;
  }
  if (message.type === "open") newest = message.id;
  try {
    await ready;
    await handle(message);
  } catch (failure) {
    const { code, message: text } = /** @type {ToldError} */ (failure);
    post({ type: "error", id: message.id, code: code ?? "trap", message: text, trap: typeof code !== "string" });
  }
};

/**
 * @param {WebAssembly.Module} module
 * @param {string} glue
 */
async function start(module, glue) {
  wasm = await import(glue);
  await wasm.default({ module_or_path: module });
  engine = new wasm.Engine();
}

/** @param {Exclude<ToWorker, { type: "init" }>} message */
async function handle(message) {
  const { id } = message;
  switch (message.type) {
    case "open":
      return compute(engine, message.state, (answer, last) => {
        post({ type: "answer", id, answer }, [answer.figures.buffer]);
        return last;
      }, () => id !== newest);
    case "pin": {
      /** @type {Answer | undefined} */
      let whole;
      await compute(helper(), message.state, (answer, last) => { if (last) whole = answer; }, () => false);
      return post({ type: "result", id, value: whole }, whole ? [whole.figures.buffer] : []);
    }
    case "load": {
      const loaded = /** @type {Loaded} */ (JSON.parse(engine.load(message.name, message.bytes)));
      file = { name: message.name, bytes: message.bytes };
      pinned?.load(file.name, file.bytes);
      return post({ type: "result", id, value: loaded });
    }
    case "parse":
      return post({ type: "result", id, value: JSON.parse(engine.parse_matrix(message.text)) });
  }
}

/**
 * @param {Engine} engine
 * @param {string} state
 * @param {(answer: Answer, last: boolean) => void} give
 * @param {() => boolean} outdated
 */
async function compute(engine, state, give, outdated) {
  const opened = await open(engine, state);
  if (outdated()) return;
  let ms = opened.ms;
  let givenAt = performance.now();
  let ready = false;
  for (;;) {
    const before = performance.now();
    const progress = /** @type {Progress} */ (JSON.parse(engine.advance(STEPS_PER_SLICE)));
    const last = progress.done >= progress.total;
    const nowReady = last || engine.ready();
    const due = last || nowReady !== ready || performance.now() - givenAt >= REPORT_EVERY_MS;
    ready = nowReady;
    if (due) {
      const reportText = engine.report();
      const figures = engine.figures();
      ms += performance.now() - before;
      give({ opened: opened.opened, progress, ready, report: JSON.parse(reportText), reportText, figures, ms }, last);
      givenAt = performance.now();
    } else {
      ms += performance.now() - before;
    }
    if (last) return;
    await nextTurn();
    if (outdated()) return;
  }
}

/**
 * Opens a state; a bundled data file that it needs is fetched on the way.
 * @param {Engine} engine
 * @param {string} state
 * @returns {Promise<{ opened: Opened, ms: number }>}
 */
async function open(engine, state) {
  for (const tried = new Set(); ; ) {
    const before = performance.now();
    try {
      const opened = JSON.parse(engine.open(state));
      return { opened, ms: performance.now() - before };
    } catch (failure) {
      const { code, asset } = /** @type {ToldError} */ (failure);
      if (code !== "asset_missing" || asset === undefined || tried.has(asset)) throw failure;
      tried.add(asset);
      engine.add_asset(asset, await fetchAsset(asset));
    }
  }
}

/** @param {string} name */
async function fetchAsset(name) {
  const kept = assets.get(name);
  if (kept) return kept;
  const response = await fetch(new URL(`./data/${name}`, import.meta.url)).catch(() => undefined);
  if (!response?.ok) {
    const why = response ? `the server answered ${response.status}` : "the network failed";
    throw Object.assign(new Error(`The bundled data file ${name} could not be fetched: ${why}.`), { code: "asset_unavailable" });
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  assets.set(name, bytes);
  return bytes;
}

/** The engine that evaluates the pinned state, with the same file. */
function helper() {
  if (!pinned) {
    pinned = new wasm.Engine();
    if (file) pinned.load(file.name, file.bytes);
  }
  return pinned;
}

const channel = new MessageChannel();
/** @type {(() => void) | undefined} */
let resume;
channel.port1.onmessage = () => resume?.();

/** Lets messages in; unlike a timeout of zero it is not throttled. @returns {Promise<void>} */
function nextTurn() {
  return new Promise((resolve) => {
    const before = resume;
    resume = () => { before?.(); resume = undefined; resolve(); };
    channel.port2.postMessage(null);
  });
}

/**
 * @param {FromWorker} message
 * @param {Transferable[]} [transfer]
 */
function post(message, transfer = []) {
  scope.postMessage(message, transfer);
}
