/** Light, dark or high contrast: by the system, or by the visitor's choice. */

/** @import { ThemeName } from "../types.js" */

const MODES = /** @type {const} */ (["auto", "light", "dark"]);
const KEY = "rankscope-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const contrast = [matchMedia("(forced-colors: active)"), matchMedia("(prefers-contrast: more)")];

export class Theme {
  /** @param {(theme: ThemeName) => void} changed */
  constructor(changed) {
    this.mode = MODES.find((mode) => mode === recall()) ?? "auto";
    this.#look = this.#wanted();
    this.changed = changed;
    for (const query of [dark, ...contrast]) query.addEventListener("change", () => this.#apply());
    document.documentElement.dataset.theme = this.mode;
  }

  /** Paper is white. */
  paper = false;

  /** @type {ThemeName} */
  #look;

  /** What the canvases draw with. */
  get name() {
    return this.paper ? "light" : this.#look;
  }

  /** Read only where everything is drawn anew: Chromium keeps the event of a change to itself once `matches` has told of it. @returns {ThemeName} */
  #wanted() {
    if (contrast.some((query) => query.matches)) return "contrast";
    if (this.mode !== "auto") return this.mode;
    return dark.matches ? "dark" : "light";
  }

  /** The next of auto, light, dark. */
  next() {
    this.mode = MODES[(MODES.indexOf(this.mode) + 1) % MODES.length] ?? "auto";
    remember(this.mode);
    this.#apply();
    return this.mode;
  }

  #apply() {
    document.documentElement.dataset.theme = this.mode;
    this.#look = this.#wanted();
    this.changed(this.name);
  }
}

// Storage is refused in sandboxed frames; the choice then lasts as long as the page.
function recall() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string} mode */
function remember(mode) {
  try {
    localStorage.setItem(KEY, mode);
  } catch {}
}
