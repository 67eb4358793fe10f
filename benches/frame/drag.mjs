// The page as it is, dragged with a real mouse: what the browser's own trace, clocks and heaps say about it.

const VIEWPORT = { width: 1440, height: 900 };
/** In these events JavaScript runs; a layout inside them was forced by it. */
const SCRIPT = new Set(["FunctionCall", "EventDispatch", "FireAnimationFrame", "TimerFire", "HandlePostMessage", "V8.Execute"]);

async function opened(browser, url, use) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction(() => document.querySelector("canvas")?.width > 0);
    await page.waitForTimeout(500);
    return await use(page, await context.newCDPSession(page));
  } finally {
    await context.close();
  }
}

/** Before a page is opened: isolated pages have a clock of 5 microseconds, others of 100, and may ask for the memory that they take. */
export function isolated(page) {
  return page.route((address) => /\/(worker\.js)?$/.test(address.pathname), async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" } });
  });
}

/** Drags along an element, there and back. */
export async function drag(page, selector, moves) {
  const { x, y, width, height } = await page.locator(selector).boundingBox();
  const at = (share) => [x + width * share, y + height / 2];
  await page.mouse.move(...at(0.5));
  await page.mouse.down();
  for (let i = 1; i <= moves; i++) await page.mouse.move(...at(0.5 + 0.2 * Math.sin(i / 5)));
  await page.mouse.up();
}

async function trace(session, use) {
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const complete = new Promise((done) => session.once("Tracing.tracingComplete", done));
  await session.send("Tracing.start", { traceConfig: { includedCategories: ["devtools.timeline", "v8.execute"] }, transferMode: "ReportEvents" });
  await use();
  await session.send("Tracing.end");
  await complete;
  return events;
}

/** How many layouts scripts forced in a drag, and how many passes over the style alone they began per frame. */
export function forcedLayouts(browser, url, selector, moves) {
  return opened(browser, url, async (page, session) => {
    const events = (await trace(session, () => drag(page, selector, moves))).filter(({ ph }) => ph === "X");
    const within = (inner) => events.some((outer) => SCRIPT.has(outer.name) && outer.pid === inner.pid && outer.tid === inner.tid && outer.ts <= inner.ts && inner.ts + inner.dur <= outer.ts + outer.dur);
    const called = (name) => events.filter((event) => event.name === name);
    const frames = called("FireAnimationFrame").length;
    if (!called("Layout").length || !frames) throw new Error("the drag laid nothing out");
    return { frames, forced: called("Layout").filter(within).length, styles: called("UpdateLayoutTree").filter(within).length / frames };
  });
}

/** The page's heap after each of several drags, garbage collected, in bytes. */
export function heaps(browser, url, selector, drags, moves) {
  return opened(browser, url, async (page, session) => {
    const sizes = [];
    for (let i = 0; i < drags; i++) {
      await drag(page, selector, moves);
      await page.waitForTimeout(400);
      await session.send("HeapProfiler.collectGarbage");
      sizes.push((await session.send("Runtime.getHeapUsage")).usedSize);
    }
    return sizes;
  });
}

/** The share of a core that the open page takes when nobody touches it. */
export function idle(browser, url, seconds) {
  return opened(browser, url, async (page, session) => {
    await page.waitForTimeout(2000);
    await session.send("Performance.enable");
    const busy = async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
    const before = await busy();
    await page.waitForTimeout(seconds * 1000);
    return (await busy() - before) / seconds;
  });
}
