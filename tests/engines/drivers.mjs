// Two engines beside Chromium, behind the same few gestures: Firefox by WebDriver BiDi, WebKit by WebDriver under a virtual screen.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import puppeteer from "puppeteer-core";

export const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver";
const MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

const WINDOW = { width: 1280, height: 800 };

/**
 * A page of a running browser.
 * @typedef {object} Driven
 * @property {string} name
 * @property {(url: string) => Promise<void>} open
 * @property {(script: (...args: any[]) => any, ...args: any[]) => Promise<any>} run a function in the page, which may answer a promise
 * @property {(...keys: string[]) => Promise<void>} press
 * @property {(from: { x: number, y: number }, to: { x: number, y: number }) => Promise<void>} drag
 * @property {() => string[]} errors what the console complained about
 * @property {() => Promise<void>} close
 */

/** The engines that are installed, each with what is missing where it is not. */
export const ENGINES = [
  { name: "Firefox", start: firefox, missing: [FIREFOX].filter((file) => !existsSync(file)) },
  { name: "WebKit", start: webkit, missing: [WEBKIT_DRIVER, MINI_BROWSER, "/usr/bin/Xvfb"].filter((file) => !existsSync(file)) },
];

/** Firefox has no switch for SIMD alone: the page's own `?variant=scalar` chooses there. @returns {Promise<Driven>} */
async function firefox() {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: FIREFOX, headless: true, defaultViewport: WINDOW });
  const page = await browser.newPage();
  const errors = [];
  page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
  page.on("pageerror", (error) => errors.push(error.message));
  return {
    name: "Firefox",
    // A fragment alone is no navigation, for which this would wait.
    open: async (url) => { await page.goto("about:blank"); await page.goto(url); },
    run: (script, ...args) => page.evaluate(script, ...args),
    press: async (...keys) => { for (const key of keys) await page.keyboard.press(key); },
    async drag(from, to) {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps: 8 });
      await page.mouse.up();
    },
    errors: () => errors,
    close: () => browser.close(),
  };
}

/** Keys by the code points that WebDriver has for them. */
const KEYS = { Tab: "\uE004", Enter: "\uE007", Escape: "\uE00C", ArrowLeft: "\uE012", ArrowUp: "\uE013", ArrowRight: "\uE014", ArrowDown: "\uE015" };

/** WebKit, whose SIMD its engine can do without. @param {{ simd: boolean, port?: number }} options @returns {Promise<Driven>} */
async function webkit({ simd, port = 4700 + (process.pid % 200) * 2 + (simd ? 0 : 1) }) {
  const env = { ...process.env, ...(simd ? {} : { JSC_useWasmSIMD: "0" }) };
  const driver = spawn("xvfb-run", ["--auto-servernum", WEBKIT_DRIVER, `--port=${port}`], { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const errors = [];
  for (const output of [driver.stdout, driver.stderr]) {
    output.on("data", (text) => errors.push(...String(text).split("\n").filter((line) => /CONSOLE .* ERROR|Unhandled Promise Rejection/.test(line))));
  }
  const base = `http://127.0.0.1:${port}`;
  const ask = async (method, path, body) => {
    const response = await fetch(base + path, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const asked = {
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": { binary: MINI_BROWSER, args: ["--automation", "--enable-write-console-messages-to-stdout=true"] },
  };
  let session;
  for (let tries = 0; !session; tries += 1) {
    try {
      session = (await ask("POST", "/session", { capabilities: { alwaysMatch: asked } })).sessionId;
    } catch (failure) {
      if (tries > 100) throw failure;
      await pause(100);
    }
  }
  const at = `/session/${session}`;
  await ask("POST", `${at}/timeouts`, { script: 60_000, pageLoad: 60_000 });
  await ask("POST", `${at}/window/rect`, WINDOW).catch(() => {});
  const act = (id, type, actions, parameters) => ask("POST", `${at}/actions`, { actions: [{ id, type, parameters, actions }] });
  return {
    name: "WebKit",
    open: async (url) => {
      await ask("POST", `${at}/url`, { url: "about:blank" });
      await ask("POST", `${at}/url`, { url });
    },
    run: (script, ...args) => ask("POST", `${at}/execute/async`, {
      script: `const done = arguments[arguments.length - 1]; Promise.resolve((${script})(...Array.from(arguments).slice(0, -1))).then((value) => done({ value }), (error) => done({ failed: String(error) }))`,
      args,
    }).then(({ value, failed }) => { if (failed) throw new Error(failed); return value; }),
    press: (...keys) => act("keys", "key", keys.flatMap((key) => ["keyDown", "keyUp"].map((type) => ({ type, value: KEYS[key] ?? key })))),
    drag(from, to) {
      const move = (/** @type {number} */ part) => ({
        type: "pointerMove", duration: 16, origin: "viewport",
        x: Math.round(from.x + (to.x - from.x) * part), y: Math.round(from.y + (to.y - from.y) * part),
      });
      const steps = Array.from({ length: 8 }, (_, i) => move((i + 1) / 8));
      return act("mouse", "pointer", [move(0), { type: "pointerDown", button: 0 }, ...steps, { type: "pointerUp", button: 0 }], { pointerType: "mouse" });
    },
    errors: () => errors,
    async close() {
      await ask("DELETE", at).catch(() => {});
      process.kill(-driver.pid);
    },
  };
}
