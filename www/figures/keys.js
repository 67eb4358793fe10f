/** Keys on a figure: a cursor that steps through points and cells, edits them, and opens a field for a number. */

import { cellValue, clearCell, elementValues, handleOf, selectCell, setCell, setHandle, valueAt } from "./edits.js";
import { round } from "./overlay.js";
import { askNumber } from "./typed.js";

/** @import { Probe } from "../types.js" */
/** @import { Interaction } from "./interact.js" */

const KEY_NUDGE = 3;

export class Keys {
  /** Where the keyboard stands. @type {{ series: string, index: number } | { row: number, col: number } | undefined} */
  cursor;
  /** Whether arrows move the point at the cursor. */
  editing = false;
  /** The next picture shows a value that the keyboard set: say it. */
  sayLater = false;

  /** @param {Interaction} hand */
  constructor(hand) {
    this.hand = hand;
    this.panel = hand.panel;
    this.host = hand.host;
  }

  /** The cursor goes to a cell that was pointed at, or away. @param {{ row: number, col: number }} [cell] */
  take(cell) {
    this.cursor = cell;
    this.editing = false;
  }

  /** @param {boolean} aloud @returns {Probe | null} */
  show(aloud) {
    const probe = this.probe();
    this.hand.show(probe);
    if (aloud && probe) this.host.say(spoken(probe));
    return probe;
  }

  /** @returns {Probe | null} */
  probe() {
    const { board, id, view, info } = this.panel;
    const cursor = this.cursor;
    if (!board || !cursor) return null;
    if ("series" in cursor) {
      const probe = board.point(id, view, cursor.series, cursor.index);
      if (probe) {
        cursor.index = probe.index;
        this.hand.plot = probe.plot;
      }
      return probe;
    }
    const { zoom } = this.panel;
    const [x0, x1] = zoom?.x ?? [0, info.cols];
    const [y0, y1] = zoom?.y ?? [0, info.rows];
    const { left, top, width, height } = this.hand.area;
    return this.hand.probe(left + (width * (cursor.col + 0.5 - x0)) / (x1 - x0), top + (height * (cursor.row + 0.5 - y0)) / (y1 - y0));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.target !== this.panel.surface || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#handleKey(event)) event.preventDefault();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key meant something */
  #handleKey({ key, shiftKey }) {
    const { panel } = this;
    if (key === "Escape") return this.#escape();
    const lines = panel.info.kind === "lines";
    if (!this.cursor) {
      if (!key.startsWith("Arrow") && key !== "Home" && key !== "Enter") return false;
      const series = panel.info.series.find((one) => !panel.hidden.has(one.id));
      if (lines && !series) return false;
      this.cursor = lines && series ? { series: series.id, index: 0 } : { row: 0, col: 0 };
      return this.show(true) !== null;
    }
    if (this.#zoomKey(key)) return true;
    return "series" in this.cursor ? this.#lineKey(this.cursor, key, shiftKey) : this.#cellKey(this.cursor, key, shiftKey);
  }

  #escape() {
    const busy = this.editing || this.cursor !== undefined;
    if (this.editing) {
      this.editing = false;
      this.host.settle();
      this.show(false);
      this.host.say("Left editing.");
    } else this.hand.leave();
    return busy;
  }

