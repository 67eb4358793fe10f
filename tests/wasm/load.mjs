// The built WebAssembly modules, loaded in Node as a page would load them.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const pkg = new URL("../../www/pkg/", import.meta.url);

/** Every variant of wasm-pack.toml; `simd` tells whether it needs WebAssembly SIMD. */
export const variants = [
  { name: "simd128", simd: true },
  { name: "scalar", simd: false },
];

/** Whether this run has switched WebAssembly SIMD off (`SIMD=off node --no-enable-sse4-1`). */
export const simdOff = process.env.SIMD === "off";

/** The variants that this run can load. */
export const loadable = variants.filter((variant) => !(simdOff && variant.simd));

/** What the page knows about the labs. */
export const catalogue = JSON.parse(readFileSync(new URL("catalogue.json", pkg), "utf8"));
// What is said about each lab is in a file of its own, in the order of what it is about.
for (const lab of catalogue.labs) {
  const { citations, ...said } = JSON.parse(readFileSync(new URL(`words/${lab.id}.json`, pkg), "utf8"));
  for (const [list, fields] of Object.entries({ controls: ["help"], quantities: ["formula", "meaning"], presets: ["lesson"] })) {
    lab[list].forEach((thing, i) => fields.forEach((field) => { thing[field] = said[field][i]; }));
  }
  lab.citations = citations;
}

/** The engines that have the labs. */
export const engines = [...new Set(catalogue.labs.map((lab) => lab.module))];

/** The engine that the tests ask where any would do: it has the first lab. */
export const FIRST = engines[0];

/** Every module in every variant that it has. */
export const modules = [
  { name: "view", variant: "scalar", simd: false },
  { name: "readers", variant: "scalar", simd: false },
  ...variants.flatMap(({ name: variant, simd }) => [...engines, "measure"].map((name) => ({ name, variant, simd }))),
];

export const wasmPath = (variant, name) => fileURLToPath(new URL(`${variant}/${name}_bg.wasm`, pkg));
export const bytes = (variant, name) => readFileSync(wasmPath(variant, name));

/** A module of a variant, initialised. */
export async function load(variant, name) {
  const module = await import(new URL(`${variant}/${name}.js`, pkg).href);
  module.initSync({ module: bytes(variant, name) });
  return module;
}

/** A bundled data file. */
export const asset = (name) => readFileSync(new URL(`../../www/data/${name}`, import.meta.url));

/** Opens a state, fetching bundled data as the page's worker does. */
export function open(engine, state) {
  for (;;) {
    try {
      return JSON.parse(engine.open(state));
    } catch (error) {
      if (error.code !== "asset_missing") throw error;
      engine.add_asset(error.asset, asset(error.asset));
    }
  }
}

/** Opens a state and works until it is finished. */
export function evaluate(engine, state) {
  const opened = open(engine, state);
  let progress;
  do progress = JSON.parse(engine.advance(1000));
  while (progress.done < progress.total);
  return { opened, progress, report: JSON.parse(engine.report()) };
}

/** Every preset of every lab of an engine as a full state string. */
export function presets(engine) {
  return catalogue.labs.filter((lab) => lab.module === engine).flatMap((lab) =>
    lab.presets.map((preset) => `lab=${lab.id}&${preset.state}`));
}
