// The npm package in fresh projects: `npm pack`, `npm install`, a production build, and a Chromium that opens what came of it.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { eventually } from "../e2e/hands.mjs";
import { onlyOwn, reading, watched } from "../e2e/hosts.mjs";
import { STATE, fresh, ownNumber, packed, program, run, serve, shot } from "./hosts.mjs";

const own = await ownNumber();
const { file: tarball, names } = await packed(fresh());

/** A project of its own, with the package installed and a page that imports it. */
async function project(entry) {
  const folder = fresh();
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "notes", private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", tarball], folder);
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src/index.js"), `
    import { evaluate } from "${entry}";
    document.body.insertAdjacentHTML("beforeend", '<rankscope-lab state="${STATE}"></rankscope-lab>');
    evaluate("${STATE}").then(({ readouts }) => { window.computed = readouts.find(({ id }) => id === "erank").value; });`);
  return folder;
}

/** What the document says about where the package's files are. */
const WHERE = readFileSync(new URL("../../docs/embedding.md", import.meta.url), "utf8").match(/<!-- snippet: bundler -->\n```html\n(.*)\n```/)[1];

/** The page around a script; what the package needs beside it lies at /rankscope/, where the page says. */
const around = (script) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notes</title><link rel="icon" href="data:,">
  ${WHERE}</head><body><h1>Notes</h1>${script}</body></html>`;

/** Builds; answers the folder to serve. */
const BUNDLERS = {
  async Vite(folder) {
    writeFileSync(join(folder, "index.html"), around('<script type="module" src="/src/index.js"></script>'));
    await run(program("vite"), ["build", "--logLevel", "warn"], folder);
    return join(folder, "dist");
  },
  async webpack(folder) {
    await run(program("webpack"), ["--mode", "production"], folder);
    writeFileSync(join(folder, "dist/index.html"), around('<script src="main.js" defer></script>'));
    return join(folder, "dist");
  },
  async esbuild(folder) {
    await run(program("esbuild"), ["src/index.js", "--bundle", "--minify", "--format=esm", "--outdir=dist"], folder);
    writeFileSync(join(folder, "dist/index.html"), around('<script type="module" src="index.js"></script>'));
    return join(folder, "dist");
  },
  async "no bundler"(folder) {
    writeFileSync(join(folder, "index.html"), around(`
      <script type="importmap">{ "imports": { "rankscope": "/node_modules/rankscope/rankscope.js", "rankscope/inline": "/node_modules/rankscope/rankscope.inline.js" } }</script>
      <script type="module" src="src/index.js"></script>`));
    return folder;
  },
};

for (const [bundler, build] of Object.entries(BUNDLERS)) {
  for (const entry of ["rankscope/inline", "rankscope"]) {
    test(`${bundler}: import "${entry}"`, async () => {
      const folder = await project(entry);
      const built = await build(folder);
      const beside = entry === "rankscope" ? { "/rankscope/": join(folder, "node_modules/rankscope/www/") } : {};
      const origin = await serve({ "/": `${built}/`, ...beside });
      const { page, errors, requests, close } = await watched();
      await page.goto(`${origin}/`);
      await eventually(async () => assert.equal(await reading(page, "erank"), own), 30_000);
      await eventually(async () => assert.equal(await page.evaluate(() => window.computed), own));
      assert.equal(page.workers().length, 1);
      onlyOwn(requests, [`${origin}/`]);
      if (entry !== "rankscope") assert.deepEqual(requests.filter((address) => address.endsWith(".wasm")), [], "its WebAssembly is inside");
      assert.deepEqual(errors, []);
      await shot(page, `bundler-${bundler.replace(" ", "-")}-${entry.replace("/", "-")}`);
      await close();
    });
  }
}

test("the package has what its exports name, every module in both builds, and nothing else", async () => {
  const folder = await project("rankscope");
  const home = join(folder, "node_modules/rankscope");
  const { default: { exports, sideEffects } } = await import(join(home, "package.json"), { with: { type: "json" } });
  const named = Object.values(exports).flatMap((one) => (typeof one === "string" ? [one] : Object.values(one)));
  for (const path of [...named, ...sideEffects].filter((one) => !one.includes("*"))) assert.ok(existsSync(join(home, path)), path);
  for (const variant of ["scalar", "simd128"]) assert.ok(readdirSync(join(home, "www/pkg", variant)).some((name) => name.endsWith(".wasm")), variant);
  assert.deepEqual([...new Set(names.map((name) => name.split("/")[0]))].sort(), ["package.json", "rankscope.d.ts", "rankscope.inline.d.ts", "rankscope.inline.js", "rankscope.js", "types", "widget.js", "www"]);
});

test("TypeScript knows the package, and refuses what it does not take", async () => {
  const folder = await project("rankscope");
  writeFileSync(join(folder, "notes.ts"), `
    import { evaluate, render, RankscopeLab } from "rankscope";
    import { labs } from "rankscope/inline";
    const lab: RankscopeLab = document.querySelector("rankscope-lab")!;
    const state: string = lab.state;
    const png: Promise<Blob> = lab.exportPNG({ scale: 2 });
    const value: number | "inf" | "-inf" | null | undefined = (await evaluate(state)).readouts[0]?.value;
    const svg: string = await render(state, { figure: (await labs())[0]?.id ?? "" });
    // @ts-expect-error a state is text
    lab.state = 7;
    // @ts-expect-error so it is here
    evaluate(7);
    export { png, svg, value };`);
  const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
  await run("node", [tsc, "--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom,dom.iterable", "notes.ts"], folder);
});
