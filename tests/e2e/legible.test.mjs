// Nothing is cut and nothing lies over another: every example of every lab, from a phone to a wide desk, with and without a panel at the side.
//
// Words of the page are measured as the browser laid them out, words of figures as they were drawn: each is caught on its way to the
// canvas. Colours move no word, so dark is looked at once for each lab.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, frames, labs, ready, visit } from "./hands.mjs";
import { open } from "./harness.mjs";

const WIDTHS = [320, 390, 768, 1024, 1280, 1440, 1920];
/** Where columns come and go; between them only room changes. */
const TELLING = [320, 1280];
const HEIGHT = { 320: 640, 390: 844, 768: 1024, 1024: 768, 1280: 720, 1440: 900, 1920: 1080 };

/** Runs before the page's scripts: remembers every text on every canvas, with the corners of its box in CSS pixels. */
function watchTexts() {
  const { prototype } = CanvasRenderingContext2D;
  const { clearRect, fillText } = prototype;
  globalThis.drawings = 0;
  const forget = (canvas) => {
    canvas.texts = [];
    if (canvas.closest(".surface")) globalThis.drawings += 1;
  };
  for (const side of ["width", "height"]) {
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side);
    Object.defineProperty(HTMLCanvasElement.prototype, side, { get, set(value) { set.call(this, value); forget(this); } });
  }
  prototype.clearRect = function (...args) {
    forget(this.canvas);
    return clearRect.apply(this, args);
  };
  prototype.fillText = function (text, x, y, ...rest) {
    const { actualBoundingBoxLeft: left, actualBoundingBoxRight: right, actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = this.measureText(text);
    const matrix = this.getTransform();
    const corners = [[x - left, y - up], [x + right, y + down]].map(([px, py]) => matrix.transformPoint({ x: px, y: py }));
    const [xs, ys] = [corners.map((one) => one.x / devicePixelRatio), corners.map((one) => one.y / devicePixelRatio)];
    if (text.trim()) (this.canvas.texts ??= []).push({ text, left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) });
    return fillText.call(this, text, x, y, ...rest);
  };
}

/** Runs in the page: what is cut, and what lies over another. Answers complaints, and how many words were looked at. */
function look() {
  const complaints = [];
  let words = 0;
  const over = (a, b, by) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > by && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by;
  /** The part of a box that what scrolls around it leaves. */
  const seenPart = (one) => {
    let { left, right, top, bottom } = one.getBoundingClientRect();
    for (let around = one.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflowX === "visible") continue;
      const box = around.getBoundingClientRect();
      [left, right, top, bottom] = [Math.max(left, box.left), Math.min(right, box.right), Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    return { left, right, top, bottom };
  };
  const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 40);

  const selector = "#question, #headline, #lesson, #presets .chip, .name, .help, .segment, .control select, .control .number, .changed button, summary h2, .head h3, .legend button, .caption, .thumb .label, .readout .label, .readout .value, .readout .second, .readout > .note, #rest > summary, #checks > summary, .take button, .lesson h2, .lesson li, #lab-name, #badge";
  const seen = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("details:not([open]) > :not(summary)"));
  const context = document.createElement("canvas").getContext("2d");
  for (const one of seen) {
    words += 1;
    const style = getComputedStyle(one);
    const holds = style.overflowX !== "visible" || style.textOverflow === "ellipsis";
    if (one instanceof HTMLSelectElement) {
      context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      if (context.measureText(one.selectedOptions[0]?.textContent ?? "").width > one.clientWidth - 16) complaints.push(`cut: “${short(one.selectedOptions[0].textContent)}”`);
    } else if (one instanceof HTMLInputElement) {
      context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      if (context.measureText(one.value).width > one.clientWidth) complaints.push(`cut: “${one.value}” of ${one.id}`);
    } else if ((holds && one.scrollWidth > one.clientWidth + 1) || (style.overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1)) complaints.push(`cut: “${short(one.textContent)}”`);
    else if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0) complaints.push(`out of its box: “${short(one.textContent)}”`);
  }
  // The foot and the sheet of a phone are over what scrolls below them, by design.
  const laid = seen.filter((one) => !one.closest("#panel, .actions")).map((one) => [one, seenPart(one)]);
  laid.forEach(([one, box], i) => {
    for (const [other, there] of laid.slice(i + 1)) {
      if (!one.contains(other) && !other.contains(one) && over(box, there, 1)) complaints.push(`“${short(one.textContent)}” over “${short(other.textContent)}”`);
    }
  });

  for (const canvas of document.querySelectorAll("figure[data-figure]:not([hidden]) .surface > canvas")) {
    const name = canvas.closest("figure").dataset.figure;
    const texts = canvas.texts ?? [];
    const { width, height } = canvas.getBoundingClientRect();
    words += texts.length;
    texts.forEach((text, i) => {
      if (text.text.endsWith("…")) complaints.push(`${name}: cut: “${text.text}”`);
      if (text.left < -1 || text.top < -1 || text.right > width + 1 || text.bottom > height + 1) complaints.push(`${name}: outside: “${text.text}”`);
      for (const other of texts.slice(i + 1)) if (over(text, other, 1)) complaints.push(`${name}: “${text.text}” over “${other.text}”`);
    });
  }
  if (document.documentElement.scrollWidth > innerWidth) complaints.push(`the page is ${document.documentElement.scrollWidth} wide`);
  return { complaints, words };
}

