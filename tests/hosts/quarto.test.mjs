// Quarto itself is no package of npm, so what runs here is the shortcode's own Lua, in the Lua that Quarto has, with the functions of
// Quarto's documentation; the HTML that comes of it goes into a page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LuaFactory } from "wasmoon";
import { eventually } from "../e2e/hands.mjs";
import { dist, host, onlyOwn, origin, reading } from "../e2e/hosts.mjs";
import { ownNumber, shot } from "./hosts.mjs";

const text = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const documented = text("../../docs/embedding.md").match(/<!-- snippet: shortcode -->\n(`{4,})\w+\n([^]*?)\n\1\n/)[2].replaceAll("https://HOST/", dist);

/** What Quarto's filters make of `{{< rankscope ... >}}`, as RawBlock or Link. */
async function expanded(line, meta, format = "html") {
  const [, words] = line.match(/^\{\{< rankscope (.*) >\}\}$/);
  const kwargs = Object.fromEntries([...words.matchAll(/([\w-]+)=(?:"([^"]*)"|(\S+))/g)].map(([, key, quoted, bare]) => [key, quoted ?? bare]));
  const lua = await new LuaFactory().createEngine();
  try {
    for (const [name, value] of Object.entries({ words: kwargs, metadata: meta, format })) lua.global.set(name, value);
    lua.global.set("script", text("../../quarto/_extensions/rankscope/rankscope.lua"));
    return await lua.doString(`
      pandoc = {
        utils = { stringify = function(value) return type(value) == "table" and value.text or value end },
        RawBlock = function(kind, content) return "RawBlock " .. kind .. "\\n" .. content end,
        Link = function(content, target) return "Link " .. content .. " " .. target end,
        Para = function(inlines) return inlines[1] end,
      }
      quarto = { doc = { is_format = function(name) return name == format end } }
      -- In a document, values are inline text, and only pandoc.utils.stringify makes strings of them.
      local kwargs, meta = {}, {}
      for _, key in ipairs({ ${Object.keys(kwargs).map((key) => JSON.stringify(key)).join(", ")} }) do kwargs[key] = { text = words[key] } end
      if metadata.rankscope then meta.rankscope = { text = metadata.rankscope } end
      return load(script)().rankscope({}, kwargs, meta)`);
  } finally {
    lua.global.close();
  }
}

const line = documented.split("\n").at(-1);

test("the shortcode of the document becomes an element with the page's number", async () => {
  assert.match(documented, new RegExp(`^---\\nrankscope: ${dist}\\n---\\n`));
  const [kind, ...html] = (await expanded(line, { rankscope: dist })).split("\n");
  assert.equal(kind, "RawBlock html");
  const { page, errors, requests, close } = await host(html.join("\n"));
  const own = await ownNumber();
  await eventually(async () => assert.equal(await reading(page, "erank"), own), 30_000);
  assert.deepEqual(await page.locator(".control:visible").evaluateAll((all) => all.map(({ id }) => id)), ["control-alpha"]);
  onlyOwn(requests, [`${origin}/`, dist]);
  assert.deepEqual(errors, []);
  await shot(page, "quarto");
  await close();
});

test("text cannot leave the shortcode's attributes, and says what is missing", async () => {
  const html = await expanded('{{< rankscope lab="<b>&" title="<script>alert(1)</script>" controls="<i>" >}}', { rankscope: dist });
  assert.match(html, /state="v=1&amp;lab=%3Cb%3E%26" controls="&lt;i&gt;">&lt;script>/);
  await assert.rejects(expanded(line, {}), /rankscope: https:\/\/HOST\//);
});

test("where there is no HTML, as on paper, the shortcode is a link to the page", async () => {
  assert.equal(await expanded(line, { rankscope: dist }, "latex"), `Link Rankscope ${dist}#v=1&alpha=1.2&lab=spectrum`);
});
