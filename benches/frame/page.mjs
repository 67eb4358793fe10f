// Runs in the page before its own scripts. It wraps what the browser and the modules offer, so that the product needs no marks.

/** Notes when what happens between an input event and the last canvas drawn. */
export function watchPage() {
  const now = () => performance.timeOrigin + performance.now();
  /** What was noted since the last input. */
  let notes = [];
  const note = (name, begin, end = now()) => notes.push({ name, begin, end });
  /** @type {() => void} */
  let finished = () => {};
  let complete = false;

  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    constructor(address, options) {
      const imports = [`${location.origin}/benches/frame/worker.js`, String(address)];
      const script = imports.map((file) => `import ${JSON.stringify(file)};`).join("\n");
      super(URL.createObjectURL(new Blob([script], { type: "text/javascript" })), options);
    }

    postMessage(message, ...rest) {
      if (message.type === "open") note("asked", now());
      super.postMessage(message, ...rest);
    }

    set onmessage(handle) {
      super.onmessage = (event) => {
        const begin = now();
        const message = event.data;
        if (message.type === "notes") {
          notes.push(...message.notes);
          if (complete) finished();
          return;
        }
        note("decode", begin);
        const decoded = now();
        handle(event);
        if (message.type !== "answer") return;
        // The client tells the page in a microtask.
        queueMicrotask(() => note("dom", decoded));
        const { done, total } = message.answer.progress;
        complete = done >= total;
        drawn = false;
      };
    }
  };

  let drawn = false;
  const { port1, port2 } = new MessageChannel();
  const waiting = [];
  port1.onmessage = () => waiting.shift()?.();
  const nextFrame = requestAnimationFrame.bind(globalThis);
  // At once instead of at the next frame: the display's rhythm is not the page's speed.
  let atOnce = false;
  globalThis.requestAnimationFrame = (callback) => {
    const run = (time) => {
      const begin = now();
      callback(time);
      note("frame", begin);
      if (!atOnce) return;
      // What the browser does by itself before it shows a frame.
      const laying = now();
      document.body.getBoundingClientRect();
      note("layout", laying);
      drawn = true;
    };
    if (!atOnce) return nextFrame(run);
    waiting.push(() => run(performance.now()));
    port2.postMessage(0);
    return -1;
  };

  import(`${location.origin}/www/pkg/scalar/view.js`).then(({ Board }) => {
    for (const [name, label] of [["draw", (id) => `draw ${id}`], ["describe", () => "describe"], ["probe", () => "probe"]]) {
      const plain = Board.prototype[name];
      Board.prototype[name] = function (...args) {
        const begin = now();
        const result = plain.apply(this, args);
        note(label(args[0]), begin);
        return result;
      };
    }
  });

  const canvases = () => [...document.querySelectorAll("canvas")].filter((canvas) => canvas.width && canvas.height);

  /** Moves a slider, and answers everything that was noted until its figures were drawn and the page laid out. */
  globalThis.moveSlider = async (id, position) => {
    atOnce = true;
    notes = [];
    complete = drawn = false;
    const told = new Promise((done) => { finished = done; });
    const input = document.getElementById(id);
    input.value = String(position);
    const begin = now();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    note("input", begin);
    await told;
    while (!drawn) await new Promise((done) => setTimeout(done));
    const last = notes.findLast(({ name }) => name === "frame").end;
    // Drawing commands are only noted down; reading a pixel back makes the browser carry them out.
    for (const canvas of canvases()) {
      const start = now();
      canvas.getContext("2d").getImageData(0, 0, 1, 1);
      const { figure, thumb } = canvas.closest("[data-figure], [data-thumb]").dataset;
      note(`raster ${figure ?? `thumbnail ${thumb}`}`, start);
    }
    return { begin, drawn: last, notes };
  };
}
