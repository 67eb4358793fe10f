// What every end-to-end test needs: a server, a Chromium with or without WebAssembly SIMD, pages that collect their errors.
//
// `cargo xtask test` names the browser and the server; by hand, `node --test tests/e2e/` finds and starts them itself.
// `SIMD=off` switches WebAssembly SIMD off in the browser, so that the page has to choose the scalar variant by itself.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** Whether the browser has WebAssembly SIMD in this run. */
export const simd = process.env.SIMD !== "off";

/** The variant that the page should choose by itself. */
export const variant = simd ? "simd128" : "scalar";

const executablePath =
  process.env.CHROME ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

/** Starts the project's own server on a free port; answers its address. */
async function serve() {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const server = spawn("cargo", ["xtask", "serve", "--release", "--port", "0"], { cwd: root, detached: true, stdio: ["ignore", "pipe", "inherit"] });
  after(() => process.kill(-server.pid));
  let said = "";
  for await (const chunk of server.stdout) {
    said += chunk;
    const address = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
    if (address) return address[0];
  }
  throw new Error(`the server did not start: ${said}`);
}

/** The address of the page, with a slash at the end. */
export const url = process.env.RANKSCOPE_URL ?? (await serve());

/** A running Chromium; it is closed after the tests of the file. */
export const browser = await chromium.launch({
  executablePath,
  args: [
    // Containers often run as root and have little shared memory.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    // Pixels of a test must not depend on the graphics card.
    "--disable-gpu",
    ...(simd ? [] : ["--js-flags=--no-enable-sse4-1"]),
  ],
});
after(() => browser.close());

/**
 * Opens a page of its own, with its own storage.
 *
 * `path` is relative to the server ("?variant=scalar#lab=spectrum"); without a state the first lab opens, or home where `home` says so.
 * Everything else goes to `browser.newContext`
 * ({ viewport, deviceScaleFactor, colorScheme, reducedMotion, hasTouch, ... }).
 * `errors` fills with console errors, uncaught exceptions, failed requests and answers from 400 up.
 */
export async function open(path = "", { viewport = { width: 1440, height: 900 }, prepare, home = false, ...options } = {}) {
  const context = await browser.newContext({ viewport, ...options });
  const page = await context.newPage();
  const errors = [];
  const requests = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => errors.push(`exception: ${error.message}`));
  page.on("requestfailed", (request) => errors.push(`request: ${request.url()} ${request.failure()?.errorText}`));
  page.on("request", (request) => requests.push(request.url()));
  page.on("response", (response) => {
    if (response.status() >= 400) errors.push(`${response.status()}: ${response.url()}`);
  });
  await prepare?.(page);
  await page.goto(url + path + (home || path.includes("#") ? "" : "#lab=attention"));
  // A request that a test answers itself may be under way when the test is done.
  const close = async () => {
    for (const routed of [page, context]) await routed.unrouteAll({ behavior: "ignoreErrors" });
    await context.close();
  };
  return { page, context, errors, requests, close };
}

/** Waits until some canvas of the page shows more than one colour. */
export async function drawn(page, timeout = 15_000) {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll("canvas")].some((canvas) => {
        if (!canvas.width || !canvas.height) return false;
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const pixels = new Uint32Array(data.buffer);
        return pixels.some((pixel) => pixel !== pixels[0]);
      }),
    undefined,
    { timeout },
  );
}
