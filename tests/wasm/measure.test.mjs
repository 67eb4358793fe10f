// The module that measures checkpoints: the same bytes as the command line writes, in every variant.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { load, loadable } from "./load.mjs";

/** A GPT-2 of two layers with 96 hidden units, in halves, and 40 kB that are passed over. */
function checkpoint() {
  const header = { ballast: { dtype: "I64", shape: [5000], data_offsets: [0, 40_000] } };
  const parts = [Buffer.alloc(40_000)];
  let end = 40_000;
  let state = 7;
  for (let layer = 0; layer < 2; layer++) {
    for (const [name, rows, cols] of [["attn.c_attn", 96, 288], ["attn.c_proj", 96, 96], ["mlp.c_fc", 96, 384], ["mlp.c_proj", 384, 96]]) {
      const numbers = Uint16Array.from({ length: rows * cols }, () => {
        state = (state * 1103515245 + 12345) % 2147483648;
        // Sign, an exponent around 1, ten bits of mantissa.
        return ((state >> 30) << 15) | ((12 + ((state >> 20) % 4)) << 10) | ((state >> 8) & 1023);
      });
      parts.push(Buffer.from(numbers.buffer));
      header[`transformer.h.${layer}.${name}.weight`] = { dtype: "F16", shape: [rows, cols], data_offsets: [end, (end += numbers.byteLength)] };
    }
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, ...parts]);
}

const file = checkpoint();
const NAME = "made.safetensors";

function native() {
  const folder = mkdtempSync(join(tmpdir(), "rankscope-"));
  try {
    const path = join(folder, NAME);
    writeFileSync(path, file);
    execFileSync(process.env.RANKSCOPE, ["measure", path, "-o", `${path}.out`]);
    return readFileSync(`${path}.out`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const { name: variant } of loadable) {
  test(`${variant}: units measured one by one are what the command line measures, to the bit`, { skip: !process.env.RANKSCOPE && "RANKSCOPE does not name the command line" }, async () => {
    const { Survey } = await load(variant, "measure");
    const { Engine } = await load(variant, "weights");
    const survey = new Survey();
    let most = 0;
    let wanted = survey.take(NAME, file.length, new Uint8Array());
    for (; wanted !== undefined; wanted = survey.take(NAME, file.length, file.subarray(0, wanted))) most = wanted;
    assert.ok(most < 2000, `${most} bytes for the header`);
    const { units, files } = JSON.parse(survey.plan());
    assert.deepEqual(files, [NAME]);
    assert.equal(units.length, 16);
    const engine = new Engine();
    engine.load(NAME, survey.blank());
    // In any order.
    for (const at of [...units.keys()].reverse()) {
      const gauge = survey.gauge(at);
      for (let want = JSON.parse(gauge.wants()); want; want = JSON.parse(gauge.wants())) {
        assert.ok(want.begin >= 40_000 + most, "no byte of what is passed over");
        gauge.take(file.subarray(want.begin, want.end));
      }
      engine.measured(at, gauge.finish());
    }
    assert.deepEqual(Buffer.from(engine.measurements()), native());
  });

  test(`${variant}: what cannot be read is told with a code`, async () => {
    const { Survey } = await load(variant, "measure");
    const survey = new Survey();
    assert.throws(() => survey.take("a.safetensors", 20, new Uint8Array(20).fill(255)), { code: "header_size" });
    assert.throws(() => survey.plan(), { code: "no_tensors" });
  });
}
