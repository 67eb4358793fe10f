/**
 * Outside the modules: says why the program did not start, where none of it could, and shows the first lab as a picture. What fails later
 * is told by the program itself.
 */
{
  const labs = () => document.querySelector("body.waiting, rankscope-lab:not(:defined)");

  /** @param {string} why */
  const tell = (why) => {
    const place = labs();
    if (!place || document.getElementById("unstarted")) return;
    const words = document.createElement("p");
    words.id = "unstarted";
    words.setAttribute("role", "alert");
    words.textContent = `The program did not start: ${why}. Reloading the page may help.`;
    const picture = document.createElement("img");
    picture.alt = "The first lab as it begins";
    picture.style.width = "min(100%, 960px)";
    picture.src = "www/pkg/posters/attention.svg";
    const headline = document.getElementById("headline");
    if (headline) headline.textContent = "Nothing can be computed here.";
    document.body.classList.replace("waiting", "dead");
    const into = document.getElementById("study") ?? document.body;
    into.append(words, picture);
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
