/** The state string of a link, as the page reads and edits it, and the history of edits. The engine validates; the page only carries. */

/** @import { Control, Lab } from "./types.js" */

/** Keys that the page gives their meaning; everything else belongs to the lab. */
const PAGE_KEYS = ["hide", "controls", "figures", "readouts", "fix", "title", "ask", "predict", "place", "lesson", "figure", "pin"];

/**
 * @typedef {object} State
 * @property {string} lab
 * @property {Map<string, string>} values only what differs from the default
 * @property {Map<string, string>} page what the page shows, and what a lesson or a teacher adds
 */

/**
 * @param {string} text
 * @param {Lab[]} labs
 * @returns {State}
 */
export function parseState(text, labs) {
  const pairs = pairsIn(text);
  const asked = labIn(text);
  const lab = labs.find((one) => one.id === asked) ?? labs[0];
  /** @type {State} */
  const state = { lab: lab?.id ?? "", values: new Map(), page: new Map() };
  for (const [key = "", value = ""] of pairs) {
    if (PAGE_KEYS.includes(key)) state.page.set(key, value);
    else if (lab?.controls.some((control) => control.id === key)) state.values.set(key, value);
  }
  return state;
}

/** The lab that a link asks for, whether it exists or not. @param {string} text */
export function labIn(text) {
  return pairsIn(text).find(([key]) => key === "lab")?.[1];
}

/** @param {string} text */
function pairsIn(text) {
  return text.trim().replace(/^[#?]/, "").split("&").filter(Boolean).map((pair) => {
    const cut = pair.indexOf("=");
    return cut < 0 ? [decode(pair), ""] : [decode(pair.slice(0, cut)), decode(pair.slice(cut + 1))];
  });
}

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
 * What a link leaves on screen, and what it lets be changed: `hide` takes away by name, the lists name what remains.
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
  return { hide, control: kept("controls"), figure: kept("figures"), readout: (/** @type {string} */ id) => readout?.has(id) ?? true, fixed: (/** @type {string} */ id) => fix.has(id) };
}

/** Percent-encodes what would end a value early; commas and semicolons stay readable. @param {string} text */
export function encode(text) {
  return encodeURIComponent(text).replace(/%(2C|3B|3A)/g, decodeURIComponent).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
}

/** @param {string} text */
function decode(text) {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** Steps closer together than this, on one control, are one step of history. */
const COALESCE_MS = 600;
const LONGEST = 500;

/** Undo and redo over state strings; a drag is one step. */
export class History {
  /** @param {string} first */
  constructor(first) {
    this.past = [first];
    /** @type {string[]} */
    this.future = [];
    this.key = "";
    this.held = false;
    this.settledAt = -Infinity;
  }

  /**
   * @param {string} state
   * @param {string} key what was changed; the same key again during one gesture replaces the step
   * @param {boolean} held whether the hand is still moving
   */
  record(state, key, held) {
    if (state === this.past.at(-1)) return;
    const same = key !== "" && key === this.key && (this.held || performance.now() - this.settledAt < COALESCE_MS);
    if (same) this.past[this.past.length - 1] = state;
    else this.past.push(state);
    if (this.past.length > LONGEST) this.past.shift();
    this.future = [];
    this.key = key;
    this.held = held;
    this.settledAt = performance.now();
  }

  /** The hand let go. */
  settle() {
    this.held = false;
    this.settledAt = performance.now();
  }

  /** Forgets the newest step, which did not work out. */
  drop() {
    if (this.past.length > 1) this.past.pop();
    this.key = "";
  }

  /** @returns {string | undefined} */
  undo() {
    const state = this.past.length > 1 ? this.past.pop() : undefined;
    if (state === undefined) return undefined;
    this.future.push(state);
    this.key = "";
    return this.past.at(-1);
  }

  /** @returns {string | undefined} */
  redo() {
    const state = this.future.pop();
    if (state === undefined) return undefined;
    this.past.push(state);
    this.key = "";
    return state;
  }
}

/** The lab of a state, or the first one. @param {State} state @param {Lab[]} labs @returns {Lab} */
export function labOf(state, labs) {
  const found = labs.find((one) => one.id === state.lab) ?? labs[0];
  if (!found) throw new Error("this build has no lab");
  return found;
}
