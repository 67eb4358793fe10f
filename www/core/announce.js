/** Polite words for screen readers, and brief ones on screen. */

import { byId } from "./dom.js";

const QUIET_MS = 400;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Says the newest sentence once things are quiet. @param {string} sentence */
export function announce(sentence) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const status = byId("status");
    // A live region is silent when the same text is set again.
    status.textContent = status.textContent === sentence ? sentence + "\u00a0" : sentence;
  }, QUIET_MS);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let toastTimer;

/** Shows and says that something was done ("Link copied"). @param {string} sentence */
export function toast(sentence) {
  announce(sentence);
  const box = document.getElementById("toast");
  // Somebody else's page has no place for it.
  if (!box) return;
  box.textContent = sentence;
  box.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => box.classList.remove("shown"), 2200);
}

/**
 * @param {string} text
 * @param {string} what said when done
 */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${what} copied`);
  } catch {
    const old = await import("./clipboard.js").catch(() => undefined);
    toast(old?.copyBySelection(text) ? `${what} copied` : `The browser refused the clipboard; select and copy by hand: ${text}`);
  }
}

/**
 * A part of the program that comes when it is used. Where it does not arrive, that is said, and nothing comes of it; whoever tries again
 * asks for it again.
 * @template T
 * @param {Promise<T>} loading
 * @param {string} what it is, as the subject of a sentence
 * @param {(sentence: string) => void} [say]
 * @returns {Promise<T | undefined>}
 */
export async function arriving(loading, what, say = toast) {
  try {
    return await loading;
  } catch (failure) {
    console.warn(failure);
    say(`${what} did not arrive: ${failure instanceof Error ? failure.message : failure}.`);
    return undefined;
  }
}
