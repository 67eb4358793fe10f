// What a training hands over: a head in Attention, weights in Transformer, networks that open again; and the way back.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { addressed, drop, eventually, number, openedLab, reads, ready, setting, shows } from "./hands.mjs";
import { open } from "./harness.mjs";

const RUN = "#v=1&lab=train&task=reverse&vocabulary=6&context=8&width=16&layers=2&mlp=gelu&layer=1&head=1&step=30";
const offer = (page, name) => page.locator("#offers button", { hasText: name });

test("a head opens in Attention with one click, and going back leads to the training", async () => {
  const { page, errors, close } = await open(RUN);
  await shows(page, "step", 30);
  const erank = await number(page, "mean_attention_erank");
  await offer(page, "Attention").click();
  await shows(page, "erank", erank);
  assert.equal(await openedLab(page), "Attention");
  assert.deepEqual([setting(page, "layer"), setting(page, "head"), setting(page, "m")], ["1", "1", "512"]);
  assert.equal(await page.locator("#offers button").count(), 0);
  await page.goBack();
  await shows(page, "step", 30);
  await shows(page, "mean_attention_erank", erank);
  assert.deepEqual(errors, []);
  await close();
});

test("the weights open in Transformer with their heads", async () => {
  const { page, errors, close } = await open(RUN);
  await shows(page, "step", 30);
  await offer(page, "Transformer").click();
  await shows(page, "depth", 2);
  await shows(page, "heads", 2);
  await shows(page, "hidden_size", 16);
  await reads(page.locator("#measuring"), /matrices of weights\.safetensors measured/);
  assert.deepEqual(errors, []);
  await close();
});

test("networks trained beside it are saved, and open again without being trained", async () => {
  const state = "#v=1&lab=train&context=6&width=8&samples=64&sweep=grid&step=8";
  const { page, errors, close } = await open(state);
  await reads(page.locator("#headline"), /^32 networks\./);
  const tau = await number(page, "tau_rate");
  const [download] = await Promise.all([page.waitForEvent("download"), offer(page, "Save").click()]);
  assert.equal(download.suggestedFilename(), "networks.json");
  const file = readFileSync(await download.path());
  await close();

  const other = await open("#lab=spectrum");
  await ready(other.page);
  await drop(other.page, "networks.json", file);
  await reads(other.page.locator("#headline"), /^32 networks\./);
  await shows(other.page, "tau_rate", tau);
  await reads(other.page.locator("#notes"), /come from the file networks\.json/);
  await addressed(other.page, /&sweep=grid/);
  await drop(other.page, "networks.json", String(file).replace("\"settings\"", "\"setting\""));
  await eventually(async () => assert.match(await other.page.locator("#problems").innerText(), /networks\.json: .*missing field/));
  await shows(other.page, "tau_rate", tau);
  assert.deepEqual([...errors, ...other.errors], []);
  await other.close();
});
