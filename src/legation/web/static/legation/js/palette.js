/* The palette: Ctrl or Cmd with K, or its button, opens a field; what fits is asked of the site while one types. Arrows choose, Enter goes,
   Escape closes. Without scripts the button is a link to the search. */

const opener = document.querySelector("[data-palette]");
const dialog = document.getElementById("palette");
const input = dialog.querySelector("input");
const list = dialog.querySelector("[role=listbox]");
const said = dialog.querySelector("[role=status]");
const WAIT = 120;
let active = -1;
let pending = 0;
let asked = 0;
let shown = null; // the words whose entries stand in the list
let going = false; // whether Enter was pressed before they stood there

const options = () => [...list.querySelectorAll("[role=option]")];

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Mark one of the entries as the one that Enter takes. */
function choose(at) {
  const all = options();
  active = all.length ? (at + all.length) % all.length : -1;
  all.forEach((one, place) => one.setAttribute("aria-selected", String(place === active)));
  if (active < 0) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", all[active].id);
  all[active].scrollIntoView({ block: "nearest" });
}

function option({ name, note, href }, at) {
  const made = element("a", { href, id: `palette-${at}`, tabIndex: -1 }, element("span", { textContent: name }));
  if (note) made.append(element("small", { textContent: note }));
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  return made;
}

function show({ groups, close, said: words }) {
  let at = 0;
  const parts = groups.map(({ title, entries }, place) => {
    const head = element("p", { textContent: title, id: `palette-group-${place}` });
    const group = element("div", {}, head, ...entries.map((entry) => option(entry, at++)));
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", head.id);
    return group;
  });
  list.replaceChildren(...parts, ...close.map((entry) => option(entry, at++)));
  said.textContent = words;
  input.setAttribute("aria-expanded", String(at > 0));
  choose(at ? 0 : -1);
}

/** Ask what fits the words that stand in the field; an answer that comes after a later one is dropped. */
async function ask() {
  const mine = ++asked;
  const words = input.value;
  const query = new URLSearchParams({ q: words });
  const day = new URLSearchParams(location.search).get("as_of");
  if (day) query.set("as_of", day);
  const answer = await fetch(`${opener.dataset.palette}?${query}`, { headers: { Accept: "application/json" } });
  const found = answer.ok ? await answer.json() : null;
  if (mine !== asked || !found) return;
  show(found);
  shown = words;
  if (going) take();
}

/** Go where the chosen entry leads; where the list is still that of other words, as soon as theirs is there. */
function take() {
  going = input.value !== shown;
  if (!going) return options()[active]?.click();
  clearTimeout(pending);
  ask();
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  input.select();
  ask();
}

addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
  }
});
for (const one of document.querySelectorAll("[data-palette], .top > a.find")) {
  one.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
}
input.addEventListener("input", () => {
  going = false;
  clearTimeout(pending);
  pending = setTimeout(ask, WAIT);
});
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(active + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter") {
    event.preventDefault();
    take();
  }
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
