// How soon a visitor sees the first picture.

const VIEWPORT = { width: 1440, height: 900 };

/** Runs in the page before its own scripts: notes the frame after every canvas has something on it, and how modules are compiled. */
function watchStart() {
  const watch = { streamed: 0, compiled: 0, drawn: 0 };
  for (const [name, count] of [["compileStreaming", "streamed"], ["compile", "compiled"]]) {
    const plain = WebAssembly[name];
    WebAssembly[name] = (...args) => {
      watch[count] += 1;
      return plain.apply(WebAssembly, args);
    };
  }
  const { drawImage, fillText } = CanvasRenderingContext2D.prototype;
  const shown = () => { watch.drawn ||= 1; };
  CanvasRenderingContext2D.prototype.drawImage = function (...args) { shown(); return drawImage.apply(this, args); };
  CanvasRenderingContext2D.prototype.fillText = function (...args) { shown(); return fillText.apply(this, args); };
  watch.first = () => new Promise((done) => {
    const look = () => (watch.drawn ? requestAnimationFrame(() => done({ ms: performance.now(), ...watch })) : requestAnimationFrame(look));
    look();
  });
  globalThis.watch = watch;
}

/**
 * The milliseconds from navigation to the frame after the first picture, in one browser profile whose cache earlier visits filled,
 * and how often a module was compiled while it arrived (`streamed`) or after (`compiled`).
 */
export async function firstPictures(browser, url, { slower = 1, warm = true, count }) {
  const visits = [];
  let context = await browser.newContext({ viewport: VIEWPORT });
  for (let i = -2; i < count; i++) {
    if (!warm) {
      await context.close();
      context = await browser.newContext({ viewport: VIEWPORT });
    }
    const page = await context.newPage();
    await page.addInitScript(watchStart);
    const session = await context.newCDPSession(page);
    if (slower !== 1) await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
    // The browser is still at work on a tab that it has just opened; that is no part of the page.
    await page.waitForTimeout(500);
    await page.goto(url, { waitUntil: "commit" });
    const visit = await page.evaluate(() => globalThis.watch.first());
    // The browser writes compiled modules into its cache when it has time.
    await page.waitForTimeout(i < 0 ? 3000 : 100);
    await page.close();
    if (i >= 0) visits.push(visit);
  }
  await context.close();
  return visits;
}
