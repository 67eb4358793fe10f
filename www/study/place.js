/** A cover over the plot of one figure, on which a point is placed before the curves are shown; the axes stay readable. */

import { announce } from "../core/announce.js";
import { h } from "../core/dom.js";
import { formatNumber } from "../core/format.js";

/** @import { At, Plot } from "../types.js" */
/** @import { Figures } from "../figures/figures.js" */

const STEP = 8;

export class Place {
  /** Where the point is, in data coordinates. @type {At | undefined} */
  position;
  #id = "";
  #x = 0;
  #y = 0;
  #point = h("i", { class: "ring handle", hidden: true });
  #cover = h("div", { class: "cover", tabIndex: 0, role: "application", "aria-label": "Your prediction: place a point. Arrow keys move it, with Shift in larger steps." }, this.#point);

  /** @param {Figures} figures @param {() => void} placed */
  constructor(figures, placed) {
    this.figures = figures;
    this.placed = placed;
    this.#cover.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      this.#cover.setPointerCapture(event.pointerId);
      this.#put(event.offsetX, event.offsetY);
    });
    this.#cover.addEventListener("pointermove", (event) => { if (this.#cover.hasPointerCapture(event.pointerId)) this.#put(event.offsetX, event.offsetY); });
    this.#cover.addEventListener("keydown", (event) => {
      const by = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      const far = STEP * (event.shiftKey ? 5 : 1);
      const { width, height } = this.#plot ?? { width: 0, height: 0 };
      if (this.#point.hidden) this.#put(width / 2, height / 2);
      else this.#put(this.#x + (by[0] ?? 0) * far, this.#y + (by[1] ?? 0) * far);
      if (this.position) announce(`${formatNumber(this.position.x)}, ${formatNumber(this.position.y)}`);
    });
  }

  /** Covers that figure, or none. @param {string} id */
  show(id) {
    const panel = this.figures.panels.get(id);
    if (id === "" || !panel) {
      this.#sizes.disconnect();
      this.#cover.remove();
      this.#id = "";
      return;
    }
    if (this.#id !== id) {
      this.#id = id;
      this.position = undefined;
      this.#point.hidden = true;
    }
    panel.surface.classList.add("placing");
    if (this.#cover.parentElement !== panel.surface) {
      panel.surface.append(this.#cover);
      this.#sizes.disconnect();
      this.#sizes.observe(panel.surface);
    }
    this.#fit();
  }

  /** The figure is as large as it is now once the page has been laid out. */
  #sizes = new ResizeObserver(() => this.#fit());

  #fit() {
    const plot = this.#plot;
    // Labels beside the curves are under the cover, too.
    if (plot) Object.assign(this.#cover.style, { left: `${plot.left}px`, top: "0", right: "0", height: `${plot.top + plot.height}px` });
  }

  /** The part between the axes. @returns {Plot | undefined} */
  get #plot() {
    const panel = this.figures.panels.get(this.#id);
    const { board } = this.figures;
    if (!panel || !board || panel.size.width < 2) return undefined;
    const series = panel.info.series[0];
    const { width, height } = panel.size;
    const probe = series ? board.point(panel.id, panel.view, series.id, 0) : board.probe(panel.id, panel.view, width / 2, height / 2);
    return probe?.plot;
  }

  /** @param {number} x from the left of the cover @param {number} y from its top */
  #put(x, y) {
    const plot = this.#plot;
    const panel = this.figures.panels.get(this.#id);
    if (!plot || !panel || !this.figures.board) return;
    this.#x = Math.min(plot.width, Math.max(0, x));
    this.#y = Math.min(plot.top + plot.height, Math.max(plot.top, y));
    this.#point.style.transform = `translate(${this.#x}px, ${this.#y}px)`;
    this.#point.hidden = false;
    this.position = this.figures.board.at(this.#id, panel.view, plot.left + this.#x, this.#y);
    this.placed();
  }
}
