/** Rankscope for other people's pages: defines `<rankscope-lab>`, and computes without one. */

import "./pack/elsewhere.js";
import { RankscopeLab } from "./embed/element.js";
import { once, shared } from "./embed/shared.js";
import { setFolder } from "./core/source.js";
import { labIn, labOf, unknownLab } from "./core/state.js";

/** @import { Lab, Report, ThemeName, View } from "./types.js" */

setFolder("./", import.meta.url);
if (!customElements.get("rankscope-lab")) customElements.define("rankscope-lab", RankscopeLab);

export { RankscopeLab };

/** What can be computed: labs with their controls, quantities, presets and sources. @returns {Promise<Lab[]>} */
export async function labs() {
  const { labs, words } = await shared.catalogue;
  await Promise.all(labs.map((lab) => words?.(lab)));
  return labs;
}

/**
 * The report of a state: the very JSON that `rankscope eval --json` prints, without its figures.
 * @param {string} state `v=1&lab=…`
 * @param {{ file?: { name: string, bytes: Uint8Array } }} [options] a file for labs that read one
 * @returns {Promise<Report & { lab: string, state: string }>}
 */
export async function evaluate(state, { file } = {}) {
  const { lab, answer } = await answered(state, file);
  return { lab: lab.id, state: answer.opened.state, ...answer.report };
}

/**
 * A figure of a state as a standalone SVG, with real text.
 * @param {string} state
 * @param {{ figure?: string, width?: number, height?: number, theme?: ThemeName, file?: { name: string, bytes: Uint8Array } }} [options]
 * @returns {Promise<string>}
 */
export async function render(state, { figure, width = 640, height = 420, theme = "light", file } = {}) {
  const [{ answer }, view] = await Promise.all([answered(state, file), shared.view]);
  const board = new view.Board(answer.figures);
  try {
    const infos = board.describe();
    const info = figure === undefined ? infos[0] : infos.find(({ id }) => id === figure);
    if (!info) throw Object.assign(new Error(`figure: one of ${infos.map(({ id }) => id).join(", ")}, got “${figure}”`), { code: "figure" });
    /** @type {View} */
    const wanted = { width, height, ratio: 1, theme, hidden: [], lit: [], zoom: null, font: 13, legend: info.series.length > 1 };
    return board.svg(info.id, wanted);
  } finally {
    board.free();
  }
}

/** @param {string} state @param {{ name: string, bytes: Uint8Array }} [file] */
async function answered(state, file) {
  const catalogue = await shared.catalogue;
  const asked = labIn(state);
  const lab = labOf(catalogue, asked);
  if (asked !== undefined && lab.id !== asked) {
    throw Object.assign(new Error(unknownLab(catalogue, asked)), { code: "lab" });
  }
  return { lab, answer: await once(state, lab.module, file) };
}
