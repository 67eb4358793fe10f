/** The part of a figure that is shown: zooming with box, wheel, fingers and keys, and axes that stand still under a drag. */

/** @import { At, Plot, View } from "../types.js" */
/** @import { Panel } from "./figures.js" */

export class Zoom {
  /** Whether the axes stand still because something is being dragged. */
  frozen = false;
  /** How much of the whole is shown. */
  #share = 1;

  /** @param {Panel} panel @param {{ area: () => Plot, at: (x: number, y: number) => At | null }} positions */
  constructor(panel, { area, at }) {
    this.panel = panel;
    this.area = area;
    this.at = at;
  }

  /** Scales about a point and moves. @param {number} x @param {number} y @param {number} factor @param {number} dx @param {number} dy */
  about(x, y, factor, dx, dy) {
    const { left, top, width, height } = this.area();
    this.#share = Math.min(1, (this.panel.zoom ? this.#share : 1) * factor);
    if (this.#share >= 1) return this.panel.setZoom(null);
    this.to(x + (left - x) * factor + dx, y + (top - y) * factor + dy, x + (left + width - x) * factor + dx, y + (top + height - y) * factor + dy);
  }

  /** Shows what lies between two corners. @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
  to(x0, y0, x1, y1) {
    const a = this.at(x0, y0);
    const b = this.at(x1, y1);
    if (!a || !b || a.x === b.x || a.y === b.y) return;
    if (!this.panel.zoom) this.#share = Math.min(this.#share, Math.abs(x1 - x0) / this.area().width);
    /** @type {View["zoom"]} */
    const zoom = { x: [Math.min(a.x, b.x), Math.max(a.x, b.x)], y: [Math.min(a.y, b.y), Math.max(a.y, b.y)] };
    if ([...zoom.x, ...zoom.y].every(Number.isFinite)) this.panel.setZoom(zoom);
  }

  /** Axes that follow the data would run away from the hand: they stand still while it moves something. */
  freeze() {
    const { zoom, info } = this.panel;
    const { left, top, width, height } = this.area();
    const [a, b] = [this.at(left, top + height), this.at(left + width, top)];
    const drawn = (/** @type {number} */ low, /** @type {number} */ axis) => info.scales[axis] !== "log" || low > 0;
    if (zoom || !a || !b || !drawn(a.x, 0) || !drawn(a.y, 1)) return;
    this.frozen = true;
    this.panel.setZoom({ x: [a.x, b.x], y: [a.y, b.y] });
  }

  /** The horizontal position of a value while the axes stand still. @param {number} value */
  across(value) {
    const { zoom, info } = this.panel;
    const { left, width } = this.area();
    const scale = { linear: (/** @type {number} */ x) => x, log: Math.log }[info.scales[0] ?? ""];
    if (!zoom || !scale) return undefined;
    const [low, high] = zoom.x;
    return left + (width * (scale(value) - scale(low))) / (scale(high) - scale(low));
  }

  /** The axes follow the data again. */
  thaw() {
    if (this.frozen) this.panel.setZoom(null);
    this.frozen = false;
  }
}
