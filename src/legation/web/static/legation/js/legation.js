/* What every page loads. Each part only adds: a page without scripts still works.

   html[data-ready] says that the page has loaded and that every part which it needs listens. */

import "./theme.js";
import "./menu.js";
import "./table.js";

const has = (selector) => document.querySelector(selector) !== null;
const parts = [
  has(".tiers") && import("./tiers.js"),
  has("form[data-tally]") && import("./tally.js"),
  has("[data-suggest], [data-filter-words]") && import("./suggest.js"),
  has("[data-interact]") && import("./vega.js"),
];
const loaded = new Promise((done) => (document.readyState === "complete" ? done() : addEventListener("load", done)));
Promise.all([...parts, loaded]).then(() => (document.documentElement.dataset.ready = ""));
