/** What comes only when a hand comes near, and is told what the hand did meanwhile. */

const EVENTS = ["pointerenter", "pointerdown", "pointermove", "pointerup", "pointercancel", "focus", "keydown", "wheel", "dblclick"];
/** Fingers give no sign before they touch, and then the browser must know at once what scrolls. */
const fingers = matchMedia("(pointer: coarse)");

/**
 * @param {HTMLElement} surface
 * @param {() => Promise<unknown>} come what listens on the surface once it is there
 */
export function approached(surface, come) {
  /** @type {Event[] | undefined} */
  let missed;
  const approach = async () => {
    if (missed) return;
    missed = [];
    const there = await come();
    if (there) for (const type of EVENTS) surface.removeEventListener(type, hear);
    for (const event of missed) surface.dispatchEvent(new /** @type {any} */ (event.constructor)(event.type, event));
    missed = undefined;
  };
  const hear = (/** @type {Event} */ event) => {
    // A button in the figure is pressed by itself.
    if (event.target instanceof Element && event.target.closest("button, input")) return;
    approach();
    missed?.push(event);
    if (event instanceof KeyboardEvent && /^(Arrow|Page|Home|End|Enter| |[-+0-9]$)/.test(event.key)) event.preventDefault();
  };
  for (const type of EVENTS) surface.addEventListener(type, hear, { passive: false });
  if (fingers.matches) setTimeout(approach);
}
