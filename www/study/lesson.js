/** Lessons: a few steps each, a text beside the figures, nothing that blocks. What a step says is data; here it is only shown and checked. */

import { announce } from "../core/announce.js";
import { byId, h, setText, tool } from "../core/dom.js";
import { read } from "../core/source.js";
import { labIn, labOf, stateIn, valueText, withPage, writeCore, writeState } from "../core/state.js";
import { style } from "./study.js";

/** @import { Page } from "./study.js" */

/**
 * What has to hold for a step to count as done: a control or a readout, and one of the comparisons.
 * @typedef {{ control?: string, readout?: string, below?: number, above?: number, is?: string, not?: string }} Condition
 */
/**
 * @typedef {object} Step
 * @property {string} state where it begins
 * @property {string} text
 * @property {string} do what to do
 * @property {Condition[]} done
 * @property {string} notice
 * @property {string[]} look `control:ID`, `readout:ID`, `figure:ID`
 */
/** @typedef {{ id: string, title: string, about: string, steps: Step[] }} Tour */

/** What the words of `look` name on the page. @type {Record<string, (id: string) => string>} */
const PLACES = {
  control: (id) => `#control-${id}`,
  readout: (id) => `[data-readout="${id}"]`,
  figure: (id) => `[data-figure="${id}"], [data-thumb="${id}"]`,
};

/** Where the words lie at the foot, and what is below the stage has to come up. */
const narrow = matchMedia("(max-width: 719.98px)");

