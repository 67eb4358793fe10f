/** Links to the labs, and to the examples of the one that is open. */

import { h } from "./dom.js";
import { encode, stateIn, writeCore } from "./state.js";

/** @import { Catalogue, Lab } from "../types.js" */
/** @import { State } from "./state.js" */

/** What goes along with every link to an example: how the page looks. */
const KEPT = ["hide", "controls", "figures", "readouts", "fix", "pin"];

/** Where in the strip the open lab stands, in CSS pixels. */
const MARGIN = 24;

export class Links {
  /** The examples by what the engine computes them from. @type {Map<string, Lab["presets"][number]>} */
  #presets = new Map();
  /** What the links were written for. */
  #written = "";

  /**
   * @param {Catalogue} catalogue
   * @param {HTMLElement} strip where links to labs stand, in one row that scrolls
   * @param {HTMLElement} chips where links to examples stand
   */
  constructor(catalogue, strip, chips) {
    this.catalogue = catalogue;
    this.strip = strip;
    this.chips = chips;
  }

  /** Writes what changed, and answers which example the state is. @param {State} state @param {Lab} lab @returns {Lab["presets"][number] | undefined} */
  show(state, lab) {
    const kept = KEPT.flatMap((key) => (state.page.get(key) ? [`&${key}=${encode(state.page.get(key) ?? "")}`] : []));
    // What an example shows is said some time after the lab opens.
    const wanted = lab.id + kept + (lab.presets[0]?.lesson ?? "");
    if (this.#written !== wanted) this.#write(lab, kept);
    this.#written = wanted;
    const preset = this.#presets.get(writeCore(state, lab));
    for (const chip of /** @type {HTMLCollectionOf<HTMLElement>} */ (this.chips.children)) {
      if (chip.dataset.preset === preset?.id) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    }
    return preset;
  }

  /** @param {Lab} lab @param {string[]} kept */
  #write(lab, kept) {
    this.#presets = new Map([...lab.presets].reverse().map((one) => [writeCore(stateIn(`lab=${lab.id}&${one.state}`, this.catalogue), lab), one]));
    this.strip.replaceChildren(...this.catalogue.labs.map((one) =>
      h("a", { href: `#v=1&lab=${one.id}${kept.filter((part) => part.startsWith("&hide"))}`, "aria-current": one === lab ? "page" : undefined }, one.title)));
    this.chips.replaceChildren(...lab.presets.map((preset) =>
      h("a", { class: "chip", "data-preset": preset.id, href: `#v=1&lab=${lab.id}${preset.state && "&" + preset.state}${kept.join("")}`, title: preset.lesson }, preset.title)));
    // Once the browser has laid the page out by itself: whoever asks before makes it do so twice.
    const laid = new ResizeObserver(() => {
      laid.disconnect();
      const current = /** @type {HTMLElement | null} */ (this.strip.querySelector("[aria-current]"));
      this.strip.scrollLeft = (current?.offsetLeft ?? 0) - this.strip.offsetLeft - MARGIN;
    });
    laid.observe(this.strip);
  }
}
