/* The form of a model: what is typed is left with the server a moment later, which says beside each field what is wrong with it.

   The form has data-failed, what is said where the server is not reached. Only fields that somebody touched are marked while typing. A button
   that is pressed meanwhile waits for the answer; leaving the page warns of what the server has not. */

const form = document.querySelector("form[data-model]");
if (form) start(form);

function start(model) {
  const said = model.querySelector("[data-said]");
  const touched = new Set();
  let timer = 0;
  let asked = Promise.resolve();
  let typed = 0; // how often somebody typed
  let left = 0; // up to which of those the server has it
  let sending = 0;

  const field = (name) => model.elements.namedItem(name);
  const base = (name) => name.split(/[=#]/)[0];

  /** Write what is wrong beside a field, or take it away. */
  function mark(name, words) {
    const input = [...model.elements].find((one) => one.name === name && one.type !== "hidden") ?? field(name);
    const holder = (input instanceof RadioNodeList ? input[0] : input)?.closest(".field");
    if (!holder) return;
    const id = `f-${name}-error`;
    let note = document.getElementById(id);
    if (words && !note) {
      note = Object.assign(document.createElement("span"), { className: "error", id });
      (holder.querySelector(".help") ?? holder.lastElementChild).before(note);
    }
    if (note) note.textContent = words ?? "";
    if (note && !words) note.remove();
    if (!(input instanceof Element)) return;
    if (words) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  async function leave() {
    clearTimeout(timer);
    const sent = new FormData(model);
    const of = typed;
    sent.set("do", "stay");
    try {
      const answer = await fetch(model.action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
      const body = await answer.json();
      if (!answer.ok) throw new Error(body.said ?? body.error);
      left = of;
      if (model.elements.digest) model.elements.digest.value = body.digest;
      const states = document.querySelector("[data-states]");
      if (states && body.states) states.textContent = body.states;
      for (const [name, id] of Object.entries(body.ids)) {
        const own = field(name);
        if (own instanceof HTMLInputElement && own.value === "" && own !== document.activeElement) own.value = id;
      }
      for (const name of touched) mark(name, body.faults[name]);
      if (said) said.textContent = body.unsaved ? body.said : "";
    } catch (error) {
      if (said) said.textContent = error instanceof TypeError ? model.dataset.failed : error.message;
    }
  }

  model.addEventListener("input", ({ target }) => {
    if (target.name === "reason" || !target.name) return;
    touched.add(base(target.name));
    typed += 1;
    clearTimeout(timer);
    timer = setTimeout(() => {
      sending += 1;
      asked = asked.then(leave).finally(() => (sending -= 1));
    }, 900);
  });
  model.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (sending) {
      event.preventDefault(); // the answer says what the row is known by
      asked.finally(() => model.requestSubmit(event.submitter));
    } else left = typed;
  });
  window.addEventListener("beforeunload", (event) => {
    if (left !== typed) event.preventDefault();
  });
}
