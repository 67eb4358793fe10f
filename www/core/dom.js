/** Elements in one line. */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [props] `class`, `on…` listeners, properties, or else attributes
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (key === "class") element.className = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && !key.includes("-") && key !== "role") /** @type {any} */ (element)[key] = value;
    else element.setAttribute(key, String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * The element of that id, which index.html promises.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/** The element that has the focus, in the tree of this one: an embedded lab has a tree of its own. @param {Node} near */
export function focused(near) {
  return /** @type {Document | ShadowRoot} */ (near.getRootNode()).activeElement ?? null;
}

/**
 * Writes text only where it changed, so that an unchanged node costs nothing.
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * A symbol of the formulas; the word behind an underscore stands low.
 * @param {string} symbol
 */
export function variable(symbol) {
  const [base = "", low, rest = null] = symbol.split(/_(\w+)/);
  return symbol ? h("var", {}, base, low ? h("sub", {}, low) : null, rest) : null;
}

/** A button that tries once more what did not work out. @param {() => void} again */
export const tryAgain = (again) => h("button", { type: "button", class: "textual", onclick: again }, "Try again");

/** @type {Record<string, string>} */
const PATHS = {
  undo: "M6.5 3 3 6.5 6.5 10M3 6.5h6a4 4 0 0 1 0 8H6",
  redo: "M9.5 3 13 6.5 9.5 10M13 6.5H7a4 4 0 0 0 0 8h3",
  reset: "M3 8a5 5 0 1 0 1.6-3.7M3 2.5v3h3",
  pin: "M8 10v5M5 2h6M6 2v4L4 9.5h8L10 6V2",
  link: "M6.5 9.5l3-3M7 4.5l1.3-1.3a3 3 0 0 1 4.4 4.3L11.5 8.8M9 11.5l-1.3 1.3a3 3 0 0 1-4.4-4.3L4.5 7.2",
  dice: "M3 3h10v10H3zM5.7 5.7h.01M10.3 10.3h.01M10.3 5.7h.01M5.7 10.3h.01",
  zoom: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.3 10.3 14 14M7 5v4M5 7h4",
  paint: "M2.5 13.5c2-6 4 1 6-4s3-6 5-6M13.5 3.5h.01",
  expand: "M9.5 2.5h4v4M13.5 2.5l-4.5 4.5M6.5 13.5h-4v-4M2.5 13.5 7 9",
  save: "M8 2v8M4.5 7 8 10.5 11.5 7M3 13.5h10",
  theme: "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
  close: "M4 4l8 8M12 4l-8 8",
  grid: "M2.5 3h4.5v4H2.5zM9 3h4.5v4H9zM2.5 9h4.5v4H2.5zM9 9h4.5v4H9z",
  table: "M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 3.5v9",
  more: "M4 6.5 8 10.5 12 6.5",
  lessons: "M8 4.5C6.5 3 4.5 3 2.5 3v9.5c2 0 4 0 5.5 1.5 1.5-1.5 3.5-1.5 5.5-1.5V3c-2 0-4 0-5.5 1.5zM8 4.5V14",
};

/**
 * A button that is an icon.
 * @param {string} name as of `icon`
 * @param {string} label what it does, for the pointer that rests on it and for who does not see it
 * @param {Record<string, any>} [props] more of it
 */
export function tool(name, label, props) {
  return h("button", { type: "button", class: "quiet", "aria-label": label, title: label, ...props }, icon(name));
}

/**
 * A 16-pixel line icon; its button carries the words.
 * @param {string} name one of the icons, or the path of another
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name] ?? name);
  svg.append(path);
  return svg;
}

/** Takes a step back, or again, where the keys say so; text fields undo their own typing. @param {KeyboardEvent} event @param {{ undo(): void, redo(): void }} steps */
export function stepByKey(event, steps) {
  const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
  if (!/^[yz]$/i.test(key) || !(ctrlKey || metaKey) || altKey || (target instanceof Element && target.matches("textarea, input[type=number]"))) return;
  event.preventDefault();
  if (/y/i.test(key) || shiftKey) steps.redo();
  else steps.undo();
}
