// A visitor's own matrices: pasted, dropped, chosen; what cannot be read is told in words, and what was there stays.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CLIPBOARD, addressed, choose, complaints, control, drop, eventually, field, number, paste, ready, reads, shows, unfold } from "./hands.mjs";
import { open } from "./harness.mjs";

const given = (name) => readFileSync(new URL(`../data/${name}`, import.meta.url));

/** A .npy file as NumPy writes it. */
function npy(descr, shape, bytes, fortran = false) {
  const dict = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
  const header = dict.padEnd(Math.ceil((dict.length + 11) / 64) * 64 - 11) + "\n";
  const begin = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([begin, Buffer.from(header), Buffer.from(bytes)]);
}
const floats = (values) => new Uint8Array(new Float64Array(values).buffer);
const identity = (n) => Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0));
const uniform = (n) => Array(n * n).fill(1 / n);

const HALVES = { CSV: "0.5,0.5\n0.5,0.5\n", TSV: "0.5\t0.5\n0.5\t0.5\n", JSON: "[[0.5, 0.5], [0.5, 0.5]]", NumPy: "array([[0.5, 0.5],\n       [0.5, 0.5]])", "printed NumPy": "[[0.5 0.5]\n [0.5 0.5]]" };

for (const [kind, text] of Object.entries(HALVES)) {
  test(`pasted ${kind}`, async () => {
    const { page, errors, close } = await open("#lab=attention&source=identity&n=16", CLIPBOARD);
    await shows(page, "erank", 16);
    await paste(page, text);
    await shows(page, "erank", 1);
    await shows(page, "n", 2);
    await addressed(page, /source=matrix&matrix=0\.5,0\.5;0\.5,0\.5/);
    assert.deepEqual(errors, []);
    await close();
  });
}

test("a pasted link is followed, pasted nonsense is told", async () => {
  const { page, close } = await open("#lab=attention&source=identity&n=16", CLIPBOARD);
  await shows(page, "erank", 16);
  await paste(page, "good morning");
  await reads(complaints(page), /not a matrix/);
  assert.equal(await number(page, "erank"), 16);
  await paste(page, "https://example.org/rankscope/#v=1&lab=attention&source=identity&n=9");
  await shows(page, "erank", 9);
  await close();
});

test("a typed matrix that is not yet one keeps its text, and the numbers stay", async () => {
  const { page, close } = await open("#lab=attention&source=matrix");
  const before = await ready(page);
  const area = page.locator("#matrix-text");
  await area.fill("1, 0\n0");
  await reads(control(page, "matrix").locator(".error"), /line 2/);
  assert.equal(await area.inputValue(), "1, 0\n0");
  assert.equal(await number(page, "erank"), before);
  await area.fill("1, 0\n0, 1");
  await shows(page, "erank", 2);
  assert.ok(await control(page, "matrix").locator(".error").isHidden());
  await area.fill("1, 2\n3, 4");
  await reads(complaints(page), /row 1 sums to 3.*logits/s);
  await choose(page, "entries", "logits");
  await eventually(async () => assert.equal(await complaints(page).count(), 0));
  // Rows (1, 2) and (3, 4) have the same softmax.
  await shows(page, "erank", 1);
  await close();
});

test("arrays of two, three and four axes, in either order of memory", async () => {
  const { page, close } = await open();
  await ready(page);
  await drop(page, "two.npy", npy("<f8", [5, 5], floats(identity(5))));
  await shows(page, "erank", 5);
  await drop(page, "three.npy", npy("<f8", [2, 3, 3], floats([...identity(3), ...uniform(3)])));
  await shows(page, "erank", 3);
  await reads(control(page, "file"), /three\.npy: 2 × 3 × 3/);
  await field(page, "head").fill("1");
  await shows(page, "erank", 1);
  await field(page, "head").fill("0");
  const four = [...uniform(4), ...uniform(4), ...uniform(4), ...identity(4)];
  await drop(page, "four.npy", npy("<f8", [2, 2, 4, 4], floats(four)));
  await shows(page, "erank", 1);
  await field(page, "layer").fill("1");
  await field(page, "head").fill("1");
  await shows(page, "erank", 4);
  // Column by column in memory: [[0.9, 0.1], [0.4, 0.6]] has determinant 0.5 and squared norm 1.34.
  await field(page, "layer").fill("0");
  await field(page, "head").fill("0");
  await drop(page, "columns.npy", npy("<f8", [2, 2], floats([0.9, 0.4, 0.1, 0.6]), true));
  await shows(page, "frobenius_norm", Math.sqrt(1.34));
  await shows(page, "nuclear_norm", Math.sqrt(1.34 + 2 * 0.5));
  await drop(page, "single.npy", npy("<f4", [2, 2], new Uint8Array(new Float32Array([0.5, 0.5, 0.5, 0.5]).buffer)));
  await shows(page, "erank", 1);
  await close();
});

