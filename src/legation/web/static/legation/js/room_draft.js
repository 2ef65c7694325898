/* The text of a room with a script: words are chosen in the text, what is sent waits in the browser until it is answered, and paragraphs
   are drawn anew when they have changed. Without it every paragraph has a page of its own with forms. */

import { forget, ownStorage } from "./room_storage.js";
import { mandate } from "./room_mandate.js";
import { listen } from "./room_stream.js";
import { choosing, meant } from "./room_words.js";

const live = document.querySelector("#live");
const state = document.querySelector("#state");
const waits = document.querySelector("#waits");
const room = live?.dataset.room;
const base = location.pathname;
const store = `draft-${room}`;
const SOON = 60; // milliseconds after which a change that is shown here is fetched, and one elsewhere
const LATER = 2000;
const ANSWERED = [409, 422];
let sending = false;
let composing = null; // { article, words, print }

const compose = document.querySelector("#compose");
const stand = document.querySelector("#stand");
const isOne = Boolean(compose && !compose.hidden) || /[?&](unit|on)=/.test(location.search);
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const queue = () => JSON.parse(localStorage.getItem(store) ?? "[]");
const keep = (drafts) => (drafts.length ? localStorage.setItem(store, JSON.stringify(drafts)) : localStorage.removeItem(store));
const say = (text) => { if (state && state.textContent !== text) state.textContent = text; };
const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
const made = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });

/** Load the page anew, once: what waits and what is being written stays in the browser. */
function anew() {
  if (sessionStorage.getItem(`${store}-anew`)) return;
  sessionStorage.setItem(`${store}-anew`, "yes");
  location.reload();
}

/** Send what waits, the oldest first; whatever was not answered stays, and comes again under its key. */
async function send() {
  if (sending || !queue().length) return;
  sending = true;
  const one = queue()[0];
  const isDone = () => keep(queue().filter((other) => other.key !== one.key));
  try {
    const body = new URLSearchParams(one.body);
    body.set("csrfmiddlewaretoken", token());
    body.set("key", one.key);
    const answer = await fetch(`${base}write`, { method: "POST", headers: { Accept: "application/json" }, body });
    if (answer.status === 429) { setTimeout(send, 1000 * Number(answer.headers.get("Retry-After") ?? 2)); return; }
    if (answer.status === 401 || answer.status === 403 || answer.redirected) { anew(); throw new Error(String(answer.status)); }
    if (answer.ok) {
      const { number, said } = await answer.json();
      if (!number) throw new Error("nothing was answered");
      isDone();
      say(said);
    } else if (ANSWERED.includes(answer.status)) {
      const refused = parsed(await answer.text()).querySelector("#refused");
      if (!refused) throw new Error("nothing was answered");
      isDone();
      show(refused);
      say("");
    } else throw new Error(String(answer.status));
    sessionStorage.removeItem(`${store}-anew`);
  } catch {
    say(live.dataset.unsent);
    setTimeout(send, 3000);
    return;
  } finally {
    sending = false;
    list();
  }
  if (queue().length) send(); else await renew();
}

/** Show why something was not taken, with what can be done about it. */
function show(refused) {
  refused.removeAttribute("id");
  const drop = made("button", live.dataset.drop, { type: "button", className: "bare" });
  drop.addEventListener("click", () => refused.remove());
  refused.append(drop);
  waits.append(refused);
  refused.scrollIntoView({ block: "nearest" });
}

/** Show what waits to be sent, where the connection is gone. */
function list() {
  if (!waits) return;
  waits.querySelector("ul")?.remove();
  const drafts = queue();
  if (!drafts.length || sending) return;
  const rows = made("ul", "");
  for (const one of drafts) {
    const row = made("li", `${one.label} `);
    const drop = made("button", live.dataset.drop, { type: "button", className: "bare" });
    drop.addEventListener("click", () => { keep(queue().filter((other) => other.key !== one.key)); list(); });
    row.append(drop);
    rows.append(row);
  }
  waits.prepend(rows);
}

