/** The strip: every figure as a live thumbnail without words, of which one click, key or swipe brings one to the stage. */

import { h, icon, setText } from "../core/dom.js";

/** @import { FigureInfo } from "../types.js" */
/** @import { Figures } from "./figures.js" */

/** What a link says for all figures side by side, in place of one figure's id. */
export const ALL = "all";

/** @typedef {{ tab: HTMLButtonElement, canvas: HTMLCanvasElement, name: HTMLElement, width: number, height: number, dirty: boolean, drawn: boolean }} Thumb */

export class Strip {
  /** @type {Map<string, Thumb>} */
  #thumbs = new Map();
  #all;

  /**
   * @param {HTMLElement} root a list of tabs
   * @param {Figures} figures
   */
  constructor(root, figures) {
    this.root = root;
    this.figures = figures;
    this.#all = this.#tab(ALL, "All figures", icon("grid"));
    this.sizes = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) {
        const thumb = [...this.#thumbs.values()].find(({ canvas }) => canvas === target);
        if (thumb) Object.assign(thumb, { width: contentRect.width, height: contentRect.height, dirty: true });
      }
      figures.schedule();
    });
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {string} id @param {string} label @param {...Node} picture */
  #tab(id, label, ...picture) {
    return h("button", { type: "button", role: "tab", class: "thumb", "data-thumb": id, "aria-selected": "false", tabIndex: -1, onclick: () => this.figures.host.expand(id) },
      h("span", { class: "picture" }, ...picture), h("span", { class: "label" }, label));
  }

  /** Other figures than before. @param {FigureInfo[]} infos */
  build(infos) {
    const kept = this.#thumbs;
    this.#thumbs = new Map(infos.map((info) => [info.id, kept.get(info.id) ?? this.#thumb(info)]));
    for (const [id, { canvas }] of kept) if (!this.#thumbs.has(id)) this.sizes.unobserve(canvas);
    this.root.replaceChildren(...[...this.#thumbs.values()].map(({ tab }) => tab), this.#all);
  }

  /** @param {FigureInfo} info @returns {Thumb} */
  #thumb({ id, kind, title }) {
    const canvas = h("canvas", { "aria-hidden": "true" });
    const drawn = kind !== "table";
    const tab = this.#tab(id, title, drawn ? canvas : icon("table"));
    if (drawn) this.sizes.observe(canvas);
    return { tab, canvas, name: /** @type {HTMLElement} */ (tab.lastElementChild), width: 0, height: 0, dirty: drawn, drawn };
  }

  /** New numbers, or another look. @param {Iterable<FigureInfo>} infos */
  update(infos) {
    for (const info of infos) {
      const thumb = this.#thumbs.get(info.id);
      if (!thumb) continue;
      setText(thumb.name, info.title);
      thumb.dirty = thumb.drawn;
    }
  }

  /** @param {(id: string) => boolean} kept what the link leaves @param {Set<string>} staged @param {boolean} all whether all are side by side */
  arrange(kept, staged, all) {
    const tabs = [...this.#thumbs].map(([id, { tab }]) => {
      tab.hidden = !kept(id);
      tab.setAttribute("aria-selected", String(!all && staged.has(id)));
      return tab;
    });
    this.#all.setAttribute("aria-selected", String(all));
    const shown = tabs.filter((tab) => !tab.hidden);
    this.root.hidden = shown.length < 2;
    // One stop for the Tab key, at what is shown.
    const stop = all ? this.#all : shown.find((tab) => tab.getAttribute("aria-selected") === "true") ?? this.#all;
    for (const tab of [...tabs, this.#all]) tab.tabIndex = tab === stop ? 0 : -1;
  }

  /** The figure after or before one, in a circle. @param {string} id @param {number} by */
  beside(id, by) {
    const shown = [...this.#thumbs].filter(([, { tab }]) => !tab.hidden).map(([id]) => id);
    return shown[(shown.indexOf(id) + by + shown.length) % shown.length];
  }

  /** Draws one thumbnail that is out of date: the next frame has the next one, so that a moving hand is not held up. Answers whether there are more. */
  draw() {
    const due = [...this.#thumbs].filter(([, { dirty, tab, width }]) => dirty && !tab.hidden && width > 0);
    const [first] = due;
    if (!first) return false;
    const [id, thumb] = first;
    thumb.dirty = false;
    this.figures.panels.get(id)?.paintThumb(thumb);
    return due.length > 1;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const tabs = [.../** @type {HTMLCollectionOf<HTMLElement>} */ (this.root.children)].filter((tab) => !tab.hidden);
    const now = tabs.indexOf(/** @type {HTMLElement} */ (event.target));
    const to = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    tabs.at(to % tabs.length)?.focus();
  }
}
