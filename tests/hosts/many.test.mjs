// Two labs, and fifty, on one page: how many workers run, and what memory they take and give back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../e2e/hands.mjs";
import { dist, host, readsAs } from "../e2e/hosts.mjs";
import { shot } from "./hosts.mjs";

/** Labs with all their controls, figures and readouts; each has its own number. */
const labs = (count) => Array.from({ length: count }, (_, i) => `<rankscope-lab state="v=1&lab=spectrum&family=flat&n=${i + 2}&flat_rank=${i + 2}"></rankscope-lab>`).join("");

/** Bytes of objects, of the buffers behind them (pixels, WebAssembly), and of the browser's own part of nodes, and how many nodes, after everything that can go has gone. */
async function measured(session) {
  for (let times = 0; times < 3; times += 1) await session.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize = 0, embedderHeapUsedSize = 0 } = await session.send("Runtime.getHeapUsage");
  const { nodes } = await session.send("Memory.getDOMCounters");
  return { bytes: usedSize + backingStorageSize + embedderHeapUsedSize, parts: [usedSize, backingStorageSize, embedderHeapUsedSize], nodes };
}

test("fifty labs take bounded memory, one worker and one of each file; and what leaves the page leaves the memory", async (context) => {
  const { page, errors, requests, close } = await host(`<main></main><script type="module" src="${dist}rankscope.js"></script>`);
  const session = await page.context().newCDPSession(page);
  const put = async (count) => {
    await page.locator("main").evaluate((main, html) => { main.innerHTML = html; }, labs(count));
    await eventually(async () => assert.equal(await page.locator("rankscope-lab[data-ready]").count(), count), 120_000);
    for (const nth of new Set([0, Math.floor(count / 2), count - 1])) await readsAs(page, "erank", nth + 2, nth);
  };
  const taken = {};
  await put(2);
  assert.equal(page.workers().length, 1);
  taken.two = await measured(session);
  await put(50);
  assert.equal(page.workers().length, 1);
  taken.fifty = await measured(session);
  await shot(page, "fifty");
  for (const file of [/matrix_bg\.wasm$/, /view_bg\.wasm$/, /catalogue\.json$/, /style\.css$/, /worker\.js$/]) {
    assert.equal(requests.filter((address) => file.test(address)).length, 1, String(file));
  }
  // Gone and come again: what a page that swaps its content does.
  await put(2);
  taken.again = await measured(session);
  for (let times = 0; times < 2; times += 1) {
    await put(20);
    await put(2);
  }
  await eventually(async () => {
    taken.oftener = await measured(session);
    assert.ok(Math.abs(taken.oftener.nodes - taken.two.nodes) < 100, `labs that left are still there: ${taken.oftener.nodes} nodes`);
  });
  const each = (taken.fifty.bytes - taken.two.bytes) / 48;
  context.diagnostic(`${Object.entries(taken).map(([when, { bytes, parts, nodes }]) => `${when}: ${(bytes / 1e6).toFixed(1)} MB (${parts.map((part) => (part / 1e6).toFixed(1)).join(" + ")}), ${nodes} nodes`).join("; ")}; ${(each / 1e3).toFixed(0)} kB each`);
  assert.ok(each < 5e6, `${each} bytes each`);
  assert.ok(taken.oftener.bytes < taken.again.bytes + 2e6, "labs that left are still in memory");
  assert.deepEqual(errors, []);
  await close();
});
