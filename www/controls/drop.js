/** Paste and drop anywhere on the page. */

import { byId } from "../core/dom.js";

/**
 * @param {{ files: (files: File[]) => void, text: (text: string) => void }} take
 */
export function acceptAnywhere(take) {
  const veil = byId("drop-veil");
  let depth = 0;
  const carries = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.some((type) => type === "Files" || type === "text/plain") ?? false;
  addEventListener("dragenter", (event) => {
    if (!carries(event)) return;
    depth += 1;
    veil.hidden = false;
  });
  addEventListener("dragleave", () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) veil.hidden = true;
  });
  addEventListener("dragover", (event) => {
    if (carries(event) && !inText(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    depth = 0;
    veil.hidden = true;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0 && inText(event)) return;
    event.preventDefault();
    const text = event.dataTransfer?.getData("text/plain");
    // A folder is a file without content; what is in it is asked for while the drop lasts.
    const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry?.());
    if (entries.some((entry) => entry?.isDirectory)) inFolders(entries).then(take.files);
    else if (files.length > 0) take.files(files);
    else if (text) take.text(text);
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 && inText(event)) return;
    const text = event.clipboardData?.getData("text/plain");
    if (files.length > 0) take.files(files);
    else if (text?.trim()) take.text(text);
  });
}

/** The files of folders, without those in folders below. @param {(FileSystemEntry | null | undefined)[]} entries @returns {Promise<File[]>} */
async function inFolders(entries) {
  const list = async (/** @type {any} */ entry) => {
    const asked = (/** @type {string} */ method, /** @type {any} */ of) => new Promise((resolve, reject) => of[method](resolve, reject));
    if (!entry?.isDirectory) return entry ? [await asked("file", entry)] : [];
    const reader = entry.createReader();
    const found = [];
    for (let part = await asked("readEntries", reader); part.length > 0; part = await asked("readEntries", reader)) found.push(...part);
    return Promise.all(found.filter((one) => one.isFile).map((one) => asked("file", one)));
  };
  return (await Promise.all(entries.map(list))).flat();
}

/** A text field takes its own paste. @param {Event} event */
function inText(event) {
  return event.target instanceof Element && event.target.closest("input, textarea") !== null;
}
