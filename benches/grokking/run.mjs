// Grokking, side by side on one core: the lab in WebAssembly (or natively, through RANKSCOPE) and the same training in NumPy.
//
//   node benches/grokking/run.mjs [STEPS]       after `cargo xtask wasm`; RANKSCOPE=target/release/rankscope adds the native build
//
// The lab trains four optimisers, NumPy one: what is compared is CPU time per optimiser and step, measurements included.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const STEPS = Number(process.argv[2] ?? 200);
const OPTIMISERS = 4;
const STATE = `lab=gate&task=modular&width=256&batch=512&lr=0.03&weight_decay=1&step=${STEPS}`;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Milliseconds of CPU time. */
const spent = (work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const rows = [];
for (const variant of ["simd128", "scalar"]) {
  const glue = new URL(`../../www/pkg/${variant}/training.js`, import.meta.url);
  if (!existsSync(glue)) continue;
  const module = await import(glue.href);
  module.initSync({ module: readFileSync(here(`../../www/pkg/${variant}/training_bg.wasm`)) });
  const engine = new module.Engine();
  const run = (state) => {
    engine.open(state);
    for (;;) {
      const { done, total } = JSON.parse(engine.advance(8));
      if (done >= total) break;
    }
  };
  run(STATE.replace(/step=\d+/, "step=3&seed=1")); // compiled by the time it counts
  rows.push([`wasm, ${variant}`, spent(() => run(STATE)) / STEPS / OPTIMISERS]);
}

const seconds = (program, args) => {
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
  const script = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True); r = resource.getrusage(resource.RUSAGE_CHILDREN); print(r.ru_utime + r.ru_stime)";
  return Number(execFileSync("python3", ["-c", script, program, ...args], { env, encoding: "utf8" }));
};
if (process.env.RANKSCOPE) rows.push(["native", (1000 * seconds(process.env.RANKSCOPE, ["eval", STATE])) / STEPS / OPTIMISERS]);
const numpy = (1000 * (seconds("python3", [here("reference.py"), String(STEPS)]) - seconds("python3", [here("reference.py"), "0"]))) / STEPS;
rows.push(["numpy, one core", numpy]);
for (const [name, ms] of rows) console.log(`${name.padEnd(16)} ${ms.toFixed(2)} ms per step, ${(ms / numpy).toFixed(2)} x numpy`);
