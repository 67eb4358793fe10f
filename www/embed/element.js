/** `<rankscope-lab>`: one lab in somebody else's page. */

import { announce } from "../core/announce.js";
import { h, setText, stepByKey, tryAgain } from "../core/dom.js";
import { Explorer } from "../core/explorer.js";
import { explain, poster } from "../core/poster.js";
import { Readouts } from "../core/readouts.js";
import { Sheets } from "../core/sheets.js";
import { addressOf, hasFolder } from "../core/source.js";
import { labIn, shown, stateIn } from "../core/state.js";
import { Controls } from "../controls/controls.js";
import { given, put, reader, readerOf, unread, unreadable } from "../controls/given.js";
import { matrixFile, matrixText, readMatrix } from "../controls/matrix-text.js";
import { Figures } from "../figures/figures.js";
import { ALL } from "../figures/strip.js";
import { pictureOf, tableOf, vectorOf } from "../figures/saving.js";
import * as teacher from "../study/question.js";
import { listed, LISTS, unknown } from "./lists.js";
import { region } from "./region.js";
import { shared } from "./shared.js";
import { skeleton } from "./skeleton.js";

/** @import { InkStyle, Lab, Report, ThemeName, ViewModule } from "../types.js" */
/** @import { Change, Problem } from "../core/explorer.js" */
/** @import { Listener } from "../core/engine.js" */

const dark = matchMedia("(prefers-color-scheme: dark)");
const contrast = [matchMedia("(forced-colors: active)"), matchMedia("(prefers-contrast: more)")];

/** What exists once the program is there. @typedef {{ view: ViewModule, explorer: Explorer, controls: Controls, figures: Figures, readouts: Readouts, question: teacher.Question }} Parts */

export class RankscopeLab extends HTMLElement {
  static observedAttributes = ["state", "src", "theme", "view", ...LISTS];

