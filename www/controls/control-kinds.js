/** One builder per kind of control: native inputs that show a value's text and hand back a changed one. */

import { arriving } from "../core/announce.js";
import { focused, h, setText, tool, tryAgain } from "../core/dom.js";
import { formatNumber } from "../core/format.js";

/** @import { Control, Kind, KindOf, Loaded, ParsedMatrix, Range } from "../types.js" */

/**
 * What a control may do to the page.
 * @typedef {object} Host
 * @property {(id: string, text: string, held: boolean) => void} change a new value; `held` while the hand still moves
 * @property {() => void} settle the hand let go
 * @property {(id: string, message: string) => void} fail an entry that was not understood; an empty message takes it back
 * @property {(text: string, list?: boolean) => Promise<ParsedMatrix>} parseMatrix
 * @property {(files: File[]) => void} openFiles
 * @property {(sentence: string) => void} say for screen readers
 */
/**
 * @typedef {object} Widget
 * @property {Node[]} nodes
 * @property {string} [labels] the id of the input that the label belongs to
 * @property {(text: string) => void} show
 * @property {(range: Range | undefined) => void} [narrow]
 * @property {(loaded: Loaded | undefined) => void} [loaded]
 * @property {() => void} [answered] what was asked for last is drawn
 * @property {() => void} [halt] what was asked for last will not come
 * @property {() => boolean} [playing] whether it asks by itself
 */

/** @type {{ [T in Kind["type"]]: (control: Control, kind: KindOf<T>, host: Host) => Widget }} */
export const WIDGETS = { number: numeric, integer: numeric, choice, toggle, seed, vector, matrix, cells, file, steps };

/** A declared limit as short as it was written. @param {number} value */
const limit = (value) => (String(value).length <= 6 ? String(value) : formatNumber(value));

/** Whether the visitor is typing here, so that the text must not be rewritten under the fingers. @param {Element} input */
const typing = (input) => focused(input) === input;

/**
 * @param {Control} control
 * @param {KindOf<"number"> | KindOf<"integer">} kind
 * @param {Host} host
 * @returns {Widget}
 */
function numeric({ id, label, unit }, kind, host) {
  const whole = kind.type === "integer";
  const log = kind.log && kind.min > 0;
  const decade = kind.type === "number" ? kind.step : 0.01;
  const digits = Math.max(2, Math.ceil(-Math.log10(decade)) + 1);
  let { min, max } = kind;

  const field = h("input", { type: "number", id: `${id}-number`, class: "number", step: "any", "aria-describedby": `${id}-help ${id}-error`, inputMode: whole && min >= 0 ? "numeric" : "decimal" });
  const slider = h("input", { type: "range", id: `${id}-range`, class: "slider", "aria-label": label, "aria-describedby": `${id}-help` });

  const toPosition = (/** @type {number} */ value) => (log ? Math.log10(value) : value);
  const toValue = (/** @type {number} */ position) => {
    if (!log) return position;
    const value = 10 ** position;
    const rounded = whole ? Math.round(value) : Number(value.toPrecision(digits));
    return Math.min(max, Math.max(min, rounded));
  };
  const bound = () => {
    field.min = String(min);
    field.max = String(max);
    slider.min = String(toPosition(min));
    slider.max = String(toPosition(max));
    slider.step = log ? String(decade) : whole ? "1" : String(decade);
  };
  const set = (/** @type {number} */ value, /** @type {boolean} */ held) => {
    host.fail(id, "");
    host.change(id, String(value), held);
  };

  slider.addEventListener("input", () => {
    const value = toValue(Number(slider.value));
    field.value = String(value);
    set(value, true);
  });
  slider.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    // A hundredth of a decade is less than one whole number at the low end: step by ones there.
    if (!log || !whole || step === undefined) return;
    const now = Number(field.value);
    const next = toValue(toPosition(now) + step * decade);
    event.preventDefault();
    set(next === now ? Math.min(max, Math.max(min, now + step)) : next, false);
  });
  field.addEventListener("input", () => {
    const value = field.valueAsNumber;
    const bad = !(value >= min && value <= max) || (whole && !Number.isInteger(value));
    if (bad && field.value === "" && !field.validity.badInput) return;
    if (bad) host.fail(id, `${limit(min)} to ${limit(max)}${whole ? ", whole" : ""}; got ${field.value || "no number"}`);
    else set(value, true);
  });
  for (const input of [field, slider]) input.addEventListener("change", () => host.settle());
  field.addEventListener("blur", () => { if (field.value === "") field.value = shown; });

  let shown = "";
  bound();
  return {
    nodes: [field, slider],
    labels: field.id,
    show(text) {
      shown = text;
      const value = Number(text);
      if (!(typing(field) && (field.valueAsNumber === value || field.getAttribute("aria-invalid")))) field.value = text;
      const position = String(toPosition(value));
      if (toValue(Number(slider.value)) !== value) slider.value = position;
      const from = toPosition(min);
      const share = (toPosition(value) - from) / (toPosition(max) - from || 1);
      slider.style.setProperty("--share", String(Math.min(1, Math.max(0, share))));
      slider.setAttribute("aria-valuetext", `${formatNumber(value)}${unit ? " " + unit : ""}`);
    },
    narrow(range) {
      const next = range ?? kind;
      if (next.min === min && next.max === max) return;
      ({ min, max } = next);
      bound();
    },
  };
}

