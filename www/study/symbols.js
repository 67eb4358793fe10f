/** Formulas and figures, linked both ways: a symbol lights up what it names, and is lit when that is pointed at. */

import { h, setText } from "../core/dom.js";
import { formatNumber } from "../core/format.js";
import { applies, valueText } from "../core/state.js";
import { style } from "./study.js";

/** @import { Page } from "./study.js" */
/** @import { Control, Lab, Quantity } from "../types.js" */

/** What a symbol names. @typedef {{ controls: Control[], quantities: Quantity[] }} Named */

/** Elements of MathML that are one symbol with what stands at them. */
const SCRIPTED = new Set(["msub", "msup", "msubsup", "mover"]);
const WORDS = new Set(["mi", "mtext"]);

/** @type {WeakSet<Element>} */
const linked = new WeakSet();

/** Prepares the formula of a readout that was opened. @param {HTMLDetailsElement} details @param {Page} page */
export function link(details, page) {
  style();
  listen(page);
  const math = details.querySelector("math");
  const id = details.closest("[data-readout]")?.getAttribute("data-readout") ?? "";
  if (!math || linked.has(math)) return;
  linked.add(math);
  for (const { element, named } of symbolsIn(math, page.lab(), id)) {
    const names = [...named.controls.map((one) => one.label), ...named.quantities.map((one) => one.label)];
    const one = named.controls[0]?.symbol ?? named.quantities[0]?.symbol ?? "";
    element.setAttribute("data-symbol", one);
    element.setAttribute("data-controls", named.controls.map(({ id }) => id).join(" "));
    element.setAttribute("data-quantities", named.quantities.map(({ id }) => id).join(" "));
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", `${one}: ${names.join(" or ")}`);
  }
  if (!math.querySelector("[data-symbol]")) return;
  const numbers = h("p", { class: "numbers", "aria-live": "polite", hidden: true });
  const button = h("button", { type: "button", class: "textual", "aria-pressed": "false", onclick: () => {
    numbers.hidden = !numbers.hidden;
    button.setAttribute("aria-pressed", String(!numbers.hidden));
    substitute(math, numbers, page);
  } }, "With the numbers of now");
  math.parentElement?.after(h("div", { class: "substituted" }, button, numbers));
}

/**
 * The symbols of a formula that name a control or a quantity of the lab by its declared symbol. A symbol with scripts is one name, so
 * that σ with an index is not mistaken for σ; what is written `data-symbol="none"` names nothing here.
 * @param {Element} root
 * @param {Lab} lab
 * @param {string} own the quantity that the formula defines
 * @returns {{ element: Element, named: Named }[]}
 */
function symbolsIn(root, lab, own) {
  /** @type {{ element: Element, named: Named }[]} */
  const found = [];
  const visit = (/** @type {Element} */ element) => {
    if (element.getAttribute("data-symbol") === "none") return;
    const tag = element.localName;
    if (SCRIPTED.has(tag) || WORDS.has(tag)) {
      const named = lookUp(written(element), lab, own);
      if (named) found.push({ element, named });
      // The base of a power is a symbol of its own; that of an index is not.
      if (named || tag !== "msup") return;
    }
    for (const child of element.children) visit(child);
  };
  visit(root);
  return found;
}

/** A symbol as the declarations write it. @param {Element} element @returns {string} */
function written(element) {
  const parts = [...element.children].map(written);
  if (element.localName === "msub") return `${parts[0]}_${parts[1]}`;
  if (element.localName === "msup") return parts[1] === "*" ? `${parts[0]}*` : `${parts[0]}^${parts[1]}`;
  if (element.localName === "mover") return plain(`${parts[0]}${parts[1] === "^" || parts[1] === "ˆ" ? "\u0302" : parts[1]}`);
  return parts.length > 0 ? parts.join("") : plain(element.textContent?.trim() ?? "");
}

const LOW = new Map([..."₀₁₂₃₄₅₆₇₈₉ᵢₚₖ"].map((low, i) => [low, "0123456789ipk"[i] ?? ""]));

/** Indices that a declaration writes as one low letter or as plain text are the same symbol. @param {string} symbol */
function plain(symbol) {
  return [...symbol.normalize("NFC")].map((letter) => (LOW.has(letter) ? `_${LOW.get(letter)}` : letter)).join("").replaceAll("∗", "*");
}

