// Reading a figure: crosshair, legend, zoom, themes, sharpness, one figure alone, and getting it out again.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { addressed, changed, cursor, drag, eventually, exported, figure, frames, keys, looks, number, picture, reads, ready, redrawn, setting, shows, surface, times, tip, unfold, visit } from "./hands.mjs";
import { open } from "./harness.mjs";

/** Every figure side by side. */
const GRID = "#lab=attention&figure=all";
const CUSTOM = "#lab=spectrum&family=custom&values=4,3,2,1&scale=linear";

test("the crosshair says what is there", async () => {
  const { page, close } = await open(CUSTOM);
  await ready(page);
  const at = await cursor(page, "spectrum", "ArrowRight", ...times(2, "ArrowRight"));
  await page.keyboard.press("Escape");
  assert.ok(await tip(page, "spectrum").isHidden());
  await page.mouse.move(at.x + 4, at.y - 5);
  await reads(tip(page, "spectrum"), /3, 2$/);
  const before = await picture(page, "spectrum");
  await page.mouse.move(at.x + 40, at.y + 10, { steps: 5 });
  assert.equal(await picture(page, "spectrum"), before, "a pointer move redraws no chart");
  await page.mouse.move(2, 2);
  assert.ok(await tip(page, "spectrum").isHidden());
  await close();
});

test("a dot is dragged freely along its curve: the batch is examples over steps", async () => {
  const { page, close } = await open("#lab=noise_scale&task=law&batch=200");
  const before = await changed(page, "examples", NaN);
  const at = await cursor(page, "pareto", "ArrowRight", "ArrowDown");
  await drag(page, at, { x: at.x - 30, y: at.y - 50 });
  const examples = await changed(page, "examples", before);
  await addressed(page, /batch=(?!200\b)/);
  const batch = Number(setting(page, "batch"));
  assert.ok(batch > 400, `the batch is ${batch}`);
  await shows(page, "steps", examples / batch, 1e-9);
  await close();
});

test("the legend hides and shows a curve; a double click shows it alone", async () => {
  const { page, close } = await open(GRID);
  await ready(page);
  const legend = figure(page, "bounds").locator(".legend button");
  assert.ok((await legend.count()) >= 5);
  const whole = await picture(page, "bounds");
  await legend.nth(1).click();
  assert.equal(await legend.nth(1).getAttribute("aria-pressed"), "false");
  const without = await redrawn(page, "bounds", whole);
  await legend.nth(1).click();
  await looks(page, "bounds", whole);
  await legend.nth(0).dblclick();
  await eventually(async () => assert.equal(await figure(page, "bounds").locator('.legend [aria-pressed="true"]').count(), 1));
  assert.notEqual(await redrawn(page, "bounds", whole), without);
  await close();
});

test("a box zooms, the reset shows everything again", async () => {
  const { page, close } = await open(GRID);
  await ready(page);
  const whole = await picture(page, "bounds");
  const { x, y, width, height } = await surface(page, "bounds").boundingBox();
  await figure(page, "bounds").hover();
  await figure(page, "bounds").getByRole("button", { name: /Zoom by dragging/ }).click();
  await drag(page, { x: x + width * 0.4, y: y + height * 0.3 }, { x: x + width * 0.7, y: y + height * 0.6 });
  await page.mouse.move(2, 2);
  await redrawn(page, "bounds", whole);
  const reset = figure(page, "bounds").getByRole("button", { name: /Show everything again/ });
  await reset.click();
  await page.mouse.move(2, 2);
  await looks(page, "bounds", whole);
  assert.ok(await reset.isHidden());
  await keys(page, "bounds", "ArrowRight", "+", "+");
  await redrawn(page, "bounds", whole);
  await keys(page, "bounds", "0", "Escape");
  await looks(page, "bounds", whole);
  await close();
});

