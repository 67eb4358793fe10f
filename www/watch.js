/** Outside the modules: says why the program did not start, and shows a lab as a picture. What fails later it tells by itself. */
{
  /** @param {string} why */
  const tell = async (why) => {
    const waiting = document.querySelector("body.waiting, rankscope-lab:not(:defined)");
    if (!waiting) return;
    document.body.classList.replace("waiting", "dead");
    const into = document.getElementById("study") ?? document.body;
    into.append(Object.assign(document.createElement("p"), { role: "alert", textContent: `The program did not start: ${why}. Reloading may help.` }));
    const folder = "www/pkg/posters/";
    const posters = await (await fetch(`${folder}index.json`)).json();
    const one = posters.find((/** @type {{ lab: string }} */ { lab }) => location.hash.includes(`lab=${lab}`)) ?? posters[0];
    into.append(Object.assign(document.createElement("img"), { src: folder + one.file, alt: one.alt, width: 640, height: 360 }));
  };

  // What does not arrive makes an event at its element, which does not rise; what throws, one at the window.
  addEventListener("error", ({ target, message }) => {
    if (message || target instanceof HTMLScriptElement) tell(message || "a script did not arrive").catch(console.warn);
  }, true);
}
