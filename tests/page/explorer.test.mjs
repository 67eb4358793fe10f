// The controller without a page: what is wanted, asked, answered, refused, stopped, and what is told of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Explorer } from "../../www/core/explorer.js";
import { stateIn, withPage, withValues, writeState } from "../../www/core/state.js";

const number = (id, value) => ({ id, label: id.toUpperCase(), when: [], kind: { type: "number", default: value } });
const CATALOGUE = {
  longest: 400,
  page: ["title", "figure", "pin", "fix"].map((id) => ({ id, longest: 80 })),
  labs: [
    { id: "one", module: "small", controls: [number("n", 8), number("t", 1)] },
    { id: "two", module: "large", controls: [number("n", 3)] },
  ],
};

/** An explorer, what it asked for, and what it told. */
function begin(text = "") {
  const asked = [];
  const pins = [];
  const told = [];
  const engine = {
    open: (request) => asked.push(request),
    pin: (module, state) => new Promise((resolve, reject) => pins.push({ module, state, resolve, reject })),
  };
  const explorer = new Explorer(CATALOGUE, engine, text);
  explorer.onchange = (change) => told.push(change);
  return { explorer, asked, pins, told };
}

/** The answer of an engine that reads a state as it is, but for what it refuses. */
function answer(state, { done = true, problems = [], pass = true } = {}) {
  const read = stateIn(state, CATALOGUE);
  const refused = problems.map(({ key }) => key);
  const kept = (pairs) => [...pairs].filter(([key]) => !refused.includes(key));
  return {
    opened: { state, lab: read.lab, values: kept(read.values), page: kept(read.page), problems },
    progress: { done: done ? 4 : 1, total: 4 }, ready: done, ms: 1, reportText: "", figures: new Uint8Array(),
    report: { headline: state, readouts: [], checks: [{ id: "c", label: "sum", residual: 0, tolerance: 0, pass }], notes: [], ranges: [], numpy: "" },
  };
}

const complaints = (explorer) => [...explorer.problems.values()].map(({ message }) => message).join(" ");

test("a link is asked for as it is, and the engine says what it means", () => {
  const { explorer, asked, told } = begin("#v=1&lab=one&n=7&t=-3&title=Hello&nonsense=1");
  assert.deepEqual(asked.map(({ state, engine, why }) => [state, engine, why]), [["v=1&lab=one&n=7&t=-3&title=Hello&nonsense=1", "small", "the link"]]);
  assert.equal(explorer.state.values.get("n"), "7");
  explorer.answered(answer(asked[0].state, { problems: [{ key: "t", message: "t: 0..1, got -3" }] }), asked[0]);
  assert.equal(explorer.text, "v=1&lab=one&n=7&title=Hello");
  assert.match(complaints(explorer), /t: 0\.\.1, got -3/);
  assert.equal(told.length, 1, "one change is told once");
  assert.equal(explorer.history.past.length, 1);
});

test("an unknown lab is named among all labs, and shortened; a text that is too long says its lab only", () => {
  const { explorer, asked } = begin(`lab=${"x".repeat(100)}`);
  assert.equal(explorer.lab.id, "one");
  explorer.answered(answer("lab=one", { problems: [{ key: "lab", message: "lab: one of one, got x" }] }), asked[0]);
  assert.equal(complaints(explorer), `lab: one of one, two, got “${"x".repeat(40)}…”`);
  explorer.enter(`lab=two&n=5&title=${"y".repeat(500)}`);
  assert.equal(explorer.lab.id, "two");
  assert.equal(explorer.state.values.size, 0);
});

test("a hand changes, a drag is one step, undo and redo ask again", () => {
  const { explorer, asked, told } = begin("lab=one");
  explorer.answered(answer(asked[0].state), asked[0]);
  for (const value of ["5", "4", "3"]) explorer.change([["n", value]], true);
  explorer.settle();
  assert.deepEqual(asked.slice(1).map(({ state, why }) => [state, why]), [["v=1&lab=one&n=5", "N → 5"], ["v=1&lab=one&n=4", "N → 4"], ["v=1&lab=one&n=3", "N → 3"]]);
  assert.equal(explorer.history.past.length, 2);
  explorer.undo();
  assert.equal(asked.at(-1).state, "v=1&lab=one");
  explorer.redo();
  assert.equal(asked.at(-1).state, "v=1&lab=one&n=3");
  const before = told.length;
  explorer.redo();
  assert.equal(told.length, before, "there is no other step");
});

test("what is on screen only is not computed again", () => {
  const { explorer, asked, told } = begin("lab=one");
  explorer.adopt(withPage(explorer.state, "figure", "spectrum"), "the figure shown");
  assert.equal(asked.length, 1);
  assert.equal(explorer.text, "v=1&lab=one&figure=spectrum");
  // The link's answer comes later, and leaves it.
  explorer.answered(answer("lab=one"), asked[0]);
  assert.equal(explorer.text, "v=1&lab=one&figure=spectrum");
  assert.ok(!told[0].asked);
});

test("what a link fixes stays", () => {
  const { explorer, asked } = begin("lab=one&fix=n");
  assert.equal(explorer.change([["n", "5"]], false), "N is fixed here.");
  assert.equal(asked.length, 1);
  assert.equal(explorer.change([["t", "5"]], false), "");
});

