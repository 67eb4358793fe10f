// Everybody: axe-core, the keyboard alone, small screens, large text, little motion.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { changed, eventually, field, figure, keys, labs, ready, reads, shows, slider, times, unfold, visit } from "./hands.mjs";
import { open } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Opens every lab in turn, once it shows numbers. */
async function eachLab(page, look) {
  await ready(page);
  for (const lab of await labs(page)) {
    await visit(page, lab);
    await eventually(async () => {
      assert.ok(new URL(page.url()).hash.includes(lab));
      assert.match(await page.locator("#badge").textContent(), / ms$| %$/);
      assert.ok((await page.locator(".readout:not([hidden])").count()) > 3);
    });
    await look(lab);
  }
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing in any lab, ${colorScheme}`, async () => {
    const { page, close } = await open("", { colorScheme });
    const found = [];
    await eachLab(page, async (lab) => {
      await page.evaluate(`${axe};0`);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document));
      for (const { id, nodes } of violations) found.push(`${lab}: ${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 4).join(", ")}`);
    });
    assert.deepEqual(found, []);
    await close();
  });
}

test("the Tab key reaches every control and figure, and one sees where it is", async () => {
  const { page, close } = await open("#lab=attention&source=qk&n=8");
  await ready(page);
  await unfold(page);
  // A group of radio buttons is one stop, and so is a list of tabs; the buttons of readouts and the rest have one each.
  const wanted = await page.evaluate(() => {
    const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
    return stops.filter((one) => one.checkVisibility() && !one.disabled && (one.type !== "radio" || one.checked) && !one.matches("[role=tab][tabindex='-1']")).map((one, i) => {
      one.dataset.stop = String(i);
      return one.id || one.getAttribute("aria-labelledby") || one.getAttribute("aria-label") || one.textContent.trim().slice(0, 30) || one.name;
    });
  });
  assert.ok(wanted.length > 60, `${wanted.length} stops`);
  const reached = new Set();
  const unseen = [];
  for (let i = 0; i < wanted.length + 5; i += 1) {
    await page.keyboard.press("Tab");
    const { stop, name, seen } = await page.evaluate(() => {
      const one = document.activeElement;
      const rings = [one, one.nextElementSibling, one.previousElementSibling, one.parentElement].filter(Boolean).map((each) => getComputedStyle(each));
      return { stop: one.dataset.stop, name: one.id || one.className || one.tagName, seen: rings.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) };
    });
    if (stop === undefined) continue;
    reached.add(stop);
    if (!seen) unseen.push(name);
  }
  assert.deepEqual(wanted.filter((_, i) => !reached.has(String(i))), []);
  assert.deepEqual(unseen, []);
  await close();
});

test("a whole session by keyboard alone", async () => {
  const { page, close } = await open("#lab=attention&source=uniform&n=4");
  await shows(page, "erank", 1);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "headline");
  const tabTo = async (id) => {
    for (let i = 0; i < 120; i += 1) {
      if (await page.evaluate((id) => document.activeElement.id === id || document.activeElement.getAttribute("aria-labelledby") === id, id)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not reach ${id}`);
  };
  await tabTo("n-range");
  for (const key of times(4, "ArrowRight")) await page.keyboard.press(key);
  await shows(page, "n", 8);
  await tabTo("heatmap-title");
  for (const key of ["ArrowRight", "ArrowDown", "3", "Enter"]) await page.keyboard.press(key);
  await changed(page, "erank", 1);
  await reads(page.locator("#status"), /./);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await shows(page, "erank", 1);
  await close();
});

test("findings, points and errors are announced politely", async () => {
  const { page, close } = await open("#lab=attention&source=identity&n=16");
  await shows(page, "erank", 16);
  const status = page.locator("#status");
  assert.equal(await status.getAttribute("aria-live"), "polite");
  await field(page, "n").fill("20");
  await reads(status, /20 of its 20 directions/);
  await field(page, "n").fill("2000");
  await reads(status, /Tokens: 2 to 256.*2000/);
  await keys(page, "spectrum", "ArrowRight", "ArrowRight");
  await reads(status, /2, 1/);
  assert.match(await slider(page, "temp").getAttribute("aria-valuetext"), /^1/);
  await close();
});

