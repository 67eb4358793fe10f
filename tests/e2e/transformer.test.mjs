// A checkpoint is dropped, measured in pieces by a pool of workers, cancelled, and replaced by another; nothing is lost on the way.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { dropMade, indexOf } from "./checkpoints.mjs";
import { addressed, changed, complaints, drop, eventually, exported, figure, number, reads, shows } from "./hands.mjs";
import { open } from "./harness.mjs";

const strip = (page) => page.locator("#measuring");
const measured = (page, text) => eventually(async () => assert.match(await strip(page).textContent(), text), 120_000);

test("the bundled checkpoint is there when the lab opens", async () => {
  const { page, errors, requests, close } = await open("#lab=transformer");
  await shows(page, "depth", 6);
  await shows(page, "hidden_size", 384);
  assert.ok(requests.some((address) => address.endsWith("minilm-l6.spectra")));
  assert.deepEqual(errors, []);
  await close();
});

test("a dropped checkpoint goes to its lab, is measured, saved, and opened again", async () => {
  const { page, errors, close } = await open("#lab=spectrum");
  await dropMade(page, [{ name: "small.safetensors", hidden: 128, to: 3 }]);
  await measured(page, /^24 matrices of small\.safetensors measured in \d+ s/);
  await addressed(page, /lab=transformer&source=file/);
  await shows(page, "depth", 3);
  await shows(page, "heads", 2);
  await shows(page, "hidden_size", 128);
  const factor = await number(page, "b_spectrum_adaptive");
  assert.equal(await complaints(page).count(), 0);

  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the measurements" }).click();
  const download = await saving;
  assert.equal(download.suggestedFilename(), "small.safetensors.spectra");
  const bytes = readFileSync(await download.path());
  await page.goto(`${page.url().split("#")[0]}#v=1&lab=transformer`);
  await shows(page, "depth", 6);
  await page.reload();
  await shows(page, "depth", 6);
  await drop(page, "small.spectra", bytes);
  await shows(page, "depth", 3);
  // Saved singular values have 45 significant bits.
  await shows(page, "b_spectrum_adaptive", factor, 1e-12);
  assert.deepEqual(errors, []);
  await close();
});

test("progress is seen, results come before the end, cancelling keeps them, and another file can be dropped", async () => {
  const { page, errors, close } = await open("#lab=transformer");
  await shows(page, "depth", 6);
  const before = await number(page, "b_spectrum_adaptive");
  await dropMade(page, [{ name: "large.safetensors", hidden: 768, to: 6 }]);
  await measured(page, /large\.safetensors.*\d+ of 48 matrices, \d+ s left/);
  const bar = strip(page).locator("progress");
  const first = Number(await bar.evaluate((element) => element.value));
  await eventually(async () => assert.ok(Number(await bar.evaluate((element) => element.value)) > first), 60_000);
  // A partial report: the lab is about the new file already.
  await shows(page, "hidden_size", 768);
  assert.ok(await strip(page).isVisible(), "the measuring was over before its first result was looked at");
  await page.getByRole("button", { name: "Cancel" }).click();
  await eventually(async () => assert.ok(await strip(page).isHidden()));
  await shows(page, "hidden_size", 768);

  await dropMade(page, [{ name: "other.safetensors", hidden: 64, to: 4 }]);
  await measured(page, /^32 matrices of other\.safetensors/);
  await shows(page, "depth", 4);
  const after = await changed(page, "b_spectrum_adaptive", before);
  assert.ok(after > 0);
  assert.deepEqual(errors, []);
  await close();
});

test("shards with their index and config are one checkpoint", async () => {
  const { page, errors, close } = await open("#lab=transformer");
  await shows(page, "depth", 6);
  const shards = [{ name: "model-1.safetensors", from: 0, to: 1 }, { name: "model-2.safetensors", from: 1, to: 3 }];
  const index = { name: "model.safetensors.index.json", text: indexOf(shards) };
  await dropMade(page, [shards[0], index]);
  await reads(complaints(page), /names the file model-2\.safetensors, which is not there: 1 of its 2 files are/);
  await shows(page, "depth", 6);
  await dropMade(page, [index, { name: "config.json", text: '{"num_attention_heads": 4}' }, ...shards]);
  await measured(page, /^24 matrices of model\.safetensors\.index\.json/);
  await shows(page, "depth", 3);
  await shows(page, "heads", 4);
  await eventually(async () => assert.equal(await complaints(page).count(), 0));
  assert.deepEqual(errors, []);
  await close();
});

