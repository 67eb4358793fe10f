// What the hosts' tests share: fresh folders, a server for what is built in them, and the page's own number to compare with.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { folder } from "../e2e/hosts.mjs";
import { number, ready } from "../e2e/hands.mjs";
import { open } from "../e2e/harness.mjs";

/** The programs and packages of package-lock.json. */
export const packages = fileURLToPath(new URL("./node_modules/", import.meta.url));

/** A program of these packages. */
export const program = (name) => join(packages, ".bin", name);

/** Runs a program to its end; its words are part of the complaint if it fails. */
export async function run(command, words, cwd) {
  try {
    return (await promisify(execFile)(command, words, { cwd, maxBuffer: 1e8 })).stdout;
  } catch (failure) {
    throw new Error(`${command} ${words.join(" ")}: ${failure.message}\n${failure.stdout}`);
  }
}

/** A folder for this file's tests alone. */
export function fresh() {
  const path = mkdtempSync(join(tmpdir(), "rankscope-"));
  after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The npm package as a file, as `npm publish` would send it. */
export async function packed(to) {
  const [{ filename, files }] = JSON.parse(await run("npm", ["pack", "--json", "--pack-destination", to, folder], to));
  return { file: join(to, filename), names: files.map(({ path }) => path) };
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm", ".svg": "image/svg+xml" };

/** Serves folders by path, the longest first, each file with these headers; answers the origin. */
export async function serve(folders, headers = {}) {
  const roots = Object.entries(folders).sort(([a], [b]) => b.length - a.length);
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname).replace(/\/$/, "/index.html");
    const [prefix, root] = roots.find(([begin]) => path.startsWith(begin)) ?? [];
    const bytes = root && (await readFile(join(root, normalize(`/${path.slice(prefix.length)}`))).catch(() => undefined));
    response.writeHead(bytes ? 200 : 404, { "content-type": TYPES[extname(path)] ?? "application/octet-stream", ...headers });
    response.end(bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** A state in which every digit of the number counts. */
export const STATE = "v=1&lab=spectrum&alpha=1.2";

/** What Rankscope's own page shows in that state. */
export async function ownNumber() {
  const { page, close } = await open(`#${STATE}`);
  await ready(page);
  const value = await number(page, "erank");
  await close();
  return value;
}

/** Keeps a picture of the page, for eyes, where `SHOTS` names a folder. */
export async function shot(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) });
}
