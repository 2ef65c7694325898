/* Beside the grid of a cross-impact matrix: the reason and the sources of the cell that is gone to, and whether a scenario is consistent,
   as one types. A scenario is consistent where no variant of a descriptor scores higher than the one that holds. */

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
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const about = new Map();
  const sent = Object.assign(document.createElement("input"), { type: "hidden", name: "about", value: "[]" });
  form.append(sent);
  let here = null;
  let timer = 0;

  const place = (td) => ({ actor: td.parentElement.dataset.actor, issue: heads[td.cellIndex - 1].dataset.issue });

  table.addEventListener("grid:at", ({ detail: td }) => {
    here = td;
    pane.hidden = false;
    const row = td.parentElement.cells[0];
    pane.querySelector("[data-cell]").textContent = `${row.title} → ${heads[td.cellIndex - 1].dataset.full}`;
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

  /** Note what was said of the cell that is gone to, and leave it with the server a little later. */
  function note(name, value) {
    here.dataset[name] = value;
    const key = place(here);
    const id = `${key.actor}>${key.issue}`;
    if (!about.has(id)) about.set(id, { ...key, values: {} });
    about.get(id).values[name] = value;
    sent.value = JSON.stringify([...about.values()]);
    clearTimeout(timer);
    timer = setTimeout(leave, 900);
  }

  /** Leave reasons with the server; the grid leaves the values. */
  async function leave() {
    const body = new FormData(form);
    body.delete("changes");
    await fetch(form.dataset.check, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {});
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
    const score = new Map(heads.map((head, c) => [head.dataset.issue, rows.reduce((sum, row) => sum + number(row.cells[c + 1]), 0)]));
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
    const verdict = scenario.querySelector("[data-verdict]");
    if (verdict.textContent !== words) verdict.textContent = words;
    for (const row of table.tBodies[0].rows) row.classList.toggle("holds", chosen.has(row.dataset.actor));
  }

  /** Say by colour how far a cell promotes or hinders. */
  function tint() {
    for (const td of table.tBodies[0].querySelectorAll("td")) {
      const value = number(td);
      td.dataset.tint = value > 0 ? `p${Math.min(3, value)}` : value < 0 ? `h${Math.min(3, -value)}` : "";
    }
  }

  table.addEventListener("grid:change", () => (tint(), weigh()));
  scenario.addEventListener("change", weigh);
  tint();
  weigh();
}
