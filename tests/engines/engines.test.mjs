// What the page promises holds in the engines of other browsers, too: every preset's numbers are those of the command line, and a
// person's gestures do what they do in Chromium.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { eventually as within } from "../eventually.mjs";
import { ENGINES } from "./drivers.mjs";
import { catalogue, presets, engines } from "../wasm/load.mjs";

const TOLERANCE = 1e-12;
const { RANKSCOPE: program, RANKSCOPE_URL: url } = process.env;

/** What the command line says of a state; asked once for all engines. */
const native = (() => {
  const run = promisify(execFile);
  const said = new Map();
  return (state) => {
    if (!said.has(state)) said.set(state, run(program, ["eval", state, "--json"], { maxBuffer: 1 << 28 }).then(({ stdout }) => JSON.parse(stdout)));
    return said.get(state);
  };
})();

/** Two engines share two cores with the command line. */
const eventually = (attempt) => within(attempt, 90_000);

/** Every readout of the page, with all digits. */
const shown = () => [...document.querySelectorAll("[data-readout]")].filter((row) => !row.hidden).map((row) => ({
  id: row.dataset.readout, full: row.querySelector(".value").dataset.full,
}));

/** Waits until the open page shows what the command line says. */
async function agrees(driven, state) {
  const { readouts, headline } = await native(state);
  await eventually(async () => {
    const there = new Map((await driven.run(shown)).map(({ id, full }) => [id, full]));
    for (const { id, value } of readouts) {
      const full = there.get(id);
      assert.notEqual(full, undefined, `${id} is not shown`);
      if (typeof value === "number") {
        const number = Number(full);
        const off = full !== "" && number === value ? 0 : Math.abs(number - value) / Math.max(Math.abs(number), Math.abs(value), Number.MIN_VALUE);
        assert.ok(full !== "" && off <= TOLERANCE, `${id} is ${full}, the command line says ${value}`);
      } else assert.equal(full, value === null ? "" : String(value), id);
    }
    assert.equal(await driven.run(() => document.getElementById("headline").textContent), headline);
  });
}

/** Follows a link into the open page. */
const visit = (driven, state) => driven.run((state) => { location.hash = state; }, state);

/** Where an element is. */
const box = (driven, selector) => driven.run((selector) => {
  const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
  return { x, y, width, height };
}, selector);

const number = (driven, id) => driven.run((id) => Number(document.querySelector(`[data-readout="${id}"] .value`)?.dataset.full || NaN), id);

/** Waits for another number than this. */
const changed = (driven, id, from) => eventually(async () => {
  const value = await number(driven, id);
  assert.ok(Number.isFinite(value) && value !== from, `${id} stays ${from}`);
  return value;
});

test("what is not installed is named", (t) => {
  for (const { name, missing } of ENGINES) t.diagnostic(missing.length === 0 ? `${name}: tested` : `${name}: skipped, there is no ${missing.join(", ")}`);
});

