/** Where the program's own files come from. Paths are relative to `www/`. */

/**
 * Another place than beside the program; what it does not answer lies beside.
 * @typedef {object} Place
 * @property {boolean} complete whether nothing lies beside
 * @property {(path: string) => boolean} has
 * @property {(path: string) => Promise<Response> | undefined} read
 * @property {(name: string) => any} script
 * @property {(path: string) => Worker | undefined} worker
 */

/** @type {Place | undefined} */
let place;

/** The folder that holds the program's files; empty where there is none. @type {string | undefined} */
let base;

/** Nothing lies beside a script that has no address, as in notebooks. The first to say where the folder is decides. @param {string} path @param {string | undefined} from */
export function setFolder(path, from) {
  base ??= from === undefined || /^(blob|data):/.test(from) ? "" : new URL(path, from).href;
}

/** @param {Place} other */
export function useSource(other) {
  place = other;
}

/** Whether a file lies in the other place. @param {string} path */
export const has = (path) => place?.has(path);

/** Whether anything may lie beside. */
export const hasFolder = () => Boolean(base) && !place?.complete;

/** The folder as it was set. */
export const folder = () => base ?? "";

/** @param {string} path */
export function addressOf(path) {
  if (!hasFolder()) throw new Error(`${path} is not part of this file`);
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
export const startWorker = (path) => place?.worker(path) ?? new Worker(trusted(addressOf(path)), { type: "module" });

/** @type {{ createScriptURL(address: string): any } | undefined} */
let policy;

/**
 * An address of our own making, for pages that let workers start from trusted addresses only. A page that allows no policy of the name
 * `rankscope` refuses the worker, and that is told.
 * @param {string} address
 * @returns {string}
 */
export function trusted(address) {
  const { trustedTypes } = /** @type {any} */ (globalThis);
  if (!trustedTypes) return address;
  try {
    policy ??= trustedTypes.createPolicy("rankscope", { createScriptURL: (/** @type {string} */ one) => one });
  } catch (failure) {
    console.warn(failure);
  }
  return policy?.createScriptURL(address) ?? address;
}
