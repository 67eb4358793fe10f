// What can go wrong below the page: fast hands, a computation that dies, builds that do not load, hosts that refuse.

import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, complaints, drop, eventually, field, figure, number, ready, reads, shows, slider } from "./hands.mjs";
import { drawn, open, url, variant } from "./harness.mjs";

test("the newest request wins: sixty quick values end at the last", async () => {
  const { page, errors, close } = await open("#lab=attention&source=identity&n=16");
  await shows(page, "erank", 16);
  const { x, y, width, height } = await slider(page, "n").boundingBox();
  await page.mouse.move(x + width * 0.06, y + height / 2);
  await page.mouse.down();
  for (let i = 0; i < 60; i += 1) await page.mouse.move(x + width * (0.1 + 0.8 * Math.abs(Math.sin(i))), y + height / 2);
  await page.mouse.up();
  const n = Number(await field(page, "n").inputValue());
  await shows(page, "erank", n);
  await reads(page.locator("h1"), new RegExp(`uses ${n} of its ${n} directions`));
  await slider(page, "n").focus();
  for (let i = 0; i < 20; i += 1) await page.keyboard.press("ArrowLeft");
  await shows(page, "erank", n - 20);
  assert.deepEqual(errors, []);
  await close();
});

test("a computation that dies is replaced, and the page says which change did it", async () => {
  const { page, close } = await open("#lab=attention&source=identity&n=16");
  await shows(page, "erank", 16);
  const [worker] = page.workers();
  // From now on the worker dies of every request.
  await worker.evaluate(() => { globalThis.onmessage = () => { throw new Error("out of memory"); }; });
  await field(page, "n").fill("24");
  await reads(complaints(page), /After “Tokens → 24” the computation .*out of memory.*The state before it is back/);
  assert.equal(await number(page, "erank"), 16);
  await eventually(async () => assert.equal(await field(page, "n").inputValue(), "16"));
  await choose(page, "source", "uniform");
  await shows(page, "erank", 1);
  await close();
});

test("the visitor's file is there again after a computation died", async () => {
  const { page, close } = await open("#lab=attention&source=identity&n=16");
  await shows(page, "erank", 16);
  await drop(page, "mine.csv", "1,0,0\n0,1,0\n0,0,1\n");
  await shows(page, "erank", 3);
  const [worker] = page.workers();
  await worker.evaluate(() => { globalThis.onmessage = () => { throw new Error("out of memory"); }; });
  await choose(page, "source", "uniform");
  await reads(complaints(page), /The state before it is back/);
  await choose(page, "source", "identity");
  await shows(page, "erank", 16);
  await choose(page, "source", "file");
  await shows(page, "erank", 3);
  await close();
});

test("a computation that hangs is given up", async () => {
  const { page, close } = await open("#lab=attention&source=identity&n=16", { prepare: (page) => page.clock.install() });
  await shows(page, "erank", 16);
  const [worker] = page.workers();
  await worker.evaluate(() => { globalThis.onmessage = () => {}; });
  await choose(page, "source", "uniform");
  await page.clock.runFor(16_000);
  await reads(complaints(page), /no sign of life for 15 seconds/);
  await choose(page, "source", "vandermonde");
  await field(page, "n").fill("4");
  await shows(page, "erank", 1.9900682175796651);
  await close();
});

test("?variant= forces a build", async () => {
  const { page, close } = await open("?variant=scalar#lab=attention&source=vandermonde&n=4");
  await shows(page, "erank", 1.9900682175796651);
  await reads(page.locator("#badge"), /^scalar · /);
  await close();
});

test("both builds show the same numbers", { skip: variant === "scalar" && "this browser has no SIMD" }, async () => {
  const state = "#lab=attention&source=qk&n=48&d_head=8&temp=0.7&seed=3";
  const one = await open(`?variant=simd128${state}`);
  const other = await open(`?variant=scalar${state}`);
  await ready(one.page);
  const shown = (page) => page.locator(".readout:not([hidden])").evaluateAll((all) => all.map((row) => [row.dataset.readout, Number(row.querySelector(".value").dataset.full || NaN)]));
  for (const [id, value] of await shown(one.page)) if (Number.isFinite(value)) await shows(other.page, id, value, 1e-12);
  await one.close();
  await other.close();
});

test("a build that does not arrive is replaced by the scalar one", { skip: variant === "scalar" && "this browser takes the scalar build anyway" }, async () => {
  for (const answer of [{ status: 404, body: "gone" }, { status: 200, contentType: "application/wasm", body: "not wasm" }]) {
    const prepare = (page) => page.route("**/simd128/*.wasm", (route) => route.fulfill(answer));
    const { page, close } = await open("#lab=attention&source=identity&n=16", { prepare });
    await shows(page, "erank", 16);
    await reads(page.locator("#badge"), /^scalar · /);
    await close();
  }
});

test("a server that sends wasm as plain bytes will do", async () => {
  const prepare = (page) => page.route("**/*.wasm", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-type": "application/octet-stream" } });
  });
  const { page, close } = await open("#lab=attention&source=identity&n=16", { prepare });
  await shows(page, "erank", 16);
  await close();
});

test("when no build arrives the page says so", async () => {
  const prepare = (page) => page.route("**/*.wasm", (route) => route.fulfill({ status: 503, body: "" }));
  const { page, close } = await open("", { prepare });
  await reads(page.locator("h1"), /Nothing can be computed here/);
  await reads(complaints(page), /did not load.*503/);
  await close();
});

test("when no worker starts the page says so", async () => {
  let down = true;
  const prepare = (page) => page.route("**/worker.js", (route) => (down ? route.fulfill({ status: 404, body: "" }) : route.continue()));
  const { page, close } = await open("#lab=attention&source=identity&n=16", { prepare });
  await reads(complaints(page), /worker\.js\) did not start: its script did not arrive/);
  assert.ok(await complaints(page).first().isVisible());
  assert.ok(await field(page, "temp").isVisible());
  // Once the server is up again, the same question is answered.
  down = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await shows(page, "erank", 16);
  await eventually(async () => assert.equal(await complaints(page).count(), 0));
  await close();
});

const policy = (value) => (page) => page.route((address) => address.href.split("#")[0] === url, async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": value } });
});

test("a host that refuses WebAssembly is told what to allow", async () => {
  const { page, close } = await open("", { prepare: policy("script-src 'self'") });
  await reads(page.locator("h1"), /Nothing can be computed here/);
  await reads(complaints(page), /wasm-unsafe-eval/);
  await close();
});

test("a strict host that allows WebAssembly is enough", async () => {
  const { page, close } = await open("#lab=attention&source=identity&n=16", { prepare: policy("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:") });
  await shows(page, "erank", 16);
  await drawn(page);
  await close();
});

test("bundled data that does not arrive is told; everything else works", async () => {
  let down = true;
  const prepare = (page) => page.route("**/www/data/*", (route) => (down ? route.abort() : route.continue()));
  const { page, close } = await open("", { prepare });
  await reads(complaints(page), /minilm.* could not be fetched/);
  await page.getByRole("button", { name: "Try again" }).click();
  await reads(complaints(page), /minilm.* could not be fetched/);
  await choose(page, "source", "identity");
  await shows(page, "erank", 24);
  await figure(page, "spectrum").waitFor();
  await eventually(async () => assert.equal(await complaints(page).count(), 0));
  await choose(page, "source", "minilm");
  await reads(complaints(page), /minilm.* could not be fetched/);
  down = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await shows(page, "n", 12);
  await eventually(async () => assert.equal(await complaints(page).count(), 0));
  await close();
});
