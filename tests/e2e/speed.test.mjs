// ?bench: a visitor measures the device, and reads how it compares.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, simd } from "./harness.mjs";

test("a device is measured in the builds that its browser runs", async () => {
  const { page, errors, requests, close } = await open("?bench");
  await page.getByRole("button", { name: "Measure this device" }).click();
  await page.getByRole("button", { name: "Measure again" }).waitFor({ timeout: 120_000 });
  assert.match(await page.locator("#headline").textContent(), /^This device takes [\d.]+ ms for a 128 × 128 matrix/);
  const rows = await page.locator("#speed tbody tr").evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.firstChild.textContent)));
  assert.deepEqual(rows.map(([n]) => n), ["32", "64", "128", "256"]);
  for (const [n, simd128, scalar, ratio, known, here, script] of rows) {
    const number = (text) => assert.ok(Number(text) > 0, `n = ${n}: ${text}`);
    if (simd) [simd128, ratio].forEach(number);
    else assert.deepEqual([simd128, ratio], ["–", "–"]);
    [scalar, known, here].forEach(number);
    assert.match(script, /^[\d.e+]+ \([\w-]+\)$/);
  }
  // Larger matrices take longer.
  const times = rows.map((row) => Number(row[2]));
  assert.deepEqual(times, [...times].sort((a, b) => a - b));
  assert.ok(requests.every((address) => new URL(address).origin === new URL(page.url()).origin));
  assert.ok(!requests.some((address) => address.includes("matrix_bg")), "no lab was opened");
  assert.deepEqual(errors, []);
  await close();
});

test("on a phone the table scrolls, not the page", async () => {
  const { page, errors, close } = await open("?bench", { viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.locator("#speed tbody tr").first().waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  assert.deepEqual(errors, []);
  await close();
});
