"""Finding a question by one's own words: how often it is first, and among three, beside a plain search for the words in titles and methods.

The phrasings are by readers who saw a situation and not the catalogue, half of them French. ``phrasings/worked.toml`` was worked with, and
so was ``opened.toml`` after it had been opened once; ``second.toml`` was looked at when all was done. ``sealed.toml`` is opened once.
Besides, each phrasing of ours is left out in turn and looked for by the others.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from legation.language import Lang, say
from legation.questions import questions
from legation.questions.base.finder import folded_words
from legation.questions.base.registry import find_questions, question_index

__all__ = ["left_out", "main", "phrasings", "plain_search", "ranks", "sample"]

FOLDER = Path(__file__).parent / "phrasings"
_FAR = 1000
"""The rank of what is not found."""


def plain_search(words: str, lang: Lang) -> list[str]:
    """Return questions by how many of the words stand in their title and method, as a search of the page would: the most first."""
    looked_for = {word for word in folded_words(words) if len(word) > 2}
    counts = {}
    for name, question in questions().items():
        there = set(folded_words(f"{say(question.title, lang)} {say(question.method, lang)}"))
        counts[name] = sum(word in there for word in looked_for)
    return [name for name in sorted(counts, key=lambda name: -counts[name]) if counts[name]]


def finder(words: str, lang: Lang) -> list[str]:
    """Return the questions that are found, the best first."""
    return [found.id for found in find_questions(words, lang)]


def phrasings(name: str) -> list[dict[str, Any]]:
    """Return a file of phrasings: what was typed (``words``), in which language, and the ids of the questions that it means."""
    path = FOLDER / f"{name}.toml"
    return list(tomllib.loads(path.read_text("utf-8"))["phrasing"]) if path.exists() else []


def ranks(given: Iterable[Mapping[str, Any]], search: Callable[[str, Lang], Sequence[str]]) -> list[int]:
    """Return for each phrasing at which place a search has a question that it means, from 0."""
    return [
        min((order.index(name) for name in one["ids"] if name in order), default=_FAR)
        for one in given
        for order in [list(search(one["words"], one["lang"]))]
    ]


def left_out() -> list[int]:
    """Return for each phrasing of ours at which place its question stands when it is looked for without that phrasing."""
    there, found = question_index(), []
    for at, sentence in enumerate(there.sentences):
        if sentence.field == "asked" and " " in sentence.text:
            order = np.argsort(-there.scores(sentence.text, (at,), lang=sentence.lang), kind="stable")
            found.append(int(np.flatnonzero(order == there.of[at])[0]))
    return found


def _print(name: str, found: Sequence[int]) -> None:
    first, three = (100 * np.mean(np.array(found) < least) for least in (1, 3))
    print(f"  {name:52}{len(found):6}{first:9.1f}{three:9.1f}")


def sample() -> None:
    """Print the figures of the phrasings that are there."""
    print(f"\n  {'Questions found by one’s own words':52}{'n':>6}{'first %':>9}{'three %':>9}   (sealed: limits 85 and 95)")
    for name in ("worked", "second", "opened", "sealed"):
        if given := phrasings(name):
            for lang in ("en", "fr"):
                _print(f"{name}, {lang}", ranks([one for one in given if one["lang"] == lang], finder))
            _print(f"{name}", ranks(given, finder))
            _print(f"{name}, plain search of titles and methods", ranks(given, plain_search))


def main() -> None:
    """Print how often a question is found, and how long that takes."""
    questions()
    begun = time.perf_counter()
    question_index()
    built = time.perf_counter() - begun
    sample()
    _print("phrasings of ours, each left out in turn", left_out())
    words = "do we have enough support for the draft resolution in the third committee"
    times = []
    for _ in range(50):
        begun = time.perf_counter()
        find_questions(words)
        times.append(time.perf_counter() - begun)
    print(f"  one search {1000 * float(np.median(times)):.1f} ms (limit 20), the index is made in {built:.2f} s")


if __name__ == "__main__":
    main()
