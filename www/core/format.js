/**
 * Numbers that the page writes itself (sliders, tables, differences) as the engine writes those of its reports: four significant
 * digits, short values not padded, superscript powers of ten, thin-space thousands.
 */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const THIN_SPACE = "\u202f";

/** @param {number} exponent */
const superscript = (exponent) =>
  (exponent < 0 ? "⁻" : "") + String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? "");

/**
 * @param {number} value finite
 * @returns {string}
 */
export function formatNumber(value) {
  const sign = value < 0 ? "−" : "";
  const x = Math.abs(value);
  if (x === 0) return "0";
  // Rounding comes first: 999 999.7 is a million. What is short anyway is not another number then, and is not padded.
  const rounded = Number.isInteger(x) && x < 1e6 ? x : Number(x.toPrecision(4));
  if (rounded >= 1e-3 && rounded < 1e6) {
    const digits = rounded === x ? String(x) : x >= 1e4 ? x.toFixed(0) : x.toPrecision(4);
    const [whole = "", rest] = digits.split(".");
    const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE) : whole;
    return sign + grouped + (rest === undefined ? "" : "." + rest);
  }
  const [mantissa = "", exponent] = x.toExponential(rounded === x ? undefined : 3).split("e");
  const short = rounded === x || x < 1 ? mantissa : mantissa.replace(/\.?0+$/, "");
  return `${sign}${short === "1" ? "" : `${short}${THIN_SPACE}×${THIN_SPACE}`}10${superscript(Number(exponent))}`;
}

/**
 * A small residual: one digit is enough.
 * @param {number} value
 */
export function formatResidual(value) {
  if (value === null || !Number.isFinite(value)) return "not a number";
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(0).split("e");
  return `${mantissa === "1" ? "" : mantissa + "×"}10${superscript(Number(exponent))}`;
}
