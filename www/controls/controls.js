/** The left column: what is studied and what can be changed, generated from the lab's declarations. */

import { h, setText, variable } from "../core/dom.js";
import { applies, shown, valueText } from "../core/state.js";
import { WIDGETS } from "./control-kinds.js";

/** @import { Control, Lab, Loaded, Range } from "../types.js" */
/** @import { Host, Widget } from "./control-kinds.js" */
/** @import { State } from "../core/state.js" */

/** @typedef {{ control: Control, element: HTMLFieldSetElement, error: HTMLElement, widget: Widget, shown: string }} Row `shown` is what the widget was told last */

export class Controls {
  /** @type {Row[]} */
  #rows = [];
  /** @type {{ element: HTMLElement, rows: Row[] }[]} */
  #groups = [];
  /** @type {Lab | undefined} */
  #lab;

  /**
   * @param {HTMLElement} root
   * @param {Omit<Host, "fail">} host
   */
  constructor(root, host) {
    this.root = root;
    this.host = { ...host, fail: (/** @type {string} */ id, /** @type {string} */ message) => this.fail(id, message) };
  }

  /** @param {Lab} lab */
  build(lab) {
    this.#lab = lab;
    const titles = [...new Set(lab.controls.map((control) => control.group))];
    this.#groups = titles.map((title) => {
      const rows = lab.controls.filter((control) => control.group === title).map((control) => this.#row(control));
      const heading = title && h("h2", {}, title);
      return { element: h("section", { class: "group" }, heading, ...rows.map((row) => row.element)), rows };
    });
    this.#rows = this.#groups.flatMap((group) => group.rows);
    this.root.replaceChildren(...this.#groups.map((group) => group.element));
  }

  /** @param {Control} control @returns {Row} */
  #row(control) {
    const { id, kind, label, symbol, unit, help } = control;
    const build = /** @type {(control: Control, kind: any, host: Host) => Widget} */ (WIDGETS[kind.type]);
    const widget = build(control, kind, this.host);
    const words = [label, variable(symbol), unit && h("span", { class: "unit" }, unit)];
    const name = widget.labels
      ? h("label", { for: widget.labels, class: "name", id: `${id}-label` }, ...words)
      : h("span", { class: "name", id: `${id}-label` }, ...words);
    const error = h("p", { class: "error", id: `${id}-error`, hidden: true });
    // What a link fixes is disabled with everything in it.
    const element = h("fieldset", { role: "none", class: `control ${kind.type}`, id: `control-${id}` },
      name, ...widget.nodes, error, h("p", { class: "help", id: `${id}-help` }, help));
    const row = { control, element, error, widget, shown: "" };
    // What was typed and came to nothing is written over by what stands.
    element.addEventListener("focusout", () => { row.shown = ""; });
    return row;
  }

  /**
   * Shows a state; controls whose conditions do not hold, or that the link hides, disappear.
   * @param {State} state
   * @param {Range[]} ranges
   * @param {Loaded | undefined} loaded
   */
  show(state, ranges, loaded) {
    const lab = this.#lab;
    if (!lab) return;
    const kept = shown(state);
    for (const row of this.#rows) {
      const { control, element, widget } = row;
      element.hidden = !kept.control(control.id) || !applies(control, state, lab);
      element.disabled = kept.fixed(control.id);
      const range = ranges.find((one) => one.control === control.id);
      const text = valueText(state, control);
      const now = [text, range?.min, range?.max, loaded?.name, loaded?.shape].join("\n");
      if (now === row.shown) continue;
      row.shown = now;
      widget.narrow?.(range);
      widget.loaded?.(loaded);
      widget.show(text);
    }
    for (const { element, rows } of this.#groups) element.hidden = rows.every((row) => row.element.hidden);
  }

  /**
   * An error in place, with the text kept; an empty message takes it back.
   * @param {string} id
   * @param {string} message
   * @returns {boolean} whether the control is on screen to show it
   */
  fail(id, message) {
    const row = this.#rows.find((one) => one.control.id === id);
    if (!row) return false;
    row.shown = "";
    setText(row.error, message);
    row.error.hidden = message === "";
    for (const input of row.element.querySelectorAll("input, select, textarea")) {
      if (message) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    if (message) this.host.say(`${row.control.label}: ${message}`);
    return !row.element.hidden;
  }

  /** What was asked for last is drawn, or will not come. @param {boolean} drawn */
  answered(drawn) {
    for (const { widget } of this.#rows) drawn ? widget.answered?.() : widget.halt?.();
  }

  /** Whether a control asks by itself, frame after frame. */
  playing() {
    return this.#rows.some(({ widget }) => widget.playing?.());
  }

  /** Takes back every error. */
  clearErrors() {
    for (const { control, error } of this.#rows) if (!error.hidden) this.fail(control.id, "");
  }
}
