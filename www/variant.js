/** Which of the two builds to run, and loading it: compiled once, shared with the worker. */

/** @import { Wasm } from "./types.js" */

/** A module whose only function uses a SIMD instruction: valid exactly where simd128 is. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/**
 * @typedef {object} Variant
 * @property {"simd128" | "scalar"} name
 * @property {WebAssembly.Module} module
 * @property {string} glue address of the JavaScript that belongs to the module
 * @property {Wasm} wasm the page's own instance, which draws
 */

/**
 * @param {string} query the page's `?…`; `variant=scalar` and `variant=simd128` force a build
 * @returns {Promise<Variant>}
 */
export async function loadVariant(query) {
  if (typeof WebAssembly !== "object") throw new Error("This browser has no WebAssembly.");
  const forced = new URLSearchParams(query).get("variant");
  const simd = forced === "simd128" || (forced !== "scalar" && WebAssembly.validate(SIMD_PROBE));
  if (!simd) return load("scalar");
  try {
    return await load("simd128");
  } catch (failure) {
    console.warn("the simd128 build did not load; trying the scalar one", failure);
    return load("scalar");
  }
}

/**
 * @param {Variant["name"]} name
 * @returns {Promise<Variant>}
 */
async function load(name) {
  const glue = new URL(`./pkg/${name}/rankscope.js`, import.meta.url).href;
  const address = new URL(`./pkg/${name}/rankscope_bg.wasm`, import.meta.url).href;
  const [module, wasm] = await Promise.all([compile(address), /** @type {Promise<Wasm>} */ (import(glue))]);
  await wasm.default({ module_or_path: module });
  return { name, module, glue, wasm };
}

/** @param {string} address */
async function compile(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const typed = response.headers.get("content-type")?.startsWith("application/wasm");
  return typed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/**
 * Why the module could not start, in words that help.
 * @param {unknown} failure
 */
export function explain(failure) {
  const said = failure instanceof Error ? failure.message : String(failure);
  if (typeof WebAssembly !== "object") return "This browser has no WebAssembly, so nothing can be computed here. Any browser since 2017 has it, unless it is switched off (some lockdown modes do).";
  if (/content.security|disallowed|unsafe-eval/i.test(said)) {
    return `The host of this page does not let it run WebAssembly. Its Content-Security-Policy must allow script-src 'wasm-unsafe-eval'. (${said})`;
  }
  return `The computing core did not load: ${said}. Reloading the page may help.`;
}
