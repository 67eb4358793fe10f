// Pages of other people that embed a lab: a server of another origin, with the headers that such hosts send.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { browser, url } from "./harness.mjs";
import { eventually } from "./hands.mjs";

/** What is published, as a folder and as an address of another origin. */
export const folder = fileURLToPath(new URL("../../dist/", import.meta.url));
export const dist = `${url}dist/`;
assert.ok(existsSync(folder), "there is no dist/: run `cargo xtask dist`");

/** Pages by path, each with its headers. */
const pages = new Map();
const server = createServer((request, response) => {
  const page = pages.get(new URL(request.url, "http://host").pathname);
  response.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8", ...page?.headers });
  response.end(page?.html ?? "");
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
after(() => server.close());

/** The origin of these pages. */
export const origin = `http://127.0.0.1:${server.address().port}`;

/** Opens a page with this body; answers it with its errors and with the addresses that it asked for. */
export async function host(body, { headers = {}, viewport = { width: 1000, height: 800 }, init } = {}) {
  const path = `/page${pages.size}`;
  pages.set(path, { html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Notes</title><link rel="icon" href="data:,"><body>${body}</body></html>`, headers });
  const opened = await watched(viewport);
  if (init) await opened.page.addInitScript(init);
  await opened.page.goto(origin + path);
  return opened;
}

/** A blank page that collects errors and requests. */
export async function watched(viewport = { width: 1440, height: 900 }) {
  const context = await browser.newContext({ viewport, acceptDownloads: true });
  const page = await context.newPage();
  const errors = [];
  const requests = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  context.on("request", (request) => requests.push(request.url()));
  return { page, errors, requests, close: () => context.close() };
}

/** Waits until a lab shows its first complete answer. */
export const labReady = (scope, selector = "rankscope-lab") =>
  eventually(async () => assert.ok(await scope.locator(selector).first().getAttribute("data-ready") !== null, "not ready"), 30_000);

/** A readout of a lab, with every digit. */
export const reading = async (scope, id, nth = 0) =>
  Number(await scope.locator("rankscope-lab").nth(nth).locator(`[data-readout="${id}"] .value`).getAttribute("data-full"));

/** Waits until a readout of a lab shows a number. */
export const readsAs = (scope, id, expected, nth = 0) =>
  eventually(async () => {
    const value = await reading(scope, id, nth);
    assert.ok(Math.abs(value - expected) <= 1e-12 * Math.max(1, Math.abs(expected)), `${id} is ${value}, expected ${expected}`);
  }, 30_000);

/** Fails if anything else than these files, data and blobs was asked for. */
export function onlyOwn(requests, allowed) {
  const other = requests.filter((address) => !/^(data|blob):/.test(address) && !allowed.some((begin) => address.startsWith(begin)));
  assert.deepEqual(other, []);
}
