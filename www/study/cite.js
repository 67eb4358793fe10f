/** Copies what makes the number on screen again, or cites it. */

import { copy } from "../core/announce.js";
import { bibliography, citedOf, commandLine, rustProgram } from "./citations.js";
import { writeCore } from "../core/state.js";

/** @import { Page } from "./study.js" */

/** @param {"rust" | "cli" | "bibtex"} form @param {Page} page */
export function copyAs(form, page) {
  const lab = page.lab();
  const state = writeCore(page.shows(), lab);
  const report = page.last()?.report;
  const readout = report && citedOf(report, lab)?.id;
  if (!readout) return;
  const [text, name] = {
    rust: () => [rustProgram(state, readout, page.catalogue.version), "Rust program"],
    cli: () => [commandLine(state, readout), "Command"],
    bibtex: () => [bibliography(lab, readout, page.catalogue.version), "BibTeX"],
  }[form]();
  copy(text ?? "", name ?? "");
}
