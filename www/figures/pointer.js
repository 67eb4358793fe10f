/** The pointer on a figure, mouse, pen or fingers: it points, takes hold of points and cells, draws curves, zooms and moves the view. */

import { drawable, drawCurve, elementValues, handleOf, selectCell, setCell, setHandle, valueAt } from "./edits.js";
import { round } from "./overlay.js";

/** @import { CellProbe, Handle } from "../types.js" */
/** @import { Interaction } from "./interact.js" */

/** How near a pointer must be to take hold of a point. */
const GRAB = { mouse: 14, pen: 18, touch: 28 };
/** A finger that goes so far across, and hardly up or down, turns to the figure beside. */
const SWIPE = 60;
/** Pixels of vertical drag for one step of a cell. */
const PIXELS_PER_STEP = 4;
const WHEEL_ZOOM = 1.0015;

/**
 * @typedef {{ type: "handle", handle: Handle, values: Map<number, number>, offset: { x: number, y: number }, home: { x: number, y: number } }
 *   | { type: "paint", values: Map<number, number>, last: { x: number, y: number } }
 *   | { type: "cell", probe: CellProbe, y: number, moved: boolean }
 *   | { type: "box", x: number, y: number, moved: boolean }
 *   | { type: "pan", x: number, y: number }
 *   | { type: "pinch", distance: number, x: number, y: number }} Gesture
 */

export class Pointer {
  /** @type {Gesture | undefined} */
  gesture;
  /** Where it points, with nothing held. @type {{ x: number, y: number } | undefined} */
  hover;
  /** @type {Map<number, { x: number, y: number }>} */
  #pointers = new Map();
  /** Where a finger went down. */
  #from = { x: 0, y: 0 };
  #zoomMode = false;
  #paintMode = false;

