/** Hands on a figure: crosshair, zoom, dragging of points and cells, each with pointer, touch and keys. Feedback lives above the canvas. */

import { tool } from "../core/dom.js";
import { cellValue, clearCell, drawable, drawCurve, elementValues, handleOf, selectCell, setCell, setHandle } from "./edits.js";
import { Overlay, round } from "./overlay.js";
import { askNumber } from "./typed.js";
import { Zoom } from "./zoom.js";

/** @import { At, CellProbe, Handle, PointProbe, Probe, Plot } from "../types.js" */
/** @import { Panel } from "./figures.js" */

/** How near a pointer must be to take hold of a point. */
const GRAB = { mouse: 14, pen: 18, touch: 28 };
/** Pixels of vertical drag for one step of a cell. */
const PIXELS_PER_STEP = 4;
const KEY_NUDGE = 3;
const WHEEL_ZOOM = 1.0015;

/**
 * @typedef {{ type: "handle", handle: Handle, values: Map<number, number>, offset: { x: number, y: number }, home: { x: number, y: number } }
 *   | { type: "paint", values: Map<number, number>, last: { x: number, y: number } }
 *   | { type: "cell", probe: CellProbe, y: number, moved: boolean }
 *   | { type: "box", x: number, y: number, moved: boolean }
 *   | { type: "pan", x: number, y: number }
 *   | { type: "pinch", distance: number, x: number, y: number }} Gesture
 */

