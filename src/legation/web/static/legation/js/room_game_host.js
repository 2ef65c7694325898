/* The page of whoever holds a negotiation: who has sat down, what is offered and what is agreed is shown without loading it again. */

const EVERY = 4000; // [ms]
const PARTS = ["game-top", "game-sides", "game-offers"];

/** Whether somebody reads, opens or writes there now. */
function isUsed(part) {
  return part.contains(document.activeElement) || part.querySelector("details[open]") !== null;
}

/** Show what is new, part by part. */
async function renew() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const name of PARTS) {
    const [old, fresh] = [document.getElementById(name), page.getElementById(name)];
    if (!old || !fresh || isUsed(old) || old.textContent === fresh.textContent) continue;
    old.replaceChildren(...fresh.childNodes);
  }
}

setInterval(renew, EVERY);
document.addEventListener("visibilitychange", renew);
