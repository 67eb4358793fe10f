/** A strip that tells how far the measuring of a file is, ends it, and afterwards saves what was measured. */

import { announce } from "../core/announce.js";
import { byId, h, setText, tool } from "../core/dom.js";
import { save } from "../figures/saving.js";
import { measure } from "./measure.js";

/** @import { EngineClient } from "../core/engine.js" */
/** @import { Engines } from "../core/modules.js" */
/** @import { Loaded, Outline } from "../types.js" */

/**
 * @typedef {object} Host
 * @property {Engines} engines
 * @property {EngineClient} engine
 * @property {() => void} more there is another result
 * @property {(name: string, failure: unknown) => void} failed
 */

export class Measuring {
  /** @type {AbortController | undefined} */
  #running;
  /** The engine whose lab reads the files. */
  module = "";

  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    this.strip = byId("measuring");
  }

  /**
   * Begins with other files; what is known of the last ones stays until the first result.
   * @param {string} module the engine whose lab reads them
   * @param {File[]} files
   * @param {(loaded: Loaded, again?: boolean) => void} begun the first result is there; or the file before is back `again`
   */
  async measure(module, files, begun) {
    this.cancel();
    this.module = module;
    const running = new AbortController();
    this.#running = running;
    const name = files[0]?.name ?? "";
    const { engine, engines } = this.host;
    const bar = h("progress", { max: 1, "aria-label": `Measuring ${name}` });
    const words = h("span", { class: "note" }, "reading the header");
    this.#show(h("strong", {}, name), bar, words,
      h("button", { type: "button", class: "textual", id: "cancel-measuring", onclick: () => { this.cancel(); keep(); announce("Measuring was cancelled."); } }, "Cancel"));
    const before = engine.file;

    /** @type {{ outline: Outline, blank: Uint8Array } | undefined} */
    let plan;
    let [total, done, cost, since] = [0, 0, 0, 0];
    /** A worker that has to be replaced gets this back. */
    const keep = async () => done > 0 ? engine.measurements(module, `${plan?.outline.name}.spectra`) : new Uint8Array();
    /** Results go to the engine one after the other, the blank first. @type {Promise<unknown>} */
    let handing = Promise.resolve();
    try {
      await measure(engines, files, {
        planned: async (outline, blank) => {
          plan = { outline, blank };
          total = outline.units.reduce((sum, unit) => sum + unit.cost, 0);
          since = performance.now();
          announce(`Measuring ${outline.units.length} matrices of ${outline.name}.`);
          if (outline.units.length === 0) begun(await engine.load(module, `${outline.name}.spectra`, blank));
        },
        measured: (unit, bytes) => handing = handing.then(async () => {
          if (!plan || running.signal.aborted) return;
          const { outline, blank } = plan;
          const first = done === 0 ? await engine.load(module, `${outline.name}.spectra`, blank) : undefined;
          await engine.measured(module, unit, bytes);
          if (running.signal.aborted) return;
          if (first) begun(first);
          else this.host.more();
          done += 1;
          cost += outline.units[unit]?.cost ?? 0;
          bar.value = cost / total;
          const left = ((performance.now() - since) * (total - cost)) / cost;
          setText(words, `${done} of ${outline.units.length} matrices, ${lasting(left)} left`);
        }),
      }, running.signal);
      if (!plan || running.signal.aborted) return;
      const { outline } = plan;
      const bytes = await keep();
      this.#running = undefined;
      this.host.more();
      const said = `${outline.units.length} matrices of ${outline.name} measured in ${lasting(performance.now() - since)}.`;
      announce(said);
      this.#show(h("span", {}, said),
        h("button", { type: "button", class: "textual", title: "A small file that opens here and in the command line at once",
          onclick: () => save(new Blob([/** @type {BlobPart} */ (bytes)], { type: "application/octet-stream" }), `${outline.name}.spectra`) }, "Save the measurements"),
        tool("close", "Put away", { onclick: () => { this.strip.hidden = true; } }));
    } catch (failure) {
      if (running.signal.aborted) return;
      this.cancel();
      this.host.failed(name, failure);
      // Part of a file that turned out to be bad does not take the place of a good one.
      if (done > 0 && before) engine.load(module, before.name, before.bytes).then((loaded) => begun(loaded, true), () => {});
    }
  }

  /** What is known so far stays. */
  cancel() {
    this.#running?.abort();
    this.#running = undefined;
    this.strip.hidden = true;
  }

  /** @param {...Node} nodes */
  #show(...nodes) {
    this.strip.replaceChildren(...nodes);
    this.strip.hidden = false;
  }
}

/** @param {number} ms */
function lasting(ms) {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 100 ? `${seconds} s` : seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
