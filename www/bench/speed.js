/** `?bench`: both builds of the program, measured by visitors on their own devices, beside a machine that is known. */

import { announce } from "../core/announce.js";
import { byId, h, setText } from "../core/dom.js";
import { Engines } from "../core/modules.js";
import { addressOf, read, startWorker } from "../core/source.js";

/** @import { Compiled } from "../core/modules.js" */
/** @import { Variant } from "../types.js" */
/**
 * @typedef {object} Known what `cargo xtask bench peers` measured
 * @property {string} machine
 * @property {string} browser
 * @property {{ n: number, simd128: number, scalar: number, script: number, scriptName: string }[]} sizes milliseconds per matrix
 */

const SIZES = [32, 64, 128, 256];
/** Batches of every build and size, in turn, so that a disturbance meets all alike. */
const ROUNDS = 9;

/** Replaces the labs by the measurement. @param {ReturnType<typeof setTimeout>} poster what would show a still picture of a lab */
export async function showSpeed(poster) {
  clearTimeout(poster);
  document.head.append(h("link", { rel: "stylesheet", href: addressOf("bench/speed.css") }));
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  document.title = "Rankscope: how fast is this device?";
  document.body.classList.remove("waiting");
  const status = h("p", { class: "note", role: "status" }, "Nothing has been measured yet.");
  const button = h("button", { type: "button", id: "measure", class: "go", onclick: () => run().catch(failed) }, "Measure this device");
  const body = h("tbody");
  const table = h("table", { "aria-describedby": "means" },
    h("thead", {}, h("tr", {}, ...["n", "simd128", "scalar", "scalar / simd128", "known machine, simd128", "this device, times as fast", "best JavaScript library there"].map((words) => h("th", { scope: "col" }, words)))),
    body);
  const headline = h("h1", { id: "headline", tabindex: "-1" }, "How fast is this device?");
  main.replaceChildren(h("section", { id: "speed", "aria-label": "Speed" },
    h("p", { id: "question" }, "The singular values of an n × n attention matrix, in double precision, are what every slider of the labs waits for."),
    headline, button, status,
    h("p", { class: "note", id: "means" }, `Milliseconds per matrix: the median of ${ROUNDS} batches, and how far the middle half of them spreads.`),
    h("div", { class: "results", tabindex: "0", role: "region", "aria-label": "Results" }, table),
    h("p", { class: "note", id: "known" }),
    h("p", {}, h("a", { href: location.pathname }, "Back to the labs"))));
  byId("header").querySelectorAll(".actions, #badge").forEach((part) => /** @type {HTMLElement} */ (part).hidden = true);

  /** @type {Known} */
  const known = await (await read("data/speed.json")).json();
  setText(byId("known"), `Known machine: ${known.machine}, ${known.browser}. Browsers round their clocks, and other tabs and programs disturb: repeat it when the numbers spread.`);
  show([]);

  /** @param {unknown} failure */
  function failed(failure) {
    setText(status, `The measurement stopped: ${failure instanceof Error ? failure.message : failure}`);
    button.disabled = false;
  }

  async function run() {
    button.disabled = true;
    const engines = new Engines("");
    const workers = await Promise.all(engines.variants.map(async (variant) => Bench.start(await new Engines(`?variant=${variant}`).load("measure"))));
    try {
      /** @type {Map<string, number[]>} */
      const times = new Map();
      for (let round = 0; round < ROUNDS; round++) {
        for (const n of SIZES) {
          for (const worker of workers) {
            const key = `${n} ${worker.variant}`;
            times.set(key, [...times.get(key) ?? [], await worker.time(n)]);
          }
        }
        setText(status, `Round ${round + 1} of ${ROUNDS}`);
        show(SIZES.map((n) => workers.map(({ variant }) => ({ variant, ...spread(times.get(`${n} ${variant}`) ?? []) }))));
      }
      setText(status, engines.variants.includes("simd128") ? "Measured." : "Measured. This browser has no SIMD for WebAssembly, so the labs run the scalar build.");
      announce(`${headline.textContent}`);
    } finally {
      for (const worker of workers) worker.stop();
      button.disabled = false;
      setText(button, "Measure again");
    }
  }

  /** @param {{ variant: Variant, median: number, low: number, high: number }[][]} results one list per size, or none yet */
  function show(results) {
    const rows = SIZES.map((n, i) => {
      const of = (/** @type {Variant} */ variant) => results[i]?.find((one) => one.variant === variant);
      const [simd, scalar] = [of("simd128"), of("scalar")];
      const there = known.sizes.find((size) => size.n === n);
      const ours = simd ?? scalar;
      const theirs = simd ? there?.simd128 : there?.scalar;
      return h("tr", {},
        h("th", { scope: "row" }, String(n)),
        cell(simd), cell(scalar),
        h("td", {}, simd && scalar ? (scalar.median / simd.median).toFixed(2) : "–"),
        h("td", {}, there ? write(there.simd128) : "–"),
        h("td", {}, ours && theirs ? (theirs / ours.median).toFixed(2) : "–"),
        h("td", {}, there ? `${write(there.script)} (${there.scriptName})` : "–"));
    });
    body.replaceChildren(...rows);
    const middle = results[SIZES.indexOf(128)]?.[0];
    if (middle) setText(headline, `This device takes ${write(middle.median)} ms for a 128 × 128 matrix: a slider at 60 frames a second leaves room for ${Math.floor(1000 / 60 / middle.median)} of them.`);
  }
}

/** @param {{ median: number, low: number, high: number } | undefined} result */
function cell(result) {
  return h("td", {}, result ? write(result.median) : "–", result ? h("small", {}, `± ${half(result)}`) : null);
}

/** Half of a spread; browsers' clocks are too coarse for a thousandth. @param {{ median: number, low: number, high: number }} result */
function half({ median, low, high }) {
  const half = (high - low) / 2;
  return half < median / 1000 ? "0" : half.toPrecision(1);
}

/** @param {number} ms */
function write(ms) {
  return ms.toPrecision(3);
}

/** @param {number[]} values */
function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** A worker that runs one build. */
class Bench {
  /** @param {Compiled} files */
  static async start({ wasm, glue, variant }) {
    const bench = new Bench(variant);
    await bench.ask({ type: "init", module: wasm, glue });
    return bench;
  }

  /** @param {Variant} variant */
  constructor(variant) {
    this.variant = variant;
    this.worker = startWorker("bench/speed-worker.js");
  }

  /** Milliseconds for one matrix. @param {number} n */
  time(n) {
    return this.ask({ type: "time", n });
  }

  /** @param {object} message @returns {Promise<number>} */
  ask(message) {
    return new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => (data.error === undefined ? resolve(data.ms) : reject(new Error(data.error)));
      this.worker.onerror = (event) => reject(new Error(event.message || "its worker could not start"));
      this.worker.postMessage(message);
    });
  }

  stop() {
    this.worker.terminate();
  }
}
