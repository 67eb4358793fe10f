/** Style sheets, parsed once however many labs there are on a page. */

import { read } from "./source.js";

/** @type {Promise<CSSStyleSheet[]> | undefined} */
let sheets;

/** @param {string} path */
export async function sheet(path) {
  const made = new CSSStyleSheet();
  made.replaceSync(await (await read(path)).text());
  return made;
}

/** Room for what comes, so that the page around does not move. */
const first = new CSSStyleSheet();
first.replaceSync(":host { display: block; } :host(:not([data-ready])) { aspect-ratio: var(--rankscope-ratio, 16 / 10); }");

export const Sheets = {
  first,

  /** @param {ShadowRoot} root */
  async into(root) {
    sheets ??= Promise.all(["style.css", "study/study.css", "embed/lab.css"].map(sheet));
    root.adoptedStyleSheets = [first, ...await sheets];
  },
};
