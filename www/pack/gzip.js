/** Files that a script carries packed by gzip, which the browser unpacks. */

import { bytes } from "./base64.js";

/** @param {string} text base64 @returns {() => BodyInit} */
export const packed = (text) => () => new Blob([bytes(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
