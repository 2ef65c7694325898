/* A field that names rows by what they are called: words find them on the server, arrows choose, Enter takes; what was chosen stands as a chip.

   A .picker[data-pick] (the address that is asked with ?q=, data-many where it names several) holds a list of what is chosen already, by
   id, and a text field in which names stand. Without this script that field is sent; with it the ids are, and what was typed and not chosen.

   It says what is chosen by the event picker:change, [[id, name], ...], and shows what a script gives it by picker:show. */

import { lookup } from "./popup.js";

function pick(box) {
  const { pick: address, remove } = box.dataset;
  const many = "many" in box.dataset;
  const input = box.querySelector("input");
  const chips = box.querySelector(".chips");
  const sent = Object.assign(document.createElement("input"), { type: "hidden", name: input.name });
  const status = Object.assign(document.createElement("span"), { className: "hidden" });
  status.setAttribute("role", "status");
  const chosen = new Map([...chips.children].map((item) => [item.dataset.id, item.textContent]));
  const { search } = lookup(input, address, { take, fits: ({ id }) => !chosen.has(id), tell: (said) => (status.textContent = said) });

  input.removeAttribute("name");
  input.value = chosen.size ? "" : input.value;
  input.before(chips);
  input.after(sent, status);

  function show() {
    chips.hidden = !chosen.size;
    chips.replaceChildren(
      ...[...chosen].map(([id, name]) => {
        const item = document.createElement("li");
        const button = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent: name, dir: "auto" });
        button.setAttribute("aria-label", `${remove} ${name}`);
        button.append(Object.assign(document.createElement("span"), { textContent: "×", ariaHidden: "true" }));
        button.addEventListener("click", () => (chosen.delete(id), changed(), input.focus()));
        item.append(button);
        return item;
      }),
    );
    input.hidden = !many && chosen.size > 0;
    store();
  }

  function changed() {
    show();
    box.dispatchEvent(new CustomEvent("picker:change", { bubbles: true, detail: [...chosen] }));
  }

  /** What is sent: the ids, and words that were typed and not chosen, for the server to make out. */
  const store = () => (sent.value = [...chosen.keys(), input.value.trim()].filter(Boolean).join("; "));

  function take(id, name) {
    if (!many) chosen.clear();
    chosen.set(id, name);
    input.value = "";
    status.textContent = "";
    changed();
    if (!many) chips.querySelector("button").focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  input.addEventListener("input", store);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Backspace" || input.value || !chosen.size) return;
    chosen.delete([...chosen.keys()].at(-1));
    changed();
    event.preventDefault();
  });
  box.addEventListener("picker:show", ({ detail }) => {
    chosen.clear();
    for (const [id, name] of detail) chosen.set(id, name);
    input.value = "";
    show();
  });
  input.addEventListener("focus", () => chosen.size || input.value || search(true));
  show();
}

/** Fields of the page, and those that come later. */
function all() {
  for (const box of document.querySelectorAll(".picker[data-pick]:not([data-picks])")) {
    box.dataset.picks = "";
    pick(box);
  }
}

all();
document.addEventListener("htmx:load", all);
