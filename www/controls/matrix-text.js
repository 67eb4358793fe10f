/** Matrices between JavaScript, the state string and NumPy's file format. */

import { valueText } from "../core/state.js";

/** @import { Lab } from "../types.js" */
/** @import { State } from "../core/state.js" */

/** As the state string writes it. @param {number[][]} rows */
export function matrixText(rows) {
  return rows.map((row) => [...row].join(",")).join(";");
}

/** The matrix that a lab is set to, if it has one. @param {State} state @param {Lab} lab */
export function readMatrix(state, lab) {
  const control = lab.controls.find(({ kind }) => kind.type === "matrix");
  return control && valueText(state, control).split(";").map((row) => row.split(",").map(Number));
}

/** As a `.npy` file of version 1, for matrices too large for a state. @param {number[][]} rows */
export function matrixFile(rows) {
  const cols = rows[0]?.length ?? 0;
  const words = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows.length}, ${cols}), }`;
  // Magic, version and length take ten bytes; the data begin at a multiple of 64.
  const header = words.padEnd(64 * Math.ceil((words.length + 11) / 64) - 11) + "\n";
  const file = new DataView(new ArrayBuffer(10 + header.length + 8 * rows.length * cols));
  const write = (/** @type {string} */ text, /** @type {number} */ at) => [...text].forEach((letter, i) => file.setUint8(at + i, letter.charCodeAt(0)));
  write("\x93NUMPY\x01\x00", 0);
  file.setUint16(8, header.length, true);
  write(header, 10);
  rows.forEach((row, i) => {
    for (let j = 0; j < cols; j++) file.setFloat64(10 + header.length + 8 * (i * cols + j), row[j] ?? NaN, true);
  });
  return new File([file.buffer], "matrix.npy");
}
