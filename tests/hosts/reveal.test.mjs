// reveal.js: a slide's frame is loaded when the slide comes and taken away when it goes.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SNIPPETS } from "../../www/study/snippets.js";
import { eventually } from "../e2e/hands.mjs";
import { dist, onlyOwn, reading, watched } from "../e2e/hosts.mjs";
import { STATE, fresh, ownNumber, packages, serve, shot } from "./hosts.mjs";

const own = await ownNumber();
const preloaded = SNIPPETS.find(({ id }) => id === "reveal").write({ base: dist, state: STATE, title: "A power law", controls: "", figures: "" });
const unloaded = preloaded.replace(" data-preload", "");

/** A talk of three slides, the lab on the second; answers the page on the first. */
async function talk(frame) {
  const folder = fresh();
  mkdirSync(join(folder, "talk"));
  writeFileSync(join(folder, "talk/index.html"), `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A talk</title><link rel="icon" href="data:,">
    <link rel="stylesheet" href="/reveal/reveal.css"><link rel="stylesheet" href="/reveal/theme/white.css"></head>
    <body><div class="reveal"><div class="slides"><section><h2>Before</h2></section><section>${frame}</section><section><h2>After</h2></section></div></div>
    <script type="module">import Reveal from "/reveal/reveal.mjs"; window.talk = new Reveal({ transition: "none" }); await window.talk.initialize(); document.documentElement.dataset.started = "";</script></body></html>`);
  const origin = await serve({ "/": `${folder}/`, "/reveal/": join(packages, "reveal.js/dist/") });
  const opened = await watched({ width: 1280, height: 800 });
  await opened.page.goto(`${origin}/talk/`);
  await opened.page.locator("html[data-started]").waitFor();
  return { ...opened, origin, slide: (nth) => opened.page.evaluate((n) => window.talk.slide(n), nth), frame: opened.page.frameLocator("iframe") };
}

/** How many workers the browser runs for this page and its frames. */
const workers = (page) => page.workers().length;

test("a frame without data-preload goes with its slide, and comes back in the state of its link", async () => {
  const { page, errors, requests, origin, slide, frame, close } = await talk(unloaded);
  assert.equal(await page.locator("iframe").getAttribute("src"), null);
  await slide(1);
  await eventually(async () => assert.equal(await reading(frame, "erank"), own), 30_000);
  await shot(page, "reveal");
  await frame.locator("#alpha-number").fill("0");
  await frame.locator("#alpha-number").press("Tab");
  await eventually(async () => assert.ok(Math.abs((await reading(frame, "erank")) - 32) < 1e-11));
  for (let times = 0; times < 3; times += 1) {
    await slide(2);
    await eventually(async () => assert.equal(await page.locator("iframe").getAttribute("src"), null));
    await eventually(() => assert.equal(workers(page), 0, "its worker went along"));
    await slide(1);
    await eventually(async () => assert.equal(await reading(frame, "erank"), own), 30_000);
    assert.equal(workers(page), 1);
  }
  onlyOwn(requests, [`${origin}/`, dist]);
  assert.deepEqual(errors, []);
  await close();
});

test("the teacher's snippet, with data-preload, is there before its slide and stays as a hand left it", async () => {
  const { page, errors, slide, frame, close } = await talk(preloaded);
  await slide(1);
  await eventually(async () => assert.equal(await reading(frame, "erank"), own), 30_000);
  await frame.locator("#alpha-number").fill("0");
  await frame.locator("#alpha-number").press("Tab");
  await eventually(async () => assert.ok(Math.abs((await reading(frame, "erank")) - 32) < 1e-11));
  await slide(2);
  await slide(1);
  await frame.locator("rankscope-lab").waitFor();
  assert.ok(Math.abs((await reading(frame, "erank")) - 32) < 1e-11);
  assert.equal(workers(page), 1);
  assert.deepEqual(errors, []);
  await close();
});
