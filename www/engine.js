/** The page's side of the worker: newest request wins, at most one in flight and one waiting; what hangs or traps is replaced. */

import { UNAVAILABLE } from "./modules.js";
import { startWorker } from "./source.js";

/** @import { Answer, Build, FromWorker, Loaded, ParsedMatrix, ToEngine, ToWorker, Variant } from "./types.js" */
/** @import { Engines } from "./modules.js" */

/** A request that shows no sign of life for this long is given up. */
const LIMIT_MS = 15_000;

/** @typedef {{ state: string, engine: string, why: string }} Request a state, the engine that has its lab, and the change that led to it in words */
/**
 * @typedef {object} Listener
 * @property {(answer: Answer, request: Request) => void} answered partial and final reports
 * @property {(error: { code: string, message: string }, request: Request) => void} refused the state is bad; the last one stays
 * @property {(why: string, request: Request, lastGood: string | undefined) => void} stopped the worker had to be replaced
 */

export class EngineClient {
  /** Started when there is something to tell it. @type {Worker | undefined} */
  #worker;
  /** @type {(Request & { id: number }) | undefined} */
  #inFlight;
  /** @type {Request | undefined} */
  #waiting;
  /** @type {Request | undefined} */
  #lastGood;
  /** The engines that this worker was told of, each with the build that it runs once that is there. @type {Map<string, Variant | undefined>} */
  #given = new Map();
  /** @type {{ name: string, bytes: Uint8Array } | undefined} */
  #file;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  #calls = new Map();
  /** Whether what is in flight only fills in companions of an answer that is there: a new request need not wait. */
  #ready = false;
  #id = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** Names who hears of everything, also of what came before. @type {(listener: Listener) => void} */
  listen = () => {};
  /** @type {Promise<Listener>} */
  #listener = new Promise((named) => { this.listen = named; });

  /** @param {Engines} engines */
  constructor(engines) {
    this.engines = engines;
    /** The build of the engine that was used last. */
    this.variant = engines.variants[0];
    // The first one starts while its engine is on the way.
    this.#worker = this.#start();
  }

  /** @param {Request} request */
  open(request) {
    // A newer request does not wait for the download of an older one's engine.
    if (this.#inFlight && this.#given.get(this.#inFlight.engine) && !this.#ready) this.#waiting = request;
    else this.#send(request);
  }

  /** Evaluates a state apart from the running one. @param {string} engine @param {string} state @returns {Promise<Answer>} */
  pin(engine, state) {
    return this.#call({ type: "pin", id: 0, engine, state });
  }

  /** Hands over a file; a good one is kept for replays. @param {string} engine @param {string} name @param {Uint8Array} bytes @returns {Promise<Loaded>} */
  async load(engine, name, bytes) {
    const loaded = await this.#call({ type: "load", id: 0, engine, name, bytes });
    this.#file = { name, bytes };
    return loaded;
  }

  /** The visitor's file, as it is kept for replays. */
  get file() {
    return this.#file;
  }

  /** Adds what a unit of the checkpoint that was loaded last came to. @param {string} engine @param {number} unit @param {Uint8Array} bytes @returns {Promise<null>} */
  measured(engine, unit, bytes) {
    return this.#call({ type: "measured", id: 0, engine, unit, bytes });
  }

  /** What is known of that checkpoint, as a small file, which is kept for replays. @param {string} engine @param {string} name @returns {Promise<Uint8Array>} */
  async measurements(engine, name) {
    const bytes = await this.#call({ type: "measurements", id: 0, engine, name });
    this.#file = { name, bytes };
    return bytes;
  }

  /** @param {string} engine @param {string} text @returns {Promise<ParsedMatrix>} */
  parseMatrix(engine, text) {
    return this.#call({ type: "parse", id: 0, engine, text });
  }

  /** @param {Request} request */
  async #send(request) {
    this.#id += 1;
    const mine = { ...request, id: this.#id };
    this.#inFlight = mine;
    this.#ready = false;
    let builds;
    try {
      builds = await this.engines.builds(mine.engine);
    } catch (failure) {
      if (this.#inFlight === mine) this.#refuse(/** @type {Error & { code: string }} */ (failure));
      return;
    }
    if (this.#inFlight === mine) this.#post({ type: "open", id: mine.id, engine: mine.engine, state: mine.state }, builds);
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
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  /** A download takes as long as it takes. */
  #watch() {
    clearTimeout(this.#timer);
    const running = [...this.#given.values()].every(Boolean);
    if (running && (this.#inFlight || this.#calls.size > 0)) {
      this.#timer = setTimeout(() => this.#replace(`gave no sign of life for ${LIMIT_MS / 1000} seconds`), LIMIT_MS);
    }
  }

  #start() {
    const worker = startWorker("worker.js");
    worker.onmessage = (event) => this.#receive(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#replace(event.message || "could not start");
    };
    if (this.#file) worker.postMessage({ type: "file", ...this.#file });
    return worker;
  }

  /** @param {FromWorker} message */
  #receive(message) {
    if (message.type === "started") {
      this.#given.set(message.name, message.variant);
      this.variant = message.variant;
    } else if (message.type === "result") {
      this.#calls.get(message.id)?.resolve(message.value);
      this.#calls.delete(message.id);
    } else if (message.type === "error") {
      this.#failed(message);
    } else if (this.#inFlight?.id === message.id) {
      const request = this.#inFlight;
      const { opened, progress } = message.answer;
      const finished = progress.done >= progress.total;
      if (finished) this.#lastGood = { state: opened.state, engine: request.engine, why: "" };
      this.#ready = message.answer.ready;
      if (finished || this.#waiting) this.#next();
      this.#listener.then((listener) => listener.answered(message.answer, request));
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
    if (code === UNAVAILABLE) this.#stop("was interrupted");
    if (this.#inFlight?.id === id) this.#refuse({ code, message });
    else if (code === UNAVAILABLE && this.#inFlight) this.#send(this.#inFlight);
  }

  /** The request in flight came to nothing. @param {{ code: string, message: string }} error */
  #refuse({ code, message }) {
    const request = this.#inFlight;
    this.#next();
    if (request) this.#listener.then((listener) => listener.refused({ code, message }, request));
  }

  /** The request in flight is done with; the waiting one goes. */
  #next() {
    const waiting = this.#waiting;
    this.#inFlight = undefined;
    this.#waiting = undefined;
    if (waiting) this.#send(waiting);
  }

  /** Gives the worker up, and brings back the last good state with another. @param {string} why */
  #replace(why) {
    const culprit = this.#inFlight;
    const again = this.#lastGood;
    this.#inFlight = undefined;
    this.#waiting = undefined;
    this.#stop(why);
    if (again && again.state !== culprit?.state) this.#send(again);
    if (culprit) this.#listener.then((listener) => listener.stopped(why, culprit, again?.state));
  }

  /** Kills the worker; the next message starts another. @param {string} why told to those who wait for it */
  #stop(why) {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#given.clear();
    for (const { reject } of this.#calls.values()) reject(Object.assign(new Error(`The computation ${why}.`), { code: "stopped" }));
    this.#calls.clear();
  }
}
