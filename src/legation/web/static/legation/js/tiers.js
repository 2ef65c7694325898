/* The board of tiers: a piece is moved by drag, or by keyboard: Space takes it, left and right carry it, Space puts it down, Escape brings it
   back. Without scripts the <select> of each piece does the same.

   After a move the piece's <select> has the new tier as its value and sends "change", which htmx or a form then saves. While it is saved the
   board is inert; afterwards the piece has the focus again, and what came of it is told to whoever listens. A form with data-days has a slider
   through the days on which something changed. */

let grabbed = null;
let home = null;

function lists(board) {
  return [...board.querySelectorAll(".tier > ol")];
}

function place(piece, list, before = null) {
  list.insertBefore(piece, before);
  count(list.closest(".tiers"));
}

function count(board) {
  for (const tier of board.querySelectorAll(".tier")) {
    const figure = tier.querySelector("h2 .count");
    if (figure) figure.textContent = new Intl.NumberFormat(document.documentElement.lang).format(tier.querySelectorAll(".piece").length);
  }
}

function tell(piece) {
  const choice = piece.querySelector("select");
  const tier = piece.closest(".tier").dataset.tier;
  if (!choice || choice.value === tier) return;
  choice.value = tier;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
}

function take(piece) {
  grabbed = piece;
  home = { list: piece.parentElement, before: piece.nextElementSibling };
  piece.classList.add("grabbed");
}

function release(keep) {
  if (!grabbed) return;
  const piece = grabbed;
  grabbed = null;
  piece.classList.remove("grabbed");
  for (const list of lists(piece.closest(".tiers"))) list.classList.remove("over");
  if (!keep) place(piece, home.list, home.before);
  if (keep) tell(piece);
}

document.addEventListener("dragstart", (event) => {
  const piece = event.target.closest?.(".tiers .piece");
  if (!piece) return;
  take(piece);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", piece.dataset.id ?? "");
});

document.addEventListener("dragover", (event) => {
  const list = event.target.closest?.(".tier")?.querySelector("ol");
  if (!grabbed || !list || list.closest(".tiers") !== grabbed.closest(".tiers")) return;
  event.preventDefault();
  for (const other of lists(list.closest(".tiers"))) other.classList.toggle("over", other === list);
});

document.addEventListener("drop", (event) => {
  const list = event.target.closest?.(".tier")?.querySelector("ol");
  if (!grabbed || !list || list.closest(".tiers") !== grabbed.closest(".tiers")) return;
  event.preventDefault();
  place(grabbed, list, event.target.closest(".piece"));
  release(true);
});

document.addEventListener("dragend", () => release(false));

document.addEventListener("keydown", (event) => {
  const piece = event.target.matches?.(".tiers .piece") ? event.target : null;
  if (!piece) return;
  if (event.key === " ") {
    event.preventDefault();
    if (grabbed === piece) release(true);
    else {
      release(true);
      take(piece);
    }
  } else if (grabbed === piece && event.key === "Escape") {
    release(false);
    piece.focus();
  } else if (grabbed === piece && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    event.preventDefault();
    const all = lists(piece.closest(".tiers"));
    const next = all[all.indexOf(piece.parentElement) + (event.key === "ArrowRight" ? 1 : -1)];
    if (next) place(piece, next);
    piece.focus();
  }
});

document.addEventListener("focusout", (event) => {
  if (grabbed && event.target === grabbed) requestAnimationFrame(() => document.activeElement === grabbed || release(true));
});

let focused = "";

/** Return a selector of what has the focus, to find it again in the board that comes back. */
function focus() {
  const { id, name } = document.activeElement ?? {};
  return id ? `#${CSS.escape(id)}` : name ? `[name="${CSS.escape(name)}"]` : "";
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const board = event.target.closest?.("#board");
  if (!board || event.detail.target !== board) return;
  focused = focus();
  if (event.detail.requestConfig.verb === "post") for (const tiers of board.querySelectorAll(".tiers")) tiers.inert = true;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.id === "board" && [409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) for (const tiers of document.querySelectorAll("#board .tiers")) tiers.inert = false;
});

document.addEventListener("htmx:afterSettle", () => {
  const said = [...document.querySelectorAll("#board [data-said]")].map((one) => one.textContent).join(" ");
  const status = document.querySelector("#board-said");
  if (status && said) status.textContent = said;
  slide();
  if (focused) document.querySelector(focused)?.focus();
  focused = "";
});

/** Show the sliders: each sets the date of its form to a day on which something changed. */
function slide() {
  for (const form of document.querySelectorAll("form[data-days]")) {
    const slider = form.querySelector("input[type=range]");
    if (!slider || !slider.hidden) continue;
    const days = form.dataset.days.trim().split(" ");
    const day = form.querySelector("input[type=date]");
    slider.hidden = false;
    slider.addEventListener("input", () => {
      day.value = days[slider.value];
      slider.setAttribute("aria-valuetext", new Date(`${day.value}T12:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" }));
    });
  }
}

slide();
