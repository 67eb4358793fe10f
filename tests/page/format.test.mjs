import assert from "node:assert/strict";
import test from "node:test";
import { formatNumber } from "../../www/core/format.js";

// The cases of `readers_numbers` in src/figure/number.rs: the page writes its own numbers as the engine writes those of a report.
const CASES = [
  [0, "0"], [-0, "0"], [1, "1"], [-4, "\u22124"], [0.7, "0.7"], [0.1 + 0.2, "0.3000"], [3.9999999, "4.000"], [Math.PI, "3.142"],
  [12.3456, "12.35"], [999.96, "1000"], [1234, "1234"], [12345, "12\u202f345"], [12345.67, "12\u202f346"], [123456, "123\u202f456"],
  [999999.7, "10\u2076"], [0.00123456, "0.001235"], [0.001, "0.001"], [1.23456e-4, "1.235\u202f×\u202f10⁻⁴"],
  [2e-10, "2\u202f×\u202f10⁻¹⁰"], [1e-300, "10⁻³⁰⁰"], [2.5e6, "2.5\u202f×\u202f10⁶"], [1.797e308, "1.797\u202f×\u202f10³⁰⁸"],
  [5e-324, "5\u202f×\u202f10⁻³²⁴"],
];

test("the page writes numbers as the engine does", () => {
  for (const [value, text] of CASES) assert.equal(formatNumber(value), text, String(value));
});
