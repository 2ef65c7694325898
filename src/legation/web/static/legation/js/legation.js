/* What every page loads. Each part only adds: a page without scripts still works.

   html[data-ready] says that the page has loaded and that every part which it needs listens. */

import "./theme.js";
import "./menu.js";
import "./table.js";
import "./post_old.js";

const PARTS = [
  ["[data-palette]", "./palette.js"],
  [".tiers", "./tiers.js"],
  ["form[data-tally]", "./tally.js"],
  ["[data-filter-words]", "./choices.js"],
  [".picker[data-pick]", "./picker.js"],
  ["figure[data-marks]", "./figures.js"],
  ["#source-panel", "./source.js"],
  ["form[data-model]", "./model.js"],
  ["textarea[data-long]", "./long_paste.js"],
  ["button[aria-keyshortcuts]", "./keys.js"],
  ['form[action$="/account/logout/"]', "./sign_out.js"],
];
/** Load the parts that the page needs; a part that is there is not loaded again. */
const needed = () => PARTS.filter(([selector]) => document.querySelector(selector)).map(([, part]) => import(part));
document.addEventListener("htmx:load", needed); // what arrives later may need more

/** The service worker says where the site cannot be reached; a browser without one, or without a safe connection, does without. */
const worker = document.querySelector("link[rel=manifest]");
if (worker && "serviceWorker" in navigator) navigator.serviceWorker.register(new URL("sw.js", worker.href)).catch(() => {});

const parts = needed();
const loaded = new Promise((done) => (document.readyState === "complete" ? done() : addEventListener("load", done)));
Promise.all([...parts, loaded]).then(() => (document.documentElement.dataset.ready = ""));
