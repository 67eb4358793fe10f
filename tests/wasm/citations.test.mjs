// Executable citations: the command and the Rust program that the page copies print the number of the page, for every preset.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bibliography, citedOf, commandLine, ownEntry, rustProgram, sourceEntry } from "../../www/study/citations.js";
import { catalogue, engines, evaluate, load, loadable, presets } from "./load.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env.RANKSCOPE ?? join(root, "target", "debug", "rankscope");
const target = dirname(dirname(program));

/** Every preset: its state, the readout that is cited, and its value in the module that the page runs. */
const cited = [];
for (const engine of engines) {
  const module = await load(loadable[0].name, engine);
  for (const state of presets(engine)) {
    const { report } = evaluate(new module.Engine(), state);
    const id = new URLSearchParams(state).get("lab");
    const readout = citedOf(report, catalogue.labs.find((lab) => lab.id === id));
    if (readout) cited.push({ state, ...readout });
  }
}

/** Every digit is printed, and 12 of them agree between the builds. */
function same(printed, value, what) {
  const number = Number(printed.trim().replace("inf", "Infinity"));
  const expected = value === "inf" ? Infinity : value;
  assert.ok(number === expected || Math.abs(number - expected) <= 1e-12 * Math.abs(expected), `${what} prints ${printed}, the page shows ${value}`);
}

test("the command of every preset prints the number of the page", () => {
  assert.ok(cited.length >= 24, `${cited.length} presets`);
  const path = `${dirname(program)}:${process.env.PATH}`;
  for (const { state, id, value } of cited) {
    const line = commandLine(state, id);
    // As it is pasted into a shell.
    same(execFileSync("sh", ["-c", line], { cwd: root, encoding: "utf8", env: { ...process.env, PATH: path } }), value, line);
  }
});

test("the Rust program of every preset compiles and prints the number of the page", () => {
  // All of them in one program, each as it is copied, in a module of its own.
  const modules = cited.map(({ state, id }, i) => `mod p${i} {\n${rustProgram(state, id, catalogue.version).replace("fn main", "pub fn main")}}\n`);
  const calls = cited.map((_, i) => `    p${i}::main()?;\n`);
  const folder = join(target, "citations");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "all.rs"), `${modules.join("")}fn main() -> Result<(), Box<dyn std::error::Error>> {\n${calls.join("")}    Ok(())\n}\n`);
  const library = join(target, "debug", "librankscope.rlib");
  execFileSync("cargo", ["build", "--quiet", "--lib"], { cwd: root, stdio: "inherit", env: { ...process.env, CARGO_TARGET_DIR: target } });
  execFileSync("rustc", ["--edition", "2024", "--extern", `rankscope=${library}`, "-L", `dependency=${join(target, "debug", "deps")}`, "-o", join(folder, "all"), join(folder, "all.rs")], { stdio: "inherit" });
  const printed = execFileSync(join(folder, "all"), { cwd: root, encoding: "utf8" }).trim().split("\n");
  assert.equal(printed.length, cited.length);
  cited.forEach(({ state, id, value }, i) => same(printed[i], value, `${id} of ${state}`));
});

test("every work cited becomes an entry with braces that close", () => {
  for (const lab of catalogue.labs) {
    for (const citation of lab.citations) {
      const text = sourceEntry(citation);
      assert.match(text, /^@(article|misc)\{\w+,\n( {2}\w+ = \{.+\},\n)+\}\n$/, citation.text);
      assert.match(text, /\n {2}title = \{.{5,}\},/, citation.text);
      assert.ok(!/[^\\][&%#]/.test(text.replace(/url = .*/g, "")), text);
    }
    for (const { id } of lab.quantities) assert.equal(bibliography(lab, id, catalogue.version).match(/^@/gm).length, 2, id);
  }
  const roy = catalogue.labs[0].citations[0];
  assert.match(sourceEntry(roy), /author = \{Roy and Vetterli\},\n {2}year = \{2007\},\n {2}doi = \{10\.5281\/zenodo\.40437\}/);
});

test("Rankscope is cited as CITATION.cff says", () => {
  const cff = readFileSync(join(root, "CITATION.cff"), "utf8");
  const own = ownEntry(catalogue.version);
  const field = (name) => cff.match(new RegExp(`^${name}: "?([^"\\n]+)"?`, "m"))[1];
  assert.ok(own.includes(`title = {${field("title")}}`), own);
  assert.ok(own.includes(`version = {${field("version")}}`), own);
  assert.ok(own.includes(`date = {${field("date-released")}}`), own);
  assert.ok(own.includes(field("  - name")), own);
});
