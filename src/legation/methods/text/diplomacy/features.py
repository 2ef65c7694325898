"""A text as the numbers that the linear models weigh: how much of each kind of word fired, and the words themselves."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from legation.methods.text.diplomacy.folded import Folded
from legation.methods.text.diplomacy.lexicon import DENIED, KINDS, Hit
from legation.methods.text.diplomacy.models import VAGUE_ALONE
from legation.methods.text.diplomacy.tongue import SMALL_WORDS

__all__ = ["features", "grams"]

_MOST = 3
"""Different pieces of one kind beyond which more of them add nothing."""
_LETTERS, _LEAST = 7, 3
_BREAK = re.compile(r"[.;:!?]")
_WORD = re.compile(r"[^\W\d_]+")


def features(folded: Folded, lang: str, test: str, fired: Sequence[Hit]) -> dict[str, float]:
    """Return the features of a text for a test, by name: the lexicon's are shared by both languages, word sequences belong to one.

    Parameters
    ----------
    folded : Folded
        Without the labels' own words.
    lang : {"en", "fr"}
    test : {"diplomacy", "means", "object"}
    fired : sequence of Hit
        Of that test.
    """
    named: dict[str, float] = {"bias": 1.0}
    for kind in (*KINDS[test], DENIED):
        pieces = {folded.text[hit.start : hit.end] for hit in fired if hit.kind == kind}
        if pieces:
            named[kind] = 1.0
            named[f"{kind} more"] = math.sqrt(min(len(pieces), _MOST)) - 1
    first, second, third, vague = KINDS[test]
    named[f"{first} and {second}"] = float(first in named and second in named)
    named[f"{third} alone"] = float(third in named and first not in named)
    named[VAGUE_ALONE] = float(vague in named and not any(kind in named for kind in (first, second, third)))
    named["nothing"] = float(len(named) == 4)
    return named | {name: 1.0 for name, _, _ in grams(folded, lang)}


def grams(folded: Folded, lang: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words that are not small, and their pairs within a clause, with language and place; the first letters stand for a word."""
    before: tuple[str, int] | None = None
    for match in _WORD.finditer(folded.text):
        if match[0] in SMALL_WORDS[lang] or len(match[0]) < _LEAST:
            continue
        word, start, end = match[0][:_LETTERS], match.start(), match.end()
        yield f"{lang}:{word}", start, end
        if before is not None and not _BREAK.search(folded.text, before[1], start):
            yield f"{lang}:{before[0]} {word}", before[1], end
        before = word, start