/**
 * A few options stand side by side, many go into a list.
 * @param {Control} control
 * @param {KindOf<"choice">} kind
 * @param {Host} host
 * @returns {Widget}
 */
function choice({ id }, { options }, host) {
  if (options.length > 4) {
    const select = h("select", { id: `${id}-select`, "aria-describedby": `${id}-help`, onchange: () => host.change(id, select.value, false) },
      ...options.map((option) => h("option", { value: option.id }, option.label)));
    return { nodes: [select], labels: select.id, show: (text) => { select.value = text; } };
  }
  const radios = options.map((option) =>
    h("input", { type: "radio", name: id, value: option.id, onchange: () => host.change(id, option.id, false) }));
  const labels = options.map((option, i) => h("label", { class: "segment" }, radios[i], h("span", {}, option.label)));
  return {
    nodes: [h("div", { class: "segments", role: "radiogroup", "aria-labelledby": `${id}-label`, "aria-describedby": `${id}-help` }, ...labels)],
    show(text) {
      for (const radio of radios) radio.checked = radio.value === text;
    },
  };
}

/**
 * @param {Control} control
 * @param {KindOf<"toggle">} _
 * @param {Host} host
 * @returns {Widget}
 */
function toggle({ id }, _, host) {
  const box = h("input", { type: "checkbox", id: `${id}-toggle`, class: "switch", role: "switch", "aria-describedby": `${id}-help`,
    onchange: () => host.change(id, box.checked ? "on" : "off", false) });
  return { nodes: [box], labels: box.id, show: (text) => { box.checked = text === "on"; } };
}

/** Small seeds are easy to say aloud. */
const DICE = 10_000;

/**
 * @param {Control} control
 * @param {KindOf<"seed">} _
 * @param {Host} host
 * @returns {Widget}
 */
function seed({ id, label }, _, host) {
  const field = h("input", { type: "number", id: `${id}-number`, class: "number", min: "0", max: String(Number.MAX_SAFE_INTEGER), step: "1", inputMode: "numeric", "aria-describedby": `${id}-help ${id}-error` });
  const set = (/** @type {number} */ value, /** @type {boolean} */ held) => {
    host.fail(id, "");
    host.change(id, String(value), held);
  };
  field.addEventListener("input", () => {
    const value = field.valueAsNumber;
    if (field.value === "" && !field.validity.badInput) return;
    if (Number.isSafeInteger(value) && value >= 0) set(value, true);
    else host.fail(id, "a whole number from 0 to 9007199254740991");
  });
  field.addEventListener("change", () => host.settle());
  const roll = tool("dice", `Roll: another ${label.toLowerCase()}`, { onclick: () => set(Math.floor(Math.random() * DICE), false) });
  return {
    nodes: [h("span", { class: "pair" }, field, roll)],
    labels: field.id,
    show: (text) => { if (!typing(field) || field.value === "") field.value = text; },
  };
}

/**
 * @param {Control} control
 * @param {KindOf<"vector">} kind
 * @param {Host} host
 * @returns {Widget}
 */
function vector({ id }, { min, max, max_len }, host) {
  const area = h("textarea", { id: `${id}-text`, rows: 3, spellcheck: false, autocomplete: "off", "aria-describedby": `${id}-help ${id}-error ${id}-note` });
  const note = h("span", { class: "note", id: `${id}-note` });
  readAs(area, id, host, true, ({ state }) => {
    const parts = state.split(",");
    const bad = parts.findIndex((part) => Number(part) < min || Number(part) > max);
    if (bad >= 0) host.fail(id, `Number ${bad + 1}: ${limit(min)} to ${limit(max)}; got ${parts[bad]}`);
    else if (parts.length > max_len) host.fail(id, `At most ${max_len} numbers; got ${parts.length}`);
    else return state;
    return "";
  });
  area.addEventListener("change", () => host.settle());
  return {
    nodes: [area, note],
    labels: area.id,
    show(text) {
      const values = text === "" ? [] : text.split(",");
      setText(note, values.length === 1 ? "1 value" : `${values.length} values`);
      const list = values.join(", ");
      if (!typing(area) && area.value !== list) area.value = list;
    },
  };
}

