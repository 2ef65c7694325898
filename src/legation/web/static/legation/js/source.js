/* Sources beside what rests on them: a link with data-evidence opens its source at the side, or in a drawer on a narrow screen, and the
   page stays where it is. Each further source takes the place of the one before; Escape or the button closes it, and the focus goes back
   to the link; what is still on its way is not shown then. Where the source cannot be fetched, or is asked for in a tab of its own, the
   link leads to it as without this script.

   template#source-panel holds the panel; of the page of a source the parts with data-brief are shown. */

const frame = () => document.querySelector(".frame");
let panel = null;
let opener = null;
let wanted = null; // the link pressed last: an answer that comes late is for nobody

function made() {
  const found = document.getElementById("source-panel").content.firstElementChild.cloneNode(true);
  found.querySelector("button").addEventListener("click", close);
  frame().append(found);
  return found;
}

function close() {
  panel?.remove();
  panel = null;
  wanted = null;
  opener?.removeAttribute("aria-current");
  if (opener?.isConnected) opener.focus();
  opener = null;
}

async function show(link) {
  wanted = link;
  const answer = await fetch(link.href, { credentials: "same-origin", headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(`HTTP ${answer.status} for ${link.href}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const parts = [...page.querySelectorAll("[data-brief]")].map((part) => document.importNode(part, true));
  for (const part of parts) for (const inner of part.querySelectorAll("a[href]")) inner.href = new URL(inner.getAttribute("href"), link.href).href;
  if (parts.length === 0) throw new Error(`no source at ${link.href}`);
  if (wanted !== link) return;
  const [title] = parts;
  const name = document.createElement("h3");
  const whole = document.createElement("a");
  Object.assign(whole, { href: link.href, textContent: title.textContent });
  name.append(whole);
  panel ??= made();
  panel.querySelector(".stack").replaceChildren(name, ...parts.slice(1));
  panel.scrollTop = 0;
  opener?.removeAttribute("aria-current");
  opener = link;
  opener.setAttribute("aria-current", "true");
  panel.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-evidence]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (!document.getElementById("source-panel")) return;
  event.preventDefault();
  show(link).catch((error) => {
    console.info(error);
    if (wanted !== link) return;
    location.assign(link.href);
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel && !event.target.closest?.(".card.mark")) close();
});
