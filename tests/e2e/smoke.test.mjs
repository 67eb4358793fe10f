// The page starts: it chooses the variant that the browser can run, draws, and has nothing to complain about.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drawn, open, variant } from "./harness.mjs";

test(`the page loads ${variant} by itself and draws`, async () => {
  const { page, errors, requests, close } = await open();
  await drawn(page);
  const loaded = requests.filter((address) => address.endsWith(".wasm")).map((address) => address.split("/").at(-2));
  assert.deepEqual([...new Set(loaded)], [variant]);
  assert.deepEqual(errors, []);
  await close();
});

test("?variant=scalar is obeyed", async () => {
  const { page, errors, requests, close } = await open("?variant=scalar");
  await drawn(page);
  assert.ok(requests.some((address) => address.endsWith("/scalar/rankscope_bg.wasm")));
  assert.ok(!requests.some((address) => address.endsWith("/simd128/rankscope_bg.wasm")));
  assert.deepEqual(errors, []);
  await close();
});
