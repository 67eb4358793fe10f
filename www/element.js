/** `<rankscope-lab>`: one lab in somebody else's page. */

import { announce } from "./announce.js";
import { Controls } from "./controls.js";
import { h, setText } from "./dom.js";
import { Figures } from "./figures.js";
import { listed, LISTS, unknown } from "./lists.js";
import { matrixFile, matrixText, readMatrix } from "./matrix-text.js";
import { explain, poster } from "./poster.js";
import * as teacher from "./question.js";
import { Readouts } from "./readouts.js";
import { region } from "./region.js";
import { pictureOf, tableOf, vectorOf } from "./saving.js";
import { labOf, load, shared } from "./shared.js";
import { Sheets } from "./sheets.js";
import { skeleton } from "./skeleton.js";
import { addressOf, hasFolder } from "./source.js";
import { History, labIn, parseState, settingsFor, shown, withPage, withValues, writeCore, writeState } from "./state.js";

/** @import { Answer, Control, InkStyle, Lab, Loaded, Report, ThemeName, ViewModule } from "./types.js" */
/** @import { Question } from "./shared.js" */
/** @import { State } from "./state.js" */

const dark = matchMedia("(prefers-color-scheme: dark)");
const contrast = [matchMedia("(forced-colors: active)"), matchMedia("(prefers-contrast: more)")];

/** What exists once the program is there. @typedef {{ view: ViewModule, labs: Lab[], controls: Controls, figures: Figures, readouts: Readouts, question: teacher.Question, history: History }} Parts */

export class RankscopeLab extends HTMLElement {
  static observedAttributes = ["state", "src", "theme", ...LISTS];

  /** @type {Promise<void> | undefined} */
  #started;
  /** What was asked before the program was there, or before the element was in a page. @type {((parts: Parts) => void)[]} */
  #waiting = [];
  /** @type {Parts | undefined} */
  #parts;
  /** @type {State | undefined} */
  #wanted;
  /** @type {Lab | undefined} */
  #lab;
  /** @type {InkStyle[]} */
  #inks = [];
  /** @type {Answer | undefined} */
  #last;
  /** @type {{ name: string, bytes: Uint8Array } | undefined} */
  #file;
  /** @type {Loaded | undefined} */
  #loaded;
  /** What the answer was asked for last. */
  #asked = "";
  /** What the state was when a change was last told. */
  #told = "";
  #why = "";
  /** @type {AbortController | undefined} */
  #media;

