/* A seat with a script: votes without a new page, keys and swipes, going back, what was written while offline is sent later, and the stream.

   Without it every button is a form. The statements that come next are in the page, so that nobody waits for the network, or loses it and
   stops. What is shown else is what the page of the seat says now; a message of the stream only says when to look. */

import "./keys.js";

import { forget, ownStorage } from "./room_storage.js";
import { listen } from "./room_stream.js";

const live = document.querySelector("#live");
const state = document.querySelector("#state");
const room = live?.dataset.room;
const base = location.pathname;
const store = `room-${room}`;
const NAMES = { 1: "agree", 0: "pass", "-1": "disagree" };
const ANSWERED = [409, 422]; // statuses of a page of this seat that says why a statement was not taken
const PARTS = ["own", "receipts", "votes"];
let sending = false;
let before = null; // the card that was voted on last

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const waiting = () => JSON.parse(localStorage.getItem(store) ?? "[]");
const keep = (drafts) => (drafts.length ? localStorage.setItem(store, JSON.stringify(drafts)) : localStorage.removeItem(store));
const card = () => live.querySelector("article[data-statement]");
const say = (text) => { if (state.textContent !== text) state.textContent = text; };

/** Whether the server does not know this page any more: somebody signed in or out beside it, or the seat is gone. */
const isTurnedAway = (answer) => answer.status === 401 || answer.status === 403;

/** Load the page anew, once: what waits and what is being written stays in the browser. */
function anew() {
  if (sessionStorage.getItem(`${store}-anew`)) return;
  sessionStorage.setItem(`${store}-anew`, "yes");
  location.reload();
}

/** Send what waits, the oldest first; keep whatever was not answered, and come again. */
async function send() {
  if (sending || !waiting().length) return;
  sending = true;
  try {
    const drafts = waiting().slice(0, 20);
    const answer = await fetch(`${base}entries`, {
      method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token() }, body: JSON.stringify({ drafts }),
    });
    if (answer.status === 429) { setTimeout(send, 1000 * Number(answer.headers.get("Retry-After") ?? 2)); return; }
    if (isTurnedAway(answer)) { anew(); throw new Error(String(answer.status)); }
    const { written } = await answer.json();
    const answered = new Set(written.map((one) => one.key));
    if (!drafts.some((draft) => answered.has(draft.key))) throw new Error("nothing was answered");
    keep(waiting().filter((draft) => !answered.has(draft.key)));
    sessionStorage.removeItem(`${store}-anew`);
    const refused = written.find((one) => one.said);
    say(refused?.said ?? "");
  } catch {
    say(live.dataset.said);
    setTimeout(send, 3000);
    return;
  } finally {
    sending = false;
  }
  if (waiting().length) send(); else await renew();
}

