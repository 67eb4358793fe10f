/** What lies above a canvas: crosshair, ring, cell frame, zoom box and a tip with the values. No pointer move redraws the chart. */

import { h, setText } from "../core/dom.js";

/** @import { InkStyle, Probe } from "../types.js" */

/** A hand-set value: four digits are as fine as a hand is. @param {number} value */
export const round = (value) => Number(value.toPrecision(4));

export class Overlay {
  #x = h("i", { class: "hair x" });
  #y = h("i", { class: "hair y" });
  #ring = h("i", { class: "ring" });
  #cell = h("i", { class: "cell" });
  #box = h("i", { class: "box" });
  #tip = h("div", { class: "tip" });
  #parts = [this.#x, this.#y, this.#ring, this.#cell, this.#box, this.#tip];

  /** @param {() => { width: number, height: number }} size of the figure */
  constructor(size) {
    this.size = size;
    this.element = h("div", { class: "overlay", "aria-hidden": "true" }, ...this.#parts);
    this.clear();
  }

  clear() {
    for (const part of this.#parts) part.hidden = true;
  }

  /** @param {Probe | null} probe @param {InkStyle[]} inks @param {boolean} editing */
  show(probe, inks, editing) {
    this.clear();
    if (probe?.kind === "cell") {
      const { left, top, width, height, edit } = probe;
      place(this.#cell, left, top, width, height);
      const edited = edit ? `\n${edit.label} ${round(edit.value)}` : "";
      this.#say(left + width / 2, top, `${probe.row_name} → ${probe.col_name}\n${probe.text}${edited}`);
    } else if (probe) {
      const { left, top, width, height } = probe.plot;
      place(this.#x, probe.px, top, 0, height);
      place(this.#y, left, probe.py, width, 0);
      this.#ring.style.setProperty("--ink", inks[probe.ink]?.color ?? "currentColor");
      this.ring(probe.px, probe.py, probe.handle !== null, editing);
      this.#say(probe.px, probe.py, `${probe.handle?.label ?? probe.label}\n${probe.x_text}, ${probe.y_text}`);
    }
  }

  /** A point under the hand. @param {number} x @param {number} y @param {string} text */
  held(x, y, text) {
    this.clear();
    this.ring(x, y, true, false);
    if (text) this.#say(x, y, text);
  }

  /** @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
  box(x0, y0, x1, y1) {
    this.clear();
    place(this.#box, Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0));
  }

  /** @param {number} x @param {number} y @param {boolean} handle @param {boolean} editing */
  ring(x, y, handle, editing) {
    place(this.#ring, x, y, 0, 0);
    this.#ring.classList.toggle("handle", handle);
    this.#ring.classList.toggle("editing", editing);
  }

  /** The tip stands where it covers least. @param {number} x @param {number} y @param {string} text */
  #say(x, y, text) {
    const { width, height } = this.size();
    const right = x > width * 0.55;
    const low = y > height * 0.3;
    setText(this.#tip, text);
    this.#tip.hidden = false;
    this.#tip.style.transform = `translate(${x + (right ? -10 : 10)}px, ${y + (low ? -10 : 10)}px) translate(${right ? "-100%" : "0"}, ${low ? "-100%" : "0"})`;
  }
}

/** @param {HTMLElement} part @param {number} left @param {number} top @param {number} width @param {number} height */
function place(part, left, top, width, height) {
  part.hidden = false;
  part.style.transform = `translate(${left}px, ${top}px)`;
  part.style.width = `${width}px`;
  part.style.height = `${height}px`;
}
