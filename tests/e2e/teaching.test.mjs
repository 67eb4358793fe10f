// Lessons, teacher mode, predictions, formulas that answer, citations, paper, and pages that may not compute.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { addressed, changed, CLIPBOARD, control, copied, eventually, field, figure, picture, readout, ready, reads, setting, shows, slider, unfold, visit } from "./hands.mjs";
import { open, url } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const { lessons } = JSON.parse(readFileSync(new URL("../../www/study/lessons.json", import.meta.url), "utf8"));
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

async function clean(page, where) {
  await page.evaluate(`${axe};0`);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 4)}`), []);
}

const lesson = (page) => page.locator(".lesson");
const title = (page) => page.locator("#lesson-title");

/** Whether two boxes overlap. */
const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

test("a lesson by mouse: from the list, a step done, the next, and out again", async () => {
  const { page, errors, requests, close } = await open("#lab=spectrum&family=flat&n=8&flat_rank=8");
  await shows(page, "erank", 8);
  assert.deepEqual(requests.filter((one) => /lesson|study\.css|teach|question|symbols/.test(one) && !one.includes("study.js")), [], "a first visit loads no lesson");
  await page.locator("#lessons").click();
  await eventually(async () => assert.equal(await lesson(page).locator("[data-tour]").count(), lessons.length));
  await lesson(page).locator('[data-tour="effective-rank"]').click();
  await shows(page, "erank", 12);
  await reads(title(page), /What effective rank means step 1 of 3/);
  assert.equal(await page.locator(".task.achieved").count(), 0);
  await field(page, "flat_rank").fill("20");
  await shows(page, "erank", 20);
  await reads(page.locator(".task.achieved .done"), /done/);
  await addressed(page, /lesson=effective-rank\.1/);
  await lesson(page).getByRole("link", { name: "Next" }).click();
  await reads(title(page), /step 2 of 3/);
  await changed(page, "erank", 20);
  assert.ok(await control(page, "ratio").evaluate((one) => one.classList.contains("pointed")));
  await lesson(page).getByRole("link", { name: "Back" }).click();
  await reads(title(page), /step 1 of 3/);
  await page.getByRole("button", { name: "Leave the lesson" }).click();
  await eventually(async () => assert.equal(setting(page, "lesson"), null));
  assert.ok(await lesson(page).isHidden());
  assert.deepEqual(errors, []);
  await close();
});

test("a lesson by keyboard alone, from a link that names only its step", async () => {
  const { page, close } = await open("#lesson=effective-rank.2");
  await reads(title(page), /step 2 of 3/);
  await addressed(page, /lab=spectrum&family=geometric.*lesson=effective-rank\.2/);
  // What waits for its first answer is hidden, and takes no focus.
  await ready(page);
  await field(page, "ratio").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("0.5");
  await reads(page.locator(".task.achieved .done"), /done/);
  await shows(page, "erank", 4, 1e-6);
  const next = lesson(page).getByRole("link", { name: "Next" });
  await next.focus();
  await page.keyboard.press("Enter");
  await reads(title(page), /step 3 of 3/);
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), "lesson-title"));
  await close();
});

for (const [words, options] of [["a desk", {}], ["a phone", PHONE]]) {
  test(`the words of a lesson cover no figure: ${words}`, async () => {
    const { page, close } = await open("#lesson=definitions.1", options);
    await reads(title(page), /step 1/);
    await ready(page);
    const text = await lesson(page).boundingBox();
    for (const box of await page.locator(".panel:not([hidden]) .surface").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))) assert.ok(apart(text, box), JSON.stringify([text, box]));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await clean(page, words);
    await close();
  });
}

test("a teacher's view: what remains, what is fixed, what is asked, as text only", async () => {
  const state = `lab=spectrum&controls=alpha,n&figures=spectrum,ladder&readouts=erank,rank&fix=n&title=${encodeURIComponent("<b>Tails</b>")}&ask=${encodeURIComponent("Which α halves it?\n<img src=x onerror=alert(1)>")}`;
  const { page, errors, close } = await open(`#${state}`);
  await ready(page);
  await reads(page.locator(".question h2"), /^<b>Tails<\/b>$/);
  await reads(page.locator(".question .ask"), /<img src=x/);
  assert.equal(await page.locator(".question img").count(), 0);
  await eventually(async () => assert.deepEqual(await page.locator(".control:not([hidden])").evaluateAll((all) => all.map((one) => one.id)), ["control-n", "control-alpha"]));
  assert.ok(await field(page, "n").isDisabled() && await slider(page, "n").isDisabled());
  assert.ok(await field(page, "alpha").isEnabled());
  await eventually(async () => assert.deepEqual(await page.locator(".panel:not([hidden])").evaluateAll((all) => all.map((one) => one.dataset.figure)), ["spectrum", "ladder"]));
  assert.deepEqual(await page.locator(".readout:not([hidden])").evaluateAll((all) => all.map((one) => one.dataset.readout)), ["erank", "rank"]);
  await clean(page, "question");
  // What the lab does not have cannot be asked for, and covers nothing.
  await visit(page, `${state}&predict=nothing`);
  await eventually(async () => assert.ok(await page.locator("#headline").isVisible()));
  await visit(page, `${state}&fix=speed`);
  await reads(page.locator("#problems"), /fix: controls of the lab spectrum, got "speed"/);
  assert.deepEqual(errors, []);
  await close();
});

