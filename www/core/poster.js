/** A lab's still picture, where nothing can be computed or while it takes long, and why nothing can be. */

import { byId, h } from "./dom.js";
import { addressOf, has, read } from "./source.js";

/**
 * The poster of a lab, or of the first one; none where there are no pictures.
 * @param {string | undefined} lab
 * @returns {Promise<HTMLElement | undefined>}
 */
export async function poster(lab) {
  /** @type {{ lab: string, file: string, title: string, alt: string }[]} */
  const posters = await read("pkg/posters/index.json").then((answer) => answer.json()).catch(() => []);
  const one = posters.find((one) => one.lab === lab) ?? posters[0];
  if (!one) return undefined;
  const src = await still(one.file);
  return h("figure", { class: "poster" }, h("img", { src, alt: one.alt, width: 960, height: 540 }), h("figcaption", { class: "note" }, `As this lab begins: ${one.title}`));
}

/** Where a still picture lies, or what it is where one file holds everything. @param {string} file */
export async function still(file) {
  const path = `pkg/posters/${file}`;
  return has(path) ? `data:image/svg+xml,${encodeURIComponent(await (await read(path)).text())}` : addressOf(path);
}

/**
 * Shows the poster on the page.
 * @param {string | undefined} lab
 */
export async function show(lab) {
  const picture = await poster(lab);
  // The lab itself may be there by now.
  if (picture && document.body.matches(".waiting, .dead") && !document.querySelector(".poster")) byId("study").append(picture);
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
  return `The computing core did not load: ${said}. Reloading may help.`;
}
