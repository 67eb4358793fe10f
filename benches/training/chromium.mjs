// The lab in Chromium: steps a second with everything that is measured on the way, frames while it plays, a sweep, memory over a long run.

import { loadavg } from "node:os";
import { chromium } from "playwright-core";

const { CHROME: executablePath, RANKSCOPE_URL: url } = process.env;
/** What a size is called in the lab. */
const STATES = [
  ["default: L = 1, d = 24, T = 12, H = 2", "", 1000],
  ["L = 1, d = 64, T = 32, H = 4", "&width=64&context=32&heads=4&vocabulary=8", 100],
  ["L = 2, d = 64, T = 32, H = 4, GELU, RMS", "&width=64&context=32&heads=4&vocabulary=8&layers=2&mlp=gelu&norm=rms", 40],
];
/** Goals: steps a second at the default, longest frame in ms, seconds of a sweep. */
const [FAST, FRAME, SWEEP] = [200, 50, 60];

export async function inChromium({ say, csv }) {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
  try {
    const verdict = (kept) => (kept ? "kept" : "missed");
    const row = (what, number, unit, goal) => {
      say(`| ${[what, number, unit, goal, loadavg()[0].toFixed(1)].join(" | ")} |`);
      csv.push([`"${what}"`, "", "", "", "", "", "", "", "", "", number, "", "", "", loadavg()[0].toFixed(1)].join());
    };
    say("", `## The lab in Chromium ${browser.version().split(".")[0]}`, "",
      "By the clock, with all that is measured on the way; a busy machine makes it slower.", "",
      "| what | number | unit | goal | load |", "| --- | ---: | --- | --- | ---: |");
    for (const variant of ["simd128", "scalar"]) {
      for (const [name, settings, steps] of STATES) {
        const { seconds } = await evaluated(browser, variant, `lab=train${settings}&step=${steps}`);
        const rate = steps / seconds;
        const goal = variant === "simd128" && settings === "" ? `${FAST}: ${verdict(rate >= FAST)}` : "";
        row(`${name}, ${variant}`, rate.toFixed(0), "steps/s", goal);
      }
    }
    const frames = await played(browser);
    row("longest frame while it plays, 10 s", frames.longest.toFixed(0), "ms", `${FRAME}: ${verdict(frames.longest <= FRAME)}`);
    row("95th percentile of frames", frames.p95.toFixed(1), "ms", "");
    row("steps a second while it plays, 5 a frame", frames.rate.toFixed(0), "steps/s", "");
    const sweep = await evaluated(browser, "simd128", "lab=train&sweep=samples");
    row("majority: 8 sizes, 3 seeds each", sweep.seconds.toFixed(1), "s", `${SWEEP}: ${verdict(sweep.seconds <= SWEEP)}`);
    const small = "lab=train&width=8&heads=1&vocabulary=2&context=4&samples=8&batch=4";
    const long = await evaluated(browser, "simd128", `${small}&step=10000`, `${small}&step=100000`);
    row("memory of the engine after 10⁴ steps", (long.bytes[0] / 1024).toFixed(0), "KiB", "");
    row("memory of the engine after 10⁵ steps", (long.bytes[1] / 1024).toFixed(0), "KiB", `as before: ${verdict(long.bytes[1] <= long.bytes[0])}`);
  } finally {
    await browser.close();
  }
}

/** Seconds that states take one after the other in an engine of their own, and the memory that it has after each. */
async function evaluated(browser, variant, ...states) {
  const page = await browser.newPage();
  await page.goto(`${url}benches/page/redraw.html`);
  const found = await page.evaluate(async ({ url, variant, states }) => {
    const module = await import(`${url}www/pkg/${variant}/train.js`);
    const { memory } = await module.default({ module_or_path: `${url}www/pkg/${variant}/train_bg.wasm` });
    const engine = new module.Engine();
    const bytes = [];
    // Compiled by the time it counts.
    const run = (state) => {
      engine.open(state);
      for (;;) {
        const { done, total } = JSON.parse(engine.advance(8));
        if (done >= total) return;
      }
    };
    run("lab=train&step=20");
    const begun = performance.now();
    for (const state of states) {
      run(state);
      bytes.push(memory.buffer.byteLength);
    }
    return { seconds: (performance.now() - begun) / 1000, bytes };
  }, { url, variant, states });
  await page.close();
  return found;
}

/** The page while it plays: gaps between its frames, and steps a second. */
async function played(browser) {
  const page = await browser.newPage();
  await page.goto(`${url}#lab=train&step=0`);
  await page.locator("#badge", { hasText: / ms$/ }).waitFor();
  const found = await page.evaluate(async () => {
    const field = document.getElementById("step-number");
    document.getElementById("step-run").click();
    // The first frames build what comes once.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const [from, begun, gaps] = [Number(field.value), performance.now(), []];
    for (let last = begun; last - begun < 10_000; ) {
      const now = await new Promise((resolve) => requestAnimationFrame(resolve));
      if (now > last) gaps.push(now - last);
      last = Math.max(last, now);
    }
    const rate = (Number(field.value) - from) / ((performance.now() - begun) / 1000);
    gaps.sort((a, b) => a - b);
    return { longest: gaps.at(-1), p95: gaps[Math.floor(0.95 * gaps.length)], rate };
  });
  await page.close();
  return found;
}
