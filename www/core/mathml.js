/** Formulas as elements. They are the labs' own declarations; no text becomes markup by itself, which strict pages forbid. */

/** A tag with its attributes, or text. */
const PIECE = /<(\/?)(\w+)([^>]*?)(\/?)>|[^<]+/g;
const ENTITIES = /** @type {Record<string, string>} */ ({ lt: "<", gt: ">", amp: "&" });

/** A `<math>` element with that content. @param {string} formula @returns {Element} */
export function math(formula) {
  const make = (/** @type {string} */ name) => document.createElementNS("http://www.w3.org/1998/Math/MathML", name);
  const root = make("math");
  root.setAttribute("display", "block");
  const open = [root];
  for (const [piece, end, name, attributes = "", empty] of formula.matchAll(PIECE)) {
    const inside = open.at(-1) ?? root;
    if (!name) inside.append(piece.replace(/&(\w+);/g, (whole, entity) => ENTITIES[entity] ?? whole));
    else if (end) open.pop();
    else {
      const element = make(name);
      for (const [, key = "", , value = ""] of attributes.matchAll(/([\w-]+)=(["'])(.*?)\2/g)) element.setAttribute(key, value);
      inside.append(element);
      if (!empty) open.push(element);
    }
  }
  return root;
}
