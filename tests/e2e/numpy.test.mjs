// "Copy as NumPy" gives a program that prints the erank of the page, for every example of every lab.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CLIPBOARD, copied, eventually, number, readout, ready } from "./hands.mjs";
import { open } from "./harness.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const target = process.env.RANKSCOPE ? dirname(dirname(process.env.RANKSCOPE)) : join(root, "target");

const run = (program, ...given) => execFileSync(program, given, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

function works(program) {
  try {
    run(program, "-c", "import numpy");
    return true;
  } catch {
    return false;
  }
}

/** A Python that has NumPy: the machine's own, or one of ours under the target folder. */
function python() {
  if (works("python3")) return "python3";
  const own = join(target, "numpy", "bin", "python3");
  try {
    if (!existsSync(own)) run("python3", "-m", "venv", join(target, "numpy"));
    if (!works(own)) run(own, "-m", "pip", "install", "--quiet", "numpy");
  } catch (failure) {
    throw new Error(`the NumPy programs need Python 3 with NumPy: install it, e.g. \`apt-get install python3-numpy\` (${String(failure.message).split("\n")[0]})`);
  }
  return own;
}

test("the program of every example prints the erank that the page shows", async (t) => {
  const python3 = python();
  const { page, close } = await open("", CLIPBOARD);
  await ready(page);
  const labs = await page.locator("#labs a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  assert.ok(labs.length >= 2);
  let programs = 0;
  for (const lab of labs) {
    await page.locator(`#labs a[href="${lab}"]`).click();
    await eventually(async () => assert.equal(await page.locator(`#labs a[href="${lab}"]`).getAttribute("aria-current"), "page"));
    const presets = await page.locator("#presets a").evaluateAll((all) => all.map((one) => one.dataset.preset));
    for (const preset of presets) {
      await page.locator(`[data-preset="${preset}"]`).click();
      await eventually(async () => {
        assert.equal(await page.locator(`[data-preset="${preset}"]`).getAttribute("aria-current"), "true");
        assert.match(await page.locator("#badge").textContent(), / ms$/);
      }, 60_000);
      const button = page.locator("#copy-numpy");
      if (!(await button.isVisible())) continue;
      programs += 1;
      await t.test(`${lab} ${preset}`, () => agree(page, python3, button));
    }
  }
  assert.ok(programs >= 16, `${programs} programs`);
  await close();
});

/** A lab without an erank prints what it samples, which agrees only statistically: it has to run and print one number. The page may still be on its way to the example: program and number are compared until they are of one state. */
const agree = (page, python3, button) =>
  eventually(async () => {
    const program = await copied(page, button);
    const printed = Number(run(python3, "-c", program).trim());
    assert.ok(Number.isFinite(printed), program);
    if (!(await readout(page, "erank").count())) return;
    const expected = await number(page, "erank");
    assert.ok(Math.abs(printed - expected) <= 1e-12 * Math.max(1, expected), `NumPy prints ${printed}, the page shows ${expected}`);
  });
