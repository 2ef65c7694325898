/* A field that names rows is helped while it is typed: words of a title or an id find the row, arrows choose it, Enter takes it.

   An input with data-suggest (the address of the choices) and data-many where it names several; ids stand in it, separated by blanks. What
   the ids are called stands below, in the element that follows. A long list of boxes gets a field that shows those that hold some words. */

const MOST = 12;
const LONG = 12;
const loaded = new Map();
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Return the choices of an address, asked for once: [{ id, name, words }]. */
export function choicesOf(address) {
  if (!loaded.has(address)) {
    const pending = fetch(address).then(async (answer) => {
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return [...page.querySelectorAll("option")].map(({ value, textContent: name }) => ({ id: value, name, words: folded(`${name} ${value}`) }));
    });
    loaded.set(address, pending.catch(() => (loaded.delete(address), [])));
  }
  return loaded.get(address);
}

/** The list of choices below a field: arrows point, Enter takes, Escape closes; it follows the field when the page is scrolled.

    `take` is called with the id of what was chosen. */
export function popup(input, take) {
  const list = Object.assign(document.createElement("ul"), { className: "suggest", id: `${input.id || input.name || "cell"}-choices`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent.trim() ?? "");
  document.body.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  let active = -1;

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /** Show choices, { id, name, note }, and point at one of them; close where there are none. */
  function open(choices, first = -1) {
    list.replaceChildren(
      ...choices.map(({ id, name, note }, n) => {
        const item = Object.assign(document.createElement("li"), { id: `${list.id}-${n}`, textContent: name, dir: "auto" });
        item.setAttribute("role", "option");
        item.dataset.id = id;
        if (note) item.append(Object.assign(document.createElement("small"), { textContent: note }));
        return item;
      }),
    );
    if (!choices.length) return close();
    place();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    point(first);
  }

  function place() {
    const box = input.getBoundingClientRect();
    const below = innerHeight - box.bottom > 200 || box.top < 200;
    Object.assign(list.style, { left: `${Math.max(8, Math.min(box.left, innerWidth - Math.max(box.width, 280) - 8))}px`, minWidth: `${box.width}px` });
    Object.assign(list.style, below ? { top: `${box.bottom + 2}px`, bottom: "auto" } : { bottom: `${innerHeight - box.top + 2}px`, top: "auto" });
  }

  /** Follow the field when the page is scrolled, be it by the focus that the field was given; close where it is out of sight. */
  function follow({ target }) {
    if (list.hidden || target === list) return;
    const box = input.getBoundingClientRect();
    if (box.bottom < 0 || box.top > innerHeight) close();
    else place();
  }

  function point(n) {
    active = n;
    [...list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === n)));
    const item = list.children[n];
    if (!item) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  function chosen(item) {
    close();
    take(item.dataset.id, item.firstChild.textContent);
  }

  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") point(Math.min(active + 1, list.children.length - 1));
    else if (event.key === "ArrowUp") point(Math.max(active - 1, 0));
    else if (event.key === "Enter" && active >= 0) chosen(list.children[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) chosen(item);
  });
  document.addEventListener("scroll", follow, true);
  return {
    open,
    close,
    point,
    isOpen: () => !list.hidden,
    remove() {
      document.removeEventListener("scroll", follow, true);
      list.remove();
    },
  };
}

/** Help a field; `tell` is called with the choices that its ids name. */
export function suggest(input, address, { many = false, tell = () => {} } = {}) {
  const list = popup(input, take);
  let choices = [];

  /** What stands in the field: ids that are there, and the words after them that are still looked for. */
  function parts() {
    if (!many) return { ids: choices.some(({ id }) => id === input.value.trim()) ? [input.value.trim()] : [], before: "", words: input.value.trim() };
    const known = new Set(choices.map(({ id }) => id));
    const [, before, rest] = /^(.*;)?(.*)$/s.exec(input.value);
    const words = rest.trim().split(/\s+/).filter(Boolean);
    const first = words.findIndex((word) => !known.has(word));
    const ids = first < 0 ? words : words.slice(0, first);
    return { ids, before: before ?? "", words: words.slice(ids.length).join(" ") };
  }

  function open(everything = false) {
    const { ids, words } = parts();
    const exact = !many && ids.length;
    const wanted = everything || exact ? [] : folded(words).split(/\s+/).filter(Boolean);
    if (!wanted.length && !everything) return list.close();
    const first = (one) => Number(!one.words.startsWith(wanted.join(" ")));
    const matches = choices
      .filter((one) => !(many && ids.includes(one.id)) && wanted.every((word) => one.words.includes(word)))
      .sort((one, other) => first(one) - first(other) || (wanted.length ? one.name.length - other.name.length : 0))
      .slice(0, MOST);
    list.open(matches.map(({ id, name }) => ({ id, name, note: name === id ? "" : id })), words && wanted.length ? 0 : -1);
  }

  function take(id) {
    const { ids, before } = parts();
    input.value = many ? `${[before.trim(), ...ids, id].filter(Boolean).join(" ")} ` : id;
    announce();
  }

  const announce = () => tell(parts().ids.flatMap((id) => choices.find((one) => one.id === id) ?? []));

  /** Ask for the choices; a request that failed is made again with the next letter. */
  const ask = () =>
    choicesOf(address).then((matches) => {
      choices = matches;
      announce();
      if (document.activeElement === input) open();
    });

  input.addEventListener("input", () => (open(), announce(), loaded.has(address) || ask()));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || list.isOpen()) return;
    open(true);
    list.point(0);
    event.preventDefault();
    event.stopPropagation();
  });
  ask();
  return list.remove;
}

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const below = Object.assign(document.createElement("span"), { className: "named", hidden: true });
  input.after(below);
  const tell = (matches) => {
    below.hidden = !matches.length;
    below.textContent = matches.map(({ name }) => name).join(" · ");
  };
  const begin = () => suggest(input, input.dataset.suggest, { many: "many" in input.dataset, tell });
  if (input.value || document.activeElement === input) begin(); // who types already when this script comes is helped all the same
  else input.addEventListener("focus", begin, { once: true });
}

for (const field of document.querySelectorAll("fieldset[data-filter-words]")) {
  const boxes = [...field.querySelectorAll(".choice")];
  if (boxes.length <= LONG) continue;
  const list = document.createElement("div");
  list.className = "choices";
  boxes[0].before(list);
  list.append(...boxes);
  const words = Object.assign(document.createElement("input"), { type: "search", placeholder: field.dataset.filterWords });
  words.setAttribute("aria-label", field.dataset.filterWords);
  list.before(words);
  words.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  words.addEventListener("input", () => {
    const wanted = folded(words.value).split(/\s+/).filter(Boolean);
    for (const box of boxes) box.hidden = !box.querySelector(":checked") && !wanted.every((word) => folded(box.textContent).includes(word));
  });
}
