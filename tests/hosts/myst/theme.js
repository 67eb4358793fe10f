// The theme's page: what MyST made of the notes, drawn with its own renderer for widgets.

import { ANY_RENDERERS } from "@myst-theme/anywidget";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const { mdast } = JSON.parse(document.getElementById("content").textContent);

function draw(node) {
  if (node.type === "text") return node.value;
  // Themes find copied files below build/.
  if (node.type === "anywidget") return createElement(ANY_RENDERERS.anywidget, { key: node.key, node: { ...node, esm: node.esm.replace(/^\/(?!\/)/, "/build/") } });
  return createElement(node.type === "paragraph" ? "p" : "div", { key: node.key }, ...(node.children ?? []).map(draw));
}

const root = createRoot(document.querySelector("main"));
root.render(draw(mdast));
window.leave = () => root.unmount();
