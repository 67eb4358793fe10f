// No artefact asks for anything but its own files. Chromium's network log is the witness: it has every request of every page, frame and
// worker, beacons, sockets and look-ups of names, where a page's own list of requests has only some.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { eventually } from "../e2e/hands.mjs";
import { dist, folder } from "../e2e/hosts.mjs";
import { STATE, fresh, serve } from "./hosts.mjs";

/** A name that no resolver knows, so that nothing leaves this machine when the witness is tested. */
const STRANGER = "stranger.invalid";

/** Every state that a lab starts with, so that every engine and every bundled file is asked for. */
const labs = JSON.parse(readFileSync(join(folder, "www/pkg/catalogue.json"), "utf8")).labs.map(({ id }) => id);

/** The host of an address, or of a name with a port; nothing for what never leaves the browser. */
const hostOf = (address) => (/^(data|blob|file|chrome|chrome-extension|devtools|about):/.test(address) ? [] : address.replace(/^\w+:\/\//, "").split(/[/:?]/)[0]);

/** The hosts that pages turned to while `visit` had the browser. */
async function witnessed(visit) {
  const log = join(fresh(), "net.json");
  const executablePath = process.env.CHROME ?? "/usr/bin/chromium";
  const watched = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server", `--log-net-log=${log}`] });
  try {
    await visit(await (await watched.newContext()).newPage());
  } finally {
    await watched.close();
  }
  const told = JSON.parse(readFileSync(log, "utf8")).events.flatMap(({ params }) => params ?? []);
  // What the browser asks on its own account, for updates and the like, has no page behind it.
  const requests = told.filter(({ url, initiator }) => url && initiator);
  const ofBrowser = new Set(requests.filter(({ initiator }) => initiator === "not an origin").flatMap(({ url }) => hostOf(url)));
  const ofPages = requests.filter(({ initiator }) => initiator !== "not an origin").flatMap(({ url }) => hostOf(url));
  const named = told.flatMap(({ url, host, hostname }) => [url, host, hostname]).filter((one) => typeof one === "string" && one).flatMap(hostOf);
  return { requests: requests.length, hosts: [...new Set([...ofPages, ...named.filter((host) => !ofBrowser.has(host))])] };
}

/** Opens every lab, one after the other, and waits for its numbers, unless `go` says that it lacks something. */
async function everyLab(page, go) {
  for (const lab of labs) {
    if (await go(`v=1&lab=${lab}`)) continue;
    await eventually(async () => assert.ok(Number.isFinite(Number(await page.locator(".readout .value[data-full]").first().getAttribute("data-full")))), 60_000);
  }
}

/** A page around an element whose state is set. */
const element = (script) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Notes</title><link rel="icon" href="data:,"><body><rankscope-lab state="${STATE}"></rankscope-lab>${script}</body></html>`;

/** Sets an element's state; answers whether it lacks something for it, which has to be what a file for itself does not carry. */
const byState = (page) => async (state) => {
  const lacks = await page.locator("rankscope-lab").evaluate((lab, to) => new Promise((resolve) => {
    lab.addEventListener("input", () => resolve(""), { once: true });
    lab.addEventListener("error", ({ detail }) => resolve(detail.message), { once: true });
    lab.state = to;
  }), state);
  assert.match(lacks, /^$|is not part of this file/);
  return lacks !== "";
};

const hosting = fresh();
writeFileSync(join(hosting, "element.html"), element(`<script type="module" src="${dist}rankscope.js"></script>`));
writeFileSync(join(hosting, "inline.html"), element(`<script type="module" src="${dist}rankscope.inline.js"></script>`));
writeFileSync(join(hosting, "widget.html"), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Notes</title><link rel="icon" href="data:,"><body><script type="module">
  import widget from "${dist}widget.js";
  widget.render({ model: { get: (name) => (name === "state" ? "${STATE}" : ""), set() {} }, el: document.body });</script></body></html>`);
writeFileSync(join(hosting, "stray.html"), `<!doctype html><title>Stray</title><script>
  new Worker(URL.createObjectURL(new Blob(["fetch('https://${STRANGER}/from-a-worker').catch(() => postMessage(0))"]))).onmessage = () => document.body.append("asked");</script><body>`);
const origin = await serve({ "/": `${hosting}/` });

/** Every state in a page that is loaded anew. */
const anew = (address) => (page) => everyLab(page, async (state) => {
  await page.goto("about:blank");
  await page.goto(`${address}#${state}`);
});

const ARTEFACTS = {
  "index.html": anew(`${dist}index.html`),
  "embed.html": anew(`${dist}embed.html`),
  "rankscope.single.html": anew(pathToFileURL(join(folder, "rankscope.single.html")).href),
  "rankscope.js": async (page) => {
    await page.goto(`${origin}/element.html`);
    await everyLab(page, byState(page));
  },
  "rankscope.inline.js": async (page) => {
    await page.goto(`${origin}/inline.html`);
    await everyLab(page, byState(page));
  },
  "widget.js": async (page) => {
    await page.goto(`${origin}/widget.html`);
    await page.locator("rankscope-lab[data-ready]").waitFor({ timeout: 30_000 });
    await everyLab(page, byState(page));
  },
};

test("the witness sees what a worker of a stray page asks for", async () => {
  const { hosts } = await witnessed(async (page) => {
    await page.goto(`${origin}/stray.html`);
    await page.getByText("asked").waitFor({ timeout: 30_000 });
  });
  assert.ok(hosts.includes(STRANGER), hosts.join(" "));
});

for (const [name, visit] of Object.entries(ARTEFACTS)) {
  test(`${name}: every lab, and no host but its own`, async () => {
    const { hosts, requests } = await witnessed(visit);
    assert.ok(requests > 0, "the log is empty");
    assert.deepEqual(hosts.filter((host) => host !== "127.0.0.1"), []);
  });
}
