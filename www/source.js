/** Where the program's own files come from. Paths are relative to `www/`. */

/**
 * Another place than beside the program; what it does not answer lies beside.
 * @typedef {object} Place
 * @property {string | undefined} base the folder that holds the rest, if it is another; empty if there is none
 * @property {(path: string) => boolean} has
 * @property {(path: string) => Promise<Response> | undefined} read
 * @property {(name: string) => any} script
 * @property {(path: string) => Worker | undefined} worker
 */

/** @type {Place | undefined} */
let place;

/** @param {Place} other */
export function lookIn(other) {
  place = other;
}

/** Whether a file lies in the other place. @param {string} path */
export const has = (path) => place?.has(path);

/** Whether anything may lie beside. */
export const hasFolder = () => place?.base !== "";

/** @param {string} path */
export const addressOf = (path) => new URL(path, place?.base ?? import.meta.url).href;

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
export const startWorker = (path) => place?.worker(path) ?? new Worker(addressOf(path), { type: "module" });
