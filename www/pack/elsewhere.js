/** What a build packs in, and workers for pages of other origins. */

import { addressOf, folder, setFolder, trusted, useSource } from "../core/source.js";

/**
 * @typedef {object} Cargo
 * @property {Record<string, () => BodyInit>} files each unpacks itself
 * @property {Record<string, any>} scripts modules
 * @property {Record<string, string>} workers scripts that workers start with, as text
 * @property {boolean} complete whether there is nothing else beside the program
 */

/**
 * The global name under which a page says where the folder is, if it does not lie beside the program: a bundler may not leave a program
 * its address. A worker that has no address of its own finds the folder there, too.
 */
const FOLDER = "rankscopeFolder";

/** @type {string | undefined} */
const told = /** @type {any} */ (globalThis)[FOLDER];
if (told !== undefined) setFolder(told, told ? location.href : undefined);

/** @param {Cargo} cargo */
export function carry({ files, scripts, workers, complete }) {
  useSource({
    complete,
    has: (path) => path in files,
    read: (path) => files[path] && Promise.resolve(files[path]()).then((file) => new Response(file)),
    script: (name) => scripts[name],
    worker(path) {
      const text = workers[path];
      if (text !== undefined) return fromText(`globalThis.${FOLDER} = ${JSON.stringify(complete ? "" : folder())};\n${text}`);
      const address = addressOf(path);
      if (new URL(address).origin === self.origin) return undefined;
      // A worker's script must be of the page's own origin; what it imports need not. Until that is there, messages wait.
      return fromText(`const early = [];
        onmessage = (event) => early.push(event);
        import(${JSON.stringify(address)}).then(() => early.forEach((event) => onmessage(event)), (failure) => setTimeout(() => { throw failure; }));`);
    },
  });
}

// Nothing is packed in, unless a build says so.
carry({ files: {}, scripts: {}, workers: {}, complete: false });

/** A script, no module: pages opened as files, and frames without an origin, may start that. @param {string} text */
function fromText(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(trusted(address));
  // The worker has read it before it first answers.
  worker.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
  return worker;
}
