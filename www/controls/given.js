/** A matrix or a file goes to the lab that reads it. */

import { settingsFor, stateIn, withValues } from "../core/state.js";

/** @import { Control, Lab, Loaded } from "../types.js" */
/** @import { Explorer } from "../core/explorer.js" */
/** @import { State } from "../core/state.js" */

/** What reads files in a lab. @param {Lab} lab */
export const reader = (lab) => lab.controls.find(({ kind }) => kind.type === "file");

/**
 * The lab that reads such files, the open one if it does, and whether it measures them piece by piece. What no ending tells goes to a
 * reader of matrices, which tells by the content what it is.
 * @param {File[]} files
 * @param {Lab} open
 * @param {Lab[]} labs
 */
export async function readerOf(files, open, labs) {
  const streams = (await Promise.all(files.map(isCheckpoint))).includes(true);
  const kindOf = (/** @type {Lab} */ lab) => /** @type {Extract<Control["kind"], { type: "file" }>} */ (reader(lab)?.kind);
  const weights = (/** @type {Lab} */ lab) => kindOf(lab).streamed.length > 0;
  // Beside a checkpoint JSON is its configuration; alone it is a matrix.
  const takes = (/** @type {Lab} */ lab) => files.some(({ name }) =>
    kindOf(lab).accepts.some((ending) => name.toLowerCase().endsWith(ending) && !(ending === ".json" && weights(lab))));
  const readers = [open, ...labs].filter(reader);
  return { lab: readers.find(streams ? weights : takes) ?? readers.find((lab) => !weights(lab)), streams };
}

/** The state that a lab has written in front of what it keeps. @param {File} file */
export const stateOfKept = async (file) => /^\{"state":"([^"\\]+)"/.exec(await file.slice(0, 4096).text())?.[1] ?? "";

/** By its name, or by how it begins: eight bytes of a length below 4 GB, then JSON. @param {File} file */
async function isCheckpoint(file) {
  if (/\.safetensors$|\.index\.json$/i.test(file.name)) return true;
  const start = new Uint8Array(await file.slice(0, 9).arrayBuffer());
  return start[8] === 0x7b && start.subarray(4, 8).every((byte) => byte === 0);
}

/** That a lab has no such control. @param {Lab} lab */
export const unread = (lab) => `The lab “${lab.title}” does not read files.`;

/** Why a file could not be read, with its name in front. @param {string} name @param {string} said */
export const unreadable = (name, said) => (said.startsWith(name) ? said : `${name}: ${said}`);

/** Opens a lab with a control that applies, and is set. @param {Explorer} explorer @param {Lab} lab @param {Control} control @param {string} text @param {string} why */
export function put(explorer, lab, control, text, why) {
  settled(explorer);
  explorer.adopt(withValues(applying(explorer, lab, control), [[control.id, text]]), why);
}

/**
 * A file is there: its lab opens, set to show it.
 * @param {Explorer} explorer
 * @param {Lab} lab
 * @param {Control | undefined} control that reads files
 * @param {Loaded} loaded
 * @param {boolean} [again] whether it comes back because another one was bad
 * @param {State} [state] that it opens in
 */
export function given(explorer, lab, control, loaded, again = false, state) {
  const opened = state ?? (control && applying(explorer, lab, control));
  if (!opened) return;
  if (!again) settled(explorer);
  explorer.loaded = loaded;
  explorer.adopt(opened, `the file ${loaded.name}`, false, "", true);
}

/** What was said of an earlier one does not hold any more. @param {Explorer} explorer */
function settled(explorer) {
  for (const key of ["file", "paste", "src"]) explorer.forget(key);
}

/** @param {Explorer} explorer @param {Lab} lab @param {Control} control */
function applying(explorer, lab, control) {
  const state = lab === explorer.lab ? explorer.state : stateIn(`lab=${lab.id}`, explorer.catalogue);
  return withValues(state, settingsFor(control, state, lab));
}
