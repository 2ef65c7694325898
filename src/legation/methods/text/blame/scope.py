"""What is lifted or left open: words such as "no sign that", "do not blame", "whether", and what each of them governs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from legation.methods.text.blame.lexicon import lexicon
from legation.methods.text.blame.reading import Mention, Reading

__all__ = ["Operator", "operators", "over"]

_HARD = re.compile(
    r"[;?!]|,\s(?:but|mais|c'est|ce sont|it is|it was|they blame)\b|\.\s|\b(?:but|mais)\s"
    r"|\b(?:and|et)\s+(?:in turn\s+|à son tour\s+)?(?:accus\w+|blam\w+|dénonc\w+|renvoi\w+|point\w+)\b"
)
"""Where what governs ends: another main clause, or a verb that accuses somebody else."""
_NEAR = 60


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that lifts (``lift``) or leaves open (``open``): its kind and its place [characters]."""

    kind: str
    start: int
    end: int


def operators(reading: Reading) -> tuple[Operator, ...]:
    """Return the words that lift or leave open, in the order of the sentence."""
    found = [Operator(kind, m.start(), m.end()) for kind, words in lexicon(reading.lang).scope.items() for m in words.finditer(reading.low)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def over(reading: Reading, there: tuple[Operator, ...], mention: Mention) -> frozenset[tuple[str, str]]:
    """Return (kind, place) of the words that govern a mention: ``ahead`` of it up to a hard break, or ``behind`` it in its clause."""
    end = reading.clauses[mention.clause][1]
    found = set()
    for one in there:
        if one.end <= mention.start and not _HARD.search(reading.low, one.end, mention.start):
            found.add((one.kind, "ahead"))
            if mention.start - one.end < _NEAR // 2:
                found.add((one.kind, "just-ahead"))
        elif mention.end <= one.start < min(end, mention.end + _NEAR) and not _HARD.search(reading.low, mention.end, one.start):
            found.add((one.kind, "behind"))
    return frozenset(found)
