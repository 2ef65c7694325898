/* What every page loads. Each part only adds: a page without scripts still works. */

import "./theme.js";
import "./menu.js";
import "./table.js";

if (document.querySelector(".tiers")) import("./tiers.js");
if (document.querySelector("form[data-tally]")) import("./tally.js");
if (document.querySelector("[data-suggest], [data-filter-words]")) import("./suggest.js");
if (document.querySelector("[data-interact]")) import("./vega.js");
