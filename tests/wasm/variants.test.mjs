// Each variant is what its name says: one needs WebAssembly SIMD, the other must not contain it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bytes, modules, simdOff, wasmPath } from "./load.mjs";

const disassembler = fileURLToPath(new URL("../../node_modules/binaryen/bin/wasm-dis", import.meta.url));

for (const { name: module, variant, simd } of modules) {
  const name = `${variant} ${module}`;

  test(`${name} ${simd ? "contains" : "contains no"} SIMD instructions`, () => {
    const text = execFileSync(process.execPath, [disassembler, "--all-features", wasmPath(variant, module)], {
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    assert.match(text, /\bf64\.mul\b/, "this is no disassembly");
    const vector = text.match(/\b(v128|[if](8x16|16x8|32x4|64x2))\.\w+/g) ?? [];
    assert.equal(vector.length > 0, simd, vector.slice(0, 5).join(" "));
  });

  test(`${name} ${simd && simdOff ? "is refused" : "validates"} ${simdOff ? "without" : "with"} SIMD in the engine`, () => {
    assert.equal(WebAssembly.validate(bytes(variant, module)), !(simd && simdOff));
  });
}
