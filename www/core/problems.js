/** What could not be applied, in words near the top, until it is cured or put away. */

import { announce } from "./announce.js";
import { h, tool, tryAgain } from "./dom.js";

/** @import { Problem } from "./explorer.js" */

export class Problems {
  /** @type {Map<Problem, HTMLElement>} */
  #items = new Map();

  /** @param {HTMLElement} list @param {(key: string) => void} forget */
  constructor(list, forget) {
    this.list = list;
    this.forget = forget;
  }

  /** Shows these, says those that are new, and takes the others away. @param {Iterable<[string, Problem]>} problems by what they are about */
  show(problems) {
    const kept = new Map(problems);
    const items = new Map([...kept].map(([key, problem]) => [problem, this.#items.get(problem) ?? this.#item(key, problem)]));
    for (const [problem, item] of this.#items) if (items.get(problem) !== item) item.remove();
    for (const [problem, item] of items) {
      if (this.#items.has(problem)) continue;
      this.list.append(item);
      announce(problem.message);
    }
    this.#items = items;
  }

  /** @param {string} key @param {Problem} problem */
  #item(key, { message, again }) {
    return h("li", { "data-problem": key }, h("span", {}, message),
      again && tryAgain(() => { this.forget(key); again(); }),
      tool("close", "Put away", { onclick: () => this.forget(key) }));
  }
}
