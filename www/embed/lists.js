/** Attributes of an embedded lab that say by names what is on screen. */

import { withPage } from "../core/state.js";

/** @import { State } from "../core/state.js" */

export const LISTS = /** @type {const} */ (["controls", "figures", "readouts"]);

/** @typedef {(typeof LISTS)[number]} List */

/** @param {string | null} text */
const names = (text) => (text ?? "").split(/[\s,]+/).filter(Boolean);

/** A state, with what the attributes say. @param {Element} element @param {State} state @returns {State} */
export function listed(element, state) {
  let view = state;
  for (const list of LISTS) {
    const text = element.getAttribute(list);
    if (text !== null) view = withPage(view, list, names(text).join(",") || "none");
  }
  return view;
}

/** Says which names in the attributes do not exist, and which do; an empty sentence where all of them exist. @param {Element} element @param {Record<List, string[]>} there */
export function unknown(element, there) {
  return LISTS.flatMap((list) => {
    const wanted = names(element.getAttribute(list));
    const wrong = wanted.filter((id) => id !== "none" && !there[list].includes(id));
    // A state may lack a figure that another one has.
    if (list === "figures" && wrong.length < wanted.length) return [];
    return wrong.length > 0 && there[list].length > 0 ? [`${list}: ${there[list].join(", ")} or none; got ${wrong.join(", ")}.`] : [];
  }).join(" ");
}
