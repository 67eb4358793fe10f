/** Hands on a figure: crosshair, zoom, dragging of points and cells, each with pointer, touch and keys. Feedback lives above the canvas. */

import { tool } from "../core/dom.js";
import { Keys } from "./keys.js";
import { Overlay } from "./overlay.js";
import { Pointer } from "./pointer.js";
import { Zoom } from "./zoom.js";

/** @import { At, Plot, Probe } from "../types.js" */
/** @import { Panel } from "./figures.js" */

/** What pointer and keys have in common: what is where in the picture, and what lies above it. */
export class Interaction {
  /** The part between the axes, as it was seen last. @type {Plot | undefined} */
  plot;

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    this.host = panel.host;
    this.zoomTool = panel.zoomTool;
    this.paintTool = panel.paintTool;
    this.resetTool = tool("reset", "Show everything again", { hidden: true, onclick: () => panel.setZoom(null) });
    this.zoom = new Zoom(panel, { area: () => this.area, at: (x, y) => this.at(x, y) });
    this.overlay = new Overlay(() => panel.size);
    this.keys = new Keys(this);
    this.pointer = new Pointer(this);
    this.pointer.mode(undefined);
    const { surface } = panel;
    surface.append(this.overlay.element, this.resetTool);
    surface.addEventListener("keydown", (event) => this.keys.key(event));
    surface.addEventListener("blur", ({ relatedTarget }) => { if (!surface.contains(/** @type {Node | null} */ (relatedTarget))) this.leave(); });
  }

  /** New numbers arrived. */
  updated() {
    this.panel.surface.classList.toggle("editable", this.panel.info.editable || this.panel.info.handles.length > 0);
  }

  /** The picture was drawn again: what is pointed at may have moved. */
  refresh() {
    const { keys, pointer } = this;
    this.resetTool.hidden = this.panel.zoom === null || this.zoom.frozen;
    if (pointer.gesture && pointer.gesture.type !== "cell") return;
    if (keys.cursor) keys.show(keys.sayLater);
    else if (pointer.hover) this.show(this.probe(pointer.hover.x, pointer.hover.y));
    keys.sayLater = false;
  }

  // What is where.

  /** @param {number} x @param {number} y @returns {Probe | null} */
  probe(x, y) {
    const { board, id, view } = this.panel;
    const probe = board?.probe(id, view, x, y) ?? null;
    if (probe) this.plot = probe.plot;
    return probe;
  }

  /** @param {number} x @param {number} y @returns {At | null} */
  at(x, y) {
    const { board, id, view } = this.panel;
    return board?.at(id, view, x, y) ?? null;
  }

  /** @returns {Plot} */
  get area() {
    const { width, height } = this.panel.size;
    if (!this.plot) this.probe(width / 2, height / 2);
    return this.plot ?? { left: 0, top: 0, width, height };
  }

  // Feedback.

  leave() {
    this.keys.take();
    this.pointer.hover = undefined;
    this.overlay.clear();
  }

  /** @param {Probe | null} probe */
  show(probe) {
    this.overlay.show(probe, this.host.inks(), this.keys.editing);
  }
}