// Two engines at once: each has a core.
describe("engines", { concurrency: 2 }, () => {
  for (const { name, start, missing } of ENGINES) {
    const skip = missing.length > 0 && `${name} is not installed: there is no ${missing.join(", ")}`;

    describe(name, { skip, concurrency: 1 }, () => {
      /** @type {import("./drivers.mjs").Driven} */
      let driven;
      before(async () => { driven = await start({ simd: true }); });
      after(() => driven?.close());

      test("every preset has the numbers of the command line", async () => {
        await driven.open(`${url}#lab=attention`);
        for (const state of engines.flatMap(presets)) {
          await visit(driven, state);
          await agrees(driven, state);
        }
        assert.match(await driven.run(() => document.getElementById("badge").textContent), /^simd128/);
        assert.deepEqual(driven.errors(), []);
      });

      test("a slider follows the mouse, and the keyboard", async () => {
        await driven.open(`${url}#lab=attention&source=qk`);
        const first = await changed(driven, "erank", NaN);
        await driven.run(() => document.getElementById("temp-range").scrollIntoView({ block: "center" }));
        const { x, y, width, height } = await box(driven, "#temp-range");
        await driven.drag({ x: x + width / 2, y: y + height / 2 }, { x: x + width * 0.8, y: y + height / 2 });
        const dragged = await changed(driven, "erank", first);
        await driven.run(() => document.getElementById("temp-range").focus());
        await driven.press("ArrowLeft", "ArrowLeft", "ArrowLeft");
        await changed(driven, "erank", dragged);
        // The address follows the last of the keys.
        await eventually(async () => {
          const state = (await driven.run(() => location.hash)).slice(1);
          const { readouts } = await native(state);
          const erank = await number(driven, "erank");
          assert.ok(erank !== dragged && Math.abs(erank - readouts.find(({ id }) => id === "erank").value) <= TOLERANCE * erank, `${erank} at ${state}`);
        });
        assert.deepEqual(driven.errors(), []);
      });

      test("the keyboard opens another lab", async () => {
        await driven.open(`${url}#lab=attention`);
        await changed(driven, "erank", NaN);
        await driven.run(() => document.getElementById("lab-menu").focus());
        await driven.press("Enter");
        await eventually(async () => assert.ok(await driven.run(() => document.querySelector("#lab-list input")?.matches(":focus"))));
        await driven.press(..."reservoir", "Enter");
        await eventually(async () => assert.equal(await driven.run(() => document.getElementById("lab-name").textContent), catalogue.labs.find(({ id }) => id === "reservoir").title));
        assert.deepEqual(driven.errors(), []);
      });

      test("a dropped file is read", async () => {
        await driven.open(`${url}#lab=attention`);
        await changed(driven, "erank", NaN);
        await driven.run(() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(["0.5,0.5\n0,1\n"], "two.csv"));
          for (const type of ["dragenter", "dragover", "drop"]) {
            document.querySelector("main").dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
          }
        });
        await eventually(async () => assert.equal(await number(driven, "n"), 2));
        assert.deepEqual(driven.errors(), []);
      });

      test("an embedded lab shows its numbers, and a figure becomes a picture", async () => {
        await driven.open(`${url}#lab=attention`);
        await changed(driven, "erank", NaN);
        const { erank, svg } = await driven.run(async () => {
          const { evaluate, render } = await import(new URL("www/rankscope.js", document.baseURI).href);
          const element = document.createElement("rankscope-lab");
          element.setAttribute("state", "lab=spectrum&family=flat&n=32&flat_rank=12");
          document.body.append(element);
          const report = await new Promise((resolve) => element.addEventListener("ready", resolve));
          const state = "lab=spectrum&family=flat&n=32&flat_rank=12";
          const one = (await evaluate(state)).readouts.find(({ id }) => id === "erank").value;
          const shown = element.shadowRoot.querySelector('[data-readout="erank"] .value')?.dataset.full;
          return { erank: [one, Number(shown ?? one), report !== undefined], svg: await render(state) };
        });
        assert.deepEqual(erank, [12, 12, true]);
        assert.match(String(svg), /^<svg[^]*<\/svg>\s*$/);
        assert.deepEqual(driven.errors(), []);
      });
    });

    describe(`${name}, the scalar build`, { skip }, () => {
      let driven;
      before(async () => { driven = await start({ simd: false }); });
      after(() => driven?.close());

      test("the first preset of every lab has the numbers of the command line", async () => {
        await driven.open(`${url}?variant=scalar#lab=attention`);
        for (const lab of catalogue.labs) {
          const state = `lab=${lab.id}&${lab.presets[0].state}`;
          await visit(driven, state);
          await agrees(driven, state);
        }
        assert.match(await driven.run(() => document.getElementById("badge").textContent), /^scalar/);
        assert.deepEqual(driven.errors(), []);
      });
    });
  }
});
