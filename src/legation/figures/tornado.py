"""The tornado: which judgement, changed by how little, ends how many scenarios and begins how many."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.balance_sheet import signed
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure
from legation.figures.measure import width, wrap
from legation.figures.theme import EDGE, INK, PALE, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["SHOWN", "Judged", "tornado"]

SHOWN = 14
"""Rows of the picture; the table has all."""
_LEFT, _CHANGE, _BARS = 300.0, 352.0, (394.0, float(WIDTH))
_BAR, _NUMBER = 13.0, 40.0
_BEGIN = "#2B5C8A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A judgement moved one way by the least that changes which scenarios hold.

    Attributes
    ----------
    source, target : Spoken or str
        What bears on what.
    now, by : int
        The judgement as it stands, and the change.
    ceases, begins : int
        How many scenarios cease to hold with it, and how many begin to.
    """

    source: Spoken | str
    target: Spoken | str
    now: int
    by: int
    ceases: int
    begins: int


def tornado(
    rows: Sequence[Judged],
    *,
    id: str = "tornado",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a row for each judgement and way, in the order given: to the left what ceases to hold, to the right what begins to.

    Parameters
    ----------
    rows : sequence of Judged
        The first 14 are drawn.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Where there is no row, a change of 0, or a row that changes nothing.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> row = Judged(source="Trust low", target="Talks open", now=-2, by=3, ceases=1, begins=0)
    >>> tornado([row], title=said, subtitle=said, alt=said).id
    'tornado'
    """
    if not rows:
        raise BadValue(Message("futures.tornado.nothing"))
    for row in rows:
        if not row.by or row.ceases < 0 or row.begins < 0 or not row.ceases + row.begins:
            values = {"by": row.by, "ceases": row.ceases, "begins": row.begins}
            raise BadValue(Message("futures.tornado.bad-row", source=row.source, target=row.target, **values))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(rows)))


def _draw(rows: tuple[Judged, ...], lang: Lang) -> dict[str, Any]:
    shown = rows[:SHOWN]
    sheet = Drawing(0)
    most = (max(row.ceases for row in shown), max(row.begins for row in shown))
    scale = (_BARS[1] - _BARS[0] - 2 * _NUMBER) / max(1, sum(most))
    zero = _BARS[0] + _NUMBER + most[0] * scale
    y = top = _heads(sheet, lang)
    for k, row in enumerate(shown):
        now = say(Message("futures.tornado.now", value=signed(row.now)), lang)
        text = wrap(f"{say(row.source, lang)} → {say(row.target, lang)}  {now}", _LEFT - 8, 10.5)
        tall = max(22.0, len(text) * 13.0 + 7)
        middle = y + tall / 2
        if k % 2:
            sheet.rect(0, y, WIDTH, tall, fill=PALE, plane=-2)
        sheet.text(4, middle, text, size=10.5, lead=13 / 10.5)
        sheet.text(_CHANGE, middle + 0.5, signed(row.by), size=12, bold=True, align="right", by=row.by)
        if row.ceases:
            start = zero - row.ceases * scale
            sheet.rect(start, middle - _BAR / 2, zero - start, _BAR, fill=PAPER, stroke=EDGE, ceases=row.ceases)
            sheet.path(hatching(start, middle - _BAR / 2, zero - start, _BAR, gap=5), stroke=EDGE, plane=1)
            sheet.text(start - 5, middle + 0.5, say(row.ceases, lang), size=11, bold=True, align="right")
        if row.begins:
            sheet.rect(zero, middle - _BAR / 2, row.begins * scale, _BAR, fill=_BEGIN, begins=row.begins)
            sheet.text(zero + row.begins * scale + 5, middle + 0.5, say(row.begins, lang), size=11, bold=True)
        y += tall
    sheet.path(line((zero, top), (zero, y)), stroke=INK, thick=1, plane=1.5)
    sheet.path(line((0, top), (WIDTH, top)), stroke=RULE, thick=0.8)
    if len(rows) > len(shown):
        y += 14
        note = say(Message("futures.tornado.left-out", shown=len(shown), count=len(rows) - len(shown)), lang)
        sheet.text(0, y, note, size=11, fill=QUIET)
        y += 15
    sheet.height = y + 4
    return sheet.spec()


def _heads(sheet: Drawing, lang: Lang) -> float:
    """Write what the columns are: the two sides of the bars one below the other where they would meet."""
    judgement = say(Message("futures.tornado.judgement"), lang)
    change = say(Message("futures.tornado.change"), lang)
    ceases, begins = say(Message("futures.tornado.ceases"), lang), say(Message("futures.tornado.begins"), lang)
    sheet.rect(_BARS[0], 2, 18, 10, fill=PAPER, stroke=EDGE)
    sheet.path(hatching(_BARS[0], 2, 18, 10, gap=5), stroke=EDGE, plane=1)
    sheet.text(_BARS[0] + 24, 7.5, ceases, size=11, fill=QUIET)
    x, y = _BARS[0] + 44 + width(ceases, 11), 7.5
    if x + 24 + width(begins, 11) > WIDTH:
        x, y = _BARS[0], 24.5
    sheet.rect(x, y - 5.5, 18, 10, fill=_BEGIN)
    sheet.text(x + 24, y, begins, size=11, fill=QUIET)
    sheet.text(4, y, judgement, size=11, fill=QUIET)
    sheet.text(_CHANGE, y, change, size=11, fill=QUIET, align="right")
    return y + 14
