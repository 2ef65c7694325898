"""How much better each judgement is than the simple rule beside it: a dot with its interval for each, and the line of no difference."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure
from legation.figures.measure import wrap
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PAPER, QUIET, WIDTH
from legation.language import Lang, Message, say

__all__ = ["Compared", "skills"]

_LEFT, _RIGHT, _TOP, _LEAD = 300.0, WIDTH - 24.0, 40.0, 14.0
_FILL = "#2B5C8A"
State = Literal["better", "no-different", "worse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A judgement, and the share of the simple rule's error that it saves, with its interval [at most 1; below 0 it is worse]."""

    name: Message
    value: float
    low: float
    high: float
    state: State


def skills(rows: Sequence[Compared], *, title: Message, subtitle: Message, alt: Message) -> Figure:
    """Draw a dot with its interval for each judgement; right of the line ours is better, left of it the simple rule.

    What is beyond one to the left is drawn at the edge with a tip.

    Parameters
    ----------
    rows : sequence of Compared
        From top to bottom.
    title, subtitle, alt : Message
        The finding, the measure, and the picture in words.

    Raises
    ------
    BadValue
        Where there is no row, or an interval does not hold its value or goes beyond 1.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> skills([Compared(name=said, value=0.2, low=0.1, high=0.3, state="better")], title=said, subtitle=said, alt=said).id
    'how-good'
    """
    if not rows or any(not row.low <= row.value <= row.high <= 1 for row in rows):
        raise BadValue(Message("figures.skills.bad-row", count=len(rows)))
    return Figure(id="how-good", title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(rows)))


def _place(value: float) -> float:
    return _LEFT + (max(value, -1.0) + 1) / 2 * (_RIGHT - _LEFT)


def _draw(rows: tuple[Compared, ...], lang: Lang) -> dict[str, Any]:
    names = [wrap(say(row.name, lang), _LEFT - 24, 12) for row in rows]
    heights = [max(26.0, len(lines) * _LEAD + 12) for lines in names]
    bottom = _TOP + sum(heights)
    sheet = Drawing(bottom + 30)
    for tick in (-1.0, -0.5, 0.0, 0.5, 1.0):
        x = _place(tick)
        sheet.path(line((x, _TOP), (x, bottom)), stroke=EDGE if tick == 0 else FAINT, thick=1.5 if tick == 0 else 1, plane=0.2)
        sheet.text(x, bottom + 14, say(Message("answer.share", share=tick), lang), size=11, fill=QUIET, align="center")
    sheet.text(_place(0) - 10, _TOP - 16, say(Message("figures.skills.worse"), lang), size=11, fill=QUIET, align="right")
    sheet.text(_place(0) + 10, _TOP - 16, say(Message("figures.skills.better"), lang), size=11, fill=QUIET)
    y = _TOP
    for row, lines, height in zip(rows, names, heights, strict=True):
        _row(sheet, row, lines, y + height / 2)
        y += height
    return sheet.spec()


def _row(sheet: Drawing, row: Compared, lines: Sequence[str], y: float) -> None:
    colour = ACCENT if row.state == "worse" else _FILL
    sheet.text(_LEFT - 16, y, lines, size=12, fill=INK, align="right", lead=_LEAD / 12)
    low, high, x = _place(row.low), _place(row.high), _place(row.value)
    sheet.path(line((low, y), (high, y)), stroke=colour, thick=2, plane=1.5, low=row.low, high=row.high)
    if row.low < -1:
        sheet.path(line((low + 6, y - 5), (low, y)) + line((low, y), (low + 6, y + 5)), stroke=colour, thick=2, plane=1.5)
    shape = {"better": "circle", "no-different": "circle", "worse": "square"}[row.state]
    sheet.dot(x, y, shape, 5.5, fill=PAPER if row.state == "no-different" else colour, stroke=colour, thick=1.5, value=row.value)
