// How the numbers are taken.

const VIEWPORT = { width: 1440, height: 900 };

/** Runs in the page before its own scripts: notes when a canvas was last drawn on. */
function watchCanvases() {
  const watch = { last: 0 };
  const prototype = CanvasRenderingContext2D.prototype;
  for (const name of ["clearRect", "fillRect", "strokeRect", "fill", "stroke", "fillText", "putImageData", "drawImage"]) {
    const draw = prototype[name];
    prototype[name] = function (...args) {
      watch.last = performance.now();
      return draw.apply(this, args);
    };
  }
  const frame = () => new Promise((done) => requestAnimationFrame(() => done(performance.now())));
  /** The time of the first frame after drawing has stopped; drawing counts from `start` on. */
  watch.settled = async (start, limit = 10_000) => {
    let [shown, quiet] = [0, 0];
    while (quiet < 4) {
      const before = watch.last;
      const now = await frame();
      if (now - start > limit) throw new Error("nothing was drawn");
      if (before < start) continue;
      if (watch.last > before) [shown, quiet] = [0, 0];
      else {
        shown ||= now;
        quiet += 1;
      }
    }
    return shown;
  };
  /** A fingerprint of everything on the canvases. */
  watch.picture = () => [...document.querySelectorAll("canvas")].map((canvas) => {
    if (!canvas.width || !canvas.height) return 0;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Uint32Array(data.buffer).reduce((hash, pixel) => Math.imul(hash ^ pixel, 16777619), 0);
  }).join();
  globalThis.watch = watch;
}

async function watched(browser, use) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchCanvases);
    return await use(page);
  } finally {
    await context.close();
  }
}

/** For each move of a slider, the time from its input event to the frame after the last canvas changed, in ms. */
export function moves(browser, url, slider, count) {
  return watched(browser, async (page) => {
    await page.goto(url);
    await page.waitForSelector(`#${slider}`, { state: "attached" });
    await page.evaluate(() => watch.settled(0));
    const { times, unchanged } = await page.evaluate(async ({ slider, count }) => {
      const input = document.getElementById(slider);
      const [min, max, step] = [input.min, input.max, input.step].map(Number);
      const times = [];
      let unchanged = 0;
      for (let i = -5; i < count; i++) {
        await new Promise((done) => setTimeout(done, 40));
        const before = watch.picture();
        // Back and forth around the middle; every position differs from the one before.
        const steps = Math.round((max - min) / step);
        input.value = String(min + step * Math.round(steps * (0.5 + 0.15 * Math.sin(i))));
        const start = performance.now();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        const shown = await watch.settled(start);
        if (watch.picture() === before) unchanged += 1;
        // The first moves warm the machine up.
        if (i >= 0) times.push(shown - start);
      }
      return { times, unchanged };
    }, { slider, count });
    if (unchanged) throw new Error(`${unchanged} moves of ${slider} changed no pixel`);
    return times;
  });
}

/** Redraws every figure of the first lab on a page with that many other nodes; the times in ms. */
export function redraw(browser, url, nodes) {
  return watched(browser, async (page) => {
    await page.goto(`${url}benches/page/redraw.html`);
    return page.evaluate((nodes) => globalThis.redraw(nodes), nodes);
  });
}

/** The time from navigation to the frame after the first picture, in ms; the first visit only warms up. */
export function coldStart(browser, url, count) {
  return watched(browser, async (page) => {
    const times = [];
    for (let i = -1; i < count; i++) {
      await page.goto("about:blank");
      await page.goto(url, { waitUntil: "commit" });
      const time = await page.evaluate(() => watch.settled(Number.MIN_VALUE));
      if (i >= 0) times.push(time);
    }
    return times;
  });
}
