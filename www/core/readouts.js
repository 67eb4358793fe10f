/** The right column: every number with its formula, its standing and what was verified. */

import { h, setText, variable } from "./dom.js";
import { math } from "./mathml.js";
import { formatNumber, formatResidual } from "./format.js";
import { copy } from "./announce.js";

/** @import { Check, InkStyle, Lab, Quantity, Readout, Report, Status } from "../types.js" */

/** So many numbers are in view where a lab reports none of those that it calls essential. */
const FEW = 4;

/** What each standing means, for the details. @type {Record<Status, string>} */
const STANDING = {
  exact: "a theorem or an identity",
  asymptotic: "true in a limit, close at finite size",
  rate: "constants unknown: only the shape means something",
  reconstruction: "the constants are ours, rebuilt by a standard route",
  empirical: "observed, not proved",
};

/**
 * @typedef {object} Row
 * @property {HTMLElement} element
 * @property {HTMLElement} value
 * @property {HTMLElement} pinned
 * @property {HTMLElement} note
 * @property {HTMLElement} swatch
 * @property {Quantity} quantity
 * @property {Readout} [readout]
 */

export class Readouts {
  /** @type {Map<string, Row>} */
  #rows = new Map();

  /**
   * @param {{ list: HTMLElement, rest?: HTMLDetailsElement, checks: HTMLElement, notes: HTMLElement, sources: HTMLElement }} places with
   *   `rest`, `list` has what carries the answer, and everything else stands there
   */
  constructor(places) {
    this.places = places;
  }

