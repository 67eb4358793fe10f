// Runs in the page's worker before its own script, and tells the page when the engine did what.

const now = () => performance.timeOrigin + performance.now();
let notes = [];
const note = (name, begin, end = now()) => notes.push({ name, begin, end });

addEventListener("message", async ({ data }) => {
  if (data.type === "open") note("received", now());
  if (data.type !== "engine") return;
  const { Engine } = await import(data.builds[0].glue);
  for (const name of ["open", "advance", "report", "figures"]) {
    const plain = Engine.prototype[name];
    Engine.prototype[name] = function (...args) {
      const begin = now();
      const result = plain.apply(this, args);
      note(name, begin);
      return result;
    };
  }
});

const plain = postMessage.bind(globalThis);
globalThis.postMessage = (message, transfer) => {
  const begin = now();
  plain(message, transfer);
  note("post", begin);
  plain({ type: "notes", notes });
  notes = [];
};
