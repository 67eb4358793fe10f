// Time to measure a checkpoint of BERT-base's size: NumPy on one thread, the command line, Chromium, one after the other in one run.
// usage: run.mjs RESULTS FILE PROGRAM; `cargo xtask bench transformer` names them, the browser and the server.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [folder, file, program] = process.argv.slice(2);
const { CHROME: executablePath, RANKSCOPE_URL: url, MACHINE, COMMIT } = process.env;

const load = () => loadavg()[0].toFixed(1);
/** What is written: lines of the Markdown, and of the CSV. */
const text = [];
const csv = ["what,seconds,of_numpy,target,load"];
const say = (...lines) => {
  text.push(...lines);
  console.log(lines.join("\n"));
};

/** @param {string} what @param {number} seconds @param {number} one seconds of NumPy @param {number} [target] */
function row(what, seconds, one, target) {
  const ratio = (seconds / one).toFixed(2);
  const verdict = target === undefined ? "" : `${target}: ${seconds <= target * one ? "kept" : "missed"}`;
  say(`| ${[what, seconds.toFixed(2), ratio, verdict, load()].join(" | ")} |`);
  csv.push([`"${what}"`, seconds.toFixed(3), ratio, target ?? "", load()].join());
}

say("# Measuring a checkpoint of BERT-base's size", "", `${MACHINE}; commit ${COMMIT}; load before the run ${load()}`, "",
  "72 matrices, 12 layers of 4 at 768 x 768 and 2 at 768 x 3072: float32 in a .safetensors file, computed in float64. One after the other in one run.", "",
  "| what | seconds | of NumPy's | target | load |", "| --- | ---: | ---: | --- | ---: |");
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
      const { measure } = await import(`${url}www/controls/measure.js`);
      const { Engines } = await import(`${url}www/core/modules.js`);
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
writeFileSync(join(folder, "transformer.md"), `${text.join("\n")}\n`);
writeFileSync(join(folder, "transformer.csv"), `${csv.join("\n")}\n`);
