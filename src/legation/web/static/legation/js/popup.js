/* What a field that names rows offers while it is typed: words of a name find rows on the server, arrows point, Enter takes, Escape closes. */

const WAIT = 120; // ms between the last letter and the search

/** The list of rows below a field: arrows point, Enter takes, Escape closes; it follows the field when the page is scrolled.

    `take` is called with the id and the name of what was chosen. */
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
    if (!input.isConnected) return remove();
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

  function remove() {
    document.removeEventListener("scroll", follow, true);
    list.remove();
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
  return { open, close, isOpen: () => !list.hidden, remove };
}

/** Look up on the server what is typed into a field; `take` is called with the id and the name of the row that was chosen.

    `words` gives what is looked for, `fits` says which rows are offered, and `tell` is called with how many there are, in words. */
export function lookup(input, address, { take, words = () => input.value.trim(), fits = () => true, tell = () => {} }) {
  const list = popup(input, take);
  let timer = 0;
  let asked = 0;
  let searched = ""; // the words whose rows stand in the list
  let going = false; // whether Enter was pressed before they stood there

  async function search(everything = false) {
    const turn = ++asked;
    const wanted = words();
    if (!wanted && !everything) return list.close();
    const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}q=${encodeURIComponent(wanted)}`).catch(() => null);
    if (turn !== asked || !answer?.ok || document.activeElement !== input) return;
    const { rows, said } = await answer.json();
    if (turn !== asked) return;
    const open = rows.filter(fits);
    searched = wanted;
    list.open(open, wanted ? 0 : -1);
    tell(said);
    if (!going) return;
    going = false;
    if (open.length) (list.close(), take(open[0].id, open[0].name));
    else input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })); // a cell of a grid is left
  }

  /** Enter that comes before the rows of all the words waits for them: it neither sends the form nor takes one of other words. */
  function wait(event) {
    const wanted = words();
    if (event.key !== "Enter" || !wanted || wanted === searched) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    going = true;
    clearTimeout(timer);
    search();
  }

  input.addEventListener("keydown", wait, true);
  input.addEventListener("input", () => {
    going = false;
    clearTimeout(timer);
    timer = setTimeout(search, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || list.isOpen()) return;
    search(true);
    event.preventDefault();
    event.stopPropagation();
  });
  return { search, remove: list.remove };
}
