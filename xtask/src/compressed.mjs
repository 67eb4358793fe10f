// Lays FILE.br and FILE.gz beside every file of a folder that gains by it, for web servers that send what is compressed already
// (`brotli_static`, `gzip_static`, `precompressed`), and says what a first visit comes to. Called by `cargo xtask dist`; Node has
// both compressors.
// usage: compressed.mjs FOLDER FIRST...; the paths of what a first visit loads, below the folder

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [folder, ...first] = process.argv.slice(2);
/** What other programs open from a disk is not sent by a server. */
const SENT = /^(www[\\/]|index\.html|embed\.html|rankscope(\.inline)?\.js$)/;
const TEXT = /\.(html|js|css|json|svg)$/;
const GAINS = /\.(html|js|css|json|svg|wasm|npy|spectra)$/;

function brotli(file, bytes) {
  const mode = TEXT.test(file) ? constants.BROTLI_MODE_TEXT : constants.BROTLI_MODE_GENERIC;
  const { BROTLI_PARAM_LGWIN, BROTLI_PARAM_MODE, BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  return brotliCompressSync(bytes, { params: { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 22, [BROTLI_PARAM_MODE]: mode, [BROTLI_PARAM_SIZE_HINT]: bytes.length } });
}

let count = 0;
const sums = [0, 0, 0];
for (const name of readdirSync(folder, { recursive: true })) {
  const file = join(folder, name);
  if (!SENT.test(name) || !GAINS.test(name) || !statSync(file).isFile()) continue;
  const bytes = readFileSync(file);
  const packed = [[".br", brotli(name, bytes)], [".gz", gzipSync(bytes, { level: 9 })]];
  for (const [ending, small] of packed) if (small.length < bytes.length) writeFileSync(file + ending, small);
  count += 1;
  if (first.includes(name.replaceAll("\\", "/"))) [bytes, ...packed.map(([, small]) => small)].forEach(({ length }, i) => (sums[i] += length));
}
const kB = (bytes) => (bytes / 1000).toFixed(1);
console.log(`${folder}: ${count} files are there compressed, too; a first visit loads ${kB(sums[0])} kB, ${kB(sums[2])} kB after gzip -9, ${kB(sums[1])} kB after brotli -q 11`);
