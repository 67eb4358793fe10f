/** The lines that put a state into another page: one entry per host, used by the page, the documentation and the tests. */

/**
 * What a snippet is made of.
 * @typedef {object} Subject
 * @property {string} base where Rankscope lies, with a slash at the end
 * @property {string} state the state string
 * @property {string} title in words, for the frame
 * @property {string} controls ids with commas, or empty for all
 * @property {string} figures ids with commas, or empty for all
 * @property {string} [integrity] the hash of `rankscope.inline.js`, where it is known
 * @property {Still} [still] a picture for whoever cannot run the lab
 */
/** @typedef {{ file: string, alt: string }} Still a file beside the page, and its words */
/** @typedef {{ id: string, name: string, note: string, write: (subject: Subject) => string }} Snippet */

/** Where this page lies, and the hash of the script that is published beside it. @returns {Pick<Subject, "base" | "integrity">} */
export const here = () => ({
  base: location.href.split(/[?#]/)[0]?.replace(/[^/]*$/, "") ?? "",
  integrity: document.querySelector('meta[name="rankscope.inline.js"]')?.getAttribute("content") ?? undefined,
});

const SANDBOX = "allow-scripts allow-same-origin allow-downloads allow-popups";

/** Safe within double quotes of HTML. @param {string} text */
const attribute = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** @param {Still} still */
const picture = ({ file, alt }) => `<img src="${attribute(file)}" alt="${attribute(alt)}" style="max-width: 100%">`;

/** @param {Subject} subject */
function element({ state, title, controls, figures, still }) {
  const list = (/** @type {string} */ name, /** @type {string} */ ids) => (ids ? ` ${name}="${attribute(ids)}"` : "");
  return `<rankscope-lab state="${attribute(state)}"${list("controls", controls)}${list("figures", figures)}>${still ? picture(still) : attribute(title)}</rankscope-lab>`;
}

/** @param {Subject} subject @param {string} source the attribute that holds the address @param {string} [more] */
function frame({ base, state, title, still }, source, more = "") {
  const without = still ? `\n<noscript>${picture(still)}</noscript>` : "";
  return `<iframe ${source}="${attribute(`${base}embed.html#${state}`)}" title="${attribute(title)}" width="100%" height="520" style="border: 0" allow="fullscreen; clipboard-write"${more}></iframe>${without}`;
}

/** @param {Subject} subject */
function html(subject) {
  const seal = subject.integrity ? ` integrity="${attribute(subject.integrity)}" crossorigin="anonymous"` : "";
  return `<script type="module" src="${attribute(subject.base)}rankscope.inline.js"${seal}></script>\n${element(subject)}`;
}

/** @type {Snippet[]} */
export const SNIPPETS = [
  { id: "html", name: "HTML", note: "Any page that may run scripts; one file for the labs attention, spectrum and matrix, which fetches others from beside it.", write: html },
  { id: "iframe", name: "iframe", note: "Canvas, Moodle, Notion, and wherever scripts are refused.", write: (subject) => frame(subject, "src", ` loading="lazy" sandbox="${SANDBOX}"`) },
  { id: "quarto", name: "Quarto", note: "A raw block of HTML.", write: (subject) => `\`\`\`{=html}\n${html(subject)}\n\`\`\`` },
  { id: "myst", name: "MyST", note: "The anywidget directive of MyST and Jupyter Book 2.", write: ({ base, state, controls, figures }) => `\`\`\`{anywidget} ${base}widget.js\n${JSON.stringify({ state, controls, figures })}\n\`\`\`` },
  { id: "reveal", name: "reveal.js", note: "Loads with its slide; the link holds the state.", write: (subject) => frame(subject, "data-src", " data-preload") },
  { id: "jupyter", name: "Jupyter", note: "Jupyter, Colab, VS Code and marimo, with the package rankscope.", write: ({ state, controls, figures }) => `from rankscope import RankscopeLab\n\nRankscopeLab(state=${JSON.stringify(state)}, controls=${JSON.stringify(controls)}, figures=${JSON.stringify(figures)})` },
  { id: "observable", name: "Observable", note: "Two cells; the value of the second is the element.", write: (subject) => `rankscope = import(${JSON.stringify(`${subject.base}rankscope.js`)})\n\nviewof lab = html\`${element(subject).replace(/[\\`]|\$\{/g, "\\$&")}\`` },
  { id: "link", name: "Link", note: "The whole page with this state.", write: ({ base, state }) => `${base}#${state}` },
];
