// The state is the address: links, history, pins, and what a link hides.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { addressed, changed, choose, CLIPBOARD, complaints, control, copied, drag, eventually, field, figure, looks, number, openedLab, openLab, picture, ready, reads, redrawn, setting, shows, slider, visit } from "./hands.mjs";
import { open } from "./harness.mjs";

test("a deep link opens the published numbers", async () => {
  const { page, close } = await open("#v=1&lab=attention&source=vandermonde&n=4");
  await shows(page, "erank", 1.9900682175796651);
  await visit(page, "v=1&lab=attention&source=uniform&n=16");
  for (const id of ["erank", "stable_rank", "participation_ratio", "nuclear_frobenius_rank"]) await shows(page, id, 1, 1e-12);
  await visit(page, "v=1&lab=attention&source=identity&n=16");
  for (const id of ["erank", "stable_rank", "participation_ratio", "rank", "nuclear_norm"]) await shows(page, id, 16);
  await visit(page, "v=1&lab=spectrum&family=flat&n=32&flat_rank=12");
  for (const id of ["erank", "rank", "stable_rank", "nuclear_spectral_rank", "energy_entropy_rank"]) await shows(page, id, 12);
  await close();
});

test("page and command line say the same", { skip: !process.env.RANKSCOPE && "RANKSCOPE names no command line" }, async () => {
  const { page, close } = await open();
  for (const state of ["v=1&lab=attention&source=qk&n=24&d_head=8&temp=0.7&seed=3", "v=1&lab=spectrum&family=power&n=48&alpha=1.3&noise=0.2"]) {
    const report = JSON.parse(execFileSync(process.env.RANKSCOPE, ["eval", state, "--json"], { encoding: "utf8", maxBuffer: 1e8 }));
    await visit(page, state);
    for (const { id, value } of report.readouts) if (typeof value === "number") await shows(page, id, value, 1e-12);
  }
  await close();
});

