/** Executable citations: the command and the Rust program that print a number of a state again, and BibTeX. Pure text, so that the tests run it. */

/** @import { Citation, Lab, Readout, Report } from "../types.js" */

/** The command that prints one number with every digit. @param {string} state @param {string} readout */
export function commandLine(state, readout) {
  return `rankscope eval "${state}" --readout ${readout}`;
}

/** The same as a program; `version` is that of the crate. @param {string} state @param {string} readout @param {string} version */
export function rustProgram(state, readout, version) {
  return `// [dependencies] rankscope = "${version}", or { path = "where/rankscope/is" }
use rankscope::session::Session;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut session = Session::with_assets()?;
    let (_, report) = session.evaluate("${state}")?;
    println!("{}", report.value("${readout}").ok_or("no such number here")?);
    Ok(())
}
`;
}

/** A formula set apart, with what it is here and where that can be looked at. @param {string} tex @param {Lab} lab @param {Readout} readout @param {string} state */
export function displayed(tex, lab, { id, value }, state) {
  const label = lab.quantities.find((quantity) => quantity.id === id)?.label ?? id;
  return `% ${label}: ${value ?? "undefined"} at ${state}\n\\[ ${tex} \\]\n`;
}

/** Rankscope itself, as CITATION.cff names it. @param {string} version */
export function ownEntry(version) {
  return entry("software", "rankscope", [
    ["title", "Rankscope: a microscope for the spectra behind generalization"],
    ["author", "{The Rankscope developers}"],
    ["version", version],
    ["date", "2026-11-22"],
  ]);
}

/**
 * A work cited. Its text is "Authors (year), title", or a title alone.
 * @param {Citation} citation
 */
export function sourceEntry({ id, text, url }) {
  const [, before = "", year = "", after = ""] = text.match(/^(.*?) \((\d{4})\)(?:, (.*))?$/) ?? [];
  // Without anything behind the year, what stands before it is the title.
  const title = after || before || text;
  const authors = after && before.replace(/ et al\.$/, " and others").replace(/, (?:and )?| and /g, " and ");
  const arxiv = url.match(/^https:\/\/arxiv\.org\/abs\/(.+)$/)?.[1];
  const doi = url.match(/^https:\/\/doi\.org\/(.+)$/)?.[1];
  return entry(arxiv || doi ? "article" : "misc", id, [
    ["title", title],
    ["author", authors],
    ["year", year],
    ["eprint", arxiv],
    ["archiveprefix", arxiv && "arXiv"],
    ["doi", doi],
    ["url", url],
  ]);
}

/** What is cited for a number: its source, then Rankscope. @param {Lab} lab @param {string} readout @param {string} version */
export function bibliography(lab, readout, version) {
  const source = lab.quantities.find((quantity) => quantity.id === readout)?.source;
  const cited = lab.citations.filter((citation) => citation.id === source);
  return [...(cited.length > 0 ? cited : lab.citations.slice(0, 1)).map(sourceEntry), ownEntry(version)].join("\n");
}

/** @param {string} type @param {string} key @param {[string, string | undefined | false][]} fields */
function entry(type, key, fields) {
  const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${tex(String(value), name)}},\n`);
  return `@${type}{${key},\n${lines.join("")}}\n`;
}

/** What TeX would take for commands; addresses are verbatim. @param {string} text @param {string} field */
function tex(text, field) {
  return /^(url|doi|eprint)$/.test(field) ? text : text.replace(/[&%$#_]/g, "\\$&");
}

/**
 * The number that a citation is about: the first of the list that is no setting of a control.
 * @param {Report} report
 * @param {Lab} lab
 */
export const citedOf = (report, lab) => report.readouts.find(({ id, value }) => value !== null && lab.controls.every((control) => control.id !== id));
