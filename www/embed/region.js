/** Where labs in somebody else's page speak to screen readers. */

import { h } from "../core/dom.js";

/** The live region of somebody else's page, for all labs on it. */
export function region() {
  if (document.getElementById("status")) return;
  const status = h("div", { id: "status", role: "status", "aria-live": "polite" });
  Object.assign(status.style, { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)", whiteSpace: "nowrap" });
  document.body.append(status);
}
