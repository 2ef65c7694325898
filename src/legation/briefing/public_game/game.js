// The public game in one file. It looks up what to show in a table that was made beforehand; it computes, sends and stores nothing.
// Where somebody has come is written behind the # of the address alone, so that "back" goes back.
const table = JSON.parse(document.getElementById("table").textContent);
const body = document.querySelector(".body"), choices = document.querySelector(".choices");
const acts = table.acts.length, days = table.heads.length;
const WAY = 2 + acts, FIRST = WAY + 1, RESULT = FIRST + days, AFTER = RESULT + 1;
const allowed = { seed: /^\d{0,4}$/, at: /^\d{0,2}$/, before: /^([dcbntfx]{8})?$/, filed: /^[dcbn]{0,12}$/, days: /^[012]{0,5}$/, after: /^([dcbntfx]{8})?$/ };
const fields = Object.keys(allowed);

function read() {
  const given = location.hash.slice(1).split("."), state = {};
  fields.forEach((name, place) => { state[name] = allowed[name].test(given[place] ?? "") ? given[place] ?? "" : ""; });
  state.seed = Number(state.seed) % table.draws.length || 0;
  const furthest = !state.before ? 1 : state.filed.length < acts ? 2 + state.filed.length
    : state.days.length < days ? FIRST + state.days.length : state.after ? AFTER + 1 : AFTER;
  state.at = Math.min(Number(state.at) || 0, furthest);
  return state;
}

function go(state, changes) {
  location.hash = fields.map((name) => ({ ...state, ...changes })[name]).join(".");
}

const text = (number) => table.texts[number];
const right = (answers, keys) => [...answers].filter((one, place) => one === keys[place]).length;

function filed(state, count) {
  return text(table.feedback[table.draws[state.seed][3][count - 1]][state.filed[count - 1]]);
}

function fill(values) {
  for (const [name, value] of Object.entries(values)) {
    for (const one of body.querySelectorAll(`[data-slot="${name}"]`)) one.textContent = value;
  }
}

function shown(state) {
  const [truth, first, last, order, questions] = table.draws[state.seed], at = state.at;
  if (at === 0) return [text(table.start), {}];
  if (at === 1 || at === AFTER) {
    const tests = table.tests[at === 1 ? first : last];
    return [text(at === 1 ? table.before : table.after) + questions[at === 1 ? 0 : 1].map((one) => text(tests[one])).join(""), {}];
  }
  if (at < WAY) {
    const place = at - 2;
    return [(place ? filed(state, place) : text(table.intro)) + text(table.acts[order[place]]), { place: place + 1 }];
  }
  if (at === WAY) {
    const count = order.filter((act, place) => table.keys.acts[act] === state.filed[place]).length;
    return [filed(state, acts) + text(table.way), { filed: count }];
  }
  if (at < RESULT) {
    const before = state.days.slice(0, at - FIRST);
    const came = before ? text(table.outcomes[truth][before]) : "";
    return [came + text(table.heads[before.length]) + table.news[truth][before].map(text).join(""), {}];
  }
  if (at === RESULT) {
    const found = table.results[truth][state.days], values = {};
    table.slots.forEach((name, place) => { values[name] = found[place]; });
    return [text(table.outcomes[truth][state.days]) + text(table.truths[truth]) + text(found.at(-1)) + text(table.blame[truth]), values];
  }
  const [before, after] = [right(state.before, table.keys.forms[first]), right(state.after, table.keys.forms[last])];
  return [text(table.ends[last]), { "right-before": before, "right-after": after }];
}

function options(state) {
  const at = state.at, next = { at: at + 1 };
  if (at === 0) {
    const seed = Math.floor(Math.random() * table.draws.length);
    return ["start", [[table.words.begin, { ...next, seed }]]];
  }
  if (at === 1 || at === AFTER) return ["questions", [[at === 1 ? table.words.next : table.words.see, next]]];
  if (at < WAY) {
    const begun = state.filed.slice(0, at - 2);
    return ["acts", Object.entries(table.answers).map(([letter, words]) => [words, { ...next, filed: begun + letter, days: "", after: "" }])];
  }
  if (at === WAY) return ["way", [[table.words["to-part-2"], next]]];
  if (at < RESULT) {
    const day = at - FIRST, begun = state.days.slice(0, day), order = table.draws[state.seed][5][day];
    return ["days", order.map((one) => [table.options[day][one], { ...next, days: begun + one, after: "" }])];
  }
  if (at === RESULT) return ["result", [[table.words["to-questions"], next]]];
  const empty = Object.fromEntries(fields.map((name) => [name, ""]));
  return ["end", [[table.words.again, { ...empty, at: 0 }]]];
}

function press(state, changes) {
  if (state.at === 1 || state.at === AFTER) {
    const form = document.forms[0];
    if (!form.reportValidity()) return;
    const answers = table.tests.a.map((_, number) => form.elements[`q${number}`].value).join("");
    changes = { ...changes, [state.at === 1 ? "before" : "after"]: answers };
  }
  go(state, changes);
}

function show() {
  const state = read(), [html, values] = shown(state), [kind, there] = options(state);
  body.innerHTML = html;
  fill(values);
  choices.className = `choices ${kind}`;
  choices.replaceChildren(...there.map(([words, changes]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () => press(state, changes));
    return button;
  }));
  window.scrollTo(0, 0);
  if (state.at) body.querySelector("h1").focus({ preventScroll: true });
}

document.forms[0].addEventListener("submit", (event) => { event.preventDefault(); choices.querySelector("button").click(); });
window.addEventListener("hashchange", show);
show();