  /** @param {Interaction} hand */
  constructor(hand) {
    this.hand = hand;
    this.panel = hand.panel;
    this.host = hand.host;
    const { surface } = hand.panel;
    surface.addEventListener("pointerdown", (event) => this.#down(event));
    surface.addEventListener("pointermove", (event) => this.#move(event));
    surface.addEventListener("pointerup", (event) => this.#up(event));
    surface.addEventListener("pointercancel", (event) => this.#up(event));
    surface.addEventListener("pointerleave", () => {
      this.hover = undefined;
      if (!this.gesture && !hand.keys.cursor) hand.leave();
    });
    surface.addEventListener("dblclick", (event) => this.#double(event));
    surface.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    // A finger scrolls the page unless it took hold of something.
    surface.addEventListener("touchstart", (event) => { if (this.gesture && event.cancelable) event.preventDefault(); }, { passive: false });
  }

  /** @param {PointerEvent} event */
  #down(event) {
    // A button's target is often the icon in it.
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button, input"))) return;
    const { panel } = this;
    const at = { x: event.offsetX, y: event.offsetY };
    this.#pointers.set(event.pointerId, at);
    // What came before this was there is told again, maybe when the finger is gone.
    if (event.isTrusted) panel.surface.setPointerCapture(event.pointerId);
    const touch = event.pointerType === "touch";
    this.#from = at;
    if (this.#pointers.size === 2) {
      this.hand.zoom.thaw();
      this.gesture = { type: "pinch", ...spread([...this.#pointers.values()]) };
      this.hand.overlay.clear();
      return;
    }
    const probe = this.hand.probe(at.x, at.y);
    if (this.#zoomMode) this.gesture = { type: "box", ...at, moved: false };
    else if (probe?.kind === "cell") {
      const { cursor } = this.hand.keys;
      const here = cursor && "row" in cursor && cursor.row === probe.row && cursor.col === probe.col;
      // On touch the first tap takes the cell, so that a swipe across the map still scrolls the page.
      if (probe.edit && (!touch || here)) this.gesture = { type: "cell", probe, y: at.y, moved: false };
    } else if (this.#paintMode) {
      const control = drawable(panel.info)?.control ?? "";
      this.hand.zoom.freeze();
      this.gesture = { type: "paint", values: elementValues(panel.info, control), last: at };
      this.#draw(this.gesture, at);
    } else {
      const near = probe && Math.hypot(probe.px - at.x, probe.py - at.y) <= GRAB[/** @type {keyof typeof GRAB} */ (event.pointerType)];
      const handle = near && probe.handle && handleOf(this.panel.info, probe);
      if (handle) this.hand.zoom.freeze();
      if (handle) this.gesture = { type: "handle", handle, values: elementValues(panel.info, handle.control), offset: { x: probe.px - at.x, y: probe.py - at.y }, home: { x: probe.px, y: probe.py } };
      else if (panel.zoom && !touch) this.gesture = { type: "pan", ...at };
    }
    this.hover = at;
    this.hand.keys.take(probe?.kind === "cell" ? { row: probe.row, col: probe.col } : undefined);
    this.hand.show(probe);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const at = { x: event.offsetX, y: event.offsetY };
    const held = this.#pointers.has(event.pointerId);
    if (held) this.#pointers.set(event.pointerId, at);
    const gesture = this.gesture;
    switch (gesture?.type) {
      case undefined:
        this.hover = at;
        if (event.pointerType !== "touch" || held) {
          this.hand.keys.take();
          this.hand.show(this.hand.probe(at.x, at.y));
        }
        break;
      case "handle": return this.#dragHandle(gesture, at);
      case "paint": return this.#draw(gesture, at);
      case "cell": {
        gesture.moved ||= Math.abs(at.y - gesture.y) > PIXELS_PER_STEP;
        const { edit } = gesture.probe;
        if (gesture.moved && edit) setCell(this.host, gesture.probe, edit.value + Math.round((gesture.y - at.y) / PIXELS_PER_STEP) * edit.step, true);
        break;
      }
      case "box": {
        gesture.moved ||= Math.hypot(at.x - gesture.x, at.y - gesture.y) > 4;
        this.hand.overlay.box(gesture.x, gesture.y, at.x, at.y);
        break;
      }
      case "pan": {
        const { left, top, width, height } = this.hand.area;
        const [dx, dy] = [gesture.x - at.x, gesture.y - at.y];
        Object.assign(gesture, at);
        this.hand.zoom.to(left + dx, top + dy, left + width + dx, top + height + dy);
        break;
      }
      case "pinch": {
        if (!held || this.#pointers.size < 2) return;
        const now = spread([...this.#pointers.values()]);
        this.hand.zoom.about(now.x, now.y, gesture.distance / now.distance, gesture.x - now.x, gesture.y - now.y);
        Object.assign(gesture, now);
        break;
      }
    }
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (!this.#pointers.delete(event.pointerId)) return;
    const gesture = this.gesture;
    this.gesture = undefined;
    this.hand.zoom.thaw();
    const at = { x: event.offsetX, y: event.offsetY };
    if (gesture?.type === "box") {
      this.hand.overlay.clear();
      if (gesture.moved && event.type === "pointerup") this.hand.zoom.to(gesture.x, gesture.y, at.x, at.y);
      this.mode(undefined);
      return;
    }
    const dragged = gesture?.type === "handle" || gesture?.type === "paint" || (gesture?.type === "cell" && gesture.moved);
    const [dx, dy] = [at.x - this.#from.x, at.y - this.#from.y];
    if (dragged) this.host.settle();
    else if (event.type === "pointerup" && event.pointerType === "touch" && !gesture && Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(dy)) this.panel.turn(dx < 0 ? 1 : -1);
    else if (event.type === "pointerup") {
      const probe = this.hand.probe(at.x, at.y);
      if (probe?.kind === "cell" && probe.select) selectCell(this.host, probe);
    }
    this.hand.refresh();
  }

  /** @param {MouseEvent} event */
  #double(event) {
    const probe = this.hand.probe(event.offsetX, event.offsetY);
    if (probe?.kind === "cell" && probe.edit) this.hand.keys.type("");
    else if (this.panel.zoom) this.panel.setZoom(null);
  }

  /** @param {"zoom" | "paint" | undefined} mode a second press leaves it */
  mode(mode) {
    this.#zoomMode = mode === "zoom" && !this.#zoomMode;
    this.#paintMode = mode === "paint" && !this.#paintMode;
    this.hand.zoomTool.setAttribute("aria-pressed", String(this.#zoomMode));
    this.hand.paintTool.setAttribute("aria-pressed", String(this.#paintMode));
    this.panel.surface.classList.toggle("crosshair", this.#zoomMode || this.#paintMode);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.hand.zoom.about(event.offsetX, event.offsetY, WHEEL_ZOOM ** event.deltaY, 0, 0);
  }

  /** A position moved to the nearest one between the axes. @param {{ x: number, y: number }} position */
  #within({ x, y }) {
    const { left, top, width, height } = this.hand.area;
    return { x: Math.min(left + width, Math.max(left, x)), y: Math.min(top + height, Math.max(top, y)) };
  }

  /** @param {Extract<Gesture, { type: "handle" }>} gesture @param {{ x: number, y: number }} pointer */
  #dragHandle({ handle, values, offset, home }, pointer) {
    // Beyond the axes the scale goes on: the hand may leave the plot.
    const [x, y] = [pointer.x + offset.x, pointer.y + offset.y];
    const at = this.hand.at(x, y);
    if (!at) return;
    const value = valueAt(handle, at);
    const shown = values.get(handle.element ?? -1);
    setHandle(this.host, handle, value, values, true);
    // A lab may sort what is dragged: the ring goes where its value went.
    const now = this.panel.info.handles.find((one) => one.control === handle.control && one.y === shown);
    if (handle.along === "Y" && now) home.x = this.hand.zoom.across(now.x) ?? home.x;
    const [px, py] = handle.ratio ? [x, y] : handle.along === "X" ? [x, home.y] : [home.x, y];
    this.hand.overlay.held(px, py, `${handle.label}\n${round(value)}`);
  }

  /** Every handle that the pointer passed takes its height. @param {Extract<Gesture, { type: "paint" }>} gesture @param {{ x: number, y: number }} to */
  #draw(gesture, to) {
    const { last, values } = gesture;
    const steps = Math.max(1, Math.ceil(Math.abs(to.x - last.x)));
    const path = Array.from({ length: steps + 1 }, (_, i) => {
      const { x, y } = this.#within({ x: last.x + ((to.x - last.x) * i) / steps, y: last.y + ((to.y - last.y) * i) / steps });
      return this.hand.at(x, y);
    });
    gesture.last = to;
    drawCurve(this.host, this.panel.info, values, path.filter((at) => at !== null));
    this.hand.overlay.held(to.x, to.y, "");
  }
}

/** @param {{ x: number, y: number }[]} points */
function spread([a, b]) {
  const [p, q] = [a ?? { x: 0, y: 0 }, b ?? { x: 0, y: 0 }];
  return { distance: Math.max(1, Math.hypot(p.x - q.x, p.y - q.y)), x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 };
}
