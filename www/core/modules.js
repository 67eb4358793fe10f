/**
 * What the page downloads beside its own code: the catalogue, the module that draws, and an engine for each group of labs once one of
 * them opens, in the build that the browser can run.
 */

import { has, nameOf, read, script } from "./source.js";
import { labIn } from "./state.js";

/** @import { Build, Catalogue, Lab, Variant, ViewModule, Words } from "../types.js" */

/** A module whose only function uses a SIMD instruction: valid exactly where simd128 is. */
const SIMD_PROBE = /* @__PURE__ */ new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** What reads the files that no engine takes as they are. It has no loop that SIMD would make faster: there is one build of it. */
export const READERS = "readers";

/** The code of the error that says that an engine could not be downloaded; asking again may help. */
export const UNAVAILABLE = "engine_unavailable";

/** @typedef {Build & { wasm: WebAssembly.Module }} Compiled */

/** What is said about labs, by id, there or on its way. @type {Map<string, Promise<Words>>} */
const said = new Map();
/** The labs that have it. @type {Set<Lab>} */
const whole = new Set();

/** The catalogue; what is said about the lab that a state names is on its way. @param {string} [state] @returns {Promise<Catalogue>} */
export async function loadCatalogue(state = "") {
  const asked = labIn(state);
  if (asked) wordsOf(asked);
  /** @type {Catalogue} */
  const catalogue = await (await read("pkg/catalogue.json")).json();
  for (const lab of catalogue.labs) say(lab, {});
  // The lab works without; whoever opens it next asks again.
  catalogue.words = (lab) => whole.has(lab) ? undefined : wordsOf(lab.id).then((words) => {
    whole.add(lab);
    say(lab, words);
  });
  return catalogue;
}

/** @param {string} id */
function wordsOf(id) {
  const coming = said.get(id) ?? read(`pkg/words/${id}.json`).then((response) => response.json());
  said.set(id, coming);
  coming.catch(() => said.delete(id));
  return coming;
}

/** @param {Lab} lab @param {Partial<Words>} words */
function say(lab, { help = [], formula = [], meaning = [], lesson = [], citations = [] }) {
  lab.controls.forEach((control, i) => { control.help = help[i] ?? ""; });
  lab.quantities.forEach((quantity, i) => Object.assign(quantity, { formula: formula[i] ?? "", meaning: meaning[i] ?? "" }));
  lab.presets.forEach((preset, i) => { preset.lesson = lesson[i] ?? ""; });
  lab.citations = citations;
}

/** The module that draws, running; there is one build of it. @returns {Promise<ViewModule>} */
export async function loadView() {
  if (typeof WebAssembly !== "object") throw new Error("This browser has no WebAssembly.");
  const [module, view] = await Promise.all([compile("pkg/scalar/view_bg.wasm"), /** @type {Promise<ViewModule>} */ (script(nameOf("pkg/scalar/view.js")))]);
  await view.default({ module_or_path: module });
  return view;
}

/** What the browser can run of every engine. */
export class Engines {
  /** @type {Map<string, Promise<Compiled>>} */
  #loading = new Map();

  /** @param {string} query the page's `?…`; `variant=scalar` and `variant=simd128` force a build */
  constructor(query) {
    const forced = new URLSearchParams(query).get("variant");
    const simd = forced === "simd128" || (forced !== "scalar" && typeof WebAssembly === "object" && WebAssembly.validate(SIMD_PROBE));
    /** @type {Variant[]} */
    this.variants = simd ? ["simd128", "scalar"] : ["scalar"];
  }

  /** What a worker is to try in turn. What a script carries is compiled here: its workers do not have it. @param {string} name @returns {Promise<Build[]>} */
  async builds(name) {
    const { carried, builds } = this.#find(name);
    return carried ? [await this.load(name)] : builds;
  }

  /** Compiled here, once, for however many workers come to run it; what failed is tried again. @param {string} name */
  load(name) {
    const loading = this.#loading.get(name) ?? arrived(this.#find(name).builds);
    this.#loading.set(name, loading);
    loading.catch(() => this.#loading.delete(name));
    return loading;
  }

  /** @param {string} name */
  #find(name) {
    const variants = name === READERS ? /** @type {const} */ (["scalar"]) : this.variants;
    const all = variants.map((variant) => ({ variant, wasm: `pkg/${variant}/${name}_bg.wasm` }));
    const within = all.filter(({ wasm }) => has(wasm));
    const carried = within.length > 0;
    const builds = (carried ? within : all).map((one) => ({ ...one, glue: nameOf(`pkg/${one.variant}/${name}.js`) }));
    return { carried, builds };
  }
}

/** The first build that arrives, compiled. @param {Build[]} builds @returns {Promise<Compiled>} */
export async function arrived(builds) {
  let failure;
  for (const { variant, wasm, glue } of builds) {
    try {
      return { variant, wasm: typeof wasm === "string" ? await compile(wasm) : wasm, glue };
    } catch (error) {
      console.warn(wasm, error);
      failure ??= error;
    }
  }
  throw missing(failure);
}

/** @param {unknown} why */
export function missing(why) {
  return Object.assign(new Error(`This lab's part of the program did not arrive: ${why instanceof Error ? why.message : why}.`), { code: UNAVAILABLE });
}

/** @param {string} path */
async function compile(path) {
  const response = await read(path);
  const typed = response.headers.get("content-type")?.startsWith("application/wasm");
  return typed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}
