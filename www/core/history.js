/** Undo and redo: the states that were, of which the last is the one that is wanted now. */

/** @import { State } from "./state.js" */

/** Steps closer together than this, on one control, are one step of history. */
const COALESCE_MS = 600;
const LONGEST = 500;

/** A drag is one step. */
export class History {
  /** @type {State[]} */
  future = [];
  key = "";
  held = false;
  settledAt = -Infinity;

  /** @param {State} first @param {(state: State) => string} write states of one text are one */
  constructor(first, write) {
    this.past = [first];
    this.write = write;
  }

  /** The state that is wanted. @returns {State} */
  get now() {
    return /** @type {State} */ (this.past.at(-1));
  }

  /**
   * @param {State} state
   * @param {string} key what was changed; the same key again during one gesture replaces the step
   * @param {boolean} held whether the hand is still moving
   */
  record(state, key, held) {
    if (this.write(state) === this.write(this.now)) return;
    const same = key !== "" && key === this.key && (this.held || performance.now() - this.settledAt < COALESCE_MS);
    if (same) this.past[this.past.length - 1] = state;
    else this.past.push(state);
    if (this.past.length > LONGEST) this.past.shift();
    this.future = [];
    this.key = key;
    this.held = held;
    this.settledAt = performance.now();
  }

  /** The hand let go. */
  settle() {
    this.held = false;
    this.settledAt = performance.now();
  }

  /** Says the newest step in other words. @param {State} state */
  replace(state) {
    this.past[this.past.length - 1] = state;
  }

  /** Forgets the steps behind a state; where it is no step of these, it takes the place of the newest. @param {State} state */
  backTo(state) {
    const at = this.past.map(this.write).lastIndexOf(this.write(state));
    if (at >= 0) this.past.length = at + 1;
    this.replace(state);
    this.key = "";
  }

  /** @returns {boolean} whether there was a step to take back */
  undo() {
    const state = this.past.length > 1 ? this.past.pop() : undefined;
    if (state) this.future.push(state);
    this.key = "";
    return state !== undefined;
  }

  /** @returns {boolean} whether there was a step to take again */
  redo() {
    const state = this.future.pop();
    if (state) this.past.push(state);
    this.key = "";
    return state !== undefined;
  }
}
