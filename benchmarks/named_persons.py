"""Names of natural persons in free text, found by rules alone: precision and recall in five languages, beside two words with great letters.

The sentences are made (``judged/named_persons.toml``): invented names in the sentences of a desk, and as many sentences with countries,
bodies, cities, ships, streets and months and nobody in them. Of two that follow one another the first served to write the rules; the
figures are of the second. Others were written later, before the rules were read again (``judged/named_persons_later.toml``), and are shared
out alike. Where there are no great letters (Arabic) the baseline is a given name of the list and the word behind it.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from legation.methods.text.named_persons import RULES, named_persons

__all__ = ["Counts", "baseline", "counted", "main", "sentences"]

LANGUAGES = ("en", "fr", "es", "ar", "ru")
FIRST, LATER = "named_persons", "named_persons_later"
"""The sentences by when they were written."""
_GREAT = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'-]+(?: [A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'-]+)+")
_ARABIC = re.compile(r"[\u0600-\u06ff]+")


class Counts(NamedTuple):
    """Names found that are persons', names found that are not, names of persons that were not found."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that is a person; 1 where nothing was."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of the persons that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def sentences(lang: str, half: int | None = None, written: str = FIRST) -> list[tuple[str, tuple[str, ...]]]:
    """Return the sentences of a language with the persons in each; ``half`` 1 are those that were only measured."""
    table = tomllib.loads((Path(__file__).parent / "judged" / f"{written}.toml").read_text("utf-8"))
    said = [(one[0], tuple(one[1:])) for one in table[lang]["said"]]
    return said if half is None else said[half::2]


def by_rules(text: str, rules: Sequence[str] = RULES) -> list[str]:
    """Return the names that the rules find."""
    return [one.name for one in named_persons(text, rules=rules)]


def baseline(text: str) -> list[str]:
    """Return each run of two words and more with great letters; in Arabic each two words of which the first is a given name.

    >>> baseline("Mr Lind met the Group of Friends in New York.")
    ['Mr Lind', 'New York']
    """
    from legation.methods.text.named_persons import _lists

    words = _ARABIC.findall(text)
    pairs = [f"{a} {b}" for a, b in itertools.pairwise(words) if a in _lists().given]
    return pairs or _GREAT.findall(text)


def counted(said: Iterable[tuple[str, tuple[str, ...]]], find: Callable[[str], list[str]]) -> Counts:
    """Return how often a finder is right: a name counts as found where what was found has its surname in it."""
    right = wrong = missed = 0
    for text, names in said:
        left = list(names)
        for found in find(text):
            hit = next((name for name in left if name.split()[-1] in found.split()), None)
            right, wrong = (right + 1, wrong) if hit else (right, wrong + 1)
            if hit:
                left.remove(hit)
        missed += len(left)
    return Counts(right, wrong, missed)


def main() -> None:
    """Print a line for each language and rule."""
    print("\nNames of natural persons in free text: made sentences in five languages, those that were only measured")
    print(f"  {'':32}{'precision':>10}{'recall':>8}   two great letters: precision, recall")
    rounds = itertools.product((FIRST, LATER), ((1, "only measured"), (0, "served to write the rules")))
    for written, (half, title) in rounds:
        print(f"  {written.removeprefix('named_persons').lstrip('_') or 'first'}, {title}")
        by_language = {lang: sentences(lang, half, written) for lang in LANGUAGES}
        whole = [one for said in by_language.values() for one in said]
        for name, said in {**by_language, "all": whole}.items():
            ours, plain = counted(said, by_rules), counted(said, baseline)
            two = f"{plain.precision:.2f}, {plain.recall:.2f}   of {len(said)} sentences"
            print(f"  {name:32}{ours.precision:10.2f}{ours.recall:8.2f}   {two}")
        for rule in RULES:
            alone = counted(whole, lambda text, rule=rule: by_rules(text, [rule]))  # type: ignore[misc]
            print(f"    {rule:30}{alone.precision:10.2f}{alone.recall:8.2f}   {alone.right} right, {alone.wrong} wrong")


if __name__ == "__main__":
    main()
