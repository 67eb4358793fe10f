// A long run: play, pause, one step, back, scrub, by mouse and by keyboard; the link holds the moment.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressed, eventually, field, number, reads, setting, shows, slider, visit } from "./hands.mjs";
import { open } from "./harness.mjs";

const RUN = "#v=1&lab=reservoir&step=20&width=16&n=8";
const step = (page) => number(page, "step");
const button = (page, name) => page.locator(`#step-${name}`);

test("a run plays, pauses, and its link reopens the same moment", async () => {
  const { page, close } = await open(RUN);
  await shows(page, "step", 20);
  await button(page, "run").click();
  // Past the usual number of steps, which the address leaves out.
  await eventually(async () => assert.ok((await step(page)) > 300, `step ${await step(page)}`));
  await button(page, "run").click();
  const stopped = Number(await field(page, "step").inputValue());
  await shows(page, "step", stopped);
  await addressed(page, new RegExp(`step=${stopped}(&|$)`));
  const there = await number(page, "test_mse");
  await button(page, "one").click();
  await shows(page, "step", stopped + 1);
  await button(page, "reset").click();
  await shows(page, "step", 0);
  await visit(page, `v=1&lab=reservoir&width=16&n=8&step=${stopped}`);
  await shows(page, "step", stopped);
  await shows(page, "test_mse", there, 0);
  await close();
});

test("the space bar plays, a change of the learning rate goes on from the start, and an explosion ends with a sentence", async () => {
  const { page, close } = await open(RUN);
  await shows(page, "step", 20);
  await slider(page, "step").focus();
  await page.keyboard.press("Space");
  await eventually(async () => assert.ok((await step(page)) >= 60));
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowLeft");
  await addressed(page, /step=(?!20(&|$))\d+/);
  assert.ok(Number(setting(page, "step")) > 20);
  await visit(page, "v=1&lab=reservoir&eta=2&activation=relu&spread=4&step=1");
  await button(page, "run").click();
  await reads(page.locator("#headline"), /^Training diverges after step \d+/);
  await reads(page.locator("#step-end"), /^The run ends at step \d+/);
  await reads(button(page, "run"), /^Run$/);
  await close();
});
