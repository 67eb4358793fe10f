// "Copy as NumPy" gives a program that prints a number of the page, for every example of every lab.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CLIPBOARD, copied, eventually, labs, number, ready, visit } from "./hands.mjs";
import { open, url } from "./harness.mjs";

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

test("the program of every example prints the number that the page shows", async (t) => {
  const python3 = python();
  const { page, close } = await open("", CLIPBOARD);
  await ready(page);
  const states = await labs(page);
  assert.ok(states.length >= 2);
  let programs = 0;
  for (const state of states) {
    await visit(page, state);
    const lab = new URLSearchParams(state).get("lab");
    await eventually(async () => assert.match(await page.locator("#presets a").first().getAttribute("href"), new RegExp(`lab=${lab}(&|$)`)));
    const presets = await page.locator("#presets a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    for (const preset of presets) {
      // A page of its own for each example: what it shows can be no other's.
      await page.goto("about:blank");
      await page.goto(`${url}${preset}`);
      await eventually(async () => assert.match(await page.locator("#badge").textContent(), / ms$/), 60_000);
      const button = page.locator("#copy-numpy");
      if (await button.evaluate((one) => one.hidden)) continue;
      programs += 1;
      await t.test(preset, () => agree(page, python3, button));
    }
  }
  assert.ok(programs >= 16, `${programs} programs`);
  await close();
});

/** Training rounds in another order, step by step; near the last fit the equations of the typical one are ill-conditioned; the bisection of a learning curve stops at an ulp of ln κ, which the sum over the modes magnifies. */
const TOLERANCES = { test_mse: 1e-8, test_error: 1e-10, typical_overlap: 1e-11 };

/** The last comment of a program names the readout that it prints; a program that draws its own random numbers names none, and has to run and print one number. */
const agree = async (page, python3, button) => {
  const program = await copied(page, button);
  const printed = Number(run(python3, "-c", program).trim());
  assert.ok(Number.isFinite(printed), program);
  const id = /# (\w+)\s*$/.exec(program)?.[1];
  if (!id) return;
  const expected = await number(page, id);
  const tolerance = TOLERANCES[id] ?? 1e-12;
  assert.ok(Math.abs(printed - expected) <= tolerance * Math.max(1, Math.abs(expected)), `NumPy prints ${printed}, the page shows ${expected} as ${id}`);
};
