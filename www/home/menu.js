/** The menu of labs: all of them by group with their questions; typing finds, arrows go through, Enter opens. */

import { h } from "../core/dom.js";
import { sheet } from "../core/sheets.js";

/** @import { Catalogue, Lab } from "../types.js" */

/** In the order of the catalogue's type. */
export const GROUPS = /** @type {const} */ ([
  ["matrices", "Matrices"],
  ["generalization", "Generalization"],
  ["scaling", "Scaling"],
  ["training", "Training"],
  ["representation", "Representation"],
]);

/** The groups that have labs, with them. @param {Catalogue} catalogue */
export const grouped = ({ labs }) =>
  GROUPS.map(([id, title]) => ({ id, title, labs: labs.filter(({ group }) => group === id) })).filter(({ labs }) => labs.length > 0);

const styled = sheet("home/menu.css").then((made) => { document.adoptedStyleSheets.push(made); }, console.error);

/** What is looked through for a typed word. @param {Lab} lab */
const words = (lab) => [lab.title, lab.question, lab.group, lab.try_first, ...lab.presets.map(({ title }) => title), ...lab.quantities.map(({ label }) => label)].join(" ").toLowerCase();

export class Menu {
  #links;
  #search = h("input", { type: "search", id: "lab-search", placeholder: "Find a lab, a question, a quantity", "aria-label": "Find a lab", autocomplete: "off", spellcheck: false });
  #none = h("p", { class: "note", role: "status", hidden: true }, "No lab has these words.");
  #dialog;

  /** @param {Catalogue} catalogue @param {HTMLElement} button that opens it */
  constructor(catalogue, button) {
    this.button = button;
    this.#links = new Map(catalogue.labs.map((lab) => [lab, h("a", { class: "lab-link", "data-lab": lab.id }, h("b", {}, lab.title), h("span", {}, lab.question))]));
    const groups = grouped(catalogue).map(({ title, labs }) =>
      h("section", {}, h("h2", {}, title), ...labs.map((lab) => this.#links.get(lab) ?? null)));
    this.#dialog = h("dialog", { id: "lab-list", "aria-label": "Labs" }, this.#search, this.#none, h("div", { class: "groups" }, ...groups));
    button.parentElement?.append(this.#dialog);
    this.#search.addEventListener("input", () => this.#find());
    this.#dialog.addEventListener("keydown", (event) => this.#key(event));
    this.#dialog.addEventListener("click", ({ target }) => { if (target instanceof Element && target.closest("a")) this.close(); });
    addEventListener("pointerdown", ({ target }) => { if (this.#dialog.open && !this.button.parentElement?.contains(/** @type {Node} */ (target))) this.close(false); });
    this.#dialog.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.button.parentElement?.contains(relatedTarget)) this.close(false);
    });
  }

  /** @param {Lab | undefined} now the open lab @param {(lab: Lab) => string} address */
  async toggle(now, address) {
    if (this.#dialog.open) return this.close();
    await styled;
    for (const [lab, link] of this.#links) {
      link.href = address(lab);
      if (lab === now && !document.body.classList.contains("home")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    this.#search.value = "";
    this.#find();
    this.#dialog.show();
    this.button.setAttribute("aria-expanded", "true");
    this.#search.focus();
  }

  /** @param {boolean} [back] whether the focus goes back to the button */
  close(back = true) {
    this.#dialog.close();
    this.button.setAttribute("aria-expanded", "false");
    if (back) this.button.focus();
  }

  #find() {
    const wanted = this.#search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const [lab, link] of this.#links) link.hidden = !wanted.every((word) => words(lab).includes(word));
    for (const section of this.#dialog.querySelectorAll("section")) section.hidden = !section.querySelector("a:not([hidden])");
    this.#none.hidden = this.#shown.length > 0;
  }

  get #shown() {
    return [...this.#links.values()].filter((link) => !link.hidden);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const stops = [this.#search, ...this.#shown];
    const at = stops.indexOf(/** @type {any} */ (event.target));
    const { key } = event;
    const to = key === "ArrowDown" ? at + 1 : key === "ArrowUp" ? at - 1 : undefined;
    if (to !== undefined) stops.at(to % stops.length)?.focus();
    else if (key === "Escape") this.close();
    else if (key === "Enter" && at === 0) this.#shown[0]?.click();
    // Whoever types goes on searching.
    else if (at > 0 && key.length === 1 && key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) return this.#search.focus();
    else return;
    event.preventDefault();
  }
}
