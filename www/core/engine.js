/** The page's side of the worker: newest request wins, at most one in flight and one waiting; what hangs or traps is replaced. */

import { READERS, UNAVAILABLE } from "./modules.js";
import { startWorker } from "./source.js";

/** @import { Answer, Build, FromWorker, Loaded, ParsedMatrix, Sent, ToEngine, ToWorker, Variant } from "../types.js" */
/** @import { Request } from "./explorer.js" */
/** @import { Engines } from "./modules.js" */

/** While something is awaited, the worker is asked this often for a sign of life, which it gives between two slices of work, and while it downloads. */
const BEAT_MS = 5_000;
/** So many without one, and it is given up. */
const BEATS = 3;
/** A worker whose script has not run yet may be downloading still, which cannot be asked. */
const BEATS_TO_START = 12;
/** The code of the error that says that no worker starts; another try may help. */
const UNSTARTED = "worker_unavailable";

/**
 * Hears of what becomes of requests.
 * @typedef {object} Listener
 * @property {(answer: Answer, request: Request) => void} answered partial and final reports
 * @property {(error: { code: string, message: string }, request: Request) => void} refused the state is bad; the last one stays
 * @property {(why: string, request: Request) => void} stopped the worker had to be replaced; the next request starts another
 */

export class EngineClient {
  /** Started when there is something to tell it. @type {Worker | undefined} */
  #worker;
  /** @type {{ id: number, request: Request } | undefined} */
  #inFlight;
  /** @type {Request | undefined} */
  #waiting;
  /** The engines that this worker was told of, each with the build that it runs once that is there. @type {Map<string, Variant | undefined>} */
  #given = new Map();
  /** @type {{ name: string, bytes: Uint8Array, readers: Build[] } | undefined} */
  #file;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  #calls = new Map();
  /** Whether what is in flight only fills in companions of an answer that is there: a new request need not wait. */
  #ready = false;
  #id = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Signs of life that were waited for in vain. */
  #missed = 0;
  /** Whether the worker has given one at all. */
  #alive = false;

  /** @param {Engines} engines @param {Listener} listener */
  constructor(engines, listener) {
    this.engines = engines;
    this.listener = listener;
    /** The build of the engine that was used last. */
    this.variant = engines.variants[0];
    // The first one starts while its engine is on the way.
    this.#start();
  }

  /** @param {Request} request */
  open(request) {
    // A newer request does not wait for the download of an older one's engine.
    if (this.#inFlight && this.#given.get(this.#inFlight.request.engine) && !this.#ready) this.#waiting = request;
    else this.#send(request);
  }

  /** Evaluates a state apart from the running one. @param {string} engine @param {string} state @returns {Promise<Answer>} */
  async pin(engine, state) {
    return read(await this.#call({ type: "pin", id: 0, engine, state }));
  }

  /** Hands over a file; a good one is kept for replays. @param {string} engine @param {string} name @param {Uint8Array} bytes @returns {Promise<Loaded>} */
  async load(engine, name, bytes) {
    const readers = await this.engines.builds(READERS);
    const loaded = await this.#call({ type: "load", id: 0, engine, name, bytes, readers });
    this.#file = { name, bytes, readers };
    return loaded;
  }

  /** The visitor's file, as it is kept for replays. */
  get file() {
    return this.#file;
  }

  /** Whether the worker was told of what reads files. */
  #prepared = false;

  /** Has what reads files come before the first of them: there may be no network any more. */
  async prepare() {
    if (this.#prepared) return;
    this.#prepared = true;
    this.#tell({ type: "readers", readers: await this.engines.builds(READERS) });
  }

  /** Adds what a unit of the checkpoint that was loaded last came to. @param {string} engine @param {number} unit @param {Uint8Array} bytes @returns {Promise<null>} */
  measured(engine, unit, bytes) {
    return this.#call({ type: "measured", id: 0, engine, unit, bytes });
  }

  /** What is known of that checkpoint, as a small file, which is kept for replays. @param {string} engine @param {string} name @returns {Promise<Uint8Array>} */
  async measurements(engine, name) {
    const bytes = await this.#call({ type: "measurements", id: 0, engine, name });
    // No reader is asked for what an engine has written.
    this.#file = { name, bytes, readers: [] };
    return bytes;
  }

  /** Files that the open state offers, by their names. @param {string} engine @param {string[]} files @returns {Promise<Uint8Array[]>} */
  hand(engine, files) {
    return this.#call({ type: "hand", id: 0, engine, files });
  }

  /** @param {string} engine @param {string} text @param {boolean} [list] of numbers, not a matrix @returns {Promise<ParsedMatrix>} */
  async parseMatrix(engine, text, list = false) {
    return this.#call({ type: "parse", id: 0, engine, text, list, readers: await this.engines.builds(READERS) });
  }

  /** @param {Request} request */
  async #send(request) {
    this.#id += 1;
    const mine = { id: this.#id, request };
    this.#inFlight = mine;
    this.#ready = false;
    const { engine, state } = request;
    let builds;
    try {
      builds = await this.engines.builds(engine);
    } catch (failure) {
      if (this.#inFlight === mine) this.#refuse(/** @type {Error & { code: string }} */ (failure));
      return;
    }
    if (this.#inFlight === mine) this.#post({ type: "open", id: mine.id, engine, state }, builds);
  }

  /**
   * @param {Exclude<ToEngine, { type: "open" }>} message
   * @returns {Promise<any>}
   */
  async #call(message) {
    const builds = await this.engines.builds(message.engine);
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#post({ ...message, id }, builds);
    });
  }

  /** @param {ToEngine} message @param {Build[]} builds of the engine that it is for */
  #post(message, builds) {
    const name = message.engine;
    if (!this.#given.has(name)) {
      this.#given.set(name, undefined);
      this.#tell({ type: "engine", name, builds });
    }
    this.variant = this.#given.get(name) ?? this.variant;
    this.#tell(message);
    this.#watch();
  }

  /** @param {ToWorker} message */
  #tell(message) {
    if (!this.#worker) this.#start();
    this.#worker?.postMessage(message);
  }

  /** Waits for the next sign of life, while anything is awaited. A clock that jumps counts as one beat. */
  #watch() {
    clearTimeout(this.#timer);
    this.#missed = 0;
    this.#beat();
  }

  #beat() {
    if (!this.#inFlight && this.#calls.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#missed += 1;
      if (this.#missed < (this.#alive ? BEATS : BEATS_TO_START)) {
        this.#worker?.postMessage({ type: "ping" });
        this.#beat();
      } else if (this.#alive) this.#replace(`gave no sign of life for ${(BEATS * BEAT_MS) / 1000} seconds`);
      else this.#unstarted(`nothing came for ${(BEATS_TO_START * BEAT_MS) / 1000} seconds`);
    }, BEAT_MS);
  }

