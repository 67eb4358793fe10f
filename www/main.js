/** Wires the page: one state, one engine, and the places that show what it answers. */

import { announce, copy, toast } from "./announce.js";
import { Controls } from "./controls.js";
import { byId, icon, setText } from "./dom.js";
import { acceptAnywhere } from "./drop.js";
import { EngineClient } from "./engine.js";
import { Figures } from "./figures.js";
import { Links } from "./links.js";
import { Engines, loadCatalogue, loadView, UNAVAILABLE } from "./modules.js";
import { Problems } from "./problems.js";
import { Readouts } from "./readouts.js";
import { History, labIn, labOf, parseState, settingsFor, shown, withPage, withValues, writeCore, writeState } from "./state.js";
import { Study } from "./study.js";
import { Theme } from "./theme.js";

/** @import { Answer, InkStyle, Lab, Loaded, ViewModule } from "./types.js" */
/** @import { State } from "./state.js" */
/** @import { Request } from "./engine.js" */

/** Browsers limit how often an address may change. */
const ADDRESS_MS = 250;
/** After this long a still picture stands in for what is on its way. */
const SLOW_MS = 1500;

const problems = new Problems(byId("problems"));

const engines = new Engines(location.search);
const engine = new EngineClient(engines);
const catalogue = loadCatalogue();

/** `?bench` measures this device instead of showing the labs. */
const speed = new URLSearchParams(location.search).has("bench");
const slow = setTimeout(async () => (await import("./poster.js")).show(labIn(location.hash)), SLOW_MS);
(speed ? import("./speed.js").then(({ showSpeed }) => showSpeed(slow)) : showLabs()).catch(async (failure) => {
  console.error(failure);
  setText(byId("headline"), "Nothing can be computed here.");
  document.body.classList.replace("waiting", "dead");
  clearTimeout(slow);
  const poster = await import("./poster.js").catch(() => undefined);
  problems.add("load", poster?.explain(failure) ?? String(failure));
  await poster?.show(labIn(location.hash));
});

async function showLabs() {
  const drawing = loadView();
  // Whatever fails first is told, and nothing is left without a listener.
  drawing.catch(() => {});
  const { labs, version } = await catalogue;
  const link = location.hash.slice(1);
  // The worker computes while the module that draws arrives and the page is built.
  engine.open({ state: link, engine: labOf(parseState(link, labs), labs).module, why: "the link" });
  start(await drawing, labs, version, link);
}

