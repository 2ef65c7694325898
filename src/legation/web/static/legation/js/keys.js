/* Buttons by keyboard: a button that names a key in aria-keyshortcuts is pressed by it, wherever the reader is, unless they type. */

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) return;
  const button = document.querySelector(`button[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});
