// What fails while something else happens: a crash across a lab switch, a part that comes too late or not at all, a link without an end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressed, complaints, eventually, field, figure, openedLab, reads, shows, visit } from "./hands.mjs";
import { drawn, open, url } from "./harness.mjs";

const FLAT = "v=1&lab=spectrum&family=flat&n=8&flat_rank=8";

/** Answers of the page itself carry a policy. */
const policy = (value) => (page) => page.route((address) => address.href.split("#")[0] === url, async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": value } });
});

for (const [how, act, said] of [
  ["hang", () => { globalThis.onmessage = () => { for (;;); }; }, /no sign of life for 15 seconds/],
  ["crash", () => { globalThis.onmessage = () => { throw new Error("out of memory"); }; }, /out of memory/],
]) {
  test(`after a ${how} across a lab switch the last good state is back with its lab`, async () => {
    const { page, close } = await open("#v=1&lab=attention&source=identity&n=16", { prepare: (page) => page.clock.install() });
    await shows(page, "erank", 16);
    const [worker] = page.workers();
    await worker.evaluate(act);
    await visit(page, FLAT);
    if (how === "hang") {
      // A crash is over before one could look.
      await eventually(async () => assert.equal(await openedLab(page), "Spectrum"));
      await page.clock.runFor(16_000);
    }
    await reads(complaints(page), said);
    await reads(complaints(page), /After “the link” .*The state before it is back/);
    // Lab, question, controls, headline, numbers and address are those of one state.
    assert.equal(await openedLab(page), "Attention");
    assert.equal(await field(page, "n").inputValue(), "16");
    assert.equal(await page.locator("#control-source").count(), 1);
    await reads(page.locator("h1"), /uses 16 of its 16 directions/);
    await shows(page, "erank", 16);
    await page.clock.runFor(500);
    await addressed(page, /^#v=1&lab=attention&source=identity&n=16$/);
    assert.doesNotMatch(await page.locator("#badge").innerText(), /computing/);
    // And it goes on.
    await field(page, "n").fill("9");
    await shows(page, "erank", 9);
    await visit(page, FLAT);
    await shows(page, "erank", 8);
    await close();
  });
}

test("a worker that dies before its engine has started is told from one that downloads", async () => {
  let dead = true;
  const prepare = async (page) => {
    await page.clock.install();
    await page.route("**/worker.js", (route) => (dead ? route.fulfill({ contentType: "text/javascript", body: 'postMessage({ type: "alive" }); onmessage = () => { for (;;); };' }) : route.continue()));
  };
  const { page, close } = await open(`#${FLAT}`, { prepare });
  await eventually(async () => assert.ok(await page.evaluate(() => document.querySelector("#controls")?.children.length > 0)));
  await page.clock.runFor(16_000);
  await reads(complaints(page), /After “the link” the computation gave no sign of life for 15 seconds/);
  assert.ok(await complaints(page).first().isVisible());
  dead = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await shows(page, "erank", 8);
  await eventually(async () => assert.equal(await complaints(page).count(), 0));
  await close();
});

test("a worker whose engine is slow to arrive is waited for", async () => {
  /** @type {() => void} */
  let deliver = () => {};
  const arrived = new Promise((done) => { deliver = done; });
  const prepare = async (page) => {
    await page.clock.install();
    await page.route("**/matrix_bg.wasm", async (route) => { await arrived; await route.continue(); });
  };
  const { page, close } = await open(`#${FLAT}`, { prepare });
  await eventually(() => assert.equal(page.workers().length, 1));
  // Beats of five seconds, with time for the worker to answer each.
  for (let beat = 0; beat < 10; beat += 1) {
    await page.clock.runFor(5_000);
    await page.workers()[0].evaluate(() => 0);
    await page.evaluate(() => 0);
  }
  assert.equal(await complaints(page).count(), 0);
  deliver();
  await shows(page, "erank", 8);
  await close();
});

test("a lab that is left before what shows its table arrives leaves nothing behind", async () => {
  /** @type {() => void} */
  let deliver = () => {};
  const arrived = new Promise((done) => { deliver = done; });
  const prepare = (page) => page.route("**/table.js", async (route) => { await arrived; await route.continue(); });
  const { page, errors, close } = await open("#lab=transformer&figure=all", { prepare });
  await figure(page, "table").waitFor({ timeout: 30_000 });
  await visit(page, FLAT);
  await shows(page, "erank", 8);
  deliver();
  await page.waitForResponse(/table\.js/).catch(() => {});
  await visit(page, "lab=transformer&figure=all");
  await figure(page, "table").locator("table").waitFor({ timeout: 30_000 });
  assert.deepEqual(errors, []);
  await close();
});

test("a part that does not arrive is told in its place, and comes when it is asked for again", async () => {
  let down = true;
  const prepare = (page) => page.route(/\/(table|lesson|teach|saving)\.js$/, (route) => (down ? route.fulfill({ status: 404, body: "" }) : route.continue()));
  const { page, errors, close } = await open("#lab=transformer&figure=all", { prepare });
  await reads(figure(page, "table"), /What shows the table did not arrive/);
  await page.locator("#lessons").click();
  await reads(complaints(page), /The lesson did not arrive/);
  await page.locator("#teach").click();
  await reads(page.locator("#toast"), /What writes teaching pages did not arrive/);
  await figure(page, "map").locator(".menu summary").click();
  await figure(page, "map").locator("[data-format=svg]").click();
  await reads(page.locator("#toast"), /What saves figures did not arrive/);
  assert.deepEqual(errors.filter((one) => one.startsWith("exception")), []);
  down = false;
  await figure(page, "table").getByRole("button", { name: "Try again" }).click();
  await figure(page, "table").locator("table").waitFor();
  await close();
});

test("a link without an end is cut short: few words, few nodes, no echo of what was given", async () => {
  const { page, close } = await open(`#${FLAT}`);
  await shows(page, "erank", 8);
  const nodes = () => page.evaluate(() => document.querySelectorAll("*").length);
  const before = await nodes();
  const links = [
    [Array.from({ length: 100_000 }, (_, i) => `k${i}=1`).join("&"), /^state: at most 120000 characters, got \d+; of this one only the lab is read$/m],
    [`ask=${"x".repeat(1_000_000)}`, /^state: at most 120000 characters/m],
    [`family=custom&values=${"1,".repeat(250_000)}`, /^state: at most 120000 characters/m],
    [Array.from({ length: 5_000 }, (_, i) => `k${i}=1`).join("&"), /^and 4992 more that could not be applied$/m],
    [`family=${"y".repeat(100_000)}`, /^family: one of .*…$/m],
  ];
  for (const [rest, said] of links) {
    await page.evaluate((text) => { location.hash = text; }, `v=1&lab=spectrum&${rest}`);
    await reads(complaints(page), said);
    await eventually(async () => assert.match(await page.locator("#badge").innerText(), / ms$/));
    assert.ok((await complaints(page).count()) <= 9);
    for (const words of await complaints(page).allTextContents()) assert.ok(words.length < 400, `${words.length} characters`);
    assert.ok((await nodes()) < before + 200, `${await nodes()} nodes, ${before} before`);
  }
  await close();
});

test("a module that does not arrive leaves no blank page: the reason, and a lab as a picture", async () => {
  const prepare = (page) => page.route("**/core/format.js", (route) => route.fulfill({ status: 404, body: "" }));
  for (const path of ["", "embed.html"]) {
    const { page, close } = await open(`${path}#lab=spectrum`, { prepare });
    await reads(page.getByRole("alert"), /The program did not start: a script did not arrive/);
    const image = page.locator("body img");
    await image.waitFor();
    assert.ok((await image.getAttribute("alt")).length > 20);
    assert.match(await image.getAttribute("src"), /spectrum\.svg$/);
    await close();
  }
});

test("a page that trusts only addresses of the policy “rankscope” computes, and formulas are there", async () => {
  const { page, errors, close } = await open(`#${FLAT}`, { prepare: policy("require-trusted-types-for 'script'; trusted-types rankscope") });
  await shows(page, "erank", 8);
  await drawn(page);
  await page.locator('[data-readout="erank"] summary').click();
  const formula = page.locator('[data-readout="erank"] math');
  assert.ok(await formula.isVisible());
  assert.ok((await formula.locator("mi").count()) > 1);
  assert.deepEqual(errors, []);
  await close();
});

test("a page that trusts no address at all says what is refused", async () => {
  const { page, close } = await open(`#${FLAT}`, { prepare: policy("require-trusted-types-for 'script'; trusted-types 'none'") });
  await reads(complaints(page), /\(worker\.js\) did not start: .*Trusted/);
  assert.ok(await complaints(page).first().isVisible());
  await close();
});

test("a frame is ready once, however often the lab changes, and an unknown lab is told with all that there are", async () => {
  const { page, close } = await open(`embed.html#${FLAT}`);
  await page.evaluate(() => {
    globalThis.heard = [];
    addEventListener("message", ({ data }) => globalThis.heard.push(data));
  });
  await page.evaluate((src) => document.body.append(Object.assign(document.createElement("iframe"), { id: "frame", width: 800, height: 600, src })), `${url}embed.html?framed#${FLAT}`);
  const heard = (type) => page.evaluate((type) => globalThis.heard.filter((one) => one.type === type), type);
  const send = (state) => page.evaluate((state) => document.getElementById("frame").contentWindow.postMessage({ type: "rankscope:set-state", state }, "*"), state);
  const reading = (id) => page.frameLocator("#frame").locator(`[data-readout="${id}"] .value`).getAttribute("data-full");
  await eventually(async () => assert.equal((await heard("rankscope:ready")).length, 1));
  for (let i = 0; i < 3; i += 1) {
    await send("v=1&lab=attention&source=identity&n=9");
    await eventually(async () => assert.equal(Math.round(Number(await reading("erank"))), 9));
    await send(FLAT);
    await eventually(async () => assert.equal(Math.round(Number(await reading("erank"))), 8));
  }
  assert.equal((await heard("rankscope:ready")).length, 1);
  await send("v=1&lab=nothing");
  await eventually(async () => assert.match((await heard("rankscope:error")).at(-1)?.message ?? "", /lab: one of .*spectrum.*quadratic.*got “nothing”/));
  await close();
});
