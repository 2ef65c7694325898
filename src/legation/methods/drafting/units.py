"""Paragraphs of a text: those with a number, and all."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from legation.methods.drafting.brackets import Bracket
from legation.methods.drafting.reservations import Reservation
from legation.methods.drafting.tree import NumberLabel

__all__ = ["Unit", "paragraphs", "unit_at", "units"]

_PARAGRAPH = re.compile(r"[^\r\n\v\f\u2028\u2029]+")
_LINE_END = re.compile(r"[\r\n]")
_AD_REF = re.compile(r"[(（](?:agreed\s+)?ad[\s-]ref[^()（）]{0,80}[)）](?P<rest>[\s.,;:\]］】]*(?:\^[0-9]{1,3})?\s*)\Z", re.IGNORECASE)


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
