// A slider is moved, and every stage of the frame that follows is timed.

import { isolated } from "./drag.mjs";
import { watchPage } from "./page.mjs";

const SLIDER = "temp-range";
const VIEWPORT = { width: 1440, height: 900 };
/** They warm the machine up. */
const UNCOUNTED = 20;

/**
 * The milliseconds of every stage of every move, by the name of the stage.
 * @returns {Promise<Map<string, number[]>>}
 */
export async function stages(browser, url, state, moves) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    await isolated(page);
    await page.addInitScript(watchPage);
    await page.goto(url + state);
    await page.waitForFunction(() => document.querySelector("canvas")?.width > 0 && !document.getElementById("badge").textContent.includes("comput"));
    const frames = await page.evaluate(async ({ slider, count }) => {
      if (!crossOriginIsolated) throw new Error("the clock is coarse");
      const { min, max, step } = document.getElementById(slider);
      const steps = Math.round((Number(max) - Number(min)) / Number(step));
      const frames = [];
      for (let i = 1; i <= count; i++) {
        // All over the middle third, by the golden ratio: no position is near the one before, so that every move is one.
        frames.push(await globalThis.moveSlider(slider, Number(min) + Number(step) * Math.round(steps * (1 + (0.618 * i) % 1) / 3)));
        await new Promise((done) => setTimeout(done, 5));
      }
      return frames;
    }, { slider: SLIDER, count: UNCOUNTED + moves });
    const times = new Map();
    for (const frame of frames.slice(UNCOUNTED)) {
      for (const [stage, time] of timesOf(frame)) times.set(stage, [...times.get(stage) ?? [], time]);
    }
    return times;
  } finally {
    await context.close();
  }
}

/** What happened one after the other, from the input event to the last canvas. */
function timesOf({ begin, drawn, notes }) {
  const all = (names) => notes.filter(({ name }) => names.includes(name)).reduce((sum, { begin, end }) => sum + end - begin, 0);
  const first = (name) => notes.find((note) => note.name === name);
  const last = (name) => notes.findLast((note) => note.name === name);
  const [compute, encode] = [all(["open", "advance"]), all(["report", "figures"])];
  const [frame, received, posted] = [last("frame"), first("received").begin, last("post").begin];
  const draws = notes.filter(({ name }) => name.startsWith("draw ")).map(({ name }) => name);
  const raster = (draw) => all([draw.replace("draw", "raster")]);
  const laid = last("layout").end - last("layout").begin;
  const taken = last("describe").end - frame.begin;
  const rasters = draws.map(raster).reduce((a, b) => a + b, 0);
  return [
    ["input event: state, controls", first("input").end - begin],
    ["to the worker", received - first("asked").begin],
    ["worker: compute (open, advance)", compute],
    ["worker: encode (report, figures)", encode],
    ["worker: the rest (JSON)", posted - received - compute - encode],
    ["to the page (post, decode)", last("dom").begin - posted],
    ["page: numbers and texts (DOM)", all(["dom"])],
    ["page: until drawing begins", frame.begin - last("dom").end],
    ["page: figures decoded, described", taken],
    ...draws.map((draw) => [draw, all([draw]) + raster(draw)]),
    ["page: the rest of drawing", frame.end - frame.begin - taken - all(draws)],
    ["page: style and layout", laid],
    ["total", drawn - begin + rasters + laid],
    ["total without compute", drawn - begin + rasters + laid - compute],
  ];
}
