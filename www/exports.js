/** The menu that saves a figure; how a file is made comes when one is asked for. */

import { h, icon } from "./dom.js";

/** @import { Panel } from "./figures.js" */

/** @param {Panel} panel @returns {HTMLElement} */
export function exportMenu(panel) {
  const item = (/** @type {string} */ label, /** @type {string} */ format, /** @type {() => void} */ run) =>
    h("button", { type: "button", "data-format": format, onclick: () => { menu.open = false; run(); } }, label);
  const menu = h("details", { class: "menu" },
    h("summary", { class: "quiet", "aria-label": "Save this figure", title: "Save" }, icon("save")),
    h("div", { class: "items" },
      item("PNG", "png", async () => (await import("./saving.js")).savePicture(panel, 1)),
      item("PNG, 2×", "png2", async () => (await import("./saving.js")).savePicture(panel, 2)),
      item("SVG", "svg", async () => (await import("./saving.js")).saveVector(panel)),
      item("CSV", "csv", async () => (await import("./saving.js")).saveTable(panel))));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(/** @type {Node | null} */ (event.relatedTarget))) menu.open = false;
  });
  return menu;
}
