// One question at a time: home, the menu of labs, the stage with its strip, what stands behind doors, and embedded labs with a stage.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { addressed, changed, CLIPBOARD, complaints, control, copied, drop, eventually, field, figure, labs, number, openedLab, openLab, picture, readout, ready, reads, redrawn, setting, shows, slider, swipe, visit } from "./hands.mjs";
import { open, url } from "./harness.mjs";
import { dist, host } from "./hosts.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const staged = (page) => page.locator("figure[data-figure]:visible").evaluateAll((all) => all.map((one) => one.dataset.figure));
const thumb = (page, id) => page.locator(`#strip [data-thumb="${id}"]`);
const group = (page, title) => page.locator("details.group", { has: page.getByRole("heading", { name: title }) });

async function clean(page, where) {
  await page.evaluate(`${axe};0`);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 4)}`), []);
}

test("home says what this is, moves under the hand, and leads on; the brand leads back", async () => {
  for (const options of [{}, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }]) {
    const { page, errors, close } = await open("", { home: true, ...options });
    const before = await ready(page);
    await page.locator("#welcome").waitFor();
    const seen = await picture(page, "heatmap");
    // The one control is in view, and what it moves too.
    const box = await slider(page, "temp").boundingBox();
    assert.ok(box.y + box.height < (options.viewport ?? { height: 900 }).height, JSON.stringify(box));
    assert.ok((await figure(page, "heatmap").locator(".surface").boundingBox()).y < (options.viewport ?? { height: 900 }).height / 2 + 100);
    await slider(page, "temp").focus();
    await page.keyboard.press("PageUp");
    await changed(page, "erank", before);
    await redrawn(page, "heatmap", seen);
    assert.equal(new URL(page.url()).hash, "");
    const states = await page.locator("[data-card]").evaluateAll((all) => all.map((one) => one.getAttribute("href").slice(1)));
    assert.deepEqual([...states].sort(), (await labs(page)).sort(), "a card for every lab");
    await clean(page, "home");
    // What was made of the picture goes along.
    await page.getByRole("link", { name: "Open this lab" }).click();
    await addressed(page, /^#v=1&lab=attention.*temp=/);
    await page.locator("#strip").waitFor();
    assert.ok(await page.locator("#welcome").isHidden());
    await page.locator(".brand").click();
    await page.locator("#welcome").waitFor();
    assert.equal(await page.title(), "Rankscope");
    await page.goBack();
    await addressed(page, /lab=attention/);
    await page.locator("#strip").waitFor();
    await page.goBack();
    await page.locator("#begin .tour").first().click();
    await page.locator("#lesson-title").waitFor();
    await addressed(page, /lesson=\S+\.1/);
    assert.deepEqual(errors, []);
    await close();
  }
});

test("home takes a file and a matrix, and its snippet works", async () => {
  const { page, errors, close } = await open("", { home: true, ...CLIPBOARD });
  await page.locator("#welcome").waitFor();
  await ready(page);
  const code = await copied(page, page.locator("#in-notes").getByRole("button", { name: "Link", exact: true }));
  assert.match(code, /#v=1&lab=/);
  await page.locator("#bring-text").fill("1 0\n0 1");
  await page.getByRole("button", { name: "Look at this matrix" }).click();
  await shows(page, "n", 2);
  await shows(page, "erank", 2);
  assert.ok(await page.locator("#welcome").isHidden());
  await page.locator(".brand").click();
  await page.locator("#welcome").waitFor();
  await drop(page, "mine.csv", "1,0,0\n0,1,0\n0,0,1\n");
  await shows(page, "erank", 3);
  await addressed(page, /source=file/);
  assert.deepEqual(errors, []);
  await close();
  const elsewhere = await open(new URL(code).hash);
  await ready(elsewhere.page);
  await elsewhere.close();
});

test("the menu of labs: by typing, by arrows, by mouse; and the labs beside the open one", async () => {
  const { page, close } = await open();
  await ready(page);
  const button = page.locator("#lab-menu");
  await button.focus();
  await page.keyboard.press("Enter");
  await page.locator("#lab-search").waitFor();
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  await clean(page, "menu");
  assert.equal(await page.locator("#lab-list a[aria-current=page]").getAttribute("data-lab"), "attention");
  await page.keyboard.type("learning curve");
  await eventually(async () => assert.ok((await page.locator("#lab-list a:visible").count()) >= 1));
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.lab), "learning_curve");
  await page.keyboard.press("Enter");
  await eventually(async () => assert.equal(await openedLab(page), "Learning curve"));
  assert.ok(await page.locator("#lab-list").isHidden());
  await button.click();
  await page.keyboard.type("qqqq");
  await reads(page.locator("#lab-list .note"), /No lab/);
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.id), "lab-menu");
  await openLab(page, "spectrum");
  await eventually(async () => assert.equal(await openedLab(page), "Spectrum"));
  await page.locator("#lab-next").click();
  await eventually(async () => assert.notEqual(await openedLab(page), "Spectrum"));
  await page.locator("#lab-prev").click();
  await eventually(async () => assert.equal(await openedLab(page), "Spectrum"));
  await close();
});

test("the strip is a list of tabs: a click or a key brings a figure to the stage, and the link keeps it", async () => {
  const { page, errors, close } = await open();
  await ready(page);
  await eventually(async () => assert.deepEqual(await staged(page), ["heatmap", "spectrum"]));
  assert.equal(await thumb(page, "heatmap").getAttribute("aria-selected"), "true");
  // Thumbnails live.
  const small = () => thumb(page, "ladder").locator("canvas").evaluate((canvas) => canvas.toDataURL());
  const before = await small();
  await slider(page, "temp").focus();
  await page.keyboard.press("PageUp");
  await eventually(async () => assert.notEqual(await small(), before));
  await thumb(page, "ladder").click();
  await eventually(async () => assert.deepEqual(await staged(page), ["ladder"]));
  await addressed(page, /figure=ladder/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await eventually(async () => assert.deepEqual(await staged(page), ["bounds"]));
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await eventually(async () => assert.equal((await staged(page)).length, 5));
  await addressed(page, /figure=all/);
  await page.reload();
  await ready(page);
  await eventually(async () => assert.equal((await staged(page)).length, 5));
  await thumb(page, "all").click();
  await eventually(async () => assert.deepEqual(await staged(page), ["heatmap", "spectrum"]));
  await eventually(() => assert.equal(setting(page, "figure"), null));
  await clean(page, "stage");
  assert.deepEqual(errors, []);
  await close();
});

test("on a phone a swipe brings the next figure, a drag on the stage lets the page scroll, and the stage stays in view", async () => {
  const { page, close } = await open("", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await ready(page);
  await eventually(async () => assert.deepEqual(await staged(page), ["heatmap"]));
  const box = await figure(page, "heatmap").locator(".surface").boundingBox();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await swipe(page, { x: middle.x + 120, y: middle.y }, { x: middle.x - 120, y: middle.y + 4 });
  await eventually(async () => assert.deepEqual(await staged(page), ["spectrum"]));
  await swipe(page, middle, { x: middle.x, y: middle.y - 220 });
  await eventually(async () => assert.ok((await page.evaluate(() => scrollY)) > 60));
  await page.evaluate(() => document.querySelector("#rest").scrollIntoView());
  const { top, bottom } = await page.locator("#figures").evaluate((one) => one.getBoundingClientRect());
  assert.ok(top >= -1 && bottom <= 0.46 * 844, `${top} to ${bottom}`);
  await close();
});

test("what is essential is in view, the rest one click away; a change behind a door is a chip that can be taken back", async () => {
  const { page, close } = await open("#lab=attention&source=identity&n=16&m=1000");
  await shows(page, "erank", 16);
  for (const id of ["source", "n", "temp", "mask"]) assert.ok(await control(page, id).isVisible(), id);
  assert.ok(await control(page, "m").isHidden());
  assert.ok(await readout(page, "erank").isVisible());
  assert.ok(await readout(page, "bound_erank").isHidden());
  const chip = page.locator('[data-changed="m"]');
  await reads(chip, /1 ?000/);
  await chip.getByRole("button").first().click();
  await eventually(async () => assert.ok(await control(page, "m").isVisible()));
  assert.ok(await control(page, "m").evaluate((one) => one.contains(document.activeElement)));
  await chip.getByRole("button", { name: /^Reset/ }).click();
  await eventually(async () => assert.equal(setting(page, "m"), null));
  assert.equal(await chip.count(), 0);
  await page.locator("#rest > summary").click();
  assert.ok(await readout(page, "bound_erank").isVisible());
  assert.equal(Number(await group(page, "Bounds").locator(".count").textContent()), await group(page, "Bounds").locator(".control:not([hidden])").count());
  // A link that lists controls leaves no doors.
  await visit(page, "lab=attention&source=identity&n=9&controls=n,m");
  await shows(page, "erank", 9);
  for (const id of ["n", "m"]) assert.ok(await control(page, id).isVisible(), id);
  assert.equal(await page.locator("details.group:visible").count(), 0);
  await close();
});

test("a number is copied as LaTeX", async () => {
  const { page, close } = await open("#lab=spectrum&family=flat&n=16&flat_rank=9", CLIPBOARD);
  await shows(page, "erank", 9);
  assert.match(await copied(page, page.locator("#copy-latex")), /^% Effective rank.*: 9(\.0+\d*)? at v=1&lab=spectrum&family=flat&n=16&flat_rank=9\n\\\[ .*\\exp.* \\\]\n$/);
  await close();
});

test("an embedded lab has a stage where the page around asks for one, and can change it", async () => {
  const { page, errors, close } = await host(`<rankscope-lab id="a" view="stage" state="lab=attention"></rankscope-lab><script type="module" src="${dist}rankscope.js"></script>`);
  const lab = page.locator("#a");
  await lab.locator("#strip [data-thumb]").first().waitFor();
  await eventually(async () => assert.equal(await lab.locator(".panel:visible").count(), 1 + Number((await lab.locator("#figures").boundingBox()).width >= 600)));
  await lab.locator('[data-thumb="bounds"]').click();
  await eventually(async () => assert.deepEqual(await lab.locator(".panel:visible").evaluateAll((all) => all.map((one) => one.dataset.figure)), ["bounds"]));
  await lab.evaluate((one) => one.setAttribute("view", "grid"));
  await eventually(async () => assert.ok(await lab.locator("#strip").isHidden()));
  await lab.evaluate((one) => { one.state = "lab=attention"; });
  await eventually(async () => assert.equal(await lab.locator(".panel:visible").count(), 5));
  assert.ok(await lab.locator("#control-m").isVisible());
  assert.ok(await lab.locator('[data-readout="bound_erank"]').isVisible());
  assert.deepEqual(errors, []);
  await close();
});
