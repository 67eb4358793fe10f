// What a module's bytes are, and what each flag of its build gives. Called by `cargo xtask bench size`.
// usage: run.mjs RESULTS FIRST MODULE...; the flags are tried on so many modules, those of a first visit.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { contents } from "./contents.mjs";

const [results, first, ...builds] = process.argv.slice(2);
const flags = JSON.parse(process.env.WASM_OPT);
const scratch = mkdtempSync(join(tmpdir(), "rankscope-size-"));
const out = join(scratch, "out.wasm");
const lines = [];
const say = (...more) => {
  lines.push(...more);
  console.log(more.join("\n"));
};
const cells = (list) => `| ${list.join(" | ")} |`;
const kB = (bytes) => (bytes / 1000).toFixed(1);

function optimised(file, options) {
  execFileSync("node", ["node_modules/binaryen/bin/wasm-opt", ...options, file, "--output", out]);
  const bytes = readFileSync(out);
  return { bytes, gzip: gzipSync(bytes, { level: 9 }).length };
}

try {
  say("# What the download consists of", "", process.env.COMMIT, "");
  const named = builds.map((file) => {
    const { bytes } = optimised(file, [...flags.filter((flag) => !flag.startsWith("--strip")), "-g"]);
    return contents(bytes);
  });
  const names = builds.map((file) => file.split("/").at(-1).replace("_bg.wasm", ""));
  const owners = new Map();
  for (const one of named) for (const [owner, size] of one) owners.set(owner, (owners.get(owner) ?? 0) + size);
  say("## kB of each module by crate, room and lab, before compression", "");
  say(cells(["of", ...names]), cells(["---", ...names.map(() => "---:")]));
  for (const [owner, sum] of [...owners].sort((a, b) => b[1] - a[1])) {
    if (sum >= 1000) say(cells([owner, ...named.map((one) => (one.has(owner) ? kB(one.get(owner)) : ""))]));
  }
  say(cells(["all, gzip -9", ...builds.map((file) => kB(optimised(file, flags).gzip))]));

  const few = builds.slice(0, Number(first));
  say("", "## What wasm-opt's flags give", "", cells(["kB after gzip -9", ...names.slice(0, few.length)]), cells(["---", ...few.map(() => "---:")]));
  const level = flags.find((flag) => /^-O/.test(flag));
  const others = ["-O1", "-O2", "-O4", "-Os", "-Oz"].map((other) => [`${other} instead of ${level}`, flags.map((flag) => (flag === level ? other : flag))]);
  const without = flags.filter((flag) => flag !== level && !flag.startsWith("--enable")).map((flag) => [`without ${flag}`, flags.filter((other) => other !== flag)]);
  const rows = [["as it is", flags], ["no wasm-opt", undefined], ...others, ["twice", [...flags, level]], ["-Oz after it", [...flags, "-Oz"]], ...without];
  for (const [what, options] of rows) {
    say(cells([what, ...few.map((file) => kB(options ? optimised(file, options).gzip : gzipSync(readFileSync(file), { level: 9 }).length))]));
  }
} finally {
  rmSync(scratch, { recursive: true });
}
writeFileSync(join(results, "size.md"), `${lines.join("\n")}\n`);
