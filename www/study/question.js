/** What a teacher added to a view: a title, a question, and a prediction that comes before the numbers. All of it is set as text. */

import { announce } from "../core/announce.js";
import { h, setText } from "../core/dom.js";
import { formatNumber } from "../core/format.js";
import { Place } from "./place.js";
import { writeCore } from "../core/state.js";

/** @import { Page } from "./study.js" */

/** What carries the classes while the answer is covered. */
export const COVERED = ".covered:not(.uncovered)";

/**
 * Where a question stands.
 * @typedef {object} Room
 * @property {Element} into where it comes first
 * @property {Element} marks what carries the classes: `asked` while there is a question, `uncovered` once it is answered
 * @property {HTMLElement} found what has the focus after the answer
 * @property {Promise<void>} styled what it waits for, so that nothing jumps
 */

export class Question {
  #element = h("section", { class: "question", "aria-label": "Question", hidden: true });
  #heading = h("h2", { part: "title" });
  #ask = h("p", { class: "ask", part: "question" });
  #field = h("input", { type: "number", id: "prediction", class: "number", step: "any", inputMode: "decimal", oninput: () => this.#ready() });
  #label = h("label", { for: "prediction" });
  #hint = h("p", { class: "note" });
  #reveal = h("button", { type: "submit", class: "run" }, "Show what it is");
  #answer = h("p", { class: "answer", role: "status" });
  #form = h("form", { class: "predict", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); this.#uncover(); } },
    h("span", { class: "guess" }, this.#label, this.#field), this.#hint, this.#reveal);
  /** The question that has been answered, as a text that tells it from others. */
  #answered = "";
  /** What was predicted, in words. */
  #said = "";
  #place;

  /** @param {Pick<Page, "figures" | "lab" | "state" | "last" | "shows">} page @param {Room} room */
  constructor(page, room) {
    this.page = page;
    this.room = room;
    this.#place = new Place(page.figures, () => this.#ready());
    this.#element.append(this.#heading, this.#ask, this.#form, this.#answer);
    room.styled.then(() => {
      room.into.prepend(this.#element);
      this.update();
    });
  }

  update() {
    const { page } = this.page.state();
    const [title, ask, place] = ["title", "ask", "place"].map((key) => page.get(key) ?? "");
    // A number that the lab does not have cannot be asked for.
    const quantity = this.#quantity;
    const predict = quantity?.id;
    const shown = Boolean(title || ask || predict || place);
    this.#element.hidden = !shown;
    this.room.marks.classList.toggle("asked", shown);
    this.room.marks.classList.toggle("uncovered", !predict && !place);
    if (!shown) return;
    setText(this.#heading, title ?? "");
    this.#heading.hidden = !title;
    setText(this.#ask, ask ?? "");
    this.#ask.hidden = !ask;
    const open = Boolean(predict || place) && this.#answered !== this.#key();
    this.room.marks.classList.toggle("uncovered", !open);
    this.#form.hidden = !open;
    setText(this.#label, quantity ? `Your prediction: ${quantity.label}` : "");
    this.#label.parentElement?.toggleAttribute("hidden", !quantity);
    setText(this.#hint, place ? "Place a point in the figure: click, or focus it and use the arrow keys." : "");
    this.#hint.hidden = !place;
    this.#place.show(place && open ? place : "");
    this.#ready();
    this.#answer.hidden = open || !this.#said;
    if (!open && this.#said) setText(this.#answer, this.#compare(quantity?.id ?? ""));
  }

  /** What a prediction belongs to: it is asked anew when the teacher's words or the number asked for are others. */
  #key() {
    const { page } = this.page.state();
    return ["ask", "predict", "place"].map((key) => page.get(key) ?? "").join("\n") + this.page.state().lab;
  }

  get #quantity() {
    const id = this.page.state().page.get("predict");
    return this.page.lab().quantities.find((one) => one.id === id);
  }

  #ready() {
    const { page } = this.page.state();
    this.#reveal.disabled = (this.#quantity !== undefined && Number.isNaN(this.#field.valueAsNumber)) || (page.has("place") && !this.#place.position);
  }

  #uncover() {
    const said = [];
    if (this.#quantity) said.push(`You predicted ${formatNumber(this.#field.valueAsNumber)}`);
    if (this.#place.position) said.push(`${said.length ? "and" : "You"} placed a point at ${formatNumber(this.#place.position.x)}, ${formatNumber(this.#place.position.y)}`);
    this.#said = said.join(" ");
    this.#answered = this.#key();
    this.#begun = writeCore(this.page.shows(), this.page.lab());
    this.update();
    announce(this.#answer.textContent ?? "");
    this.room.found.focus({ preventScroll: true });
  }
  /** The state that the prediction was about. */
  #begun = "";
  #truth = "";

  /** @param {string} id */
  #compare(id) {
    const now = this.page.last()?.report.readouts.find((readout) => readout.id === id);
    // What was found then, not what a later change makes of it.
    if (now && writeCore(this.page.shows(), this.page.lab()) === this.#begun) this.#truth = `; it is ${now.text}`;
    return `${this.#said}${id ? this.#truth : ""}.`;
  }
}
