"""Two counts of the same things side by side, bars to the left and to the right of their names' column."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import wrap
from legation.figures.theme import FAINT, INK, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["MOST", "PairBar", "side_by_side"]

MOST = 40
_NAMES, _GAP, _VALUE = 270.0, 14.0, 52.0
_FILLS = ("#2B5C8A", "#856A5A")
_DEEP = "#2A1527"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairBar:
    """One thing and its two counts, 0 or more; ``part`` of the second is drawn darker."""

    name: Named
    left: int
    right: int
    part: int = 0


def side_by_side(
    bars: Sequence[PairBar],
    *,
    left: Spoken,
    right: Spoken,
    part: Spoken,
    id: str = "side-by-side",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw two columns of bars on one scale, a row for each thing, in the order given.

    Parameters
    ----------
    bars : sequence of PairBar
        1 to 40.
    left, right, part : Spoken
        What the columns count, and what the darker part of the second is.
    title, subtitle, alt : Message

    Raises
    ------
    BadValue
        No bar or too many, or a part that is larger than its whole.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> bar = PairBar(name=Named("/", "/"), left=3, right=2, part=1)
    >>> side_by_side([bar], left=said, right=said, part=said, title=said, subtitle=said, alt=said).id
    'side-by-side'
    """
    if not 1 <= len(bars) <= MOST or any(not 0 <= bar.part <= bar.right or bar.left < 0 for bar in bars):
        raise BadValue(Message("visits.figure.bad-bars", count=len(bars), most=MOST))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(bars), left, right, part))


def _draw(bars: tuple[PairBar, ...], left: Spoken, right: Spoken, part: Spoken, lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    half = (WIDTH - _NAMES - _GAP) / 2
    room = half - _VALUE
    places = (_NAMES, _NAMES + half + _GAP)
    most = max(max(bar.left, bar.right) for bar in bars) or 1
    y = 0.0
    for x, text, fill in zip(places, (left, right), _FILLS, strict=True):
        lines = wrap(say(text, lang), half - 6, 12, bold=True)
        sheet.text(x, 4, lines, fill=fill, bold=True, baseline="top")
        y = max(y, 8 + 15.0 * len(lines))
    top = y
    for bar in bars:
        name = wrap(say(bar.name, lang), _NAMES - 14, 11.5, lines=2)
        tall = max(22.0, 14.5 * len(name) + 6)
        sheet.text(0, y + tall / 2, name, size=11.5, lead=14.5 / 11.5)
        for x, count, fill, kind in zip(places, (bar.left, bar.right), _FILLS, ("left", "right"), strict=True):
            long = room * count / most
            sheet.rect(x, y + tall / 2 - 6, long, 12, fill=fill, thing=bar.name.id, count=count, of=kind)
            if kind == "right" and bar.part:
                sheet.rect(
                    x, y + tall / 2 - 6, room * bar.part / most, 12, fill=_DEEP, plane=0.5, thing=bar.name.id, count=bar.part, of="part"
                )
            sheet.text(x + long + 5, y + tall / 2, say(count, lang), size=10.5, fill=INK if count else QUIET)
        y += tall
        sheet.path(line((0, y), (WIDTH, y)), stroke=FAINT, plane=-1)
    for x in places:
        sheet.path(line((x, top), (x, y)), stroke=RULE, plane=1)
    if any(bar.part for bar in bars):
        sheet.rect(places[1], y + 9, 12, 12, fill=_DEEP)
        lines = wrap(say(part, lang), half - 20, 11)
        sheet.text(places[1] + 18, y + 8, lines, size=11, baseline="top")
        y += 14 * len(lines) + 6
    sheet.height = y + 8
    return sheet.spec()