  /** @param {Lab} lab */
  build(lab) {
    this.#rows = new Map(lab.quantities.map((quantity) => [quantity.id, this.#row(quantity, lab)]));
    this.#lab = lab;
    this.#first = undefined;
    this.places.list.replaceChildren(...[...this.#rows.values()].map((row) => row.element));
    this.places.sources.replaceChildren(...lab.citations.map((citation) =>
      h("li", { id: `source-${citation.id}` }, h("a", { href: citation.url, target: "_blank", rel: "noopener" }, citation.text))));
  }

  /** @param {Quantity} quantity @param {Lab} lab @returns {Row} */
  #row(quantity, lab) {
    const { id, label, symbol, unit, formula, meaning, status, source } = quantity;
    const citation = lab.citations.find((one) => one.id === source);
    const swatch = h("span", { class: "swatch" });
    const note = h("p", { class: "note", hidden: true });
    const pinned = h("span", { class: "pinned" });
    const value = h("button", { type: "button", class: "value", title: "Copy the full precision" });
    const details = h("details", {},
      h("summary", {}, swatch, h("span", { class: "label" }, label),
        h("span", { class: "second" }, variable(symbol), unit && h("span", {}, unit), h("span", { class: `status ${status}` }, status))),
      h("div", { class: "formula" }, formula && math(formula)),
      h("p", {}, meaning),
      h("p", { class: "standing" }, h("b", {}, status), `: ${STANDING[status]}.`,
        citation && h("span", {}, " ", h("a", { href: citation.url, target: "_blank", rel: "noopener" }, citation.text), ".")));
    const element = h("div", { class: "readout", "data-readout": id, hidden: true }, details, value, pinned, note);
    /** @type {Row} */
    const row = { element, value, pinned, note, swatch, quantity };
    value.addEventListener("click", () => {
      const now = row.readout?.value;
      if (now !== undefined && now !== null) copy(String(now), `${label}: ${now}`);
    });
    return row;
  }

  /** One idea, one colour: the same ink as in the figures. @param {InkStyle[]} inks */
  paint(inks) {
    for (const { swatch, quantity } of this.#rows.values()) {
      const ink = quantity.ink === null ? undefined : inks[quantity.ink];
      swatch.classList.toggle("none", ink === undefined);
      swatch.style.setProperty("--dash", ink ? dashImage(ink) : "none");
    }
  }

  /**
   * @param {Report} report
   * @param {Report | undefined} pinned the pinned state's
   * @param {(id: string) => boolean} kept
   * @param {boolean} [listed] whether the link says which ones it wants
   */
  show(report, pinned, kept, listed) {
    const shown = new Map(report.readouts.map((readout) => [readout.id, readout]));
    for (const [id, row] of this.#rows) {
      const readout = shown.get(id);
      row.readout = readout;
      row.element.hidden = readout === undefined || !kept(id);
      if (!readout) continue;
      setText(row.value, readout.text);
      row.value.dataset.full = readout.value === null ? "" : String(readout.value);
      setText(row.note, readout.note ?? "");
      row.note.hidden = !readout.note;
      setText(row.pinned, difference(readout, pinned?.readouts.find((one) => one.id === id)));
    }
    this.#place(listed);
    this.#checks(report.checks);
    replaceTexts(this.places.notes, report.notes);
  }

  /** Puts in view what carries the answer, or all that a link lists. @param {boolean} [listed] */
  #place(listed) {
    const { list, rest } = this.places;
    if (!rest || !this.#lab) return;
    const there = [...this.#rows].filter(([, row]) => !row.element.hidden).map(([id]) => id);
    const essential = this.#lab.essential.readouts.filter((id) => there.includes(id));
    const first = listed ? there : essential.length > 0 ? essential : there.slice(0, FEW);
    const others = there.length - first.length;
    rest.hidden = others === 0;
    setText(/** @type {Node} */ (rest.firstElementChild), `All ${there.length} numbers`);
    const key = first.join();
    if (key === this.#first) return;
    this.#first = key;
    const rows = (/** @type {string[]} */ ids) => ids.flatMap((id) => this.#rows.get(id)?.element ?? []);
    for (const [id, { element }] of this.#rows) element.classList.toggle("essential", first.includes(id));
    list.replaceChildren(...rows(first));
    rest.lastElementChild?.replaceChildren(...rows([...this.#rows.keys()].filter((id) => !first.includes(id))));
  }
  /** @type {Lab | undefined} */
  #lab;
  /** What is in view. @type {string | undefined} */
  #first;

  /** One quiet line while all is well, a loud one when not. @param {Check[]} checks */
  #checks(checks) {
    const { checks: place } = this.places;
    const failing = checks.filter((check) => !check.pass);
    const first = failing[0] ?? checks[0];
    place.hidden = first === undefined;
    if (!first) return;
    place.classList.toggle("failing", failing.length > 0);
    const more = checks.length > 1 ? ` (and ${checks.length - 1} more)` : "";
    const line = failing.length > 0
      ? `Do not trust these numbers: ${first.label} is off by ${formatResidual(first.residual)}, accepted is ${formatResidual(first.tolerance)}.`
      : `${first.label}: verified to ${formatResidual(first.residual)}${more}`;
    const [summary, list] = /** @type {[HTMLElement, HTMLElement]} */ (/** @type {unknown} */ ([...place.children]));
    setText(summary, line);
    replaceTexts(list, checks.map((check) => `${check.pass ? "Passed" : "FAILED"}: ${check.label}, ${formatResidual(check.residual)} of at most ${formatResidual(check.tolerance)}`));
  }
}

/** @param {Readout} now @param {Readout | undefined} then */
function difference(now, then) {
  if (!then) return "";
  if (typeof now.value !== "number" || typeof then.value !== "number") return `pinned ${then.text}`;
  const delta = now.value - then.value;
  return delta === 0 ? "as pinned" : `${delta > 0 ? "+" : ""}${formatNumber(delta)} from the pin`;
}

/** @param {HTMLElement} list @param {string[]} texts */
function replaceTexts(list, texts) {
  while (list.children.length > texts.length) list.lastElementChild?.remove();
  while (list.children.length < texts.length) list.append(h("li"));
  texts.forEach((text, i) => setText(/** @type {Node} */ (list.children[i]), text));
}

/**
 * The dash of an ink as a CSS background, so that a swatch is told by more than its colour.
 * @param {InkStyle} ink
 */
export function dashImage({ color, dash }) {
  if (dash.length < 2) return `linear-gradient(${color}, ${color})`;
  let at = 0;
  const stops = dash.flatMap((length, i) => {
    const paint = i % 2 === 0 ? color : "transparent";
    const from = at;
    at += length;
    return [`${paint} ${from}px`, `${paint} ${at}px`];
  });
  return `repeating-linear-gradient(90deg, ${stops.join(", ")})`;
}
