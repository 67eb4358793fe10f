/** Teacher mode: what remains of a view, what is fixed, what is asked; the result is a link and a snippet for each host. */

import { copy } from "../core/announce.js";
import { byId, h, setText, tool } from "../core/dom.js";
import { fileOf, saveVector } from "../figures/saving.js";
import { SNIPPETS, here } from "./snippets.js";
import { applies, shown, withPage, writeState } from "../core/state.js";
import { style } from "./study.js";

/** @import { Panel } from "../figures/figures.js" */
/** @import { Page } from "./study.js" */

/** @type {HTMLDialogElement | undefined} */
let open;

/** Opens the panel, beside what it changes. @param {Page} page */
export async function teach(page) {
  await style();
  open?.remove();
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const dialog = h("dialog", { class: "teach", "aria-labelledby": "teach-heading" });
  open = dialog;
  const set = (/** @type {string} */ key, /** @type {string} */ value) => {
    page.adopt(withPage(page.state(), key, value), "what is shown");
    write();
  };

  const lab = page.lab();
  const kept = shown(page.state());
  const controls = lab.controls.filter((one) => applies(one, page.state(), lab));
  const figures = [...page.figures.panels.values()].map(({ info }) => ({ id: info.id, label: info.title }));
  const reported = new Set(page.last()?.report.readouts.map(({ id }) => id));
  const readouts = lab.quantities.filter(({ id }) => reported.has(id));

  /** A list of boxes; all of them checked is no key at all. @param {string} key @param {string} legend @param {{ id: string, label: string }[]} all @param {(id: string) => boolean} is @param {boolean} [none] whether nothing checked is no key */
  const boxes = (key, legend, all, is, none = false) => {
    const changed = () => {
      const ids = inputs.filter((one) => one.checked).map((one) => one.value);
      set(key, none || ids.length < all.length ? ids.join(",") || (none ? "" : "none") : "");
    };
    const inputs = all.map(({ id }) => h("input", { type: "checkbox", checked: is(id), value: id, onchange: changed }));
    const invert = h("button", { type: "button", class: "textual", "aria-label": `All or none: ${legend}`, onclick: () => {
      const some = inputs.some((one) => one.checked);
      for (const one of inputs) one.checked = !some;
      changed();
    } }, "all or none");
    return h("fieldset", { "data-key": key }, h("legend", {}, legend, invert), ...all.map(({ label }, i) => h("label", {}, inputs[i] ?? null, h("span", {}, label))));
  };
  /** @param {"title" | "ask"} key @param {string} label */
  const text = (key, label) => {
    const field = key === "title" ? h("input", { type: "text", id: `teach-${key}` }) : h("textarea", { id: `teach-${key}`, rows: 3 });
    field.maxLength = page.catalogue.page.find(({ id }) => id === key)?.longest ?? 0;
    field.value = page.state().page.get(key) ?? "";
    field.addEventListener("input", () => set(key, field.value));
    return h("div", { class: "line" }, h("label", { for: field.id }, label), field);
  };
  /** @param {string} key @param {string} label @param {{ id: string, label: string }[]} options */
  const one = (key, label, options) => {
    const now = page.state().page.get(key) ?? "";
    const select = h("select", { id: `teach-${key}`, onchange: () => set(key, select.value) }, h("option", { value: "" }, "nothing"),
      ...options.map((option) => h("option", { value: option.id, selected: option.id === now }, option.label)));
    return h("div", { class: "line" }, h("label", { for: select.id }, label), select);
  };

  const code = h("textarea", { id: "teach-code", class: "code", rows: 6, readOnly: true, spellcheck: false });
  const note = h("p", { class: "note" });
  const buttons = SNIPPETS.map((snippet) => h("button", { type: "button", class: "textual", "data-snippet": snippet.id, onclick: () => {
    chosen = snippet;
    write();
    copy(code.value, `${snippet.name} snippet`);
  } }, snippet.name));
  let [chosen] = SNIPPETS;

  const still = h("input", { type: "checkbox", id: "teach-still", onchange: () => write() });
  const told = h("span", {});
  const saved = h("button", { type: "button", class: "textual", onclick: () => first() && saveVector(/** @type {Panel} */ (first())) }, "Save the picture");
  const first = () => [...page.figures.panels.values()].find(({ element }) => !element.hidden);

  function write() {
    const state = page.state();
    const panel = first();
    // A picture would show the answer.
    const asks = state.page.has("predict") || state.page.has("place");
    still.disabled = asks || !panel?.drawn;
    saved.hidden = still.disabled || !still.checked;
    setText(told, asks ? "No still picture: it would show what is asked" : "A still picture for print and for readers without scripts: save it beside your page");
    const subject = {
      still: panel && still.checked && !still.disabled ? { file: fileOf(panel), alt: page.last()?.report.headline ?? lab.title } : undefined,
      ...here(),
      state: writeState(state, lab),
      title: state.page.get("title") || `${lab.title} · Rankscope`,
      controls: state.page.get("controls") ?? "",
      figures: state.page.get("figures") ?? "",
    };
    code.value = chosen?.write(subject) ?? "";
    setText(note, chosen?.note ?? "");
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.snippet === chosen?.id));
  }

  dialog.append(
    h("div", { class: "top" }, h("h2", { id: "teach-heading" }, "Teach with this"),
      tool("close", "Close", { onclick: () => dialog.close() })),
    h("p", { class: "note" }, "Set the controls as they shall begin, then choose what remains. Everything is in the link; a student's answers stay with the student."),
    text("title", "Title"),
    text("ask", "Question"),
    one("predict", "To be predicted as a number", readouts),
    one("place", "To be predicted as a point in", figures),
    boxes("controls", "Controls that remain", controls, kept.control),
    boxes("fix", "Of these, fixed", controls, kept.fixed, true),
    boxes("figures", "Figures", figures, kept.figure),
    boxes("readouts", "Numbers", readouts, kept.readout),
    h("h3", {}, "Copy for"),
    h("div", { class: "hosts" }, ...buttons),
    note,
    h("label", { class: "still" }, still, told), saved,
    h("label", { for: code.id, class: "offscreen" }, "The snippet"), code);
  // Not modal: the page beside it shows what it does.
  dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") dialog.close(); });
  dialog.addEventListener("close", () => {
    document.body.classList.remove("teaching");
    dialog.remove();
    before?.focus();
  });
  byId("panel").append(dialog);
  document.body.classList.add("teaching");
  write();
  dialog.show();
}
