/** The middle column: one canvas per figure, drawn only when something changed; titles, legends and captions are text. */

import { arriving } from "../core/announce.js";
import { focused, h, setText, tool, tryAgain } from "../core/dom.js";
import { dashImage } from "../core/readouts.js";
import { Interaction } from "./interact.js";
import { exportMenu } from "./exports.js";

/** @import { Board, Control, FigureInfo, InkStyle, ThemeName, View, ViewModule } from "../types.js" */

/**
 * What figures may do to the page.
 * @typedef {object} FigureHost
 * @property {ViewModule} view
 * @property {() => ThemeName} theme
 * @property {() => InkStyle[]} inks
 * @property {(id: string) => Control | undefined} control
 * @property {(id: string) => string} value the text a control is set to now
 * @property {(settings: [string, string][], why: string, held: boolean) => void} change
 * @property {() => void} settle
 * @property {(sentence: string) => void} say
 * @property {(id: string) => void} expand shows one figure alone, or all again
 * @property {() => string} fileStem begins the names of exported files
 */

/** Text in a picture this narrow is set smaller. */
const NARROW = 320;

export class Figures {
  /** @type {Map<string, Panel>} */
  panels = new Map();
  /** @type {Board | undefined} */
  board;
  /** @type {Board | undefined} the pinned state's figures */
  pinned;
  /** @type {Uint8Array | undefined} */
  #arrived;
  #frame = 0;

  /**
   * @param {HTMLElement} root
   * @param {FigureHost} host
   */
  constructor(root, host) {
    this.root = root;
    this.host = host;
    this.sizes = new ResizeObserver((entries) => {
      for (const entry of entries) this.#panelOf(entry.target)?.resized(entry.contentRect);
      // Still before this frame is shown.
      this.#draw();
    });
    watchRatio(new WeakRef(this));
  }

  /** New figures; they are looked at in the next frame, and skipped if newer ones come before. @param {Uint8Array} bytes */
  receive(bytes) {
    this.#arrived = bytes;
    this.schedule();
  }

  /** @param {Uint8Array | undefined} bytes */
  setPinned(bytes) {
    this.pinned?.free();
    this.pinned = bytes && new this.host.view.Board(bytes);
    this.invalidate();
  }

  /** Inks that stand out while something that they stand for is pointed at. @type {number[]} */
  lit = [];

  /** The look changed: every picture is drawn again. */
  invalidate() {
    for (const panel of this.panels.values()) panel.invalidate();
  }

  /** Hides what the link hides, and all but one figure while that one is expanded. @param {(id: string) => boolean} kept @param {string} alone */
  arrange(kept, alone) {
    const one = this.panels.has(alone) ? alone : "";
    let shown = 0;
    for (const [id, panel] of this.panels) {
      panel.element.hidden = !kept(id) || (one !== "" && id !== one);
      panel.expanded(one !== "");
      if (!panel.element.hidden) shown += 1;
    }
    this.root.dataset.count = String(Math.min(shown, 7));
  }

  schedule() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#arrived) this.#take(this.#arrived);
      this.#draw();
    });
  }

  #draw() {
    const drawn = [...this.panels.values()].filter((panel) => panel.draw());
    // What lies above the canvases changes after all are drawn: text on a canvas makes the browser settle the page's style first.
    for (const panel of drawn) panel.interaction?.refresh();
  }

  /** @param {Uint8Array} bytes */
  #take(bytes) {
    this.#arrived = undefined;
    const before = this.board;
    this.board = new this.host.view.Board(bytes);
    before?.free();
    const infos = this.board.describe();
    const same = infos.length === this.panels.size && infos.every((info, i) => [...this.panels.keys()][i] === info.id);
    if (!same) this.#rebuild(infos);
    for (const info of infos) this.panels.get(info.id)?.update(info);
  }

  /** @param {FigureInfo[]} infos */
  #rebuild(infos) {
    const kept = this.panels;
    this.panels = new Map(infos.map((info) => [info.id, kept.get(info.id) ?? new Panel(info, this)]));
    for (const [id, panel] of kept) if (this.panels.get(id) !== panel) this.sizes.unobserve(panel.surface);
    this.root.replaceChildren(...[...this.panels.values()].map((panel) => panel.element));
    this.onrebuilt?.();
  }

  /** @type {(() => void) | undefined} */
  onrebuilt;

  /** @param {Element} surface */
  #panelOf(surface) {
    return [...this.panels.values()].find((panel) => panel.surface === surface);
  }
}

/** Weakly: a screen's ratio lives as long as the page, and the figures of an embedded lab may go before. @param {WeakRef<Figures>} figures */
function watchRatio(figures) {
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => {
    const there = figures.deref();
    if (!there) return;
    there.invalidate();
    watchRatio(figures);
  }, { once: true });
}

/** One figure on the page. */
export class Panel {
  /** @type {Set<string>} */
  hidden = new Set();
  /** @type {View["zoom"]} */
  zoom = null;
  size = { width: 0, height: 0 };
  dirty = true;
  /** @type {View | undefined} */
  #view;
  #legendKey = "";