test("every input has a name, and every figure a title and words", async () => {
  const { page, close } = await open();
  await eachLab(page, async (lab) => {
    const nameless = await page.evaluate(() => [...document.querySelectorAll("input, select, textarea")]
      .filter((one) => !one.labels?.length && !one.getAttribute("aria-label")).map((one) => one.id));
    assert.deepEqual(nameless, [], lab);
    const titles = await page.locator("figure[data-figure]").evaluateAll((all) => all.map((one) => [one.querySelector("h3").textContent, one.querySelector("figcaption").textContent]));
    for (const [title, caption] of titles) assert.ok(title && caption.length > 10, `${lab}: ${title}: ${caption}`);
  });
  await close();
});

test("nothing moves by itself with reduced motion, and never longer than 150 ms", async () => {
  for (const [reducedMotion, limit] of [["reduce", 0], ["no-preference", 0.15]]) {
    const { page, close } = await open("", { reducedMotion });
    await ready(page);
    const longest = await page.evaluate(() => Math.max(...[...document.querySelectorAll("*")].flatMap((one) => [null, "::before", "::after"].flatMap((part) => {
      const style = getComputedStyle(one, part);
      const moving = style.animationName === "none" ? "0" : style.animationDuration;
      return `${style.transitionDuration},${moving}`.split(",").map(parseFloat);
    }))));
    assert.ok(longest <= limit, `${longest} s with ${reducedMotion}`);
    await close();
  }
});

/** What is wider than the window: elements that make the page scroll sideways. */
const sideways = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1 && one.checkVisibility()).map((one) => one.id || one.className || one.tagName).slice(0, 8);
});

/** Words that are cut off by the box they stand in. */
const squeezed = (page) => page.evaluate(() => [...document.querySelectorAll("#presets > *, #labs > *, .thumb .label, .head h3, #figures .caption")].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent));

for (const [words, viewport, style] of [
  ["320 pixels wide", { width: 320, height: 640 }, ""],
  ["a phone", { width: 390, height: 844 }, ""],
  ["400 % zoom of 1280 pixels", { width: 320, height: 256 }, ""],
  ["text of 200 % on a desk", { width: 1280, height: 800 }, "html { font-size: 200% }"],
  ["text of 200 % on a phone", { width: 390, height: 844 }, "html { font-size: 200% }"],
]) {
  test(`no lab scrolls sideways: ${words}`, async () => {
    const { page, close } = await open("", { viewport });
    if (style) await page.addStyleTag({ content: style });
    await eachLab(page, async (lab) => {
      assert.deepEqual(await sideways(page), [], lab);
      assert.deepEqual(await squeezed(page), [], lab);
      await eventually(async () => {
        const box = await page.locator("figure[data-figure]:not([hidden]) .surface").first().boundingBox();
        assert.ok(box?.width > 180 && box.height > 100, `${lab}: ${JSON.stringify(box)}`);
      });
    });
    await close();
  });
}

test("targets are at least 24 pixels", async () => {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    const { page, close } = await open("", { viewport, hasTouch: viewport.width < 500 });
    await eachLab(page, async (lab) => {
      const small = await page.evaluate(() => [...document.querySelectorAll("button, input, select, textarea, summary, a[href]")]
        // Links within a sentence and what stands off the screen are exempt; a labelled radio is as large as its label.
        .filter((one) => one.checkVisibility() && !one.closest("p:not(.lone), li, .skip, #sources") && !one.matches(".offscreen, .skip"))
        .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
        .filter(([, box]) => box.width < 23.9 || box.height < 23.9)
        .map(([one, box]) => `${one.id || one.className || one.textContent.trim() || one.tagName} ${box.width.toFixed(0)}x${box.height.toFixed(0)}`));
      assert.deepEqual(small, [], `${lab} at ${viewport.width}`);
    });
    await close();
  }
});

test("a phone keeps the figure in view while its control is moved", async () => {
  const { page, close } = await open("#lab=attention&source=qk&n=16", { viewport: { width: 390, height: 844 }, hasTouch: true });
  const before = await ready(page);
  await slider(page, "temp").scrollIntoViewIfNeeded();
  await slider(page, "temp").focus();
  await page.keyboard.press("PageUp");
  await changed(page, "erank", before);
  const inView = await page.locator("figure[data-figure] .surface").evaluateAll((all) => all.some((one) => {
    const box = one.getBoundingClientRect();
    return box.height > 100 && box.top >= -1 && box.bottom <= innerHeight + 1;
  }));
  assert.ok(inView, "no figure is in view beside the slider");
  await close();
});
