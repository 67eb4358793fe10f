// Labs in other people's pages: the element, the frame, the single file, and the hosts that forbid this or that.

import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import { eventually, number } from "./hands.mjs";
import { dist, folder, host, labReady, onlyOwn, origin, reading, readsAs, watched } from "./hosts.mjs";

const MODULE = `<script type="module" src="${dist}rankscope.js"></script>`;
const INLINE = `<script type="module" src="${dist}rankscope.inline.js"></script>`;
const flat = (n) => `v=1&lab=spectrum&family=flat&n=${n}&flat_rank=${n}`;
const own = [`${origin}/`, dist];

test("the single file works from a folder, and asks for nothing", async () => {
  const { page, errors, requests, close } = await watched();
  const address = pathToFileURL(`${folder}rankscope.single.html`).href;
  await page.goto(`${address}#${flat(7)}`);
  await eventually(async () => assert.ok(Math.abs((await number(page, "erank")) - 7) < 1e-12), 30_000);
  // A sentence of the bundled model, and a lab of another engine.
  await page.goto(`${address}#v=1&lab=attention&layer=2&head=3`);
  await eventually(async () => assert.ok((await number(page, "erank")) > 1), 30_000);
  await page.goto(`${address}#v=1&lab=quadratic`);
  await eventually(async () => assert.ok(Number.isFinite(await number(page, "bayes_error"))), 30_000);
  onlyOwn(requests, [address]);
  assert.deepEqual(errors, []);
  await close();
});

