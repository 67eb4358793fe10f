/** A matrix or a file goes to the lab that reads it. */

import { settingsFor, stateIn, withValues } from "../core/state.js";

/** @import { Control, Lab, Loaded } from "../types.js" */
/** @import { Explorer } from "../core/explorer.js" */

/** What reads files in a lab. @param {Lab} lab */
export const reader = (lab) => lab.controls.find(({ kind }) => kind.type === "file");

/** That a lab has no such control. @param {Lab} lab */
export const unread = (lab) => `The lab “${lab.title}” does not read files.`;

/** Why a file could not be read, with its name in front. @param {string} name @param {string} said */
export const unreadable = (name, said) => (said.startsWith(name) ? said : `${name}: ${said}`);

/** Opens a lab with a control that applies, and is set. @param {Explorer} explorer @param {Lab} lab @param {Control} control @param {string} text @param {string} why */
export function put(explorer, lab, control, text, why) {
  explorer.adopt(withValues(applying(explorer, lab, control), [[control.id, text]]), why);
}

/** A file is there: its lab opens, set to show it. @param {Explorer} explorer @param {Lab} lab @param {Control} control that reads files @param {Loaded} loaded */
export function given(explorer, lab, control, loaded) {
  explorer.loaded = loaded;
  explorer.adopt(applying(explorer, lab, control), `the file ${loaded.name}`, false, "", true);
}

/** @param {Explorer} explorer @param {Lab} lab @param {Control} control */
function applying(explorer, lab, control) {
  const state = lab === explorer.lab ? explorer.state : stateIn(`lab=${lab.id}`, explorer.catalogue);
  return withValues(state, settingsFor(control, state, lab));
}