export class Interaction {
  /** @type {Gesture | undefined} */
  #gesture;
  /** @type {Map<number, { x: number, y: number }>} */
  #pointers = new Map();
  /** Where the keyboard stands. @type {{ series: string, index: number } | { row: number, col: number } | undefined} */
  #cursor;
  #editing = false;
  /** @type {{ x: number, y: number } | undefined} */
  #hover;
  /** @type {Plot | undefined} */
  #plot;
  #zoomMode = false;
  #paintMode = false;
  /** @type {Zoom} */
  #zoom;

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    this.host = panel.host;
    this.zoomTool = tool("zoom", "Zoom by dragging a box", { onclick: () => this.#mode("zoom") });
    this.paintTool = tool("paint", "Draw the curve by hand", { hidden: true, onclick: () => this.#mode("paint") });
    this.resetTool = tool("reset", "Show everything again", { hidden: true, onclick: () => panel.setZoom(null) });
    this.#mode(undefined);

    this.#zoom = new Zoom(panel, { area: () => this.#area, at: (x, y) => this.#at(x, y) });
    this.overlay = new Overlay(() => panel.size);
    const { surface } = panel;
    surface.append(this.overlay.element, this.resetTool);
    surface.addEventListener("pointerdown", (event) => this.#down(event));
    surface.addEventListener("pointermove", (event) => this.#move(event));
    surface.addEventListener("pointerup", (event) => this.#up(event));
    surface.addEventListener("pointercancel", (event) => this.#up(event));
    surface.addEventListener("pointerleave", () => {
      this.#hover = undefined;
      if (!this.#gesture && !this.#cursor) this.#leave();
    });
    surface.addEventListener("dblclick", (event) => this.#double(event));
    surface.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    // A finger scrolls the page unless it took hold of something.
    surface.addEventListener("touchstart", (event) => { if (this.#gesture && event.cancelable) event.preventDefault(); }, { passive: false });
    surface.addEventListener("keydown", (event) => this.#key(event));
    surface.addEventListener("blur", ({ relatedTarget }) => { if (!surface.contains(/** @type {Node | null} */ (relatedTarget))) this.#leave(); });
  }

  /** New numbers arrived. */
  updated() {
    this.paintTool.hidden = drawable(this.panel.info) === undefined;
    this.panel.surface.classList.toggle("editable", this.panel.info.editable || this.panel.info.handles.length > 0);
  }

  /** The picture was drawn again: what is pointed at may have moved. */
  refresh() {
    this.resetTool.hidden = this.panel.zoom === null || this.#zoom.frozen;
    if (this.#gesture && this.#gesture.type !== "cell") return;
    if (this.#cursor) this.#showCursor(this.#sayLater);
    else if (this.#hover) this.#show(this.#probe(this.#hover.x, this.#hover.y));
    this.#sayLater = false;
  }

  // What is where.

  /** @param {number} x @param {number} y @returns {Probe | null} */
  #probe(x, y) {
    const { board, id, view } = this.panel;
    const probe = /** @type {Probe | null} */ (board ? JSON.parse(board.probe(id, view, x, y)) : null);
    if (probe) this.#plot = probe.plot;
    return probe;
  }

  /** @param {number} x @param {number} y @returns {At | null} */
  #at(x, y) {
    const { board, id, view } = this.panel;
    return board ? JSON.parse(board.at(id, view, x, y)) : null;
  }

  /** @returns {Plot} */
  get #area() {
    const { width, height } = this.panel.size;
    if (!this.#plot) this.#probe(width / 2, height / 2);
    return this.#plot ?? { left: 0, top: 0, width, height };
  }

  // Feedback.

  #leave() {
    this.#editing = false;
    this.#hover = undefined;
    this.#cursor = undefined;
    this.overlay.clear();
  }

  /** @param {Probe | null} probe */
  #show(probe) {
    this.overlay.show(probe, this.host.inks(), this.#editing);
  }

  // Pointers.

  /** @param {PointerEvent} event */
  #down(event) {
    // A button's target is often the icon in it.
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button, input"))) return;
    const { panel } = this;
    const at = { x: event.offsetX, y: event.offsetY };
    this.#pointers.set(event.pointerId, at);
    panel.surface.setPointerCapture(event.pointerId);
    const touch = event.pointerType === "touch";
    if (this.#pointers.size === 2) {
      this.#zoom.thaw();
      this.#gesture = { type: "pinch", ...spread([...this.#pointers.values()]) };
      this.overlay.clear();
      return;
    }
    const probe = this.#probe(at.x, at.y);
    if (this.#zoomMode) this.#gesture = { type: "box", ...at, moved: false };
    else if (probe?.kind === "cell") {
      const here = this.#cursor && "row" in this.#cursor && this.#cursor.row === probe.row && this.#cursor.col === probe.col;
      // On touch the first tap takes the cell, so that a swipe across the map still scrolls the page.
      if (probe.edit && (!touch || here)) this.#gesture = { type: "cell", probe, y: at.y, moved: false };
    } else if (this.#paintMode) {
      const control = drawable(panel.info)?.control ?? "";
      this.#zoom.freeze();
      this.#gesture = { type: "paint", values: elementValues(panel.info, control), last: at };
      this.#draw(this.#gesture, at);
    } else {
      const near = probe && Math.hypot(probe.px - at.x, probe.py - at.y) <= GRAB[/** @type {keyof typeof GRAB} */ (event.pointerType)];
      const handle = near && probe.handle && handleOf(this.panel.info, probe);
      if (handle) this.#zoom.freeze();
      if (handle) this.#gesture = { type: "handle", handle, values: elementValues(panel.info, handle.control), offset: { x: probe.px - at.x, y: probe.py - at.y }, home: { x: probe.px, y: probe.py } };
      else if (panel.zoom && !touch) this.#gesture = { type: "pan", ...at };
    }
    this.#hover = at;
    this.#cursor = probe?.kind === "cell" ? { row: probe.row, col: probe.col } : undefined;
    this.#editing = false;
    this.#show(probe);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const at = { x: event.offsetX, y: event.offsetY };
    const held = this.#pointers.has(event.pointerId);
    if (held) this.#pointers.set(event.pointerId, at);
    const gesture = this.#gesture;
    switch (gesture?.type) {
      case undefined:
        this.#hover = at;
        if (event.pointerType !== "touch" || held) {
          this.#cursor = undefined;
          this.#editing = false;
          this.#show(this.#probe(at.x, at.y));
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
        this.overlay.box(gesture.x, gesture.y, at.x, at.y);
        break;
      }
      case "pan": {
        const { left, top, width, height } = this.#area;
        const [dx, dy] = [gesture.x - at.x, gesture.y - at.y];
        Object.assign(gesture, at);
        this.#zoom.to(left + dx, top + dy, left + width + dx, top + height + dy);
        break;
      }
      case "pinch": {
        if (!held || this.#pointers.size < 2) return;
        const now = spread([...this.#pointers.values()]);
        this.#zoom.about(now.x, now.y, gesture.distance / now.distance, gesture.x - now.x, gesture.y - now.y);
        Object.assign(gesture, now);
        break;
      }
    }
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (!this.#pointers.delete(event.pointerId)) return;
    const gesture = this.#gesture;
    this.#gesture = undefined;
    this.#zoom.thaw();
    const at = { x: event.offsetX, y: event.offsetY };
    if (gesture?.type === "box") {
      this.overlay.clear();
      if (gesture.moved && event.type === "pointerup") this.#zoom.to(gesture.x, gesture.y, at.x, at.y);
      this.#mode(undefined);
      return;
    }
    const dragged = gesture?.type === "handle" || gesture?.type === "paint" || (gesture?.type === "cell" && gesture.moved);
    if (dragged) this.host.settle();
    else if (event.type === "pointerup") {
      const probe = this.#probe(at.x, at.y);
      if (probe?.kind === "cell" && probe.select) selectCell(this.host, probe);
    }
    this.refresh();
  }

  /** @param {MouseEvent} event */
  #double(event) {
    const probe = this.#probe(event.offsetX, event.offsetY);
    if (probe?.kind === "cell" && probe.edit) this.#type("");
    else if (this.panel.zoom) this.panel.setZoom(null);
  }

  // Zoom.

  /** @param {"zoom" | "paint" | undefined} mode a second press leaves it */
  #mode(mode) {
    this.#zoomMode = mode === "zoom" && !this.#zoomMode;
    this.#paintMode = mode === "paint" && !this.#paintMode;
    this.zoomTool.setAttribute("aria-pressed", String(this.#zoomMode));
    this.paintTool.setAttribute("aria-pressed", String(this.#paintMode));
    this.panel.surface.classList.toggle("crosshair", this.#zoomMode || this.#paintMode);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#zoom.about(event.offsetX, event.offsetY, WHEEL_ZOOM ** event.deltaY, 0, 0);
  }

  // Drags.

  /** A position moved to the nearest one between the axes. @param {{ x: number, y: number }} position */
  #within({ x, y }) {
    const { left, top, width, height } = this.#area;
    return { x: Math.min(left + width, Math.max(left, x)), y: Math.min(top + height, Math.max(top, y)) };
  }

  /** @param {Extract<Gesture, { type: "handle" }>} gesture @param {{ x: number, y: number }} pointer */
  #dragHandle({ handle, values, offset, home }, pointer) {
    // Beyond the axes the scale goes on: the hand may leave the plot.
    const [x, y] = [pointer.x + offset.x, pointer.y + offset.y];
    const at = this.#at(x, y);
    if (!at) return;
    const value = handle.along === "X" ? at.x : at.y;
    const shown = values.get(handle.element ?? -1);
    setHandle(this.host, handle, value, values, true);
    // A lab may sort what is dragged: the ring goes where its value went.
    const now = this.panel.info.handles.find((one) => one.control === handle.control && one.y === shown);
    if (handle.along === "Y" && now) home.x = this.#zoom.across(now.x) ?? home.x;
    const [px, py] = handle.along === "X" ? [x, home.y] : [home.x, y];
    this.overlay.held(px, py, `${handle.label}\n${round(value)}`);
  }

  /** Every handle that the pointer passed takes its height. @param {Extract<Gesture, { type: "paint" }>} gesture @param {{ x: number, y: number }} to */
  #draw(gesture, to) {
    const { last, values } = gesture;
    const steps = Math.max(1, Math.ceil(Math.abs(to.x - last.x)));
    const path = Array.from({ length: steps + 1 }, (_, i) => {
      const { x, y } = this.#within({ x: last.x + ((to.x - last.x) * i) / steps, y: last.y + ((to.y - last.y) * i) / steps });
      return this.#at(x, y);
    });
    gesture.last = to;
    drawCurve(this.host, this.panel.info, values, path.filter((at) => at !== null));
    this.overlay.held(to.x, to.y, "");
  }

  // Keys.

  /** @param {boolean} aloud @returns {Probe | null} */
  #showCursor(aloud) {
    const probe = this.#cursorProbe();
    this.#show(probe);
    if (aloud && probe) this.host.say(spoken(probe));
    return probe;
  }

  /** @returns {Probe | null} */
  #cursorProbe() {
    const { board, id, view, info } = this.panel;
    const cursor = this.#cursor;
    if (!board || !cursor) return null;
    if ("series" in cursor) {
      const probe = /** @type {PointProbe | null} */ (JSON.parse(board.point(id, view, cursor.series, cursor.index)));
      if (probe) {
        cursor.index = probe.index;
        this.#plot = probe.plot;
      }
      return probe;
    }
    const { zoom } = this.panel;
    const [x0, x1] = zoom?.x ?? [0, info.cols];
    const [y0, y1] = zoom?.y ?? [0, info.rows];
    const { left, top, width, height } = this.#area;
    return this.#probe(left + (width * (cursor.col + 0.5 - x0)) / (x1 - x0), top + (height * (cursor.row + 0.5 - y0)) / (y1 - y0));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.target !== this.panel.surface || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#handleKey(event)) event.preventDefault();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key meant something */
  #handleKey({ key, shiftKey }) {
    const { panel } = this;
    if (key === "Escape") return this.#escape();
    const lines = panel.info.kind === "lines";
    if (!this.#cursor) {
      if (!key.startsWith("Arrow") && key !== "Home" && key !== "Enter") return false;
      const series = panel.info.series.find((one) => !panel.hidden.has(one.id));
      if (lines && !series) return false;
      this.#cursor = lines && series ? { series: series.id, index: 0 } : { row: 0, col: 0 };
      return this.#showCursor(true) !== null;
    }
    if (this.#zoomKey(key)) return true;
    return "series" in this.#cursor ? this.#lineKey(this.#cursor, key, shiftKey) : this.#cellKey(this.#cursor, key, shiftKey);
  }

  #escape() {
    const busy = this.#editing || this.#cursor !== undefined;
    if (this.#editing) {
      this.#editing = false;
      this.host.settle();
      this.#showCursor(false);
      this.host.say("Left editing.");
    } else this.#leave();
    return busy;
  }

  /** @param {string} key */
  #zoomKey(key) {
    const probe = this.#cursorProbe();
    if (!probe || (probe.kind === "cell" && probe.edit) || this.#editing) return false;
    const [x, y] = probe.kind === "point" ? [probe.px, probe.py] : [probe.left + probe.width / 2, probe.top + probe.height / 2];
    if (key === "0") this.panel.setZoom(null);
    else if (key === "+" || key === "=") this.#zoom.about(x, y, 0.8, 0, 0);
    else if (key === "-") this.#zoom.about(x, y, 1.25, 0, 0);
    else return false;
    return true;
  }

  /** @param {{ series: string, index: number }} cursor @param {string} key @param {boolean} fast */
  #lineKey(cursor, key, fast) {
    const step = fast ? 10 : 1;
    if (this.#editing && this.#editKey(key, fast)) return true;
    switch (key) {
      case "ArrowRight": cursor.index += step; break;
      case "ArrowLeft": cursor.index = Math.max(0, cursor.index - step); break;
      case "Home": cursor.index = 0; break;
      case "End": cursor.index = 0xffff_ffff; break;
      case "ArrowUp":
      case "ArrowDown": {
        const shown = this.panel.info.series.filter((one) => !this.panel.hidden.has(one.id));
        const now = shown.findIndex((one) => one.id === cursor.series);
        const next = shown[(now + (key === "ArrowUp" ? shown.length - 1 : 1)) % shown.length];
        if (next) cursor.series = next.id;
        break;
      }
      case "Enter": {
        const probe = this.#cursorProbe();
        if (probe?.kind !== "point" || !probe.handle) {
          this.host.say("This point cannot be moved.");
          return true;
        }
        this.#editing = true;
        this.#showCursor(false);
        this.host.say(`Editing ${probe.handle.label}, ${probe.y_text}. Up and down change it, a number sets it, Escape leaves.`);
        return true;
      }
      default: return false;
    }
    this.#showCursor(true);
    return true;
  }

  /** @param {string} key @param {boolean} fast */
  #editKey(key, fast) {
    const probe = this.#cursorProbe();
    const handle = probe?.kind === "point" ? handleOf(this.panel.info, probe) : undefined;
    if (probe?.kind !== "point" || !handle) return false;
    if (key === "Enter" || /^[-.\d]$/.test(key)) {
      this.#type(key === "Enter" ? "" : key);
      return true;
    }
    const up = { ArrowUp: 1, ArrowDown: -1 }[key];
    if (up === undefined) return false;
    const pixels = up * KEY_NUDGE * (fast ? 4 : 1);
    const at = this.#at(probe.px + (handle.along === "X" ? pixels : 0), probe.py - (handle.along === "Y" ? pixels : 0));
    if (at) setHandle(this.host, handle, handle.along === "X" ? at.x : at.y, elementValues(this.panel.info, handle.control), false);
    this.#sayLater = true;
    return true;
  }
  /** The next picture shows a value that the keyboard set: say it. */
  #sayLater = false;

  /** @param {{ row: number, col: number }} cursor @param {string} key @param {boolean} fast */
  #cellKey(cursor, key, fast) {
    const { rows, cols } = this.panel.info;
    const step = fast ? 10 : 1;
    const move = { ArrowRight: [0, step], ArrowLeft: [0, -step], ArrowDown: [step, 0], ArrowUp: [-step, 0], Home: [0, -cols], End: [0, cols] }[key];
    if (move) {
      cursor.row = Math.min(rows - 1, Math.max(0, cursor.row + (move[0] ?? 0)));
      cursor.col = Math.min(cols - 1, Math.max(0, cursor.col + (move[1] ?? 0)));
      this.#showCursor(true);
      return true;
    }
    const probe = this.#cursorProbe();
    if (probe?.kind !== "cell") return false;
    const { edit } = probe;
    if (edit && (key === "+" || key === "=" || key === "-")) setCell(this.host, probe, cellValue(this.host, probe) + (key === "-" ? -1 : 1) * edit.step, false);
    else if (edit && (key === "Delete" || key === "Backspace")) clearCell(this.host, probe);
    else if (probe.select && (key === "Enter" || key === " ")) selectCell(this.host, probe);
    else if (edit && (key === "Enter" || /^[.\d]$/.test(key))) this.#type(key === "Enter" ? "" : key);
    else return false;
    this.#sayLater = true;
    return true;
  }

  /** Opens a number field at the cursor. @param {string} begun the digit that opened it */
  async #type(begun) {
    const probe = this.#cursorProbe();
    if (!probe) return;
    const handle = probe.kind === "point" ? handleOf(this.panel.info, probe) : undefined;
    const now = probe.kind === "cell" ? cellValue(this.host, probe) : handle?.along === "X" ? probe.x : probe.y;
    const [x, y] = probe.kind === "cell" ? [probe.left, probe.top] : [probe.px, probe.py];
    const label = probe.kind === "cell" ? probe.edit?.label : handle?.label;
    const { value, left } = await askNumber(this.panel.surface, { x, y, label: label ?? "", text: begun || String(round(now)), begun: begun !== "" });
    if (left) this.#leave();
    if (!Number.isFinite(value)) return;
    if (probe.kind === "cell") setCell(this.host, probe, value, false);
    else if (handle) setHandle(this.host, handle, value, elementValues(this.panel.info, handle.control), false);
    this.#sayLater = true;
  }
}

/** @param {{ x: number, y: number }[]} points */
function spread([a, b]) {
  const [p, q] = [a ?? { x: 0, y: 0 }, b ?? { x: 0, y: 0 }];
  return { distance: Math.max(1, Math.hypot(p.x - q.x, p.y - q.y)), x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 };
}

/** @param {Probe} probe */
function spoken(probe) {
  if (probe.kind === "cell") return `${probe.row_name} to ${probe.col_name}: ${probe.text}${probe.edit ? `, ${probe.edit.label} ${round(probe.edit.value)}` : ""}`;
  return `${probe.handle?.label ?? probe.label}: ${probe.x_text}, ${probe.y_text}`;
}
