/** What could not be applied, in words near the top, until it is cured or put away. */

import { h, tool } from "./dom.js";
import { announce } from "./announce.js";

export class Problems {
  /** @type {Map<string, HTMLElement>} */
  #items = new Map();

  /** @param {HTMLElement} list */
  constructor(list) {
    this.list = list;
  }

  /**
   * @param {string} key a later problem with the same key replaces this one
   * @param {string} message
   * @param {() => void} [again] tries once more what did not work out
   */
  add(key, message, again) {
    if (this.#items.get(key)?.firstChild?.textContent === message) return;
    this.remove(key);
    const item = h("li", { "data-problem": key }, h("span", {}, message),
      again && h("button", { type: "button", class: "textual", onclick: () => { this.remove(key); again(); } }, "Try again"),
      tool("close", "Put away", { onclick: () => this.remove(key) }));
    this.#items.set(key, item);
    this.list.append(item);
    announce(message);
  }

  /** @param {string} key */
  remove(key) {
    this.#items.get(key)?.remove();
    this.#items.delete(key);
  }

  clear() {
    for (const key of [...this.#items.keys()]) this.remove(key);
  }
}
