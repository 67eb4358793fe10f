// One number, three builds: the command line, the scalar and the simd128 variant agree on every readout of every preset.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { catalogue, engines, evaluate, load, loadable, presets } from "./load.mjs";

const TOLERANCE = 1e-12;

const root = fileURLToPath(new URL("../..", import.meta.url));
// The test run names the program that it built; by hand, cargo finds it.
const [program, ...first] = process.env.RANKSCOPE?.split(" ") ?? ["cargo", "run", "--quiet", "--bin", "rankscope", "--"];
const native = (...args) =>
  JSON.parse(execFileSync(program, [...first, ...args], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 }));

test("the command line prints the catalogue of the page", () => {
  assert.deepEqual(catalogue, native("labs", "--json"));
});

for (const engine of engines) {
  const builds = await Promise.all(
    loadable.map(async ({ name }) => ({ name, module: await load(name, engine) })));

  for (const state of presets(engine)) {
    test(`${[...builds.map((b) => b.name), "native"].join(" = ")}: ${state}`, () => {
      const expected = native("eval", state, "--json");
      for (const { name, module } of builds) {
        const { opened, report } = evaluate(new module.Engine(), state);
        assert.equal(opened.state, expected.state);
        assert.deepEqual(report.readouts.map((r) => r.id), expected.readouts.map((r) => r.id));
        report.readouts.forEach(({ id, value }, i) => {
          const other = expected.readouts[i].value;
          const off = typeof value === "number" && typeof other === "number"
            ? Math.abs(value - other) / Math.max(Math.abs(value), Math.abs(other), Number.MIN_VALUE)
            : value === other ? 0 : Infinity;
          assert.ok(off <= TOLERANCE, `${id}: ${name} ${value}, native ${other}, off by ${off}`);
        });
      }
    });
  }
}
