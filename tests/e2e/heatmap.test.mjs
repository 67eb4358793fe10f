// The attention matrix under the hand: a cell is dragged, typed and stepped; its row stays a distribution; the map of heads is clicked.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressed, changed, control, cursor, drag, eventually, field, keys, looks, picture, ready, reads, redrawn, setting, shows, slider, surface, swipe, times, tip, unfold } from "./hands.mjs";
import { open } from "./harness.mjs";

const UNIFORM = "#lab=attention&source=uniform&n=4";

/** Walks a row with the keyboard and reads its weights. */
async function row(page, at, size) {
  await surface(page, "heatmap").press("Escape");
  await keys(page, "heatmap", "ArrowRight", "Home", ...times(10, "ArrowUp"), ...times(at, "ArrowDown"));
  const weights = [];
  for (let col = 0; col < size; col += 1) {
    if (col > 0) await page.keyboard.press("ArrowRight");
    weights.push(Number((await tip(page, "heatmap").textContent()).split("\n")[1]));
  }
  return weights;
}

/** e^logits over their sum, to the digits that a tip shows. */
function softmax(logits) {
  const weights = logits.map(Math.exp);
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}

const near = (shown, expected) =>
  assert.ok(shown.length === expected.length && shown.every((x, i) => Math.abs(x - expected[i]) < 1e-3), `${shown} is not ${expected}`);

test("a typed number sets a cell's logit and its row renormalises", async () => {
  const { page, errors, close } = await open(UNIFORM);
  await shows(page, "erank", 1);
  const before = await picture(page, "heatmap");
  near(await row(page, 1, 4), [0.25, 0.25, 0.25, 0.25]);
  const logit = Number((await tip(page, "heatmap").textContent()).match(/logit (\S+)/)[1].replace("−", "-"));
  await page.keyboard.press("Home");
  await page.keyboard.press("2");
  const typed = surface(page, "heatmap").locator("input");
  assert.equal(await typed.inputValue(), "2");
  await typed.press("Enter");
  await changed(page, "erank", 1);
  await addressed(page, /edits=1,0,2$/);
  await redrawn(page, "heatmap", before);
  const expected = softmax([2, logit, logit, logit]);
  await eventually(async () => near(await row(page, 1, 4), expected));
  near(await row(page, 0, 4), [0.25, 0.25, 0.25, 0.25]);
  // Two different rows: the matrix has rank two.
  await shows(page, "rank", 2);
  await reads(control(page, "edits"), /1 cell edited/);
  assert.deepEqual(errors, []);
  await close();
});

test("a drag up raises a cell, pixels follow, undo takes the whole drag back", async () => {
  const { page, close } = await open(UNIFORM);
  await shows(page, "erank", 1);
  const before = await picture(page, "heatmap");
  const at = await cursor(page, "heatmap", "ArrowRight", "ArrowRight", "ArrowDown");
  await drag(page, at, { x: at.x, y: at.y - 48 }, 16);
  await changed(page, "erank", 1);
  // Four pixels are one step of 0.1, and the logits of uniform attention are −ln 4.
  await eventually(() => assert.ok(Math.abs(Number(setting(page, "edits")?.split(",")[2]) - (1.2 - Math.log(4))) < 1e-3, setting(page, "edits")));
  await page.mouse.move(2, 2);
  await redrawn(page, "heatmap", before);
  await page.locator("#undo").click();
  await shows(page, "erank", 1);
  await page.locator("h1").focus();
  await looks(page, "heatmap", before);
  assert.ok(await page.locator("#undo").isDisabled(), "one drag is one step");
  await close();
});

