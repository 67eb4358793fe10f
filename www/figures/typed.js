/** A number field that stands on a figure for one entry. */

import { h } from "../core/dom.js";

const WIDTH = 96;

/**
 * @param {HTMLElement} surface the figure, which gets the focus back
 * @param {{ x: number, y: number, label: string, text: string, begun: boolean }} entry `begun`: typing started before the field opened
 * @returns {Promise<{ value: number, left: boolean }>} not a number where it was called off; whether the focus went elsewhere
 */
export function askNumber(surface, { x, y, label, text, begun }) {
  return new Promise((resolve) => {
    const field = h("input", { type: "number", step: "any", class: "typed", "aria-label": label, value: text });
    field.style.transform = `translate(${Math.min(x, surface.clientWidth - WIDTH)}px, ${y}px)`;
    let open = true;
    const close = (/** @type {number} */ value, /** @type {boolean} */ left) => {
      if (!open) return;
      open = false;
      field.remove();
      if (!left) surface.focus({ preventScroll: true });
      resolve({ value, left });
    };
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") close(field.valueAsNumber, false);
      else if (event.key === "Escape") close(NaN, false);
    });
    field.addEventListener("blur", () => close(field.valueAsNumber, true));
    surface.append(field);
    field.focus({ preventScroll: true });
    if (!begun) field.select();
  });
}
