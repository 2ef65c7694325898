/* One's own instructions beside the text. They stay in this browser: nothing here asks the network for anything.

   A line that begins with the number of a paragraph ("5: keep shall") stands beside it, with the lines after it. */

/** Begins what is said of a paragraph that is not on this page. */
const OTHER = /^\s*(?=\S*\d)\S{1,12}?[:.)](?:\s|$)/u;

/** Return what the instructions say of each number of a paragraph, and of none. */
export function byLabel(text, labels) {
  const known = [...labels].sort((one, other) => other.length - one.length);
  const found = new Map();
  let at = "";
  for (const line of text.split(/\r?\n/)) {
    const label = known.find((one) => one && line.trimStart().startsWith(one) && !/^[\p{L}\p{N}]/u.test(line.trimStart().slice(one.length)));
    if (label !== undefined) at = label;
    else if (OTHER.test(line)) { at = null; continue; } else if (at === null) continue;
    const words = label === undefined ? line : line.trimStart().slice(label.length).replace(/^[\s.:)–—-]+/u, "");
    if (words.trim()) found.set(at, [...(found.get(at) ?? []), words]);
  }
  return new Map([...found].map(([label, lines]) => [label, lines.join("\n")]));
}

/** Show the instructions beside the paragraphs below `live`; return what shows them again after these were drawn anew. */
export function mandate(live, name, title) {
  const part = document.querySelector("#mandate");
  const box = part?.querySelector("textarea");
  const text = () => localStorage.getItem(name) ?? "";
  const show = () => {
    const articles = [...live.querySelectorAll(".unit")];
    const said = byLabel(text(), articles.map((one) => one.querySelector("h3").textContent.trim()));
    for (const article of articles) {
      const words = said.get(article.querySelector("h3").textContent.trim());
      let note = article.querySelector(".mandate");
      if (!words) { note?.remove(); continue; }
      if (!note) {
        note = document.createElement("div");
        note.className = "mandate";
        note.setAttribute("role", "note");
        note.setAttribute("aria-label", title);
        note.dir = "auto";
        article.append(note);
      }
      if (note.textContent !== words) note.textContent = words;
    }
  };
  const keep = (words) => {
    if (words.trim()) localStorage.setItem(name, words); else localStorage.removeItem(name);
    show();
  };
  if (part) {
    part.hidden = false;
    box.value = text();
    box.addEventListener("input", () => keep(box.value));
    part.querySelector("input[type=file]").addEventListener("change", async (event) => {
      const [file] = event.target.files;
      if (file) { box.value = await file.text(); keep(box.value); }
      event.target.value = "";
    });
    part.querySelector("[data-save]").addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([box.value], { type: "text/plain" }));
      link.download = `${part.dataset.title}.txt`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    part.querySelector("[data-forget]").addEventListener("click", () => { box.value = ""; keep(""); });
    addEventListener("storage", (event) => { if (event.key === name && document.activeElement !== box) { box.value = text(); show(); } });
  }
  show();
  return show;
}
