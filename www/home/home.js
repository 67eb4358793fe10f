/** Home: what this is, something that moves under the hand, where to begin, every lab, and the ways in and out. */

import { copy } from "../core/announce.js";
import { byId, h } from "../core/dom.js";
import { sheet } from "../core/sheets.js";
import { still } from "../core/poster.js";
import { read } from "../core/source.js";
import { opening } from "../core/state.js";
import { SNIPPETS, here } from "../study/snippets.js";
import { grouped } from "./menu.js";

/** @import { Catalogue, Lab } from "../types.js" */

/** @typedef {{ id: string, title: string, about: string, steps: { state: string }[] }} Tour */
/** @typedef {{ lab: string, card: string }} Poster */

/**
 * What home may do to the page.
 * @typedef {object} Door
 * @property {Catalogue} catalogue
 * @property {() => string} state what the visitor has made of the picture, as a lab's state
 * @property {() => { controls: string, figures: string }} look what of the lab home shows, as lists of ids
 * @property {(files: File[]) => void} openFiles
 * @property {(text: string) => void} openText
 */

/** What it is made of, on its way while the picture is. */
const load = () => Promise.all([
  sheet("home/home.css"),
  read("pkg/posters/index.json").then((answer) => /** @type {Promise<Poster[]>} */ (answer.json())).catch(() => []),
  read("study/lessons.json").then(async (answer) => /** @type {Tour[]} */ ((await answer.json()).lessons)).catch(() => []),
]);
/** @type {ReturnType<typeof load> | undefined} */
let coming = load();
coming.catch(() => { coming = undefined; });

/** Builds it around the picture that is there, once. @param {Door} door */
export async function home(door) {
  const [made, posters, tours] = await (coming ?? load());
  document.adoptedStyleSheets.push(made);
  byId("finding").before(welcome(door, tours[0]));
  byId("side").after(
    h("section", { id: "home", "aria-label": "Home" },
      begin(tours), labs(door.catalogue, posters), bring(door), notes(door)));
}

/** @param {Door} door @param {Tour | undefined} tour */
function welcome(door, tour) {
  const open = h("a", { class: "primary", href: "#" }, "Open this lab");
  const follow = () => { open.href = `#${door.state()}`; };
  for (const event of ["pointerenter", "focus", "click"]) open.addEventListener(event, follow);
  return h("section", { id: "welcome", "aria-label": "What this is" },
    h("h2", { class: "promise-title" }, "How many directions does a network really use, and what does that say about what it has learned?"),
    h("p", {}, `Drag the temperature of this attention head and watch. Then take one of ${door.catalogue.labs.length} labs, or your own matrix: nothing leaves this tab.`),
    h("p", { class: "ways" }, tour && h("a", { class: "primary", href: lessonAddress(tour), title: tour.title }, "Start here"), " ", open));
}

/** @param {Tour} tour */
const lessonAddress = ({ id, steps }) => `#v=1&${steps[0]?.state ?? ""}&lesson=${id}.1`;

/** @param {Tour[]} tours */
function begin(tours) {
  return h("section", { id: "begin", hidden: tours.length === 0 }, h("h2", {}, "Start here"),
    h("p", { class: "note" }, "Lessons of a few steps each, beside the live figures: drag what the step names, and read what follows."),
    h("ol", { class: "tours" }, ...tours.map((tour) =>
      h("li", {}, h("a", { class: "tour", href: lessonAddress(tour) }, h("b", {}, tour.title), h("span", {}, `${tour.about} ${tour.steps.length} steps.`))))));
}

/** @param {Catalogue} catalogue @param {Poster[]} posters */
function labs(catalogue, posters) {
  return h("section", { id: "all-labs" }, ...grouped(catalogue).map(({ title, labs }) =>
    h("section", { class: "family" }, h("h2", {}, title), h("div", { class: "cards" }, ...labs.map((lab) => card(lab, posters.find((one) => one.lab === lab.id)))))));
}

/** @param {Lab} lab @param {Poster | undefined} poster */
function card(lab, poster) {
  const { id, title, question, try_first } = lab;
  const image = poster && h("img", { alt: "", loading: "lazy", width: 320, height: 180 });
  if (image) still(poster.card).then((src) => { image.src = src; }, console.warn);
  return h("a", { class: "card", href: `#${opening(lab)}`, "data-card": id },
    h("span", { class: "still" }, image),
    h("b", {}, title), h("span", { class: "asks" }, question), h("span", { class: "tries" }, try_first));
}

/** What is accepted, as the labs declare it. @param {Door} door */
function bring({ catalogue, openFiles, openText }) {
  const kinds = catalogue.labs.flatMap(({ controls }) => controls).flatMap(({ kind }) => (kind.type === "file" ? [kind] : []));
  const of = (/** @type {"accepts" | "streamed"} */ which) => [...new Set(kinds.flatMap((kind) => kind[which]))];
  const [whole, streamed] = [of("accepts").filter((one) => !of("streamed").includes(one)), of("streamed")];
  const input = h("input", { type: "file", id: "bring-file", class: "offscreen", accept: [...whole, ...streamed].join(), multiple: true, onchange: () => openFiles([...input.files ?? []]) });
  const area = h("textarea", { id: "bring-text", rows: 4, spellcheck: false, autocomplete: "off", placeholder: "0.9 0.1\n0.2 0.8" });
  const use = h("button", { type: "button", class: "textual", onclick: () => { if (area.value.trim()) openText(area.value); else area.focus(); } }, "Look at this matrix");
  return h("section", { id: "bring" }, h("h2", {}, "Bring your own"),
    h("p", {}, "Drop a file anywhere on this page, or paste a matrix. It is read in this tab; nothing leaves it."),
    h("div", { class: "pair-of" },
      h("div", {}, h("label", { class: "primary", for: "bring-file" }, "Choose a file"), input,
        whole.length > 0 && h("p", { class: "note" }, `A matrix or a stack of heads: ${whole.join(", ")}.`),
        streamed.length > 0 && h("p", { class: "note" }, `A checkpoint, measured matrix by matrix: ${streamed.join(", ")}.`)),
      h("div", {}, h("label", { for: "bring-text" }, "Or type or paste one: rows of numbers"), area, use)));
}

/** @param {Door} door */
function notes(door) {
  const code = h("textarea", { id: "notes-code", class: "code", rows: 4, readOnly: true, spellcheck: false, "aria-label": "The snippet" });
  const note = h("p", { class: "note" });
  const buttons = SNIPPETS.map((one) => h("button", { type: "button", class: "textual", "aria-pressed": "false", onclick: () => {
    write(one);
    copy(code.value, `${one.name} snippet`);
  } }, one.name));
  const write = (/** @type {(typeof SNIPPETS)[number]} */ one) => {
    code.value = one.write({ ...here(), state: door.state(), title: "Rankscope", ...door.look() });
    note.textContent = one.note;
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(SNIPPETS[i] === one)));
  };
  if (SNIPPETS[0]) write(SNIPPETS[0]);
  return h("section", { id: "in-notes" }, h("h2", {}, "Put it in your notes"),
    h("p", {}, "Every state is a link, and every link is a live figure in a page of yours. “Teach with this”, in each lab, leaves only the controls that you want, fixes some, and asks before it tells. The picture above, for"),
    h("div", { class: "hosts" }, ...buttons), note, code);
}