test("a prediction comes before the numbers: typed, by keyboard", async () => {
  const { page, close } = await open("#lab=spectrum&family=flat&n=16&flat_rank=9&ask=How%20many%3F&predict=erank");
  const guess = page.getByLabel(/Your prediction/);
  await guess.waitFor();
  await eventually(async () => assert.ok(await readout(page, "erank").isHidden()));
  assert.ok(!(await figure(page, "spectrum").locator(".surface").isVisible()));
  assert.ok(!(await page.locator("#headline").isVisible()));
  assert.ok(await page.locator(".predict .run").isDisabled());
  await guess.focus();
  await page.keyboard.type("7");
  await page.keyboard.press("Enter");
  await shows(page, "erank", 9);
  await figure(page, "spectrum").locator(".surface").waitFor();
  await reads(page.locator(".answer"), /You predicted 7; it is 9\./);
  await clean(page, "answer");
  await close();
});

for (const [words, options] of [["mouse", {}], ["keys", {}], ["a finger", PHONE]]) {
  test(`a prediction is placed in a figure before its curves show: ${words}`, async () => {
    const { page, close } = await open("#lab=spectrum&family=power&n=16&ask=Where%3F&place=spectrum", options);
    const cover = figure(page, "spectrum").locator(".cover");
    await cover.waitFor();
    assert.ok(!(await page.locator("#headline").isVisible()));
    await eventually(async () => assert.ok((await cover.boundingBox()).width > 100));
    await cover.scrollIntoViewIfNeeded();
    if (words === "keys") {
      await cover.focus();
      for (const key of ["ArrowUp", "ArrowRight", "ArrowUp"]) await page.keyboard.press(key);
    } else if (words === "mouse") await cover.click({ position: { x: 80, y: 90 } });
    else await cover.tap({ position: { x: 80, y: 60 } });
    await page.locator(".predict .run").click();
    await reads(page.locator(".answer"), /You placed a point at \S+, \S+\./);
    assert.equal(await cover.count(), 0);
    assert.ok(await page.locator("#headline").isVisible());
    await close();
  });
}

