// The whole table of a frame. Called by `cargo xtask bench frame`; usage: run.mjs RESULTS MOVES
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadavg } from "node:os";
import { chromium } from "playwright-core";
import { forcedLayouts, heaps, idle } from "./drag.mjs";
import { stages } from "./stages.mjs";
import { firstPictures } from "./start.mjs";

const [folder, moves] = process.argv.slice(2);
const { CHROME: executablePath, RANKSCOPE_URL: url, MACHINE, COMMIT } = process.env;
const VARIANTS = ["simd128", "scalar"];
/** The 95th percentile of a move that a size may take, in ms, by variant. */
const BUDGETS = { 64: { simd128: 8, scalar: 8 }, 128: { simd128: 8, scalar: 16 }, 256: { simd128: 33, scalar: 33 } };
const SIZES = [32, 64, 128, 256];
const STATE = (n) => `#lab=attention&source=qk&n=${n}`;

const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))];
const ms = (x) => x.toFixed(x < 10 ? 2 : 1);
const load = loadavg()[0];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });

/** What is written: lines of the CSV, and tables of the Markdown. */
const csv = ["what,variant,n,median,p95,unit,budget"];
const text = [];
const say = (...lines) => {
  text.push(...lines);
  console.log(lines.join("\n"));
};
const cells = (list) => `| ${list.join(" | ")} |`;

try {
  const where = `${MACHINE}; Chromium ${browser.version()}, drawing on the processor; commit ${COMMIT}; load before the run ${load.toFixed(1)}`;
  say("# A frame of the attention lab", "", where, "");
  for (const variant of VARIANTS) {
    const measured = [];
    for (const n of SIZES) measured.push(await stages(browser, url, `?variant=${variant}${STATE(n)}`, Number(moves)));
    say(`## ${variant}: median and 95th percentile, ms`, "");
    say(cells(["stage", ...SIZES.map((n) => `n = ${n}`)]), cells(["---", ...SIZES.map(() => "---:")]));
    for (const stage of measured[0].keys()) {
      say(cells([stage, ...measured.map((times) => `${ms(quantile(times.get(stage), 0.5))} (${ms(quantile(times.get(stage), 0.95))})`)]));
      measured.forEach((times, i) => {
        const budget = stage === "total" ? BUDGETS[SIZES[i]]?.[variant] ?? "" : "";
        csv.push([`"${stage}"`, variant, SIZES[i], quantile(times.get(stage), 0.5).toFixed(3), quantile(times.get(stage), 0.95).toFixed(3), "ms", budget].join());
      });
    }
    say("");
  }

  const row = (what, median, p95, unit, budget) => {
    const told = (x) => (unit === "ms" ? ms(x) : x);
    say(cells([what, told(median), told(p95), unit, budget]));
    csv.push([`"${what}"`, "simd128", "", median, p95, unit, budget].join());
  };
  say("## The page", "", cells(["what", "median", "p95", "unit", "budget"]), cells(["---", "---:", "---:", "---", "---"]));
  const lab = "#v=1&lab=attention";
  for (const [what, state, options, budget] of [
    ["first picture of dist/, a lab, cache warm", lab, { count: 15 }, 300],
    ["first picture of dist/, a lab, nothing cached", lab, { warm: false, count: 8 }, 500],
    ["first picture of dist/, a lab, cache warm, page's processor 4 times slower", lab, { slower: 4, count: 10 }, 1000],
    ["first picture of dist/, home, cache warm", "", { count: 15 }, 300],
    ["first picture of dist/, home, nothing cached", "", { warm: false, count: 8 }, 500],
    ["first picture of dist/, home, cache warm, page's processor 4 times slower", "", { slower: 4, count: 10 }, 1000],
  ]) {
    const visits = await firstPictures(browser, `${url}dist/${state}`, options);
    const times = visits.map((visit) => visit.ms);
    row(what, Math.round(quantile(times, 0.5)), Math.round(quantile(times, 0.95)), "ms", budget);
    if (visits.some(({ streamed, compiled }) => streamed < 1 || compiled > 0)) throw new Error("a module was not compiled while it arrived");
  }
  const drag = await forcedLayouts(browser, url + STATE(64), "#temp-range", 120);
  row(`layouts forced by scripts, in ${drag.frames} frames of a drag`, drag.forced, drag.forced, "layouts", 0);
  row("passes over the style that scripts began, per frame", drag.styles.toFixed(2), drag.styles.toFixed(2), "passes", "");
  const sizes = await heaps(browser, url + STATE(64), "#temp-range", 5, 300);
  const growth = Math.round((sizes.at(-1) - sizes[1]) / (sizes.length - 2) / 300);
  row("growth of the page's heap, per move after 600", growth, growth, "bytes", "");
  const share = 100 * await idle(browser, url + STATE(64), 5);
  row("a core's share while nobody touches the page", share.toFixed(2), share.toFixed(2), "%", 0.5);
} finally {
  await browser.close();
}
writeFileSync(join(folder, "frame.csv"), `${csv.join("\n")}\n`);
writeFileSync(join(folder, "frame.md"), `${text.join("\n")}\n`);
