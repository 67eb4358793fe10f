/** The page: the address, the buttons, and the places that show what is explored. */

import { announce, arriving, copy, toast } from "./core/announce.js";
import { byId, icon, setText, stepByKey } from "./core/dom.js";
import { EngineClient } from "./core/engine.js";
import { Explorer } from "./core/explorer.js";
import { Engines, loadCatalogue, loadView } from "./core/modules.js";
import { Problems } from "./core/problems.js";
import { Readouts } from "./core/readouts.js";
import { setFolder } from "./core/source.js";
import { labIn, shown, writeState } from "./core/state.js";
import { Theme } from "./core/theme.js";
import { Controls } from "./controls/controls.js";
import { acceptAnywhere } from "./controls/drop.js";
import { Figures } from "./figures/figures.js";
import { ALL } from "./figures/strip.js";
import { Links } from "./home/links.js";
import { Study } from "./study/study.js";

/** @import { ViewModule } from "./types.js" */
/** @import { Change, Problem } from "./core/explorer.js" */
/** @import { Files } from "./controls/files.js" */

setFolder("./", import.meta.url);

/** Browsers limit how often an address may change. */
const ADDRESS_MS = 250;
/** After this long a still picture stands in for what is on its way. */
const SLOW_MS = 1500;
/** What takes less long is not worth a word. */
const WORKING_MS = 250;

/** What moves on the page without a state: a head of a trained model, and the one control that says most about it. */
const HERO = "v=1&lab=attention&layer=5&head=9&controls=temp&readouts=erank";
/** The state that the address names, or that of home. */
const addressed = () => location.hash.slice(1) || HERO;

const poster = () => import("./core/poster.js");
/** `?bench` measures this device instead of showing the labs. */
const speed = new URLSearchParams(location.search).has("bench");
const slow = setTimeout(() => poster().then(({ show }) => show(labIn(location.hash)), console.warn), SLOW_MS);
(speed ? import("./bench/speed.js").then(({ showSpeed }) => showSpeed(slow)) : showLabs()).catch(async (failure) => {
  console.error(failure);
  setText(byId("headline"), "Nothing can be computed here.");
  document.body.classList.replace("waiting", "dead");
  clearTimeout(slow);
  const loaded = await poster().catch(() => undefined);
  new Problems(byId("problems"), () => byId("problems").replaceChildren()).show([["load", { code: "load", message: loaded?.explain(failure) ?? String(failure) }]]);
  await loaded?.show(labIn(location.hash));
});

async function showLabs() {
  const engines = new Engines(location.search);
  const engine = new EngineClient(engines, {
    answered: (answer, request) => explorer.answered(answer, request),
    refused: (error, request) => explorer.refused(error, request),
    stopped: (why, request) => explorer.stopped(why, request),
  });
  if (location.hash.length < 2) import("./home/home.js").catch(() => {});
  const drawing = loadView();
  // Whatever fails first is told, and nothing is left without a listener.
  drawing.catch(() => {});
  // The worker computes while the module that draws arrives and the page is built.
  const catalogue = await loadCatalogue(addressed());
  const asked = addressed();
  const explorer = new Explorer(catalogue, engine, asked);
  // So that nothing is built twice.
  await catalogue.words?.(explorer.lab)?.catch(console.warn);
  const view = await drawing;
  // Who follows another link meanwhile gets what that names.
  if (addressed() !== asked) explorer.enter(addressed());
  start(view, explorer, engine, engines);
}

