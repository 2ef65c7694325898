/* A seat of a negotiation with a script: points as a package is composed, the time that is left, and what is new on the table.

   Without it every button is a form and the points are counted by the page that comes back. */

import "./keys.js";

import { listen } from "./room_stream.js";

const now = document.querySelector("#now");
const compose = document.querySelector("#compose");
const total = document.querySelector("#total");
const room = now?.dataset.room;
const store = `game-${room}`;
const PARTS = ["now", "live", "places"];
let waiting = null; // a form that is sent as soon as there is a connection

/** Show what the package is worth that is tapped: bar, floor, points. */
function count() {
  if (!total) return;
  const taken = [...compose.querySelectorAll("input[type=radio]:checked")];
  if (taken.length < compose.querySelectorAll(".issue").length) return;
  const { least, most, floor } = total.dataset;
  const points = taken.reduce((sum, one) => sum + Number(one.dataset.worth), 0);
  const wide = Math.max(Number(most) - Number(least), 1);
  total.querySelector(".has").setAttribute("width", String(Math.min(Math.max(100 * (points - Number(least)) / wide, 0), 100)));
  const by = points - Number(floor);
  const words = by < 0 ? compose.dataset.below : by ? compose.dataset.above : compose.dataset.at;
  const said = [compose.dataset.points.replace("{count}", String(points))];
  if (floor !== undefined) said.push(Object.assign(document.createElement("span"), { className: "far", textContent: words.replace("{by}", String(Math.abs(by))) }));
  total.querySelector(".points").replaceChildren(...said.flatMap((one) => [one, " "]));
}

/** Say on the button to whom it goes, and keep what is tapped until it is sent. */
function addressed(form) {
  const button = form.querySelector("[data-some]");
  if (!button) return;
  button.dataset.all ??= button.textContent;
  button.textContent = form.querySelector("[name=to]:checked") ? button.dataset.some : button.dataset.all;
}

/** Say how long there is, in minutes; in the last two by the second. */
function clock() {
  for (const time of document.querySelectorAll("[data-until]")) {
    const left = Math.max(0, Date.parse(time.dataset.until) - Date.now()) / 1000;
    const second = Math.floor(left % 60);
    const said = left < 120 ? `${Math.floor(left / 60)}:${String(second).padStart(2, "0")}` : String(Math.ceil(left / 60));
    time.title ||= time.textContent;
    const words = left > 10_800 ? time.title : left ? time.dataset.words.replace("{minutes}", said) : time.dataset.over;
    if (time.textContent !== words) time.textContent = words;
  }
}

/** Show what is new; what somebody writes, opens or reads stays where it is. */
async function renew() {
  if (waiting) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer) setTimeout(renew, 3000); // no connection: what came meanwhile is shown once there is one
  if (answer?.redirected || [401, 403].includes(answer?.status)) location.reload(); // the seat is none any more: the page says why
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const name of PARTS) {
    const [old, fresh] = [document.getElementById(name), page.getElementById(name)];
    if (!old || !fresh || [...old.querySelectorAll("textarea")].some((one) => one.value)) continue;
    const open = [...old.querySelectorAll("[id] > details[open]")].map((one) => [one.parentNode.id, [...one.parentNode.children].indexOf(one)]);
    const had = document.activeElement?.closest?.("#live [id]")?.id;
    if (name === "places" && old.innerHTML === fresh.innerHTML) continue;
    old.replaceChildren(...fresh.childNodes);
    for (const [id, at] of open) { const one = document.getElementById(id)?.children[at]; if (one?.localName === "details") one.open = true; }
    if (had) document.getElementById(had)?.querySelector("button, a, summary")?.focus({ preventScroll: true });
  }
  clock();
}

document.documentElement.classList.add("ready");
// What was refused is shown where it was sent, and nothing is read there: the address is that of the place again.
if (now?.dataset.at && now.dataset.place !== "ranking" && location.pathname !== now.dataset.at) history.replaceState(null, "", `${now.dataset.at}?show=${now.dataset.place}`);
for (const form of document.querySelectorAll("form")) {
  addressed(form);
  form.addEventListener("change", () => { count(); addressed(form); });
}
if (compose) {
  const kept = JSON.parse(sessionStorage.getItem(store) ?? "null");
  if (kept?.at === location.search) for (const [name, value] of kept.taken) { const one = compose.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`); if (one) one.checked = true; }
  compose.addEventListener("change", () => {
    sessionStorage.setItem(store, JSON.stringify({ at: location.search, taken: [...compose.querySelectorAll("input:checked")].map((one) => [one.name, one.value]) }));
  });
  compose.addEventListener("submit", () => sessionStorage.removeItem(store));
}
count();
clock();
setInterval(clock, 1000);
document.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  const state = document.querySelector("#state");
  if (state) state.textContent = now.dataset.unsent;
  waiting = [event.target, event.submitter];
});
addEventListener("online", () => {
  if (waiting) waiting[0].requestSubmit(waiting[1]);
  waiting = null;
});
if (room && now.dataset.place !== "ranking") {
  let later = 0;
  listen(room, { news: () => { clearTimeout(later); later = setTimeout(renew, 150); } });
  addEventListener("online", renew);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) renew(); });
}
document.documentElement.dataset.ready = "";
