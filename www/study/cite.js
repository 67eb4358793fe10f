/** Copies what makes the number on screen again, or cites it. */

import { arriving, copy } from "../core/announce.js";
import { bibliography, citedOf, commandLine, displayed, rustProgram } from "./citations.js";
import { read } from "../core/source.js";
import { writeCore } from "../core/state.js";

/** @import { Page } from "./study.js" */

/** @param {"rust" | "cli" | "bibtex" | "latex"} form @param {Page} page */
export async function copyAs(form, page) {
  const lab = page.lab();
  const state = writeCore(page.shows(), lab);
  const report = page.last()?.report;
  const cited = report && citedOf(report, lab);
  if (!cited) return;
  const readout = cited.id;
  if (form === "latex") {
    // Formulas in TeX are no part of the catalogue: few ask for them.
    const texts = await arriving(read("pkg/tex.json").then((answer) => answer.json()), "The formulas in TeX");
    if (texts) copy(displayed(texts[lab.id]?.[readout] ?? "", lab, cited, state), "LaTeX");
    return;
  }
  const [text, name] = {
    rust: () => [rustProgram(state, readout, page.catalogue.version), "Rust program"],
    cli: () => [commandLine(state, readout), "Command"],
    bibtex: () => [bibliography(lab, readout, page.catalogue.version), "BibTeX"],
  }[form]();
  copy(text ?? "", name ?? "");
}