test("plus, minus and Delete change a cell from the keyboard", async () => {
  const { page, close } = await open(UNIFORM);
  await shows(page, "erank", 1);
  const logit = (steps) => eventually(() => assert.ok(Math.abs(Number(setting(page, "edits")?.split(",")[2]) - (steps / 10 - Math.log(4))) < 1e-3, setting(page, "edits")));
  await keys(page, "heatmap", "ArrowRight", "+", "+", "+");
  await logit(3);
  const raised = await changed(page, "erank", 1);
  await keys(page, "heatmap", "-");
  await logit(2);
  await changed(page, "erank", raised);
  await keys(page, "heatmap", "Delete");
  await shows(page, "erank", 1);
  await addressed(page, /n=4$/);
  await close();
});

test("Escape leaves a typed number untaken; a click on Clear takes every edit back", async () => {
  const { page, close } = await open(`${UNIFORM}&edits=0,0,3;2,1,4`);
  const edited = await changed(page, "erank", 1);
  await keys(page, "heatmap", "ArrowRight", "Enter", "7", "Escape");
  assert.equal(await surface(page, "heatmap").locator("input").count(), 0);
  await shows(page, "erank", edited, 0);
  await unfold(page);
  await control(page, "edits").getByRole("button").click();
  await shows(page, "erank", 1);
  await close();
});

test("a double click opens a field in the cell", async () => {
  const { page, close } = await open(UNIFORM);
  await shows(page, "erank", 1);
  const at = await cursor(page, "heatmap", "ArrowRight", "ArrowDown");
  await page.mouse.dblclick(at.x, at.y);
  await surface(page, "heatmap").locator("input").fill("-5");
  await page.keyboard.press("Enter");
  await addressed(page, /edits=1,0,-5$/);
  await close();
});

test("a finger takes a cell with a tap, then drags it", async () => {
  const { page, close } = await open(UNIFORM, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await shows(page, "erank", 1);
  const at = await cursor(page, "heatmap", "ArrowRight", "ArrowDown");
  await surface(page, "heatmap").press("Escape");
  const up = { x: at.x, y: at.y - 40 };
  await page.touchscreen.tap(at.x, at.y);
  await swipe(page, at, up);
  await changed(page, "erank", 1);
  await addressed(page, /edits=1,0,-?[\d.]+$/);
  await close();
});

test("a click in the map of heads selects the head", async () => {
  const { page, close } = await open("#lab=attention&figure=heads");
  const first = await ready(page);
  // Layer 3, head 2: the cursor begins at layer 0, head 0.
  const at = await cursor(page, "heads", "ArrowRight", ...times(2, "ArrowRight"), ...times(3, "ArrowDown"));
  const told = await tip(page, "heads").textContent();
  await page.mouse.click(at.x, at.y);
  await reads(page.locator("h1"), /Head 2 of layer 3/);
  assert.equal(await field(page, "layer").inputValue(), "3");
  assert.equal(await field(page, "head").inputValue(), "2");
  const erank = await changed(page, "erank", first);
  assert.ok(Math.abs(Number(told.split("\n")[1]) - erank) < 1e-2, `the map says ${told}, the head has ${erank}`);
  await keys(page, "heads", "ArrowRight", "ArrowUp", "Enter");
  await reads(page.locator("h1"), /Head 3 of layer 2/);
  await close();
});

test("temperature, masks and penalties redraw the map and keep rows distributions", async () => {
  const { page, close } = await open("#lab=attention&source=qk&n=5&d_head=4&mask=causal&alibi=0.5&sink_weight=0.1&temp=0.8");
  await ready(page);
  await unfold(page);
  for (let at = 0; at < 5; at += 1) {
    const weights = await row(page, at, 5);
    assert.ok(Math.abs(weights.reduce((a, b) => a + b) - 1) < 5e-3, `row ${at}: ${weights}`);
    assert.ok(weights.slice(at + 1).every((weight) => weight === 0), `row ${at} looks ahead: ${weights}`);
  }
  const before = await picture(page, "heatmap");
  await slider(page, "sink_weight").focus();
  for (let i = 0; i < 10; i += 1) await page.keyboard.press("ArrowRight");
  await redrawn(page, "heatmap", before);
  await close();
});
