// The first visit: the right build, a picture, a finding, nothing that jumps, and no word to anybody.

import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, drop, eventually, figure, number, reads, ready, redrawn, picture, shows, slider, visit } from "./hands.mjs";
import { browser, drawn, open, url, variant } from "./harness.mjs";

/** What the page may ask for: itself, its modules and its bundled data. */
const OWN = new RegExp(`^${url.replaceAll(".", "\\.")}(index\\.html|www/[\\w./-]+)?([?#].*)?$`);

test("badge, headline and every figure are there, and nothing complains", async () => {
  const { page, errors, close } = await open("#lab=attention&figure=all");
  await drawn(page);
  await reads(page.locator("#badge"), new RegExp(`^${variant} · [\\d.]+ ms$`));
  await reads(page.locator("h1"), /^Head 0 of layer 0 uses \d+\.\d+ of its 12 directions/);
  assert.match(await page.title(), /Rankscope/);
  const ids = await page.locator("figure[data-figure]").evaluateAll((all) => all.map((one) => one.dataset.figure));
  assert.deepEqual([...ids].sort(), ["bounds", "heads", "heatmap", "ladder", "spectrum"]);
  for (const id of ids) {
    const colours = await figure(page, id).locator("canvas").evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
    assert.ok(colours > 3, `${id} shows ${colours} colours`);
  }
  assert.equal(await complaints(page).count(), 0);
  assert.deepEqual(errors, []);
  await close();
});

test("the bundled head is the real one", async () => {
  const { page, close } = await open("#v=1&lab=attention&layer=0&head=0");
  await shows(page, "n", 12);
  // exp of the entropy of numpy.linalg.svd of www/data/minilm-fox.npy[0, 0]; stored as float32.
  await shows(page, "erank", 5.594125980767732, 1e-9);
  await close();
});

test("nothing moves while the page loads, on a desk and on a phone", async () => {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    const prepare = (page) => page.addInitScript(() => {
      globalThis.shifts = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.shifts += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    const { page, close } = await open("", { viewport, prepare });
    await drawn(page);
    await reads(page.locator("#badge"), / ms$/);
    const shift = await page.evaluate(() => globalThis.shifts);
    assert.ok(shift < 0.01, `layout shift of ${shift} at ${viewport.width} px`);
    await close();
  }
});

test("the first screen of a desk holds what the lab opens with, large, and every other figure as a thumbnail", async () => {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 1280, height: 720 }]) {
    const { page, close } = await open("", { viewport });
    await drawn(page);
    const boxes = (selector) => page.locator(selector).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
    const inside = (box) => assert.ok(box.bottom <= viewport.height && box.right <= viewport.width && box.top >= 0, JSON.stringify(box));
    const surfaces = await boxes("figure[data-figure]:not([hidden]) .surface");
    assert.equal(surfaces.length, 2);
    for (const box of surfaces) {
      inside(box);
      assert.ok(box.width > 280 && box.height > 250, JSON.stringify(box));
    }
    const thumbs = await boxes("#strip [data-thumb] .picture");
    assert.equal(thumbs.length, 6);
    thumbs.forEach(inside);
    await close();
  }
});

test("a whole session speaks to nobody else", async () => {
  const { page, requests, errors, close } = await open();
  const sockets = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  await ready(page);
  await slider(page, "temp").focus();
  await page.keyboard.press("ArrowRight");
  await drop(page, "mine.csv", "0.9,0.1\n0.2,0.8\n");
  await shows(page, "n", 2);
  const before = await picture(page, "spectrum");
  await visit(page, "v=1&lab=spectrum&family=flat&n=8&flat_rank=8");
  await shows(page, "erank", 8);
  await redrawn(page, "spectrum", before);
  await page.locator("#theme").click();
  const asked = requests.filter((address) => !address.startsWith("data:") && !address.startsWith("blob:"));
  assert.deepEqual(asked.filter((address) => !OWN.test(address)), []);
  assert.deepEqual(sockets, []);
  assert.deepEqual(errors, []);
  await close();
});

test("the page works from the browser's cache without the network", async () => {
  const { page, context, close } = await open("#lab=attention&source=identity&n=16");
  // What reads files comes after the first answer; it may be there already.
  const readers = page.waitForEvent("requestfinished", { predicate: (request) => request.url().endsWith("readers.js"), timeout: 5000 }).catch(() => {});
  await shows(page, "erank", 16);
  await readers;
  await context.setOffline(true);
  await visit(page, "lab=attention&source=identity&n=24");
  await shows(page, "erank", 24);
  await drop(page, "mine.csv", "1,0\n0,1\n");
  await shows(page, "erank", 2);
  await close();
});

test("it can live in a folder of any host and inside a frame", async () => {
  const { page, close } = await open("index.html?from=notes#v=1&lab=attention&source=identity&n=9");
  await shows(page, "erank", 9);
  await page.setContent(`<iframe title="lab" style="width:640px;height:480px" src="${url}index.html#v=1&lab=attention&source=identity&n=10"></iframe>`);
  const frame = page.frameLocator("iframe");
  await eventually(async () => assert.equal(Number(await frame.locator('[data-readout="erank"] .value').getAttribute("data-full")).toFixed(9), "10.000000000"));
  await close();
});

test("without JavaScript the page says what it needs", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  assert.match(await page.locator("noscript").innerText(), /JavaScript and WebAssembly/);
  await context.close();
});

test("two pages do not share a state", async () => {
  const one = await open("#lab=attention&source=identity&n=16");
  const other = await open("#lab=attention&source=uniform&n=16");
  await shows(one.page, "erank", 16);
  await shows(other.page, "erank", 1, 1e-9);
  assert.ok(Math.abs((await number(one.page, "erank")) - 16) < 1e-9);
  await one.close();
  await other.close();
});
