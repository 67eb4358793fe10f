/** What a visitor brings: files, and text that is pasted or dropped. */

import { arriving, toast } from "../core/announce.js";
import { labOf, stateIn } from "../core/state.js";
import { given, put, reader, readerOf, stateOfKept, unread, unreadable } from "./given.js";

/** @import { Lab, Loaded } from "../types.js" */
/** @import { EngineClient } from "../core/engine.js" */
/** @import { Explorer } from "../core/explorer.js" */
/** @import { Engines } from "../core/modules.js" */

export class Files {
  /** Comes with the first checkpoint. @type {import("./measuring.js").Measuring | undefined} */
  #measuring;
  #frame = 0;

  /** @param {{ explorer: Explorer, engine: EngineClient, engines: Engines }} page */
  constructor(page) {
    this.page = page;
    this.explorer = page.explorer;
  }

  /** They go to the lab that reads such ones: the open one, if it does; or to that of a state. @param {File[]} files @param {string} [into] */
  async open(files, into) {
    const { explorer, page } = this;
    const { catalogue } = explorer;
    const [file] = files;
    const text = into || file && await stateOfKept(file);
    const state = text ? stateIn(text, catalogue) : undefined;
    const found = await readerOf(files, explorer.lab, catalogue.labs);
    const { streams } = found;
    const lab = state ? labOf(catalogue, state.lab) : found.lab;
    const control = lab && reader(lab);
    if (!lab || !(control || state) || !file) return explorer.fail("file", unread(explorer.lab));
    const take = (/** @type {Loaded} */ loaded, again = false) => given(explorer, lab, control, loaded, again, state);
    if (streams) return this.#measure(lab, files, take);
    try {
      const loaded = await page.engine.load(lab.module, file.name, new Uint8Array(await file.arrayBuffer()));
      toast([`${loaded.name}: ${loaded.shape.join(" × ")}`, ...loaded.notes ?? []].join("; "));
      take(loaded);
    } catch (failure) {
      this.#unreadable(file.name, failure);
    }
  }

  /** @param {Lab} lab @param {File[]} files @param {(loaded: Loaded, again?: boolean) => void} take */
  async #measure(lab, files, take) {
    const loaded = await arriving(import("./measuring.js"), "What measures files", (message) => this.explorer.fail("file", message, () => this.open(files)));
    if (!loaded) return;
    this.#measuring ??= new loaded.Measuring({ ...this.page, more: () => this.#more(), failed: (name, failure) => this.#unreadable(name, failure) });
    return this.#measuring.measure(lab.module, files, take);
  }

  /** Another matrix has been measured: the lab that shows it is asked again, once a frame. */
  #more() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.explorer.lab.module === this.#measuring?.module) this.explorer.adopt(this.explorer.state, "what was measured", false, "", true);
    });
  }

  /** @param {string} text a matrix, or a link to a state */
  async paste(text) {
    const { explorer } = this;
    const link = text.match(/#(v=1&\S+)$/);
    if (link) {
      location.hash = link[1] ?? "";
      return;
    }
    const { lab } = explorer;
    const control = lab.controls.find(({ kind }) => kind.type === "matrix");
    if (!control) return this.explorer.fail("paste", `The lab “${lab.title}” does not read pasted matrices.`);
    try {
      const parsed = await this.page.engine.parseMatrix(lab.module, text);
      // The lab may have been left since.
      if (lab !== explorer.lab) return;
      // A link is too short for it.
      if (parsed.file) return this.open([new File([text], "pasted.txt")]);
      toast([`Pasted a matrix of ${parsed.rows} × ${parsed.cols}`, ...parsed.notes].join("; "));
      put(explorer, lab, control, parsed.state, "the pasted matrix");
    } catch (failure) {
      this.explorer.fail("paste", `The pasted text is not a matrix: ${failure instanceof Error ? failure.message : failure}`);
    }
  }

  /** @param {string} name @param {unknown} failure */
  #unreadable(name, failure) {
    const said = failure instanceof Error ? failure.message : String(failure);
    this.explorer.fail("file", unreadable(name, said));
  }
}
