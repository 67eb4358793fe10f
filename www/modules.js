/**
 * What the page downloads beside its own code: the catalogue, the module that draws, and an engine for each group of labs once one of
 * them opens, in the build that the browser can run.
 */

import { has, nameOf, read, script } from "./source.js";

/** @import { Catalogue, ViewModule } from "./types.js" */

/** A module whose only function uses a SIMD instruction: valid exactly where simd128 is. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** The code of the error that says that an engine could not be downloaded; asking again may help. */
export const UNAVAILABLE = "engine_unavailable";

/** @typedef {"simd128" | "scalar"} Variant */
/**
 * @typedef {object} Loaded a module, compiled
 * @property {WebAssembly.Module} module
 * @property {string} glue names the JavaScript that belongs to it
 */
/** @typedef {Loaded & { name: string, variant: Variant }} EngineFiles what a worker needs to run an engine */

/** @returns {Promise<Catalogue>} */
export async function loadCatalogue() {
  return (await read("pkg/catalogue.json")).json();
}

/** The module that draws, running; there is one build of it. @returns {Promise<ViewModule>} */
export async function loadView() {
  if (typeof WebAssembly !== "object") throw new Error("This browser has no WebAssembly.");
  const [module, view] = await Promise.all([compile("pkg/scalar/view_bg.wasm"), /** @type {Promise<ViewModule>} */ (script(nameOf("pkg/scalar/view.js")))]);
  await view.default({ module_or_path: module });
  return view;
}

/** The engines, each compiled once, however many workers come to run it. */
export class Engines {
  /** @type {Map<string, Promise<EngineFiles>>} */
  #loading = new Map();

  /** @param {string} query the page's `?…`; `variant=scalar` and `variant=simd128` force a build */
  constructor(query) {
    const forced = new URLSearchParams(query).get("variant");
    const simd = forced === "simd128" || (forced !== "scalar" && typeof WebAssembly === "object" && WebAssembly.validate(SIMD_PROBE));
    /** @type {Variant[]} */
    this.variants = simd ? ["simd128", "scalar"] : ["scalar"];
  }

  /** Answers at once what has been loaded; what failed is tried again. @param {string} name */
  load(name) {
    const loading = this.#loading.get(name) ?? this.#load(name);
    this.#loading.set(name, loading);
    loading.catch(() => this.#loading.delete(name));
    return loading;
  }

  /** @param {string} name @returns {Promise<EngineFiles>} */
  async #load(name) {
    let failure;
    const file = (/** @type {Variant} */ variant) => `pkg/${variant}/${name}_bg.wasm`;
    const within = this.variants.filter((variant) => has(file(variant)));
    for (const variant of within.length > 0 ? within : this.variants) {
      try {
        const module = await compile(file(variant));
        return { name, variant, module, glue: nameOf(`pkg/${variant}/${name}.js`) };
      } catch (error) {
        console.warn(`the ${variant} build of ${name} did not load`, error);
        failure ??= error;
      }
    }
    const why = failure instanceof Error ? failure.message : failure;
    throw Object.assign(new Error(`This lab's part of the program did not arrive: ${why}.`), { code: UNAVAILABLE });
  }
}

/** @param {string} path */
async function compile(path) {
  const response = await read(path);
  const typed = response.headers.get("content-type")?.startsWith("application/wasm");
  return typed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}
