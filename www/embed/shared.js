/** One worker, one compiled module for each group of labs, and one module that draws, for every lab on a page. */

import { EngineClient } from "../core/engine.js";
import { Engines, loadCatalogue, loadView } from "../core/modules.js";

/** @import { Answer, Catalogue, Loaded, ParsedMatrix, ViewModule } from "../types.js" */
/** @import { Listener } from "../core/engine.js" */
/** @import { Request } from "../core/explorer.js" */

/** @typedef {{ name: string, bytes: Uint8Array }} File_ a file that a lab was given */
/** Whoever asks; one request of each is under way or waits, the newest. @typedef {{ asker: Listener, request: Request, file: File_ | undefined }} Turn */

/** Asks the one engine, in turn. */
class Shared {
  /** @type {EngineClient | undefined} */
  #engine;
  /** Whose turn it is, and what it asked last; an earlier answer leaves it its turn. @type {Turn | undefined} */
  #current;
  /** In the order in which they came. @type {Map<Listener, Turn>} */
  #waiting = new Map();
  /** What the worker was given last. @type {File_ | undefined} */
  #given;
  /** @type {Promise<Catalogue> | undefined} */
  #catalogue;
  /** @type {Promise<ViewModule> | undefined} */
  #view;

  get catalogue() {
    this.#catalogue ??= loadCatalogue();
    // Whoever comes later may ask again.
    this.#catalogue.catch(() => { this.#catalogue = undefined; });
    return this.#catalogue;
  }

  get view() {
    this.#view ??= loadView();
    this.#view.catch(() => { this.#view = undefined; });
    return this.#view;
  }

  get engine() {
    this.#engine ??= new EngineClient(new Engines(location.search), {
      answered: (answer, request) => {
        this.#current?.asker.answered(answer, request);
        if (answer.progress.done >= answer.progress.total) this.#over(request);
      },
      refused: (error, request) => {
        this.#current?.asker.refused(error, request);
        this.#over(request);
      },
      stopped: (why, request) => {
        const turn = this.#current;
        // A worker that stops takes a newer request along.
        if (turn) this.#over(turn.request);
        turn?.asker.stopped(why, request);
      },
    });
    return this.#engine;
  }

  /** @param {Listener} asker @param {Request} request @param {File_} [file] that the state refers to */
  ask(asker, request, file) {
    const turn = { asker, request, file };
    if (!this.#current || this.#current.asker === asker) this.#serve(turn);
    else this.#waiting.set(asker, turn);
  }

  /** Whoever leaves is not answered any more. @param {Listener} asker */
  leave(asker) {
    this.#waiting.delete(asker);
  }

  /** A file's shape is told by its engine. @param {string} module @param {File_} file @returns {Promise<Loaded>} */
  async load(module, file) {
    const loaded = await this.engine.load(module, file.name, file.bytes);
    this.#given = file;
    return loaded;
  }

  /** A checkpoint, measured: what is known of it, as a file. @param {string} module @param {File[]} files */
  async measured(module, files) {
    const { measure } = await import("../controls/measure.js");
    let name = "";
    /** @type {Promise<unknown>} */
    let handing = Promise.resolve();
    await measure(this.engine.engines, files, {
      planned: (outline, blank) => {
        name = `${outline.name}.spectra`;
        return this.load(module, { name, bytes: blank });
      },
      measured: (unit, bytes) => handing = handing.then(() => this.engine.measured(module, unit, bytes)),
    }, new AbortController().signal);
    await handing;
    return { name, bytes: await this.engine.measurements(module, name) };
  }

  /** @param {string} module @param {string} text @param {boolean} [list] @returns {Promise<ParsedMatrix>} */
  parseMatrix(module, text, list) {
    return this.engine.parseMatrix(module, text, list);
  }

  /** @param {Turn} turn */
  async #serve(turn) {
    const { asker, request, file } = turn;
    this.#waiting.delete(asker);
    this.#current = turn;
    try {
      if (file && file !== this.#given) await this.load(request.engine, file);
    } catch (failure) {
      const { code = "file", message } = /** @type {Error & { code?: string }} */ (failure);
      if (turn !== this.#current) return;
      asker.refused({ code, message }, request);
      return this.#over(request);
    }
    if (turn === this.#current) this.engine.open(request);
  }

  /** The next one's turn comes once this is what was asked last. @param {Request} request */
  #over(request) {
    if (request !== this.#current?.request) return;
    this.#current = undefined;
    const [next] = this.#waiting.values();
    if (next) this.#serve(next);
  }
}

export const shared = new Shared();

/**
 * One state, computed to the end.
 * @param {string} state
 * @param {string} module
 * @param {File_} [file]
 * @returns {Promise<Answer>}
 */
export function once(state, module, file) {
  return new Promise((resolve, reject) => {
    const failed = (/** @type {string} */ code, /** @type {string} */ message) => reject(Object.assign(new Error(message), { code }));
    shared.ask({
      answered: (answer) => { if (answer.progress.done >= answer.progress.total) resolve(answer); },
      refused: ({ code, message }) => failed(code, message),
      stopped: (why) => failed("stopped", `The computation ${why}.`),
    }, { state, engine: module, why: "", meant: { lab: "", values: new Map(), page: new Map() }, link: true }, file);
  });
}