  /**
   * @param {FigureInfo} info
   * @param {Figures} figures
   */
  constructor(info, figures) {
    const { id } = info;
    this.id = id;
    this.info = info;
    this.figures = figures;
    this.host = figures.host;
    this.canvas = h("canvas");
    this.title = h("h3", { id: `${id}-title` });
    this.caption = h("figcaption", { id: `${id}-caption`, class: "caption" });
    this.legend = h("div", { class: "legend", role: "group", "aria-label": "Curves shown" });
    this.surface = h("div", { class: "surface", tabIndex: 0, role: "application", "aria-roledescription": "interactive figure",
      "aria-labelledby": `${id}-title`, "aria-describedby": `${id}-caption figure-keys` }, this.canvas);
    /** Pictures are zoomed and dragged; a table is a document of its own. */
    this.interaction = info.kind === "table" ? undefined : new Interaction(this);
    if (!this.interaction) {
      this.surface = h("div", { class: "surface" });
      this.#loadTable();
    }
    const { zoomTool, paintTool } = this.interaction ?? {};
    this.expandTool = tool("expand", "Show this figure alone", { "aria-pressed": "false", onclick: () => this.host.expand(id) });
    const tools = h("div", { class: "tools" }, paintTool, zoomTool, this.expandTool, exportMenu(this));
    this.element = h("figure", { "data-figure": id, class: "panel" }, h("div", { class: "head" }, this.title, tools), this.legend, this.surface, this.caption);
    figures.sizes.observe(this.surface);
  }

  /** What shows a table comes with the first one. @type {import("./table.js").TableView | undefined} */
  table;

  async #loadTable() {
    const loaded = await arriving(import("./table.js"), "What shows the table", (sentence) => this.#missing(sentence));
    // Its lab may have been left since.
    if (!loaded || !this.#here) return;
    const table = new loaded.TableView(this);
    await table.dress();
    if (!this.#here) return;
    this.table = table;
    this.surface.replaceChildren(table.element);
    table.draw();
  }

  /** In the figure's own place. @param {string} sentence */
  #missing(sentence) {
    this.surface.replaceChildren(h("p", { class: "note" }, sentence, " ", tryAgain(() => this.#loadTable())));
  }

  /** Whether this figure is still one of those on the page. */
  get #here() {
    return this.figures.panels.get(this.id) === this;
  }

  get board() {
    return this.figures.board;
  }

  /** @param {FigureInfo} info */
  update(info) {
    this.info = info;
    setText(this.title, info.title);
    this.title.title = info.title;
    setText(this.caption, info.caption);
    this.caption.title = info.caption;
    this.#showLegend();
    this.dirty = true;
    this.interaction?.updated();
  }

  /** @param {{ width: number, height: number }} size */
  resized({ width, height }) {
    if (width === this.size.width && height === this.size.height) return;
    this.size = { width, height };
    this.invalidate();
  }

  /** @param {boolean} alone */
  expanded(alone) {
    this.expandTool.setAttribute("aria-pressed", String(alone));
  }

  /** Something about the view changed. */
  invalidate() {
    this.#view = undefined;
    this.#legendKey = "";
    this.#showLegend();
    this.dirty = true;
    this.figures.schedule();
  }

  /** What the module needs to know about the view; rebuilt only when it changed. */
  get view() {
    this.#view ??= this.viewFor(devicePixelRatio);
    return this.#view;
  }

  /** @param {number} ratio @returns {View} */
  viewFor(ratio) {
    const { width, height } = this.size;
    return { width, height, ratio, theme: this.host.theme(), hidden: [...this.hidden], zoom: this.zoom, font: width < NARROW ? 12 : 13, legend: false, lit: this.figures.lit };
  }

  /** Draws what is out of date; answers whether it did. */
  draw() {
    const { width, height } = this.size;
    if (!this.dirty || !this.board || width < 2 || height < 2) return false;
    this.dirty = false;
    if (this.interaction) this.paint(this.canvas, this.size, devicePixelRatio, this.view);
    else this.table?.draw();
    return true;
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{ width: number, height: number }} size
   * @param {number} ratio
   * @param {View} view
   */
  paint(canvas, size, ratio, view) {
    const width = Math.round(size.width * ratio);
    const height = Math.round(size.height * ratio);
    const context = canvas.getContext("2d");
    if (!context || !this.board) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    else context.clearRect(0, 0, width, height);
    this.board.draw(this.id, context, view, this.figures.pinned);
  }

  /** @param {View["zoom"]} zoom */
  setZoom(zoom) {
    this.zoom = zoom;
    this.invalidate();
  }

  /** A click hides a curve, a double click shows it alone. */
  #showLegend() {
    const { series } = this.info;
    const inks = this.host.inks();
    const key = JSON.stringify([series.map(({ id, label, ink }) => [id, label, inks[ink]?.color]), [...this.hidden]]);
    if (key === this.#legendKey) return;
    this.#legendKey = key;
    this.legend.hidden = series.length === 0;
    const focus = [...this.legend.children].indexOf(/** @type {Element} */ (focused(this.legend)));
    this.legend.replaceChildren(...series.map(({ id, label, ink }) => {
      const swatch = h("span", { class: "swatch" });
      const style = inks[ink];
      if (style) {
        swatch.style.setProperty("--ink", style.color);
        swatch.style.setProperty("--dash", dashImage(style));
      }
      return h("button", { type: "button", "aria-pressed": String(!this.hidden.has(id)), title: "Click: show or hide. Double click: only this one.",
        "data-series": id, onclick: (/** @type {MouseEvent} */ event) => this.#toggle(id, event.detail >= 2) }, swatch, h("span", {}, label));
    }));
    if (focus >= 0) /** @type {HTMLElement | undefined} */ (this.legend.children[focus])?.focus();
  }

  /** @param {string} id @param {boolean} alone */
  #toggle(id, alone) {
    const others = this.info.series.map((series) => series.id).filter((other) => other !== id);
    if (alone) this.hidden = new Set(this.#isolated === id ? [] : others);
    else if (!this.hidden.delete(id)) this.hidden.add(id);
    this.#isolated = alone && this.hidden.size > 0 ? id : "";
    this.invalidate();
  }
  #isolated = "";
}
