/** The middle column: one canvas per figure, drawn only when something changed; titles, legends and captions are text. */

import { arriving } from "../core/announce.js";
import { focused, h, setText, tool, tryAgain } from "../core/dom.js";
import { dashImage } from "../core/readouts.js";
import { exportMenu } from "./exports.js";
import { approached } from "./approach.js";
import { ALL, Strip } from "./strip.js";

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
 * @property {(id: string) => void} expand shows one figure alone, or `all`, or what the lab opens with again
 * @property {() => string} fileStem begins the names of exported files
 */

/** Text in a picture this narrow is set smaller. */
const NARROW = 320;
/** Two figures stand side by side from this width on; below it each of them would be too small to be read. */
const PAIR = 600;

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
   * @param {HTMLElement} [strip] where the thumbnails stand
   */
  constructor(root, host, strip) {
    this.root = root;
    this.host = host;
    this.strip = strip && new Strip(strip, this);
    this.sizes = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) {
        if (target === root) this.#roomy(contentRect);
        else this.#panelOf(target)?.resized(contentRect);
      }
      // Still before this frame is shown.
      this.#draw();
    });
    this.sizes.observe(root);
    watchRatio(new WeakRef(this));
  }

  /** New figures; they are looked at in the next frame, and skipped if newer ones come before. @param {Uint8Array} bytes */
  receive(bytes) {
    this.#arrived = bytes;
    // Room is made for the first ones before anything is shown.
    if (this.panels.size === 0) this.#take(bytes);
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
    this.strip?.update([...this.panels.values()].map(({ info }) => info));
  }

  /**
   * Puts figures on the stage: the one that the link names, or those that the lab opens with; or all of them side by side, where the link
   * says so or there is no strip to choose from.
   * @param {(id: string) => boolean} kept what the link leaves
   * @param {string} figure an id, `all`, or nothing
   * @param {string[]} main the ids of what the lab opens with
   */
  arrange(kept, figure, main) {
    this.#wanted = [kept, figure, main];
    const there = [...this.panels.keys()].filter(kept);
    const one = this.panels.has(figure) ? figure : "";
    const all = one === "" && (!this.strip || figure === ALL);
    const first = main.filter((id) => there.includes(id));
    const opening = (first.length > 0 ? first : there).slice(0, this.#pair ? 2 : 1);
    const staged = new Set(one ? [one].filter(kept) : all ? there : opening);
    for (const [id, panel] of this.panels) {
      panel.element.hidden = !staged.has(id);
      panel.expanded(one !== "");
      if (staged.has(id)) panel.shown();
    }
    this.root.dataset.count = String(Math.min(staged.size, 7));
    this.root.dataset.view = all ? "grid" : "stage";
    this.root.ariaLabel = `Shown: ${[...staged].map((id) => this.panels.get(id)?.info.title).join(", ")}`;
    this.strip?.arrange(kept, staged, all);
  }
  /** What was asked for last. @type {Parameters<Figures["arrange"]> | undefined} */
  #wanted;
  #pair = innerWidth >= PAIR;

  /** @param {{ width: number, height: number }} room */
  #roomy({ width, height }) {
    this.root.style.setProperty("--tall", `${height}px`);
    const pair = width >= PAIR;
    if (pair === this.#pair || width === 0) return;
    this.#pair = pair;
    if (this.#wanted) this.arrange(...this.#wanted);
  }

  /** At once, for a browser that prints without another frame. */
  measure() {
    for (const panel of this.panels.values()) if (!panel.element.hidden) panel.resized(panel.surface.getBoundingClientRect());
  }

  schedule() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#arrived) this.#take(this.#arrived);
      this.#draw();
      if (this.strip?.draw()) this.schedule();
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
    this.strip?.update(infos);
  }

  /** @param {FigureInfo[]} infos */
  #rebuild(infos) {
    const kept = this.panels;
    this.panels = new Map(infos.map((info) => [info.id, kept.get(info.id) ?? new Panel(info, this)]));
    for (const [id, panel] of kept) if (this.panels.get(id) !== panel) this.sizes.unobserve(panel.surface);
    this.root.replaceChildren(...[...this.panels.values()].map((panel) => panel.element));
    this.strip?.build(infos);
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
    this.expandTool = tool("expand", "Show this figure alone", { "aria-pressed": "false", onclick: () => this.host.expand(id) });
    const mode = (/** @type {"zoom" | "paint"} */ mode) => async () => (await this.hands())?.pointer.mode(mode);
    this.zoomTool = tool("zoom", "Zoom by dragging a box", { "aria-pressed": "false", onclick: mode("zoom") });
    this.paintTool = tool("paint", "Draw the curve by hand", { "aria-pressed": "false", hidden: true, onclick: mode("paint") });
    const tools = h("div", { class: "tools" }, this.drawn && this.paintTool, this.drawn && this.zoomTool, this.expandTool, exportMenu(this));
    if (this.drawn) approached(this.surface, () => this.hands());
    else this.surface = h("div", { class: "surface" });
    this.element = h("figure", { "data-figure": id, class: "panel" }, h("div", { class: "head" }, this.title, tools), this.legend, this.surface, this.caption);
    figures.sizes.observe(this.surface);
  }

  /** Whether it is a picture, which is zoomed and dragged; a table is a document of its own. */
  get drawn() {
    return this.info.kind !== "table";
  }

  /** What is under the hand, once there was one. @type {import("./interact.js").Interaction | undefined} */
  interaction;
  /** @type {Promise<import("./interact.js").Interaction | undefined> | undefined} */
  #hands;

  /** What zooms, drags and points comes when a hand comes near. */
  hands() {
    this.#hands ??= arriving(import("./interact.js"), "What lets figures be dragged", (sentence) => {
      this.#hands = undefined;
      this.host.say(sentence);
    }).then((loaded) => {
      if (!loaded) return undefined;
      this.interaction = new loaded.Interaction(this);
      this.interaction.updated();
      return this.interaction;
    });
    return this.#hands;
  }

  /** What shows a table comes with the first one. @type {import("./table.js").TableView | undefined} */
  table;

  /** It is on the stage. */
  shown() {
    if (!this.drawn && !this.#asked) this.#loadTable();
    this.#asked = true;
  }
  #asked = false;

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
    setText(this.caption, info.caption);
    this.#showLegend();
    this.dirty = true;
    this.paintTool.hidden = !info.handles.some(({ element, along }) => element !== null && along === "Y");
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

  /** Brings the figure beside this one to the stage. @param {1 | -1} by */
  turn(by) {
    const other = this.figures.strip?.beside(this.id, by);
    if (other && other !== this.id) this.host.expand(other);
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
    if (this.drawn) this.paint(this.canvas, this.size, devicePixelRatio, this.view);
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

  /** The picture without words, as small as it is in the strip. @param {{ canvas: HTMLCanvasElement, width: number, height: number }} thumb */
  paintThumb({ canvas, width, height }) {
    this.paint(canvas, { width, height }, devicePixelRatio, { width, height, ratio: devicePixelRatio, theme: this.host.theme(), hidden: [...this.hidden], zoom: null, font: 0, legend: false, lit: [] });
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
    const key = JSON.stringify([series.map(({ id, label, ink, mark }) => [id, label, mark, inks[ink]?.color]), [...this.hidden]]);
    if (key === this.#legendKey) return;
    this.#legendKey = key;
    this.legend.hidden = series.length === 0;
    const focus = [...this.legend.children].indexOf(/** @type {Element} */ (focused(this.legend)));
    this.legend.replaceChildren(...series.map(({ id, label, ink, mark }) => {
      const style = inks[ink];
      const shape = mark === "Bars" ? "■" : /Points|Stems/.test(mark) && style?.marker;
      const swatch = h("span", { class: `swatch ${mark}`, "aria-hidden": "true" }, shape);
      if (style) {
        swatch.style.color = style.color;
        if (mark !== "Points" && mark !== "Bars") swatch.style.setProperty("--dash", dashImage(style));
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
