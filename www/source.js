/**
 * Where the program's own files come from: beside it, or from within it where a build packs them in. Paths are relative to `www/`.
 */

/**
 * What a build packs in.
 * @typedef {object} Cargo
 * @property {Record<string, string>} files the base64 of each one's gzip
 * @property {Record<string, any>} scripts modules
 * @property {Record<string, string>} workers scripts that workers start with, as text
 * @property {boolean} complete whether there is nothing else beside the program
 */

/** The global name under which a worker that has no address of its own finds the folder. */
const FOLDER = "rankscopeFolder";

const scope = /** @type {Record<string, any>} */ (globalThis);

/** @type {Cargo} */
let cargo = { files: {}, scripts: {}, workers: {}, complete: false };

/** The folder that holds the files; nothing lies beside a script that has no address, as in notebooks. @type {string} */
let base = scope[FOLDER] ?? folder("./", import.meta.url);

/** @param {string} path @param {string} from */
function folder(path, from) {
  return /^(blob|data):/.test(from) ? "" : new URL(path, from).href;
}

/** @param {string} path @param {string} from */
export function lieIn(path, from) {
  base = folder(path, from);
}

/** Whether anything may lie beside. */
export const hasFolder = () => base !== "" && !cargo.complete;

/** @param {Cargo} packed */
export function carry(packed) {
  cargo = packed;
}

/** @param {string} path */
export function addressOf(path) {
  if (!base) throw new Error(`${path} is not part of this file`);
  return new URL(path, base).href;
}

/** A script's name for `script`, here or in a worker. @param {string} path */
export function nameOf(path) {
  return path in cargo.scripts ? path : addressOf(path);
}

/** A script as a module. @param {string} name @returns {Promise<any>} */
export async function script(name) {
  return cargo.scripts[name] ?? import(name);
}

/** Whether a file lies within the program. @param {string} path */
export function has(path) {
  return path in cargo.files;
}

/**
 * A file, as a web server answers it.
 * @param {string} path
 * @returns {Promise<Response>}
 */
export async function read(path) {
  const packed = cargo.files[path];
  if (packed !== undefined) return new Response(unpack(packed));
  if (cargo.complete) throw new Error(`${path} is not part of this file`);
  const address = addressOf(path);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response;
}

/** @param {string} path */
export function startWorker(path) {
  const text = cargo.workers[path];
  if (text !== undefined) return fromText(`globalThis.${FOLDER} = ${JSON.stringify(base)};\n${text}`);
  const address = addressOf(path);
  if (new URL(address).origin === self.origin) return new Worker(address, { type: "module" });
  // A worker's script must be of the page's own origin; what it imports need not. Until that is there, messages wait.
  return fromText(`const early = [];
    onmessage = (event) => early.push(event);
    import(${JSON.stringify(address)}).then(() => early.forEach((event) => onmessage(event)), (failure) => setTimeout(() => { throw failure; }));`);
}

/** A script, no module: pages opened as files, and frames without an origin, may start that. @param {string} text */
function fromText(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(address);
  // The worker has read it before it first answers.
  worker.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
  return worker;
}

/** @param {string} packed */
function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  return new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
}