test("the address holds only what differs from the default", async () => {
  const { page, close } = await open("#lab=attention&source=identity&n=16");
  await shows(page, "erank", 16);
  await addressed(page, /^#v=1&lab=attention&source=identity&n=16$/);
  await field(page, "n").fill("24");
  await addressed(page, /^#v=1&lab=attention&source=identity$/);
  await close();
});

test("what is wrong with a link is named, and the rest applies", async () => {
  const { page, errors, close } = await open("#v=1&lab=attention&source=identity&n=16&temp=-3&nonsense=1&mask=sideways");
  await shows(page, "erank", 16);
  await reads(complaints(page), /temp: .*0\.01.*100.*-3/);
  await reads(complaints(page), /nonsense/);
  await reads(complaints(page), /sideways/);
  assert.equal(await field(page, "temp").inputValue(), "1");
  await page.locator("#problems button").first().click();
  assert.equal(await page.locator("#problems li").count(), 2);
  assert.deepEqual(errors, []);
  await close();
});

for (const link of ["lab=nothing", "v=9&lab=attention", "%E0%A4%A", "lab=attention&n=&&&==", "lab=attention&source=matrix&matrix=1,2;3", "lab=spectrum&family=custom&values=1,x"]) {
  test(`the link #${link} ends in words and a working page`, async () => {
    const { page, errors, close } = await open(`#${link}`);
    await ready(page);
    if (link !== "%E0%A4%A") await reads(complaints(page), /\w{3}/);
    await visit(page, "lab=attention&source=identity&n=16");
    await shows(page, "erank", 16);
    assert.equal(await complaints(page).count(), 0);
    assert.deepEqual(errors.filter((one) => one.startsWith("exception")), []);
    await close();
  });
}

test("undo and redo, by button and by key; a drag is one step", async () => {
  const { page, close } = await open("#lab=attention&source=identity&n=16");
  await shows(page, "erank", 16);
  assert.ok(await page.locator("#undo").isDisabled() && await page.locator("#redo").isDisabled());
  const box = await slider(page, "n").boundingBox();
  const at = (share) => ({ x: box.x + box.width * share, y: box.y + box.height / 2 });
  await drag(page, at(0.06), at(0.7), 20);
  const dragged = Number(await field(page, "n").inputValue());
  await shows(page, "erank", dragged);
  await choose(page, "source", "uniform");
  await shows(page, "erank", 1);
  await page.locator("#undo").click();
  await shows(page, "erank", dragged);
  await page.locator("#undo").click();
  await shows(page, "erank", 16);
  assert.ok(await page.locator("#undo").isDisabled());
  await page.locator("h1").focus();
  await page.keyboard.press("Control+Shift+Z");
  await shows(page, "erank", dragged);
  await page.keyboard.press("Control+y");
  await shows(page, "erank", 1);
  await page.keyboard.press("Control+z");
  await shows(page, "erank", dragged);
  await addressed(page, new RegExp(`source=identity&n=${dragged}$`));
  await close();
});

test("reset goes back to the lab's own state, and can be undone", async () => {
  const { page, close } = await open("#lab=spectrum&family=flat&n=8&flat_rank=8");
  await shows(page, "erank", 8);
  await page.locator("#reset").click();
  await shows(page, "n", 32);
  await addressed(page, /^#v=1&lab=spectrum$/);
  await page.locator("#undo").click();
  await shows(page, "erank", 8);
  await close();
});

test("a copied link opens the same numbers elsewhere", async () => {
  const { page, close } = await open("#lab=attention&source=qk&n=16", CLIPBOARD);
  const before = await ready(page);
  await field(page, "temp").fill("0.37");
  const value = await changed(page, "erank", before);
  const link = await copied(page, page.locator("#copy-link"));
  const elsewhere = await open();
  await elsewhere.page.goto(link);
  await shows(elsewhere.page, "erank", value, 0);
  assert.equal(await field(elsewhere.page, "temp").inputValue(), "0.37");
  await elsewhere.close();
  await close();
});

test("a link that is followed while the address waits to be written is opened", async () => {
  // Whatever is to happen in a quarter of a second, as the address is written, happens when this test says so.
  const prepare = (page) => page.addInitScript(() => {
    const plain = setTimeout;
    globalThis.due = [];
    globalThis.setTimeout = (run, ms, ...rest) => (ms === 250 ? globalThis.due.push(run) : plain(run, ms, ...rest));
  });
  const { page, close } = await open("#v=1&lab=attention&source=identity&n=16", { prepare });
  await shows(page, "erank", 16);
  await page.evaluate(() => {
    location.hash = "v=1&lab=attention&source=identity&n=9";
    for (const run of globalThis.due) run();
  });
  await shows(page, "erank", 9);
  await close();
});

test("the browser's back button goes back", async () => {
  const { page, close } = await open("#lab=attention&source=identity&n=16");
  await shows(page, "erank", 16);
  await openLab(page, "spectrum");
  await addressed(page, /lab=spectrum/);
  await eventually(async () => assert.equal(await openedLab(page), "Spectrum"));
  await page.goBack();
  await shows(page, "erank", 16);
  await addressed(page, /lab=attention&source=identity&n=16/);
  await close();
});

test("examples are links with a lesson", async () => {
  const { page, close } = await open();
  await ready(page);
  await page.locator('[data-preset="identity"]').click();
  await shows(page, "erank", 16);
  assert.equal(await page.locator('[data-preset="identity"]').getAttribute("aria-current"), "true");
  assert.match(await page.locator("#lesson").innerText(), /all directions/);
  await close();
});

test("a pinned state stays to compare with", async () => {
  const { page, close } = await open("#lab=spectrum&family=flat&n=16&flat_rank=4");
  await shows(page, "erank", 4);
  await field(page, "flat_rank").fill("9");
  await shows(page, "erank", 9);
  const alone = await picture(page, "spectrum");
  await page.locator("#undo").click();
  await shows(page, "erank", 4);
  await page.locator("#pin").click();
  await addressed(page, /pin=.*flat_rank=4/);
  await reads(page.locator('[data-readout="erank"] .pinned'), /as pinned/);
  await field(page, "flat_rank").fill("9");
  await shows(page, "erank", 9);
  await reads(page.locator('[data-readout="erank"] .pinned'), /^\+5(\.0+)? from the pin$/);
  await redrawn(page, "spectrum", alone);
  await addressed(page, /flat_rank=9.*pin=/);
  const link = page.url();
  const elsewhere = await open();
  await elsewhere.page.goto(link);
  await reads(elsewhere.page.locator('[data-readout="erank"] .pinned'), /^\+5/);
  await elsewhere.close();
  await page.locator("#pin").click();
  await looks(page, "spectrum", alone);
  await eventually(() => assert.equal(setting(page, "pin"), null));
  await close();
});

test("a link hides what the lecture does not need", async () => {
  const { page, close } = await open("#lab=attention&source=qk&n=16&hide=seed,d_head,header,readouts,heatmap");
  await ready(page);
  for (const id of ["seed", "d_head"]) assert.ok(await control(page, id).isHidden(), id);
  assert.ok(await control(page, "n").isVisible());
  assert.ok(await page.locator("#header").isHidden());
  assert.ok(await page.locator("#readouts").isHidden());
  assert.ok(await figure(page, "heatmap").isHidden());
  await figure(page, "spectrum").waitFor();
  await field(page, "n").fill("20");
  await shows(page, "n", 20);
  await addressed(page, /hide=seed,d_head,header,readouts,heatmap/);
  await close();
});