test("a file that cannot be measured is told, and what was there stays", async () => {
  const { page, close } = await open("#lab=transformer");
  await shows(page, "depth", 6);
  const before = await number(page, "b_spectrum_adaptive");
  await drop(page, "bad.safetensors", Buffer.from("\x89PNG\r\n\x1a\n and more"));
  await reads(complaints(page), /bad\.safetensors: its first 8 bytes claim a header of \d+ bytes/);
  await drop(page, "model.safetensors.index.json", Buffer.from("{}"));
  await reads(complaints(page), /missing field `weight_map`/);
  assert.ok(await strip(page).isHidden());
  assert.equal(await number(page, "b_spectrum_adaptive"), before);

  await dropMade(page, [{ name: "spoilt.safetensors", hidden: 64, spoilt: true }]);
  await reads(complaints(page), /"encoder\.layer\.1\.output\.dense\.weight": the entry in row 1, column 8 is NaN/);
  assert.ok(await strip(page).isHidden());
  await dropMade(page, [{ name: "sound.safetensors", hidden: 64 }]);
  await measured(page, /^16 matrices of sound\.safetensors/);
  await shows(page, "depth", 2);
  const sound = await number(page, "b_spectrum_adaptive");
  await dropMade(page, [{ name: "spoilt.safetensors", hidden: 128, to: 4, spoilt: true }]);
  await reads(complaints(page), /"encoder\.layer\.3\.output\.dense\.weight": the entry in row 1, column 8 is NaN/);
  await shows(page, "b_spectrum_adaptive", sound);
  await shows(page, "hidden_size", 64);
  await close();
});

test("a file of two gigabytes is read in slices", async () => {
  const { page, errors, close } = await open("#lab=transformer");
  await shows(page, "depth", 6);
  await dropMade(page, [{ name: "huge.safetensors", hidden: 64, ballast: 2 ** 31 }]);
  await measured(page, /^16 matrices of huge\.safetensors/);
  await shows(page, "depth", 2);
  assert.deepEqual(errors, []);
  await close();
});

/** The table as it stands: its columns' headings, and the cells row by row. */
const table = (page) => figure(page, "table").locator("table").evaluate((element) => ({
  headings: [...element.querySelectorAll("thead th")].map((one) => one.textContent.trim()),
  sorted: [...element.querySelectorAll("thead th")].map((one) => one.getAttribute("aria-sort")),
  rows: [...element.querySelectorAll("tbody tr")].map((row) => [...row.children].map((one) => one.textContent.trim())),
}));

/** Whether numbers never grow; the file has all digits of what the table shows. */
const descends = (values) => values.every((value, i) => i === 0 || value <= values[i - 1]);

test("the table is sorted and its rows are chosen by mouse and by keyboard, and its file has every row", async () => {
  const { page, errors, close } = await open("#lab=transformer&figure=all");
  await shows(page, "depth", 6);
  const heading = (column) => figure(page, "table").locator("thead button").nth(column);
  const usual = await eventually(async () => {
    const now = await table(page);
    assert.ok(now.rows.length > 60, `${now.rows.length} rows`);
    return now;
  });

  const csv = (await exported(page, "table", "csv")).bytes.toString("utf8").trimEnd().split(/\r?\n/).map((line) => line.split(","));
  assert.deepEqual(csv.map((row) => row[0]).slice(1), usual.rows.map((row) => row[0]));
  const column = csv[0].findIndex((name) => /erank/.test(name));
  assert.ok(column > 0, csv[0].join(" | "));
  const exact = new Map(csv.slice(1).map((row) => [row[0], Number(row[column])]));
  const order = async () => (await table(page)).rows.map((row) => exact.get(row[0]));

  await heading(column).click();
  assert.equal((await table(page)).sorted[column], "descending");
  const down = await order();
  assert.ok(descends(down) && down[0] > down.at(-1), down.join(" "));
  await heading(column).focus();
  await page.keyboard.press("Enter");
  assert.equal((await table(page)).sorted[column], "ascending");
  assert.ok(descends((await order()).reverse()));
  // The heading keeps the keyboard though the table is built anew.
  await page.keyboard.press("Space");
  assert.deepEqual((await table(page)).sorted.filter(Boolean), []);
  assert.deepEqual((await table(page)).rows.map((row) => row[0]), usual.rows.map((row) => row[0]));

  await figure(page, "table").locator("tbody button").nth(9).click();
  await addressed(page, /layer=\d+|matrix=\d+/);
  await eventually(async () => assert.equal(await figure(page, "table").locator("tbody tr.at th").textContent(), usual.rows[9][0]));
  await figure(page, "table").locator("tbody button").nth(20).focus();
  await page.keyboard.press("Enter");
  await eventually(async () => assert.equal(await figure(page, "table").locator("tbody tr.at th").textContent(), usual.rows[20][0]));
  assert.deepEqual(errors, []);
  await close();
});
