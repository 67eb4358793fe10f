// An hour of dragging: as many moves of the mouse as a display of 60 frames a second sees in an hour, as fast as they are taken.
// Called by `cargo xtask bench frame --hour`; usage: hour.mjs RESULTS
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { drag, isolated } from "./drag.mjs";

const [folder] = process.argv.slice(2);
const { CHROME: executablePath, RANKSCOPE_URL: url, MACHINE, COMMIT } = process.env;
const MOVES = 60 * 60 * 60;
const LOOKS = 24;
const STATE = "#lab=attention&source=qk&n=64";

// Frames come as fast as they are drawn, and memory is measured when it is asked for.
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-frame-rate-limit", "--enable-blink-features=ForceEagerMeasureMemory"] });
const rows = [];
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await isolated(page);
  const session = await context.newCDPSession(page);
  await page.addInitScript(() => {
    globalThis.answers = 0;
    const Plain = Worker;
    globalThis.Worker = class extends Plain {
      constructor(...args) {
        super(...args);
        this.addEventListener("message", ({ data }) => { globalThis.answers += Number(data.type === "answer"); });
      }
    };
  });
  await page.goto(url + STATE);
  await page.waitForFunction(() => document.querySelector("canvas")?.width > 0);
  const begin = performance.now();
  for (let look = 0; look <= LOOKS; look++) {
    if (look > 0) await drag(page, "#temp-range", MOVES / LOOKS);
    await page.waitForTimeout(500);
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
    // Everything that the page and its worker hold, WebAssembly's memory with it.
    const { bytes, answers } = await page.evaluate(async () => ({ bytes: (await performance.measureUserAgentSpecificMemory()).bytes, answers: globalThis.answers }));
    rows.push({ moves: (look * MOVES) / LOOKS, answers, heap: usedSize, all: bytes, nodes, listeners: jsEventListeners });
    console.log(JSON.stringify({ minutes: ((performance.now() - begin) / 60_000).toFixed(1), ...rows.at(-1) }));
  }
  const mb = (bytes) => (bytes / 1e6).toFixed(2);
  // The first two looks see what is compiled and remembered on the way.
  const [from, to] = [rows[2], rows.at(-1)];
  const text = [
    "# An hour of dragging", "",
    `${MACHINE}; Chromium ${browser.version()}; commit ${COMMIT}; ${MOVES} moves of a held mouse in ${Math.round((performance.now() - begin) / 60_000)} minutes, attention lab, n = 64`, "",
    "| moves | answers drawn | JavaScript's heap, MB | page and worker with WebAssembly, MB | nodes | listeners |", "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ...rows.filter((_, i) => i <= 2 || i % 4 === 0).map((row) => `| ${row.moves} | ${row.answers} | ${mb(row.heap)} | ${mb(row.all)} | ${row.nodes} | ${row.listeners} |`), "",
    `Growth per move from ${from.moves} on: ${((to.heap - from.heap) / (to.moves - from.moves)).toFixed(2)} bytes of JavaScript's heap, ${((to.all - from.all) / (to.moves - from.moves)).toFixed(2)} bytes in all.`, "",
  ];
  writeFileSync(join(folder, "hour.md"), text.join("\n"));
  console.log(text.join("\n"));
} finally {
  await browser.close();
}
