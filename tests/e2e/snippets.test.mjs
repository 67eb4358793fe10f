// Every example in docs/embedding.md, run where its host can run.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { eventually } from "./hands.mjs";
import { dist, host, labReady, reading } from "./hosts.mjs";

const text = await readFile(new URL("../../docs/embedding.md", import.meta.url), "utf8");
const snippets = new Map([...text.matchAll(/<!-- snippet: (\w+) -->\n(`{3,})\w+\n([^]*?)\n\2\n/g)].map(([, name, , body]) => [name, body.replaceAll("https://HOST/", dist)]));
const snippet = (name) => snippets.get(name) ?? assert.fail(`docs/embedding.md has no snippet ${name}`);

/** Of the power law with exponent 1.2 and 32 values, from its definition. */
const ERANK = (() => {
  const values = Array.from({ length: 32 }, (_, i) => (i + 1) ** -1.2);
  const sum = values.reduce((a, b) => a + b, 0);
  return Math.exp(-values.reduce((a, value) => a + (value / sum) * Math.log(value / sum), 0));
})();
const close = (a, b) => Math.abs(a - b) <= 1e-12 * Math.abs(b);

test("the document has the examples that are tested here", () => {
  assert.deepEqual([...snippets.keys()], ["html", "iframe", "resize", "quarto", "shortcode", "myst", "python", "script", "bundler"]);
});

test("html", async () => {
  const opened = await host(snippet("html"));
  await eventually(async () => assert.ok(close(await reading(opened.page, "erank"), ERANK)), 30_000);
  assert.equal(await opened.page.locator(".control:visible").count(), 2);
  assert.deepEqual(opened.errors, []);
  await opened.close();
});

test("iframe", async () => {
  const opened = await host(snippet("iframe"));
  await eventually(async () => assert.ok(close(await reading(opened.page.frameLocator("iframe"), "erank"), ERANK)), 30_000);
  assert.deepEqual(opened.errors, []);
  await opened.close();
});

test("a frame that takes the height it needs", async () => {
  const opened = await host(snippet("resize"));
  await labReady(opened.page.frameLocator("iframe"));
  await eventually(async () => {
    const room = await opened.page.locator("iframe").evaluate((frame) => frame.clientHeight);
    const needed = await opened.page.frameLocator("iframe").locator("html").evaluate((root) => Math.ceil(root.getBoundingClientRect().height));
    assert.ok(Math.abs(room - needed) <= 1 && room !== 400, `${room} of ${needed}`);
  });
  await opened.close();
});

test("the HTML in Quarto's raw block", async () => {
  const html = snippet("quarto").match(/^```\{=html\}\n([^]*)\n```$/)[1];
  const opened = await host(html);
  await labReady(opened.page);
  assert.deepEqual(await opened.page.locator(".panel:visible").evaluateAll((all) => all.map(({ dataset }) => dataset.figure)), ["heatmap"]);
  assert.deepEqual(opened.errors, []);
  await opened.close();
});

test("a script that computes and draws", async () => {
  const opened = await host(`<script type="module">${snippet("script")}</script>`);
  await opened.page.locator("body > svg").waitFor({ timeout: 30_000 });
  assert.ok((await opened.page.locator("body > svg text").count()) > 0);
  assert.deepEqual(opened.errors, []);
  await opened.close();
});

test("Python's lines are the widget's: the traits that they set are there", async () => {
  const [, matrix, controls, figures] = snippet("python").match(/matrix=(\[\[.*?\]\]), controls="(\w+)", figures="(\w+)"/);
  const opened = await host(`<script type="module">
    import widget from "${dist}widget.js";
    const traits = { state: "v=1&lab=attention", matrix: ${matrix}, controls: "${controls}", figures: "${figures}" };
    widget.render({ model: { get: (name) => traits[name], set: (name, value) => { traits[name] = value; } }, el: document.body });
  </script>`);
  await eventually(async () => assert.equal(await reading(opened.page, "n"), 2), 30_000);
  assert.deepEqual(await opened.page.locator(".panel:visible").evaluateAll((all) => all.map(({ dataset }) => dataset.figure)), ["heatmap"]);
  assert.deepEqual(opened.errors, []);
  await opened.close();
});
