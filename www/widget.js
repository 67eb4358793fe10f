/** `<rankscope-lab>` as an anywidget: for Jupyter, Colab, VS Code, marimo, and MyST's directive. */

import { RankscopeLab } from "./rankscope.js";

/**
 * What hosts give; some let a widget read only.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} [save_changes]
 * @property {(event: string, listener: () => void) => void} [on]
 * @property {(event: string, listener: () => void) => void} [off]
 */

const ATTRIBUTES = ["controls", "figures", "theme"];

/** @param {() => void} act what a host may not offer */
function attempt(act) {
  try {
    act();
  } catch {
    // It offers less, and the lab works without.
  }
}

export default {
  /** @param {{ model: Model, el: HTMLElement }} host */
  render({ model, el }) {
    const lab = new RankscopeLab();
    /** @type {[string, () => void][]} */
    const listeners = [];
    const follow = (/** @type {string} */ name, /** @type {(value: any) => void} */ take, now = true) => {
      const listener = () => take(model.get(name));
      if (now) listener();
      listeners.push([`change:${name}`, listener]);
      attempt(() => model.on?.(`change:${name}`, listener));
    };
    for (const name of ATTRIBUTES) {
      follow(name, (value) => (value ? lab.setAttribute(name, value) : lab.removeAttribute(name)));
    }
    follow("state", (state) => { if (state && state !== lab.state) lab.state = state; });
    el.append(lab);
    // Where another view has answered, the state says what became of the matrix; only a file is not in it.
    const answered = Object.keys(model.get("readouts") ?? {}).length > 0;
    const given = !answered || /(^|&)source=file(&|$)/.test(model.get("state") ?? "");
    follow("matrix", (rows) => { if (rows?.length) lab.matrix = rows; }, given);
    follow("file", (bytes) => { if (bytes?.byteLength) lab.open(new File([bytes], model.get("file_name") || "matrix.npy")); });
    lab.addEventListener("input", () => attempt(() => {
      model.set("state", lab.state);
      model.set("headline", lab.report?.headline ?? "");
      model.set("readouts", Object.fromEntries((lab.report?.readouts ?? []).map(({ id, value }) => [id, value])));
      model.save_changes?.();
    }));
    return () => {
      for (const [event, listener] of listeners) attempt(() => model.off?.(event, listener));
      lab.remove();
    };
  },
};
