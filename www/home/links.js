/** Links to the labs beside the open one, and to its examples. */

import { arriving } from "../core/announce.js";
import { byId, h, icon, setText } from "../core/dom.js";
import { encode, opening, stateIn, writeCore } from "../core/state.js";

/** @import { Catalogue, Lab } from "../types.js" */
/** @import { State } from "../core/state.js" */

/** What goes along with every link to an example: how the page looks. */
const KEPT = ["hide", "controls", "figures", "readouts", "fix", "pin"];

export class Links {
  /** The examples by what the engine computes them from. @type {Map<string, Lab["presets"][number]>} */
  #presets = new Map();
  /** What the links were written for. */
  #written = "";
  /** What of the look goes along with links to labs. */
  #kept = "";
  /** @type {import("./menu.js").Menu | undefined} */
  #menu;

  /** @param {Catalogue} catalogue */
  constructor(catalogue) {
    this.catalogue = catalogue;
    const button = byId("lab-menu");
    button.append(icon("more"));
    byId("lab-prev").append(icon("M10 3.5 5.5 8l4.5 4.5"));
    byId("lab-next").append(icon("M6 3.5 10.5 8 6 12.5"));
    button.addEventListener("click", async () => {
      const loaded = await arriving(import("./menu.js"), "The menu of labs");
      if (!loaded) return;
      this.#menu ??= new loaded.Menu(catalogue, button);
      this.#menu.toggle(this.#open, (lab) => this.#address(lab));
    });
  }
  /** @type {Lab | undefined} */
  #open;

  /** @param {Lab} lab */
  #address(lab) {
    return `#${opening(lab)}${this.#kept}`;
  }

  /** Writes what changed, and answers which example the state is. @param {State} state @param {Lab} lab @returns {Lab["presets"][number] | undefined} */
  show(state, lab) {
    const kept = KEPT.flatMap((key) => (state.page.get(key) ? [`&${key}=${encode(state.page.get(key) ?? "")}`] : []));
    // What an example shows is said some time after the lab opens.
    const wanted = lab.id + kept + (lab.presets[0]?.lesson ?? "");
    if (this.#written !== wanted) this.#write(lab, kept);
    this.#written = wanted;
    const preset = this.#presets.get(writeCore(state, lab));
    for (const chip of /** @type {HTMLCollectionOf<HTMLElement>} */ (byId("presets").children)) {
      if (chip.dataset.preset === preset?.id) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    }
    return preset;
  }

  /** @param {Lab} lab @param {string[]} kept */
  #write(lab, kept) {
    this.#open = lab;
    this.#kept = kept.filter((part) => part.startsWith("&hide")).join("");
    this.#presets = new Map([...lab.presets].reverse().map((one) => [writeCore(stateIn(`lab=${lab.id}&${one.state}`, this.catalogue), lab), one]));
    setText(byId("lab-name"), lab.title);
    setText(byId("lab-group"), lab.group);
    const beside = this.catalogue.labs.filter(({ group }) => group === lab.group);
    const at = beside.indexOf(lab);
    for (const [id, by] of /** @type {const} */ ([["lab-prev", -1], ["lab-next", 1]])) {
      const other = /** @type {Lab} */ (beside.at((at + by) % beside.length));
      const link = /** @type {HTMLAnchorElement} */ (byId(id));
      link.hidden = beside.length < 2;
      link.href = this.#address(other);
      link.title = other.title;
      link.setAttribute("aria-label", `${by < 0 ? "Previous" : "Next"} lab: ${other.title}`);
    }
    byId("presets").replaceChildren(...lab.presets.map((preset) =>
      h("a", { class: "chip", "data-preset": preset.id, href: `#v=1&lab=${lab.id}${preset.state && "&" + preset.state}${kept.join("")}`, title: preset.lesson }, preset.title)));
  }
}
