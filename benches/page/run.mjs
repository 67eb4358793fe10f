// The page's budgets, measured in Chromium: prints one row per number. `cargo xtask bench` names the browser and the server.

import { chromium } from "playwright-core";
import { coldStart, moves, redraw } from "./measure.mjs";

const SIZES = [
  { n: 32 },
  { n: 64, budget: 8 },
  { n: 128, budget: 16 },
  { n: 256, budget: 33 },
];
const VARIANTS = ["simd128", "scalar"];

const { CHROME: executablePath, RANKSCOPE_URL: url } = process.env;

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
});

function row(what, value, unit, budget) {
  const verdict = budget === undefined ? "" : value <= budget ? `budget ${budget}: kept` : `budget ${budget}: EXCEEDED`;
  console.log(`${what.padEnd(58)} ${value.toFixed(value < 10 ? 2 : 1).padStart(9)} ${unit.padEnd(3)} ${verdict}`.trimEnd());
}

const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))];

try {
  console.log(`browser: Chromium ${browser.version()}, drawing on the processor`);
  console.log("slider to pixels: from the input event until every canvas has its new pixels, without waiting for the display's next frame");
  for (const variant of VARIANTS) {
    for (const { n, budget } of SIZES) {
      const times = await moves(browser, `${url}?variant=${variant}#lab=attention&source=qk&n=${n}`, "temp-range", 60);
      row(`slider to pixels, attention, n = ${n}, ${variant}, p50`, quantile(times, 0.5), "ms");
      row(`slider to pixels, attention, n = ${n}, ${variant}, p95`, quantile(times, 0.95), "ms", budget);
    }
  }
  for (const nodes of [0, 8000]) {
    const figures = await redraw(browser, url, nodes);
    for (const { id, times } of figures) {
      row(`figure ${id} redrawn, ${nodes} other nodes, p50`, quantile(times, 0.5), "ms", 2);
    }
  }
  const starts = await coldStart(browser, `${url}#v=1&lab=attention`, 10);
  row("first picture of a lab after navigation, p50 of 10", quantile(starts, 0.5), "ms", 500);
} finally {
  await browser.close();
}
