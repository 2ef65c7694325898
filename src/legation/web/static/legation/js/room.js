/* A seat with a script: votes without a new page, keys 1 2 3 and swipes, undo, what was written while offline is sent later, and the stream.

   Without it every button is a form. What it shows is always what `picture` says; a message of the stream only says when to look. */

import { listen } from "./room_stream.js";

const live = document.querySelector("#live");
const state = document.querySelector("#state");
const room = live?.dataset.room;
const base = location.pathname;
const store = `room-${room}`;
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
let sending = false;

const waiting = () => JSON.parse(localStorage.getItem(store) ?? "[]");
const keep = (drafts) => (drafts.length ? localStorage.setItem(store, JSON.stringify(drafts)) : localStorage.removeItem(store));

/** Send what waits, the oldest first; keep what could not be sent, and come again. */
async function send() {
  if (sending || !waiting().length) return;
  sending = true;
  try {
    const drafts = waiting().slice(0, 20);
    const answer = await fetch(`${base}entries`, {
      method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token() }, body: JSON.stringify({ drafts }),
    });
    if (answer.status === 429) { setTimeout(send, 1000 * Number(answer.headers.get("Retry-After") ?? 2)); return; }
    if (answer.status >= 500) throw new Error(String(answer.status));
    const sent = new Set(drafts.map((draft) => draft.key));
    keep(waiting().filter((draft) => !sent.has(draft.key)));
    const refused = ((await answer.json()).written ?? []).find((one) => one.said);
    say(refused?.said ?? "");
  } catch {
    say(live.dataset.said);
    setTimeout(send, 3000);
  } finally {
    sending = false;
  }
  if (waiting().length) send(); else await renew();
}

function say(text) { state.textContent = text; }

/** Take the part of the page that is live from the server, as it is now. */
async function renew() {
  const there = live.querySelector("[data-statement]")?.dataset.statement ?? "";
  const answer = await fetch(`${base}?at=${encodeURIComponent(there)}`, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#live");
  if (!fresh) return;
  const shown = live.querySelector("[data-statement]")?.dataset.statement;
  const next = fresh.querySelector("[data-statement]")?.dataset.statement;
  if (shown !== next || fresh.dataset.phase !== live.dataset.phase || !shown) {
    live.replaceChildren(...fresh.childNodes);
    live.dataset.phase = fresh.dataset.phase;
  }
}

function vote(value) {
  const statement = live.querySelector("[data-statement]")?.dataset.statement;
  if (!statement) return;
  const key = crypto.getRandomValues(new Uint32Array(3)).join("-");
  keep([...waiting(), { kind: "voted", data: { statement, value }, key }]);
  live.querySelectorAll(".vote button").forEach((button) => { button.disabled = true; });
  send();
}

if (live) {
  live.addEventListener("submit", (event) => {
    if (!event.target.matches(".vote") || event.submitter?.name !== "value") return;
    event.preventDefault();
    vote(Number(event.submitter.value));
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const value = { 1: 1, 2: 0, 3: -1 }[event.key];
    if (value !== undefined) vote(value);
  });
  let from = null;
  live.addEventListener("pointerdown", (event) => { from = event.pointerType === "touch" ? [event.clientX, event.clientY] : null; });
  live.addEventListener("pointerup", (event) => {
    if (!from) return;
    const [x, y] = [event.clientX - from[0], event.clientY - from[1]];
    from = null;
    if (Math.abs(x) > 90 && Math.abs(x) > 2 * Math.abs(y)) vote(x > 0 ? 1 : -1);
  });
  addEventListener("online", send);
  send();
  let later = 0;
  listen(room, { news: () => { clearTimeout(later); later = setTimeout(renew, 300); } });
}
