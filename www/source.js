/** Where the program's own files come from. Paths are relative to `www/`. */

/** The global name under which a worker that has no address of its own finds the folder. */
export const FOLDER = "rankscopeFolder";

/**
 * Another place than beside the program; what it does not answer lies beside.
 * @typedef {object} Place
 * @property {(path: string) => boolean} has
 * @property {(path: string) => Promise<Response> | undefined} read
 * @property {(name: string) => any} script
 * @property {(path: string, base: string) => Worker | undefined} worker
 * @property {boolean} complete whether there is nothing beside the program
 */

/** The folder that holds the files; nothing lies beside a script that has no address, as in notebooks. @type {string} */
let base = /** @type {any} */ (globalThis)[FOLDER] ?? folder("./", import.meta.url);

/** @type {Place | undefined} */
let place;

/** @param {string} path @param {string} from */
function folder(path, from) {
  return /^(blob|data):/.test(from) ? "" : new URL(path, from).href;
}

/** @param {string} path @param {string} from */
export function lieIn(path, from) {
  base = folder(path, from);
}

/** @param {Place} other */
export function lookIn(other) {
  place = other;
}

/** Whether anything may lie beside. */
export const hasFolder = () => base !== "" && !place?.complete;

/** Whether a file lies in the other place. @param {string} path */
export const has = (path) => place?.has(path) ?? false;

/** @param {string} path */
export function addressOf(path) {
  if (!base) throw new Error(`${path} is not part of this file`);
  return new URL(path, base).href;
}

/** A script's name for `script`, here or in a worker. @param {string} path */
export const nameOf = (path) => (place?.script(path) ? path : addressOf(path));

/** A script as a module. @param {string} name @returns {Promise<any>} */
export const script = async (name) => place?.script(name) ?? import(name);

/**
 * A file, as a web server answers it.
 * @param {string} path
 * @returns {Promise<Response>}
 */
export async function read(path) {
  const found = place?.read(path);
  if (found) return found;
  const address = addressOf(path);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response;
}

/** @param {string} path */
export const startWorker = (path) => place?.worker(path, base) ?? new Worker(addressOf(path), { type: "module" });
