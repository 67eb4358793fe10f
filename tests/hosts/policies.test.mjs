// What a page's Content-Security-Policy may forbid, for every artefact: with WebAssembly it computes, without it says so and shows a still picture.

import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually } from "../e2e/hands.mjs";
import { folder, onlyOwn, watched } from "../e2e/hosts.mjs";
import { STATE, fresh, ownNumber, serve, shot } from "./hosts.mjs";

const own = await ownNumber();

// Everything from one origin, as on a server of one's own.
const site = fresh();
for (const name of ["index.html", "embed.html", "rankscope.single.html", "rankscope.js", "rankscope.inline.js", "widget.js", "www"]) cpSync(join(folder, name), join(site, name), { recursive: true });
const page = (body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notes</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`;
const element = (script) => page(`<rankscope-lab state="${STATE}"><p>A power law, as a picture.</p></rankscope-lab><script type="module" src="${script}"></script>`);
writeFileSync(join(site, "beside.html"), element("rankscope.js"));
writeFileSync(join(site, "inline.html"), element("rankscope.inline.js"));
writeFileSync(join(site, "show.js"), `import widget from "./widget.js";
  widget.render({ model: { get: (name) => (name === "state" ? "${STATE}" : ""), set() {} }, el: document.querySelector("main") });`);
writeFileSync(join(site, "widget.html"), page(`<main></main><script type="module" src="show.js"></script>`));

/** What each artefact needs of a policy, besides the word for WebAssembly. */
const ARTEFACTS = {
  "index.html": { path: `index.html#${STATE}`, scripts: "'self'", connects: true },
  "embed.html": { path: `embed.html#${STATE}`, scripts: "'self'", styles: "'unsafe-inline'", connects: true },
  "rankscope.js": { path: "beside.html", scripts: "'self'", connects: true },
  "rankscope.inline.js": { path: "inline.html", scripts: "'self'" },
  "widget.js": { path: "widget.html", scripts: "'self'" },
  "rankscope.single.html": { path: `rankscope.single.html#${STATE}`, scripts: "'unsafe-inline'", styles: "'unsafe-inline'" },
};

for (const [name, { path, scripts, styles = "'self'", connects = false }] of Object.entries(ARTEFACTS)) {
  const policy = (wasm) => [
    "default-src 'none'",
    `script-src ${scripts} ${wasm}`,
    `worker-src ${connects ? "'self'" : "blob:"}`,
    `style-src ${styles}`,
    "img-src 'self' data: blob:",
    `connect-src ${connects ? "'self'" : "'none'"}`,
  ].join("; ");

  test(`${name} computes where the policy allows WebAssembly${connects ? "" : ", and no connection"}`, async () => {
    const origin = await serve({ "/": `${site}/` }, { "content-security-policy": policy("'wasm-unsafe-eval'") });
    const { page: tab, errors, requests, close } = await watched();
    await tab.goto(`${origin}/${path}`);
    await eventually(async () => assert.equal(Number(await tab.locator('[data-readout="erank"] .value').getAttribute("data-full")), own), 30_000);
    onlyOwn(requests, [`${origin}/`]);
    assert.deepEqual(errors, []);
    await shot(tab, `policy-${name}`);
    await close();
  });

  test(`${name} says what is missing without 'wasm-unsafe-eval'`, async () => {
    const origin = await serve({ "/": `${site}/` }, { "content-security-policy": policy("") });
    const { page: tab, close } = await watched();
    await tab.goto(`${origin}/${path}`);
    await eventually(async () => assert.match(await tab.locator("body").evaluate((body) => {
      const all = (root) => [...root.querySelectorAll("*")].flatMap((one) => [one.checkVisibility() && one.children.length === 0 ? one.textContent : "", ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
      return all(body).join(" ");
    }), /'wasm-unsafe-eval'/), 30_000);
    if (path === "beside.html" || path === "inline.html") assert.ok(await tab.getByText("as a picture").isVisible());
    // The inline script's pictures lie beside it, and this policy allows it no connection.
    if (path !== "inline.html") {
      const still = tab.locator(".poster img");
      await eventually(async () => assert.ok(await still.evaluate((img) => img.complete && img.naturalWidth > 0), "no picture"));
      assert.match(await still.getAttribute("alt"), /\w{3}/);
    }
    await shot(tab, `policy-refused-${name}`);
    await close();
  });
}
