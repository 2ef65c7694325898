"""Texts under negotiation: 500 pages within a second, and how the time grows; deep nesting, two versions side by side."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from benchmarks.growth import plotted

from legation.methods.drafting import Adopted, Proposal, compare, nearest_adopted, parse, render, survived

__all__ = ["main"]

PAGE = 3000
"""Characters of a page."""
PAGES = (4, 16, 64, 125, 250, 500, 1000)
DEPTHS = (100, 1000, 10_000, 100_000)


def pages(count: int) -> str:
    """Return a compilation of so many pages, with some forty brackets on each."""
    made, length, number = [], 0, 0
    while length < count * PAGE:
        number += 1
        made.append(
            f"{number % 900 + 1}. States [shall][should] report incidents [within 72 hours (EU, JPN)][without undue delay (G77)], "
            f"recalling A/RES/75/240, [protect [critical] infrastructure [and data – RUS delete]] and case {number}, by [X] per cent "
            "[sic], as in [1].\n"
            f"The delegations heard statement {number} and went on to the words that nobody contests.\n"
        )
        length += len(made[-1])
    return "".join(made)


def taken(run: Callable[[], object], times: int = 3) -> float:
    """Return the median seconds of a few runs."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        found.append(time.perf_counter() - begun)
    return median(found)


def main() -> None:
    """Print the figures beside their limits."""
    print("\nDrafting: parse a text into its tree, then read brackets, units, reservations, problems")
    drawn = []
    for count in PAGES:
        text = pages(count)
        parsed = taken(lambda text=text: parse(text))
        draft = parse(text)
        begun = time.perf_counter()
        read = len(draft.brackets), len(draft.units), len(draft.reservations), len(draft.problems)
        rest = time.perf_counter() - begun
        told = ("same" if render(draft) == text else "DIFFERENT") + ("  (limit 1 s for parse)" if count == 500 else "")
        print(f"  {count:>5} pages {len(text):>10,} characters  parse {parsed:6.3f} s  read {rest:6.3f} s  {read[0]:>7,} brackets  {told}")
        drawn += [("parse", len(text), parsed, True), ("parse and read", len(text), parsed + rest, True)]
    for depth in DEPTHS:
        text = "[" * depth + "word" + "]" * depth
        print(f"  {depth:>9,} brackets in each other {taken(lambda text=text: parse(text).brackets):8.3f} s")
    old = pages(100)
    new = old.replace("went on", "proceeded")[len(old) // 4 :] + old[: len(old) // 4]
    print(f"  100 pages beside their next version {taken(lambda: compare(old, new), 1):8.2f} s")
    print(f"  whose words of 100 pages {taken(lambda: survived(new, [Proposal((), old)]), 1):8.2f} s")
    corpus = [Adopted(str(k), pages(20)) for k in range(5)]
    print(f"  nearest of 100 pages for 10 pages {taken(lambda: nearest_adopted(pages(10), corpus), 1):8.2f} s")
    plotted("drafting", "Parsing a text under negotiation", "characters", drawn)


if __name__ == "__main__":
    main()
