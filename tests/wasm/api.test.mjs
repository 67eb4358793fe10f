// The WebAssembly interface as the page uses it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { asset, catalogue, engines, evaluate, FIRST, load, loadable, open, presets } from "./load.mjs";

test("the catalogue names every lab with its engine, controls, quantities and presets", () => {
  const { labs, assets, version } = catalogue;
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.ok(Array.isArray(assets));
  assert.ok(labs.length > 0);
  for (const lab of labs) {
    for (const part of ["id", "module", "title", "question", "try_first"]) assert.ok(lab[part], part);
    for (const part of ["controls", "quantities", "presets"]) assert.ok(lab[part].length, part);
  }
});

for (const { name: variant } of loadable) {
  const asked = new Set();
  for (const each of engines) {
    const name = `${variant} ${each}`;
    const module = await load(variant, each);

    test(`${name}: a preset opens, finishes and reports`, () => {
      const engine = new module.Engine();
      for (const state of presets(each)) {
        const { opened, progress, report } = evaluate(engine, state);
        assert.deepEqual(opened.problems, []);
        assert.equal(progress.done, progress.total);
        assert.ok(report.headline);
        assert.ok(report.readouts.length);
        assert.equal(report.figures, undefined, "figures travel as bytes");
        assert.ok(engine.figures().length > 8);
      }
    });

    test(`${name}: the canonical state opens to itself`, () => {
      const engine = new module.Engine();
      for (const state of presets(each)) {
        const once = open(engine, state).state;
        assert.equal(open(engine, once).state, once);
      }
    });

    test(`${name}: bundled data is asked for by name`, () => {
      for (const state of presets(each)) {
        const engine = new module.Engine();
        try {
          engine.open(state);
        } catch (error) {
          assert.equal(error.code, "asset_missing");
          assert.ok(catalogue.assets.includes(error.asset), error.asset);
          asked.add(error.asset);
        }
      }
    });
  }

  test(`${variant}: some preset uses the bundled data`, () => {
    if (catalogue.assets.length) assert.ok(asked.size > 0);
  });

  const name = `${variant} ${FIRST}`;
  const module = await load(variant, FIRST);
  const readers = await load("scalar", "readers");

  test(`${name}: a file that no engine takes is read before`, () => {
    const engine = new module.Engine();
    const text = new TextEncoder().encode("0.5,0.5\n0.25,0.75\n");
    assert.equal(engine.takes(text), false);
    assert.throws(() => engine.load("typed.csv", text), (error) => error.code === "unknown_format");
    const read = readers.read("typed.csv", text);
    assert.equal(engine.takes(read.subarray(0, 64)), true);
    assert.deepEqual(JSON.parse(engine.load("typed.csv", read)).shape, [2, 2]);
    assert.equal(engine.takes(asset("minilm-fox.npy").subarray(0, 64)), true);
  });

  test(`${name}: a bad key is named and everything else applies`, () => {
    const { opened } = evaluate(new module.Engine(), "lab=spectrum&n=7&no_such_key=1");
    assert.equal(opened.state, "v=1&lab=spectrum&n=7");
    assert.deepEqual(opened.problems.map((problem) => problem.key), ["no_such_key"]);
    assert.match(opened.problems[0].message, /no_such_key: /);
  });

  test(`${name}: an error carries a code and a sentence, and the open state stays`, () => {
    const engine = new module.Engine();
    const before = evaluate(engine, "lab=spectrum&n=7").report;
    assert.throws(() => engine.load("x.npy", new Uint8Array([1, 2, 3])), (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.code, /^[a-z][a-z0-9_]*$/);
      assert.match(error.message, /x\.npy/);
      return true;
    });
    assert.deepEqual(JSON.parse(engine.report()), before);
  });

  test(`${name}: pasted text becomes a matrix in state form`, () => {
    const engine = new module.Engine();
    for (const text of ["1,2\n3,4", "1\t2\n3\t4\n", "[[1, 2], [3, 4]]", "[[1. 2.]\n [3. 4.]]"]) {
      assert.deepEqual(JSON.parse(engine.pasted(readers.read_text(text, false), false)), { rows: 2, cols: 2, state: "1,2;3,4", file: false, notes: [] });
    }
    assert.equal(JSON.parse(engine.pasted(readers.read_text("0,8 0,5 0,1", true), true)).state, "0.8,0.5,0.1");
    for (const text of ["", "1,2\n3", "one,two\nthree,four"]) {
      assert.throws(() => readers.read_text(text, false), (error) => Boolean(error.code && error.message));
    }
  });

  test(`${name}: two engines do not know of each other`, () => {
    const [one, other] = [new module.Engine(), new module.Engine()];
    const first = evaluate(one, "lab=spectrum&n=7").report;
    evaluate(other, "lab=spectrum&n=9");
    assert.deepEqual(JSON.parse(one.report()), first);
  });

  test(`${name}: a hundred states later the memory has not grown`, () => {
    const engine = new module.Engine();
    const memory = module.initSync().memory;
    const round = () => {
      for (const n of [16, 64, 128]) {
        evaluate(engine, `lab=spectrum&n=${n}`);
        engine.figures();
      }
    };
    for (let i = 0; i < 5; i++) round();
    const before = memory.buffer.byteLength;
    for (let i = 0; i < 100; i++) round();
    assert.equal(memory.buffer.byteLength, before);
  });
}
