/* Words of a paragraph chosen by pointer, finger or keyboard: what is proposed goes from one word to another.

   The page says of each stretch of words the number of the first and how long each is (data-w), so that words are here what they are in the
   room; data-l is the space that stands before the bracket of the first. */

/** Make each word of a paragraph an element of its own; once. */
export function split(article) {
  for (const run of article.querySelectorAll(".words [data-w]")) {
    const [first, ...lengths] = run.dataset.w.split(" ").map(Number);
    const text = run.textContent;
    const made = [];
    let at = 0;
    for (const [n, length] of lengths.entries()) {
      const word = document.createElement("span");
      word.className = "w";
      word.dataset.n = first + n;
      word.textContent = text.slice(at, at + length);
      word.full = (n ? "" : run.dataset.l ?? "") + word.textContent;
      at += length;
      made.push(word);
    }
    run.removeAttribute("data-w");
    run.replaceChildren(...made);
  }
  return article;
}

/** Return the words of a paragraph, in their order, as the room has them. */
export const wordsOf = (article) => [...article.querySelectorAll(".w")].map((word) => word.full);

const plain = (words) => words.join("").trim();

/** Return what a proposal says of the words that it means, so that the room knows them again. */
export function meant(words, operation, first, last) {
  if (["alt", "bis", "move", "merge"].includes(operation)) return plain(words);
  if (operation === "insert") return plain(words.slice(Math.max(last - 1, 0), last + 1));
  if (operation === "split") return plain(words.slice(Math.max(first - 2, 0), first));
  return plain(words.slice(first - 1, last));
}

/** Let words be chosen in the paragraphs below `live`; `chosen` is told of the paragraph, the first and the last word, counted from one. */
export function choosing(live, { chosen, opened, left, say }) {
  let here = null; // { article, from, to }
  const word = (article, n) => article.querySelector(`.w[data-n="${n}"]`);
  const draw = () => {
    for (const one of live.querySelectorAll(".w.on, .w.at")) one.classList.remove("on", "at");
    if (!here) return;
    const [low, high] = [Math.min(here.from, here.to), Math.max(here.from, here.to)];
    for (let n = low; n <= high; n++) word(here.article, n)?.classList.add("on");
    word(here.article, here.to)?.classList.add("at");
  };
  const choose = (article, from, to, byKey = false) => {
    here = { article, from, to };
    draw();
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    const words = wordsOf(article);
    if (byKey) say(plain(words.slice(low, high + 1)));
    chosen(article, low + 1, high + 1, words);
  };
  const clear = () => { here = null; draw(); };

  live.addEventListener("mousedown", (event) => {
    if (event.shiftKey && here && event.target.closest(".w")) event.preventDefault(); // words are extended here, whatever the browser marked last
  });
  live.addEventListener("click", (event) => {
    const target = event.target.closest(".w");
    const article = event.target.closest(".unit");
    if (!target || !article || !getSelection().isCollapsed) return;
    const n = Number(target.dataset.n);
    const extends_ = here?.article === article && (event.shiftKey || (here.from === here.to && here.from !== n && event.pointerType === "touch"));
    choose(article, extends_ ? here.from : n, n);
  });
  document.addEventListener("pointerup", () => setTimeout(() => {
    const native = getSelection();
    if (native.isCollapsed || !native.rangeCount) return;
    const range = native.getRangeAt(0);
    const article = (range.commonAncestorContainer.closest ? range.commonAncestorContainer : range.commonAncestorContainer.parentElement).closest(".unit");
    if (!article || !live.contains(article)) return;
    const hit = [...article.querySelectorAll(".w")].filter((one) => {
      const own = document.createRange();
      own.selectNodeContents(one);
      return range.compareBoundaryPoints(Range.END_TO_START, own) < 0 && range.compareBoundaryPoints(Range.START_TO_END, own) > 0;
    });
    if (hit.length) { native.removeAllRanges(); choose(article, Number(hit[0].dataset.n), Number(hit.at(-1).dataset.n)); }
  }));
  live.addEventListener("keydown", (event) => {
    const place = event.target.closest(".words");
    if (!place || event.target !== place || event.ctrlKey || event.metaKey || event.altKey) return;
    const article = place.closest(".unit");
    const last = article.querySelectorAll(".w").length - 1;
    const at = here?.article === article ? here.to : -1;
    const isTurned = getComputedStyle(place).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + isTurned, ArrowLeft: at < 0 ? 0 : at - isTurned, Home: 0, End: last }[event.key];
    if (to !== undefined && last >= 0) {
      event.preventDefault();
      const n = Math.min(Math.max(to, 0), last);
      choose(article, event.shiftKey && at >= 0 ? here.from : n, n, true);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (at < 0) choose(article, 0, Math.max(last, 0), true);
      opened(article);
    } else if (event.key === "Escape") {
      clear();
      left();
    }
  });
  return {
    clear,
    /** Make a paragraph's words ready, and choose in it what was chosen before it was drawn anew. */
    ready(article) {
      split(article);
      const place = article.querySelector(".words");
      place.tabIndex = 0;
      place.setAttribute("role", "group");
      place.setAttribute("aria-label", article.querySelector("h3").textContent);
      if (here && here.article.id === article.id) { here.article = article; draw(); }
    },
  };
}