test("a file is chosen with the button, too", async () => {
  const { page, close } = await open("#lab=attention&source=file");
  await ready(page);
  await reads(complaints(page), /no file is loaded/);
  await page.locator("#file-file").setInputFiles({ name: "mine.json", mimeType: "application/json", buffer: Buffer.from("[[1,0,0],[0,1,0],[0,0,1]]") });
  await shows(page, "erank", 3);
  assert.equal(await complaints(page).count(), 0);
  await close();
});

/** What is refused, and a word that the refusal must contain. */
const BAD = {
  "empty.csv": ["", /no numbers/],
  "empty.npy": ["", /NumPy|no numbers|cut off/],
  "ragged.csv": ["1,0\n1\n", /line 2 has 1/],
  "words.csv": ["0.5,half\n0.5,0.5\n", /half|row 1/],
  "magic.npy": ["hello, world", /is not a number/],
  "header.npy": [Buffer.concat([Buffer.from([0x93, ...Buffer.from("NUMPY"), 2, 0, 0, 94, 208, 178]), Buffer.alloc(200)]), /3000000000|3 ?000/],
  "claims.npy": [npy("<f8", [20000, 20000], new Uint8Array(64)), /20000.*too large/],
  "cut.npy": [npy("<f8", [5, 5], floats(identity(5))).subarray(0, 200), /cut off/],
  "half.npy": [npy("<f8", [2, 2], floats([0.5, 0.2, 0.3, 0.7])), /row 1 sums to 0\.7.*weights/s],
  "bad-nan.npy": [given("bad-nan.npy"), /NaN/],
  "bad-inf.npy": [given("bad-inf.npy"), /inf/],
  "bad-complex.npy": [given("bad-complex.npy"), /dtype/],
  "bad-object.npy": [given("bad-object.npy"), /dtype/],
  "bad-vector.npy": [given("bad-vector.npy"), /1 axes/],
  "none.npz": [given("none.npz"), /no array/],
  "bomb.npz": [given("bomb.npz"), /bomb\.npz: \w+/],
};

test("what cannot be read is told in words, what was there stays, and the next good file works", async (t) => {
  const { page, errors, close } = await open();
  await ready(page);
  for (const [i, [name, [content, words]]] of Object.entries(BAD).entries()) {
    await t.test(name, async () => {
      const n = 3 + (i % 5);
      await drop(page, "good.npy", npy("<f8", [n, n], floats(identity(n))));
      await shows(page, "erank", n);
      assert.equal(await complaints(page).count(), 0);
      await drop(page, name, content);
      await reads(complaints(page), words);
      assert.equal(await number(page, "erank"), n);
      assert.match(await page.locator("#badge").textContent(), /\w/);
    });
  }
  assert.deepEqual(errors, []);
  await close();
});

test("a bad file does not take the place of the good one", async () => {
  const { page, close } = await open();
  await ready(page);
  await drop(page, "good.npy", npy("<f8", [4, 4], floats(identity(4))));
  await shows(page, "erank", 4);
  await drop(page, "bad-nan.npy", given("bad-nan.npy"));
  await reads(complaints(page), /NaN/);
  await unfold(page);
  await field(page, "sink_weight").fill("1");
  await shows(page, "erank", 1);
  await field(page, "sink_weight").fill("0");
  await shows(page, "erank", 4);
  await close();
});

test("a file goes to a lab that reads such files; what none reads is told by its content", async () => {
  const { page, close } = await open("#lab=spectrum&family=flat&n=8&flat_rank=8");
  await shows(page, "erank", 8);
  await drop(page, "picture.png", "\x89PNG");
  await reads(complaints(page), /not a file that Rankscope reads/);
  assert.equal(await number(page, "erank"), 8);
  await drop(page, "good.npy", npy("<f8", [4, 4], floats(identity(4))));
  await shows(page, "erank", 4);
  await addressed(page, /lab=attention&source=file/);
  await eventually(async () => assert.equal(await complaints(page).count(), 0));
  await close();
});
