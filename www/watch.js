/**
 * Outside the modules: says why the program did not start, where none of it could, and shows the first lab as a picture. What fails later
 * is told by the program itself.
 */
{
  const labs = () => document.querySelector("body.waiting, rankscope-lab:not(:defined)");

  /** The lab that the link names, or the first one. @param {Element} into */
  const picture = async (into) => {
    const folder = "www/pkg/posters/";
    const posters = await (await fetch(`${folder}index.json`)).json();
    const lab = new URLSearchParams(location.hash.slice(1)).get("lab");
    const one = posters.find((/** @type {{ lab: string }} */ other) => other.lab === lab) ?? posters[0];
    const image = document.createElement("img");
    Object.assign(image, { src: folder + one.file, alt: one.alt, className: "poster", width: 960, height: 540 });
    Object.assign(image.style, { maxWidth: "100%", height: "auto" });
    into.append(image);
  };

  /** @param {string} why */
  const tell = (why) => {
    const place = labs();
    if (!place || document.getElementById("unstarted")) return;
    const words = document.createElement("p");
    words.id = "unstarted";
    words.setAttribute("role", "alert");
    words.textContent = `The program did not start: ${why}. Reloading the page may help.`;
    const headline = document.getElementById("headline");
    if (headline) headline.textContent = "Nothing can be computed here.";
    document.body.classList.replace("waiting", "dead");
    const into = document.getElementById("study") ?? document.body;
    into.append(words);
    picture(into).catch(console.warn);
    if (parent !== window) parent.postMessage({ type: "rankscope:error", code: "load", message: words.textContent }, "*");
  };

  // What does not arrive makes an event at its element, which does not rise; what throws, one at the window.
  addEventListener("error", ({ target, message }) => {
    if (target instanceof HTMLScriptElement) tell(`${target.src || "its script"}, or a file that it needs, did not arrive`);
    else if (message) tell(message);
  }, true);
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
    if (/^(script|worker|require-trusted)/.test(violatedDirective)) setTimeout(() => tell(`the policy of this page (${violatedDirective}) refuses ${blockedURI}`), 3000);
  });
}