test("teacher mode writes the link and a snippet for every host", async () => {
  const { page, errors, close } = await open("#lab=spectrum&family=flat&n=16&flat_rank=9", CLIPBOARD);
  await shows(page, "erank", 9);
  await page.locator("#teach").click();
  const panel = page.locator(".teach");
  await panel.getByLabel("Title").fill("Flat & <even>");
  for (const name of ["tau", "tol"]) await panel.locator(`[data-key="controls"] input[value="${name}"]`).uncheck();
  await panel.locator('[data-key="fix"] input[value="n"]').check();
  await panel.locator('[data-key="figures"] input[value="schatten"]').uncheck();
  await panel.getByLabel("To be predicted as a number").selectOption("erank");
  await addressed(page, /fix=n/);
  await addressed(page, /title=Flat & <even>/);
  await addressed(page, /predict=erank/);
  assert.ok(!setting(page, "controls").split(",").includes("tau") && setting(page, "controls").split(",").includes("n"));
  const state = new URL(page.url()).hash.slice(1);
  for (const [id, pattern] of [
    ["html", /<script type="module" src="[^"]*rankscope\.inline\.js"><\/script>\n<rankscope-lab state="v=1&amp;lab=spectrum/],
    ["iframe", /<iframe src="[^"]*embed\.html#v=1&amp;lab=spectrum[^"]*" title="Flat &amp; &lt;even&gt;"/],
    ["quarto", /```\{=html\}\n[^]*<rankscope-lab/],
    ["myst", /```\{anywidget\} \S+widget\.js\n\{"state":"v=1&lab=spectrum/],
    ["reveal", /<iframe data-src=".*data-preload>/],
    ["jupyter", /RankscopeLab\(state="v=1&lab=spectrum/],
    ["observable", /import\("\S+rankscope\.js"\)/],
    ["link", /^http\S+#v=1&lab=spectrum/],
  ]) {
    const text = await copied(page, panel.locator(`[data-snippet="${id}"]`));
    assert.match(text, pattern);
    if (id === "link") assert.equal(text, `${url}#${state}`);
  }
  await clean(page, "teacher mode");
  await page.keyboard.press("Escape");
  await eventually(async () => assert.equal(await panel.count(), 0));
  assert.deepEqual(errors, []);
  await close();
});

test("a snippet brings a still picture, unless that would answer what is asked", async () => {
  const { page, errors, close } = await open("#lab=spectrum&family=flat&n=16&flat_rank=9", CLIPBOARD);
  await figure(page, "spectrum").locator("canvas").waitFor();
  await page.locator("#teach").click();
  const panel = page.locator("dialog.teach");
  const box = panel.getByLabel(/A still picture/);
  await box.check();
  const headline = await page.locator("#headline").textContent();
  const [download] = await Promise.all([page.waitForEvent("download"), panel.getByRole("button", { name: "Save the picture" }).click()]);
  assert.equal(download.suggestedFilename(), "rankscope-spectrum-spectrum.svg");
  for (const id of ["html", "iframe", "quarto", "reveal"]) {
    const text = await copied(page, panel.locator(`[data-snippet="${id}"]`));
    assert.ok(text.includes(`<img src="rankscope-spectrum-spectrum.svg" alt="${headline}"`), text);
  }
  await panel.getByLabel("To be predicted as a number").selectOption("erank");
  await eventually(async () => assert.ok(await panel.getByLabel(/No still picture/).isDisabled()));
  assert.doesNotMatch(await copied(page, panel.locator('[data-snippet="html"]')), /<img/);
  assert.deepEqual(errors, []);
  await close();
});

test("a symbol lights up what it names, and what is pointed at lights its symbols", async () => {
  const { page, close } = await open("#lab=attention&source=qk&n=16");
  await ready(page);
  await unfold(page);
  const row = page.locator('[data-readout="bound_erank"]');
  await row.locator("summary").click();
  const symbol = row.locator("[data-symbol]").first();
  await symbol.waitFor();
  const [id] = (await row.locator('[data-symbol="m"]').first().getAttribute("data-controls")).split(" ");
  assert.equal(id, "m");
  await row.locator('[data-symbol="m"]').first().hover();
  await eventually(async () => assert.ok(await control(page, "m").evaluate((one) => one.classList.contains("lit"))));
  await slider(page, "m").focus();
  await eventually(async () => assert.ok(await row.locator('[data-symbol="m"]').first().evaluate((one) => one.classList.contains("lit"))));
  await row.getByRole("button", { name: "With the numbers of now" }).click();
  await reads(row.locator(".numbers"), /m = 10⁶/);
  // A quantity with an ink makes its curves stand out.
  const drawn = await picture(page, "ladder");
  const named = page.locator('[data-readout="samples_nonvacuous_rate"]');
  await named.locator("summary").click();
  const quantity = page.locator('[data-symbol]:not([data-quantities=""])').first();
  if (await quantity.count()) {
    await quantity.focus();
    await eventually(async () => assert.ok((await page.locator(".readout.lit").count()) > 0));
  }
  await page.locator("#headline").focus();
  await eventually(async () => assert.equal(await picture(page, "ladder"), drawn));
  await clean(page, "formula");
  await close();
});

test("a number is copied as Rust, as a command and as BibTeX", async () => {
  const { page, close } = await open("#lab=spectrum&family=flat&n=16&flat_rank=9", CLIPBOARD);
  await shows(page, "erank", 9);
  assert.match(await copied(page, page.locator("#copy-cli")), /^rankscope eval "v=1&lab=spectrum&family=flat&n=16&flat_rank=9" --readout erank$/);
  assert.match(await copied(page, page.locator("#copy-rust")), /session\.evaluate\("v=1&lab=spectrum&family=flat&n=16&flat_rank=9"\)/);
  assert.match(await copied(page, page.locator("#copy-bibtex")), /^@article\{roy2007,[^]*@software\{rankscope,/);
  await close();
});

test("paper shows figures, numbers and the link, and no controls", async () => {
  const { page, close } = await open("#lab=spectrum&family=flat&n=16&flat_rank=9", { colorScheme: "dark" });
  await shows(page, "erank", 9);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  assert.ok(!(await page.locator("#controls").isVisible()) && !(await page.locator(".tools").first().isVisible()));
  await figure(page, "spectrum").locator("canvas").waitFor();
  assert.equal(await page.locator("#readouts").evaluate((one) => getComputedStyle(one).display), "table");
  await reads(page.locator("#printed"), /#v=1&lab=spectrum&family=flat&n=16&flat_rank=9/);
  // Paper has every figure and every number.
  assert.equal(await page.locator("figure[data-figure]:visible").count(), await page.locator("figure[data-figure]").count());
  assert.ok(await readout(page, "bound_erank").isVisible());
  assert.ok((await page.pdf()).length > 20_000);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: "screen" });
  await eventually(async () => assert.equal(await page.locator("figure[data-figure]:visible").count(), 2));
  assert.ok(await readout(page, "bound_erank").isHidden());
  await close();
});

test("without scripts the labs are pictures with words", async () => {
  const { page, close } = await open("", { javaScriptEnabled: false });
  const posters = page.frameLocator("noscript iframe, iframe");
  await eventually(async () => assert.ok((await posters.locator("img").count()) >= 4));
  for (const image of await posters.locator("img").all()) {
    assert.ok((await image.getAttribute("alt")).length > 30);
    assert.ok((await image.boundingBox()).width > 200);
  }
  await close();
});

test("where WebAssembly is refused, the poster stands with the reason", async () => {
  const prepare = (page) => page.route("**/*", async (route) => {
    if (!route.request().isNavigationRequest()) return route.continue();
    const answer = await route.fetch();
    return route.fulfill({ response: answer, headers: { ...answer.headers(), "content-security-policy": "script-src 'self'" } });
  });
  const { page, close } = await open("#lab=quadratic", { prepare });
  await reads(page.locator("#problems"), /wasm-unsafe-eval/);
  const image = page.locator(".poster img");
  await image.waitFor();
  assert.match(await image.getAttribute("src"), /posters\/quadratic\.svg$/);
  assert.ok((await image.getAttribute("alt")).length > 30);
  await eventually(async () => assert.ok(await image.evaluate((one) => one.complete && one.naturalWidth > 0)));
  await clean(page, "refused");
  await close();
});
