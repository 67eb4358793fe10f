// MyST: the real `myst build --html` with a local theme (the stock one is a download), whose page draws with MyST's real widget renderer.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { SNIPPETS } from "../../www/study/snippets.js";
import { eventually } from "../e2e/hands.mjs";
import { dist, onlyOwn, reading, watched } from "../e2e/hosts.mjs";
import { STATE, fresh, ownNumber, program, run, serve, shot } from "./hosts.mjs";

const theme = fileURLToPath(new URL("./myst/", import.meta.url));
const documented = readFileSync(new URL("../../docs/embedding.md", import.meta.url), "utf8").match(/<!-- snippet: myst -->\n(`{4,})\w+\n([^]*?)\n\1\n/)[2].replaceAll("https://HOST/", dist);
const taught = SNIPPETS.find(({ id }) => id === "myst").write({ base: dist, state: STATE, title: "", controls: "", figures: "spectrum" });

test("the directive of the document and the teacher's snippet, in a page that MyST built", async () => {
  const folder = fresh();
  cpSync(theme, join(folder, "theme"), { recursive: true });
  writeFileSync(join(folder, "theme/package.json"), JSON.stringify({ name: "plain", private: true, type: "module" }));
  mkdirSync(join(folder, "theme/public"));
  await run(program("esbuild"), [join(theme, "theme.js"), "--bundle", "--format=esm", "--define:process.env.NODE_ENV=\"production\"", `--outfile=${join(folder, "theme/public/theme.js")}`], folder);
  writeFileSync(join(folder, "myst.yml"), JSON.stringify({ version: 1, project: { title: "Notes", toc: [{ file: "index.md" }] }, site: { title: "Notes", template: "theme" } }));
  writeFileSync(join(folder, "index.md"), `# Notes\n\nA spectrum.\n\n${documented}\n\nThe same.\n\n${taught}\n`);
  await run(program("myst"), ["build", "--html"], folder);

  const origin = await serve({ "/": join(folder, "_build/html/") });
  const { page, errors, requests, close } = await watched();
  await page.goto(`${origin}/`);
  const own = await ownNumber();
  for (const nth of [0, 1]) await eventually(async () => assert.equal(await reading(page, "erank", nth), own), 30_000);
  assert.equal(page.workers().length, 1, "one file, one worker");
  await shot(page, "myst");
  // The renderer's model cannot be written to; a hand moves the lab all the same.
  const first = page.locator("rankscope-lab").first();
  await first.locator("#alpha-number").fill("0");
  await first.locator("#alpha-number").press("Tab");
  await eventually(async () => assert.ok(Math.abs((await reading(page, "erank")) - 32) < 1e-11));
  assert.equal(await reading(page, "erank", 1), own);
  await page.evaluate(() => window.leave());
  await eventually(async () => assert.equal(await page.locator("rankscope-lab").count(), 0));
  onlyOwn(requests, [`${origin}/`]);
  assert.deepEqual(errors, []);
  await close();
});
