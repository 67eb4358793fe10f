/** The computing half: opens states, works in slices, posts reports. Newer requests interrupt between slices. */

import { arrived, missing } from "./core/modules.js";
import { read, script, setFolder } from "./core/source.js";

/** @import { Build, Engine, EngineModule, FromWorker, Loaded, Opened, Progress, ReadersModule, Sent, ToEngine, ToldError, ToWorker } from "./types.js" */

setFolder("./", import.meta.url);

/** A step is about a millisecond of work. */
const STEPS_PER_SLICE = 8;
/** Partial reports come no faster than a display shows them. */
const REPORT_EVERY_MS = 16;

const scope = /** @type {any} */ (globalThis);

/** @typedef {{ name: string, bytes: Uint8Array, readers: Build[] }} VisitorFile */
/** An engine, the file that it has, and when it has it. @typedef {{ engine: Engine, file?: VisitorFile, taken?: Promise<unknown> }} Running */

/** The engines that the page sent, by name. @type {Map<string, Promise<EngineModule>>} */
const modules = new Map();
/** One for each, so that going back to an earlier lab is instant. @type {Map<string, Running>} */
const running = new Map();
/** They evaluate pinned states. @type {Map<string, Running>} */
const pinned = new Map();
/** Bundled data fetched so far. @type {Map<string, Uint8Array>} */
const assets = new Map();
/** @type {VisitorFile | undefined} */
let file;
/** What reads files that engines do not take comes with the first of them. @type {Promise<ReadersModule> | undefined} */
let readers;
/** The newest request; an older one that finds itself outdated stops. */
let newest = 0;

scope.onmessage = async (/** @type {MessageEvent<ToWorker>} */ { data: message }) => {
  if (message.type === "ping") return post({ type: "alive" });
  if (message.type === "engine") {
    const module = start(message.name, message.builds);
    // Whoever wants it is told what went wrong.
    module.catch(() => {});
    modules.set(message.name, module);
    return;
  }
  if (message.type === "readers") {
    // Whoever wants them asks again.
    reader(message.readers).catch(() => {});
    return;
  }
  if (message.type === "file") {
    file = message;
    return;
  }
  if (message.type === "open") newest = message.id;
  try {
    await handle(message);
  } catch (failure) {
    const { code, message: text } = /** @type {ToldError} */ (failure);
    post({ type: "error", id: message.id, code: code ?? "trap", message: text, trap: typeof code !== "string" });
  }
};

/**
 * Compiles an engine here, while the page builds itself: the two have no module in common.
 * @param {string} name
 * @param {Build[]} builds
 * @returns {Promise<EngineModule>}
 */
async function start(name, builds) {
  const { variant, module } = await run(builds);
  post({ type: "started", name, variant });
  return module;
}

/** @param {Build[]} builds */
async function run(builds) {
  const { variant, wasm, glue } = await arrived(builds);
  const module = await script(glue).catch((failure) => { throw missing(failure); });
  await module.default({ module_or_path: wasm });
  return { variant, module };
}

/** @param {Build[]} builds @returns {Promise<ReadersModule>} */
function reader(builds) {
  readers ??= run(builds).then(({ module }) => module);
  // The next file asks again.
  readers.catch(() => { readers = undefined; });
  return readers;
}

/** Hands an engine a file, read before where that is necessary. @param {Engine} engine @param {VisitorFile} file */
async function take(engine, { name, bytes, readers }) {
  return engine.load(name, engine.takes(bytes.subarray(0, 64)) ? bytes : (await reader(readers)).read(name, bytes));
}

/** An engine with the visitor's file. @param {Map<string, Running>} among @param {string} name */
async function engineOf(among, name) {
  const wasm = await modules.get(name);
  const one = among.get(name) ?? { engine: new /** @type {EngineModule} */ (wasm).Engine() };
  among.set(name, one);
  if (file && one.file !== file) {
    one.file = file;
    one.taken = take(one.engine, file).catch((failure) => {
      // A file that only other labs can read is no error of this one.
      if (typeof (/** @type {ToldError} */ (failure).code) !== "string") throw failure;
    });
  }
  await one.taken;
  return one.engine;
}

/** @param {ToEngine} message */
async function handle(message) {
  const { id } = message;
  switch (message.type) {
    case "open":
      return compute(await engineOf(running, message.engine), message.state, (answer, last) => {
        post({ type: "answer", id, answer }, [answer.figures.buffer]);
        return last;
      }, () => id !== newest);
    case "pin": {
      /** @type {Sent | undefined} */
      let whole;
      await compute(await engineOf(pinned, message.engine), message.state, (answer, last) => { if (last) whole = answer; }, () => false);
      return post({ type: "result", id, value: whole }, whole ? [whole.figures.buffer] : []);
    }
    case "load": {
      const engine = await engineOf(running, message.engine);
      const loaded = /** @type {Loaded} */ (JSON.parse(await take(engine, message)));
      file = { name: message.name, bytes: message.bytes, readers: message.readers };
      const one = running.get(message.engine);
      if (one) one.file = file;
      return post({ type: "result", id, value: loaded });
    }
    case "measured":
      (await engineOf(running, message.engine)).measured?.(message.unit, message.bytes);
      return post({ type: "result", id, value: null });
    case "measurements": {
      const bytes = (await engineOf(running, message.engine)).measurements?.() ?? new Uint8Array();
      // From now on this is the visitor's file.
      file = { name: message.name, bytes, readers: [] };
      const one = running.get(message.engine);
      if (one) one.file = file;
      return post({ type: "result", id, value: bytes });
    }
    case "hand": {
      const engine = await engineOf(running, message.engine);
      return post({ type: "result", id, value: message.files.map((name) => engine.hand(name)) });
    }
    case "parse": {
      const { text, list } = message;
      const [engine, { read_text }] = await Promise.all([engineOf(running, message.engine), reader(message.readers)]);
      return post({ type: "result", id, value: JSON.parse(engine.pasted(read_text(text, list), list)) });
    }
  }
}

/**
 * @param {Engine} engine
 * @param {string} state
 * @param {(answer: Sent, last: boolean) => void} give
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
      give({ opened: opened.opened, progress, ready, reportText, figures, ms }, last);
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
  const response = await read(`data/${name}`).catch((failure) => {
    throw Object.assign(new Error(`The bundled data file ${name} could not be fetched: ${failure.message}.`), { code: "asset_unavailable" });
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  assets.set(name, bytes);
  return bytes;
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
post({ type: "alive" });
