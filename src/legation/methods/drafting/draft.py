"""A text under negotiation: its brackets and paragraphs found, its tree, and what can be read from it.

A closing sign belongs to the last open one of its own form. Where signs of another form stand open in between, these have no other half.
``[sic]`` and citations such as ``[1]`` or ``[2, 5]`` are words. A number in brackets is a citation unless it is an amount: before ``%``
or a word that is no conjunction, preposition or auxiliary and begins no sentence (``[72] hours``), after a sign of money, of four digits
or more, beside a bracket with words, or with an attribution.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from legation.methods.drafting.attribution import Reservation, following, reservations
from legation.methods.drafting.brackets import Bracket, brackets
from legation.methods.drafting.tree import Node, NumberLabel, labels, spans, written

__all__ = [
    "CLOSING",
    "Draft",
    "Problem",
    "Unit",
    "matched",
    "negotiated",
    "paragraphs",
    "unit_at",
    "units",
]


_PARAGRAPH = re.compile(r"[^\r\n\v\f\u2028\u2029]+")
_LINE_END = re.compile(r"[\r\n]")
_AD_REF = re.compile(
    r"[(（](?:(?:agreed|agréé)\s+)?ad[\s-]ref[^()（）]{0,80}[)）](?P<rest>[\s.,;:\]］】]*(?:\^[0-9]{1,3})?\s*)\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph with a number, up to the next such paragraph or reservation.

    Attributes
    ----------
    label : str
        As written, without the full stop after it: ``5``, ``OP3bis``, ``Article 12``.
    kind : {"PP", "OP", "Art", "other"}
        Preambular, operative, article, or a number alone.
    start, end : int
        Place in code points, with opening signs before the label, without spaces and line ends round it.
    status : {"", "ad ref"}
        ``(agreed ad ref)`` at its end, or at the end of its first line.
    version_of : str
        The label, in one spelling, of the paragraph of which it is another version; empty where it is none.
    """

    label: str
    kind: str
    start: int
    end: int
    status: str = ""
    version_of: str = ""


def units(text: str, found: Sequence[NumberLabel], bis: str, held: Sequence[Bracket], notes: Sequence[Reservation]) -> tuple[Unit, ...]:
    """Return the numbered paragraphs of a text, in order."""
    stops = sorted([*(label.line for label in found), *(note.start for note in notes), len(text)])
    starts = [b.start for b in held]
    made = []
    for label in found:
        stop = stops[bisect.bisect_right(stops, label.line)] if label.line < len(text) else len(text)
        end = label.line + len(text[label.line : stop].rstrip())
        base = label.base(bis)
        version = base if base != label.key else ""
        made.append(Unit(label.text, label.kind, label.line, end, _status(text, label, end, held, starts), version))
    return tuple(made)


def _status(text: str, label: NumberLabel, end: int, brackets: Sequence[Bracket], starts: list[int]) -> str:
    """Return ``"ad ref"`` where the end of a unit or of its first line says so, outside brackets or in one that holds all of it."""
    line = _LINE_END.search(text, label.end, end)
    first = line.start() if line else end
    said = _AD_REF.search(text, max(label.end, end - 160), end) or _AD_REF.search(text, max(label.end, first - 160), first)
    if said is None:
        return ""
    n = bisect.bisect_right(starts, said.start()) - 1
    at: int | None = n if n >= 0 else None
    while at is not None:
        start = brackets[at].start
        if brackets[at].end > said.start() and start > label.start and text[label.end : start].strip(" \t\u00a0.):–—"):
            return ""
        at = brackets[at].parent
    return "ad ref"


def unit_at(found: Sequence[Unit], offset: int) -> Unit | None:
    """Return the unit in which a place of the text stands; None outside all.

    Examples
    --------
    >>> unit_at((Unit("1", "other", 0, 9), Unit("2", "other", 10, 20)), 12).label
    '2'
    """
    n = bisect.bisect_right([unit.start for unit in found], offset) - 1
    return found[n] if n >= 0 and offset < found[n].end else None


def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    r"""Return start and end of every line that holds more than spaces.

    Examples
    --------
    >>> paragraphs("One\r\n\r\n Two ")
    ((0, 3), (8, 11))
    """
    found = ((m.start() + len(m.group()) - len(m.group().lstrip()), m.group().strip()) for m in _PARAGRAPH.finditer(text))
    return tuple((start, start + len(text_of)) for start, text_of in found if text_of)


