// The sheet of a tally: find a member by its name (groups without one that is found are put away), and count as one chooses.
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const form of document.querySelectorAll("form[data-tally]")) {
  const find = form.querySelector("[data-tally-find]");
  const words = find.querySelector("input");
  find.hidden = false;
  form.addEventListener("change", () => {
    const chosen = [...form.querySelectorAll("[data-member] select")].map((select) => select.selectedOptions[0].textContent);
    for (const entry of form.querySelectorAll("[data-counts] > div")) {
      const word = entry.querySelector("dt").textContent;
      entry.querySelector("dd").textContent = String(chosen.filter((text) => text === word).length);
    }
  });
  words.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  words.addEventListener("input", () => {
    const wanted = folded(words.value).split(/\s+/).filter(Boolean);
    for (const bench of form.querySelectorAll("[data-bench]")) {
      const group = folded(bench.querySelector("legend").textContent);
      let shown = 0;
      for (const member of bench.querySelectorAll("[data-member]")) {
        const text = `${group} ${folded(member.querySelector("label").textContent)}`;
        member.hidden = !wanted.every((word) => text.includes(word));
        shown += member.hidden ? 0 : 1;
      }
      bench.hidden = shown === 0;
    }
  });
}
