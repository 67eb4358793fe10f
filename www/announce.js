/** Polite words for screen readers, and brief ones on screen. */

import { h } from "./dom.js";

const QUIET_MS = 400;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Says the newest sentence once things are quiet. @param {string} sentence */
export function announce(sentence) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const status = document.getElementById("status") ?? region();
    // A live region is silent when the same text is set again.
    status.textContent = status.textContent === sentence ? sentence + "\u00a0" : sentence;
  }, QUIET_MS);
}

/** @type {HTMLElement | undefined} */
let own;

/** The live region of somebody else's page. */
function region() {
  own ??= h("div", { role: "status", "aria-live": "polite" });
  Object.assign(own.style, { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)", whiteSpace: "nowrap" });
  if (!own.isConnected) document.body.append(own);
  return own;
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
    copyBySelection(text) ? toast(`${what} copied`) : toast(`The browser refused the clipboard; select and copy by hand: ${text}`);
  }
}

/** For frames without clipboard permission. @param {string} text */
function copyBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "offscreen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