/** Put the page as the server shows it now in the place of what is here; a statement that somebody reads stays under their eyes. */
async function renew() {
  const there = card()?.dataset.statement ?? "";
  const answer = await fetch(`${base}?at=${encodeURIComponent(there)}`, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.redirected) location.assign(answer.url); // the seat is none any more
  else if (answer?.ok) put(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

function put(page) {
  const fresh = page.querySelector("#live");
  if (!fresh || waiting().length) return;
  fresh.querySelector("#how")?.removeAttribute("hidden");
  const shown = card();
  const there = shown && fresh.querySelector(`[data-statement="${CSS.escape(shown.dataset.statement)}"]`);
  const isAnew = shown && shown === before;
  const undo = live.querySelector("#undo");
  const had = shown?.contains(document.activeElement) ? document.activeElement : null;
  if (shown && (there || isAnew) && fresh.dataset.phase === live.dataset.phase) {
    const next = fresh.querySelector("article[data-statement]");
    if (there?.localName === "template") there.remove();
    if (next && next.dataset.statement !== shown.dataset.statement) fresh.querySelector("#ahead").prepend(behind(next));
    (next ?? fresh.querySelector(":scope > p[data-done]"))?.replaceWith(shown);
  }
  if (undo && fresh.dataset.phase === live.dataset.phase) fresh.querySelector("#undo")?.replaceWith(undo);
  if (live.innerHTML !== fresh.innerHTML) {
    live.replaceChildren(...fresh.childNodes);
    live.dataset.phase = fresh.dataset.phase;
    if (had) (had.isConnected ? had : live.querySelector("#words"))?.focus({ preventScroll: true });
  }
  for (const name of PARTS) {
    const [old, now] = [document.getElementById(name), page.getElementById(name)];
    if (!old || !now || (name === "own" && old.querySelector("textarea")?.value)) continue;
    const isOpen = old.querySelector("details")?.open;
    const still = now.querySelector("details");
    if (still && isOpen) still.open = true;
    if (old.innerHTML !== now.innerHTML && !old.contains(document.activeElement)) old.replaceChildren(...now.childNodes);
  }
  putBack();
  if (document.querySelector("#report [name=statement]")?.value !== card()?.dataset.statement) report();
}

/** Return a card as one of those that come next. */
function behind(shown) {
  const template = document.createElement("template");
  template.dataset.statement = shown.dataset.statement;
  template.content.append(shown.cloneNode(true));
  return template;
}

/** Vote on the statement that is shown, and show the next one at once. */
function vote(value) {
  const shown = card();
  if (!shown) return;
  const statement = shown.dataset.statement;
  const key = crypto.getRandomValues(new Uint32Array(3)).join("-");
  keep([...waiting(), { kind: "voted", data: { statement, value }, key }]);
  const isNew = !shown.querySelector("[aria-pressed=true]");
  for (const button of shown.querySelectorAll(".vote button")) button.setAttribute("aria-pressed", String(Number(button.value) === value));
  before = shown;
  const next = live.querySelector("#ahead > template");
  const had = shown.contains(document.activeElement);
  shown.style.transform = "";
  shown.replaceWith(next.content.cloneNode(true));
  if (next.dataset.statement) next.remove();
  live.querySelector("#how")?.remove();
  if (isNew) count(1);
  remember(statement, value, shown.querySelector("#words").textContent);
  if (had) live.querySelector("#words, [data-done]")?.focus({ preventScroll: true });
  report();
  send();
}

function count(more) {
  const bar = live.querySelector("progress");
  if (!bar) return;
  bar.value += more;
  bar.nextElementSibling.textContent = `${bar.value} / ${bar.max}`;
}

/** Say what was voted, with the way back. */
function remember(statement, value, text) {
  const undo = live.querySelector("#undo");
  const words = document.createElement("span");
  words.textContent = undo.dataset[NAMES[value]];
  const quoted = document.createElement("q");
  quoted.dir = "auto";
  quoted.textContent = text;
  const link = document.createElement("a");
  link.href = `?again=${encodeURIComponent(statement)}`;
  link.textContent = undo.dataset.change;
  undo.replaceChildren(words, " ", quoted, " ", link);
}

/** Show the statement again that was voted on last; what was shown comes after it. */
function back() {
  if (!before || card() === before) return;
  const shown = card();
  if (shown) live.querySelector("#ahead").prepend(behind(shown));
  (shown ?? live.querySelector(":scope > [data-done]")).replaceWith(before);
  live.querySelector("#undo").replaceChildren();
  before.querySelector("#words").focus({ preventScroll: true });
  report();
}

/** What would be reported is what is shown. */
function report() {
  const form = document.querySelector("#report");
  if (!form) return;
  const shown = card();
  form.hidden = !shown;
  form.open = false;
  form.querySelector("[name=statement]").value = shown?.dataset.statement ?? "";
  form.querySelector(".quoted").textContent = shown?.querySelector("#words").textContent ?? "";
}

/** Keep what is being written where a page that is loaded anew finds it. */
function keepWords(text) {
  if (text.trim()) localStorage.setItem(`${store}-words`, text); else localStorage.removeItem(`${store}-words`);
}

/** Put back what was being written. */
function putBack() {
  const words = document.querySelector("#text");
  if (words && !words.value) words.value = localStorage.getItem(`${store}-words`) ?? "";
}

/** Send a statement of one's own; where it is not taken the words stay. */
async function stateOwn(form, submitter) {
  const body = new FormData(form, submitter);
  keepWords(body.get("text"));
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (isTurnedAway(answer)) anew();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("#live") || !(answer.ok || ANSWERED.includes(answer.status))) {
      say((answer.status === 429 && page.querySelector("h1")?.textContent) || live.dataset.words);
      return;
    }
    if (answer.ok) {
      localStorage.removeItem(`${store}-words`);
      sessionStorage.removeItem(`${store}-anew`);
    }
    for (const name of ["own", "receipts"]) {
      const now = page.getElementById(name);
      if (answer.ok || now.querySelector("#text, .receipts")) document.getElementById(name).replaceChildren(...now.childNodes);
    }
    say(page.querySelector(":scope main > .error")?.textContent ?? "");
    document.querySelector("#own .near")?.scrollIntoView({ block: "nearest" });
  } catch {
    say(live.dataset.words);
  }
}

if (live) {
  ownStorage(live.dataset);
  live.querySelector("#how")?.removeAttribute("hidden"); // without a script there are no keys and no swipes
  document.addEventListener("submit", (event) => {
    if (event.target.matches("#live .vote") && event.submitter?.name === "value") {
      event.preventDefault();
      vote(Number(event.submitter.value));
    } else if (event.target.matches(".own")) {
      event.preventDefault();
      stateOwn(event.target, event.submitter);
    } else if (event.target.querySelector("[name=kind][value=erased]")) {
      forget(room);
    }
  });
  document.addEventListener("input", (event) => { if (event.target.id === "text") keepWords(event.target.value); });
  live.addEventListener("click", (event) => {
    if (!before || !event.target.closest("#undo a")) return;
    event.preventDefault();
    back();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "0" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (before) back(); else live.querySelector("#undo a")?.click();
  });
  let from = null;
  const moved = (event) => [event.clientX - from[0], event.clientY - from[1]];
  live.addEventListener("pointerdown", (event) => {
    from = event.pointerType === "touch" && event.target.closest("article") ? [event.clientX, event.clientY] : null;
  });
  live.addEventListener("pointermove", (event) => {
    if (!from || !card()) return;
    const [x, y] = moved(event);
    const isSideways = Math.abs(x) > 12 && Math.abs(x) > 2 * Math.abs(y);
    card().style.transform = isSideways ? `translateX(${x}px)` : "";
    card().classList.toggle("to-agree", isSideways && x > 90);
    card().classList.toggle("to-disagree", isSideways && x < -90);
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    live.addEventListener(kind, (event) => {
      if (!from) return;
      const [x, y] = moved(event);
      from = null;
      if (card()) { card().style.transform = ""; card().classList.remove("to-agree", "to-disagree"); }
      if (kind === "pointerup" && Math.abs(x) > 90 && Math.abs(x) > 2 * Math.abs(y)) vote(x > 0 ? 1 : -1);
    });
  }
  putBack();
  addEventListener("online", send);
  send();
  let later = 0;
  listen(room, { news: () => { clearTimeout(later); later = setTimeout(renew, 300); } });
}
