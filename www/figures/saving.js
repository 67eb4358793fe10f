/** Getting it out again: pictures, vectors and tables of one figure. */

import { toast } from "../core/announce.js";
import { h } from "../core/dom.js";

/** @import { Panel } from "./figures.js" */

/** A file has room for a legend and for words: at least this large, in CSS pixels. */
const ROOM = { width: 640, height: 420 };

/** The view of an export: what is on screen, with a legend in the picture. @param {Panel} panel @param {number} ratio */
function exportView(panel, ratio) {
  const view = panel.viewFor(ratio);
  const [width, height] = [Math.max(Math.round(view.width), ROOM.width), Math.max(Math.round(view.height), ROOM.height)];
  return { ...view, width, height, lit: [], legend: panel.info.series.length > 1 };
}

/** @param {Panel} panel @param {number} ratio @returns {Promise<Blob | null>} */
export function pictureOf(panel, ratio) {
  const picture = document.createElement("canvas");
  const view = exportView(panel, ratio);
  panel.paint(picture, view, ratio, view);
  const context = picture.getContext("2d");
  if (context) {
    // The page is the background on screen; a file brings its own.
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = "destination-over";
    context.fillStyle = getComputedStyle(panel.element).backgroundColor;
    context.fillRect(0, 0, picture.width, picture.height);
  }
  return new Promise((resolve) => picture.toBlob(resolve, "image/png"));
}

/** @param {Panel} panel */
export function vectorOf(panel) {
  return panel.board?.svg(panel.id, exportView(panel, 1), panel.figures.pinned) ?? "";
}

/** @param {Panel} panel */
export function tableOf(panel) {
  return panel.board?.csv(panel.id) ?? "";
}

/** @param {Panel} panel @param {keyof typeof import("./exports.js").FORMATS} format */
export function saveAs(panel, format) {
  if (format === "svg") saveVector(panel);
  else if (format === "csv") saveTable(panel);
  else savePicture(panel, format === "png" ? 1 : 2);
}

/** @param {Panel} panel @param {number} ratio */
async function savePicture(panel, ratio) {
  const blob = await pictureOf(panel, ratio);
  if (blob) save(blob, `${stem(panel)}${ratio === 1 ? "" : `@${ratio}x`}.png`);
}

/** @param {Panel} panel */
export function saveVector(panel) {
  const svg = vectorOf(panel);
  if (svg) save(new Blob([svg], { type: "image/svg+xml" }), fileOf(panel));
}

/** What the vector picture is saved as. @param {Panel} panel */
export const fileOf = (panel) => `${stem(panel)}.svg`;

/** @param {Panel} panel */
function saveTable(panel) {
  const csv = tableOf(panel);
  if (csv) save(new Blob([csv], { type: "text/csv" }), `${stem(panel)}.csv`);
}

/** @param {Panel} panel */
const stem = (panel) => `${panel.host.fileStem()}-${panel.id}`;

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // The download reads the address after the click returns.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  toast(`${name} saved`);
}
