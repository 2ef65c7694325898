/* A post's page with a script: a report without connection waits in the browser and is sent once; a new version of the instruction shows on
   an open form and wipes nothing that was typed. Without it every button is a form. */

import { drop, forget, keep, waiting } from "./post_store.js";

const state = document.querySelector("#state");
const form = document.querySelector("#report");
const { post, holder, keeps } = state.dataset; // the holder by a mark: what another one wrote here is not sent as theirs
const base = new URL(document.querySelector("#all")?.href ?? location.href).pathname;
const OFTEN = 4000; // milliseconds
const AGAIN = 3000;
const TURNED_AWAY = [401, 403, 404]; // somebody signed out beside it, or the link is none any more: what was typed waits
const say = (text) => { if (state.textContent !== text) state.textContent = text; };
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
let sending = false;
let isGone = false;

/** Whether an answer says that whoever wrote here is let in no more: then nothing of theirs stays in the browser. */
async function gone(answer) {
  if (answer?.headers.get("Legation-Forget") !== holder) return false;
  isGone = true;
  await forget(holder).catch(() => {}); // nothing was kept here
  say(state.dataset.gone);
  return true;
}

/** Send one report; return its answer, null where there is no connection or the site does not answer. */
async function sent({ address, fields }) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  body.set("csrfmiddlewaretoken", token());
  const answer = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body }).catch(() => null);
  return answer === null || answer.status >= 500 || answer.status === 429 ? null : answer;
}

/** Send what waits, the oldest first, and come again while something does. */
async function sendWaiting() {
  if (sending) return;
  sending = true;
  try {
    let turnedAway = "";
    for (const one of await waiting(post, holder)) {
      const answer = await sent(one);
      if (answer === null) { say(state.dataset.waits); setTimeout(sendWaiting, AGAIN); return; }
      if (await gone(answer)) return;
      if (!answer.ok) { turnedAway = TURNED_AWAY.includes(answer.status) ? state.dataset.out : state.dataset.unsent; continue; } // it stays, until the page of its target sends it or it is too old
      await drop(one.key);
      const { next } = await answer.json();
      if (form?.elements.key.value === one.key && next) { location.assign(next); return; }
      say(state.dataset.sent);
    }
    if (turnedAway) say(turnedAway);
  } finally {
    sending = false;
  }
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const report = { key: form.elements.key.value, post, holder, address: form.action, fields: [...new FormData(form)] };
  const button = form.querySelector("button.primary");
  button.disabled = true;
  const answer = await sent(report);
  button.disabled = false;
  if (isGone || await gone(answer)) say(state.dataset.gone);
  else if (answer?.ok) {
    await drop(report.key);
    const { next } = await answer.json();
    if (next) location.assign(next); else form.submit(); // it is late: its page says what becomes of it
  } else if (answer !== null && !TURNED_AWAY.includes(answer.status)) form.submit(); // the page that comes says what is missing
  else if (keeps !== "yes") say(state.dataset.lost);
  else {
    form.elements.at.value = new Date().toISOString();
    await keep({ ...report, fields: [...new FormData(form)] });
    say(answer === null ? state.dataset.waits : state.dataset.out);
    if (answer === null) setTimeout(sendWaiting, AGAIN);
  }
});

form?.addEventListener("change", () => form.classList.toggle("is-unreached", form.elements.reached.value === "no"));
form?.classList.toggle("is-unreached", form.elements.reached.value === "no");

/** Put the instruction as it is now in the place of the one that is shown. */
function show(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("#instruction");
  if (fresh) document.querySelector("#instruction").replaceWith(fresh);
}

async function look() {
  if (document.hidden || !document.querySelector("#instruction")) return;
  const answer = await fetch(`${base}now`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (await gone(answer) || !answer?.ok) return;
  const { version } = await answer.json();
  if (String(version) === document.querySelector("#instruction").dataset.version) return;
  const page = await fetch(base, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!page?.ok) return;
  show(await page.text());
  say(state.dataset.new);
}

document.addEventListener("submit", async (event) => { // what was typed stays where the instruction is marked as read beside it
  if (event.target.id !== "read" || !form) return;
  event.preventDefault();
  const version = event.target.elements.version.value;
  const answer = await fetch(event.target.action, { method: "POST", body: new FormData(event.target) }).catch(() => null);
  if (!answer?.ok) return;
  show(await answer.text());
  form.elements.version.value = version;
});

setInterval(look, OFTEN);
document.addEventListener("visibilitychange", look);
addEventListener("online", sendWaiting);
sendWaiting();