/** Draw the paragraphs that have changed, and what stands beside the text, as the server shows them now. */
async function renew() {
  const asked = new URLSearchParams(location.search);
  const first = live.querySelector(".unit")?.id.slice(2) ?? "";
  const wanted = new URLSearchParams({ part: "1", from: isOne ? first : asked.get("from") ?? "" });
  for (const article of live.querySelectorAll(".unit")) wanted.append("known", article.dataset.v);
  const answer = await fetch(`${base}?${wanted}`, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok && !answer.redirected) put(parsed(await answer.text()));
}

function put(page) {
  const fresh = page.querySelector("#live");
  if (!fresh || Number(fresh.dataset.number) < Number(live.dataset.number)) return; // an answer that was overtaken
  live.dataset.number = fresh.dataset.number;
  let before = null;
  const stays = new Set();
  for (const now of fresh.querySelectorAll(".unit")) {
    const old = document.getElementById(now.id);
    if (isOne && !old) continue;
    const node = now.hasAttribute("data-same") && old ? old : now;
    if (node === now) draw(now, old);
    const there = before ? nextUnit(before) : live.querySelector(".unit");
    if (there !== node && !isOne) { if (before) before.after(node); else live.prepend(node); }
    before = node;
    stays.add(node.id);
  }
  if (!isOne) for (const old of live.querySelectorAll(".unit")) if (!stays.has(old.id) && composing?.article !== old) old.remove();
  live.querySelector(":scope > p.card")?.toggleAttribute("hidden", stays.size > 0);
  beside(page.querySelector("#panels"), document.querySelector("#panels"));
  beside(page.querySelector("#phase"), document.querySelector("#phase"));
  if (fresh.dataset.phase !== live.dataset.phase) {
    live.dataset.phase = fresh.dataset.phase;
    if (!composing && !queue().length) location.reload();
  }
  notes();
}

function nextUnit(article) {
  let next = article.nextElementSibling;
  while (next && !next.matches(".unit")) next = next.nextElementSibling;
  return next;
}

/** Put a paragraph in the place of the one that was shown; who reads it or writes on it stays where they are. */
function draw(now, old) {
  const had = old?.contains(document.activeElement) ? document.activeElement : null;
  now.classList.add("changed");
  setTimeout(() => now.classList.remove("changed"), 4000);
  old?.replaceWith(now);
  chooser.ready(now);
  if (composing?.article === old && old) {
    composing.article = now;
    if (now.dataset.print !== composing.print && !compose.querySelector(".near")) compose.prepend(made("p", live.dataset.changed, { className: "near" }));
  }
  if (had) (had.matches("a") && now.querySelector(`a[href="${CSS.escape(had.getAttribute("href"))}"]`) || now.querySelector(".words")).focus({ preventScroll: true });
}

