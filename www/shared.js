/** One worker, one compiled module for each group of labs, and one module that draws, for every lab on a page. */

import { EngineClient } from "./engine.js";
import { Engines, loadCatalogue, loadView } from "./modules.js";

/** @import { Answer, Catalogue, Lab, Loaded, ParsedMatrix, ViewModule } from "./types.js" */

/** @typedef {{ name: string, bytes: Uint8Array }} File_ a file that a lab was given */
/** @typedef {{ state: string, module: string, file: File_ | undefined, why: string }} Question */
/**
 * Whoever asks; one question of each is under way or waits, the newest.
 * @typedef {object} Asker
 * @property {(answer: Answer, question: Question, done: boolean) => void} answered
 * @property {(error: { code: string, message: string }, question: Question) => void} refused
 */
/** @typedef {import("./engine.js").Request & { asker?: Asker, question?: Question }} Tagged */

/** Asks the one engine, in turn. */
class Shared {
  /** @type {EngineClient | undefined} */
  #engine;
  /** @type {Asker | undefined} */
  #served;
  /** What it asked last; an earlier answer leaves it its turn. @type {Question | undefined} */
  #current;
  /** @type {Map<Asker, Question>} */
  #waiting = new Map();
  /** What the worker was given last. @type {File_ | undefined} */
  #given;
  /** @type {Promise<Catalogue> | undefined} */
  #catalogue;
  /** @type {Promise<ViewModule> | undefined} */
  #view;

  get catalogue() {
    return (this.#catalogue ??= loadCatalogue());
  }

  get view() {
    return (this.#view ??= loadView());
  }

  get engine() {
    if (this.#engine) return this.#engine;
    const engine = new EngineClient(new Engines(location.search));
    engine.listen({
      answered: (answer, request) => {
        const { asker, question } = /** @type {Tagged} */ (request);
        const done = answer.progress.done >= answer.progress.total;
        if (asker && question) asker.answered(answer, question, done);
        if (done && question === this.#current) this.#over();
      },
      refused: (error, request) => this.#failed(error, request),
      stopped: (why, request) => this.#failed({ code: "stopped", message: `The computation ${why}.` }, request),
    });
    return (this.#engine = engine);
  }

  /** @param {Asker} asker @param {Question} question */
  ask(asker, question) {
    this.#waiting.set(asker, question);
    if (!this.#served || this.#served === asker) this.#serve(asker);
  }

  /** Whoever leaves is not answered any more. @param {Asker} asker */
  leave(asker) {
    this.#waiting.delete(asker);
  }

  /** @param {string} module @param {string} text @returns {Promise<ParsedMatrix>} */
  parseMatrix(module, text) {
    return this.engine.parseMatrix(module, text);
  }

  /** @param {Asker} asker */
  async #serve(asker) {
    const question = this.#waiting.get(asker);
    if (!question) return;
    this.#waiting.delete(asker);
    this.#served = asker;
    this.#current = question;
    try {
      if (question.file && question.file !== this.#given) {
        await this.engine.load(question.module, question.file.name, question.file.bytes);
        this.#given = question.file;
      }
    } catch (failure) {
      const { code = "file", message } = /** @type {Error & { code?: string }} */ (failure);
      if (question !== this.#current) return;
      asker.refused({ code, message }, question);
      return this.#over();
    }
    if (question !== this.#current) return;
    /** @type {Tagged} */
    const request = { state: question.state, engine: question.module, why: question.why, asker, question };
    this.engine.open(request);
  }

  /** @param {{ code: string, message: string }} error @param {import("./engine.js").Request} request */
  #failed(error, request) {
    const { asker, question } = /** @type {Tagged} */ (request);
    if (!asker || !question) return;
    asker.refused(error, question);
    // A worker that stops takes the newer question along.
    if (question === this.#current || error.code === "stopped") this.#over();
  }

  /** The next one, in the order in which they came. */
  #over() {
    this.#served = undefined;
    this.#current = undefined;
    const next = this.#waiting.keys().next().value;
    if (next) this.#serve(next);
  }
}

export const shared = new Shared();

/** A file's shape is told by its engine. @param {string} module @param {File_} file @returns {Promise<Loaded>} */
export function load(module, file) {
  return shared.engine.load(module, file.name, file.bytes);
}

/**
 * One state, computed to the end.
 * @param {string} state
 * @param {string} module
 * @param {File_} [file]
 * @returns {Promise<Answer>}
 */
export function once(state, module, file) {
  return new Promise((resolve, reject) => {
    shared.ask({
      answered: (answer, _, done) => { if (done) resolve(answer); },
      refused: ({ code, message }) => reject(Object.assign(new Error(message), { code })),
    }, { state, module, file, why: "" });
  });
}

/** The lab of that name, or the first. @param {Lab[]} labs @param {string} id @returns {Lab} */
export function labOf(labs, id) {
  const found = labs.find((one) => one.id === id) ?? labs[0];
  if (!found) throw new Error("this build has no lab");
  return found;
}