for (const deviceScaleFactor of [1, 2, 1.5]) {
  test(`pictures have every pixel of a ${deviceScaleFactor}x display`, async () => {
    const { page, close } = await open(GRID, { deviceScaleFactor });
    await ready(page);
    await frames(page);
    for (const id of ["heatmap", "spectrum", "bounds"]) {
      const size = await figure(page, id).locator("canvas").evaluate((canvas) => ({ canvas: [canvas.width, canvas.height], css: [canvas.getBoundingClientRect().width, canvas.getBoundingClientRect().height] }));
      size.css.forEach((css, i) => assert.ok(Math.abs(size.canvas[i] - css * deviceScaleFactor) <= 1, `${id}: ${JSON.stringify(size)}`));
    }
    await close();
  });
}

test("the system's theme, the visitor's theme and forced colours are followed at once", async () => {
  const { page, close } = await open(CUSTOM, { colorScheme: "light" });
  await ready(page);
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number).slice(0, 3).reduce((a, b) => a + b) / 3);
  const light = await picture(page, "spectrum");
  assert.ok((await background()) > 200);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await redrawn(page, "spectrum", light);
  assert.ok((await background()) < 60);
  await page.locator("#theme").click();
  await looks(page, "spectrum", light);
  assert.ok((await background()) > 200);
  await page.locator("#theme").click();
  await looks(page, "spectrum", dark);
  await page.locator("#theme").click();
  await page.emulateMedia({ colorScheme: "light", forcedColors: "active" });
  const forced = await redrawn(page, "spectrum", dark);
  assert.notEqual(forced, light);
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
  await looks(page, "spectrum", light);
  // However soon one look follows another, while the first is still being drawn, the last one is what stays.
  for (const pause of [0, 10, 20, 30, 40, 50]) {
    await page.emulateMedia({ colorScheme: "light", forcedColors: "active" });
    await page.waitForTimeout(pause);
    await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
    await looks(page, "spectrum", light);
    await page.emulateMedia({ colorScheme: "dark", forcedColors: "none" });
    await looks(page, "spectrum", dark);
  }
  await close();
});

test("a figure is shown alone, larger, and the link keeps it", async () => {
  const { page, close } = await open(GRID);
  await ready(page);
  const small = await surface(page, "ladder").boundingBox();
  await figure(page, "ladder").hover();
  const alone = figure(page, "ladder").getByRole("button", { name: /alone/ });
  await alone.click();
  await addressed(page, /figure=ladder/);
  assert.equal(await page.locator("figure[data-figure]:visible").count(), 1);
  const large = await surface(page, "ladder").boundingBox();
  assert.ok(large.width * large.height > 1.5 * small.width * small.height, JSON.stringify(large));
  await page.reload();
  await ready(page);
  await eventually(async () => assert.equal(await page.locator("figure[data-figure]:visible").count(), 1));
  await figure(page, "ladder").hover();
  await alone.click();
  await eventually(async () => assert.equal(await page.locator("figure[data-figure]:visible").count(), 2, "back on the stage are those that the lab opens with"));
  await close();
});