/** Put what stands beside the text in the place of what stood there, unless somebody writes in it. */
function beside(now, old) {
  const plain = (part) => part.innerHTML.replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");
  if (!now || !old || plain(now) === plain(old)) return;
  const had = old.contains(document.activeElement) ? document.activeElement : null;
  if (had?.matches("input, select, textarea") || [...old.querySelectorAll("textarea")].some((box) => box.value)) return;
  const open = new Set([...old.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
  for (const one of now.querySelectorAll("details > summary")) if (open.has(one.textContent)) one.parentElement.open = true;
  old.replaceChildren(...now.childNodes);
  clocks();
  if (had) (twin(had, old) ?? old).focus({ preventScroll: true });
}

/** Return what stands now where a button, a link or a summary stood; where it is gone, nothing. */
function twin(had, part) {
  part.tabIndex = -1;
  const same = (one) => one.textContent === had.textContent && one.value === had.value && one.getAttribute("href") === had.getAttribute("href");
  return [...part.querySelectorAll(had.localName)].find(same);
}

/** Open the form of a proposal below the paragraph in which words were chosen. */
function open(article, first, last, words) {
  if (!compose) return;
  close(stand);
  const isNew = composing?.article !== article;
  composing = { article, words, print: article.dataset.print };
  compose.querySelector(".near")?.remove();
  for (const [name, value] of Object.entries({ unit: article.id.slice(2), print: article.dataset.print, first, last })) compose.elements[name].value = value;
  const chosen = compose.querySelector("[data-chosen]");
  chosen.hidden = false;
  chosen.querySelector("q").textContent = words.slice(first - 1, last).join("").trim();
  if (!isOne && isNew) { article.after(compose); compose.hidden = false; }
  if (!compose.elements.operation.value) compose.elements.operation.value = "replace";
  const agreed = compose.querySelector("[data-agreed]");
  if (agreed) {
    agreed.href = `${agreed.pathname}?${new URLSearchParams({ unit: article.id.slice(2), first, last })}`;
    compose.querySelector("[data-agreed-found]").replaceChildren();
  }
  fields();
}

function close(part) {
  if (!part || part.parentElement !== live) return;
  document.querySelector("#tools").append(part);
  part.querySelector("form")?.reset(); // what was said of one bracket is not said of another
  if (part === compose) {
    compose.hidden = true;
    composing = null;
    chooser.clear();
  }
}

/** Show the fields of the operation that is chosen, and how the text would stand. */
function fields() {
  const operation = compose.elements.operation.value;
  for (const part of compose.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(operation);
  const preview = compose.querySelector("#preview");
  preview.replaceChildren();
  const [first, last] = ["first", "last"].map((name) => Number(compose.elements[name].value));
  if (!composing || !operation || (isOne && !first)) return;
  const { words, article } = composing;
  const fresh = compose.elements.text.value.trim();
  const label = article.querySelector("h3").textContent.trim();
  const line = made("p", "", { dir: "auto" });
  const old = words.slice(first - 1, last).join("").trim();
  const [lead, tail] = [words.slice(Math.max(0, first - 9), first - 1).join(""), words.slice(last, last + 8).join("")];
  if (operation === "replace" || operation === "delete") {
    line.append("… ", lead, " [", made("del", old), "]");
    if (operation === "replace") line.append(" [", made("ins", fresh || "…"), "]");
    line.append(" ", tail, " …");
  } else if (operation === "insert") line.append("… ", lead, old, " [", made("ins", fresh || "…"), "] ", tail, " …");
  else if (operation === "split") line.append("… ", lead.trim(), " ¶ ", old, tail, " …");
  else if (operation === "alt" || operation === "bis") line.append(made("strong", `${compose.elements.label.value || label + operation} `), "[", made("ins", fresh || "…"), "]");
  else return;
  preview.append(made("p", preview.dataset.title, { className: "source" }), line);
}

/** Open the stances on a bracket below its paragraph. */
function stance(link) {
  const bracket = link.closest(".br");
  const article = link.closest(".unit");
  close(compose);
  stand.querySelector("[name=target]").value = bracket.dataset.b;
  stand.querySelector("q").textContent = [...bracket.querySelectorAll(".w")].map((word) => word.full).join("").trim();
  stand.querySelector("a.go").href = link.href;
  const mine = link.dataset.mine;
  for (const button of stand.querySelectorAll("[name=stance]")) button.setAttribute("aria-pressed", String(button.value === mine));
  const form = stand.querySelector("form");
  form.reset();
  if (form.elements.chair) form.elements.chair.checked = Boolean(mine) && "alone" in link.dataset;
  if (form.elements.conditional_on) form.elements.conditional_on.value = link.dataset.condition ?? "";
  article.after(stand);
  stand.querySelector("button").focus({ preventScroll: true });
  stand.scrollIntoView({ block: "nearest" });
}

/** Take what a form would send, and send it as soon as there is a connection. */
function take(form, submitter) {
  const body = new URLSearchParams([...new FormData(form, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken"));
  if (form === compose && composing) {
    const [first, last] = [Number(body.get("first")), Number(body.get("last"))];
    body.set("was", meant(composing.words, body.get("operation"), first, Math.max(first, last)));
  }
  const key = crypto.getRandomValues(new Uint32Array(3)).join("-");
  const label = `${submitter?.textContent.trim() ?? ""} ${body.get("text") ?? body.get("reason") ?? ""}`.trim().slice(0, 120);
  keep([...queue(), { key, body: String(body), label }]);
  localStorage.removeItem(`${store}-writing`);
  form.closest("#waits > section")?.remove();
  if (form === compose) { compose.elements.text.value = ""; close(compose); } else if (stand?.contains(form)) close(stand); else form.reset();
  send();
}

/** Write instants as the clock of whoever reads has them. */
function clocks() {
  const shown = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  for (const time of document.querySelectorAll("time[data-here]:empty")) time.textContent = `${time.dataset.here} ${shown.format(new Date(time.dateTime))}`;
}

let chooser = { clear() {}, ready() {} };
let notes = () => {};

function begin() {
  ownStorage(live.dataset);
  const may = Boolean(live.dataset.may);
  if (may) {
    chooser = choosing(live, {
      say,
      chosen: open,
      left: () => close(compose),
      opened: () => compose.querySelector("input[type=radio]:checked, input[type=radio]")?.focus(),
    });
    document.querySelector("#how")?.removeAttribute("hidden");
    compose?.querySelector(".numbers").toggleAttribute("hidden", true); // words are chosen in the text
  }
  for (const article of live.querySelectorAll(".unit")) chooser.ready(article);
  if (state) notes = mandate(live, `mandate-${room}`, live.dataset.mandate);
  live.addEventListener("click", (event) => {
    const link = event.target.closest(".who");
    if (link && stand && !event.ctrlKey && !event.metaKey) { event.preventDefault(); stance(link); }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) { const part = event.target.closest("#compose, #stand"); const back = composing?.article; close(part); back?.querySelector(".words").focus({ preventScroll: true }); }
    const agreed = event.target.closest("[data-agreed]");
    if (agreed) { event.preventDefault(); look(agreed); }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.action.includes(`${base}write`)) return;
    if (form.elements.kind?.value === "erased") { forget(room); return; }
    if (event.submitter?.value === "look") return;
    event.preventDefault();
    take(form, event.submitter);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const back = composing?.article;
    close(compose);
    close(stand);
    back?.querySelector(".words").focus({ preventScroll: true });
  });
  compose?.addEventListener("input", () => { fields(); writing(); });
  if (compose) { fields(); putBack(); }
  clocks();
  list();
  addEventListener("online", send);
  send();
  let later = 0;
  let due = Infinity;
  listen(room, {
    news: (touched) => {
      const isHere = !touched || touched.more || touched.units.some((id) => document.getElementById(`u-${id}`)) || touched.brackets.some((id) => live.querySelector(`[data-b="${CSS.escape(id)}"]`));
      const at = Date.now() + (isHere ? SOON : LATER);
      if (at >= due) return;
      clearTimeout(later);
      due = at;
      later = setTimeout(() => { due = Infinity; renew(); }, at - Date.now());
    },
  });
}

/** Keep what is being written where a page that is loaded anew finds it. */
function writing() {
  if (!composing || !compose.elements.text.value.trim()) { localStorage.removeItem(`${store}-writing`); return; }
  const said = Object.fromEntries(["unit", "operation", "first", "last", "text", "label", "reason"].map((name) => [name, compose.elements[name].value]));
  localStorage.setItem(`${store}-writing`, JSON.stringify(said));
}

/** Put back what was being written. */
function putBack() {
  const said = JSON.parse(localStorage.getItem(`${store}-writing`) ?? "null");
  const article = said && document.getElementById(`u-${said.unit}`);
  if (!article || compose.elements.text.value) return;
  for (const name of ["operation", "text", "label", "reason"]) compose.elements[name].value = said[name];
  open(article, Number(said.first), Number(said.last), [...article.querySelectorAll(".w")].map((word) => word.full));
}

/** Find agreed language for the words that are chosen, below them. */
async function look(link) {
  const there = document.querySelector("[data-agreed-found]");
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const found = answer?.ok ? parsed(await answer.text()).querySelector("#agreed") : null;
  if (found) { found.removeAttribute("id"); there.replaceChildren(found); } else say(live.dataset.unsent);
}

if (live) begin();
document.documentElement.dataset.ready = "";
