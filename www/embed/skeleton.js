/** The empty places of an embedded lab: what is filled once the program is there. */

import { h, tool } from "../core/dom.js";

/** @param {{ undo: () => void, redo: () => void, reset: () => void }} on */
export function skeleton(on) {
  const study = h("div", { id: "study" });
  const headline = h("p", { id: "headline", part: "headline", tabIndex: -1 });
  const problem = h("p", { id: "problem", part: "problem", role: "alert", hidden: true });
  const controls = h("section", { id: "controls", part: "controls", "aria-label": "Controls" });
  const figures = h("section", { id: "figures", part: "figures", "aria-label": "Figures" });
  const strip = h("div", { id: "strip", part: "strip", role: "tablist", "aria-label": "Figures", "aria-multiselectable": "true", hidden: true });
  const readouts = h("div", { id: "readouts" });
  const rest = h("details", { id: "rest", hidden: true }, h("summary"), h("div"));
  const checks = h("details", { id: "checks", hidden: true }, h("summary"), h("ul"));
  const notes = h("ul", { id: "notes" });
  const noted = h("details", { id: "noted" }, h("summary", {}, "Notes"), notes);
  const keys = h("p", { id: "figure-keys", class: "scheme", hidden: true }, "Arrow keys step through the points or cells; up and down change the curve. Enter moves a point or sets a cell, plus and minus zoom or change a cell, zero shows everything, Escape leaves.");
  const full = h("a", { part: "link", target: "_blank", rel: "noopener" }, "Open in Rankscope");
  const buttons = {
    undo: tool("undo", "Undo", { title: "Undo (Ctrl+Z)", onclick: on.undo }),
    redo: tool("redo", "Redo", { title: "Redo (Ctrl+Shift+Z)", onclick: on.redo }),
    reset: tool("reset", "Reset", { onclick: on.reset }),
  };
  const body = h("div", { class: "lab", part: "lab", role: "group" },
    h("header", {}, headline, h("div", { class: "actions", part: "actions" }, ...Object.values(buttons))),
    study, problem, controls, figures, strip,
    h("section", { id: "numbers", part: "readouts", "aria-label": "Numbers" }, readouts, rest, checks, noted, full),
    keys);
  return { study, headline, problem, controls, figures, strip, readouts, rest, checks, notes, noted, keys, full, buttons, body };
}