test("two elements share one worker, keep their own states, and tell what happens", async () => {
  const { page, errors, requests, close } = await host(`
    <rankscope-lab id="a" state="${flat(5)}" controls="n,flat_rank" figures="spectrum" readouts="erank"><p>fallback</p></rankscope-lab>
    <rankscope-lab id="b" state="${flat(9)}" controls="none"></rankscope-lab>${MODULE}`, {
    init: () => {
      window.told = [];
      for (const type of ["input", "change", "ready", "error"]) addEventListener(type, (event) => window.told.push([event.target.id, type]), true);
    },
  });
  await readsAs(page, "erank", 5, 0);
  await readsAs(page, "erank", 9, 1);
  assert.equal(page.workers().length, 1);
  assert.equal(requests.filter((address) => address.endsWith("matrix_bg.wasm")).length, 1);
  assert.equal(requests.filter((address) => address.endsWith("view_bg.wasm")).length, 1);
  onlyOwn(requests, own);

  const a = page.locator("#a");
  assert.deepEqual(await a.locator(".control:visible").evaluateAll((all) => all.map(({ id }) => id)), ["control-n", "control-flat_rank"]);
  assert.deepEqual(await a.locator(".panel:visible").evaluateAll((all) => all.map(({ dataset }) => dataset.figure)), ["spectrum"]);
  assert.equal(await a.locator(".readout:visible").count(), 1);
  assert.equal(await page.locator("#b .control:visible").count(), 0);
  assert.equal(await a.getByText("fallback").isVisible(), false);

  await a.locator("#flat_rank-number").fill("3");
  await a.locator("#flat_rank-number").press("Tab");
  await readsAs(page, "erank", 3, 0);
  await readsAs(page, "erank", 9, 1);
  assert.match(await a.evaluate((lab) => lab.state), /flat_rank=3/);
  assert.equal(await a.evaluate((lab) => lab.report.readouts.find(({ id }) => id === "erank").value), await reading(page, "erank", 0));
  const told = await page.evaluate(() => window.told.map((one) => one.join(" ")));
  for (const one of ["a ready", "b ready", "a input", "a change"]) assert.ok(told.includes(one), `${one} in ${told}`);
  assert.ok(!told.includes("b change"));

  await a.evaluate((lab) => lab.undo());
  await readsAs(page, "erank", 5, 0);
  await a.evaluate((lab) => lab.redo());
  await readsAs(page, "erank", 3, 0);
  await a.evaluate((lab) => lab.reset());
  await readsAs(page, "erank", 5, 0);
  assert.match(await a.evaluate((lab) => lab.permalink()), /^http.*index\.html#v=1&lab=spectrum&/);

  assert.match(await a.evaluate((lab) => lab.exportSVG()), /^<svg[^]*<text/);
  assert.match(await a.evaluate((lab) => lab.exportCSV()), /,/);
  const png = await a.evaluate(async (lab) => [...new Uint8Array(await (await lab.exportPNG({ scale: 2 })).arrayBuffer())].slice(0, 24));
  assert.deepEqual(png.slice(1, 4), [..."PNG"].map((letter) => letter.charCodeAt(0)));
  assert.ok(png[18] * 256 + png[19] >= 1280, "twice as wide as a figure");
  assert.deepEqual(errors, []);
  await close();
});

test("a matrix goes in, numbers come out; a bad state is named", async () => {
  const { page, close } = await host(`<rankscope-lab state="v=1&lab=attention"></rankscope-lab>${MODULE}`);
  await labReady(page);
  const lab = page.locator("rankscope-lab");
  await lab.evaluate((one) => { one.matrix = [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]; });
  await eventually(async () => assert.equal(await lab.evaluate((one) => one.report.readouts.find(({ id }) => id === "rank").value), 2));
  assert.deepEqual(await lab.evaluate((one) => one.matrix), [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]);
  await lab.evaluate((one) => { one.addEventListener("error", (event) => { window.said = event.detail; }); one.state = "v=1&lab=spectrum&n=1e9"; });
  await eventually(async () => assert.match(await page.evaluate(() => window.said?.message ?? ""), /n: /));
  await lab.evaluate((one) => { one.setAttribute("controls", "n, nonsense"); one.state = "v=1&lab=spectrum&n=8"; });
  await eventually(async () => assert.match(await lab.locator("#problem").innerText(), /^controls: family, n, .*; got nonsense\.$/));
  await close();
});

test("evaluate and render compute without an element, and name a lab that there is not", async () => {
  const { page, requests, close } = await host("");
  const [report, svg, ids, failure] = await page.evaluate(async ([address, state]) => {
    const { evaluate, labs, render } = await import(address);
    return [await evaluate(state), await render(state, { figure: "spectrum" }), (await labs()).map(({ id }) => id),
      await evaluate("v=1&lab=nothing").catch(({ code, message }) => ({ code, message }))];
  }, [`${dist}rankscope.js`, flat(6)]);
  assert.ok(Math.abs(report.readouts.find(({ id }) => id === "erank").value - 6) < 1e-12);
  assert.match(svg, /^<svg/);
  assert.ok(ids.includes("attention") && ids.includes("spectrum"));
  assert.equal(failure.code, "lab");
  onlyOwn(requests, own);
  await close();
});

test("fifty elements: one worker, one of each module, every one its own number", async () => {
  const labs = Array.from({ length: 50 }, (_, i) => `<rankscope-lab state="${flat(i + 2)}" controls="none" figures="spectrum" readouts="erank"></rankscope-lab>`);
  const { page, errors, requests, close } = await host(labs.join("") + MODULE);
  await eventually(async () => assert.equal(await page.locator("rankscope-lab[data-ready]").count(), 50), 60_000);
  for (const nth of [0, 24, 49]) await readsAs(page, "erank", nth + 2, nth);
  assert.equal(page.workers().length, 1);
  for (const file of ["matrix_bg.wasm", "view_bg.wasm", "catalogue.json", "style.css"]) assert.equal(requests.filter((address) => address.endsWith(file)).length, 1, file);
  const memory = await page.evaluate(() => performance.memory.usedJSHeapSize);
  assert.ok(memory < 120e6, `${memory} bytes of JavaScript`);
  assert.deepEqual(errors, []);
  await close();
});

test("an embedded lab covers its answer until the prediction is made: typed in an element, placed in a frame", async () => {
  const { page, errors, close } = await host(`
    <rankscope-lab id="a" state="${flat(5)}&title=Guess&ask=How%20many%3F&predict=erank" controls="n" figures="spectrum" readouts="erank"></rankscope-lab>
    <iframe id="frame" title="Spectrum" width="800" height="700" src="${dist}embed.html#v=1&lab=spectrum&n=16&figures=spectrum&ask=Where%3F&place=spectrum"></iframe>${MODULE}`, {
    init: () => {
      window.answers = 0;
      addEventListener("input", () => { window.answers += 1; }, true);
    },
  });
  const a = page.locator("#a");
  const guess = a.getByLabel(/Your prediction: Effective rank/);
  await guess.waitFor();
  await eventually(async () => assert.ok(await page.evaluate(() => window.answers > 0)));
  for (const part of ["#headline", ".readout .value", ".surface", ".caption"]) assert.ok(!(await a.locator(part).first().isVisible()), part);
  assert.equal(await a.locator(".question h2").textContent(), "Guess");
  assert.ok(await a.locator(".predict .run").isDisabled());
  await guess.fill("7");
  await guess.press("Enter");
  await eventually(async () => assert.match(await a.locator(".answer").textContent(), /^You predicted 7; it is 5\.$/));
  for (const part of ["#headline", ".readout .value", ".surface"]) assert.ok(await a.locator(part).first().isVisible(), part);
  // What was covered stays open while the student plays on.
  await a.locator("#n-number").fill("6");
  await a.locator("#n-number").press("Tab");
  await readsAs(page, "erank", 5, 0);
  assert.ok(await a.locator("#headline").isVisible());

  const frame = page.frameLocator("#frame");
  const cover = frame.locator(".cover");
  await cover.waitFor();
  await eventually(async () => assert.ok((await cover.boundingBox()).width > 100));
  assert.ok(!(await frame.locator("#headline").isVisible()));
  await cover.focus();
  for (const key of ["ArrowUp", "ArrowRight", "ArrowUp"]) await cover.press(key);
  await frame.locator(".predict .run").click();
  await eventually(async () => assert.match(await frame.locator(".answer").textContent(), /^You placed a point at \S+, \S+\.$/));
  assert.equal(await cover.count(), 0);
  assert.ok(await frame.locator("#headline").isVisible());
  assert.deepEqual(errors, []);
  await close();
});

test("a sandboxed frame without an origin talks of size and state, and takes states only", async () => {
  const { page, errors, requests, close } = await host(`
    <iframe id="frame" title="Spectrum" sandbox="allow-scripts" width="800" height="500" src="${dist}embed.html#${flat(4)}&controls=n&figures=spectrum"></iframe>`, {
    init: () => {
      window.heard = [];
      addEventListener("message", ({ data }) => window.heard.push(data));
    },
  });
  const frame = page.frameLocator("#frame");
  await readsAs(frame, "erank", 4);
  const heard = () => page.evaluate(() => window.heard);
  const send = (message) => page.evaluate((data) => document.getElementById("frame").contentWindow.postMessage(data, "*"), message);
  const last = async (type) => (await heard()).filter((one) => one.type === type).at(-1);
  await eventually(async () => assert.ok((await last("rankscope:resize"))?.height > 200));
  await eventually(async () => assert.ok(await last("rankscope:ready")));
  assert.deepEqual(await frame.locator(".control:visible").evaluateAll((all) => all.map(({ id }) => id)), ["control-n"]);

  await send({ type: "rankscope:set-state", state: flat(6) });
  await readsAs(frame, "erank", 6);
  await eventually(async () => assert.match((await last("rankscope:state")).state, /n=6/));
  for (const state of ["<img src=x onerror=alert(1)>", "v=1&lab=<b>x</b>", 7, null, `v=1&lab=spectrum&values=${"1,".repeat(20_000)}`]) await send({ type: "rankscope:set-state", state });
  await eventually(async () => assert.equal((await heard()).filter(({ type }) => type === "rankscope:error").length, 5));
  assert.equal(await frame.locator("img").count(), 0);
  await readsAs(frame, "erank", 6);
  // Embedly's question has Embedly's answer.
  await page.evaluate(() => { window.heard = []; });
  await send({ context: "iframe.resize" });
  await eventually(async () => assert.ok((await heard()).some(({ context, height }) => context === "iframe.resize" && height > 200)));
  onlyOwn(requests, own);
  assert.deepEqual(errors, []);
  await close();
});

const LAB = `<rankscope-lab state="${flat(8)}"><img alt="A flat spectrum: every direction counts" src="data:,"></rankscope-lab>`;

test("a page whose policy refuses WebAssembly keeps the fallback and says why", async () => {
  const { page, close } = await host(LAB + MODULE, { headers: { "content-security-policy": `script-src ${new URL(dist).origin}; worker-src blob:` } });
  await eventually(async () => assert.match(await page.locator("rankscope-lab #problem").innerText(), /'wasm-unsafe-eval'/));
  assert.ok(await page.getByAltText("every direction counts").isVisible());
  await close();
});

test("where a page gives no picture, the lab's own stands with the reason", async () => {
  const { page, close } = await host(`<rankscope-lab state="v=1&lab=quadratic">A lab</rankscope-lab>${MODULE}`, { headers: { "content-security-policy": `script-src ${new URL(dist).origin}; worker-src blob:` } });
  const image = page.locator("rankscope-lab .poster img");
  await image.waitFor();
  assert.match(await image.getAttribute("src"), /posters\/quadratic\.svg$/);
  assert.ok((await image.getAttribute("alt")).length > 30);
  assert.ok((await image.boundingBox()).width > 900, "as wide as the page has room for");
  await eventually(async () => assert.ok(await image.evaluate((one) => one.complete && one.naturalWidth > 0)));
  assert.match(await page.locator("rankscope-lab #problem").innerText(), /'wasm-unsafe-eval'/);
  await close();
});

test("in a wide page the figures of a lab have its whole width, one below the other", async () => {
  const { page, close } = await host(`<rankscope-lab state="${flat(8)}"></rankscope-lab>${MODULE}`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await readsAs(page, "erank", 8);
  const boxes = await page.locator("rankscope-lab .panel").evaluateAll((panels) => panels.filter((one) => !one.hidden).map((one) => one.getBoundingClientRect().toJSON()));
  assert.ok(boxes.length >= 4);
  for (const [i, box] of boxes.entries()) {
    assert.ok(Math.abs(box.left - boxes[0].left) < 1 && Math.abs(box.width - boxes[0].width) < 1 && box.width > 800, JSON.stringify(box));
    if (i > 0) assert.ok(box.top >= boxes[i - 1].bottom, `figure ${i} lies below the one before`);
  }
  await close();
});

test("on a phone the first figure stays in view below the last control", async () => {
  const { page, close } = await host(`<rankscope-lab state="${flat(8)}"></rankscope-lab>${MODULE}`);
  await page.setViewportSize({ width: 390, height: 844 });
  await readsAs(page, "erank", 8);
  const last = page.locator("rankscope-lab #controls .control:visible").last();
  await last.evaluate((one) => one.scrollIntoView({ block: "end" }));
  const [figure, control] = [await page.locator("rankscope-lab .panel").first().boundingBox(), await last.boundingBox()];
  assert.ok(figure.y >= 0 && figure.y < 10 && figure.y + figure.height < control.y, JSON.stringify({ figure, control }));
  await close();
});

test("a lab in a dark page prints in the colours of paper", async () => {
  const { page, errors, close } = await host(`<style>:root { color-scheme: dark; background: #111; }</style><rankscope-lab state="${flat(8)}" figures="spectrum"></rankscope-lab>${MODULE}`);
  await readsAs(page, "erank", 8);
  const lab = page.locator("rankscope-lab");
  const picture = () => lab.locator("canvas").first().evaluate((canvas) => canvas.toDataURL());
  const dark = await picture();
  await lab.evaluate((one) => one.setAttribute("theme", "light"));
  await eventually(async () => assert.notEqual(await picture(), dark));
  const light = await picture();
  await lab.evaluate((one) => one.removeAttribute("theme"));
  await eventually(async () => assert.equal(await picture(), dark));
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await picture(), light);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await picture(), dark);
  assert.ok((await page.pdf()).length > 5000);
  assert.deepEqual(errors, []);
  await close();
});

