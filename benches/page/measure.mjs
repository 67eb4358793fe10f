// How the numbers are taken.

const VIEWPORT = { width: 1440, height: 900 };

/** Runs in the page before its own scripts: notes when a canvas was last drawn on. */
function watchCanvases() {
  const watch = { last: 0 };
  const prototype = CanvasRenderingContext2D.prototype;
  for (const name of ["clearRect", "fillRect", "strokeRect", "fill", "stroke", "fillText", "putImageData", "drawImage"]) {
    const draw = prototype[name];
    prototype[name] = function (...args) {
      const result = draw.apply(this, args);
      watch.last = performance.now();
      return result;
    };
  }
  const nextFrame = requestAnimationFrame.bind(globalThis);
  const { port1, port2 } = new MessageChannel();
  const waiting = [];
  port1.onmessage = () => waiting.shift()(performance.now());
  /** From now on the page does at once what it would do at the next frame: the display's rhythm is not the page's speed. */
  watch.ignoreFrames = () => {
    globalThis.requestAnimationFrame = (callback) => {
      waiting.push(callback);
      port2.postMessage(0);
      return -1;
    };
  };
  const canvases = () => [...document.querySelectorAll("canvas")].filter((canvas) => canvas.width && canvas.height);
  const pixels = (canvas, width, height) => canvas.getContext("2d").getImageData(0, 0, width, height).data;
  /** Waits until drawing, which began after `start`, has stopped for 50 ms; answers the time of its end. */
  watch.drawn = async (start, limit = 10_000) => {
    for (;;) {
      const now = performance.now();
      if (watch.last > start && now - watch.last > 50) return watch.last;
      if (now - start > limit) throw new Error("nothing was drawn");
      await new Promise((done) => setTimeout(done, 5));
    }
  };
  /** Drawing commands are only noted down at first; reading a pixel back makes the browser carry them out. The time that takes. */
  watch.rasterise = () => {
    const start = performance.now();
    for (const canvas of canvases()) pixels(canvas, 1, 1);
    return performance.now() - start;
  };
  /** Waits for the first frame after a first picture was drawn. */
  watch.firstFrame = () => new Promise((done) => {
    const look = () => (watch.last > 0 ? nextFrame(() => done(performance.now())) : nextFrame(look));
    look();
  });
  /** A fingerprint of everything on the canvases. */
  watch.picture = () => canvases().map((canvas) =>
    new Uint32Array(pixels(canvas, canvas.width, canvas.height).buffer)
      .reduce((hash, pixel) => Math.imul(hash ^ pixel, 16777619), 0)).join();
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

/** For each move of a slider, the time from its input event until the pixels of every canvas have changed, in ms. */
export function moves(browser, url, slider, count) {
  return watched(browser, async (page) => {
    await page.goto(url);
    await page.waitForSelector(`#${slider}`, { state: "attached" });
    await page.evaluate(() => watch.drawn(0));
    const { times, unchanged } = await page.evaluate(async ({ slider, count }) => {
      const input = document.getElementById(slider);
      const [min, max, step] = [input.min, input.max, input.step].map(Number);
      const times = [];
      let unchanged = 0;
      watch.ignoreFrames();
      for (let i = -5; i < count; i++) {
        const before = watch.picture();
        // Back and forth around the middle; every position differs from the one before.
        const steps = Math.round((max - min) / step);
        input.value = String(min + step * Math.round(steps * (0.5 + 0.15 * Math.sin(i))));
        const start = performance.now();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        const drawn = (await watch.drawn(start)) - start;
        const time = drawn + watch.rasterise();
        if (watch.picture() === before) unchanged += 1;
        // The first moves warm the machine up.
        if (i >= 0) times.push(time);
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
      const time = await page.evaluate(() => watch.firstFrame());
      if (i >= 0) times.push(time);
    }
    return times;
  });
}
