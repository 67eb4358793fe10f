// What a person does with the page, and what a person reads on it. Nothing here looks behind the page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { eventually } from "../eventually.mjs";
import { url } from "./harness.mjs";

export { eventually };

/** Follows a link into the open page, as from the address bar. */
export const visit = (page, state) => page.goto(`${url}${new URL(page.url()).search}#${state}`);

// Numbers.

/** The button that shows a readout. */
export const readout = (page, id) => page.locator(`[data-readout="${id}"] .value`);

/** The number that a readout shows, with every digit; NaN while there is none. */
export async function number(page, id) {
  const text = await readout(page, id).getAttribute("data-full");
  return text ? Number(text === "inf" ? Infinity : text) : NaN;
}

/** Waits until a readout shows a number, to a relative tolerance. */
export const shows = (page, id, expected, tolerance = 1e-12) =>
  eventually(async () => {
    const value = await number(page, id);
    assert.ok(Math.abs(value - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${id} is ${value}, expected ${expected}`);
  });

/** Waits until a readout shows another number than this one; answers it. */
export const changed = (page, id, from) =>
  eventually(async () => {
    const value = await number(page, id);
    assert.ok(Number.isFinite(value), `${id} shows no number`);
    assert.ok(!(Math.abs(value - from) <= 1e-9 * Math.abs(from)), `${id} stays ${from}`);
    return value;
  });

/** Waits until the first numbers are there. */
export const ready = (page) => changed(page, "erank", NaN);

/** Waits until the address carries the state's settings, decoded. */
export const addressed = (page, pattern) =>
  eventually(() => assert.match(decodeURIComponent(new URL(page.url()).hash), pattern));

/** The value of one setting in the address. */
export const setting = (page, key) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get(key);

/** Waits until the text of an element matches. */
export const reads = (locator, pattern) =>
  eventually(async () => assert.match((await locator.allTextContents()).join("\n"), pattern));

/** The sentences about what could not be applied, and the errors below controls. */
export const complaints = (page) => page.locator("#problems li span, .control:not([hidden]) .error:not([hidden])");

// Controls.

export const control = (page, id) => page.locator(`#control-${id}`);
export const field = (page, id) => page.locator(`#${id}-number`);
export const slider = (page, id) => page.locator(`#${id}-range`);

/** Chooses an option, whether the choice is a list or stands side by side. */
export async function choose(page, id, option) {
  const list = page.locator(`#${id}-select`);
  if (await list.count()) await list.selectOption(option);
  else await control(page, id).locator(`label:has(input[value="${option}"])`).click();
}

/** Opens every group of controls and everything else that is behind a door. */
export const unfold = (page) => page.evaluate(() => { for (const door of document.querySelectorAll("details.group, #rest, #noted")) door.open = true; });

// Labs.

/** The states that the menu of labs leads to. */
export async function labs(page) {
  await page.locator("#lab-menu").click();
  await page.locator("#lab-list a").first().waitFor();
  const states = await page.locator("#lab-list a").evaluateAll((all) => all.map((one) => one.getAttribute("href").slice(1)));
  await page.keyboard.press("Escape");
  return states;
}

/** Opens a lab by the menu. */
export async function openLab(page, id) {
  await page.locator("#lab-menu").click();
  await page.locator(`#lab-list [data-lab="${id}"]`).click();
}

/** The lab that the header names. */
export const openedLab = (page) => page.locator("#lab-name").innerText();

// Figures.

export const figure = (page, id) => page.locator(`figure[data-figure="${id}"]`);
export const surface = (page, id) => figure(page, id).locator(".surface");
export const tip = (page, id) => figure(page, id).locator(".tip");

/** Two animation frames: what was asked for is drawn. */
export const frames = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** The picture as it is now; equal strings are equal pictures. */
export async function picture(page, id) {
  await frames(page);
  return figure(page, id).locator("canvas").evaluate((canvas) => canvas.toDataURL());
}

/** Waits until a figure looks different from this; answers how it looks. */
export const redrawn = (page, id, from) =>
  eventually(async () => {
    const now = await picture(page, id);
    assert.ok(now !== from, `${id} is not drawn again`);
    return now;
  });

/** Waits until a figure looks like this. */
export const looks = (page, id, as) => eventually(async () => assert.ok((await picture(page, id)) === as, `${id} does not look as it did`));

/** Takes the keyboard to a figure and presses keys, at the pace of a person: what listens to them comes with the focus. */
export async function keys(page, id, ...pressed) {
  await surface(page, id).focus();
  await surface(page, id).locator(".overlay").waitFor({ state: "attached" });
  for (const key of pressed) await page.keyboard.press(key);
}

/** Where on the screen the keyboard's cursor is in a figure: the middle of its ring or of its cell. */
export async function cursor(page, id, ...pressed) {
  await figure(page, id).scrollIntoViewIfNeeded();
  await keys(page, id, ...pressed);
  const mark = figure(page, id).locator(".overlay .ring:not([hidden]), .overlay .cell:not([hidden])");
  const { x, y, width, height } = await mark.first().evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  });
  return { x: x + width / 2, y: y + height / 2 };
}

/** Takes one of the formats of a figure's menu; answers the bytes and the file's name. */
export async function exported(page, id, format) {
  await figure(page, id).hover();
  await figure(page, id).locator(".menu summary").click();
  const [download] = await Promise.all([page.waitForEvent("download"), figure(page, id).locator(`[data-format="${format}"]`).click()]);
  return { bytes: readFileSync(await download.path()), name: download.suggestedFilename() };
}

/** `count` times the same key. */
export const times = (count, key) => Array(count).fill(key);

/** Presses the mouse at one place and lets go at another, with the moves between. */
export async function drag(page, from, to, steps = 12) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps });
  await page.mouse.up();
}

/** A finger that goes down at one place and up at another. */
export async function swipe(page, from, to, steps = 12) {
  const devtools = await page.context().newCDPSession(page);
  const touch = (type, points) => devtools.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await touch("touchStart", [from]);
  for (let i = 1; i <= steps; i += 1) {
    await touch("touchMove", [{ x: from.x + ((to.x - from.x) * i) / steps, y: from.y + ((to.y - from.y) * i) / steps }]);
  }
  await touch("touchEnd", []);
  await devtools.detach();
}

// Data.

/** Drops a file on the page. @param {Buffer | string} content */
export async function drop(page, name, content) {
  const bytes = [...Buffer.from(content)];
  const transfer = await page.evaluateHandle(({ name, bytes }) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], name));
    return transfer;
  }, { name, bytes });
  for (const type of ["dragenter", "dragover", "drop"]) await page.dispatchEvent("main", type, { dataTransfer: transfer });
}

/** Copies a text and pastes it on the page; the context needs the clipboard's permission. */
export async function paste(page, text) {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.locator("body").click({ position: { x: 2, y: 2 } });
  await page.keyboard.press("Control+V");
}

/** Clicks, and answers what was copied. */
export async function copied(page, button) {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await button.click();
  return eventually(async () => {
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.notEqual(text, "", "nothing was copied");
    return text;
  });
}

export const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };
