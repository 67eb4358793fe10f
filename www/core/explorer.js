/**
 * What is explored: one state with its history, what was asked and what was answered, what is pinned, what went wrong. The page and the
 * embedded lab are two views of it; it knows neither of them, nor a DOM, and tells of every change once, by `onchange`.
 */

import { History } from "./history.js";
import { ECHO, labIn, labOf, shown, stateIn, stateOf, unknownLab, withPage, withValues, writeCore, writeState } from "./state.js";

/** @import { Answer, Catalogue, Loaded } from "../types.js" */
/** @import { State } from "./state.js" */

/** Failures that another try may cure: something did not arrive. */
const UNAVAILABLE = /_unavailable$/;

/**
 * A state that the engine is asked for.
 * @typedef {object} Request
 * @property {string} state as text
 * @property {string} engine the one that has its lab
 * @property {string} why the change that led to it, in words; empty where a state only stands in for another
 * @property {State} meant the state that was wanted then
 * @property {boolean} link whether the text came from outside, so that the engine decides what it says
 * @property {boolean} [read] whether an answer has told how the engine read it
 */
/**
 * What computes.
 * @typedef {object} Engine
 * @property {(request: Request) => void} open answers come by `answered`, `refused` and `stopped`; the newest request wins
 * @property {(engine: string, state: string) => Promise<Answer>} pin evaluates a state apart from the running one
 */
/** What could not be applied; `control` names the one that it is about, and `again` tries once more. @typedef {{ code: string, message: string, control?: string, again?: () => void }} Problem */
/**
 * What is another than before. Of an answer: whether it is one to what was asked last, to a text from outside, and to the end.
 * @typedef {object} Change
 * @property {boolean} [lab] another lab is open
 * @property {boolean} [state]
 * @property {boolean} [held] the hand still moves
 * @property {boolean} [asked] something was asked for
 * @property {{ now: boolean, link: boolean, done: boolean }} [answer]
 * @property {boolean} [halted] what was asked for last will not come
 * @property {boolean} [pinned]
 * @property {Problem[]} [problems] new ones; an empty list where some are gone
 */

export class Explorer {
  /** What could not be applied, by what it is about. @type {Map<string, Problem>} */
  problems = new Map();
  /** The last answer of the open lab. @type {Answer | undefined} */
  last;
  /** The answer to the pinned state. @type {Answer | undefined} */
  pinned;
  /** The visitor's file. @type {Loaded | undefined} */
  loaded;
  /** Hears of every change. @type {(change: Change) => void} */
  onchange = () => {};
  /** What was asked for last. @type {Request | undefined} */
  #asked;
  /** The last state that was computed to its end. @type {{ state: State, answer: Answer } | undefined} */
  #good;
  /** What `pinned` answers, or will. */
  #pin = "";

  /** @param {Catalogue} catalogue @param {Engine} engine @param {string} text the state that it begins with */
  constructor(catalogue, engine, text) {
    this.catalogue = catalogue;
    this.engine = engine;
    this.history = new History(stateIn(text, catalogue), (state) => writeState(state, labOf(catalogue, state.lab)));
    this.enter(text);
    this.#listen();
  }

  /** What is wanted: what controls show. */
  get state() {
    return this.history.now;
  }

  /** The open lab. */
  get lab() {
    return labOf(this.catalogue, this.state.lab);
  }

  /** The state as links carry it. */
  get text() {
    return this.history.write(this.state);
  }

  /** What the engine computes of it. */
  get core() {
    return writeCore(this.state, this.lab);
  }

  /** The state that the last answer is about. @returns {State | undefined} */
  get shows() {
    return this.last && stateOf(this.last.opened);
  }

  /** Everything, for a view that comes later than the first answer. @returns {Change} */
  get whole() {
    const { last, problems } = this;
    const answer = last && { now: true, link: true, done: last.progress.done >= last.progress.total };
    return { lab: true, state: true, asked: !last, halted: !last && problems.size > 0, answer, pinned: true, problems: [...problems.values()] };
  }

  // What a hand does.

  /**
   * Sets controls.
   * @param {[string, string][]} settings
   * @param {boolean} held whether the hand still moves
   * @param {string} [why] the change in words, in case it does not work out
   * @returns {string} why it cannot be, or nothing
   */
  change(settings, held, why) {
    const [first = ["", ""]] = settings;
    const label = (/** @type {string} */ id) => this.lab.controls.find((control) => control.id === id)?.label ?? id;
    const fixed = settings.find(([id]) => shown(this.state).fixed(id));
    if (fixed) return `${label(fixed[0])} is fixed here.`;
    for (const [id] of settings) this.problems.delete(id);
    this.adopt(withValues(this.state, settings), why ?? `${label(first[0])} → ${first[1].length > ECHO ? "a new value" : first[1]}`, held, first[0]);
    return "";
  }

  /**
   * Goes on to a state.
   * @param {State} state
   * @param {string} why
   * @param {boolean} [held]
   * @param {string} [key] what one gesture changes: its moves are one step of history
   * @param {boolean} [fresh] whether there is something new to compute from, even where the state says the same
   */
  adopt(state, why, held = false, key = "", fresh = false) {
    const before = this.core;
    const change = this.#become(() => this.history.record(state, key, held));
    this.#tell({ ...change, held, problems: [], asked: (fresh || this.core !== before) && this.#ask(why) });
  }

  /** Opens a text from outside, whatever was wrong before: it is asked for as it is, so that the engine names what is wrong with it. @param {string} text @param {string} [why] */
  enter(text, why = "the link") {
    this.problems.clear();
    const change = this.#become(() => this.history.record(stateIn(text, this.catalogue), "", false));
    this.#tell({ ...change, problems: [], asked: this.#ask(why, text.replace(/^#/, "")) });
  }

  undo() {
    this.#revisit(() => this.history.undo());
  }

  redo() {
    this.#revisit(() => this.history.redo());
  }

  /** Every control at its default. */
  reset() {
    this.adopt({ ...this.state, values: new Map() }, "the reset");
  }

  /** One figure alone, or all again. @param {string} id @param {boolean} [held] */
  toggleFigure(id, held) {
    this.adopt(withPage(this.state, "figure", this.state.page.get("figure") === id ? "" : id), "the figure shown", held);
  }

  /** The state as it is now, to compare with; or nothing any more. */
  togglePin() {
    this.adopt(withPage(this.state, "pin", this.state.page.has("pin") ? "" : this.core), "the pin");
  }

  /** The hand let go. */
  settle() {
    this.history.settle();
    this.#tell({ held: false });
  }

  // What the engine answers.

  /** Part of an answer, or all of it. @param {Answer} answer @param {Request} request */
  answered(answer, request) {
    const now = request === this.#asked;
    const { opened, progress, report } = answer;
    /** @type {Change} */
    let change = {};
    /** @type {Problem[] | undefined} */
    let problems;
    if (now && !request.read) {
      request.read = true;
      if (opened.problems.length > 0) problems = opened.problems.map(({ key, message }) => this.#problem(key, key === "lab" ? unknownLab(this.catalogue, labIn(request.state) ?? "") : message, { code: "state" }));
      const read = stateOf(opened);
      const page = request.link && this.state === request.meant ? read.page : new Map([...this.state.page].filter(([key]) => !opened.problems.some((one) => one.key === key)));
      const next = { ...read, page };
      // Mostly it was read as it was meant.
      if (this.history.write(next) !== this.text) change = this.#become(() => this.history.replace(next));
    }
    // The lab has been left since.
    if (opened.lab !== this.state.lab) return;
    const done = progress.done >= progress.total;
    this.last = answer;
    if (done) this.#good = { answer, state: now ? this.state : { ...stateOf(opened), page: this.state.page } };
    const failing = done && report.checks.find((check) => !check.pass);
    const cured = (request.why !== "" && this.problems.delete("refused")) || (done && !failing && this.problems.delete("checks"));
    if (failing) problems = [...problems ?? [], this.#problem("checks", `Do not trust these numbers: the check “${failing.label}” failed.`)];
    this.#tell({ ...change, answer: { now, link: request.link, done }, problems: problems ?? (cured ? [] : undefined) });
  }

  /** The state is bad; the last answer stays. @param {{ code: string, message: string }} error @param {Request} request */
  refused({ code, message }, request) {
    if (request !== this.#asked) return;
    const again = UNAVAILABLE.test(code) ? () => this.#tell({ asked: this.#send(request) }) : undefined;
    const control = message.match(/^([a-z_0-9]+): /)?.[1];
    this.#tell({ halted: true, problems: [this.#problem("refused", message, { code, control, again })] });
    // Nothing was ever shown: the lab as it comes stands in, and the controls keep what was asked for.
    if (!this.last && !again) this.engine.open({ ...request, state: `v=1&lab=${this.lab.id}`, why: "", link: false });
  }

  /** The computation died or hung; another worker is there, and the last good state comes back, with its lab. @param {string} reason @param {Request} request */
  stopped(reason, request) {
    const good = this.#good;
    const said = `${request.why ? `After “${request.why}”` : "Without a change"} the computation ${reason}.`;
    if (!good) {
      const again = () => this.#tell({ asked: this.#send(request) });
      this.#tell({ halted: true, problems: [this.#problem("stopped", said, { again })] });
      return;
    }
    const page = good.state.lab === this.state.lab ? this.state.page : good.state.page;
    const change = this.#become(() => this.history.backTo({ ...good.state, page }));
    this.last = good.answer;
    this.#asked = undefined;
    const problem = this.#problem("stopped", `${said} The state before it is back.`);
    this.#tell({ ...change, halted: true, answer: { now: false, link: false, done: true }, problems: [problem] });
  }

  // What went wrong.

  /** @param {string} code what it is about; a later one takes its place @param {string} message @param {() => void} [again] */
  fail(code, message, again) {
    this.#tell({ problems: [this.#problem(code, message, { again })] });
  }

  /** It is cured, or put away. @param {string} key */
  forget(key) {
    if (this.problems.delete(key)) this.#tell({ problems: [] });
  }

  /** @param {string} key what it is about, and its code unless it has another @param {string} message @param {Partial<Problem>} [more] @returns {Problem} */
  #problem(key, message, more) {
    const problem = { code: key, message, ...more };
    this.problems.delete(key);
    this.problems.set(key, problem);
    return problem;
  }

  // The one way into a state.

  /** @param {() => void} move what makes another state the wanted one @returns {Change} */
  #become(move) {
    const before = this.lab;
    move();
    const lab = this.lab !== before;
    if (lab) {
      this.last = undefined;
      this.#listen();
    }
    return { lab, state: true };
  }

  /** What is said about a lab may come later than the lab. */
  #listen() {
    const { lab } = this;
    this.catalogue.words?.(lab)?.then(() => { if (lab === this.lab) this.onchange(this.whole); }, console.warn);
  }

  /** @param {() => boolean} move */
  #revisit(move) {
    let moved = false;
    const change = this.#become(() => { moved = move(); });
    if (!moved) return;
    this.problems.clear();
    this.#tell({ ...change, held: false, problems: [], asked: this.#ask("the step in history") });
  }

  /** @param {string} why @param {string} [link] the text to be asked for, where it came from outside */
  #ask(why, link) {
    return this.#send({ state: link || this.core, engine: this.lab.module, why, meant: this.state, link: link !== undefined });
  }

  /** @param {Request} request */
  #send(request) {
    this.#asked = request;
    this.engine.open(request);
    return true;
  }

  /** @param {Change} change */
  #tell(change) {
    const pin = this.state.page.get("pin") ?? "";
    if (pin !== this.#pin) {
      if (this.problems.delete("pin")) change.problems ??= [];
      this.#evaluatePin(pin);
    }
    if (!pin && this.pinned) {
      this.pinned = undefined;
      change.pinned = true;
    }
    this.onchange(change);
  }

  /** The pinned state is computed once, apart from the running one. @param {string} pin */
  async #evaluatePin(pin) {
    this.#pin = pin;
    if (!pin) return;
    try {
      const answer = await this.engine.pin(labOf(this.catalogue, labIn(pin)).module, pin);
      if (pin !== this.#pin) return;
      this.pinned = answer;
      this.#tell({ pinned: true });
    } catch (failure) {
      if (pin !== this.#pin) return;
      this.pinned = undefined;
      const again = () => this.#evaluatePin(pin);
      const message = `The pinned state could not be computed: ${failure instanceof Error ? failure.message : failure}`;
      this.#tell({ pinned: true, problems: [this.#problem("pin", message, { again })] });
    }
  }
}
