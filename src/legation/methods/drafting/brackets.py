"""The brackets of a tree: where each stands, what it holds, who said it, how far it is agreed, which are alternatives of each other.

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
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from legation.methods.drafting.attribution import Attribution, read, status
from legation.methods.drafting.tree import Node, NumberLabel

__all__ = [
    "Bracket",
    "Place",
    "brackets",
    "numbered",
]


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


def numbered(places: Sequence[Place], text: str, held: Sequence[NumberLabel], bis: str) -> list[int | None]:
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


def _versions(places: Sequence[Place], text: str, labels: Sequence[NumberLabel], bis: str) -> list[tuple[int, int]]:
    starts = [place.start for place in places]
    found = []
    last: dict[str, int | None] = {}
    for label, after in zip(labels, [*(label.start for label in labels), len(text) + 1][1:], strict=True):
        n = _whole(label, after, places, starts, text)
        base = label.base(bis)
        if base == label.key:
            last[base] = n
        elif n is not None:
            before = last.get(base)
            if before is not None:
                found.append((before, n))
            else:
                last[base] = n
    return found


def _whole(label: NumberLabel, following: int, places: Sequence[Place], starts: list[int], text: str) -> int | None:
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


_PLACEHOLDER = re.compile(
    r"|…|\.{3,}|_+|•|(?-i:[0-9]{0,2}(?:X{1,5}|Y{1,4}|Z{1,3}|N{1,3})|x{1,5})|TB[CD]|placeholder\b.*|espace réservé\b.*"
    r"|to be (?:added|agreed|completed|confirmed|decided|defined|determined|inserted|supplemented|updated)\b.*"
    r"|à (?:compléter|confirmer|définir|déterminer|insérer|préciser)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 400
"""Characters of a bracket that are examined for whether it is to be filled; a longer one is none but by its first words."""
_RESERVED = re.compile(r"(?:reserved|réservée?)\.?(?:\s*[:–—].*)?|intentionally left blank", re.IGNORECASE | re.DOTALL)
_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+){0,8}"
_SLASH = re.compile(rf"(?<![\w/.]){_WORD}(?: ?/ ?{_WORD})+(?![\w/])")
_SLASHED_PHRASES = frozenset({"and/or", "et/ou"})


@dataclass(frozen=True, slots=True)
class Bracket:
    """One pair of signs in a text.

    Attributes
    ----------
    start, end : int
        Place in code points: ``draft.text[start:end]`` is the bracket with its signs, without what stands after it.
    depth : int
        1 for one that stands in no other; signs without their other half do not count.
    text : str
        What it holds without the attributions and statuses at its end and without spaces round it; brackets in it as written.
    actors : tuple of str
        Who said it, as written: those with ``verb`` where one has a verb (the last such), else all names in the order of the text.
    verb : str
        One of :data:`VERBS`; empty where only names stand there.
    status : {"", "ad ref", "placeholder", "reserved"}
        ``(agreed ad ref)``; to be filled (``[X]``, ``[…]``, ``[placeholder: definition]``, an empty one); ``[reserved]``.
    group : int or None
        One number, from 1 on, for brackets that are alternatives of each other; None where there is no other.
    attributions : tuple of Attribution
        All of them, at its end and after it.
    parent : int or None
        Number, in the order of start, of the bracket that holds it.
    """

    start: int
    end: int
    depth: int
    actors: tuple[str, ...]
    verb: str
    status: str
    group: int | None
    attributions: tuple[Attribution, ...]
    parent: int | None
    _source: str = field(repr=False)
    _inside: tuple[int, int] = field(repr=False)

    @property
    def text(self) -> str:  # cut when asked for: ten thousand in each other would hold the text ten thousand times
        return self._source[self._inside[0] : self._inside[1]].strip()

    @property
    def slashes(self) -> tuple[tuple[str, ...], ...]:
        """Words that a slash makes alternatives: ``[shall/should]`` gives ``(("shall", "should"),)``.

        Symbols of documents and *and/or* are none.
        """
        found = (m.group() for m in _SLASH.finditer(self.text))
        signs = (run for run in found if not run.isupper() and run.lower().replace(" ", "") not in _SLASHED_PHRASES)
        return tuple(tuple(word.strip() for word in run.split("/")) for run in signs)


def brackets(
    nodes: Sequence[Node], place: Sequence[tuple[int, int]], text: str, found: Sequence[NumberLabel], bis: str, known: frozenset[str]
) -> tuple[Bracket, ...]:
    """Return the brackets of a tree in the order of their start.

    Parameters
    ----------
    nodes, place : sequence
        The tree, and start and end of each node.
    text : str
        What the tree writes.
    found : sequence of Label
        The numbers of its paragraphs.
    bis : str
    known : frozenset of str
    """
    said: dict[int, list[int]] = {}
    rank: dict[int, int] = {}
    for number, node in enumerate(nodes):
        if node.kind == "bracket":
            rank[number] = len(rank)
        elif node.owner >= 0:
            said.setdefault(node.owner, []).append(number)
    parents = [rank.get(nodes[number].parent) for number in rank]
    after = [place[said[number][-1]][1] if number in said else 0 for number in rank]
    places = [Place(*place[number], max(place[number][1], a), parent) for number, a, parent in zip(rank, after, parents, strict=True)]
    depth: list[int] = []
    made: list[Bracket] = []
    for number, parent, group in zip(rank, parents, numbered(places, text, found, bis), strict=True):
        own = said.get(number, [])
        start, end = place[number]
        last = end - len(nodes[number].closing)
        first = next((place[n][0] for n in own if nodes[n].parent == number), last) if own else last
        inside = (start + len(nodes[number].text), first)
        names = tuple(a for n in own if (a := _attribution(nodes[n], place[n][0], text, known))) if own else ()
        actors, verb = _lead(names) if names else ((), "")
        depth.append(1 if parent is None else depth[parent] + 1)
        agreed = bool(own) and any(nodes[n].kind == "status" for n in own)
        state = "ad ref" if agreed else _status(text[inside[0] : min(first, start + _LONGEST)])
        made.append(Bracket(start, end, depth[-1], actors, verb, state, group, names, parent, text, inside))
    return tuple(made)


def _attribution(node: Node, start: int, text: str, known: frozenset[str]) -> Attribution | None:
    return read(node.text, known, text[max(0, start - 240) : start]) if node.kind == "attribution" else None


def _lead(found: tuple[Attribution, ...]) -> tuple[tuple[str, ...], str]:
    """Return the actors and the verb that a bracket shows of its attributions."""
    for last in reversed(found):
        if last.verb or len(found) == 1:
            return last.actors, last.verb
    return tuple(dict.fromkeys(name for a in found for name in a.actors)), ""


@lru_cache(maxsize=4096)  # a draft holds "shall" and "[X]" again and again
def _status(text: str) -> str:
    text = text.strip()
    if _RESERVED.fullmatch(text):
        return "reserved"
    return "placeholder" if _PLACEHOLDER.fullmatch(text) else status(text)