test("a frame that is taller than its lab has the lab's colour", async () => {
  const { page, close } = await watched();
  for (const [system, asked, colour] of [["light", "", "rgb(255, 255, 255)"], ["dark", "", "rgb(20, 23, 27)"], ["light", "&theme=dark", "rgb(20, 23, 27)"], ["dark", "&theme=light", "rgb(255, 255, 255)"]]) {
    await page.emulateMedia({ colorScheme: system });
    await page.goto("about:blank");
    await page.goto(`${dist}embed.html#${flat(4)}&figures=spectrum${asked}`);
    await readsAs(page, "erank", 4);
    const of = (locator) => locator.evaluate((one) => getComputedStyle(one).backgroundColor);
    assert.deepEqual([await of(page.locator("html")), await of(page.locator(".lab"))], [colour, colour], system + asked);
  }
  await close();
});

test("a page whose policy allows WebAssembly computes", async () => {
  const { page, errors, close } = await host(LAB + MODULE, { headers: { "content-security-policy": `script-src ${new URL(dist).origin} 'wasm-unsafe-eval'; worker-src blob:` } });
  await readsAs(page, "erank", 8);
  assert.deepEqual(errors.filter((error) => !/data:,/.test(error)), []);
  await close();
});

test("the inlined element needs no connection at all", async () => {
  const { page, requests, close } = await host(LAB + INLINE, { headers: { "content-security-policy": `connect-src 'none'; script-src ${new URL(dist).origin} 'wasm-unsafe-eval'; worker-src blob:` } });
  await readsAs(page, "erank", 8);
  onlyOwn(requests, [`${origin}/`, `${dist}rankscope.inline.js`]);
  // What it does not carry is told.
  await page.locator("rankscope-lab").evaluate((lab) => { lab.state = "v=1&lab=quadratic"; });
  await eventually(async () => assert.match(await page.locator("rankscope-lab #problem").innerText(), /This lab's part of the program did not arrive/));
  await close();
});

test("the inlined element fetches other engines from beside it", async () => {
  const { page, requests, close } = await host(`<rankscope-lab state="v=1&lab=quadratic"></rankscope-lab>${INLINE}`);
  await eventually(async () => assert.ok(Number.isFinite(await reading(page, "bayes_error"))), 30_000);
  onlyOwn(requests, own);
  await close();
});

test("a matrix that is set before the element is in the page is there", async () => {
  const { page, errors, close } = await host(`<script type="module">
    import "${dist}rankscope.js";
    const lab = document.createElement("rankscope-lab");
    lab.matrix = [[1, 0], [0, 1]];
    document.body.append(lab);
  </script>`);
  await readsAs(page, "erank", 2);
  assert.deepEqual(errors, []);
  await close();
});

/** What a notebook gives a widget: `refuses` as some hosts do. */
const WIDGET = (refuses) => `<div id="out"></div><script type="module">
  // Notebooks hand the text over, so the script has no address.
  const text = await (await fetch("${dist}widget.js")).text();
  const { default: widget } = await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const values = { state: "${flat(5)}", matrix: [], controls: "", figures: "" };
  const listeners = {};
  window.model = {
    get: (name) => values[name],
    set: (name, value) => { values[name] = value; },
    save_changes: () => { if (${refuses}) throw new Error("read only"); },
    on: (event, listener) => { listeners[event] = listener; },
    off: () => { if (${refuses}) throw new Error("read only"); },
    put: (name, value) => { values[name] = value; listeners["change:" + name]?.(); },
  };
  const root = document.getElementById("out").attachShadow({ mode: "open" });
  window.leave = widget.render({ model: window.model, el: root });
</script>`;

for (const refuses of [false, true]) {
  test(`the widget's traits go both ways${refuses ? ", in a host that refuses to be written to" : ""}`, async () => {
    const { page, errors, requests, close } = await host(WIDGET(refuses));
    await readsAs(page, "erank", 5);
    await eventually(async () => assert.ok(Math.abs((await page.evaluate(() => window.model.get("readouts")?.erank ?? NaN)) - 5) < 1e-12));
    // Another engine, and bundled data.
    await page.evaluate(() => window.model.put("state", "v=1&lab=quadratic"));
    await eventually(async () => assert.ok(Number.isFinite(await reading(page, "bayes_error"))), 30_000);
    await page.evaluate(() => window.model.put("state", "v=1&lab=attention&layer=1"));
    await eventually(async () => assert.equal(await reading(page, "n"), 12), 30_000);
    await page.evaluate((state) => window.model.put("state", state), flat(11));
    await readsAs(page, "erank", 11);
    await page.locator("rankscope-lab #n-number").fill("12");
    await eventually(async () => assert.match(await page.evaluate(() => window.model.get("state")), /n=12/));
    await page.evaluate(() => window.model.put("matrix", [[1, 0], [0, 1]]));
    await eventually(async () => assert.equal(await page.evaluate(() => window.model.get("readouts").n), 2));
    await page.evaluate(() => window.leave());
    assert.equal(await page.locator("rankscope-lab").count(), 0);
    onlyOwn(requests, [`${origin}/`, `${dist}widget.js`]);
    assert.deepEqual(errors, []);
    await close();
  });
}