test("PNG files have the size of the figure, at least that of a page, once and twice", async () => {
  const { page, close } = await open(CUSTOM, { deviceScaleFactor: 2 });
  await ready(page);
  const size = (bytes) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const once = await exported(page, "spectrum", "png");
  const twice = await exported(page, "spectrum", "png2");
  for (const { bytes } of [once, twice]) assert.equal(bytes.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n");
  const [width, height] = size(once.bytes);
  assert.ok(width >= 640 && height >= 420, `${width} × ${height} has no room for words`);
  assert.deepEqual(size(twice.bytes), [2 * width, 2 * height]);
  assert.equal(once.name, "rankscope-spectrum-spectrum.png");
  assert.equal(twice.name, "rankscope-spectrum-spectrum@2x.png");
  // A figure that is larger on screen is as large in its file.
  await visit(page, `${CUSTOM.slice(1)}&figure=spectrum`);
  await eventually(async () => assert.equal(await page.locator("figure[data-figure]:visible").count(), 1));
  const shown = await surface(page, "spectrum").boundingBox();
  assert.ok(shown.width > 640);
  assert.ok(Math.abs(size((await exported(page, "spectrum", "png")).bytes)[0] - shown.width) <= 1);
  await close();
});

test("SVG files are well-formed, stand alone and have real text", async () => {
  const { page, close } = await open(GRID);
  await ready(page);
  for (const id of ["heatmap", "spectrum", "ladder", "bounds", "heads"]) {
    const { bytes } = await exported(page, id, "svg");
    const found = await page.evaluate((text) => {
      const file = new DOMParser().parseFromString(text, "image/svg+xml");
      return {
        error: file.querySelector("parsererror")?.textContent,
        root: file.documentElement.localName,
        texts: [...file.querySelectorAll("text")].map((one) => one.textContent),
        outside: [...file.querySelectorAll("[href]")].map((one) => one.getAttribute("href")).filter((href) => !href.startsWith("data:") && !href.startsWith("#")),
        scripts: file.querySelectorAll("script").length,
      };
    }, bytes.toString("utf8"));
    assert.equal(found.error, undefined, id);
    assert.equal(found.root, "svg");
    assert.ok(found.texts.filter((one) => one.trim()).length >= 5, `${id}: ${found.texts}`);
    assert.deepEqual(found.outside, []);
    assert.equal(found.scripts, 0);
  }
  await close();
});

test("CSV files hold the numbers of the picture", async () => {
  const { page, close } = await open(CUSTOM);
  await ready(page);
  const rows = (await exported(page, "spectrum", "csv")).bytes.toString("utf8").trim().split(/\r?\n/).map((line) => line.split(","));
  assert.ok(rows.every((row) => row.length === rows[0].length), "every row has the same columns");
  const sigma = rows.filter((row) => row[0] === "σ").map((row) => Number(row[2]));
  assert.deepEqual(sigma, [4, 3, 2, 1], rows.map((row) => row.join()).join("\n"));
  await visit(page, "lab=attention&source=uniform&n=4");
  await shows(page, "n", 4);
  const cells = (await exported(page, "heatmap", "csv")).bytes.toString("utf8").trim().split(/\r?\n/);
  assert.ok(cells.filter((line) => line.includes("0.25")).length >= 4, cells.join("\n"));
  await close();
});

test("the report is JSON with the readouts of the page", async () => {
  const { page, close } = await open();
  await ready(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save-report").click()]);
  assert.equal(download.suggestedFilename(), "rankscope-attention.json");
  const report = JSON.parse(readFileSync(await download.path(), "utf8"));
  const ids = report.readouts.map((readout) => readout.id);
  const contract = "n rank erank energy_entropy_rank nuclear_frobenius_rank nuclear_spectral_rank participation_ratio stable_rank epsilon_rank energy_rank spectral_norm frobenius_norm nuclear_norm lambda2_dobrushin max_erank bound_rate bound_nuclear bound_erank bound_vc bound_occam bound_pac_bayes samples_nonvacuous_nuclear samples_nonvacuous_erank samples_nonvacuous_vc samples_nonvacuous_occam samples_nonvacuous_pac_bayes";
  for (const id of contract.split(" ")) assert.ok(ids.includes(id), id);
  for (const { id, value } of report.readouts) if (typeof value === "number") assert.equal(await number(page, id), value, id);
  assert.ok(report.checks.length > 0 && report.checks.every((check) => check.pass));
  await close();
});

test("the axes follow the scale that is chosen", async () => {
  const { page, close } = await open("#lab=spectrum&family=power&n=64&alpha=1");
  const looked = new Set();
  await ready(page);
  await unfold(page);
  for (const scale of ["linear", "log", "loglog", "cumulative"]) {
    await page.locator(`#control-scale label:has(input[value="${scale}"])`).click();
    await eventually(async () => {
      const now = await picture(page, "spectrum");
      assert.ok(!looked.has(now));
      looked.add(now);
    });
  }
  await visit(page, "lab=spectrum&family=power&n=64&alpha=2");
  await changed(page, "erank", NaN);
  await close();
});
