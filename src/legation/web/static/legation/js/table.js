/* Sort and filter of table[data-sortable], in place; on a telephone any table.table that is too wide becomes cards (data-label names the column).

   A head cell becomes a button, unless it holds a link (then the server sorts) or has data-plain. A cell sorts by data-value, else by the
   date of its <time>, else by its text; empty cells stay last. data-filter names the search field by a selector: a row is shown when it
   holds every word of the field, accents and case ignored. <output for="…" data-one="{n} of {all}" data-other="{n} of {all}">, beside the
   field, says how many. Rows are sorted within their <tbody>. */

const lang = document.documentElement.lang || "en";
const collator = new Intl.Collator(lang, { numeric: true, sensitivity: "base" });
const plural = new Intl.PluralRules(lang);
const figures = new Intl.NumberFormat(lang);
const parts = new Intl.NumberFormat(lang).formatToParts(-12345.6);
const decimal = parts.find((part) => part.type === "decimal")?.value ?? ".";

/** Return the text as a number, as this language writes it, or null. */
export function number(text) {
  const plain = text.replace(/[\u2212\u2013]/g, "-").replace(/[\s\u00a0\u202f]/g, "");
  const dotted = decimal === "," ? plain.replace(",", ".") : plain.replace(/,(?=\d{3})/g, "");
  return /^[-+]?\d+(\.\d+)?%?$/.test(dotted) ? Number.parseFloat(dotted) : null;
}

const letters = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", "’": "'" };

/** Return the text without case, accents and joined letters, for a search; the server folds in the same way. */
export function folded(text) {
  return text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[œæßøłđ’]/g, (letter) => letters[letter]);
}

function content(cell) {
  if (!cell) return "";
  return cell.dataset.value ?? cell.querySelector("time[datetime]")?.dateTime ?? cell.textContent.trim();
}

/** Return the number of a cell; data-value is always written with a point. */
function measured(cell) {
  if (!cell) return null;
  if (cell.dataset.value === undefined) return number(content(cell));
  return cell.dataset.value.trim() !== "" && Number.isFinite(Number(cell.dataset.value)) ? Number(cell.dataset.value) : null;
}

function order(table, column, descending) {
  for (const body of table.tBodies) {
    const rows = [...body.rows].map((row) => ({ row, text: content(row.cells[column]), value: measured(row.cells[column]) }));
    const filled = rows.filter(({ text }) => text !== "");
    const numeric = filled.every(({ value }) => value !== null);
    filled.sort((a, b) => (descending ? -1 : 1) * (numeric ? a.value - b.value : collator.compare(a.text, b.text)));
    body.append(...filled.map(({ row }) => row), ...rows.filter(({ text }) => text === "").map(({ row }) => row));
  }
}

function sortable(table) {
  const heads = [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [])];
  heads.forEach((head, column) => {
    if (head.querySelector("a, button") || head.hasAttribute("data-plain") || head.colSpan > 1 || !head.textContent.trim()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    if (!head.hasAttribute("aria-sort")) head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      const first = head.classList.contains("num") ? "descending" : "ascending";
      const second = first === "ascending" ? "descending" : "ascending";
      const next = now === first ? second : first;
      for (const other of heads) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", next);
      order(table, column, next === "descending");
    });
  });
}

function filterable(table, field) {
  const output = field.id ? document.querySelector(`output[for="${CSS.escape(field.id)}"]`) : null;
  const apply = () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    let shown = 0;
    for (const row of rows) {
      const text = words.length ? folded(row.textContent) : "";
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    if (!output) return;
    const form = (plural.select(shown) === "one" && output.dataset.one) || output.dataset.other || "{n} / {all}";
    output.textContent = form.replace("{n}", figures.format(shown)).replace("{all}", figures.format(rows.length));
    output.hidden = false;
  };
  field.addEventListener("input", apply);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  if (field.value || output) apply();
}

const narrow = matchMedia("(max-width: 599.98px)");

/** Name the cells of a table by their columns; false where a head of several rows or columns leaves it open which. */
function named(table) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const rows = [...table.tBodies, ...(table.tFoot ? [table.tFoot] : [])].flatMap((body) => [...body.rows]);
  if (table.tHead?.rows.length !== 1 || heads.some(({ colSpan }) => colSpan > 1)) return false;
  table.setAttribute("role", "table");
  for (const row of rows) {
    row.setAttribute("role", "row");
    let column = 0;
    for (const cell of row.cells) {
      const label = heads[column]?.textContent.trim();
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      if (label && cell.tagName === "TD" && cell.colSpan === 1) cell.dataset.label = label;
      if (!cell.textContent.trim() && !cell.querySelector("input, select, textarea, button, img, svg")) cell.dataset.bare = "";
      column += cell.colSpan;
    }
  }
  return true;
}

/** Show a table that is too wide for a telephone as cards, one a row. */
function fit(table) {
  table.classList.remove("cards");
  const room = table.closest(".scroll") ?? table.parentElement;
  if (narrow.matches && table.scrollWidth > room.clientWidth + 1 && named(table)) table.classList.add("cards");
}

const fitAll = () => document.querySelectorAll("table.table").forEach(fit);
narrow.addEventListener("change", fitAll);
document.addEventListener("toggle", (event) => event.target.open && event.target.querySelectorAll("table.table:not(.cards)").forEach(fit), true);

/** Make the tables inside an element sort and filter; each once. */
export function enhance(place) {
  for (const table of place.querySelectorAll("table[data-sortable]:not([data-ready])")) {
    table.dataset.ready = "";
    sortable(table);
    const field = table.dataset.filter && document.querySelector(table.dataset.filter);
    if (field) filterable(table, field);
  }
  for (const table of place.querySelectorAll("table.table")) fit(table);
}

enhance(document);
document.addEventListener("htmx:load", () => enhance(document));
