/** What is changed where it is not in view: a chip for each, which leads there, and takes the change back. */

import { h, icon, setText } from "../core/dom.js";
import { formatNumber } from "../core/format.js";
import { defaultText, valueText } from "../core/state.js";

/** @import { Control } from "../types.js" */
/** @import { State } from "../core/state.js" */

export class Chips {
  element = h("div", { class: "chips", role: "group", "aria-label": "Changed in closed groups", hidden: true });
  #key = "";

  /** @param {{ open: (id: string) => void, reset: (id: string, text: string) => void }} on */
  constructor(on) {
    this.on = on;
  }

  /** @param {Control[]} controls those that are not in view @param {State} state */
  show(controls, state) {
    const changed = controls.filter((control) => valueText(state, control) !== defaultText(control));
    const key = changed.map(({ id }) => id).join();
    if (key !== this.#key) {
      this.#key = key;
      this.element.hidden = changed.length === 0;
      this.element.replaceChildren(...changed.map((control) => this.#chip(control)));
    }
    changed.forEach((control, i) => {
      const words = this.element.children[i]?.firstElementChild;
      if (words) setText(words, `${control.label} ${inWords(control, valueText(state, control))}`);
    });
  }

  /** @param {Control} control */
  #chip(control) {
    const { id, label } = control;
    const words = `Reset: ${label}`;
    return h("span", { class: "changed", "data-changed": id },
      h("button", { type: "button", title: "Show where it is set", onclick: () => this.on.open(id) }),
      h("button", { type: "button", "aria-label": words, title: words, onclick: () => this.on.reset(id, defaultText(control)) }, icon("close")));
  }
}

/** A value as a chip says it. @param {Control} control @param {string} text */
function inWords({ kind }, text) {
  switch (kind.type) {
    case "choice": return kind.options.find(({ id }) => id === text)?.label ?? text;
    case "number":
    case "integer": return formatNumber(Number(text));
    case "toggle":
    case "seed":
    case "steps": return text;
    default: return "changed";
  }
}