/** @param {string} symbol @param {Lab} lab @param {string} own @returns {Named | undefined} */
function lookUp(symbol, lab, own) {
  const same = (/** @type {{ symbol: string }} */ one) => one.symbol !== "" && plain(one.symbol) === symbol;
  const quantities = lab.quantities.filter((one) => same(one) && one.id !== own);
  const controls = lab.controls.filter(same);
  return controls.length + quantities.length > 0 ? { controls, quantities } : undefined;
}

/** Only controls that apply now are meant; the others share the letter. @param {Element} element @param {Page} page */
function meant(element, page) {
  const list = (/** @type {string} */ name) => (element.getAttribute(name) ?? "").split(" ").filter(Boolean);
  const lab = page.lab();
  const controls = lab.controls.filter((one) => list("data-controls").includes(one.id) && applies(one, page.state(), lab));
  const quantities = lab.quantities.filter((one) => list("data-quantities").includes(one.id));
  return { controls, quantities };
}

/** @param {Element} math @param {HTMLElement} place @param {Page} page */
function substitute(math, place, page) {
  /** @type {Map<string, string>} */
  const values = new Map();
  for (const element of math.querySelectorAll("[data-symbol]")) {
    const { controls: [control], quantities: [quantity] } = meant(element, page);
    const readout = page.last()?.report.readouts.find(({ id }) => id === quantity?.id);
    const text = control ? valueText(page.state(), control) : readout ? readout.text : "";
    if (text !== "" && text.length < 24) values.set(element.getAttribute("data-symbol") ?? "", Number.isFinite(Number(text)) ? formatNumber(Number(text)) : text);
  }
  setText(place, [...values].map(([symbol, value]) => `${symbol.replace("_", "")} = ${value}`).join(",  "));
}

let listening = false;

/** One set of listeners for every formula. @param {Page} page */
function listen(page) {
  if (listening) return;
  listening = true;
  for (const [enter, leave] of /** @type {const} */ ([["pointerover", "pointerout"], ["focusin", "focusout"]])) {
    document.addEventListener(enter, ({ target }) => {
      if (!(target instanceof Element)) return;
      const symbol = target.closest("[data-symbol]");
      if (symbol) return light(page, symbol);
      const pointed = target.closest("[data-series], .control, [data-readout] > details > summary");
      if (pointed) echo(page, pointed);
    });
    document.addEventListener(leave, ({ target }) => {
      if (target instanceof Element && target.closest("[data-symbol], [data-series], .control, summary")) dark(page);
      // What has the focus keeps its light when the pointer goes elsewhere.
      const focused = leave === "pointerout" && document.activeElement?.closest("[data-symbol]");
      if (focused) light(page, focused);
    });
  }
}

/** A symbol is pointed at: what it names stands out. @param {Page} page @param {Element} symbol */
function light(page, symbol) {
  const { controls, quantities } = meant(symbol, page);
  symbol.classList.add("lit");
  for (const { id } of controls) document.getElementById(`control-${id}`)?.classList.add("lit");
  for (const { id } of quantities) document.querySelector(`[data-readout="${id}"]`)?.classList.add("lit");
  const inks = quantities.flatMap(({ ink }) => (ink === null ? [] : [ink]));
  const drawn = [...page.figures.panels.values()].some(({ info }) => info.series.some(({ ink }) => inks.includes(ink)));
  paint(page, drawn ? inks : []);
  for (const panel of page.figures.panels.values()) {
    if (panel.info.handles.some(({ control }) => controls.some(({ id }) => id === control))) panel.element.classList.add("lit");
  }
}

/** Something on the page is pointed at: the symbols that name it stand out. @param {Page} page @param {Element} pointed */
function echo(page, pointed) {
  const series = pointed.getAttribute("data-series");
  const control = pointed.id.startsWith("control-") ? pointed.id.slice("control-".length) : "";
  const readout = pointed.closest("[data-readout]")?.getAttribute("data-readout") ?? "";
  const ink = [...page.figures.panels.values()].flatMap(({ info }) => info.series).find(({ id }) => id === series)?.ink;
  for (const symbol of document.querySelectorAll("[data-symbol]")) {
    const { controls, quantities } = meant(symbol, page);
    const names = controls.some(({ id }) => id === control) || quantities.some((one) => one.id === readout || (ink !== undefined && one.ink === ink));
    symbol.classList.toggle("lit", names);
  }
}

/** @param {Page} page */
function dark(page) {
  for (const one of document.querySelectorAll(".lit")) one.classList.remove("lit");
  paint(page, []);
}

/** @param {Page} page @param {number[]} inks */
function paint({ figures }, inks) {
  if (figures.lit.join() === inks.join()) return;
  figures.lit = inks;
  figures.invalidate();
}
