"""How long something lasts: half-lives on a scale of days that doubles, each with its interval, which may be open at its end."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import wrap
from legation.figures.theme import FAINT, INK, PAPER, QUIET, WIDTH
from legation.language import Lang, Message, say

__all__ = ["Lasting", "half_lives"]

_AXIS, _END, _ARROW = 216.0, 560.0, 9.0
_TICKS = {1: "day", 7: "week", 30: "month", 91: "quarter", 365: "year"}
_LONGEST = 730.0
_FILL = "#2B5C8A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """A half-life in the picture [days, 1 or more]; infinite where nothing fades. ``inner`` rows are parts of the row above."""

    name: Named
    days: float
    low: float
    high: float
    inner: bool = False


def half_lives(
    rows: Sequence[Lasting],
    *,
    id: str = "half-lives",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw for each row a dot at its half-life, with its interval; an arrow where it has no upper end within the scale.

    Raises
    ------
    BadValue
        Without a row, and for a half-life below a day or outside its interval.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> half_lives([Lasting(name=Named("a", "Firm"), days=14, low=9, high=30)], title=said, subtitle=said, alt=said).id
    'half-lives'
    """
    wrong = next((row for row in rows if not 1 <= row.low <= row.days <= row.high), None)
    if not rows or wrong is not None:
        raise BadValue(Message("blame.figure.bad-half-life", name=wrong.name if wrong else "", count=len(rows)))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(rows)))


def _x(days: float) -> float:
    return _AXIS + math.log(min(days, _LONGEST)) / math.log(_LONGEST) * (_END - _AXIS)


def _draw(rows: tuple[Lasting, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    for days, tick in _TICKS.items():
        sheet.text(_x(days), 8, say(Message(f"blame.figure.{tick}"), lang), size=9.5, fill=QUIET, align="center")
    top = y = 20.0
    for row in rows:
        indent = 14.0 if row.inner else 0.0
        name = wrap(say(row.name, lang), _AXIS - 16 - indent, 11.5)
        tall = 14.5 * len(name) + 10
        sheet.text(indent, y + tall / 2, name, size=11.5, lead=14.5 / 11.5, fill=QUIET if row.inner else INK)
        _mark(sheet, y + tall / 2, row, lang)
        y += tall
        sheet.path(line((0, y), (WIDTH, y)), stroke=FAINT, plane=-1)
    for days in _TICKS:
        sheet.path(line((_x(days), top), (_x(days), y)), stroke=FAINT, plane=-1)
    sheet.height = y + 4
    return sheet.spec()


def _mark(sheet: Drawing, y: float, row: Lasting, lang: Lang) -> None:
    """Draw one half-life with its interval, and write it."""
    beyond = row.high > _LONGEST
    data: dict[str, Any] = {"name": say(row.name, lang), **{key: _known(getattr(row, key)) for key in ("days", "low", "high")}}
    left, right = _x(row.low), max(_x(row.high), _x(row.low) + 1)
    sheet.path(line((left, y), (right, y)), stroke=_FILL, thick=3, **data)
    if beyond:
        sheet.path(line((right, y - 5), (right + _ARROW, y), (right, y + 5)) + "Z", fill=_FILL, **data)
    if row.days <= _LONGEST:
        sheet.rect(_x(row.days) - 4.5, y - 4.5, 9, 9, fill=PAPER if row.inner else _FILL, stroke=_FILL, **data)
    form = "least" if math.isinf(row.days) else "open" if math.isinf(row.high) else "half-life"
    values = {key: getattr(row, key) for key in ("days", "low", "high") if not math.isinf(getattr(row, key))}
    text = say(Message("blame.figure.never") if not values else Message(f"blame.figure.{form}", **values), lang)
    sheet.text(WIDTH - 2, y, text, size=10.5, fill=INK, align="right")


def _known(days: float) -> float | None:
    return None if math.isinf(days) else days