/**
 * The engine reads what is typed; what cannot be read changes nothing and stays to be mended.
 * @param {HTMLTextAreaElement} area
 * @param {string} id
 * @param {Host} host
 * @param {boolean} list
 * @param {(parsed: ParsedMatrix) => string} take answers what the control is set to, or nothing
 */
function readAs(area, id, host, list, take) {
  let turn = 0;
  area.addEventListener("input", async () => {
    turn += 1;
    const mine = turn;
    try {
      const parsed = await host.parseMatrix(area.value, list);
      if (mine !== turn) return;
      host.fail(id, "");
      const state = take(parsed);
      if (state) host.change(id, state, true);
    } catch (failure) {
      if (mine === turn) host.fail(id, failure instanceof Error ? failure.message : String(failure));
    }
  });
}

/**
 * The text as typed stays; the engine reads it.
 * @param {Control} control
 * @param {KindOf<"matrix">} _
 * @param {Host} host
 * @returns {Widget}
 */
function matrix({ id }, _, host) {
  const area = h("textarea", { id: `${id}-text`, rows: 5, spellcheck: false, autocomplete: "off", wrap: "off", "aria-describedby": `${id}-help ${id}-error ${id}-note` });
  const note = h("span", { class: "note", id: `${id}-note` });
  /** The state that the text on screen stands for. @type {string | undefined} */
  let stands;
  readAs(area, id, host, false, ({ state, file }) => {
    // A link is too short for it.
    if (file) host.openFiles([new File([area.value], "pasted.txt")]);
    else return stands = state;
    return "";
  });
  area.addEventListener("change", () => host.settle());
  return {
    nodes: [area, note],
    labels: area.id,
    show(text) {
      const rows = text === "" ? [] : text.split(";");
      setText(note, `${rows.length} × ${rows[0]?.split(",").length ?? 0}`);
      if (text === stands) return;
      stands = text;
      area.value = rows.map((row) => row.split(",").join(", ")).join("\n");
    },
  };
}

/**
 * @param {Control} control
 * @param {KindOf<"cells">} _
 * @param {Host} host
 * @returns {Widget}
 */
function cells({ id, label }, _, host) {
  const note = h("span", { class: "note" });
  const clear = h("button", { type: "button", class: "textual", "aria-label": `Clear: ${label}`, onclick: () => host.change(id, "", false) }, "Clear");
  return {
    nodes: [h("span", { class: "pair" }, note, clear)],
    show(text) {
      const count = text === "" ? 0 : text.split(";").length;
      setText(note, count === 0 ? "none edited" : count === 1 ? "1 cell edited" : `${count} cells edited`);
      clear.hidden = count === 0;
    },
  };
}

/**
 * @param {Control} control
 * @param {KindOf<"file">} kind
 * @param {Host} host
 * @returns {Widget}
 */
function file({ id }, { accepts, streamed }, host) {
  const input = h("input", { type: "file", id: `${id}-file`, class: "offscreen", accept: accepts.join(","), multiple: streamed.length > 0, "aria-describedby": `${id}-help ${id}-error`,
    onchange: () => {
      const chosen = [...(input.files ?? [])];
      if (chosen.length > 0) host.openFiles(chosen);
      input.value = "";
    } });
  const note = h("p", { class: "note" });
  return {
    nodes: [h("label", { class: "choose", for: input.id }, "Choose a file"), input, note],
    show() {},
    loaded(loaded) {
      setText(note, loaded ? `${loaded.name}: ${loaded.shape.join(" × ")}` : `or drop one anywhere: ${accepts.join(", ")}. Nothing leaves this page.`);
    },
  };
}

/**
 * The player; its code comes with the first lab that has runs.
 * @param {Control} control
 * @param {KindOf<"steps">} kind
 * @param {Host} host
 * @returns {Widget}
 */
function steps(control, kind, host) {
  const place = h("div", { class: "coming" });
  let text = "";
  /** @type {Range | undefined} */
  let range;
  /** @type {Widget | undefined} */
  let player;
  const load = async () => {
    place.replaceChildren();
    const loaded = await arriving(import("./player.js"), "The player", (sentence) =>
      place.replaceChildren(h("p", { class: "note" }, sentence, " ", tryAgain(load))));
    if (!loaded) return;
    player = loaded.steps(control, kind, host);
    player.narrow?.(range);
    player.show(text);
    place.replaceWith(...player.nodes);
  };
  load();
  return {
    nodes: [place],
    labels: `${control.id}-number`,
    show(now) {
      text = now;
      player?.show(now);
    },
    narrow(now) {
      range = now;
      player?.narrow?.(now);
    },
    answered: () => player?.answered?.(),
    halt: () => player?.halt?.(),
    playing: () => !!player?.playing?.(),
  };
}
