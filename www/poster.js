/** A lab's still picture, where nothing can be computed or while it takes long, and why nothing can be. */

import { byId, h } from "./dom.js";

/**
 * Shows the poster of a lab, or of the first one.
 * @param {string | undefined} lab
 */
export async function show(lab) {
  const folder = new URL("./pkg/posters/", import.meta.url);
  const answer = await fetch(new URL("index.json", folder));
  /** @type {{ lab: string, file: string, title: string, alt: string }[]} */
  const posters = answer.ok ? await answer.json() : [];
  const poster = posters.find((one) => one.lab === lab) ?? posters[0];
  if (!poster || document.querySelector(".poster")) return;
  byId("study").append(h("figure", { class: "poster" }, h("img", { src: new URL(poster.file, folder).href, alt: poster.alt, width: 960, height: 540 }), h("figcaption", { class: "note" }, `As this lab begins: ${poster.title}`)));
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