  /** @param {string} key */
  #zoomKey(key) {
    const probe = this.probe();
    if (!probe || (probe.kind === "cell" && probe.edit) || this.editing) return false;
    const [x, y] = probe.kind === "point" ? [probe.px, probe.py] : [probe.left + probe.width / 2, probe.top + probe.height / 2];
    if (key === "0") this.panel.setZoom(null);
    else if (key === "+" || key === "=") this.hand.zoom.about(x, y, 0.8, 0, 0);
    else if (key === "-") this.hand.zoom.about(x, y, 1.25, 0, 0);
    else return false;
    return true;
  }

  /** @param {{ series: string, index: number }} cursor @param {string} key @param {boolean} fast */
  #lineKey(cursor, key, fast) {
    const step = fast ? 10 : 1;
    if (this.editing && this.#editKey(key, fast)) return true;
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
        const probe = this.probe();
        if (probe?.kind !== "point" || !probe.handle) {
          this.host.say("This point cannot be moved.");
          return true;
        }
        this.editing = true;
        this.show(false);
        this.host.say(`Editing ${probe.handle.label}, ${probe.y_text}. Up and down change it, a number sets it, Escape leaves.`);
        return true;
      }
      default: return false;
    }
    this.show(true);
    return true;
  }

  /** @param {string} key @param {boolean} fast */
  #editKey(key, fast) {
    const probe = this.probe();
    const handle = probe?.kind === "point" ? handleOf(this.panel.info, probe) : undefined;
    if (probe?.kind !== "point" || !handle) return false;
    if (key === "Enter" || /^[-.\d]$/.test(key)) {
      this.type(key === "Enter" ? "" : key);
      return true;
    }
    const up = { ArrowUp: 1, ArrowDown: -1 }[key];
    if (up === undefined) return false;
    const pixels = up * KEY_NUDGE * (fast ? 4 : 1);
    const at = this.hand.at(probe.px + (handle.along === "X" ? pixels : 0), probe.py - (handle.along === "Y" ? pixels : 0));
    if (at) setHandle(this.host, handle, valueAt(handle, at), elementValues(this.panel.info, handle.control), false);
    this.sayLater = true;
    return true;
  }
  /** @param {{ row: number, col: number }} cursor @param {string} key @param {boolean} fast */
  #cellKey(cursor, key, fast) {
    const { rows, cols } = this.panel.info;
    const step = fast ? 10 : 1;
    const move = { ArrowRight: [0, step], ArrowLeft: [0, -step], ArrowDown: [step, 0], ArrowUp: [-step, 0], Home: [0, -cols], End: [0, cols] }[key];
    if (move) {
      cursor.row = Math.min(rows - 1, Math.max(0, cursor.row + (move[0] ?? 0)));
      cursor.col = Math.min(cols - 1, Math.max(0, cursor.col + (move[1] ?? 0)));
      this.show(true);
      return true;
    }
    const probe = this.probe();
    if (probe?.kind !== "cell") return false;
    const { edit } = probe;
    if (edit && (key === "+" || key === "=" || key === "-")) setCell(this.host, probe, cellValue(this.host, probe) + (key === "-" ? -1 : 1) * edit.step, false);
    else if (edit && (key === "Delete" || key === "Backspace")) clearCell(this.host, probe);
    else if (probe.select && (key === "Enter" || key === " ")) selectCell(this.host, probe);
    else if (edit && (key === "Enter" || /^[.\d]$/.test(key))) this.type(key === "Enter" ? "" : key);
    else return false;
    this.sayLater = true;
    return true;
  }

  /** Opens a number field at the cursor. @param {string} begun the digit that opened it */
  async type(begun) {
    const probe = this.probe();
    if (!probe) return;
    const handle = probe.kind === "point" ? handleOf(this.panel.info, probe) : undefined;
    const now = probe.kind === "cell" ? cellValue(this.host, probe) : handle?.along === "X" ? probe.x : probe.y;
    const [x, y] = probe.kind === "cell" ? [probe.left, probe.top] : [probe.px, probe.py];
    const label = probe.kind === "cell" ? probe.edit?.label : handle?.label;
    const { value, left } = await askNumber(this.panel.surface, { x, y, label: label ?? "", text: begun || String(round(now)), begun: begun !== "" });
    if (left) this.hand.leave();
    if (!Number.isFinite(value)) return;
    if (probe.kind === "cell") setCell(this.host, probe, value, false);
    else if (handle) setHandle(this.host, handle, value, elementValues(this.panel.info, handle.control), false);
    this.sayLater = true;
  }
}

/** @param {Probe} probe */
function spoken(probe) {
  if (probe.kind === "cell") return `${probe.row_name} to ${probe.col_name}: ${probe.text}${probe.edit ? `, ${probe.edit.label} ${round(probe.edit.value)}` : ""}`;
  return `${probe.handle?.label ?? probe.label}: ${probe.x_text}, ${probe.y_text}`;
}
