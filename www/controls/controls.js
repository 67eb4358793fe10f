/** The left column: what is studied and what can be changed, generated from the lab's declarations. */

import { focused, h, setText, variable } from "../core/dom.js";
import { applies, shown, valueText } from "../core/state.js";
import { Chips } from "./chips.js";
import { WIDGETS } from "./control-kinds.js";

/** @import { Control, Lab, Loaded, Range } from "../types.js" */
/** @import { Host, Widget } from "./control-kinds.js" */
/** @import { State } from "../core/state.js" */

/** @typedef {{ control: Control, element: HTMLFieldSetElement, error: HTMLElement, widget: Widget, shown: string }} Row `shown` is what the widget was told last */
/** @typedef {{ title: string, element: HTMLDetailsElement | HTMLElement, count: HTMLElement, rows: Row[] }} Group */

/** So many controls are in view at most, with those that belong to what an essential one is set to. */
const MOST = 6;

export class Controls {
  /** @type {Row[]} */
  #rows = [];
  /** @type {Group[]} */
  #groups = [];
  /** What stands in view. @type {Row[]} */
  #first = [];
  /** Where they stand. */
  #top = h("div", { class: "group first" });
  /** @type {Chips | undefined} */
  #chips;
  /** @type {Lab | undefined} */
  #lab;

  /**
   * @param {HTMLElement} root
   * @param {Omit<Host, "fail">} host
   * @param {boolean} [flat] whether every group stands open, with nothing before it
   */
  constructor(root, host, flat = false) {
    this.root = root;
    this.flat = flat;
    this.host = { ...host, fail: (/** @type {string} */ id, /** @type {string} */ message) => this.fail(id, message) };
  }

  /** @param {Lab} lab */
  build(lab) {
    this.#lab = lab;
    const titles = [...new Set(lab.controls.map((control) => control.group))];
    this.#groups = titles.map((title) => {
      const rows = lab.controls.filter((control) => control.group === title).map((control) => this.#row(control));
      const count = h("span", { class: "count" });
      const heading = h("h2", {}, title || "More");
      const element = this.flat ? h("section", { class: "group" }, title && heading) : h("details", { class: "group" }, h("summary", {}, heading, count));
      element.append(...rows.map((row) => row.element));
      return { title, element, count, rows };
    });
    this.#rows = this.#groups.flatMap((group) => group.rows);
    this.#first = [];
    this.#top.replaceChildren();
    this.#chips = this.flat ? undefined : new Chips({
      open: (id) => this.#open(id),
      reset: (id, text) => this.host.change(id, text, false),
    });
    this.root.replaceChildren(...[!this.flat && h("h2", { class: "offscreen" }, "Controls"), !this.flat && this.#top, this.#chips?.element].filter((one) => one instanceof Node), ...this.#groups.map((group) => group.element));
  }

  /** Opens the group of a control, and goes there. @param {string} id */
  #open(id) {
    const row = this.#rows.find(({ control }) => control.id === id);
    const group = row?.element.closest("details");
    if (group) group.open = true;
    /** @type {HTMLElement | null | undefined} */ (row?.element.querySelector("input, select, textarea, button"))?.focus();
  }

  /**
   * What is in view: what a link lists, or else what the lab declares, each followed by what applies only as long as it is set as it is.
   * @param {State} state
   * @param {Lab} lab
   */
  #firstOf(state, lab) {
    const there = this.#rows.filter(({ element }) => !element.hidden);
    if (shown(state).listed) return there;
    // What runs a computation on is never behind a door.
    const runs = there.filter(({ control }) => control.kind.type === "steps");
    const named = lab.essential.controls.flatMap((id) => there.filter(({ control }) => control.id === id));
    const essential = [...new Set([...runs, ...named])];
    let room = MOST - essential.length;
    return essential.flatMap((row) => {
      const follow = there.filter((one) => !essential.includes(one) && one.control.when.some(({ control }) => control === row.control.id)).slice(0, room);
      room -= follow.length;
      return [row, ...follow];
    });
  }

  /** Puts every control where it belongs; the hand that is on one stays on it. @param {Row[]} first */
  #place(first) {
    if (first.length === this.#first.length && first.every((row, i) => row === this.#first[i])) return;
    this.#first = first;
    const held = /** @type {HTMLElement | null} */ (focused(this.root));
    for (const { element, rows } of this.#groups) element.append(...rows.filter((row) => !first.includes(row)).map((row) => row.element));
    this.#top.replaceChildren(...first.map((row) => row.element));
    if (held && focused(this.root) !== held) held.focus({ preventScroll: true });
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
    if (!this.flat) this.#place(this.#firstOf(state, lab));
    for (const { element, count, rows } of this.#groups) {
      const within = rows.filter((row) => !row.element.hidden && !this.#first.includes(row));
      element.hidden = within.length === 0;
      setText(count, String(within.length));
    }
    this.#chips?.show(this.#rows.filter((row) => !row.element.hidden && !row.element.disabled && !this.#first.includes(row)).map((row) => row.control), state);
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
    if (message) {
      this.host.say(`${row.control.label}: ${message}`);
      row.element.closest("details")?.setAttribute("open", "");
    }
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