CLOSING = {"[": "]", "［": "］", "【": "】"}
_SIGN = re.compile(r"[\[\]［］【】]")
_SIC = re.compile(r"\s*sic\s*[.!]?\s*", re.IGNORECASE)
_CITED = r"\d{1,3}(?:\s{0,2}[,;–-]\s{0,2}\d{1,3}){0,20}"
_CITATION = re.compile(_CITED)
_RUN = re.compile(rf"(?:\[{_CITED}\]){{0,20}}")
_AMOUNT = re.compile(r"[ \t\u00a0\u202f]{0,3}%|[ \t\u00a0\u202f]{1,3}(?:\r?\n)?([^\W\d_]+)")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "and or nor but to for in into on at by with from as if so that which who whose when where while than then the this these those "
        "there it its is are was were be been has have had do does did not shall should may might must can could would see cf also "
        "above below "
        "et ou ni mais dans pour par avec sur que qui dont est sont le la les ce ces",
    )
)


def matched(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Return pairs (place of the opening sign, of the closing sign) by opening sign, and the places of signs without their other half.

    Examples
    --------
    >>> matched("a [b [c] d")
    ([(5, 7)], [2])
    """
    pairs: list[tuple[int, int]] = []
    stray: list[int] = []
    inside: list[tuple[str, int]] = []
    open_brackets = dict.fromkeys(CLOSING.values(), 0)
    for found in _SIGN.finditer(text):
        sign, at = found.group(), found.start()
        if sign in CLOSING:
            inside.append((CLOSING[sign], at))
            open_brackets[CLOSING[sign]] += 1
        elif not open_brackets[sign]:
            stray.append(at)
        else:
            while True:
                form, opened = inside.pop()
                open_brackets[form] -= 1
                if form == sign:
                    break
                stray.append(opened)
            pairs.append((opened, at))
    return sorted(pairs), sorted(stray + [at for _, at in inside])


def negotiated(text: str, pairs: list[tuple[int, int]], known: frozenset[str]) -> list[tuple[int, int]]:
    """Return the pairs that are neither ``[sic]`` nor a citation."""
    return [(opened, closed) for opened, closed in pairs if closed - opened > 120 or not _is_word(text, opened, closed, known)]


def _is_word(text: str, opened: int, closed: int, known: frozenset[str]) -> bool:
    if _SIC.fullmatch(text, opened + 1, closed):
        return True
    if text[opened] != "[" or not _CITATION.fullmatch(text, opened + 1, closed):
        return False
    before, after = text[max(0, opened - 3) : opened], closed + 1
    if before[-1:].isalpha() or before[-1:] in {".", ",", ";", ":", "”", '"'}:
        return True
    run = _RUN.match(text, after)
    end = run.end() if run else after
    if text[end : end + 1] == "[" or before.rstrip()[-1:] in {"$", "€", "£", "¥"} or following(text, after, known):
        return False
    amount = _AMOUNT.match(text, end)
    if amount is None or amount[1] is None:
        return amount is None
    begins = before.rstrip(" \t")[-1:] in {"", "\n", "\r", ".", "!", "?"}
    return amount[1].lower() in _SMALL or (begins and amount[1][0].isupper())


class Problem(NamedTuple):
    """A sign without its other half.

    Attributes
    ----------
    position : int
        Place in code points.
    what : {"unclosed", "unopened"}
        Which half is missing.
    """

    position: int
    what: str


@dataclass(frozen=True)
class Draft:
    """A text as a tree; all else is read from the tree when asked for.

    Attributes
    ----------
    nodes : tuple of Node
        The tree, in the order of the text.
    bis : {"alternative", "new"}
        What *bis* means in this room.
    known : frozenset of str
        Names of actors beside codes, in capitals.
    """

    nodes: tuple[Node, ...]
    bis: str = "alternative"
    known: frozenset[str] = frozenset()

    @cached_property
    def text(self) -> str:
        """The text that the tree writes."""
        return written(self.nodes)

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each node, in code points; of a bracket with its signs and what they hold."""
        return tuple(spans(self.nodes))

    @cached_property
    def _labels(self) -> tuple[NumberLabel, ...]:
        return tuple(labels(self.text))

    @cached_property
    def brackets(self) -> tuple[Bracket, ...]:
        """The brackets, in the order of their start."""
        return brackets(self.nodes, self.places, self.text, self._labels, self.bis, self.known)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The numbered paragraphs, in order."""
        return units(self.text, self._labels, self.bis, self.brackets, self.reservations)

    @cached_property
    def reservations(self) -> tuple[Reservation, ...]:
        """The footnotes, in order."""
        return reservations(self.text, self.known)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Signs without their other half, in order; each stays in the text as a word."""
        found = zip(self.nodes, self.places, strict=True)
        return tuple(Problem(at, "unclosed" if node.text in CLOSING else "unopened") for node, (at, _) in found if node.kind == "stray")
