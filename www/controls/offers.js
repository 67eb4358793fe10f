/** What a state hands over: its files open in another lab, or are kept. */

import { h } from "../core/dom.js";
import { save } from "../figures/saving.js";

/** @import { EngineClient } from "../core/engine.js" */
/** @import { Explorer } from "../core/explorer.js" */
/** @import { Offer } from "../types.js" */

/**
 * @typedef {object} Page
 * @property {EngineClient} engine
 * @property {Explorer} explorer
 * @property {(files: File[], state: string) => void} openFiles in the lab of that state
 */

export class Offers {
  #place = h("div", { class: "take", id: "offers", role: "group", "aria-label": "Hand over" });
  /** @type {Offer[]} */
  #offers = [];

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    document.querySelector(".take")?.before(this.#place);
  }

  /** @param {Offer[]} offers */
  show(offers) {
    const labels = (/** @type {Offer[]} */ list) => list.map(({ label }) => label).join("\n");
    const other = labels(offers) !== labels(this.#offers);
    this.#offers = offers;
    this.#place.hidden = offers.length === 0;
    // A button under a finger stays.
    if (other) this.#place.replaceChildren(...offers.map(({ label }, i) => h("button", { type: "button", class: "textual", onclick: () => this.#take(i) }, label)));
  }

  /** @param {number} i */
  async #take(i) {
    const { engine, explorer, openFiles } = this.page;
    const offer = this.#offers[i];
    if (!offer) return;
    try {
      const all = await engine.hand(explorer.lab.module, offer.files);
      const files = all.map((bytes, k) => new File([/** @type {BlobPart} */ (bytes)], offer.files[k] ?? ""));
      if (!offer.state) return files.forEach((file) => save(file, file.name));
      // So that going back leads here.
      history.pushState(null, "", `#v=1&${offer.state}`);
      openFiles(files, offer.state);
    } catch (failure) {
      explorer.fail("offer", `${offer.label}: ${failure instanceof Error ? failure.message : failure}`);
    }
  }
}
