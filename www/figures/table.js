/** A figure that is a table: sorted by a click on a heading, a row chosen by a click on its name. */

import { focused, h, setText } from "../core/dom.js";
import { selectCell } from "./edits.js";
import { formatNumber } from "../core/format.js";
import { sheet } from "../core/sheets.js";

/** @import { CellProbe } from "../types.js" */
/** @import { Panel } from "./figures.js" */

/** While numbers keep coming, the table waits for them to stand still. */
const QUIET_MS = 150;
/** Beyond, the file has the rest. */
const MOST_ROWS = 400;

/** @type {Promise<CSSStyleSheet> | undefined} */
let look;

export class TableView {
  /** @type {{ column: number, down: boolean } | undefined} */
  #order;
  #csv = "";
  /** @type {string[][]} */
  #rows = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    this.head = h("tr");
    this.body = h("tbody");
    this.more = h("p", { class: "caption" });
    this.element = h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-labelledby": `${panel.id}-title` },
      h("table", { "aria-labelledby": `${panel.id}-title` }, h("thead", {}, this.head), this.body), this.more);
  }

  /** Its look, in the page or in the element that it stands in. */
  async dress() {
    look ??= sheet("figures/table.css");
    const made = await look.catch(console.error);
    const { adoptedStyleSheets } = /** @type {Document | ShadowRoot} */ (this.panel.element.getRootNode());
    if (made && !adoptedStyleSheets.includes(made)) adoptedStyleSheets.push(made);
  }

  /** New numbers arrived; at first they are shown at once. */
  draw() {
    clearTimeout(this.#timer);
    if (this.#rows.length === 0) this.#read();
    else this.#timer = setTimeout(() => this.#read(), QUIET_MS);
  }

  #read() {
    const { board, id } = this.panel;
    const csv = board?.csv(id) ?? "";
    if (csv !== this.#csv) {
      this.#csv = csv;
      this.#rows = csv.trimEnd().split("\n").map(cells);
    }
    this.#show();
  }

  #show() {
    const [headings = [], ...rows] = this.#rows;
    const order = rows.map((_, i) => i);
    const by = this.#order;
    if (by) order.sort((a, b) => compare(rows[a]?.[by.column] ?? "", rows[b]?.[by.column] ?? "", by.column > 0) * (by.down && rows[a]?.[by.column] && rows[b]?.[by.column] ? -1 : 1) || a - b);
    const focus = focused(this.element);
    const held = this.element.contains(focus) ? focus?.getAttribute("data-key") : null;
    this.head.replaceChildren(...headings.map((text, column) => {
      const sorted = by?.column === column ? (by.down ? "descending" : "ascending") : null;
      return h("th", { scope: "col", "aria-sort": sorted }, h("button", { type: "button", "data-key": `c${column}`, onclick: () => this.#sort(column) }, text));
    }));
    const { at, selectable } = this.panel.info;
    this.body.replaceChildren(...order.slice(0, MOST_ROWS).map((row) => {
      const [name = "", ...values] = rows[row] ?? [];
      const label = selectable ? h("button", { type: "button", "data-key": `r${row}`, "aria-pressed": String(row === at), onclick: () => this.#choose(row) }, name) : name;
      return h("tr", { class: row === at ? "at" : "" }, h("th", { scope: "row" }, label), ...values.map((text) => h("td", {}, text === "" ? "" : formatNumber(Number(text)))));
    }));
    setText(this.more, rows.length > MOST_ROWS ? `The other ${rows.length - MOST_ROWS} rows are in the CSV file.` : "");
    this.more.hidden = rows.length <= MOST_ROWS;
    if (held) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-key="${held}"]`))?.focus();
  }

  /** Numbers from the largest down first, names in their order. @param {number} column */
  #sort(column) {
    const first = column > 0;
    const by = this.#order;
    if (by?.column !== column) this.#order = { column, down: first };
    else this.#order = by.down === first ? { column, down: !first } : undefined;
    this.#show();
  }

  /** @param {number} row */
  #choose(row) {
    const { board, id, view, host } = this.panel;
    const probe = /** @type {CellProbe | null | undefined} */ (board?.probe(id, view, 0, row));
    if (probe) selectCell(host, probe);
  }
}

/** Empty cells come last. @param {string} a @param {string} b @param {boolean} numbers */
function compare(a, b, numbers) {
  if (a === "" || b === "") return Number(a === "") - Number(b === "");
  return numbers ? Number(a) - Number(b) : a.localeCompare(b, undefined, { numeric: true });
}

/** The cells of one line of CSV. @param {string} line */
function cells(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}