/** @param {ViewModule} view @param {Lab[]} labs @param {string} version @param {string} first the link that the engine was asked for */
function start(view, labs, version, first) {
  const theme = new Theme(() => repaint());
  /** @type {InkStyle[]} */
  let inks = JSON.parse(view.inks(theme.name));

  /** What the controls show. */
  let wanted = parseState(first, labs);
  /** @type {Lab} */
  let lab = labOf(wanted, labs);
  /** The last complete answer. @type {Answer | undefined} */
  let last;
  /** @type {Answer | undefined} */
  let pinned;
  let pinnedState = "";
  /** @type {Loaded | undefined} */
  let loaded;
  /** The core state that the engine was asked for last. */
  let asked = "";
  /** The fragment that the address shows or is about to show. */
  let address = first;
  let why = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let workTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let addressTimer;
  /** Whether the controls show what the link came to, and nothing was changed since. */
  let linkDecides = false;
  const links = new Links(labs, byId("labs"), byId("presets"));
  const history = new History(writeState(wanted, lab));

  const controls = new Controls(byId("controls"), {
    change: (id, text, held) => change([[id, text]], `${labelOf(id)} → ${text.length > 24 ? "a new value" : text}`, held, id),
    settle,
    say: announce,
    parseMatrix: (text) => engine.parseMatrix(lab.module, text),
    openFiles,
  });
  const readouts = new Readouts({ list: byId("readouts"), checks: byId("checks"), notes: byId("notes"), sources: /** @type {HTMLElement} */ (byId("sources").lastElementChild) });
  const figures = new Figures(byId("figures"), {
    view,
    theme: () => theme.name,
    inks: () => inks,
    control: (id) => lab.controls.find((control) => control.id === id),
    value: (id) => wanted.values.get(id) ?? "",
    change: (settings, reason, held) => change(settings, reason, held, settings[0]?.[0] ?? ""),
    settle,
    say: announce,
    expand: (id) => adopt(withPage(wanted, "figure", wanted.page.get("figure") === id ? "" : id), "", false, "the figure shown"),
    fileStem: () => `rankscope-${lab.id}`,
  });
  figures.onrebuilt = () => {
    arrange();
    study.update();
  };
  /** Comes with the first checkpoint. @type {import("./measuring.js").Measuring | undefined} */
  let measuring;
  const study = new Study({
    labs,
    version,
    began: first,
    figures,
    lab: () => lab,
    state: () => wanted,
    last: () => last,
    shows: () => parseState(last?.opened.state ?? "", labs),
    link: (state) => `${location.href.split("#")[0]}#${writeState(state, lab)}`,
    adopt: (state, why) => adopt(state, why, false, why),
    print(paper) {
      theme.paper = paper;
      repaint();
    },
  });

  buildLab();
  openLink(first);
  engine.listen({ answered, refused, stopped });
  wireButtons();
  acceptAnywhere({ files: openFiles, text: openText });
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== address) openLink();
  });

  // State.

  /** @param {string} id */
  function labelOf(id) {
    return lab.controls.find((control) => control.id === id)?.label ?? id;
  }

  /**
   * @param {[string, string][]} settings
   * @param {string} reason the change in words, in case it does not work out
   * @param {boolean} held whether the hand still moves
   * @param {string} key coalesces one gesture into one step of history
   */
  function change(settings, reason, held, key) {
    const fixed = settings.find(([id]) => shown(wanted).fixed(id));
    if (fixed) return announce(`${labelOf(fixed[0])} is fixed here.`);
    for (const [id] of settings) problems.remove(id);
    adopt(withValues(wanted, settings), key, held, reason);
  }

  function settle() {
    history.settle();
  }

  /** Makes a state the wanted one. @param {State} state */
  function want(state) {
    const other = state.lab !== lab.id;
    wanted = state;
    lab = labOf(state, labs);
    if (other) buildLab();
  }

  /** Goes to another state, whatever was wrong with the one before. @param {string} text */
  function enter(text) {
    problems.clear();
    controls.clearErrors();
    want(parseState(text, labs));
  }

  /** Follows a change. @param {State} state @param {string} key @param {boolean} held @param {string} reason */
  function adopt(state, key, held, reason) {
    want(state);
    history.record(writeState(wanted, lab), key, held);
    why = reason;
    show();
    const core = writeCore(wanted, lab);
    if (core !== asked) {
      asked = core;
      ask();
    } else {
      writeAddress();
    }
  }

  function ask() {
    linkDecides = false;
    working();
    engine.open({ state: writeCore(wanted, lab), engine: lab.module, why });
  }

  /** Says that it computes, if that takes long enough to be asked. */
  function working() {
    clearTimeout(workTimer);
    workTimer = setTimeout(() => setText(byId("badge"), `${engine.variant} · computing…`), 250);
  }

  /** The link is asked for as it is, so that the engine names what is wrong with it. @param {string} [underWay] what it was asked for already */
  function openLink(underWay) {
    address = location.hash.slice(1);
    enter(address);
    history.record(writeState(wanted, lab), "", false);
    show();
    asked = writeCore(wanted, lab);
    working();
    linkDecides = true;
    if (address !== underWay) engine.open({ state: address, engine: lab.module, why: "the link" });
  }

  /** @param {string | undefined} state */
  function revisit(state) {
    if (state === undefined) return;
    enter(state);
    why = "the step in history";
    show();
    asked = writeCore(wanted, lab);
    ask();
  }

  function writeAddress() {
    clearTimeout(addressTimer);
    addressTimer = setTimeout(() => {
      // A link that was followed meanwhile is about to be opened.
      if (location.hash.slice(1) !== address) return;
      address = writeState(wanted, lab);
      if (location.hash.slice(1) !== address) globalThis.history.replaceState(null, "", `#${address}`);
    }, ADDRESS_MS);
  }

  // Answers.

  /** @param {Answer} answer @param {Request} request */
  function answered(answer, request) {
    const { opened, progress, report, figures: bytes, ms } = answer;
    if (parseState(opened.state, labs).lab !== lab.id) return;
    const finished = progress.done >= progress.total;
    if (request.why === "the link" && linkDecides && request.state === address) {
      wanted = { ...parseState(opened.state, labs), page: wanted.page };
      asked = writeCore(wanted, lab);
    }
    for (const { key, message } of opened.problems) {
      // An engine knows its own labs only.
      problems.add(key, key === "lab" ? `lab: one of ${labs.map((one) => one.id).join(", ")}, got “${labIn(request.state)}”` : message);
      wanted.values.delete(key);
      wanted.page.delete(key);
    }
    if (request.why !== "") problems.remove("refused");
    if (request.state === asked) controls.clearErrors();
    last = answer;
    clearTimeout(workTimer);
    setText(byId("headline"), report.headline || lab.title);
    setText(byId("badge"), `${engine.variant} · ${finished ? Number(ms.toPrecision(2)) + " ms" : `${Math.floor((100 * progress.done) / progress.total)} %`}`);
    document.title = `${lab.title} · Rankscope`;
    figures.receive(bytes);
    show();
    clearTimeout(slow);
    document.querySelector(".poster")?.remove();
    reveal();
    if (request.state === asked && answer.ready) controls.answered(true);
    if (!finished) return;
    const failing = report.checks.find((check) => !check.pass);
    if (failing) problems.add("checks", `Do not trust these numbers: the check “${failing.label}” failed.`);
    else problems.remove("checks");
    if (!controls.playing() && !document.body.matches(".covered:not(.uncovered)")) announce(report.headline);
    writeAddress();
  }

  /** @param {{ code: string, message: string }} error @param {Request} request */
  function refused(error, request) {
    controls.answered(false);
    clearTimeout(workTimer);
    setText(byId("badge"), engine.variant ?? "");
    if (!last) setText(byId("headline"), lab.title);
    reveal();
    if (error.code === UNAVAILABLE) return problems.add("refused", error.message, () => { working(); engine.open(request); });
    const id = error.message.match(/^([a-z_0-9]+): /)?.[1] ?? "";
    const inPlace = id !== "" && controls.fail(id, error.message.slice(id.length + 2));
    if (!inPlace) problems.add("refused", error.message);
    if (!last && request.why !== "") {
      // Nothing was ever shown: the lab as it comes stands in, and the controls keep what was asked for.
      engine.open({ state: `v=1&lab=${lab.id}`, engine: lab.module, why: "" });
    }
  }

  /** @param {string} reason @param {Request} request @param {string | undefined} good */
  function stopped(reason, request, good) {
    controls.answered(false);
    reveal();
    history.drop();
    const change = request.why ? `After “${request.why}”` : "Without a change";
    problems.add("stopped", `${change} the computation ${reason}. ${good ? "The state before it is back." : "It was started anew."}`);
    pinned = undefined;
    pinnedState = "";
    if (good) {
      wanted = { ...parseState(good, labs), page: wanted.page };
      asked = writeCore(wanted, lab);
    }
    show();
    writeAddress();
  }

  // Showing.

  function reveal() {
    document.body.classList.remove("waiting");
  }

  function buildLab() {
    controls.build(lab);
    readouts.build(lab);
    readouts.paint(inks);
    setText(byId("question"), lab.question);
    last = undefined;
  }

  function show() {
    controls.show(wanted, last?.report.ranges ?? [], loaded);
    setText(byId("lesson"), links.show(wanted, lab)?.lesson ?? lab.try_first);
    /** @type {HTMLButtonElement} */ (byId("undo")).disabled = history.past.length < 2;
    /** @type {HTMLButtonElement} */ (byId("redo")).disabled = history.future.length === 0;
    byId("pin").setAttribute("aria-pressed", String(wanted.page.has("pin")));
    byId("copy-numpy").hidden = !last?.report.numpy;
    arrange();
    showNumbers();
    showPin();
    study.update();
  }

  function showNumbers() {
    if (last) readouts.show(last.report, pinned?.report, shown(wanted).readout);
  }

  function arrange() {
    const { hide, control, figure } = shown(wanted);
    figures.arrange(figure, wanted.page.get("figure") ?? "");
    document.body.classList.toggle("without-header", hide.has("header"));
    document.body.classList.toggle("without-readouts", hide.has("readouts") || wanted.page.get("readouts") === "none");
    document.body.classList.toggle("without-controls", hide.has("controls") || lab.controls.every(({ id }) => !control(id)));
    byId("presets").hidden = hide.has("presets");
  }

  /** The pinned state is computed once, apart from the running one. */
  function showPin() {
    const state = wanted.page.get("pin") ?? "";
    if (state === pinnedState) return;
    pinnedState = state;
    if (!state) return unpin();
    engine.pin(labOf(parseState(state, labs), labs).module, state).then((answer) => {
      if (state !== pinnedState) return;
      pinned = answer;
      figures.setGhost(answer.figures);
      showNumbers();
    }, (failure) => {
      if (state !== pinnedState) return;
      unpin();
      problems.add("pin", `The pinned state could not be computed: ${failure.message}`);
    });
  }

  function unpin() {
    pinned = undefined;
    figures.setGhost(undefined);
    showNumbers();
  }

  function repaint() {
    inks = JSON.parse(view.inks(theme.name));
    readouts.paint(inks);
    figures.invalidate();
  }

  // Files and pasted text.

  /** Files go to the lab that reads such ones: the open one, if it does. @param {File[]} files */
  async function openFiles(files) {
    const control = (/** @type {Lab} */ one) => one.controls.find(({ kind }) => kind.type === "file");
    const reads = (/** @type {Lab} */ one, /** @type {"accepts" | "streamed"} */ which) => {
      const kind = control(one)?.kind;
      return kind?.type === "file" && files.some(({ name }) => kind[which].some((ending) => name.toLowerCase().endsWith(ending)));
    };
    const readers = [lab, ...labs].filter(control);
    const streaming = readers.find((one) => reads(one, "streamed"));
    const one = streaming ?? readers.find((one) => reads(one, "accepts")) ?? lab;
    const file = files[0];
    const setting = control(one);
    if (!setting || !file) return problems.add("file", `The lab “${lab.title}” does not read files.`);
    const given = (/** @type {Loaded} */ is, again = false) => {
      loaded = is;
      if (!again) problems.remove("file");
      asked = "";
      const state = one === lab ? wanted : parseState(`lab=${one.id}`, labs);
      adopt(withValues(state, settingsFor(setting, state, one)), "", false, `the file ${is.name}`);
    };
    if (streaming) {
      measuring ??= new (await import("./measuring.js")).Measuring({ engines, engine, more: () => { if (lab.module === measuring?.module) ask(); }, failed: cannotRead });
      return measuring.measure(one.module, files, given);
    }
    try {
      const is = await engine.load(one.module, file.name, new Uint8Array(await file.arrayBuffer()));
      toast(`${is.name}: ${is.shape.join(" × ")}`);
      given(is);
    } catch (failure) {
      cannotRead(file.name, failure);
    }
  }

  /** @param {string} name @param {unknown} failure */
  function cannotRead(name, failure) {
    const said = failure instanceof Error ? failure.message : String(failure);
    problems.add("file", said.startsWith(name) ? said : `${name}: ${said}`);
  }

  /** @param {string} text a matrix, or a link to a state */
  async function openText(text) {
    const link = text.match(/#(v=1&\S+)$/);
    if (link) {
      location.hash = link[1] ?? "";
      return;
    }
    const control = lab.controls.find((one) => one.kind.type === "matrix");
    if (!control) return problems.add("paste", `The lab “${lab.title}” does not read pasted matrices.`);
    try {
      const parsed = await engine.parseMatrix(lab.module, text);
      problems.remove("paste");
      toast(`Pasted a matrix of ${parsed.rows} × ${parsed.cols}`);
      change([[control.id, parsed.state], ...settingsFor(control, wanted, lab)], "the pasted matrix", false, "");
    } catch (failure) {
      problems.add("paste", `The pasted text is not a matrix: ${failure instanceof Error ? failure.message : failure}`);
    }
  }

  // Buttons.

  function wireButtons() {
    /** @type {[string, string, () => void][]} */
    const buttons = [
      ["undo", "undo", () => revisit(history.undo())],
      ["redo", "redo", () => revisit(history.redo())],
      ["reset", "reset", () => adopt({ ...wanted, values: new Map() }, "", false, "the reset")],
      ["pin", "pin", () => adopt(withPage(wanted, "pin", wanted.page.has("pin") ? "" : writeCore(wanted, lab)), "", false, "the pin")],
      ["copy-link", "link", () => copy(`${location.href.split("#")[0]}#${writeState(wanted, lab)}`, "Link")],
      ["theme", "theme", nextTheme],
    ];
    for (const [id, name, run] of buttons) {
      byId(id).append(icon(name));
      byId(id).addEventListener("click", run);
    }
    // The address belongs to the state: the skip link moves the focus only.
    document.querySelector(".skip")?.addEventListener("click", (event) => {
      event.preventDefault();
      byId("headline").focus();
    });
    byId("copy-numpy").addEventListener("click", () => last && copy(last.report.numpy, "NumPy program"));
    byId("save-report").addEventListener("click", async () => last && (await import("./saving.js")).save(new Blob([last.reportText], { type: "application/json" }), `rankscope-${lab.id}.json`));
    addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || inTextField(event.target)) return;
      const key = event.key.toLowerCase();
      const step = key === "z" ? (event.shiftKey ? history.redo() : history.undo()) : key === "y" ? history.redo() : undefined;
      if (step === undefined) return;
      event.preventDefault();
      revisit(step);
    });
  }

  function nextTheme() {
    const mode = theme.next();
    const words = mode === "auto" ? "by the system" : mode;
    byId("theme").setAttribute("aria-label", `Theme: ${words}`);
    toast(`Theme: ${words}`);
  }
}

/** Text fields undo their own typing. @param {EventTarget | null} target */
function inTextField(target) {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "number");
}
