// What others can check of what is published: the packages in it, their licences, and the hash of the script that snippets name.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually } from "../e2e/hands.mjs";
import { folder, watched } from "../e2e/hosts.mjs";
import { STATE, fresh, ownNumber, serve } from "./hosts.mjs";

const sealed = readFileSync(join(folder, "index.html"), "utf8").match(/<meta name="rankscope.inline.js" content="([^"]+)">/)?.[1];
const hash = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;

test("the page knows the hash of the script beside it", () => {
  assert.equal(sealed, hash(readFileSync(join(folder, "rankscope.inline.js"))));
});

test("a browser runs the script with that hash, and refuses another", async () => {
  const site = fresh();
  cpSync(join(folder, "rankscope.inline.js"), join(site, "rankscope.inline.js"));
  const page = (integrity) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notes</title><link rel="icon" href="data:,"></head><body><rankscope-lab state="${STATE}">A power law.</rankscope-lab><script type="module" src="rankscope.inline.js" integrity="${integrity}" crossorigin="anonymous"></script></body></html>`;
  writeFileSync(join(site, "sealed.html"), page(sealed));
  writeFileSync(join(site, "forged.html"), page(hash("another script")));
  const origin = await serve({ "/": `${site}/` });
  const own = await ownNumber();

  const good = await watched();
  await good.page.goto(`${origin}/sealed.html`);
  await eventually(async () => assert.equal(Number(await good.page.locator('[data-readout="erank"] .value').getAttribute("data-full")), own), 30_000);
  assert.deepEqual(good.errors, []);
  await good.close();

  const bad = await watched();
  await bad.page.goto(`${origin}/forged.html`);
  await eventually(() => assert.match(bad.errors.join("\n"), /integrity/));
  assert.equal(await bad.page.evaluate(() => customElements.get("rankscope-lab") === undefined), true);
  await bad.close();
});

/** What may be in it, besides what a package offers as a choice. */
const LICENCES = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "Zlib", "Unicode-3.0", "BSL-1.0", "0BSD", "Unlicense", "CC0-1.0"];

/** Whether a licence expression can be met by those alone: a choice by one of its parts, a sum by all. */
const met = (expression) => expression.replace(/[()]/g, "").split(" AND ").every((part) => part.split(" OR ").some((one) => LICENCES.includes(one.trim())));

test("the bill of materials has every linked package, with its hash and a licence that may be in it", () => {
  const bill = JSON.parse(readFileSync(join(folder, "sbom.cdx.json"), "utf8"));
  assert.equal(bill.bomFormat, "CycloneDX");
  const names = bill.components.map(({ name }) => name);
  for (const name of ["nalgebra", "plotters", "plotters-canvas", "serde-wasm-bindgen", "wasm-bindgen", "libm", "rankscope", "rankscope-math"]) assert.ok(names.includes(name), `${name} is not listed`);
  for (const { name, licenses, hashes } of bill.components) {
    assert.ok(met(licenses[0].expression), `${name}: ${licenses[0].expression}`);
    if (!name.startsWith("rankscope")) assert.match(hashes?.[0].content ?? "", /^[0-9a-f]{64}$/, `${name} has no hash`);
  }
});
