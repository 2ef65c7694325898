"""Which brackets are alternatives of each other.

1. Brackets with nothing between them: ``[shall][should]``. Between them may stand a slash (``[shall]/[should]``), or a space where both
   have their attribution after them (``[shall] (EU) [should] (G77)``). A space alone makes no alternatives: ``[urgent] [and full]``.
2. Brackets under headings that count up: ``Alt 1``, ``Option 2``, just before the bracket or first in it.
3. Whole paragraphs in brackets whose numbers say so: ``PP5`` and ``PP5alt`` always; ``OP3`` and ``OP3bis`` where *bis* means another
   version. A number that comes anew, as under another article, begins anew.

Brackets joined by any of the three are one group.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from typing import NamedTuple

from legation.methods.drafting.numbering import Label

__all__ = ["Place", "numbered"]

_HEADING = r"(?P<word>alternative|variante|option|alt)\.?[ \u00a0]?(?P<rank>[0-9]{1,2}|[A-Z])(?!\w)\s{0,3}[:.)–—-]?\s{0,6}"
_BEFORE = re.compile(rf"(?<!\w){_HEADING}(?:(?:PP|OP|Art\.?)?[ ]?[0-9]{{1,3}}[.)]?\s{{0,4}})?\Z", re.IGNORECASE)
_FIRST = re.compile(rf"\s{{0,4}}{_HEADING}", re.IGNORECASE)
_BETWEEN = re.compile(r"[ \t\u00a0]?[/／][ \t\u00a0]?")
_SPACE = re.compile(r"[ \t\u00a0]*")
_TO_BRACKET = re.compile(r"[.):]?[ \t\u00a0]*[–—-]?\s{0,4}")
_TO_END = re.compile(r"[ \t\u00a0.,;:]*(?:\^[0-9]{1,3})?[ \t\u00a0]*(?=[\r\n\]］】]|\Z)")


class Place(NamedTuple):
    """Where a bracket stands.

    Attributes
    ----------
    start, end : int
        With its signs, in code points.
    after : int
        End of what is said of it just after it; ``end`` where nothing is.
    parent : int or None
        Number of the bracket that holds it.
    """

    start: int
    end: int
    after: int
    parent: int | None


def numbered(places: Sequence[Place], text: str, held: Sequence[Label], bis: str) -> list[int | None]:
    """Return the number of each bracket's group, counted from 1 in the order of their first bracket; None for one without another."""
    leader = list(range(len(places)))

    def first(n: int) -> int:
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    for a, b in [*_adjacent(places, text), *_headed(places, text), *_versions(places, text, held, bis)]:
        one, other = sorted((first(a), first(b)))
        leader[other] = one
    size: dict[int, int] = {}
    for n in range(len(places)):
        size[first(n)] = size.get(first(n), 0) + 1
    number = {n: k for k, n in enumerate((n for n in sorted(size) if size[n] > 1), 1)}
    return [number.get(first(n)) for n in range(len(places))]


def _adjacent(places: Sequence[Place], text: str) -> list[tuple[int, int]]:
    last: dict[int | None, int] = {}
    found = []
    for n, here in enumerate(places):
        before = last.get(here.parent)
        last[here.parent] = n
        if before is None or here.start - places[before].after > 3:
            continue
        between = text[places[before].after : here.start]
        said = places[before].after > places[before].end and here.after > here.end
        if not between or _BETWEEN.fullmatch(between) or (said and _SPACE.fullmatch(between)):
            found.append((before, n))
    return found


def _headed(places: Sequence[Place], text: str) -> list[tuple[int, int]]:
    last: dict[int | None, tuple[int, str, int]] = {}
    found = []
    for n, here in enumerate(places):
        heading = _BEFORE.search(text, max(0, here.start - 40), here.start) or _FIRST.match(text, here.start + 1, here.end - 1)
        if heading is None:
            continue
        word, rank = heading["word"].lower(), heading["rank"].upper()
        order = int(rank) if rank.isdigit() else ord(rank) - ord("A") + 1
        before = last.get(here.parent)
        if before is not None and before[1] == word and before[2] < order:
            found.append((before[0], n))
        last[here.parent] = (n, word, order)
    return found


def _versions(places: Sequence[Place], text: str, held: Sequence[Label], bis: str) -> list[tuple[int, int]]:
    starts = [place.start for place in places]
    found = []
    standing: dict[str, int | None] = {}
    for label, after in zip(held, [*(label.start for label in held), len(text) + 1][1:], strict=True):
        n = _whole(label, after, places, starts, text)
        base = label.base(bis)
        if base == label.key:
            standing[base] = n
        elif n is not None:
            before = standing.get(base)
            if before is not None:
                found.append((before, n))
            else:
                standing[base] = n
    return found


def _whole(label: Label, following: int, places: Sequence[Place], starts: list[int], text: str) -> int | None:
    """Return the bracket that holds the whole paragraph of a label, with the label or just after it."""
    n = bisect.bisect_left(starts, label.start)
    around = n - 1
    if around >= 0 and starts[around] >= label.line and places[around].end > label.end:
        chosen = around
    elif n < len(places) and _TO_BRACKET.fullmatch(text, label.end, places[n].start):
        chosen = n
    else:
        return None
    here = places[chosen]
    return chosen if here.end <= following and _TO_END.match(text, here.after) else None