  #start() {
    this.#alive = false;
    try {
      const worker = startWorker("worker.js");
      this.#worker = worker;
      worker.onmessage = (event) => { if (worker === this.#worker) this.#receive(event.data); };
      worker.onerror = (event) => {
        event.preventDefault();
        if (worker !== this.#worker) return;
        if (this.#alive) this.#replace(`stopped (${event.message || "without a word"})`);
        else this.#unstarted(event.message || "its script did not arrive");
      };
      if (this.#file) worker.postMessage({ type: "file", ...this.#file });
    } catch (failure) {
      // The page around may refuse workers; whoever waits for an answer by then is told.
      queueMicrotask(() => this.#unstarted(failure instanceof Error ? failure.message : String(failure)));
    }
  }

  /** There is no worker: everybody who waits is told why, and may ask again. @param {string} why */
  #unstarted(why) {
    const error = { code: UNSTARTED, message: `The part of the program that computes (worker.js) did not start: ${why}.` };
    const awaited = this.#inFlight;
    this.#waiting = undefined;
    this.#stop(error);
    if (awaited) this.#refuse(error);
  }

  /** @param {FromWorker} message */
  #receive(message) {
    this.#alive = true;
    if (message.type === "started") {
      this.#given.set(message.name, message.variant);
      this.variant = message.variant;
    } else if (message.type === "result") {
      this.#calls.get(message.id)?.resolve(message.value);
      this.#calls.delete(message.id);
    } else if (message.type === "error") {
      this.#failed(message);
    } else if (message.type === "answer" && this.#inFlight?.id === message.id) {
      const { request } = this.#inFlight;
      const { progress, ready } = message.answer;
      this.#ready = ready;
      if (progress.done >= progress.total || this.#waiting) this.#next();
      this.listener.answered(read(message.answer), request);
    }
    this.#watch();
  }

  /** @param {Extract<FromWorker, { type: "error" }>} message */
  #failed({ id, code, message, trap }) {
    if (trap) {
      this.#replace(`stopped (${message})`);
      return;
    }
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    call?.reject(Object.assign(new Error(message), { code }));
    // A worker remembers that a file did not arrive; another one asks again.
    if (code === UNAVAILABLE) this.#stop({ code: "stopped", message: "The computation was interrupted." });
    if (this.#inFlight?.id === id) this.#refuse({ code, message });
    else if (code === UNAVAILABLE && this.#inFlight) this.#send(this.#inFlight.request);
  }

  /** The request in flight came to nothing. @param {{ code: string, message: string }} error */
  #refuse({ code, message }) {
    const awaited = this.#inFlight;
    this.#next();
    if (awaited) this.listener.refused({ code, message }, awaited.request);
  }

  /** The request in flight is done with; the waiting one goes. */
  #next() {
    const waiting = this.#waiting;
    this.#inFlight = undefined;
    this.#waiting = undefined;
    if (waiting) this.#send(waiting);
  }

  /** Gives the worker up; whoever listens goes back to what was good. @param {string} why */
  #replace(why) {
    const culprit = this.#inFlight;
    this.#inFlight = undefined;
    this.#waiting = undefined;
    this.#stop({ code: "stopped", message: `The computation ${why}.` });
    if (culprit) this.listener.stopped(why, culprit.request);
  }

  /** Kills the worker; the next message starts another. @param {{ code: string, message: string }} error told to those who wait for it */
  #stop({ code, message }) {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#given.clear();
    for (const { reject } of this.#calls.values()) reject(Object.assign(new Error(message), { code }));
    this.#calls.clear();
  }
}

/** The report crosses as text, once; here it is read. @param {Sent} sent @returns {Answer} */
const read = (sent) => ({ ...sent, report: JSON.parse(sent.reportText) });
