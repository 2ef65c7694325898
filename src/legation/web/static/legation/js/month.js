// The month by keyboard: arrows go from link to link, day by day and week by week; Page Up and Page Down turn the month.

const month = document.querySelector("[data-month]");
const STEP = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Return the first link at or beyond a day, searched in steps; undefined where none is left. */
function linkFrom(days, at, step) {
  for (let i = at; i >= 0 && i < days.length; i += step) {
    const link = days[i].querySelector("a");
    if (link) return link;
  }
  return undefined;
}

function moved(event) {
  const step = STEP[event.key];
  const days = [...month.querySelectorAll("td")];
  const day = days.indexOf(event.target.closest("td"));
  const links = [...days[day].querySelectorAll("a")];
  const within = links[links.indexOf(event.target) + Math.sign(step)];
  if (Math.abs(step) === 7 && within) return within;
  return linkFrom(days, day + step, step) ?? linkFrom(days, day + Math.sign(step), Math.sign(step));
}

document.addEventListener("keydown", (event) => {
  if (!month || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.matches("input, select, textarea")) return;
  if (event.key === "PageUp" || event.key === "PageDown") {
    const turn = document.querySelector(event.key === "PageUp" ? "a[rel=prev]" : "a[rel=next]");
    if (turn) {
      event.preventDefault();
      turn.click();
    }
  } else if (event.key in STEP && event.target.closest?.("[data-month] a")) {
    event.preventDefault();
    moved(event)?.focus();
  }
});
