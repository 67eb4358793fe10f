// Writes a TypeScript file in which real answers of the engine must satisfy the types that the page declares.
// Literals are checked strictly: a missing, misnamed or surplus field does not compile.

import { writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { catalogue, engines, evaluate, FIRST, load, presets } from "./load.mjs";

const out = process.argv[2];
const from = (path) => relative(dirname(out), fileURLToPath(new URL(`../../www/${path}`, import.meta.url)));
const view = await load("scalar", "view");
const readers = await load("scalar", "readers");
const loaded = await Promise.all(engines.map(async (name) => ({ name, engine: new (await load("scalar", name)).Engine() })));

const lines = [
  `import type * as page from ${JSON.stringify(from("types.d.ts"))};`,
  `import * as view from ${JSON.stringify(from("pkg/scalar/view.js"))};`,
  ...engines.map((name) => `import * as ${name} from ${JSON.stringify(from(`pkg/scalar/${name}.js`))};`),
  `import * as readers from ${JSON.stringify(from("pkg/scalar/readers.js"))};`,
  "export const reading: page.ReadersModule = readers;",
  "// What wasm-bindgen exports is what the page expects.",
  "// What is pinned is any board of the same module, which the page's type cannot say.",
  "type Board = Omit<page.Board, 'draw' | 'svg'>;",
  "export const drawing: Omit<page.ViewModule, 'Board'> & { Board: new (figures: Uint8Array) => Board } = view;",
  `export const computing: page.EngineModule[] = [${engines.join(", ")}];`,
];
const check = (type, json) => lines.push(`export const _${lines.length}: page.${type} = ${json};`);

check("Catalogue", JSON.stringify(catalogue));
for (const theme of ["light", "dark", "contrast"]) check("InkStyle[]", JSON.stringify(view.inks(theme)));
const { engine } = loaded.find(({ name }) => name === FIRST);
check("ParsedMatrix", engine.pasted(readers.read_text("1,2\n3,4", false), false));
check("Loaded", engine.load("typed.csv", readers.read("typed.csv", new TextEncoder().encode("0.5,0.5\n0.25,0.75"))));
check("Opened", engine.open("lab=spectrum&n=3&no_such_key=1"));
for (const { name, engine } of loaded) for (const state of presets(name)) {
  const { opened, progress } = evaluate(engine, state);
  check("Opened", JSON.stringify(opened));
  check("Progress", JSON.stringify(progress));
  check("Report", engine.report());
  const board = new view.Board(engine.figures());
  const infos = board.describe();
  check("FigureInfo[]", JSON.stringify(infos));
  const at = { width: 640, height: 400, ratio: 1, theme: "light", hidden: [], zoom: null, font: 12, legend: false, lit: [] };
  check("View", JSON.stringify(at));
  for (const { id } of infos) {
    for (const [x, y] of [[200, 200], [320, 150], [0, 0]]) {
      check("At", JSON.stringify(board.at(id, at, x, y)));
      check("Probe | null", JSON.stringify(board.probe(id, at, x, y)));
    }
  }
}
writeFileSync(out, `${lines.join("\n")}\n`);
