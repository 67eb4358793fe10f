// Singular values in the hand: dragged by mouse and by finger, moved by keys, drawn, typed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressed, changed, cursor, drag, eventually, figure, keys, number, picture, ready, redrawn, setting, shows, surface, swipe, times, tip, unfold } from "./hands.mjs";
import { open } from "./harness.mjs";

const CUSTOM = "#lab=spectrum&family=custom&values=4,3,2,1&scale=linear";
const values = (page) => page.locator("#values-text");
const typed = async (page) => (await values(page).inputValue()).split(",").map(Number);

/** exp of the entropy of the values over their sum. */
function erank(list) {
  const sum = list.reduce((a, b) => a + b);
  return Math.exp(-list.filter((x) => x > 0).reduce((total, x) => total + (x / sum) * Math.log(x / sum), 0));
}

test("typed values: equal ones have full erank, others the entropy's", async () => {
  const { page, close } = await open(CUSTOM);
  await shows(page, "erank", erank([4, 3, 2, 1]));
  await values(page).fill("2 2 2 2 2");
  await shows(page, "erank", 5);
  await shows(page, "stable_rank", 5);
  await values(page).fill("5, 0, 0");
  await shows(page, "erank", 1);
  await shows(page, "rank", 1);
  await addressed(page, /values=5,0,0/);
  await close();
});

test("the mouse drags one singular value and leaves the others", async () => {
  const { page, close } = await open(CUSTOM);
  const before = await ready(page);
  const look = await picture(page, "spectrum");
  const at = await cursor(page, "spectrum", "ArrowRight", ...times(3, "ArrowRight"));
  await drag(page, at, { x: at.x + 3, y: at.y - 60 });
  await changed(page, "erank", before);
  const now = await typed(page);
  assert.deepEqual(now.slice(0, 3), [4, 3, 2]);
  assert.ok(now[3] > 1.3 && now[3] < 4, `σ₄ is ${now[3]}`);
  await shows(page, "erank", erank(now));
  await redrawn(page, "spectrum", look);
  await page.locator("#undo").click();
  await shows(page, "erank", before, 0);
  await close();
});

test("grabbing a value of a law makes the spectrum one's own", async () => {
  const { page, close } = await open("#lab=spectrum&family=flat&n=6&flat_rank=6&scale=linear");
  await shows(page, "erank", 6);
  const at = await cursor(page, "spectrum", "ArrowRight", "End");
  await drag(page, at, { x: at.x, y: at.y + 40 });
  await addressed(page, /family=custom/);
  const now = await typed(page);
  assert.deepEqual(now.slice(0, 5), [1, 1, 1, 1, 1]);
  assert.ok(now[5] < 0.95 && now[5] >= 0, `σ₆ is ${now[5]}`);
  await shows(page, "erank", erank(now));
  await close();
});

test("a finger drags a singular value on a phone", async () => {
  const { page, close } = await open(CUSTOM, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const before = await ready(page);
  const at = await cursor(page, "spectrum", "ArrowRight", "ArrowRight");
  await surface(page, "spectrum").press("Escape");
  await swipe(page, { x: at.x + 6, y: at.y }, { x: at.x + 6, y: at.y + 50 });
  await changed(page, "erank", before);
  const now = await typed(page);
  assert.deepEqual([now[0], now[2], now[3]], [4, 2, 1]);
  assert.ok(now[1] < 2.8, `σ₂ is ${now[1]}`);
  await close();
});

test("the keyboard takes a value, nudges it, sets it and leaves", async () => {
  const { page, close } = await open(CUSTOM);
  const before = await ready(page);
  await keys(page, "spectrum", "ArrowRight", "ArrowRight");
  assert.match(await tip(page, "spectrum").textContent(), /2, 3/);
  await keys(page, "spectrum", "Enter", "ArrowUp", "ArrowUp");
  const nudged = await changed(page, "erank", before);
  await eventually(async () => assert.ok((await typed(page))[1] > 3));
  await keys(page, "spectrum", "4");
  await surface(page, "spectrum").locator("input").press("Enter");
  await changed(page, "erank", nudged);
  await shows(page, "erank", erank([4, 4, 2, 1]));
  await keys(page, "spectrum", "Escape", "Escape");
  assert.ok(await tip(page, "spectrum").isHidden());
  await close();
});

test("a curve drawn by hand sets every value that it passes", async () => {
  const { page, close } = await open("#lab=spectrum&family=flat&n=12&flat_rank=12&scale=linear");
  await shows(page, "erank", 12);
  const first = await cursor(page, "spectrum", "ArrowRight");
  const last = await cursor(page, "spectrum", "End");
  await figure(page, "spectrum").hover();
  await figure(page, "spectrum").getByRole("button", { name: /Draw the curve/ }).click();
  await drag(page, { x: first.x - 4, y: first.y + 5 }, { x: last.x + 4, y: last.y + 70 }, 30);
  await addressed(page, /family=custom/);
  const now = await typed(page);
  assert.equal(now.length, 12);
  assert.ok(now.every((x, i) => i === 0 || x < now[i - 1]), `not falling: ${now}`);
  await shows(page, "erank", erank(now));
  await close();
});

for (const [text, words] of [["1, two", /Number 2/], ["1, -2", /Number 2.*-2/], ["", /At least one/], [Array(513).fill(1).join(" "), /At most 512/]]) {
  test(`a list "${text.slice(0, 8)}" is refused in words`, async () => {
    const { page, close } = await open(CUSTOM);
    const before = await ready(page);
    await values(page).fill(text);
    await eventually(async () => assert.match(await page.locator("#values-error").textContent(), words));
    assert.equal(await number(page, "erank"), before);
    assert.equal(await values(page).inputValue(), text);
    await values(page).fill("1 1");
    await shows(page, "erank", 2);
    assert.ok(await page.locator("#values-error").isHidden());
    await close();
  });
}

test("noise shows its edge and the number of directions above it", async () => {
  const { page, close } = await open("#lab=spectrum&family=step&n=64&step_at=8&step_low=0&noise=0.15");
  await shows(page, "gavish_donoho_rank", 8);
  await shows(page, "rank", 64);
  // s(1 + √β) at β = 1.
  await shows(page, "mp_edge", 0.3, 1e-9);
  await close();
});

test("the rate falls with the root of the sample size, and nothing else of the state moves", async () => {
  const { page, close } = await open("#lab=spectrum&family=flat&n=16&flat_rank=16");
  await shows(page, "erank", 16);
  const rate = await number(page, "bound_rate");
  // √(R/m) at m = 10⁶, up to a factor that does not depend on m.
  await unfold(page);
  await page.locator("#m-number").fill("100000000");
  await shows(page, "bound_rate", rate / 10, 1e-9);
  await addressed(page, /m=100000000/);
  assert.equal(setting(page, "family"), "flat");
  await close();
});
