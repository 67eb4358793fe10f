/** A lab's still picture, where nothing can be computed or while it takes long, and why nothing can be. */

import { byId, h } from "./dom.js";
import { addressOf, read } from "./source.js";

/**
 * Shows the poster of a lab, or of the first one.
 * @param {string | undefined} lab
 */
export async function show(lab) {
  /** @type {{ lab: string, file: string, title: string, alt: string }[]} */
  const posters = await read("pkg/posters/index.json").then((answer) => answer.json(), () => []);
  const poster = posters.find((one) => one.lab === lab) ?? posters[0];
  if (!poster || document.querySelector(".poster")) return;
  byId("study").append(h("figure", { class: "poster" }, h("img", { src: addressOf(`pkg/posters/${poster.file}`), alt: poster.alt, width: 960, height: 540 }), h("figcaption", { class: "note" }, `As this lab begins: ${poster.title}`)));
}

/**
 * Why the page could not start, in words that help.
 * @param {unknown} failure
 */
export function explain(failure) {
  const said = failure instanceof Error ? failure.message : String(failure);
  if (typeof WebAssembly !== "object") return "This browser has no WebAssembly, so nothing can be computed here. Any browser since 2017 has it, unless it is switched off (some lockdown modes do).";
  if (/content.security|disallowed|unsafe-eval/i.test(said)) {
    return `The host of this page does not let it run WebAssembly. Its Content-Security-Policy must allow script-src 'wasm-unsafe-eval'. (${said})`;
  }
  return `The computing core did not load: ${said}. Reloading the page may help.`;
}
