/** Measures a checkpoint of the visitor's in a pool of workers; each result is handed on as it comes. */

import { startWorker } from "../core/source.js";

/** @import { Compiled, Engines } from "../core/modules.js" */
/** @import { Outline } from "../types.js" */

/** Most workers; each keeps the memory of its largest matrix. */
const MOST = 4;

/**
 * @typedef {object} Listener
 * @property {(outline: Outline, blank: Uint8Array) => Promise<unknown>} planned what there is to measure, and the checkpoint of which nothing is known yet
 * @property {(unit: number, bytes: Uint8Array) => Promise<unknown>} measured
 */

/**
 * @param {Engines} engines
 * @param {File[]} files
 * @param {Listener} listener
 * @param {AbortSignal} signal ends it; the promise then never settles, and nobody is told anything more
 * @param {number} [workers]
 */
export async function measure(engines, files, listener, signal, workers = Math.min(MOST, navigator.hardwareConcurrency || 1)) {
  const build = await engines.load("measure");
  /** @type {Gauge[]} */
  const pool = [];
  const end = () => pool.forEach((gauge) => gauge.end());
  signal.addEventListener("abort", end);
  try {
    const first = new Gauge(build);
    pool.push(first);
    if (signal.aborted) return;
    const { outline, blank } = /** @type {{ outline: Outline, blank: Uint8Array }} */ (await first.ask({ type: "survey", files }));
    if (signal.aborted) return;
    while (pool.length < Math.min(workers, outline.at_a_time, outline.units.length)) pool.push(new Gauge(build));
    await listener.planned(outline, blank);
    let next = 0;
    await Promise.all(pool.map(async (gauge) => {
      if (gauge !== first) await gauge.ask({ type: "survey", files });
      while (next < outline.units.length && !signal.aborted) {
        const at = next++;
        const bytes = /** @type {Uint8Array} */ (await gauge.ask({ type: "unit", unit: at }));
        if (!signal.aborted) await listener.measured(at, bytes);
      }
    }));
  } finally {
    signal.removeEventListener("abort", end);
    end();
  }
}

/** A worker of the pool, which answers one question at a time. */
class Gauge {
  /** @type {{ resolve: (value: unknown) => void, reject: (error: Error) => void } | undefined} */
  #waiting;

  /** @param {Compiled} build */
  constructor({ wasm, glue }) {
    this.worker = startWorker("gauge.js");
    this.worker.onmessage = ({ data: { value, error, code } }) => {
      if (error === undefined) this.#waiting?.resolve(value);
      else this.#waiting?.reject(Object.assign(new Error(error), { code }));
    };
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.#waiting?.reject(Object.assign(new Error(event.message || "a worker could not start"), { code: "stopped" }));
    };
    this.worker.postMessage({ type: "init", module: wasm, glue });
  }

  /** @param {object} question */
  ask(question) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.worker.postMessage(question);
    });
  }

  end() {
    this.worker.terminate();
  }
}