test("an answer to an older request is shown and decides nothing; one of a lab that was left is not shown", () => {
  const { explorer, asked, told } = begin("lab=one&n=7");
  explorer.change([["n", "6"]], false);
  explorer.answered(answer(asked[0].state), asked[0]);
  assert.equal(explorer.text, "v=1&lab=one&n=6");
  assert.deepEqual(told.at(-1).answer, { now: false, link: true, done: true });
  explorer.enter("lab=two");
  assert.equal(explorer.last, undefined);
  const before = told.length;
  explorer.answered(answer(asked[1].state), asked[1]);
  assert.equal(explorer.last, undefined);
  assert.equal(told.length, before);
});

test("a refusal is told, cured by the next answer, and where nothing was shown the lab as it comes stands in", () => {
  const { explorer, asked } = begin("lab=two&n=99");
  explorer.refused({ code: "bad", message: "n: too large" }, asked[0]);
  assert.deepEqual([explorer.problems.get("refused").control, asked[1].state, asked[1].why], ["n", "v=1&lab=two", ""]);
  assert.equal(explorer.text, "v=1&lab=two&n=99");
  explorer.answered(answer(asked[1].state), asked[1]);
  assert.ok(explorer.problems.has("refused"), "the stand-in cures nothing");
  explorer.change([["n", "2"]], false);
  explorer.answered(answer(asked[2].state), asked[2]);
  assert.equal(explorer.problems.size, 0);
});

test("what did not arrive can be asked for again", () => {
  for (const code of ["engine_unavailable", "asset_unavailable", "worker_unavailable"]) {
    const { explorer, asked } = begin("lab=one");
    explorer.refused({ code, message: "gone" }, asked[0]);
    assert.equal(asked.length, 1, "nothing stands in for it");
    explorer.problems.get("refused").again();
    assert.equal(asked[1], asked[0]);
    explorer.answered(answer("lab=one"), asked[1]);
    assert.equal(explorer.problems.size, 0);
  }
});

test("after a crash across a lab switch the last good state is back with its lab, its answer and its page", () => {
  const { explorer, asked, told } = begin("lab=one&n=5&title=Mine");
  const good = answer(asked[0].state);
  explorer.answered(good, asked[0]);
  explorer.enter("lab=two&n=2");
  explorer.stopped("stopped (out of memory)", asked[1]);
  assert.equal(explorer.lab.id, "one");
  assert.equal(explorer.text, "v=1&lab=one&n=5&title=Mine");
  assert.equal(explorer.last, good);
  assert.match(complaints(explorer), /After “the link” the computation stopped \(out of memory\)\. The state before it is back\./);
  assert.ok(told.at(-1).lab && told.at(-1).answer && told.at(-1).halted, "shown at once, in one change");
  assert.equal(explorer.history.past.length, 1, "what did not work out is no step");
  // It goes on from there.
  explorer.change([["n", "4"]], false);
  assert.equal(asked.at(-1).state, "v=1&lab=one&n=4");
});

test("several steps that were never answered are forgotten together", () => {
  const { explorer, asked } = begin("lab=one&n=5");
  explorer.answered(answer(asked[0].state), asked[0]);
  for (const n of ["4", "3"]) explorer.adopt(withValues(explorer.state, [["n", n]]), "a step");
  explorer.enter("lab=two");
  explorer.stopped("hangs", asked.at(-1));
  assert.equal(explorer.text, "v=1&lab=one&n=5");
  assert.equal(explorer.history.past.length, 1);
});

test("a crash before anything was good offers another try, and claims nothing", () => {
  const { explorer, asked } = begin("lab=one");
  explorer.stopped("stopped (trap)", asked[0]);
  assert.match(complaints(explorer), /^After “the link” the computation stopped \(trap\)\.$/);
  explorer.problems.get("stopped").again();
  assert.equal(asked[1], asked[0]);
});

test("a failing check is told until one passes", () => {
  const { explorer, asked } = begin("lab=one");
  explorer.answered(answer("lab=one", { pass: false }), asked[0]);
  assert.match(complaints(explorer), /Do not trust these numbers: the check “sum” failed/);
  explorer.change([["n", "2"]], false);
  explorer.answered(answer(asked[1].state), asked[1]);
  assert.equal(explorer.problems.size, 0);
});

test("a pinned state is computed once, and one that is taken away meanwhile does not come back", async () => {
  const { explorer, asked, pins } = begin("lab=one&n=5");
  explorer.answered(answer(asked[0].state), asked[0]);
  explorer.togglePin();
  explorer.change([["n", "4"]], false);
  assert.deepEqual(pins.map(({ module, state }) => [module, state]), [["small", "v=1&lab=one&n=5"]]);
  pins[0].resolve(answer("lab=one&n=5"));
  await Promise.resolve();
  await Promise.resolve();
  assert.equal(explorer.pinned.report.headline, "lab=one&n=5");
  explorer.togglePin();
  assert.equal(explorer.pinned, undefined);
  explorer.togglePin();
  explorer.togglePin();
  pins[1].resolve(answer("lab=one&n=4"));
  await new Promise((done) => setTimeout(done));
  assert.equal(explorer.pinned, undefined);
  explorer.togglePin();
  pins[2].reject(new Error("no"));
  await new Promise((done) => setTimeout(done));
  assert.match(complaints(explorer), /could not be computed: no/);
  explorer.problems.get("pin").again();
  assert.equal(pins.length, 4);
});

test("what is written is read again", () => {
  const state = { lab: "one", values: new Map([["n", "1 + 2&3=%"]]), page: new Map([["title", "ä“#"]]) };
  const text = writeState(state, CATALOGUE.labs[0]);
  assert.deepEqual(stateIn(text, CATALOGUE), state);
});
