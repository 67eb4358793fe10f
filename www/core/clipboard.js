/** The clipboard of frames without permission. */

/** @param {string} text @returns {boolean} whether it worked */
export function copyBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "offscreen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