export class Lesson {
  /** @type {Tour[]} */
  #tours = [];
  /** The list of lessons is open. */
  #list = false;
  #shown = "";
  /** The step whose control was brought into view. */
  #brought = "";
  #done = false;
  #element = h("section", { class: "lesson", "aria-labelledby": "lesson-title", hidden: true });
  #task = h("p", { class: "task" });

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** Fails where the lessons do not arrive. */
    this.loaded = this.#load();
  }

  async #load() {
    const [answer] = await Promise.all([read("study/lessons.json"), style()]);
    this.#tours = (await answer.json()).lessons;
    byId("panel").append(this.#element);
    // A link that names a step and no lab begins where the step does.
    const where = this.#where();
    const address = where && labIn(this.page.began) === undefined && this.#address(where.tour, where.index);
    if (address) location.replace(address);
    else this.update();
  }

  /** Opens the list of lessons, or leaves the lesson. */
  toggle() {
    if (this.#where()) return this.#leave();
    this.#list = !this.#list;
    this.update();
    if (this.#list) this.#focus();
  }

  /** The step that the link names. */
  #where() {
    const [id = "", step = "1"] = (this.page.state().page.get("lesson") ?? "").split(".");
    const tour = this.#tours.find((one) => one.id === id);
    const index = Number(step) - 1;
    const now = tour?.steps[index];
    return tour && now ? { tour, index, now } : undefined;
  }

  update() {
    const where = this.#where();
    const open = where !== undefined || this.#list;
    document.body.classList.toggle("in-lesson", where !== undefined);
    byId("lessons").setAttribute("aria-pressed", String(open));
    if (this.#tours.length === 0) return;
    this.#element.hidden = !open;
    const key = where ? `${where.tour.id}.${where.index}` : String(this.#list);
    if (key !== this.#shown) {
      const focused = this.#element.contains(document.activeElement);
      this.#shown = key;
      this.#done = false;
      if (where) {
        this.#list = false;
        this.#show(where.tour, where.index, where.now);
      } else this.#showList();
      if (focused && open) this.#focus();
    }
    if (where) this.#check(where.now);
    this.#light(where?.now.look ?? []);
  }

  #focus() {
    document.getElementById("lesson-title")?.focus({ preventScroll: true });
  }

  #leave() {
    this.#list = false;
    this.page.adopt(withPage(this.page.state(), "lesson", ""), "the end of the lesson");
    byId("lessons").focus();
  }

  /** A step's own address. @param {Tour} tour @param {number} index */
  #address(tour, index) {
    const { catalogue } = this.page;
    const state = withPage(stateIn(tour.steps[index]?.state ?? "", catalogue), "lesson", `${tour.id}.${index + 1}`);
    return `#${writeState(state, labOf(catalogue, state.lab))}`;
  }

  #showList() {
    this.#element.replaceChildren(
      h("h2", { id: "lesson-title", tabIndex: -1 }, "Lessons"),
      h("ol", { class: "tours" }, ...this.#tours.map((tour) =>
        h("li", {}, h("a", { href: this.#address(tour, 0), "data-tour": tour.id }, tour.title), h("span", { class: "note" }, ` ${tour.about} ${tour.steps.length} steps.`)))),
      this.#closer("Close the list"));
  }

  /** @param {Tour} tour @param {number} index @param {Step} step */
  #show(tour, index, step) {
    const next = index + 1 < tour.steps.length;
    const following = this.#tours[this.#tours.indexOf(tour) + 1];
    this.#element.replaceChildren(
      h("header", {},
        h("h2", { id: "lesson-title", tabIndex: -1 }, `${tour.title} `, h("span", { class: "note" }, `step ${index + 1} of ${tour.steps.length}`)),
        h("nav", { "aria-label": "Steps of the lesson" },
          index > 0 && h("a", { class: "go", rel: "prev", href: this.#address(tour, index - 1) }, "Back"),
          next && h("a", { class: "go onward", rel: "next", href: this.#address(tour, index + 1) }, "Next"),
          !next && following && h("a", { class: "go onward", rel: "next", href: this.#address(following, 0) }, `Next: ${following.title}`),
          h("a", { class: "go", href: this.#address(tour, index), title: "The step as it began" }, "Again"))),
      this.#closer("Leave the lesson"),
      h("div", { class: "words" },
        h("p", {}, step.text),
        this.#task,
        h("p", { class: "notice" }, h("b", {}, "Notice "), step.notice)));
    this.#task.replaceChildren(h("b", {}, "Do "), step.do, h("span", { class: "done" }));
    announce(`${tour.title}, step ${index + 1} of ${tour.steps.length}. ${step.text} ${step.do}`);
  }

  /** @param {string} words */
  #closer(words) {
    return tool("close", words, { class: "quiet closer", onclick: () => (this.#where() ? this.#leave() : this.toggle()) });
  }

  /** A step that was done stays done until another one begins. @param {Step} step */
  #check(step) {
    this.#done ||= step.done.length > 0 && step.done.every((condition) => this.#holds(condition));
    const mark = this.#task.lastElementChild;
    if (!mark) return;
    this.#task.classList.toggle("achieved", this.#done);
    if (this.#done && mark.textContent === "") announce("Done. " + step.notice);
    setText(mark, this.#done ? " ✓ done" : "");
  }

  /** @param {Condition} condition */
  #holds({ control: id, readout, below, above, is, not }) {
    const state = this.page.state();
    const control = this.page.lab().controls.find((one) => one.id === id);
    // An answer to another state says nothing about this one.
    const answered = writeCore(this.page.shows(), this.page.lab()) === writeCore(state, this.page.lab());
    const reported = answered ? this.page.last()?.report.readouts.find((one) => one.id === readout)?.value : undefined;
    const text = control ? valueText(state, control) : String(reported ?? "");
    if (text === "") return false;
    const value = Number(text === "inf" ? Infinity : text);
    return (below === undefined || value < below) && (above === undefined || value > above) && (is === undefined || text === is) && (not === undefined || text !== not);
  }

  /** Points at what the step is about. @param {string[]} look */
  #light(look) {
    const wanted = new Set(look.flatMap((name) => {
      const [kind = "", id = ""] = name.split(":");
      return [...document.querySelectorAll(PLACES[kind]?.(id) ?? ":not(*)")];
    }));
    for (const one of document.querySelectorAll(".pointed")) if (!wanted.has(one)) one.classList.remove("pointed");
    for (const one of wanted) {
      if (one.classList.contains("pointed")) continue;
      one.classList.add("pointed");
      // What a step points at is in view, whatever group it is in.
      one.closest("details")?.setAttribute("open", "");
    }
    // On a phone the first control comes up between the stage and the words, once.
    const hand = [...wanted].find((one) => one.matches(".control"));
    if (!hand?.checkVisibility() || this.#brought === this.#shown) return;
    this.#brought = this.#shown;
    if (narrow.matches) hand.scrollIntoView({ block: "nearest" });
  }
}
