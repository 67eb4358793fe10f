/** The player of a run: run, pause, one step, reset, speed, and a slider over time. The number of steps is part of the state. */

import { focused, h, icon, setText, tool } from "../core/dom.js";
import { formatNumber } from "../core/format.js";

/** @import { Control, KindOf } from "../types.js" */
/** @import { Host, Widget } from "./control-kinds.js" */

/** Steps per frame on offer. */
const SPEEDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
/** The paths of its icons. */
const ICONS = {
  play: "M5 3.2v9.6L12.5 8z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  step: "M4.5 3.5v9l5.5-4.5zM12 3.5v9",
  start: "M12 3.5v9L6.5 8zM4 3.5v9",
};
/** Positions of the slider; equal distances are equal ratios of steps. */
const POSITIONS = 1000;

/**
 * @param {Control} control
 * @param {KindOf<"steps">} kind
 * @param {Host} host
 * @returns {Widget}
 */
export function steps({ id, label }, { max: longest, speed: usual }, host) {
  let max = longest;
  let now = 0;
  let speed = usual;
  let playing = false;
  /** Whether a frame was asked for and has not been drawn: never more than one. */
  let asked = false;

  const field = h("input", { type: "number", id: `${id}-number`, class: "number", min: "0", step: "1", inputMode: "numeric", "aria-describedby": `${id}-help ${id}-error` });
  const slider = h("input", { type: "range", id: `${id}-range`, class: "slider", min: "0", max: String(POSITIONS), step: "1", "aria-label": label, "aria-describedby": `${id}-help` });
  const word = h("span", {}, "Run");
  const face = h("span", { class: "face" }, icon(ICONS.play));
  const run = h("button", { type: "button", id: `${id}-run`, class: "run", onclick: () => (playing ? pause() : play()) }, face, word);
  const one = tool(ICONS.step, "One step", { id: `${id}-one`, onclick: () => go(now + 1, false) });
  const reset = tool(ICONS.start, "Back to step 0", { id: `${id}-reset`, onclick: () => go(0, false) });
  const pace = h("select", { id: `${id}-speed`, "aria-label": "Steps per frame", title: "Steps per frame", onchange: () => { speed = Number(pace.value); } },
    ...[...new Set([...SPEEDS, usual])].sort((a, b) => a - b).map((value) => h("option", { value: String(value), selected: value === usual }, `${value} a frame`)));
  const end = h("p", { class: "note", id: `${id}-end` });
  const bar = h("div", { class: "player", role: "group", "aria-label": label }, run, one, reset, pace);

  const toPosition = (/** @type {number} */ step) => Math.round((POSITIONS * Math.log1p(step)) / Math.log1p(longest));
  const toStep = (/** @type {number} */ position) => Math.min(max, Math.round(Math.expm1((position / POSITIONS) * Math.log1p(longest))));

  /** @param {number} step @param {boolean} held */
  function go(step, held) {
    if (!held) stop("");
    host.fail(id, "");
    host.change(id, String(Math.min(max, Math.max(0, step))), held);
  }

  function play() {
    if (now >= max) return stop(ending());
    playing = true;
    face.replaceChildren(icon(ICONS.pause));
    setText(word, "Pause");
    setText(end, "");
    next();
  }

  function pause() {
    stop("");
    host.say(`Paused at step ${formatNumber(now)}.`);
  }

  /** @param {string} why */
  function stop(why) {
    if (playing) host.settle();
    playing = false;
    face.replaceChildren(icon(ICONS.play));
    setText(word, "Run");
    setText(end, why);
    if (why) host.say(why);
  }

  const ending = () => (max < longest
    ? `The run ends at step ${formatNumber(max)}; what stopped it stands beside the results.`
    : `Step ${formatNumber(max)} is the last one.`);

  function next() {
    if (!playing || asked) return;
    if (!run.isConnected) return stop("");
    if (now >= max) return stop(ending());
    asked = true;
    host.change(id, String(Math.min(max, now + speed)), true);
  }

  slider.addEventListener("input", () => {
    if (playing) stop("");
    go(toStep(Number(slider.value)), true);
  });
  slider.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    go(now + by, false);
  });
  slider.addEventListener("change", () => host.settle());
  field.addEventListener("input", () => {
    const value = field.valueAsNumber;
    if (field.value === "" && !field.validity.badInput) return;
    if (Number.isInteger(value) && value >= 0 && value <= max) go(value, true);
    else host.fail(id, `0 to ${formatNumber(max)}, whole; got ${field.value || "no number"}`);
  });
  field.addEventListener("change", () => host.settle());
  // A button answers the space bar by itself.
  for (const part of [slider, field]) part.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    playing ? pause() : play();
  });

  return {
    nodes: [field, bar, slider, end],
    labels: field.id,
    show(text) {
      now = Math.min(max, Number(text));
      if (focused(field) !== field) field.value = String(now);
      const position = toPosition(now);
      if (focused(slider) !== slider || toStep(Number(slider.value)) !== now) slider.value = String(position);
      slider.style.setProperty("--share", String(position / POSITIONS));
      slider.setAttribute("aria-valuetext", formatNumber(now));
      one.disabled = now >= max;
      reset.disabled = now === 0;
    },
    narrow(range) {
      max = range ? range.max : longest;
      field.max = String(max);
    },
    answered() {
      asked = false;
      // A page out of sight has no frames: the run waits until it is seen again.
      if (playing) requestAnimationFrame(next);
    },
    halt() {
      asked = false;
      if (playing) stop("");
    },
    playing: () => playing,
  };
}