  #dom = skeleton({ undo: () => this.undo(), redo: () => this.redo(), reset: () => this.reset() });

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [Sheets.first];
    root.append(h("slot"), this.#dom.body);
    this.#dom.body.hidden = true;
    // What happens to its inputs is its own business; it tells of itself.
    for (const type of ["input", "change"]) root.addEventListener(type, (event) => event.stopPropagation());
    root.addEventListener("keydown", (event) => this.#key(/** @type {KeyboardEvent} */ (event)));
  }

  connectedCallback() {
    region();
    this.#media = new AbortController();
    const { signal } = this.#media;
    for (const query of [dark, ...contrast]) query.addEventListener("change", () => this.#repaint(), { signal });
    for (const [event, paper] of /** @type {const} */ ([["beforeprint", true], ["afterprint", false]])) addEventListener(event, () => this.#print(paper), { signal });
    this.#started ??= this.#start().catch((failure) => this.#fail("load", explain(failure)));
  }

  disconnectedCallback() {
    this.#media?.abort();
    shared.leave(this.#asker);
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (!this.#parts || before === now) return;
    if (name === "state") this.state = now ?? "";
    else if (name === "src") this.#fetch(now ?? "");
    else if (name === "theme") this.#repaint();
    else this.#show();
  }

  async #start() {
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    const [view, { labs }] = await Promise.all([shared.view, shared.catalogue, Sheets.into(root)]);
    const host = {
      settle: () => { this.#parts?.history.settle(); this.#tell(); },
      say: announce,
    };
    const lab = () => /** @type {Lab} */ (this.#lab);
    const controls = new Controls(this.#dom.controls, {
      ...host,
      change: (id, text, held) => this.#change([[id, text]], held, id),
      parseMatrix: (text) => shared.parseMatrix(lab().module, text),
      openFiles: (files) => this.#open(files[0]),
    });
    const figures = new Figures(this.#dom.figures, {
      ...host,
      view,
      theme: () => this.#theme,
      inks: () => this.#inks,
      control: (id) => lab().controls.find((control) => control.id === id),
      value: (id) => this.#wanted?.values.get(id) ?? "",
      change: (settings, _, held) => this.#change(settings, held, settings[0]?.[0] ?? ""),
      expand: (id) => this.#expand(id),
      fileStem: () => `rankscope-${lab().id}`,
    });
    const question = new teacher.Question({
      figures,
      lab,
      state: () => this.#view,
      last: () => this.#last,
      shows: () => parseState(this.#last?.opened.state ?? "", labs),
    }, { into: this.#dom.study, marks: this.#dom.body, found: this.#dom.headline, styled: Promise.resolve() });
    figures.onrebuilt = () => {
      this.#arrange();
      question.update();
      const unknown = this.#unknown();
      if (unknown) this.#fail("attribute", unknown);
    };
    const sources = h("ul");
    const readouts = new Readouts({ list: this.#dom.readouts, checks: this.#dom.checks, notes: this.#dom.notes, sources });
    const wanted = parseState(this.getAttribute("state") ?? "", labs);
    this.#parts = { view, labs, controls, figures, readouts, question, history: new History(writeState(wanted, labOf(labs, wanted.lab))) };
    this.#take(this.getAttribute("state") ?? "", "the state");
    const src = this.getAttribute("src");
    if (src) await this.#fetch(src);
    for (const then of this.#waiting.splice(0)) then(this.#parts);
  }

  // What it is set to.

  /** The state string, `v=1&lab=…`. */
  get state() {
    return this.#wanted && this.#lab ? writeState(this.#wanted, this.#lab) : this.getAttribute("state") ?? "";
  }

  set state(text) {
    if (!this.#parts) this.setAttribute("state", text);
    else if (text !== this.state) this.#take(text, "the state");
  }

  /** The matrix that is entered or was given, row by row. @returns {number[][] | undefined} */
  get matrix() {
    return this.#wanted && this.#lab ? readMatrix(this.#wanted, this.#lab) : undefined;
  }

  set matrix(rows) {
    if (!rows) return;
    this.#ready(({ labs }) => {
      const lab = [this.#lab, ...labs].find((one) => one?.controls.some((/** @type {Control} */ { kind }) => kind.type === "matrix" || kind.type === "file"));
      if (!lab) return;
      const control = lab.controls.find((/** @type {Control} */ { kind }) => kind.type === "matrix");
      const text = matrixText(rows);
      if (control?.kind.type === "matrix" && rows.length <= control.kind.max_side && (rows[0]?.length ?? 0) <= control.kind.max_side) {
        const state = lab === this.#lab && this.#wanted ? this.#wanted : parseState(`lab=${lab.id}`, labs);
        this.#adopt(withValues(state, [...settingsFor(control, state, lab), [control.id, text]]), "", false);
      } else this.#open(matrixFile(rows));
    });
  }

  /** The last complete report. @returns {Report | undefined} */
  get report() {
    return this.#last?.report;
  }

  undo() {
    this.#revisit(this.#parts?.history.undo());
  }

  redo() {
    this.#revisit(this.#parts?.history.redo());
  }

  /** Back to the state in the markup. */
  reset() {
    this.#ready(({ labs }) => this.#adopt(parseState(this.getAttribute("state") ?? "", labs), "", false));
  }

  /** A link to the whole page in this state. */
  permalink() {
    return `${hasFolder() ? addressOf("../index.html") : ""}#${this.state}`;
  }

  /** The vector picture of a figure, or of the first one on screen. @param {string} [figure] */
  exportSVG(figure) {
    return vectorOf(this.#panel(figure));
  }

  /** @param {{ scale?: number, figure?: string }} [options] @returns {Promise<Blob>} */
  async exportPNG({ scale = 2, figure } = {}) {
    const picture = await pictureOf(this.#panel(figure), scale);
    if (!picture) throw new Error("the browser made no picture");
    return picture;
  }

  /** @param {string} [figure] */
  exportCSV(figure) {
    return tableOf(this.#panel(figure));
  }

  /** @param {string} [id] */
  #panel(id) {
    const panels = this.#parts?.figures.panels;
    const panel = id === undefined ? [...(panels?.values() ?? [])].find(({ element }) => !element.hidden) : panels?.get(id);
    if (!panel) throw new Error(panels ? `figure: one of ${[...panels.keys()].join(", ")}, got “${id}”` : "nothing is drawn yet: wait for the event “ready”");
    return panel;
  }

  // How a state becomes the wanted one.

  /** @param {(parts: Parts) => void} then */
  #ready(then) {
    if (this.#parts) then(this.#parts);
    else this.#waiting.push(then);
  }

  /** A text from outside: asked for as it is, so that the engine names what is wrong with it. @param {string} text @param {string} why */
  #take(text, why) {
    this.#ready(({ labs }) => {
      const state = parseState(text, labs);
      this.#set(state);
      this.#parts?.history.record(this.state, "", false);
      this.#why = why;
      this.#told = this.state;
      this.#ask(text.replace(/^#/, "") || writeCore(state, labOf(labs, state.lab)));
      this.#show();
    });
  }

  /** @param {[string, string][]} settings @param {boolean} held @param {string} key */
  #change(settings, held, key) {
    if (this.#wanted) this.#adopt(withValues(this.#wanted, settings), key, held);
  }

  /** @param {State} state @param {string} key @param {boolean} held */
  #adopt(state, key, held) {
    this.#set(state);
    this.#parts?.history.record(this.state, key, held);
    this.#why = "";
    this.#request(held);
  }

  /** @param {string | undefined} state */
  #revisit(state) {
    if (state === undefined || !this.#parts) return;
    this.#set(parseState(state, this.#parts.labs));
    this.#request(false);
  }

  /** @param {State} state */
  #set(state) {
    if (!this.#parts) return;
    const { controls, readouts, labs } = this.#parts;
    this.#wanted = state;
    const lab = labOf(labs, state.lab);
    if (lab === this.#lab) return;
    this.#lab = lab;
    this.#last = undefined;
    controls.build(lab);
    readouts.build(lab);
    this.#dom.body.setAttribute("aria-label", lab.title);
    this.#repaint();
  }

  /** Asks for the wanted state, and tells of it. @param {boolean} held */
  #request(held) {
    if (this.#wanted && this.#lab) this.#ask(writeCore(this.#wanted, this.#lab));
    this.#show();
    if (!held) this.#tell();
  }

  /** @param {string} state */
  #ask(state) {
    if (!this.#lab) return;
    this.#asked = state;
    shared.ask(this.#asker, { state, module: this.#lab.module, file: this.#file, why: this.#why });
  }

  /** A file of the page's, or of the visitor's. @param {File | undefined} file */
  async #open(file) {
    const lab = this.#lab;
    const control = lab?.controls.find(({ kind }) => kind.type === "file");
    if (!file || !lab || !this.#wanted) return;
    if (!control) return this.#fail("file", `The lab “${lab.title}” does not read files.`);
    try {
      const given = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
      this.#loaded = await load(lab.module, given);
      this.#file = given;
      this.#adopt(withValues(this.#wanted, settingsFor(control, this.#wanted, lab)), "", false);
    } catch (failure) {
      const { code = "file", message } = /** @type {Error & { code?: string }} */ (failure);
      this.#fail(code, message.startsWith(file.name) ? message : `${file.name}: ${message}`);
    }
  }

  /** @param {string} src */
  async #fetch(src) {
    if (!src) return;
    const address = new URL(src, this.baseURI);
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      const name = address.pathname.split("/").pop() || "matrix.npy";
      await this.#open(new File([await response.arrayBuffer()], decodeURIComponent(name)));
    } catch (failure) {
      this.#fail("src", `${address.href} could not be fetched: ${failure instanceof Error ? failure.message : failure}.`);
    }
  }

  // What comes back.

  #asker = {
    answered: (/** @type {Answer} */ answer, /** @type {Question} */ question, /** @type {boolean} */ done) => this.#answered(answer, question, done),
    refused: (/** @type {{ code: string, message: string }} */ error, /** @type {Question} */ question) => this.#refused(error, question),
  };

  /** @param {Answer} answer @param {Question} question @param {boolean} done */
  #answered(answer, question, done) {
    const parts = this.#parts;
    const { opened, report, figures } = answer;
    if (!parts || !this.#lab || !this.#wanted || parseState(opened.state, parts.labs).lab !== this.#lab.id) return;
    const now = question.state === this.#asked;
    const first = !this.#last;
    if (now && question.why) {
      this.#wanted = { ...parseState(opened.state, parts.labs), page: this.#wanted.page };
      this.#told = this.state;
    }
    this.#last = answer;
    this.shadowRoot?.querySelector(".poster")?.remove();
    setText(this.#dom.headline, report.headline || this.#lab.title);
    parts.figures.receive(figures);
    parts.readouts.show(report, undefined, shown(this.#view).readout);
    this.#dom.body.hidden = false;
    this.setAttribute("data-ready", "");
    const failing = report.checks.find((check) => !check.pass);
    const said = [this.#unknown(), ...opened.problems.map(({ message }) => message), failing && `Do not trust these numbers: the check “${failing.label}” failed.`];
    this.#say(said.filter(Boolean).join(" "));
    if (now) parts.controls.clearErrors();
    this.#show();
    if (now && answer.ready) parts.controls.answered(true);
    if (first && done) this.dispatchEvent(new Event("ready"));
    if (!now) return;
    for (const { key, message } of opened.problems) this.#report("state", `${key}: ${message}`.replace(`${key}: ${key}:`, `${key}:`));
    this.dispatchEvent(new Event("input", { bubbles: true }));
    if (done && !parts.controls.playing() && !this.#dom.body.matches(teacher.COVERED)) announce(report.headline);
  }

  /** @param {{ code: string, message: string }} error @param {Question} question */
  #refused(error, question) {
    const { message } = error;
    this.#parts?.controls.answered(false);
    if (question.state !== this.#asked) return;
    const id = message.match(/^([a-z_0-9]+): /)?.[1] ?? "";
    const inPlace = id !== "" && (this.#parts?.controls.fail(id, message.slice(id.length + 2)) ?? false);
    if (inPlace && this.#last) return this.#report(error.code, message);
    this.#fail(error.code, message);
  }

  /** @param {string} code @param {string} message */
  #fail(code, message) {
    this.#say(message);
    if (!this.#last) {
      this.#dom.body.hidden = false;
      this.#dom.body.classList.add("dead");
      this.#still();
    }
    this.#report(code, message);
  }

  /** A picture with a reason says more than a reason: the one in the markup, which stays, or the lab as it begins. */
  async #still() {
    if (this.querySelector("img, svg, picture")) return;
    const picture = await poster(labIn(this.getAttribute("state") ?? ""));
    if (picture && !this.#last) this.#dom.problem.after(picture);
  }

  /** @param {string} message */
  #say(message) {
    this.#dom.problem.hidden = message === "";
    if (message === "" || this.#last) this.#dom.body.classList.remove("dead");
    setText(this.#dom.problem, message);
  }

  /** @param {string} code @param {string} message */
  #report(code, message) {
    this.dispatchEvent(new CustomEvent("error", { detail: { code, message } }));
  }

  /** The hand let go of a state that was not told yet. */
  #tell() {
    if (this.state === this.#told) return;
    this.#told = this.state;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // What is on screen.

  /** The state, with what the attributes say of what is on screen. @returns {State} */
  get #view() {
    return listed(this, /** @type {State} */ (this.#wanted));
  }

  /** What the attributes name that there is not. */
  #unknown() {
    return unknown(this, {
      controls: this.#lab?.controls.map(({ id }) => id) ?? [],
      readouts: this.#lab?.quantities.map(({ id }) => id) ?? [],
      figures: [...this.#parts?.figures.panels.keys() ?? []],
    });
  }

  #show() {
    const parts = this.#parts;
    const lab = this.#lab;
    if (!parts || !lab || !this.#wanted) return;
    const view = this.#view;
    const kept = shown(view);
    parts.controls.show(view, this.#last?.report.ranges ?? [], this.#loaded);
    if (this.#last) parts.readouts.show(this.#last.report, undefined, kept.readout);
    const numbers = kept.hide.has("readouts") ? 0 : [...this.#dom.readouts.children].filter((row) => !(/** @type {HTMLElement} */ (row).hidden)).length;
    // What is asked about is covered until it is answered.
    this.#dom.body.classList.toggle("covered", view.page.has("predict") || view.page.has("place"));
    parts.question.update();
    this.#dom.noted.hidden = this.#dom.notes.children.length === 0;
    this.#dom.body.classList.toggle("without-readouts", numbers === 0);
    this.#dom.body.classList.toggle("without-controls", kept.hide.has("controls") || lab.controls.every(({ id }) => !kept.control(id)));
    this.#dom.buttons.undo.disabled = parts.history.past.length < 2;
    this.#dom.buttons.redo.disabled = parts.history.future.length === 0;
    this.#dom.full.href = this.permalink();
    this.#dom.full.hidden = !hasFolder();
    this.#arrange();
  }

  #arrange() {
    const parts = this.#parts;
    if (!parts) return;
    parts.figures.arrange(shown(this.#view).figure, this.#wanted?.page.get("figure") ?? "");
  }

  /** @param {string} id */
  #expand(id) {
    if (!this.#wanted) return;
    this.#wanted = withPage(this.#wanted, "figure", this.#wanted.page.get("figure") === id ? "" : id);
    this.#show();
  }

  /** Draws for paper, or again for the screen; at once, because the browser prints without another frame. @param {boolean} paper */
  #print(paper) {
    this.#paper = paper;
    this.#repaint();
    for (const panel of this.#parts?.figures.panels.values() ?? []) panel.draw();
  }
  #paper = false;

  /** What the canvases draw with: as the page around is. @returns {ThemeName} */
  get #theme() {
    if (this.#paper) return "light";
    if (contrast.some((query) => query.matches)) return "contrast";
    // A hidden element is black where the page around is dark; its declarations of that do not all show in computed styles.
    return getComputedStyle(this.#dom.keys).color === "rgb(0, 0, 0)" ? "dark" : "light";
  }

  #repaint() {
    if (!this.#parts) return;
    const { view, readouts, figures } = this.#parts;
    this.#inks = JSON.parse(view.inks(this.#theme));
    readouts.paint(this.#inks);
    figures.invalidate();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const { target } = event;
    if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "number")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.redo();
    else this.undo();
  }
}