  /** @type {Promise<void> | undefined} */
  #started;
  /** What was asked before the program was there, or before the element was in a page. @type {((parts: Parts) => void)[]} */
  #waiting = [];
  /** @type {Parts | undefined} */
  #parts;
  /** @type {InkStyle[]} */
  #inks = [];
  /** @type {{ name: string, bytes: Uint8Array } | undefined} */
  #file;
  /** What the state was when a change was last told. */
  #reported = "";
  /** Whether `ready` was told. */
  #ready = false;
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
    root.addEventListener("keydown", (event) => stepByKey(/** @type {KeyboardEvent} */ (event), this));
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
    else if (name === "view") this.#changed(this.#parts, { lab: true, state: true });
    else {
      this.#changed(this.#parts, { state: true });
      this.#names(this.#parts);
    }
  }

  async #start() {
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    const [view, catalogue] = await Promise.all([shared.view, shared.catalogue, Sheets.into(root)]);
    const explorer = new Explorer(catalogue, {
      open: (request) => shared.ask(this.#asker, request, this.#file),
      pin: (module, state) => shared.engine.pin(module, state),
    }, this.getAttribute("state") ?? "");
    const set = (/** @type {[string, string][]} */ settings, /** @type {boolean} */ held) => {
      const refused = explorer.change(settings, held);
      if (refused) announce(refused);
    };
    const host = { settle: () => explorer.settle(), say: announce };
    const controls = new Controls(this.#dom.controls, {
      ...host,
      change: (id, text, held) => set([[id, text]], held),
      parseMatrix: (text, list) => shared.parseMatrix(explorer.lab.module, text, list),
      openFiles: (files) => this.#open(...files),
    });
    const figures = new Figures(this.#dom.figures, {
      ...host,
      view,
      theme: () => (this.#look ??= this.#theme),
      inks: () => this.#inks,
      control: (id) => explorer.lab.controls.find((control) => control.id === id),
      value: (id) => explorer.state.values.get(id) ?? "",
      change: (settings, _, held) => set(settings, held),
      expand: (id) => explorer.toggleFigure(id, true),
      fileStem: () => `rankscope-${explorer.lab.id}`,
    }, this.#dom.strip);
    const question = new teacher.Question({
      figures,
      lab: () => explorer.lab,
      state: () => listed(this, explorer.state),
      last: () => explorer.last,
      shows: () => explorer.shows ?? explorer.state,
    }, { into: this.#dom.study, marks: this.#dom.body, found: this.#dom.headline, styled: Promise.resolve() });
    const readouts = new Readouts({ list: this.#dom.readouts, rest: this.#dom.rest, checks: this.#dom.checks, notes: this.#dom.notes, sources: h("ul") });
    const parts = { view, explorer, controls, figures, readouts, question };
    this.#parts = parts;
    figures.onrebuilt = () => {
      this.#arrange(parts);
      question.update();
      this.#names(parts);
    };
    explorer.onchange = (change) => this.#changed(parts, change);
    this.#reported = explorer.text;
    this.#changed(parts, explorer.whole);
    const src = this.getAttribute("src");
    if (src) await this.#fetch(src);
    for (const then of this.#waiting.splice(0)) then(parts);
  }

  // What it is set to.

  /** The state string, `v=1&lab=…`. */
  get state() {
    return this.#parts?.explorer.text ?? this.getAttribute("state") ?? "";
  }

  set state(text) {
    if (!this.#parts) this.setAttribute("state", text);
    else if (text !== this.state) {
      this.#parts.explorer.enter(text, "the state");
      this.#reported = this.state;
    }
  }

  /** The matrix that is entered or was given, row by row. @returns {number[][] | undefined} */
  get matrix() {
    const explorer = this.#parts?.explorer;
    return explorer && readMatrix(explorer.state, explorer.lab);
  }

  set matrix(rows) {
    if (!rows) return;
    this.#once(({ explorer }) => {
      const of = (/** @type {Lab} */ lab, /** @type {string[]} */ ...types) => lab.controls.find(({ kind }) => types.includes(kind.type));
      const lab = [explorer.lab, ...explorer.catalogue.labs].find((one) => of(one, "matrix", "file"));
      const control = lab && of(lab, "matrix");
      if (lab && control?.kind.type === "matrix" && rows.length <= control.kind.max_side && (rows[0]?.length ?? 0) <= control.kind.max_side) {
        put(explorer, lab, control, matrixText(rows), "the matrix");
      } else if (lab) this.#open(matrixFile(rows));
    });
  }

  /** The last complete report. @returns {Report | undefined} */
  get report() {
    return this.#parts?.explorer.last?.report;
  }

  undo() {
    this.#parts?.explorer.undo();
  }

  redo() {
    this.#parts?.explorer.redo();
  }

  /** Back to the state in the markup. */
  reset() {
    this.#once(({ explorer }) => explorer.adopt(stateIn(this.getAttribute("state") ?? "", explorer.catalogue), "the reset"));
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

  /** Opens files, as dropping them on the page does. @param {...File} files */
  open(...files) {
    this.#once(() => void this.#open(...files));
  }

  /** Now, or when the program is there. @param {(parts: Parts) => void} then */
  #once(then) {
    if (this.#parts) then(this.#parts);
    else this.#waiting.push(then);
  }

  /** Files of the page's, or of the visitor's. @param {...File} files */
  async #open(...files) {
    const explorer = this.#parts?.explorer;
    const [file] = files;
    if (!file || !explorer) return;
    const { lab } = explorer;
    const control = reader(lab);
    if (!control) return this.#fail("file", unread(lab));
    try {
      const { lab: fitting, streams } = await readerOf(files, lab, []);
      const kept = streams && fitting === lab ? await shared.measured(lab.module, files) : { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
      const loaded = await shared.load(lab.module, kept);
      this.#file = kept;
      given(explorer, lab, control, loaded);
    } catch (failure) {
      const { code = "file", message } = /** @type {Error & { code?: string }} */ (failure);
      this.#fail(code, unreadable(file.name, message));
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
      const file = new File([await response.arrayBuffer()], decodeURIComponent(name));
      // Another one may be named by now.
      if (src === this.getAttribute("src")) await this.#open(file);
    } catch (failure) {
      // That there is no file is not the reason.
      this.#parts?.explorer.forget("refused");
      this.#fail("src", `${address.href} could not be fetched: ${failure instanceof Error ? failure.message : failure}.`);
    }
  }

  /** What the one engine of the page tells whoever asks. @type {Listener} */
  #asker = {
    answered: (answer, request) => this.#parts?.explorer.answered(answer, request),
    refused: (error, request) => this.#parts?.explorer.refused(error, request),
    stopped: (why, request) => this.#parts?.explorer.stopped(why, request),
  };

  // What has changed is shown, once.

  /** @param {Parts} parts @param {Change} change */
  #changed(parts, change) {
    const { explorer, controls, figures, readouts, question } = parts;
    const { last, lab } = explorer;
    const dom = this.#dom;
    const { answer } = change;
    const staged = this.#staged;
    if (change.lab) {
      dom.body.classList.toggle("staged", staged);
      controls.flat = !staged;
      controls.build(lab);
      readouts.build(lab);
      dom.body.setAttribute("aria-label", lab.title);
      this.#repaint();
    }
    if (change.halted) controls.answered(false);
    if (answer && last) {
      this.shadowRoot?.querySelector(".poster")?.remove();
      setText(dom.headline, last.report.headline || lab.title);
      figures.receive(last.figures);
      if (answer.now) controls.clearErrors();
      dom.body.hidden = false;
      dom.body.classList.remove("dead");
      this.setAttribute("data-ready", "");
    }
    if (change.pinned) figures.setPinned(explorer.pinned?.figures);
    const view = listed(this, explorer.state);
    const kept = shown(view);
    if (change.state || answer) {
      controls.show(view, last?.report.ranges ?? [], explorer.loaded);
      // What is asked about is covered until it is answered.
      dom.body.classList.toggle("covered", view.page.has("predict") || view.page.has("place"));
      dom.body.classList.toggle("without-controls", kept.hide.has("controls") || lab.controls.every(({ id }) => !kept.control(id)));
      dom.buttons.undo.disabled = explorer.history.past.length < 2;
      dom.buttons.redo.disabled = explorer.history.future.length === 0;
      dom.full.href = this.permalink();
      dom.full.hidden = !hasFolder();
      question.update();
      this.#arrange(parts);
    }
    if (last && (change.state || answer || change.pinned)) {
      readouts.show(last.report, explorer.pinned?.report, kept.readout, !staged || view.page.has("readouts"));
      const numbers = kept.hide.has("readouts") ? 0 : [...dom.readouts.children].filter((row) => !(/** @type {HTMLElement} */ (row).hidden)).length;
      dom.noted.hidden = dom.notes.children.length === 0;
      dom.body.classList.toggle("without-readouts", numbers === 0);
    }
    if (change.problems) this.#problems(parts, change.problems);
    if (answer?.now && answer.link) this.#reported = this.state;
    if (change.held === false) this.#tell();
    if (answer?.now && last?.ready) controls.answered(true);
    if (answer?.done && !this.#ready) {
      this.#ready = true;
      this.dispatchEvent(new Event("ready"));
    }
    if (answer?.now) this.dispatchEvent(new Event("input", { bubbles: true }));
    if (answer?.now && answer.done && !controls.playing() && !dom.body.matches(teacher.COVERED)) announce(last?.report.headline ?? "");
  }

  /** In one line, and to the page around; in place where a control shows it. @param {Parts} parts @param {Problem[]} fresh */
  #problems({ explorer, controls }, fresh) {
    const { last, problems } = explorer;
    for (const { code, message, control } of fresh) {
      if (control) this.#placed = controls.fail(control, message.slice(control.length + 2)) && last ? message : this.#placed;
      this.dispatchEvent(new CustomEvent("error", { detail: { code, message } }));
    }
    const all = [...problems.values()].filter(({ message }) => message !== this.#placed);
    const words = [this.#unknown, ...all.map(({ message }) => message)].filter(Boolean).join(" ");
    setText(this.#dom.problem, words);
    const again = all.find((one) => one.again);
    if (again) {
      this.#dom.problem.append(" ", tryAgain(() => {
        for (const [key, problem] of problems) if (problem === again) explorer.forget(key);
        again.again?.();
      }));
    }
    this.#dom.problem.hidden = words === "";
    if (all.length > 0 && !last) this.#dead();
  }
  /** What a control says. */
  #placed = "";

  /** @param {string} code @param {string} message */
  #fail(code, message) {
    if (this.#parts) return this.#parts.explorer.fail(code, message);
    setText(this.#dom.problem, message);
    this.#dom.problem.hidden = false;
    this.#dead();
    this.dispatchEvent(new CustomEvent("error", { detail: { code, message } }));
  }

  /** Nothing can be shown but the reason. A picture with it says more: the one in the markup, which stays, or the lab as it begins. */
  async #dead() {
    this.#dom.body.hidden = false;
    this.#dom.body.classList.add("dead");
    if (this.querySelector("img, svg, picture") || this.shadowRoot?.querySelector(".poster")) return;
    const picture = await poster(labIn(this.getAttribute("state") ?? ""));
    if (picture && !this.report && !this.shadowRoot?.querySelector(".poster")) this.#dom.problem.after(picture);
  }

  /** Tells of a state that was not told yet, once the hand lets go. */
  #tell() {
    if (this.state === this.#reported) return;
    this.#reported = this.state;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // What is on screen.

  /** Tells which names in the attributes do not exist. @param {Parts} parts */
  #names(parts) {
    const { explorer, figures } = parts;
    const message = unknown(this, {
      controls: explorer.lab.controls.map(({ id }) => id),
      readouts: explorer.lab.quantities.map(({ id }) => id),
      figures: [...figures.panels.keys()],
    });
    if (message === this.#unknown) return;
    this.#unknown = message;
    this.#problems(parts, message ? [{ code: "attribute", message }] : []);
  }
  /** What was said of them. */
  #unknown = "";

  /** @param {Parts} parts */
  #arrange({ explorer, figures }) {
    const view = listed(this, explorer.state);
    figures.arrange(shown(view).figure, view.page.get("figure") ?? (this.#staged ? "" : ALL), explorer.lab.essential.figures);
  }

  /** Whether the main figures stand large with the others as thumbnails, by `view="stage"`; all stand side by side otherwise. */
  get #staged() {
    return this.getAttribute("view") === "stage";
  }

  /** Draws for paper, or again for the screen; at once, because the browser prints without another frame. @param {boolean} paper */
  #print(paper) {
    this.#paper = paper;
    this.#repaint();
    for (const panel of this.#parts?.figures.panels.values() ?? []) panel.draw();
  }
  #paper = false;

  /** What the canvases draw with. @type {ThemeName | undefined} */
  #look;

  /** As the page around is; read only where everything is drawn anew, because Chromium keeps the event of a change to itself once `matches` has told of it. @returns {ThemeName} */
  get #theme() {
    if (this.#paper) return "light";
    if (contrast.some((query) => query.matches)) return "contrast";
    // A hidden element is black where the page around is dark; its declarations of that do not all show in computed styles.
    return getComputedStyle(this.#dom.keys).color === "rgb(0, 0, 0)" ? "dark" : "light";
  }

  #repaint() {
    if (!this.#parts) return;
    const { view, readouts, figures } = this.#parts;
    this.#look = this.#theme;
    this.#inks = view.inks(this.#look);
    readouts.paint(this.#inks);
    figures.invalidate();
  }
}
