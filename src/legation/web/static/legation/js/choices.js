/* A long list of boxes gets a field that shows those that hold some words. */

const LONG = 12;
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

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
