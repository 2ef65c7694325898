/* Evidence added: a form that takes a moment says so while it waits, and words selected in the captured text become the quotation. */

for (const form of document.querySelectorAll("form[data-takes-time]")) {
  form.addEventListener("submit", (event) => {
    const button = form.querySelector("button");
    if (button.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    button.setAttribute("aria-busy", "true");
    form.querySelector("[data-meanwhile]").hidden = false;
  });
}

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-takes-time]")) {
    form.querySelector("button").removeAttribute("aria-busy");
    form.querySelector("[data-meanwhile]").hidden = true;
  }
});

const button = document.querySelector("button[data-from]");
if (button) {
  const from = document.querySelector(button.dataset.from);
  const to = document.querySelector(button.dataset.to);
  const selected = () => from.value.slice(from.selectionStart, from.selectionEnd).trim();

  /* A read-only field has no caret in some browsers; without it nobody selects by keyboard. So the field takes the caret, but no change. */
  from.readOnly = false;
  from.setAttribute("aria-readonly", "true");
  for (const kind of ["beforeinput", "drop"]) from.addEventListener(kind, (event) => event.preventDefault());
  button.parentElement.hidden = false;
  for (const kind of ["select", "selectionchange", "keyup", "mouseup"]) from.addEventListener(kind, () => (button.disabled = selected() === ""));
  button.addEventListener("click", () => {
    to.value = selected();
    to.dispatchEvent(new Event("input", { bubbles: true }));
    to.focus();
  });
}
