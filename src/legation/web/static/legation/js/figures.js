/* Figures whose marks know their row: hover and focus say what a mark is, a click or Enter opens its row and its sources.

   figure[data-marks] names a file: {lang, marks: [{label, value, row: {table, id}, evidence, group, parts}]}. An element of the drawing with
   data-mark="3" belongs to the fourth. The image is replaced by the same drawing as part of the page; where that fails it stays. One mark
   is in the order of Tab, the others are reached by arrows. Nothing is written as HTML: words are text. */

import { toward } from "./network.js";

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

const made = (name, text = "", of = {}) => Object.assign(document.createElement(name), { textContent: text }, of);

/** Return the address of a drawing as it is taken along, without what it needs where it stands alone. */
const taken = (address) => `${address}${address.includes("?") ? "&" : "?"}take`;

async function got(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`HTTP ${answer.status} for ${address}`);
  return answer;
}

/** Return a cell of a CSV file; one that a spreadsheet would compute is quoted as text. */
export function cell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

async function prepare(figure) {
  const plate = figure.querySelector(".plate");
  const image = plate.querySelector("img");
  const [{ marks, lang }, drawing] = await Promise.all([
    got(figure.dataset.marks).then((answer) => answer.json()),
    got(taken(image.getAttribute("src"))).then((answer) => answer.text()),
  ]);
  const svg = document.importNode(new DOMParser().parseFromString(drawing, "image/svg+xml").documentElement, true);
  if (svg.localName !== "svg" || svg.querySelector("script, foreignObject")) throw new Error("this is no drawing");
  const written = (value) => (typeof value === "number" ? new Intl.NumberFormat(lang).format(value) : value);
  const said = (mark) => (mark.value === "" ? mark.label : `${mark.label}: ${written(mark.value)}`.replace(": ", lang === "fr" ? "\u00a0: " : ": "));
  const elements = marks.map(() => []);
  for (const element of svg.querySelectorAll("[data-mark]")) elements[Number(element.dataset.mark)]?.push(element);
  const heads = elements.map(([first]) => first);
  const here = marks.map((_, at) => at).filter((at) => heads[at]);
  svg.setAttribute("role", "group");
  for (const at of here) {
    heads[at].setAttribute("role", "button");
    heads[at].setAttribute("tabindex", at === here[0] ? "0" : "-1");
    heads[at].setAttribute("aria-label", said(marks[at]));
  }
  image.replaceWith(svg);
  plate.removeAttribute("tabindex");

  const tip = made("p", "", { className: "tip", hidden: true });
  tip.setAttribute("aria-hidden", "true"); // the mark's own label says the same
  plate.append(tip);
  const of = (event) => {
    const element = event.target.closest?.("[data-mark]");
    return element && svg.contains(element) ? Number(element.dataset.mark) : null;
  };
  const show = (at) => {
    tip.hidden = at === null;
    for (const element of svg.querySelectorAll(".pointed")) element.classList.remove("pointed");
    if (at === null) return;
    tip.textContent = said(marks[at]);
    for (const element of elements[at]) element.classList.add("pointed");
    const [box, ground] = [heads[at].getBoundingClientRect(), plate.getBoundingClientRect()];
    const left = box.left + box.width / 2 - tip.offsetWidth / 2;
    const most = ground.right - tip.offsetWidth - 4;
    tip.style.left = `${Math.max(ground.left + 4, Math.min(left, most)) - ground.left + plate.scrollLeft}px`;
    const above = box.top - ground.top - tip.offsetHeight - 6;
    tip.style.top = `${above >= 0 ? above : box.bottom - ground.top + 6}px`;
  };

  const link = (address, text) => made("a", text, { href: address });
  const rowOf = (row) => figure.dataset.row.replace("TABLE", encodeURIComponent(row.table)).replace("ROW", row.id.split("/").map(encodeURIComponent).join("/"));
  const sourceOf = (id) => figure.dataset.source.replace("ROW", id.split("/").map(encodeURIComponent).join("/"));
  const card = made("div", "", { className: "card mark", hidden: true, tabIndex: -1 });
  let last = null;
  const close = () => {
    card.hidden = true;
    if (last !== null) heads[last].focus();
  };
  const open = (at) => {
    last = at;
    const mark = marks[at];
    const links = made("p", "", { className: "row" });
    if (mark.row) links.append(link(rowOf(mark.row), figure.dataset.open));
    const close_ = made("button", figure.dataset.close, { type: "button", className: "button small" });
    close_.addEventListener("click", close);
    const sources = [...new Set([...mark.evidence, ...mark.parts.flatMap((part) => part.evidence)])];
    const cited = made("p", sources.length ? `${figure.dataset.sources}${lang === "fr" ? "\u00a0" : ""}: ` : "");
    sources.forEach((id, index) => {
      const source = link(sourceOf(id), id);
      source.dataset.evidence = "";
      cited.append(index ? ", " : "", source);
    });
    const parts = made("p");
    mark.parts.forEach((part, index) => parts.append(index ? ", " : "", part.row ? link(rowOf(part.row), part.label) : part.label));
    card.replaceChildren(made("p", said(mark), { className: "strong" }), ...(mark.parts.length ? [parts] : []), ...(sources.length ? [cited] : []), links);
    links.append(close_);
    card.hidden = false;
    card.focus();
  };
  plate.after(card);
  card.addEventListener("keydown", (event) => event.key === "Escape" && close());

  svg.addEventListener("pointerover", (event) => show(of(event)));
  svg.addEventListener("pointerleave", () => show(null));
  svg.addEventListener("focusin", (event) => show(of(event)));
  svg.addEventListener("focusout", () => show(null));
  svg.addEventListener("click", (event) => {
    const at = of(event);
    if (at !== null) open(at);
  });
  const enter = (at) => {
    for (const other of here) heads[other].setAttribute("tabindex", other === at ? "0" : "-1");
    heads[at].focus();
  };
  const middle = (at) => {
    const box = heads[at].getBoundingClientRect(); // a symbol is moved to its place: its own box lies at the origin
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  svg.addEventListener("keydown", (event) => {
    const at = of(event);
    if (at === null) return;
    if (event.key === "Enter" || event.key === " ") open(at);
    else if (event.key === "Escape") show(null);
    else if (event.key === "Home" || event.key === "End") enter(here.at(event.key === "Home" ? 0 : -1));
    else if (event.key in ARROWS) {
      const others = here.filter((other) => other !== at && !heads[other].classList.contains("faint")).map((other) => [other, middle(other)]);
      const next = toward(middle(at), others, ARROWS[event.key]);
      if (next !== null) enter(next);
    } else return;
    event.preventDefault();
  });

  const actions = figure.querySelector(".actions");
  const groups = [...new Set(marks.map((mark) => mark.group).filter(Boolean))];
  if (groups.length > 1) {
    const choice = made("select", "", { className: "small" });
    choice.setAttribute("aria-label", figure.dataset.group);
    choice.append(made("option", figure.dataset.all, { value: "" }), ...groups.map((name) => made("option", name, { value: name })));
    choice.addEventListener("change", () => {
      marks.forEach((mark, at) => {
        for (const element of elements[at]) element.classList.toggle("faint", choice.value !== "" && mark.group !== choice.value);
      });
    });
    actions.prepend(choice);
  }
  const lines = marks.flatMap((mark) => (mark.parts.length ? mark.parts.map((part) => ({ ...part, value: mark.label })) : [mark]));
  const csv = [["label", "value", "group", "table", "id", "evidence"]].concat(
    lines.map((mark) => [mark.label, mark.value, mark.group, mark.row?.table, mark.row?.id, mark.evidence.join(" ")]),
  );
  const data = link(URL.createObjectURL(new Blob([csv.map((row) => `${row.map(cell).join(",")}\r\n`).join("")], { type: "text/csv" })), "CSV");
  actions.append(Object.assign(data, { className: "button small", download: `${figure.id}.csv` }));
  const fold = made("details", "", { className: "more" });
  fold.append(made("summary", figure.dataset.table));
  fold.addEventListener("toggle", () => {
    if (fold.querySelector("table")) return;
    const body = made("tbody");
    for (const mark of marks) {
      const row = made("tr");
      row.append(made("td", mark.label), made("td", written(mark.value)));
      body.append(row);
    }
    const head = made("tr");
    head.append(...[figure.dataset.what, figure.dataset.value].map((name) => made("th", name, { scope: "col" })));
    const [table, top, scroll] = [made("table"), made("thead"), made("div", "", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: figure.dataset.table })];
    top.append(head);
    table.append(top, body);
    scroll.append(table);
    fold.append(scroll);
  });
  figure.append(fold);
}

/** Prepare the figures that can be seen; those in a fold when it is opened. */
async function all() {
  for (const figure of document.querySelectorAll("figure[data-marks]:not([data-seen])")) {
    if (figure.closest("details:not([open])")) continue;
    figure.dataset.seen = "";
    try {
      await prepare(figure);
    } catch (error) {
      console.error(error); // the image stays
    }
  }
}

document.addEventListener("htmx:load", all);
document.addEventListener("toggle", (event) => event.target.open && all(), true);
await all();
