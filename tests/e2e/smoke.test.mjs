// The page starts: it chooses the variant that the browser can run, draws, has nothing to complain about, and fetches engines as they are needed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, eventually, openedLab, reads, shows, visit } from "./hands.mjs";
import { drawn, open, variant } from "./harness.mjs";

/** Which builds of which modules were asked for; what reads files comes some time after the first picture. */
const modules = (requests) =>
  [...new Set(requests.filter((address) => address.endsWith(".wasm") && !address.includes("readers")).map((address) => address.split("/").slice(-2).join("/")))].sort();

test(`the page loads ${variant} by itself and draws`, async () => {
  const { page, errors, requests, close } = await open();
  await drawn(page);
  assert.deepEqual(modules(requests), [`${variant}/matrix_bg.wasm`, "scalar/view_bg.wasm"].sort());
  assert.deepEqual(errors, []);
  await close();
});

test("?variant=scalar is obeyed", async () => {
  const { page, errors, requests, close } = await open("?variant=scalar");
  await drawn(page);
  assert.deepEqual(modules(requests), ["scalar/matrix_bg.wasm", "scalar/view_bg.wasm"]);
  assert.deepEqual(errors, []);
  await close();
});

test("an engine is fetched when one of its labs opens, once", async () => {
  const { page, errors, requests, close } = await open("#lab=spectrum&family=flat&n=8&flat_rank=8");
  await shows(page, "erank", 8);
  const before = modules(requests);
  await visit(page, "lab=quadratic");
  await reads(page.locator("#badge"), new RegExp(`^${variant} · .* ms$`));
  await drawn(page);
  assert.deepEqual(modules(requests).filter((file) => !before.includes(file)), [`${variant}/theory_bg.wasm`]);
  const fetched = requests.filter((address) => address.endsWith(".wasm")).length;
  await visit(page, "lab=spectrum&family=flat&n=9&flat_rank=9");
  await shows(page, "erank", 9);
  assert.equal(requests.filter((address) => address.endsWith(".wasm")).length, fetched);
  assert.deepEqual(errors, []);
  await close();
});

test("an engine that does not arrive is told, and can be asked for again", async () => {
  let down = true;
  const prepare = (page) => page.route("**/theory*", (route) => (down ? route.fulfill({ status: 503, body: "" }) : route.continue()));
  const { page, close } = await open("#lab=attention&source=identity&n=16", { prepare });
  await shows(page, "erank", 16);
  await visit(page, "lab=quadratic");
  await reads(complaints(page), /This lab's part of the program did not arrive: .*503/);
  // Everything else goes on.
  await visit(page, "lab=attention&source=identity&n=9");
  await shows(page, "erank", 9);
  await visit(page, "lab=quadratic");
  await reads(complaints(page), /did not arrive/);
  down = false;
  await page.locator("#problems").getByRole("button", { name: "Try again" }).click();
  await reads(page.locator("#badge"), / ms$/);
  await eventually(async () => assert.equal(await complaints(page).count(), 0));
  assert.equal(await openedLab(page), "Quadratic network");
  await close();
});
