/**
 * Files that a script carries packed by LZMA: WebAssembly takes a sixth less room than by gzip, but no browser unpacks it. This is the
 * decoder of the format's specification for what `xtask/src/pack.rs` writes: lc = 3, lp = pb = 0.
 */

import { bytes } from "./base64.js";

/** @param {string} text base64 @returns {() => BodyInit} */
export const packed = (text) => {
  /** A module that stands for two is asked for twice. @type {Uint8Array<ArrayBuffer> | undefined} */
  let file;
  return () => (file ??= unpack(bytes(text)));
};

/** Bytes before what is packed: its settings, and the size of the file. */
const HEADER = 13;
const SIZE = 5;

/** Where the chances of each kind of bit begin. */
const MATCH = 0, REPEAT = 12, FIRST = 24, SECOND = 36, THIRD = 48, LONGER = 60, SLOT = 72, NEAR = 328, FAR = 456, LENGTH = 472, AGAIN = 746, LITERAL = 1020;
const CONTEXTS = 8;

/** @param {Uint8Array<ArrayBuffer>} packed */
function unpack(packed) {
  const out = new Uint8Array(new DataView(packed.buffer).getUint32(SIZE, true));
  const chances = new Uint16Array(LITERAL + 0x300 * CONTEXTS).fill(1024);
  // The first byte after the header says nothing.
  let from = HEADER + 1;
  let code = 0;
  let range = 0xffffffff;
  const shift = () => { code = (code << 8 | packed[from++]) >>> 0; };
  for (let i = 0; i < 4; i++) shift();
  const refill = () => {
    if (range >= 0x1000000) return;
    range *= 256;
    shift();
  };

  const bit = (/** @type {number} */ which) => {
    const chance = chances[which];
    const bound = (range >>> 11) * chance;
    const one = code >= bound;
    if (one) {
      code -= bound;
      range -= bound;
      chances[which] = chance - (chance >> 5);
    } else {
      range = bound;
      chances[which] = chance + (2048 - chance >> 5);
    }
    refill();
    return one ? 1 : 0;
  };
  /** A number of so many bits, behind a one. @param {number} at @param {number} bits */
  const tree = (at, bits) => {
    let found = 1;
    while (bits-- > 0) found = found << 1 | bit(at + found);
    return found;
  };
  /** A number from its lowest bit on. @param {number} at @param {number} bits */
  const reversed = (at, bits) => {
    let found = 0;
    for (let i = 0, node = 1; i < bits; i++) {
      const one = bit(at + node);
      node = node << 1 | one;
      found |= one << i;
    }
    return found;
  };
  /** A number of bits of equal chance. @param {number} bits */
  const direct = (bits) => {
    let found = 0;
    while (bits-- > 0) {
      range >>>= 1;
      const one = code >= range;
      if (one) code -= range;
      found = found << 1 | (one ? 1 : 0);
      refill();
    }
    return found;
  };
  const length = (/** @type {number} */ at) => {
    if (!bit(at)) return tree(at + 2, 3) - 6;
    return bit(at + 1) ? tree(at + 18, 8) - 238 : tree(at + 10, 3) + 2;
  };
  const distance = (/** @type {number} */ length) => {
    const slot = tree(SLOT + 64 * Math.min(length - 2, 3), 6) - 64;
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | slot & 1) << bits;
    return base + (slot < 14 ? reversed(NEAR + base - slot, bits) : direct(bits - 4) * 16 + reversed(FAR, 4));
  };

  // How far back the last matches began, the newest first; and what came last: below 7 a letter.
  let [a, b, c, d] = [0, 0, 0, 0];
  let state = 0;
  for (let at = 0; at < out.length;) {
    if (!bit(MATCH + state)) {
      const base = LITERAL + 0x300 * (at > 0 ? out[at - 1] >> 5 : 0);
      let found = 1;
      if (state > 6) {
        // It is not the letter that would have made the match longer.
        for (let other = out[at - a - 1], same = true; same && found < 256; other <<= 1) {
          const expected = other >> 7 & 1;
          const one = bit(base + (1 + expected << 8) + found);
          found = found << 1 | one;
          same = one === expected;
        }
      }
      while (found < 256) found = found << 1 | bit(base + found);
      out[at++] = found;
      state = state < 4 ? 0 : state - (state < 10 ? 3 : 6);
      continue;
    }
    let count = 1;
    if (!bit(REPEAT + state)) {
      count = length(LENGTH);
      [a, b, c, d] = [distance(count), a, b, c];
      state = state < 7 ? 7 : 10;
    } else {
      const older = bit(FIRST + state);
      if (older) {
        if (!bit(SECOND + state)) [a, b] = [b, a];
        else if (!bit(THIRD + state)) [a, b, c] = [c, a, b];
        else [a, b, c, d] = [d, a, b, c];
      }
      const single = !older && !bit(LONGER + state);
      if (!single) count = length(AGAIN);
      state = state > 6 ? 11 : single ? 9 : 8;
    }
    for (; count > 0; count--, at++) out[at] = out[at - a - 1];
  }
  return out;
}
