"""The place in a text that is closest to a pattern, by edit distance.

Myers' bit-parallel algorithm in the form of Hyyrö: one step for each character of the text, each on whole numbers of as many bits as the
pattern has characters. Seeds choose where it looks: stretches of the pattern that stand unchanged in the text.

References
----------
G. Myers, A fast bit-vector algorithm for approximate string matching, J. ACM 46 (1999), doi:10.1145/316542.316550.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

__all__ = ["Match", "best_end", "closest"]

SEED = 8
"""Characters of a seed."""
_SEEDS, _HITS, _PLACES = 256, 200, 8
"""How many seeds are tried, how often each may stand in the text, and how many places are compared."""


@dataclass(frozen=True, slots=True)
class Match:
    """A part ``start <= x < stop`` of a text, and its edit distance from the pattern."""

    start: int
    stop: int
    distance: int


def best_end(pattern: str, text: str) -> tuple[int, int]:
    """Return where the part of the text ends that is closest to the pattern, and its edit distance; the first such end of several.

    >>> best_end("mandate", "the new mendate of the group")
    (15, 1)
    """
    size = len(pattern)
    places: dict[str, int] = {}
    for at, sign in enumerate(pattern):
        places[sign] = places.get(sign, 0) | 1 << at
    mask, top = (1 << size) - 1, 1 << (size - 1)
    plus, minus, distance = mask, 0, size
    best = (0, size)
    for at, sign in enumerate(text, start=1):
        same = places.get(sign, 0)
        level = (((same & plus) + plus) ^ plus) | same | minus
        up = minus | ~(level | plus) & mask
        down = plus & level
        distance += bool(up & top) - bool(down & top)
        up, down = up << 1 & mask, down << 1 & mask
        across = same | minus
        plus, minus = down | ~(across | up) & mask, up & across
        if distance < best[1]:
            best = (at, distance)
    return best


def closest(pattern: str, text: str, allowed: int, *, hint: int | None = None) -> Match | None:
    """Return the part of a text that is closest to a pattern, or None where none is within ``allowed`` edits.

    A pattern of at most 2,048 characters within ``len(pattern) // SEED - 1`` edits is found for sure in a text that repeats none of its
    seeds more often than 200 times; with more edits, or a longer pattern, it is found where seeds still stand.

    Parameters
    ----------
    pattern, text : str
    allowed : int
        Edits at most: characters put in, left out or changed.
    hint : int, optional
        Where it was once; of equally close places the nearest counts, otherwise the first.
    """
    found: list[Match] = []
    slack = allowed + SEED
    for at in _candidates(pattern, text):
        low = max(0, at - slack)
        window = text[low : at + len(pattern) + slack]
        end, distance = best_end(pattern, window)
        if distance <= allowed:
            back, _ = best_end(pattern[::-1], window[:end][::-1])
            found.append(Match(low + end - back, low + end, distance))
    return min(found, key=lambda m: (m.distance, abs(m.start - hint) if hint is not None else m.start), default=None)


def _candidates(pattern: str, text: str) -> list[int]:
    """Return the places where the pattern may begin, the likeliest first."""
    starts = range(0, max(len(pattern) - SEED, 0) + 1, SEED)
    step = math.ceil(len(starts) / _SEEDS)
    votes: Counter[int] = Counter()
    width = max(16, len(pattern) // 8)
    for offset in starts[::step]:
        seed, at, hits = pattern[offset : offset + SEED], -1, 0
        while hits < _HITS and (at := text.find(seed, at + 1)) >= 0:
            votes[(at - offset) // width] += 1
            hits += 1
    together = {place: votes[place] + votes[place + 1] for place in votes}
    return [place * width + width // 2 for place, _ in sorted(together.items(), key=lambda item: (-item[1], item[0]))[:_PLACES]]
