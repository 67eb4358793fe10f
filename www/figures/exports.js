/** The menu that saves a figure; how a file is made comes when one is asked for. */

import { arriving } from "../core/announce.js";
import { h, icon } from "../core/dom.js";

/** @import { Panel } from "./figures.js" */

/** What a figure is saved as, and how the menu calls it. */
export const FORMATS = { png: "PNG", png2: "PNG, 2×", svg: "SVG", csv: "CSV" };

/** @param {Panel} panel @returns {HTMLElement} */
export function exportMenu(panel) {
  const menu = h("details", { class: "menu" },
    h("summary", { class: "quiet", "aria-label": "Save this figure", title: "Save" }, icon("save")),
    h("div", { class: "items" },
      ...Object.entries(FORMATS).map(([format, label]) => h("button", { type: "button", "data-format": format, onclick: async () => {
        menu.open = false;
        (await arriving(import("./saving.js"), "What saves figures"))?.saveAs(panel, /** @type {keyof typeof FORMATS} */ (format));
      } }, label))));
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
