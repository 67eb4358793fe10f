/**
 * One lab without a page around it, for frames: the state is the fragment, and the page around hears of size and state.
 *
 * To the frame: `{type: "rankscope:set-state", state}`, `{type: "rankscope:get-state"}`.
 * From the frame: `{type: "rankscope:resize", height}`, `{type: "rankscope:state", state, done}`, `{type: "rankscope:ready"}`,
 * `{type: "rankscope:error", code, message}`; and Embedly's `{context: "iframe.resize", height}`.
 */

import { RankscopeLab } from "./rankscope.js";

/** Longest state that is looked at. */
const LONGEST = 20_000;
/** What a state is made of: keys, and values that are percent-encoded. */
const STATE = /^v=1(&[a-z][a-z_0-9]*=[^&=#<>"\s]*)*$/;

const lab = /** @type {RankscopeLab} */ (document.querySelector("rankscope-lab"));
const framed = parent !== window;

/** @param {Record<string, unknown>} message */
function tell(message) {
  // A state is no secret, and the page around may have any origin, or none.
  if (framed) parent.postMessage(message, "*");
}

/** What a fragment says of the look, as attributes. */
const LOOK = /^(theme|view)=(.*)$/;

/** The fragment is the state, and may name a theme and a view. @param {string} fragment */
function read(fragment) {
  const pairs = fragment.replace(/^#/, "").split("&").filter(Boolean);
  look = pairs.filter((pair) => LOOK.test(pair));
  for (const pair of look) {
    const [, name = "", value = ""] = pair.match(LOOK) ?? [];
    lab.setAttribute(name, value);
  }
  return pairs.filter((pair) => !look.includes(pair)).join("&");
}

/** @type {string[]} */
let look = [];
lab.state = read(location.hash);

let shown = location.hash;
addEventListener("hashchange", () => {
  if (location.hash !== shown) lab.state = read(location.hash);
});

addEventListener("message", ({ source, data }) => {
  if (source !== parent || !framed || typeof data !== "object" || data === null) return;
  if (data.type === "rankscope:get-state") tell({ type: "rankscope:state", state: lab.state, done: true });
  if (data.type === "rankscope:set-state") {
    const { state } = data;
    if (typeof state === "string" && state.length <= LONGEST && STATE.test(state)) lab.state = state;
    else tell({ type: "rankscope:error", code: "message", message: "state: a string such as v=1&lab=spectrum&alpha=1.2" });
  }
  // Embedly asks like this.
  if (data.context === "iframe.resize" || data.type === "rankscope:get-size") resized();
});

function resized() {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  tell({ type: "rankscope:resize", height });
  tell({ context: "iframe.resize", height });
}
new ResizeObserver(resized).observe(document.documentElement);

/** @param {boolean} done */
function changed(done) {
  tell({ type: "rankscope:state", state: lab.state, done });
}
lab.addEventListener("input", () => changed(false));
lab.addEventListener("change", () => {
  changed(true);
  shown = `#${[lab.state, ...look].join("&")}`;
  try {
    history.replaceState(null, "", shown);
  } catch {
    // A frame of a page that has no address.
  }
});
lab.addEventListener("ready", () => tell({ type: "rankscope:ready" }));
lab.addEventListener("error", (event) => tell({ type: "rankscope:error", .../** @type {any} */ (event).detail }));
