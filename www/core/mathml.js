/** Formulas as elements. They are the labs' own declarations; no text ever becomes markup by itself, which strict pages forbid. */

const MATHML = "http://www.w3.org/1998/Math/MathML";
/** What formulas are written with. */
const KNOWN = /^(mi|mn|mo|mtext|mspace|mrow|mfrac|msqrt|msub|msup|msubsup|munder|mover|munderover|mtable|mtr|mtd|mstyle)$/;
/** A tag with its attributes, or text. */
const PIECE = /<(\/?)([a-z]+)((?:\s+[\w-]+=(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|[^<]+/g;
const ENTITIES = /** @type {Record<string, string>} */ ({ lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" });

/** @param {string} text */
const plain = (text) => text.replace(/&(\w+);/g, (whole, name) => ENTITIES[name] ?? whole);

/** The content of a `<math>` element, in one; elements that formulas do not have are left out, their text is not. @param {string} formula @returns {Element} */
export function math(formula) {
  const root = document.createElementNS(MATHML, "math");
  root.setAttribute("display", "block");
  /** @type {Element[]} */
  const open = [root];
  for (const [piece, end, name = "", attributes = "", empty] of formula.matchAll(PIECE)) {
    const inside = /** @type {Element} */ (open.at(-1));
    if (!name) inside.append(plain(piece));
    else if (!KNOWN.test(name)) continue;
    else if (end) {
      if (inside.localName === name) open.pop();
    } else {
      const element = document.createElementNS(MATHML, name);
      for (const [, key = "", quoted = ""] of attributes.matchAll(/([\w-]+)=("[^"]*"|'[^']*')/g)) if (!key.startsWith("on")) element.setAttribute(key, plain(quoted.slice(1, -1)));
      inside.append(element);
      if (!empty) open.push(element);
    }
  }
  return root;
}
