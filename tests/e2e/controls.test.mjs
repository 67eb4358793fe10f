// Every kind of control, by mouse and by keyboard; what is out of bounds is told in words and nothing is lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressed, changed, choose, complaints, control, copied, CLIPBOARD, drag, eventually, field, number, picture, readout, ready, reads, redrawn, setting, shows, slider, unfold } from "./hands.mjs";
import { open } from "./harness.mjs";

test("a slider follows the arrow keys, and number, figures and address follow the slider", async () => {
  const { page, close } = await open("#lab=attention&source=qk&n=16");
  const before = await ready(page);
  const drawn = await picture(page, "spectrum");
  await slider(page, "temp").focus();
  for (let i = 0; i < 10; i += 1) await page.keyboard.press("ArrowRight");
  await eventually(async () => assert.ok(Number(await field(page, "temp").inputValue()) > 1.05));
  const after = await changed(page, "erank", before);
  assert.ok(after < before, "a higher temperature blurs attention and lowers the rank");
  await redrawn(page, "spectrum", drawn);
  // The address follows when the hand rests; what the first keys came to may stand there before.
  await eventually(async () => assert.equal(setting(page, "temp"), await field(page, "temp").inputValue()));
  await close();
});

test("a slider follows the mouse", async () => {
  const { page, close } = await open("#lab=attention&source=identity&n=16");
  await shows(page, "erank", 16);
  const box = await slider(page, "n").boundingBox();
  const at = (share) => ({ x: box.x + box.width * share, y: box.y + box.height / 2 });
  await drag(page, at(0.06), at(0.5));
  const n = Number(await field(page, "n").inputValue());
  assert.ok(n > 100 && n < 160, `the middle of 2 to 256 is not ${n}`);
  await shows(page, "erank", n);
  await close();
});

test("a number field takes what is typed", async () => {
  const { page, close } = await open("#lab=attention&source=identity");
  await shows(page, "erank", 24);
  await field(page, "n").fill("37");
  await shows(page, "erank", 37);
  assert.equal(await slider(page, "n").inputValue(), "37");
  await page.keyboard.press("ArrowUp");
  await shows(page, "erank", 38);
  await close();
});

for (const [id, typed, words] of [["n", "999", /2 to 256/], ["n", "7.5", /whole/], ["temp", "-3", /0\.01 to 100/], ["seed", "-1", /whole number/]]) {
  test(`${id} = ${typed} is told in words, and nothing is lost`, async () => {
    const { page, errors, close } = await open("#lab=attention&source=qk&n=16");
    const before = await ready(page);
    await field(page, id).fill(typed);
    await reads(complaints(page), words);
    await reads(complaints(page), new RegExp(typed === "-1" ? "0 to" : typed.replace(".", "\\.")));
    assert.equal(await field(page, id).inputValue(), typed, "the text stays");
    assert.equal(await field(page, id).getAttribute("aria-invalid"), "true");
    assert.equal(await number(page, "erank"), before, "the number stays");
    await field(page, id).fill("12");
    await eventually(async () => assert.equal(await complaints(page).count(), 0));
    assert.equal(await field(page, id).getAttribute("aria-invalid"), null);
    await changed(page, "erank", before);
    assert.deepEqual(errors, []);
    await close();
  });
}

test("an emptied field changes nothing and fills again when left", async () => {
  const { page, close } = await open("#lab=attention&source=identity&n=16");
  await shows(page, "erank", 16);
  await field(page, "n").fill("");
  assert.equal(await number(page, "erank"), 16);
  await page.keyboard.press("Tab");
  assert.equal(await field(page, "n").inputValue(), "16");
  await close();
});

test("layer and head end where the model ends", async () => {
  const { page, close } = await open();
  await ready(page);
  assert.equal(await field(page, "layer").getAttribute("max"), "5");
  assert.equal(await field(page, "head").getAttribute("max"), "11");
  await field(page, "layer").fill("6");
  await reads(complaints(page), /0 to 5/);
  await close();
});

test("a choice decides which controls there are", async () => {
  const { page, close } = await open("#lab=attention&source=qk");
  await ready(page);
  for (const id of ["n", "d_head", "seed"]) assert.ok(await control(page, id).isVisible(), id);
  for (const id of ["layer", "c", "k", "matrix"]) assert.ok(await control(page, id).isHidden(), id);
  await choose(page, "source", "blocks");
  // k equal blocks: a projection on k directions.
  await shows(page, "erank", 4);
  for (const id of ["n", "k"]) assert.ok(await control(page, id).isVisible(), id);
  for (const id of ["d_head", "seed"]) assert.ok(await control(page, id).isHidden(), id);
  await choose(page, "mask", "window");
  assert.ok(await control(page, "window").isVisible());
  await close();
});

test("a few options stand side by side and follow the arrow keys", async () => {
  const { page, close } = await open();
  await ready(page);
  await unfold(page);
  const before = await picture(page, "spectrum");
  await control(page, "scale").locator("input:checked").focus();
  await page.keyboard.press("ArrowRight");
  await redrawn(page, "spectrum", before);
  await addressed(page, /scale=loglog/);
  await close();
});

test("a toggle switches", async () => {
  const { page, close } = await open();
  await ready(page);
  await unfold(page);
  const before = await picture(page, "heatmap");
  await page.locator("#heat_log-toggle").focus();
  await page.keyboard.press("Space");
  await redrawn(page, "heatmap", before);
  await addressed(page, /heat_log=on/);
  await close();
});

test("a seed gives the same numbers again", async () => {
  const { page, close } = await open("#lab=attention&source=qk&n=16");
  const seven = await ready(page);
  await field(page, "seed").fill("8");
  const eight = await changed(page, "erank", seven);
  await field(page, "seed").fill("7");
  await shows(page, "erank", seven, 0);
  await control(page, "seed").getByRole("button", { name: /^Roll/ }).click();
  await eventually(async () => assert.notEqual(await field(page, "seed").inputValue(), "7"));
  assert.notEqual(await changed(page, "erank", seven), eight);
  await close();
});

test("a click copies a number with every digit", async () => {
  const { page, close } = await open("#lab=attention&source=vandermonde&n=4", CLIPBOARD);
  await ready(page);
  assert.equal(await readout(page, "erank").textContent(), "1.990");
  const text = await copied(page, readout(page, "erank"));
  assert.ok(Math.abs(Number(text) - 1.9900682175796651) < 1e-13, text);
  await close();
});

test("every readout has a formula, a meaning and a standing", async () => {
  const { page, close } = await open();
  await ready(page);
  const rows = page.locator(".readout:not([hidden])");
  const told = await rows.evaluateAll((all) => all.map((row) => ({
    id: row.dataset.readout,
    formula: row.querySelector("math")?.textContent.length ?? 0,
    standing: row.querySelector(".standing b")?.textContent,
    label: row.querySelector(".label").textContent,
  })));
  assert.ok(told.length >= 20, `${told.length} readouts`);
  for (const { id, formula, standing, label } of told) {
    assert.ok(label && formula > 0, id);
    assert.match(standing ?? "", /^(exact|asymptotic|rate|reconstruction|empirical)$/, id);
  }
  await rows.first().locator("summary").click();
  assert.ok(await rows.first().locator("math").isVisible());
  await reads(page.locator("#checks summary"), /verified to/);
  await close();
});