/** The examples of the open lab. */
const examples = (page) => page.locator("#presets a").evaluateAll((all) => all.map((one) => one.getAttribute("href").slice(1)));

/** Opens a state, once its figures are drawn. */
async function show(page, state) {
  if (new URL(page.url()).hash === `#${state}`) return;
  const before = await page.evaluate(() => globalThis.drawings);
  await visit(page, state);
  await eventually(async () => {
    assert.match(await page.locator("#badge").textContent(), / (ms|%)$/);
    assert.ok((await page.evaluate(() => globalThis.drawings)) > before, `${state} is not drawn`);
  });
  await frames(page);
}

test("no word is cut or lies over another, in any example of any lab, at any width", async (t) => {
  const { page, close } = await open("", { prepare: (page) => page.addInitScript(watchTexts) });
  await ready(page);
  const found = new Map();
  const count = { labs: 0, states: 0, views: 0, words: 0 };
  const at = async (width, where) => {
    await page.setViewportSize({ width, height: HEIGHT[width] });
    await frames(page);
    const { complaints, words } = await page.evaluate(look);
    count.views += 1;
    count.words += words;
    for (const one of complaints) found.set(one, found.get(one) ?? `${where} at ${width}`);
  };
  const panel = (open) => page.evaluate((open) => {
    if (open !== (document.querySelector("#lessons").getAttribute("aria-pressed") === "true")) document.querySelector("#lessons").click();
  }, open);
  for (const lab of await labs(page)) {
    count.labs += 1;
    await page.setViewportSize({ width: 1440, height: 900 });
    await show(page, lab);
    for (const [i, state] of [lab, ...await examples(page)].entries()) {
      if (i > 0) await show(page, state);
      count.states += 1;
      for (const width of i === 0 ? WIDTHS : TELLING) await at(width, state);
      if (i > 0) continue;
      await panel(true);
      await page.locator("#lesson-title").waitFor();
      for (const width of [1280, 1440, 390]) await at(width, `${state} with a panel`);
      await panel(false);
      await page.emulateMedia({ colorScheme: "dark" });
      await at(1280, `${state} in the dark`);
      await page.emulateMedia({ colorScheme: "light" });
    }
  }
  t.diagnostic(`${count.labs} labs, ${count.states} states, ${count.views} views, ${count.words} words; ${found.size} complaints`);
  assert.deepEqual([...found].map(([what, where]) => `${what} (${where})`), []);
  await close();
});

test("on a phone the stage and the first control are in view, and the page is three screens long at most", async (t) => {
  const viewport = { width: 390, height: 844 };
  const { page, close } = await open("", { viewport, hasTouch: true, isMobile: true, prepare: (page) => page.addInitScript(watchTexts) });
  await ready(page);
  const heights = [];
  for (const lab of await labs(page)) {
    await show(page, lab);
    const { kept, stage, surface, caption, control, foot, height, first } = await page.evaluate(() => {
      const box = (selector) => document.querySelector(selector).getBoundingClientRect().toJSON();
      // What stays of the stage while everything else scrolls.
      scrollTo(0, 1200);
      const kept = box("#figures").bottom;
      scrollTo(0, 0);
      const first = document.querySelector(".group.first .control:not([hidden])");
      const shown = "#figures .panel:not([hidden])";
      return { kept, stage: box("#figures"), surface: box(`${shown} .surface`), caption: box(`${shown} .caption`), control: first.querySelector("input, select, button").getBoundingClientRect().toJSON(), foot: box(".actions"), height: document.documentElement.scrollHeight, first: first.id };
    });
    heights.push(`${new URLSearchParams(lab).get("lab")} ${height}`);
    assert.ok(stage.top >= 0 && stage.bottom <= foot.top && kept <= 0.45 * viewport.height + 1, `${lab}: ${kept} of ${JSON.stringify(stage)}`);
    assert.ok(surface.top >= stage.top && caption.bottom <= stage.bottom + 1 && surface.height >= 120, `${lab}: ${JSON.stringify([stage, surface, caption])}`);
    assert.ok(control.bottom <= foot.top + 1, `${lab}: ${first} ends at ${control.bottom}, the foot begins at ${foot.top}`);
    assert.ok(height <= 3 * viewport.height, `${lab}: ${height} pixels`);
  }
  t.diagnostic(heights.join(", "));
  await close();
});

test("a panel at the side leaves the stage its room", async () => {
  const { page, close } = await open("", { viewport: { width: 1280, height: 720 }, prepare: (page) => page.addInitScript(watchTexts) });
  await ready(page);
  for (const lab of await labs(page)) {
    await show(page, lab);
    for (const opener of ["#lessons", "#teach"]) {
      await page.locator(opener).evaluate((one) => one.click());
      await page.locator(opener === "#teach" ? ".teach" : ".lesson").waitFor();
      const { width, height } = await page.locator("#figures").boundingBox();
      assert.ok(width >= 560 && height >= 360, `${lab} with ${opener}: ${width} × ${height}`);
      await page.locator("#panel").getByRole("button", { name: /^Close/ }).first().click();
    }
  }
  await close();
});
