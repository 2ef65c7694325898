/* The grid of positions, by keyboard like a sheet.

   Arrows, Home, End, Page keys move (with Shift they select); Enter, F2 or typing edits, Enter and Tab keep, Escape gives back; Delete empties;
   Ctrl+C and Ctrl+V exchange cells with a spreadsheet, whose rows may begin with the actor's name or id, below a head or not; Ctrl+D fills down; Ctrl+Z and Ctrl+Y undo and redo. Simple rules are checked at once, the
   rest by the server a moment later. Saving sends every changed position in one go; without scripts a plain form does it.

   A head cell has data-col, data-issue, data-kind, data-low, data-high, data-choices ("code=word;…"); a body cell shows its value, data-v is
   how the dossier writes it where that differs, data-was what is saved while a change is not. The form's data-asked says whether the server has
   "answered" about the changes, or is asked "now" or "later"; where it stores what it checks, a cell that is undone is sent again. The form may
   have data-failed, what is said where the server is not reached. The table says "grid:at" with the cell that is gone to, "grid:change" when
   cells have changed; it is told "grid:more" when the form has more to send than cells. */

import { cellsOf, columnsOf, fault, read, shown } from "./cells.js";
import { lookup } from "./popup.js";

const grid = document.querySelector("#grid");
if (grid) start(grid);

