// Time to measure a checkpoint of BERT-base's size: NumPy on one thread, the command line, Chromium, one after the other in one run.
// usage: run.mjs FILE PROGRAM; `cargo xtask bench transformer` names them, the browser and the server.

import { execFileSync } from "node:child_process";
import { loadavg } from "node:os";
import { chromium } from "playwright-core";

const [file, program] = process.argv.slice(2);
const { CHROME: executablePath, RANKSCOPE_URL: url } = process.env;

const load = () => `load ${loadavg()[0].toFixed(1)}`;
/** @param {string} what @param {number} seconds @param {number} one seconds of NumPy @param {number} [target] */
function row(what, seconds, one, target) {
  const ratio = seconds / one;
  const verdict = target === undefined ? "" : `target ${target}: ${ratio <= target ? "kept" : "MISSED"}`;
  console.log(`${what.padEnd(44)} ${seconds.toFixed(2).padStart(8)} s   ${ratio.toFixed(2)} x NumPy   ${load()}   ${verdict}`.trimEnd());
}

console.log("72 matrices: 12 layers of 4 at 768 x 768 and 2 at 768 x 3072; float32 in a .safetensors file, computed in float64");
const numpy = () => JSON.parse(execFileSync("python3", ["benches/transformer/numpy_peer.py", file]).toString());
numpy(); // Writes the file; now it is in the disk cache for all.
const peer = numpy();
row(`NumPy ${peer.version}, 1 thread`, peer.seconds, peer.seconds);

for (const threads of [1, 2]) {
  const begun = performance.now();
  execFileSync(program, ["measure", file, "-o", `${file}.${threads}`, "--threads", String(threads)]);
  row(`command line, ${threads} thread${threads > 1 ? "s" : ""}`, (performance.now() - begun) / 1000, peer.seconds, threads === 1 ? 1.5 : undefined);
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
try {
  for (const [variant, workers] of [["simd128", 1], ["simd128", 2], ["scalar", 1]]) {
    const page = await browser.newPage();
    await page.goto(`${url}?variant=${variant}#lab=spectrum`);
    await page.setContent('<input type="file">');
    await page.setInputFiles("input", file);
    const seconds = await page.evaluate(async ({ url, variant, workers }) => {
      const { measure } = await import(`${url}www/measure.js`);
      const { Engines } = await import(`${url}www/modules.js`);
      const engines = new Engines(`?variant=${variant}`);
      await engines.load("measure");
      const begun = performance.now();
      let units = 0;
      await measure(engines, [...document.querySelector("input").files], { planned: async () => {}, measured: async () => { units += 1; } }, new AbortController().signal, workers);
      if (units !== 72) throw new Error(`${units} units`);
      return (performance.now() - begun) / 1000;
    }, { url, variant, workers });
    row(`Chromium ${browser.version().split(".")[0]}, ${variant}, ${workers} worker${workers > 1 ? "s" : ""}`, seconds, peer.seconds, variant === "simd128" && workers === 1 ? 4 : undefined);
    await page.close();
  }
} finally {
  await browser.close();
}
