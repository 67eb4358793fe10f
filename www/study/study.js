/** What a visit loads only when it is used: lessons, questions, teaching, citations, formulas that answer, paper. */

import { arriving } from "../core/announce.js";
import { byId, icon } from "../core/dom.js";
import { sheet } from "../core/sheets.js";

/** @import { Figures } from "../figures/figures.js" */
/** @import { State } from "../core/state.js" */
/** @import { Answer, Catalogue, Lab } from "../types.js" */

/**
 * What these parts may do to the page.
 * @typedef {object} Page
 * @property {Catalogue} catalogue
 * @property {string} began the link that the visit began with
 * @property {Figures} figures
 * @property {() => Lab} lab
 * @property {() => State} state what the controls show
 * @property {() => Answer | undefined} last the last complete answer
 * @property {() => State} shows the state that it answers
 * @property {(state: State) => string} link
 * @property {(state: State, why: string) => void} adopt
 * @property {(key: string, message: string, again: () => void) => void} fail tells that something did not work out, and how it is tried again
 * @property {(paper: boolean) => void} print draws for paper, or again for the screen
 */
/** @typedef {{ update(): void }} Part */

/** The parts that follow the state, and the keys of a link that need them. */
const PARTS = {
  lesson: { keys: ["lesson"], load: async (/** @type {Page} */ page) => {
    const lesson = new (await import("./lesson.js")).Lesson(page);
    await lesson.loaded;
    return lesson;
  } },
  question: { keys: ["title", "ask", "predict", "place"], load: async (/** @type {Page} */ page) => new (await import("./question.js")).Question(page, { into: byId("study"), marks: document.body, found: byId("headline"), styled: style() }) },
};
/** @typedef {keyof typeof PARTS} Name */

export class Study {
  /** @type {Map<Name, Promise<Part | undefined>>} */
  #loading = new Map();
  /** @type {Set<Part>} */
  #parts = new Set();
  /** What did not arrive, and is not asked for again by itself. @type {Set<Name>} */
  #missing = new Set();

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    byId("lessons").append(icon("lessons"));
    byId("lessons").addEventListener("click", async () => /** @type {import("./lesson.js").Lesson | undefined} */ (await this.#part("lesson"))?.toggle());
    byId("teach").addEventListener("click", async () => (await arriving(import("./teach.js"), "What writes teaching pages"))?.teach(page));
    for (const form of /** @type {const} */ (["rust", "cli", "bibtex", "latex"])) {
      byId(`copy-${form}`).addEventListener("click", async () => (await arriving(import("./cite.js"), "What writes citations"))?.copyAs(form, page));
    }
    // A formula is on screen once a readout opens.
    byId("numbers").addEventListener("toggle", async ({ target }) => {
      if (target instanceof HTMLDetailsElement && target.open && target.closest(".readout")) (await arriving(import("./symbols.js"), "What links formulas"))?.link(target, page);
    }, true);
    for (const [event, paper] of /** @type {const} */ ([["beforeprint", true], ["afterprint", false]])) {
      addEventListener(event, () => {
        byId("printed").textContent = page.link(page.state());
        page.print(paper);
        for (const panel of page.figures.panels.values()) panel.draw();
      });
    }
  }

  /** The state is another one, or its answer came. */
  update() {
    const { page } = this.page.state();
    // What is asked about is covered from the first moment on; the part that asks uncovers it.
    // One that does not arrive must not keep the numbers covered.
    document.body.classList.toggle("covered", (page.has("predict") || page.has("place")) && !this.#missing.has("question"));
    for (const part of this.#parts) part.update();
    for (const name of /** @type {Name[]} */ (Object.keys(PARTS))) {
      if (!this.#loading.has(name) && !this.#missing.has(name) && PARTS[name].keys.some((key) => page.has(key))) this.#part(name);
    }
  }

  /** @param {Name} name @returns {Promise<Part | undefined>} */
  #part(name) {
    const loading = this.#loading.get(name) ?? this.#load(name);
    this.#loading.set(name, loading);
    return loading;
  }

  /** @param {Name} name @returns {Promise<Part | undefined>} */
  async #load(name) {
    const part = await arriving(/** @type {Promise<Part>} */ (PARTS[name].load(this.page)), `The ${name}`, (sentence) => {
      this.#missing.add(name);
      this.page.fail(name, sentence, () => {
        this.#missing.delete(name);
        this.update();
      });
    });
    if (part) this.#parts.add(part);
    else this.#loading.delete(name);
    this.update();
    return part;
  }
}

/** Loads the style of these parts; what they show waits for it, so that nothing jumps. */
export function style() {
  styled ??= sheet("study/study.css").then((made) => { document.adoptedStyleSheets.push(made); }, console.error);
  return styled;
}
/** @type {Promise<void> | undefined} */
let styled;