function start(table) {
  const form = document.querySelector("#grid-form");
  const said = document.querySelector("#grid-said");
  const columns = columnsOf(table);
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].filter((one) => one.matches("td")));
  if (!rows.length) return;
  const saved = new Map();
  const stored = new Map(); // what the server has of a cell, where it stores what it checks
  const wrong = new Map();
  const past = [];
  const future = [];
  const at = { row: 0, column: 0 };
  const from = { row: 0, column: 0 };
  let editor = null;
  let unhelp = () => {};
  let timer = 0;
  let version = 0;
  let leaving = false;
  let left = 0; // the version that the server has
  let more = false;
  let asked = Promise.resolve();
  let note = "";

  const cell = (place) => rows[place.row][place.column];
  const raw = (td) => td.dataset.v ?? td.textContent;
  const counted = (words, n) => words.replace("{n}", new Intl.NumberFormat(document.documentElement.lang).format(n));

  const ready = (line, r) =>
    line.forEach((td, c) => {
      td.tabIndex = -1;
      td.dataset.at = `${r},${c}`;
      if (columns[c].kind === "number" || columns[c].kind === "range") td.classList.add("num");
      if (td.dataset.was !== undefined) saved.set(td, td.dataset.was);
      if (td.title) wrong.set(td, td.title);
    });
  rows.forEach(ready);
  cell(at).tabIndex = 0;

  function mark(td, words) {
    if (words) wrong.set(td, words);
    else wrong.delete(td);
    td.classList.toggle("invalid", Boolean(words));
    td.title = words;
    if (words) td.setAttribute("aria-invalid", "true");
    else td.removeAttribute("aria-invalid");
  }

  function judge(row) {
    const line = rows[row];
    line.forEach((td, c) => mark(td, fault(raw(td), columns[c], table.dataset)));
    const order = ["low", "value", "high"].map((name) => columns.findIndex((column) => column.col === name));
    if (order.includes(-1) || columns.filter((column) => column.col === "value").length > 1) return;
    const known = order.filter((c) => raw(line[c]) !== "" && !wrong.has(line[c]));
    known.slice(1).forEach((c, k) => {
      if (Number(raw(line[c])) < Number(raw(line[known[k]]))) mark(line[c], table.dataset.order);
    });
  }

  function write(td, text) {
    const column = columns[Number(td.dataset.at.split(",")[1])];
    if (!saved.has(td)) saved.set(td, raw(td));
    const words = shown(text, column);
    td.textContent = words;
    if (words === text) delete td.dataset.v;
    else td.dataset.v = text;
    if (saved.get(td) === text) saved.delete(td);
    td.classList.toggle("edited", saved.has(td));
  }

  /** Write several cells as one step that can be undone. */
  function change(steps) {
    const real = steps.map(([td, text]) => ({ td, before: raw(td), after: text })).filter(({ before, after }) => before !== after);
    if (!real.length) return;
    past.push(real);
    future.length = 0;
    note = "";
    settle(real.map(({ td, after }) => [td, after]));
  }

  function settle(steps) {
    for (const [td, text] of steps) write(td, text);
    for (const row of new Set(steps.map(([td]) => Number(td.dataset.at.split(",")[0])))) judge(row);
    report();
    table.dispatchEvent(new Event("grid:change"));
    later();
  }

  /** Ask the server in a moment. */
  function later() {
    version += 1;
    form.dataset.asked = "later";
    clearTimeout(timer);
    timer = setTimeout(ask, 700);
  }
  table.addEventListener("grid:more", () => ((more = true), later()));

  function turn(stack, other, which) {
    const step = stack.pop();
    if (!step) return;
    other.push(step);
    settle(step.map((part) => [part.td, part[which]]));
    go(...step[0].td.dataset.at.split(",").map(Number));
  }
  const undo = () => turn(past, future, "before");
  const redo = () => turn(future, past, "after");

  function report(more = note) {
    const parts = [saved.size ? counted(table.dataset.changed, saved.size) : "", wrong.size ? counted(table.dataset.wrong, wrong.size) : "", more];
    said.textContent = parts.filter(Boolean).join(" ");
    for (const [id, stack] of [["#grid-undo", past], ["#grid-redo", future]]) {
      const button = document.querySelector(id);
      button.hidden = !past.length && !future.length;
      button.disabled = !stack.length;
    }
  }

  /** Return the changes by position, as the server takes them, and the cells of each. */
  function changes() {
    const changed = new Map();
    const undone = [...stored].filter(([td, text]) => !saved.has(td) && raw(td) !== text).map(([td]) => td);
    for (const td of [...saved.keys(), ...undone]) {
      const [r, c] = td.dataset.at.split(",").map(Number);
      const line = rows[r][0].parentElement.dataset;
      const column = columns[c];
      const row = td.dataset.row ?? line.row ?? "";
      const key = row || `${line.actor}|${column.issue}|${r}`;
      if (!changed.has(key)) changed.set(key, { change: { row, actor: line.actor, issue: column.issue, values: {} }, cells: {} });
      changed.get(key).change.values[column.col] = raw(td);
      changed.get(key).cells[column.col] = td;
      changed.get(key).line = rows[r];
    }
    return [...changed.values()];
  }

  /** Ask the server whether the changes are right, one time after the other: what is sent last is what it has in the end. */
  function ask() {
    clearTimeout(timer);
    return (asked = asked.then(check));
  }

  /** Mark what is not right; what was changed meanwhile is asked anew and not marked by this. */
  async function check() {
    const sent = changes();
    const of = version;
    const still = sent.length || more;
    form.dataset.asked = still ? "now" : "answered";
    if (!still) {
      left = of;
      return true;
    }
    const body = new FormData(form);
    body.set("changes", JSON.stringify(sent.map(({ change: one }) => one)));
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body, headers: { Accept: "application/json" } });
      const result = await answer.json();
      if (!answer.ok) throw new Error(result.error ?? answer.status);
      if ("left" in result) for (const { change: one, cells } of sent) for (const [name, td] of Object.entries(cells)) stored.set(td, one.values[name]);
      if (result.left) left = of;
      if (of === version) {
        more = false;
        if (note === form.dataset.failed) note = "";
        tell(result.problems, sent);
      }
      return result.ok;
    } catch {
      if (form.dataset.failed) report((note = form.dataset.failed));
      return true; // the save itself says what is wrong
    } finally {
      if (of === version) form.dataset.asked = "answered";
    }
  }

  function tell(problems, sent) {
    for (const problem of problems) {
      const of = sent[(problem.row ?? 0) - 1];
      const td = of && (of.cells[problem.column] ?? of.line[columns.findIndex((column) => column.col === problem.column)] ?? Object.values(of.cells)[0]);
      if (td && !wrong.has(td)) mark(td, problem.remedy);
      if (!td) note = table.dataset.elsewhere.replace("{problem}", problem.said);
    }
    report();
  }

  function select() {
    for (const td of table.querySelectorAll("td[aria-selected]")) td.removeAttribute("aria-selected");
    if (at.row === from.row && at.column === from.column) return;
    for (const td of selected().flat()) td.setAttribute("aria-selected", "true");
  }

  function selected() {
    const [top, bottom] = [Math.min(at.row, from.row), Math.max(at.row, from.row)];
    const [left, right] = [Math.min(at.column, from.column), Math.max(at.column, from.column)];
    return rows.slice(top, bottom + 1).map((line) => line.slice(left, right + 1));
  }

  function go(row, column, { extend = false } = {}) {
    cell(at).tabIndex = -1;
    at.row = Math.max(0, Math.min(row, rows.length - 1));
    at.column = Math.max(0, Math.min(column, columns.length - 1));
    if (!extend) Object.assign(from, at);
    const td = cell(at);
    td.tabIndex = 0;
    td.focus();
    select();
    if (wrong.has(td)) report(wrong.get(td));
    table.dispatchEvent(new CustomEvent("grid:at", { detail: td }));
  }

  function edit(text) {
    if (editor) return;
    const td = cell(at);
    const column = columns[at.column];
    editor = document.createElement(column.kind === "choice" ? "select" : "input");
    if (column.kind === "choice") {
      editor.append(new Option("", ""), ...[...column.words].map(([value, word]) => new Option(word, value)));
      editor.value = raw(td);
    } else {
      editor.value = text ?? td.textContent;
      if (column.kind === "number") editor.inputMode = "decimal";
    }
    const head = td.parentElement.querySelector("th:last-of-type");
    editor.setAttribute("aria-label", `${head.dataset.full ?? head.textContent.trim()}, ${column.full ?? column.title}`);
    editor.dataset.before = td.textContent;
    editor.addEventListener("blur", () => close(true, false));
    td.append(editor);
    if (column.col === "evidence") unhelp = sources(editor, form.dataset.evidence);
    editor.focus();
    if (text === undefined && editor.select) editor.select();
  }

  function close(keep, back = true) {
    if (!editor) return;
    const [field, td, column] = [editor, editor.parentElement, columns[at.column]];
    editor = null;
    const text = read(field.value, column);
    field.remove();
    unhelp();
    if (keep) change([[td, text]]);
    if (back) td.focus();
  }

  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-15, 0], PageDown: [15, 0] };

  table.addEventListener("keydown", (event) => {
    const key = event.key;
    const control = event.ctrlKey || event.metaKey;
    if (editor) {
      if (key === "Escape") close(false);
      else if (key === "Enter") (close(true), go(at.row + (event.shiftKey ? -1 : 1), at.column));
      else if (key === "Tab") (close(true), go(at.row, at.column + (event.shiftKey ? -1 : 1)));
      else return;
      event.preventDefault();
      return;
    }
    if (!event.target.closest?.("td")) return;
    if (control && key.toLowerCase() === "z" && !event.shiftKey) undo();
    else if (control && (key.toLowerCase() === "y" || (key.toLowerCase() === "z" && event.shiftKey))) redo();
    else if (control && key.toLowerCase() === "d") {
      const [first, ...rest] = selected();
      change(rest.flatMap((line) => line.map((td, k) => [td, raw(first[k])])));
    } else if (control && key.toLowerCase() === "a") (Object.assign(from, { row: 0, column: 0 }), go(rows.length - 1, columns.length - 1, { extend: true }));
    else if (control && key === "Home") go(0, 0, { extend: event.shiftKey });
    else if (control && key === "End") go(rows.length - 1, columns.length - 1, { extend: event.shiftKey });
    else if (control || event.altKey) return;
    else if (MOVES[key]) go(at.row + MOVES[key][0], at.column + MOVES[key][1], { extend: event.shiftKey });
    else if (key === "Home") go(at.row, 0, { extend: event.shiftKey });
    else if (key === "End") go(at.row, columns.length - 1, { extend: event.shiftKey });
    else if (key === "Enter" || key === "F2") edit();
    else if (key === "Delete" || key === "Backspace") change(selected().flat().map((td) => [td, ""]));
    else if (key === "Tab") {
      const next = at.column + (event.shiftKey ? -1 : 1);
      if (next < 0 || next >= columns.length) return; // at the end of a row Tab leaves the grid
      go(at.row, next);
    } else if (key.length === 1) edit(columns[at.column].kind === "choice" ? undefined : key);
    else return;
    event.preventDefault();
  });

  table.addEventListener("focusin", (event) => {
    const td = event.target;
    if (editor || !td.matches("td") || td === cell(at)) return;
    go(...td.dataset.at.split(",").map(Number)); // a screen reader or a script put the focus here
  });
  table.addEventListener("mousedown", (event) => {
    const td = event.target.closest("td");
    if (!td || event.target === editor || event.button !== 0) return;
    event.preventDefault();
    close(true, false);
    go(...td.dataset.at.split(",").map(Number), { extend: event.shiftKey });
  });
  table.addEventListener("mouseover", (event) => {
    const td = event.target.closest("td");
    if (td && event.buttons === 1 && !editor && document.activeElement?.closest("#grid")) go(...td.dataset.at.split(",").map(Number), { extend: true });
  });
  table.addEventListener("click", (event) => {
    if (event.pointerType === "touch" && event.target.closest("td") && event.target !== editor) edit();
  });
  table.addEventListener("dblclick", (event) => {
    if (event.target.closest("td")) edit();
  });

  const inside = () => !editor && document.activeElement?.closest?.("#grid td");
  document.addEventListener("copy", (event) => {
    if (!inside()) return;
    event.clipboardData.setData("text/plain", selected().map((line) => line.map((td) => td.textContent).join("\t")).join("\n"));
    event.preventDefault();
  });
  document.addEventListener("paste", (event) => {
    if (!inside()) return;
    event.preventDefault();
    const pasted = cellsOf(event.clipboardData.getData("text/plain"));
    const area = selected();
    const [top, left] = area[0][0].dataset.at.split(",").map(Number);
    if (named(pasted, left)) {
      pasteByName(pasted, left);
      return;
    }
    if (pasted.length === 1 && pasted[0].length === 1) {
      change(area.flat().map((td) => [td, read(pasted[0][0], columns[Number(td.dataset.at.split(",")[1])])]));
      return;
    }
    let outside = 0;
    const steps = pasted.flatMap((line, r) =>
      line.flatMap((text, c) => {
        const td = rows[top + r]?.[left + c];
        if (!td) outside += 1;
        return td ? [[td, read(text, columns[left + c])]] : [];
      }),
    );
    change(steps);
    Object.assign(from, { row: top, column: left });
    go(top + pasted.length - 1, left + Math.max(...pasted.map((line) => line.length)) - 1, { extend: true });
    if (outside) report((note = counted(table.dataset.outside, outside)));
  });

  const isNumber = (text) => /^[+-]?[\d.,\s\u00a0\u202f]*$/.test(text);

  /** Whether pasted rows begin with the names of actors: with words, where a number is expected. */
  function named(lines, left) {
    return columns[left].kind === "number" && lines.some(([first]) => first) && lines.every((line) => line.length > 1 && (line[0] === "" || !isNumber(line[0])));
  }

  /** Return to which columns the cells of a head belong; nothing where it is no head. */
  function headed([, ...cells]) {
    const same = (one, other) => Boolean(other) && one.localeCompare(other, undefined, { sensitivity: "base" }) === 0;
    const places = cells.map((text) => columns.findIndex(({ col, issue, title, full }) => [title, full, table.dataset.layout === "issues" ? issue : col].some((word) => same(text, word))));
    return places.length && places.every((place) => place >= 0) ? places : null;
  }

  /** Put pasted rows at the actors that they name; who is not in the grid yet gets a row. */
  async function pasteByName(pasted, left) {
    const head = headed(pasted[0]);
    const lines = (head ? pasted.slice(1) : pasted).filter(([first]) => first);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("names", lines.map(([first]) => first.replace(/\s+/g, " ")).join("\n"));
    const reply = await fetch(form.dataset.actors, { method: "POST", body, headers: { Accept: "application/json" } })
      .then((answer) => answer.json())
      .catch(() => ({}));
    const meant = reply.actors ?? {};
    const unknown = [];
    let outside = 0;
    const steps = lines.flatMap(([first, ...cells]) => {
      const actor = meant[first.replace(/\s+/g, " ")];
      if (!actor) return unknown.push(first), [];
      const line = rows.find(([td]) => td.parentElement.dataset.actor === actor.actor) ?? added(actor);
      return cells.flatMap((text, k) => {
        const place = head ? head[k] : left + k;
        if (!line[place]) return (outside += 1), [];
        return [[line[place], read(text, columns[place])]];
      });
    });
    change(steps);
    if (steps.length) go(...steps[0][0].dataset.at.split(",").map(Number));
    note = [unknown.length ? table.dataset.unknown.replace("{names}", unknown.join(", ")) : "", outside ? counted(table.dataset.outside, outside) : ""].filter(Boolean).join(" ");
    report();
  }

  /** Add a row for an actor without a position in the grid. */
  function added({ actor, name, href }) {
    const row = table.tBodies[0].insertRow();
    row.dataset.actor = actor;
    const head = Object.assign(document.createElement("th"), { scope: "row" });
    head.append(Object.assign(document.createElement("a"), { href, textContent: name, tabIndex: -1 }));
    row.append(head);
    const line = columns.map(() => row.insertCell());
    ready(line, rows.push(line) - 1);
    return line;
  }

  document.querySelector("#grid-undo").addEventListener("click", undo);
  document.querySelector("#grid-redo").addEventListener("click", redo);
  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    event.preventDefault();
    close(true, false);
    const right = await ask();
    if (!right || wrong.size) {
      const first = rows.flat().find((td) => wrong.has(td));
      if (first) go(...first.dataset.at.split(",").map(Number));
      return;
    }
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "changes" });
    field.value = JSON.stringify(changes().map(({ change: one }) => one));
    form.append(field);
    leaving = true;
    form.submit();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && left !== version && (saved.size || stored.size || more)) event.preventDefault();
  });
  report();
}

/** Help a cell that names sources: ids stand in it, and after them the words of a title that are still looked for. Returns what ends it. */
function sources(input, address) {
  const known = new Set(input.value.split(/\s+/).filter(Boolean));

  function parts() {
    const [, before, rest] = /^(.*;)?(.*)$/s.exec(input.value);
    const words = rest.trim().split(/\s+/).filter(Boolean);
    const first = words.findIndex((word) => !known.has(word));
    const ids = first < 0 ? words : words.slice(0, first);
    return { ids, before: before ?? "", words: words.slice(ids.length).join(" ") };
  }

  function take(id) {
    const { ids, before } = parts();
    known.add(id);
    input.value = `${[before.trim(), ...ids, id].filter(Boolean).join(" ")} `;
  }

  return lookup(input, address, { take, words: () => parts().words, fits: ({ id }) => !parts().ids.includes(id) }).remove;
}