/** @param {ViewModule} view @param {Explorer} explorer @param {EngineClient} engine @param {Engines} engines */
function start(view, explorer, engine, engines) {
  const theme = new Theme(() => repaint());
  let inks = view.inks(theme.name);
  const { catalogue } = explorer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let workTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let addressTimer;
  const links = new Links(catalogue);
  let home = location.hash.length < 2;
  /** What is around the picture, once it was asked for. @type {Promise<unknown> | undefined} */
  let around;
  const problems = new Problems(byId("problems"), (key) => explorer.forget(key));
  const set = (/** @type {[string, string][]} */ settings, /** @type {boolean} */ held, /** @type {string} */ why = "") => {
    const refused = explorer.change(settings, held, why || undefined);
    if (refused) announce(refused);
  };
  const controls = new Controls(byId("controls"), {
    change: (id, text, held) => set([[id, text]], held),
    settle: () => explorer.settle(),
    say: announce,
    parseMatrix: (text, list) => engine.parseMatrix(explorer.lab.module, text, list),
    openFiles,
  });
  const readouts = new Readouts({ list: byId("readouts"), rest: /** @type {HTMLDetailsElement} */ (byId("rest")), checks: byId("checks"), notes: byId("notes"), sources: /** @type {HTMLElement} */ (byId("sources").lastElementChild) });
  const figures = new Figures(byId("figures"), {
    view,
    theme: () => theme.name,
    inks: () => inks,
    control: (id) => explorer.lab.controls.find((control) => control.id === id),
    value: (id) => explorer.state.values.get(id) ?? "",
    change: (settings, why, held) => set(settings, held, why),
    settle: () => explorer.settle(),
    say: announce,
    expand: (id) => explorer.toggleFigure(id),
    fileStem: () => `rankscope-${explorer.lab.id}`,
  }, byId("strip"));
  figures.onrebuilt = () => {
    arrange();
    study.update();
  };
  /** @type {Files | undefined} */
  let files;
  /** @type {import("./controls/offers.js").Offers | undefined} */
  let offers;
  /** Whether all numbers were in view before they were printed. */
  let unfolded = false;
  /** What was told in place last. @type {Problem | undefined} */
  let placed;
  const study = new Study({
    catalogue,
    began: addressed(),
    figures,
    lab: () => explorer.lab,
    state: () => explorer.state,
    last: () => explorer.last,
    shows: () => explorer.shows ?? explorer.state,
    link: (state) => `${location.href.split("#")[0]}#${writeState(state, explorer.lab)}`,
    // The same words again are one step: each key of a title that is typed.
    adopt: (state, why) => explorer.adopt(state, why, false, why),
    fail: (key, message, again) => explorer.fail(key, message, again),
    // Paper has every figure and every number: nothing on it can be opened.
    print(paper) {
      const rest = /** @type {HTMLDetailsElement} */ (byId("rest"));
      if (paper && !theme.paper) unfolded = rest.open;
      theme.paper = paper;
      rest.open = paper || unfolded;
      arrange();
      figures.measure();
      repaint();
    },
  });

  wireButtons();
  acceptAnywhere({ files: openFiles, text: openText });
  addEventListener("hashchange", () => {
    clearTimeout(addressTimer);
    const before = home || explorer.lab;
    home = location.hash.length < 2;
    explorer.enter(addressed());
    // Another page begins at its top.
    if ((home || explorer.lab) !== before) scrollTo(0, 0);
  });
  // A file may be dropped when there is no network any more.
  import("./controls/files.js").catch(() => {});
  explorer.onchange = changed;
  // What came before there was a page.
  changed(explorer.whole);

  // What has changed is shown, once.

  /** @param {Change} change */
  function changed(change) {
    const { last, lab, state } = explorer;
    if (change.lab) {
      controls.build(lab);
      readouts.build(lab);
      readouts.paint(inks);
      setText(byId("question"), lab.question);
    }
    if (change.asked) working();
    if (change.halted) halted();
    if (change.answer) answered(change.answer);
    if (change.state || change.answer) {
      controls.show(state, last?.report.ranges ?? [], explorer.loaded);
      if (change.answer?.now) controls.clearErrors();
    }
    if (change.lab || change.answer) handOver();
    if (change.problems) tellProblems(change.problems);
    if (last && (change.state || change.answer || change.pinned)) readouts.show(last.report, explorer.pinned?.report, shown(state).readout, state.page.has("readouts"));
    if (change.pinned) figures.setPinned(explorer.pinned?.figures);
    if (change.state) {
      setText(byId("lesson"), links.show(state, lab)?.lesson ?? lab.try_first);
      byId("pin").setAttribute("aria-pressed", String(state.page.has("pin")));
      arrange();
    }
    // A link stays as it was written until it is answered.
    const settled = change.answer ? change.answer.done && (change.answer.now || change.halted) : change.state && !change.asked;
    if (settled) writeAddress();
    if (change.state || change.answer) {
      const { past, future } = explorer.history;
      /** @type {HTMLButtonElement} */ (byId("undo")).disabled = past.length < 2;
      /** @type {HTMLButtonElement} */ (byId("redo")).disabled = future.length === 0;
      byId("copy-numpy").hidden = !last?.report.numpy;
      byId("noted").hidden = !last?.report.notes.length;
      study.update();
    }
    // Once nothing covers it any more.
    const { answer } = change;
    if (answer?.done && !controls.playing() && !document.body.matches(".covered:not(.uncovered)")) announce(last?.report.headline ?? "");
    if (answer?.now && last?.ready) controls.answered(true);
    // A file may be dropped when there is no network any more.
    if (answer?.done) engine.prepare().catch(() => {});
  }

  /** @param {NonNullable<Change["answer"]>} answer */
  function answered({ done }) {
    const { last, lab } = explorer;
    if (!last) return;
    const { progress, report, ms } = last;
    clearTimeout(workTimer);
    setText(byId("headline"), report.headline || lab.title);
    setText(byId("badge"), `${engine.variant} · ${done ? Number(ms.toPrecision(2)) + " ms" : `${Math.floor((100 * progress.done) / progress.total)} %`}`);
    document.title = home ? "Rankscope" : `${lab.title} · Rankscope`;
    figures.receive(last.figures);
    clearTimeout(slow);
    reveal();
  }

  function halted() {
    controls.answered(false);
    clearTimeout(workTimer);
    setText(byId("badge"), engine.variant ?? "");
    if (!explorer.last) setText(byId("headline"), explorer.lab.title);
    reveal();
  }

  /** In place where that is on screen, else near the top. @param {Problem[]} fresh */
  function tellProblems(fresh) {
    for (const problem of fresh) {
      const { control, message } = problem;
      if (control && controls.fail(control, message.slice(control.length + 2))) placed = problem;
    }
    problems.show([...explorer.problems].filter(([, problem]) => problem !== placed));
  }

  async function reveal() {
    if (home) await around;
    document.querySelector(".poster")?.remove();
    document.body.classList.remove("waiting");
  }

  /** Says that it computes, if that takes long enough to be asked. */
  function working() {
    clearTimeout(workTimer);
    workTimer = setTimeout(() => setText(byId("badge"), `${engine.variant} · computing…`), WORKING_MS);
  }

  function arrange() {
    const { lab, state } = explorer;
    const { hide, control, figure } = shown(state);
    figures.arrange(figure, theme.paper ? ALL : state.page.get("place") || state.page.get("figure") || "", lab.essential.figures);
    atHome();
    document.body.classList.toggle("without-header", hide.has("header"));
    document.body.classList.toggle("without-readouts", hide.has("readouts") || state.page.get("readouts") === "none");
    document.body.classList.toggle("without-controls", hide.has("controls") || lab.controls.every(({ id }) => !control(id)));
    byId("presets").hidden = hide.has("presets");
  }

  /** What is around the picture on the page without a state comes when it is first seen. */
  function atHome() {
    document.body.classList.toggle("home", home);
    setText(byId("lab-name"), home ? "All labs" : explorer.lab.title);
    if (!home || around) return;
    around = arriving(import("./home/home.js").then((loaded) => loaded.home({
      catalogue,
      state: () => explorer.core,
      look: () => ({ controls: explorer.state.page.get("controls") ?? "", figures: explorer.lab.essential.figures.join() }),
      openFiles,
      openText,
    })), "What home shows", (sentence) => {
      around = undefined;
      explorer.fail("home", sentence, atHome);
    });
  }

  /** A file of one's own is looked at in its lab. */
  function leaveHome() {
    if (!home) return;
    home = false;
    history.pushState(null, "", `#${explorer.core}`);
    explorer.enter(explorer.core);
  }

  /** The address follows; a link that is followed meanwhile is about to be opened. */
  function writeAddress() {
    const from = location.hash;
    clearTimeout(addressTimer);
    addressTimer = setTimeout(() => {
      if (!home && location.hash === from && from !== `#${explorer.text}`) history.replaceState(null, "", `#${explorer.text}`);
    }, ADDRESS_MS);
  }

  function repaint() {
    inks = view.inks(theme.name);
    readouts.paint(inks);
    figures.invalidate();
  }

  /** Files and pasted text; how they are taken comes with the first. @param {(files: Files) => void} take @param {() => void} again */
  async function visitors(take, again) {
    leaveHome();
    const loaded = await arriving(import("./controls/files.js"), "What reads files", (message) => explorer.fail("file", message, again));
    if (loaded) take(files ??= new loaded.Files({ explorer, engine, engines }));
  }

  /** @param {File[]} given @param {string} [state] that they open in */
  function openFiles(given, state) {
    visitors((files) => files.open(given, state), () => openFiles(given, state));
  }

  /** @param {string} text */
  function openText(text) {
    visitors((files) => files.paste(text), () => openText(text));
  }

  /** What a state hands over; how comes with the first that does. */
  async function handOver() {
    if (!offers && explorer.last?.report.offers) {
      const loaded = await arriving(import("./controls/offers.js"), "What hands over");
      if (loaded) offers ??= new loaded.Offers({ engine, explorer, openFiles });
    }
    offers?.show(explorer.last?.report.offers ?? []);
  }

  // Buttons.

  function wireButtons() {
    /** @type {[string, string, () => void][]} */
    const buttons = [
      ["undo", "undo", () => explorer.undo()],
      ["redo", "redo", () => explorer.redo()],
      ["reset", "reset", () => explorer.reset()],
      ["pin", "pin", () => explorer.togglePin()],
      ["copy-link", "link", () => copy(`${location.href.split("#")[0]}#${explorer.text}`, "Link")],
      ["theme", "theme", nextTheme],
    ];
    for (const [id, name, run] of buttons) {
      byId(id).append(icon(name));
      byId(id).addEventListener("click", run);
    }
    const fold = byId("fold");
    fold.append(icon("more"));
    fold.addEventListener("click", () => {
      const open = fold.getAttribute("aria-expanded") !== "true";
      fold.setAttribute("aria-expanded", String(open));
      fold.title = open ? "Fold away" : "Unfold";
      fold.setAttribute("aria-label", fold.title);
    });
    // The address belongs to the state: the skip link moves the focus only.
    document.querySelector(".skip")?.addEventListener("click", (event) => {
      event.preventDefault();
      byId("headline").focus();
    });
    byId("copy-numpy").addEventListener("click", () => explorer.last && copy(explorer.last.report.numpy, "NumPy program"));
    byId("save-report").addEventListener("click", async () => {
      const { last, lab } = explorer;
      const saving = await arriving(import("./figures/saving.js"), "What saves files");
      if (last) saving?.save(new Blob([last.reportText], { type: "application/json" }), `rankscope-${lab.id}.json`);
    });
    addEventListener("keydown", (event) => stepByKey(event, explorer));
  }

  function nextTheme() {
    const mode = theme.next();
    const words = mode === "auto" ? "by the system" : mode;
    byId("theme").setAttribute("aria-label", `Theme: ${words}`);
    toast(`Theme: ${words}`);
  }
}
