/**
 * The state of a lab as the page carries it, and the strings that it travels in. Rust reads and validates those; here they are written,
 * and taken at their word until its answer is there.
 */

/** @import { Catalogue, Control, Lab, Opened } from "../types.js" */

/**
 * @typedef {object} State
 * @property {string} lab
 * @property {Map<string, string>} values only what differs from the default
 * @property {Map<string, string>} page what the page shows, and what a lesson or a teacher adds
 */

/** What a sentence repeats of a text, in characters. */
export const ECHO = 40;

/** What the engine read. @param {Opened} opened @returns {State} */
export function stateOf({ lab, values, page }) {
  return { lab, values: new Map(values), page: new Map(page) };
}

/**
 * What a text says, taken at its word: enough to know the lab, and to show something while its engine is on the way.
 * @param {string} text
 * @param {Catalogue} catalogue
 * @returns {State}
 */
export function stateIn(text, catalogue) {
  const lab = labOf(catalogue, labIn(text));
  /** @type {State} */
  const state = { lab: lab.id, values: new Map(), page: new Map() };
  if (text.length > catalogue.longest) return state;
  for (const [key, value] of pairsIn(text)) {
    if (catalogue.page.some(({ id }) => id === key)) state.page.set(key, value);
    else if (lab.controls.some(({ id }) => id === key)) state.values.set(key, value);
  }
  return state;
}

/** The lab that a text asks for, whether it exists or not. @param {string} text */
export const labIn = (text) => pairsIn(text).get("lab") ?? undefined;

/** @param {string} text */
const pairsIn = (text) => new URLSearchParams(text.trim().replace(/^[#?]+/, ""));

/** That there is no such lab. @param {Catalogue} catalogue @param {string} asked */
export const unknownLab = ({ labs }, asked) =>
  `lab: one of ${labs.map(({ id }) => id).join(", ")}, got “${asked.length > ECHO ? `${asked.slice(0, ECHO)}…` : asked}”`;

/** The lab of that name, or the first one. @param {Catalogue} catalogue @param {string | undefined} id @returns {Lab} */
export function labOf({ labs }, id) {
  const found = labs.find((one) => one.id === id) ?? labs[0];
  if (!found) throw new Error("this build has no lab");
  return found;
}

/** The state that a link to a lab opens. @param {Lab} lab */
export const opening = ({ id, opens }) => `v=1&lab=${id}${opens && `&${opens}`}`;

/**
 * What the engine computes from: the lab and its controls.
 * @param {State} state
 * @param {Lab} lab
 */
export function writeCore(state, lab) {
  let text = `v=1&lab=${state.lab}`;
  for (const control of lab.controls) {
    const value = state.values.get(control.id);
    if (value !== undefined && value !== defaultText(control)) text += `&${control.id}=${encode(value)}`;
  }
  return text;
}

/**
 * The whole link.
 * @param {State} state
 * @param {Lab} lab
 */
export function writeState(state, lab) {
  let text = writeCore(state, lab);
  for (const [key, value] of state.page) if (value) text += `&${key}=${encode(value)}`;
  return text;
}

/**
 * A control's default as the state string writes it.
 * @param {Control} control
 * @returns {string}
 */
export function defaultText({ kind }) {
  switch (kind.type) {
    case "toggle": return kind.default ? "on" : "off";
    case "vector": return kind.default.join(",");
    case "matrix": return kind.default.map((row) => row.join(",")).join(";");
    case "cells":
    case "file": return "";
    default: return String(kind.default);
  }
}

/**
 * @param {State} state
 * @param {Control} control
 */
export function valueText(state, control) {
  return state.values.get(control.id) ?? defaultText(control);
}

/**
 * Whether every condition of a control holds.
 * @param {Control} control
 * @param {State} state
 * @param {Lab} lab
 */
export function applies(control, state, lab) {
  return control.when.every(({ control: id, any_of }) => {
    const other = lab.controls.find((one) => one.id === id);
    return other !== undefined && any_of.includes(valueText(state, other));
  });
}

/**
 * The settings that make a control apply.
 * @param {Control} control
 * @param {State} state
 * @param {Lab} lab
 * @returns {[string, string][]}
 */
export function settingsFor(control, state, lab) {
  return control.when
    .filter((condition) => !applies({ ...control, when: [condition] }, state, lab))
    .map(({ control: id, any_of }) => [id, any_of[0] ?? ""]);
}

/**
 * @param {State} state
 * @param {Iterable<[string, string]>} settings
 * @returns {State}
 */
export function withValues(state, settings) {
  const values = new Map(state.values);
  for (const [id, text] of settings) values.set(id, text);
  return { ...state, values };
}

/**
 * @param {State} state
 * @param {string} key
 * @param {string} value empty removes the key
 * @returns {State}
 */
export function withPage(state, key, value) {
  const page = new Map(state.page);
  if (value) page.set(key, value);
  else page.delete(key);
  return { ...state, page };
}

/**
 * What a link leaves on screen, and what it lets be changed: `hide` takes away by name, the lists name what remains; `listed` is whether
 * one names controls.
 * @param {State} state
 */
export function shown({ page }) {
  const list = (/** @type {string} */ key) => new Set(page.get(key)?.split(","));
  const hide = list("hide");
  const kept = (/** @type {string} */ key) => {
    const keep = page.has(key) ? list(key) : undefined;
    return (/** @type {string} */ id) => !hide.has(id) && (keep?.has(id) ?? true);
  };
  const fix = list("fix");
  const readout = page.has("readouts") ? list("readouts") : undefined;
  const listed = page.has("controls");
  return { hide, listed, control: kept("controls"), figure: kept("figures"), readout: (/** @type {string} */ id) => readout?.has(id) ?? true, fixed: (/** @type {string} */ id) => fix.has(id) };
}

/** Percent-encodes what would end a value early; commas and semicolons stay readable. @param {string} text */
export function encode(text) {
  return encodeURIComponent(text).replace(/%(2C|3B|3A)/g, decodeURIComponent).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
}
