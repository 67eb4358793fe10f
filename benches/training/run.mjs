// Steps of training per second: the library, PyTorch on one thread, Chromium, in turns within one run.
// usage: run.mjs RESULTS PROGRAM OWN [quick]; `cargo xtask bench training` names them, the browser, the server and the Python. OWN is the
// program built for this processor, whatever it is.

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { inChromium } from "./chromium.mjs";

const [folder, program, own, quick] = process.argv.slice(2);
const { TORCH_PYTHON = "python3", MACHINE, COMMIT } = process.env;

/** Layers, width, context, heads; tokens, training sequences, batch; feed-forward, normalised. */
const SIZES = [
  [1, 16, 8, 2, 8, 512, 32, 0, 0],
  [1, 24, 12, 2, 4, 512, 32, 0, 0],
  [1, 32, 16, 4, 8, 512, 32, 0, 0],
  [1, 32, 16, 4, 8, 512, 32, 1, 1],
  [2, 32, 16, 4, 8, 512, 32, 1, 1],
  [1, 64, 32, 4, 8, 512, 32, 0, 0],
  [1, 64, 32, 4, 8, 512, 32, 1, 1],
  [2, 64, 32, 4, 8, 512, 32, 1, 1],
];
/** Rounds, in each of which everybody has a turn of about so many seconds. */
const [ROUNDS, TURN] = quick ? [3, 0.25] : [5, 0.5];
/** Types and ways of PyTorch; compiling takes a minute for each size. */
const WAYS = [["float64", "eager"], ["float32", "eager"], ...quick ? [] : [["float64", "compiled"], ["float32", "compiled"]]];

/** Somebody who trains when told. */
class Peer {
  constructor(name, program, args) {
    this.name = name;
    this.child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" } });
    this.lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  async line() {
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`${this.name} stopped`);
    return value;
  }

  /** Seconds of processor time and of the clock per step. */
  async train(size, steps) {
    this.child.stdin.write(`${[...size, steps].join(" ")}\n`);
    const [processor, clock, loss] = (await this.line()).split(" ").map(Number);
    if (!Number.isFinite(loss)) throw new Error(`${this.name}: the loss is ${loss}`);
    return [processor / steps, clock / steps];
  }

  /** Steps that take about a turn; whatever is compiled is compiled by then. */
  async pace(size) {
    await this.train(size, 3);
    // The clock of a processor ticks every few milliseconds.
    for (let steps = 4; ; steps *= 2) {
      const [processor] = await this.train(size, steps);
      if (processor * steps > 0.05) return Math.max(5, Math.round(TURN / processor));
    }
  }
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const named = ([layers, width, context, heads, , , , feed, normalised]) =>
  `L = ${layers}, d = ${width}, T = ${context}, H = ${heads}${feed ? ", GELU" : ""}${normalised ? ", RMS" : ""}`;

const text = [];
const csv = ["what,layers,width,context,heads,tokens,samples,batch,feed,normalised,steps_per_cpu_second,low,high,of_eager_float64,load"];
const say = (...lines) => {
  text.push(...lines);
  console.log(lines.join("\n"));
};

const ours = [new Peer("Rankscope", program, []), new Peer("Rankscope, for this processor", own, [])];
const torch = WAYS.map(([type, way]) => new Peer(`PyTorch, ${way}, ${type}`, TORCH_PYTHON, ["benches/training/torch_peer.py", type, way]));
const [version] = await Promise.all(torch.map((peer) => peer.line()));
const eager = torch[0];

say("# Steps of training a Transformer", "", `${MACHINE}; commit ${COMMIT}; PyTorch ${version}; load before the run ${loadavg()[0].toFixed(1)}`, "",
  `Steps per second of processor time, one thread, batches of 32: medians of ${ROUNDS} turns of about ${TURN} s, taken by one after the other, with the lowest and the highest. ` +
  "Rankscope computes in float64; its first build is for every x86-64, which has vectors of two numbers, its second for this processor " +
  "(`RUSTFLAGS=\"-C target-cpu=native\"`), with the same bits; PyTorch chooses while it runs. On a busy machine the ratios of one row hold " +
  "better than the numbers.", "",
  `| size | ${[...ours, ...torch].map(({ name }) => name).join(" | ")} | of eager float64 | load |`, `| --- | ${[...ours, ...torch].map(() => "---:").join(" | ")} | ---: | ---: |`);
for (const size of SIZES) {
  const peers = [...ours, ...torch];
  /** @type {Map<Peer, { steps: number, rates: number[] } | undefined>} */
  const turns = new Map();
  for (const peer of peers) {
    // What does not compile here is left out.
    turns.set(peer, await peer.pace(size).then((steps) => ({ steps, rates: [] }), (failure) => console.error(String(failure))));
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const peer of peers) {
      const turn = turns.get(peer);
      if (turn) turn.rates.push(1 / (await peer.train(size, turn.steps))[0]);
    }
  }
  const base = median(turns.get(eager)?.rates ?? [NaN]);
  const cells = peers.map((peer) => {
    const { rates } = turns.get(peer) ?? {};
    if (!rates) return "-";
    const [low, high] = [Math.min(...rates), Math.max(...rates)];
    csv.push([`"${peer.name}"`, ...size, median(rates).toFixed(2), low.toFixed(2), high.toFixed(2), (median(rates) / base).toFixed(3), loadavg()[0].toFixed(1)].join());
    return `${median(rates).toFixed(0)} (${low.toFixed(0)} to ${high.toFixed(0)})`;
  });
  const ratios = ours.map((peer) => median(turns.get(peer)?.rates ?? [NaN]) / base);
  const told = ratios.map((ratio) => `${ratio.toFixed(2)}: ${ratio > 1 ? "ahead" : "behind"}`);
  say(`| ${[named(size), ...cells, told.join("; "), loadavg()[0].toFixed(1)].join(" | ")} |`);
}
for (const { child } of [...ours, ...torch]) child.stdin.end();

if (process.env.CHROME) await inChromium({ say, csv });
writeFileSync(join(folder, "training.md"), `${text.join("\n")}\n`);
writeFileSync(join(folder, "training.csv"), `${csv.join("\n")}\n`);
