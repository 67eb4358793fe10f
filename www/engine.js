/** The page's side of the worker: newest request wins, at most one in flight and one waiting; what hangs or traps is replaced. */

/** @import { Answer, FromWorker, Loaded, ParsedMatrix, ToWorker } from "./types.js" */
/** @import { Variant } from "./variant.js" */

/** A request that shows no sign of life for this long is given up. */
const LIMIT_MS = 15_000;

/** @typedef {{ state: string, why: string }} Request a state, and the change that led to it in words */
/**
 * @typedef {object} Listener
 * @property {(answer: Answer, request: Request) => void} answered partial and final reports
 * @property {(error: { code: string, message: string }, request: Request) => void} refused the state is bad; the last one stays
 * @property {(why: string, request: Request, lastGood: string | undefined) => void} stopped the worker had to be replaced
 */

export class EngineClient {
  /** @type {Worker} */
  #worker;
  /** @type {(Request & { id: number }) | undefined} */
  #inFlight;
  /** @type {Request | undefined} */
  #waiting;
  /** @type {string | undefined} */
  #lastGood;
  /** @type {{ name: string, bytes: Uint8Array } | undefined} */
  #file;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  #calls = new Map();
  /** Whether what is in flight only fills in companions of an answer that is there: a new request need not wait. */
  #ready = false;
  #id = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Variant} variant
   * @param {Listener} listener
   */
  constructor(variant, listener) {
    this.variant = variant;
    this.listener = listener;
    this.#worker = this.#start();
  }

  /** @param {Request} request */
  open(request) {
    if (this.#inFlight && !this.#ready) this.#waiting = request;
    else this.#send(request);
  }

  /** Evaluates a state apart from the running one. @param {string} state @returns {Promise<Answer>} */
  pin(state) {
    return this.#call({ type: "pin", id: 0, state });
  }

  /** Hands over a file; a good one is kept for replays. @param {string} name @param {Uint8Array} bytes @returns {Promise<Loaded>} */
  async load(name, bytes) {
    const loaded = await this.#call({ type: "load", id: 0, name, bytes });
    this.#file = { name, bytes };
    return loaded;
  }

  /** @param {string} text @returns {Promise<ParsedMatrix>} */
  parseMatrix(text) {
    return this.#call({ type: "parse", id: 0, text });
  }

  /** @param {Request} request */
  #send(request) {
    this.#id += 1;
    this.#inFlight = { ...request, id: this.#id };
    this.#ready = false;
    this.#post({ type: "open", id: this.#id, state: request.state });
  }

  /**
   * @param {Exclude<ToWorker, { type: "init" }>} message
   * @returns {Promise<any>}
   */
  #call(message) {
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#post({ ...message, id });
    });
  }

  /** @param {ToWorker} message */
  #post(message) {
    this.#worker.postMessage(message);
    this.#watch();
  }

  #watch() {
    clearTimeout(this.#timer);
    if (this.#inFlight || this.#calls.size > 0) {
      this.#timer = setTimeout(() => this.#replace(`gave no sign of life for ${LIMIT_MS / 1000} seconds`), LIMIT_MS);
    }
  }

  #start() {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.onmessage = (event) => this.#receive(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#replace(event.message || "could not start");
    };
    const { module, glue } = this.variant;
    worker.postMessage({ type: "init", module, glue });
    return worker;
  }

  /** @param {FromWorker} message */
  #receive(message) {
    if (message.type === "result") {
      this.#calls.get(message.id)?.resolve(message.value);
      this.#calls.delete(message.id);
    } else if (message.type === "error") {
      this.#failed(message);
    } else if (this.#inFlight?.id === message.id) {
      const request = this.#inFlight;
      const { opened, progress } = message.answer;
      const finished = progress.done >= progress.total;
      if (finished) this.#lastGood = opened.state;
      this.#ready = message.answer.ready;
      if (finished || this.#waiting) this.#next();
      this.listener.answered(message.answer, request);
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
    if (call) {
      this.#calls.delete(id);
      call.reject(Object.assign(new Error(message), { code }));
    } else if (this.#inFlight?.id === id) {
      const request = this.#inFlight;
      this.#next();
      this.listener.refused({ code, message }, request);
    }
  }

  /** The request in flight is done with; the waiting one goes. */
  #next() {
    const waiting = this.#waiting;
    this.#inFlight = undefined;
    this.#waiting = undefined;
    if (waiting) this.#send(waiting);
  }

  /** Kills the worker, starts another and brings back the file and the last good state. @param {string} why */
  #replace(why) {
    clearTimeout(this.#timer);
    this.#worker.terminate();
    const culprit = this.#inFlight;
    const never = this.#lastGood === undefined && culprit === undefined;
    this.#inFlight = undefined;
    this.#waiting = undefined;
    for (const { reject } of this.#calls.values()) reject(Object.assign(new Error(`The computation ${why}.`), { code: "stopped" }));
    this.#calls.clear();
    if (!never) {
      this.#worker = this.#start();
      if (this.#file) this.#call({ type: "load", id: 0, ...this.#file }).catch(() => {});
      const again = this.#lastGood;
      if (again !== undefined && again !== culprit?.state) this.#send({ state: again, why: "" });
    }
    if (culprit) this.listener.stopped(why, culprit, this.#lastGood);
  }
}
