/* What stands in a cell of a grid: how it is read, shown and checked. A column has kind ("number", "range": one number or three with
   semicolons, "choice", "date", "text"), low and high,
   and words, a Map from what the dossier writes to what a reader sees. */

const french = document.documentElement.lang === "fr";

/** Return the heads of the columns of a grid: those of its lowest row, above its cells. */
export function headsOf(table) {
  return [...table.tHead.querySelectorAll("th[data-col]")];
}

/** Return the columns of a grid from its head. */
export function columnsOf(table) {
  return headsOf(table).map((head) => ({
    ...head.dataset,
    title: head.textContent.trim(),
    words: new Map((head.dataset.choices ?? "").split(";").filter(Boolean).map((pair) => pair.split(/=(.*)/s).slice(0, 2))),
  }));
}

/** Return the cells of text that was copied from a spreadsheet: rows of cells, with quoted cells that hold tabs or line ends. */
export function cellsOf(text) {
  const rows = [[]];
  const pattern = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\r|\n|$)/g;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const quoted = match[1].startsWith('"') && match[1].endsWith('"') && match[1].length > 1;
    rows.at(-1).push((quoted ? match[1].slice(1, -1).replaceAll('""', '"') : match[1]).trim());
    if (match[2] === "") break;
    if (match[2] !== "\t") rows.push([]);
  }
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === "") rows.pop();
  return rows;
}

/** Return a number as the dossier writes it: a decimal comma becomes a point, blanks between thousands go. */
function plainNumber(text) {
  const tight = text.replace(/[\s\u00a0\u202f]/g, "");
  return /^[+-]?\d*[.,]?\d+$/.test(tight) ? tight.replace(",", ".") : text;
}

/** Return typed text as the dossier writes it. */
export function read(text, column) {
  const plain = text.trim();
  if (column.kind === "number") return plainNumber(plain);
  if (column.kind === "range") return plain.split(";").map((part) => plainNumber(part.replace("\u2212", "-"))).join("; ");
  if (column.kind !== "choice" || column.words.has(plain)) return plain;
  const meant = [...column.words].find(([, word]) => word.localeCompare(plain, undefined, { sensitivity: "base" }) === 0);
  return meant ? meant[0] : plain;
}

/** Return what the dossier writes as a reader sees it. */
export function shown(text, column) {
  if (column.kind === "choice") return column.words.get(text) ?? text;
  return column.kind === "number" && french && text !== "" ? text.replace(".", ",") : text;
}

/** Return what is wrong with text as far as the page can tell, in the words of the page; nothing where nothing is. */
export function fault(text, column, words) {
  if (text === "") return "";
  if (column.kind === "number") {
    if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) return words.number.replace("{found}", text);
    if (Number(text) < Number(column.low) || Number(text) > Number(column.high))
      return words.range.replace("{found}", text).replace("{low}", column.low).replace("{high}", column.high);
  }
  if (column.kind === "range") {
    const parts = text.split(";").map((part) => part.trim());
    const right = [1, 3].includes(parts.length) && parts.every((part) => /^[+-]?\d+$/.test(part) && Math.abs(Number(part)) <= Number(column.high));
    if (!right || parts.some((part, k) => k && Number(part) < Number(parts[k - 1]))) return words.range.replace("{found}", text).replace("{high}", column.high);
  }
  if (column.kind === "date" && !/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text)) return words.date.replace("{found}", text);
  if (column.kind === "choice" && !column.words.has(text))
    return words.choice.replace("{found}", text).replace("{allowed}", [...column.words.values()].join(", "));
  return "";
}
