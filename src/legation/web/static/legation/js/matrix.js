/* Beside the grid of a cross-impact matrix: the reason and the sources of the cell that is gone to, and whether a scenario is consistent,
   as one types. A scenario is consistent where no variant of a descriptor scores higher than the one that holds. */

import { headsOf } from "./cells.js";

const grid = document.querySelector("#grid[data-layout=matrix]");
if (grid) start(grid);

function start(table) {
  const form = document.querySelector("#grid-form");
  const pane = document.querySelector("#cell-pane");
  const scenario = document.querySelector("#scenario");
  const fields = { reason: "#cell-reason", confidence: "#cell-confidence" };
  const sources = pane.querySelector(".picker");
  const cited = new Map([...document.querySelectorAll("#cell-cited > li")].map((item) => [item.dataset.id, item.textContent]));
  const inputs = Object.fromEntries(Object.entries(fields).map(([name, selector]) => [name, pane.querySelector(selector)]));
  const heads = headsOf(table);
  const columns = new Map();
  for (const row of table.tBodies[0].rows) [...row.querySelectorAll("td")].forEach((td, c) => columns.set(td, c));
  const about = new Map();
  const sent = Object.assign(document.createElement("input"), { type: "hidden", name: "about", value: "[]" });
  form.append(sent);
  let here = null;
  let aimed = [];

  const rowOf = (td) => td.parentElement.querySelector("th:last-of-type");
  const headOf = (td) => heads[columns.get(td)];
  const place = (td) => ({ actor: td.parentElement.dataset.actor, issue: headOf(td).dataset.issue });

  /** Show to which row and which column a cell belongs. */
  function aim(td) {
    for (const head of aimed) head.classList.remove("aimed");
    aimed = td ? [rowOf(td), headOf(td)] : [];
    for (const head of aimed) head.classList.add("aimed");
  }
  table.addEventListener("mouseover", ({ target }) => aim(target.closest("td") ?? here));
  table.addEventListener("mouseleave", () => aim(here));

  table.addEventListener("grid:at", ({ detail: td }) => {
    here = td;
    pane.hidden = false;
    aim(td);
    table.closest(".scroll").scrollIntoView({ block: "nearest", behavior: "instant" }); // its headings stay within it: it is seen whole
    pane.querySelector("[data-cell]").textContent = `${rowOf(td).dataset.full} → ${headOf(td).dataset.full}`;
    for (const [name, input] of Object.entries(inputs)) input.value = td.dataset[name] ?? "";
    const ids = (td.dataset.evidence ?? "").split(" ").filter(Boolean);
    sources.dispatchEvent(new CustomEvent("picker:show", { detail: ids.map((id) => [id, cited.get(id) ?? id]) }));
  });

  pane.addEventListener("input", ({ target }) => {
    const name = Object.keys(inputs).find((one) => inputs[one] === target);
    if (here && name) note(name, target.value);
  });

  sources.addEventListener("picker:change", ({ detail }) => {
    for (const [id, name] of detail) cited.set(id, name);
    if (here) note("evidence", detail.map(([id]) => id).join(" "));
  });

  /** Note what was said of the cell that is gone to; the grid sends it with the values. */
  function note(name, value) {
    here.dataset[name] = value;
    const key = place(here);
    const id = `${key.actor}>${key.issue}`;
    if (!about.has(id)) about.set(id, { ...key, values: {} });
    about.get(id).values[name] = value;
    sent.value = JSON.stringify([...about.values()]);
    table.dispatchEvent(new Event("grid:more"));
  }

  /** Return the value of a cell: the one number, or the middle of three. */
  function number(td) {
    const parts = (td.dataset.v ?? td.textContent).split(";").map((part) => Number(part.trim()));
    return (parts.length === 3 ? parts[1] : parts[0]) || 0;
  }

  function weigh() {
    const lines = [...scenario.querySelectorAll("tr[data-descriptor]")];
    const chosen = new Set(lines.map((line) => line.querySelector("select").value));
    const rows = [...table.tBodies[0].rows].filter((row) => chosen.has(row.dataset.actor));
    if (rows.length !== chosen.size) return; // the matrix is not shown whole
    const bearing = rows.map((row) => row.querySelectorAll("td"));
    const score = new Map(heads.map((head, c) => [head.dataset.issue, bearing.reduce((sum, cells) => sum + number(cells[c]), 0)]));
    let moving = 0;
    for (const line of lines) {
      const select = line.querySelector("select");
      const own = score.get(select.value);
      const best = [...select.options].reduce((one, other) => (score.get(other.value) > score.get(one.value) ? other : one));
      const lack = score.get(best.value) - own;
      moving += lack > 0;
      line.querySelector("[data-score]").textContent = String(own);
      line.querySelector("[data-rival]").textContent = lack > 0 ? scenario.dataset.rather.replace("{rival}", best.textContent).replace("{lack}", String(lack)) : "";
    }
    const words = moving === 0 ? scenario.dataset.holds : scenario.dataset.moves.replace("{n}", String(moving));
    for (const verdict of document.querySelectorAll("[data-verdict]")) if (verdict.textContent !== words) verdict.textContent = words;
    for (const row of table.tBodies[0].rows) row.classList.toggle("holds", chosen.has(row.dataset.actor));
  }

  /** Say by colour how far a cell promotes or hinders. */
  function tint() {
    for (const td of columns.keys()) {
      const value = number(td);
      const tinted = value > 0 ? `p${Math.min(3, value)}` : value < 0 ? `h${Math.min(3, -value)}` : "";
      if (td.dataset.tint !== tinted) td.dataset.tint = tinted;
    }
  }

  table.addEventListener("grid:change", () => (tint(), weigh()));
  scenario.addEventListener("change", weigh);
  tint();
  weigh();
}
