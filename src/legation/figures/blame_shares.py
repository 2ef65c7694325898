"""Whom a public blames: for each target its share of all blame, with its interval, in one period or two."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.theme import FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["Bar", "blame_shares"]

_AXIS, _END = 216.0, 560.0
_FIRST, _SECOND = "#8A6A2B", "#2B5C8A"
_STEP = 19.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A target in the picture: for each period share, low and high [0 to 1]; None where the period has too little."""

    name: Named
    values: tuple[tuple[float, float, float] | None, ...]


def blame_shares(
    bars: Sequence[Bar],
    periods: Sequence[Message],
    *,
    id: str = "blame-shares",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw for each target a dot with its interval, one below the other for each period.

    Raises
    ------
    BadValue
        Without a target, for more than two periods, and for what is no share within its interval.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> bar = Bar(name=Named("a", "Attackers"), values=((0.4, 0.3, 0.5),))
    >>> blame_shares([bar], [said], title=said, subtitle=said, alt=said).id
    'blame-shares'
    """
    if not bars or len(periods) not in (1, 2) or any(len(bar.values) != len(periods) for bar in bars):
        raise BadValue(Message("blame.figure.bad-shape", bars=len(bars), periods=len(periods)))
    for bar in bars:
        if any(value is not None and not 0 <= value[1] <= value[0] <= value[2] <= 1 for value in bar.values):
            raise BadValue(Message("blame.figure.bad-share", name=bar.name))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(bars), tuple(periods)))


def _x(share: float) -> float:
    return _AXIS + share * (_END - _AXIS)


def _colours(at: int, periods: int) -> tuple[str, str]:
    """Return the line and the inside of the marks of a period: hollow before, filled since or alone."""
    return (_SECOND, _SECOND) if at == periods - 1 else (_FIRST, PAPER)


def _draw(bars: tuple[Bar, ...], periods: tuple[Message, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        sheet.text(_x(share), 8, say(Message("answer.share", share=share), lang), size=9.5, fill=QUIET, align="center")
    top = y = 20.0
    for bar in bars:
        name = wrap(say(bar.name, lang), _AXIS - 16, 11.5)
        tall = max(_STEP * len(periods), 14.5 * len(name)) + 10
        sheet.text(0, y + tall / 2, name, size=11.5, lead=14.5 / 11.5)
        for at, value in enumerate(bar.values):
            _mark(sheet, y + tall / 2 + _STEP * (at - (len(periods) - 1) / 2), value, bar.name, _colours(at, len(periods)), lang)
        y += tall
        sheet.path(line((0, y), (WIDTH, y)), stroke=FAINT, plane=-1)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        sheet.path(line((_x(share), top), (_x(share), y)), stroke=FAINT, plane=-1)
    sheet.height = _key(sheet, y + 8, periods, lang)
    return sheet.spec()


def _mark(sheet: Drawing, y: float, value: tuple[float, float, float] | None, name: Named, colours: tuple[str, str], lang: Lang) -> None:
    """Draw one share with its interval, and write it; say where there is too little."""
    if value is None:
        sheet.text(_x(0) + 6, y, say(Message("blame.figure.too-little"), lang), size=10, fill=QUIET)
        return
    share, low, high = value
    colour, inner = colours
    about: dict[str, Any] = {"target": name.id, "share": share, "low": low, "high": high}
    sheet.path(line((_x(low), y), (max(_x(high), _x(low) + 1), y)), stroke=colour, thick=3, **about)
    sheet.rect(_x(share) - 4.5, y - 4.5, 9, 9, fill=inner, stroke=colour, **about)
    text = say(Message("blame.figure.value", share=share, low=low, high=high), lang)
    sheet.text(WIDTH - 2, y, text, size=10.5, fill=INK, align="right")


def _key(sheet: Drawing, y: float, periods: tuple[Message, ...], lang: Lang) -> float:
    """Draw what the marks mean; return where the sheet ends."""
    sheet.path(line((0, y), (WIDTH, y)), stroke=RULE)
    x, y = 0.0, y + 10
    for at, period in enumerate(periods):
        text = say(period, lang)
        wide = 22 + width(text, 11) + 18
        if x and x + wide > WIDTH:
            x, y = 0.0, y + 18
        colour, inner = _colours(at, len(periods))
        sheet.path(line((x, y + 6), (x + 16, y + 6)), stroke=colour, thick=3)
        sheet.rect(x + 3.5, y + 1.5, 9, 9, fill=inner, stroke=colour)
        sheet.text(x + 22, y + 6, text, size=11)
        x += wide
    return y + 20
