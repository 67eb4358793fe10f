/** What a hand on a figure does to the controls: a handle moved, a curve drawn, a cell set, a cell selected. */

import { round } from "./overlay.js";

/** @import { At, CellProbe, FigureInfo, Handle, PointProbe } from "../types.js" */
/** @import { FigureHost } from "./figures.js" */

/** The values of a control's handles by element. @typedef {Map<number, number>} Values */

/** @param {FigureInfo} info @param {PointProbe} probe */
export function handleOf(info, { handle }) {
  return handle ? info.handles.find((one) => one.control === handle.control && one.element === handle.element) : undefined;
}

/** The value of a handle at a place. @param {Handle} handle @param {{ x: number, y: number }} at */
export const valueAt = ({ along, ratio }, { x, y }) => ratio ? y / x : along === "X" ? x : y;

/** The first handle that moves one element of a vector: the curve that can be drawn. @param {FigureInfo} info */
export const drawable = (info) => info.handles.find((one) => one.element !== null && one.along === "Y");

/** @param {FigureInfo} info @param {string} control @returns {Values} */
export function elementValues(info, control) {
  const elements = info.handles.filter((one) => one.control === control && one.element !== null);
  return new Map(elements.map((one) => [one.element ?? 0, one.along === "X" ? one.x : one.y]));
}

/**
 * @param {FigureHost} host
 * @param {Handle} handle
 * @param {number} value
 * @param {Values} values of all elements; this one is written into it
 * @param {boolean} held
 */
export function setHandle(host, handle, value, values, held) {
  const kind = host.control(handle.control)?.kind;
  if (!kind || !("min" in kind)) return;
  const inside = round(Math.min(kind.max, Math.max(kind.min, value)));
  const next = kind.type === "integer" ? Math.round(inside) : inside;
  if (handle.element !== null) values.set(handle.element, next);
  const text = handle.element === null ? String(next) : list(values);
  host.change([[handle.control, text], ...handle.also], `${handle.label} → ${next}`, held);
}

/**
 * Every handle between two positions takes the height of the line between them.
 * @param {FigureHost} host
 * @param {FigureInfo} info
 * @param {Values} values
 * @param {At[]} path data coordinates, no further apart than pixels
 */
export function drawCurve(host, info, values, path) {
  const first = drawable(info);
  const kind = first && host.control(first.control)?.kind;
  if (!first || !kind || !("min" in kind)) return;
  const handles = info.handles.filter((one) => one.control === first.control && one.element !== null);
  for (let i = 1; i < path.length; i += 1) {
    const [a, b] = [/** @type {At} */ (path[i - 1]), /** @type {At} */ (path[i])];
    const [low, high] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
    for (const { x, element } of handles) {
      if (x >= low && x <= high) values.set(element ?? 0, round(Math.min(kind.max, Math.max(kind.min, b.y))));
    }
  }
  host.change([[first.control, list(values)], ...first.also], "the drawn curve", true);
}

/** @param {FigureHost} host @param {CellProbe} probe @param {number} value @param {boolean} held */
export function setCell(host, { row, col, edit }, value, held) {
  if (!edit) return;
  const next = round(Math.min(edit.range[1], Math.max(edit.range[0], value)));
  writeCell(host, edit.control, row, col, `${row},${col},${next}`, `${edit.label} of row ${row}, column ${col} → ${next}`, held);
}

/** The value that a cell was last set to, which the picture may not show yet. @param {FigureHost} host @param {CellProbe} probe */
export function cellValue(host, { row, col, edit }) {
  const begin = `${row},${col},`;
  const set = edit && host.value(edit.control).split(";").find((one) => one.startsWith(begin));
  return set ? Number(set.slice(begin.length)) : (edit?.value ?? 0);
}

/** Takes an edit back. @param {FigureHost} host @param {CellProbe} probe */
export function clearCell(host, { row, col, edit }) {
  if (edit) writeCell(host, edit.control, row, col, "", "the edit taken back", false);
}

/** @param {FigureHost} host @param {string} control @param {number} row @param {number} col @param {string} triple @param {string} why @param {boolean} held */
function writeCell(host, control, row, col, triple, why, held) {
  const others = host.value(control).split(";").filter((one) => one && !one.startsWith(`${row},${col},`));
  host.change([[control, [...others, triple].filter(Boolean).join(";")]], why, held);
}

/** @param {FigureHost} host @param {CellProbe} probe */
export function selectCell(host, { select, row_name, col_name }) {
  if (!select) return;
  host.change(select.set, `${row_name}, ${col_name}`, false);
}

/** @param {Values} values */
function list(values) {
  return [...values.entries()].sort(([a], [b]) => a - b).map(([, value]) => value).join(",");
}
