"""Which trade helps whom: two changes in a row, and under each party what it gains and what it gives."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, FAINT, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["Exchange", "exchanges"]

_LEFT = 300.0
_MOST, _MOST_PARTIES = 8, 12
_TEAL = "#1B7F79"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Two changes, and what each brings each party [points]."""

    changes: tuple[Spoken, Spoken]
    parts: tuple[tuple[float, ...], tuple[float, ...]]


def exchanges(
    trades: Sequence[Exchange],
    parties: Sequence[Named],
    *,
    id: str = "trades",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw trades as pairs of rows and parties as columns: an arrow to the right for a gain, to the left for a loss.

    Parameters
    ----------
    trades : sequence of Exchange
        The best first; up to 8 are drawn, for up to 12 parties. Where a word of a name is wider than its column, parties stand under
        numbers, with their names below.

    Raises
    ------
    BadValue
        Without a trade, or where shapes do not fit.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> one = Exchange(changes=(said, said), parts=((6, -1), (-1, 6)))
    >>> exchanges([one], [Named("a", "Us"), Named("b", "Them")], title=said, subtitle=said, alt=said).id
    'trades'
    """
    if not trades or not parties or any(len(part) != len(parties) for one in trades for part in one.parts):
        raise BadValue(Message("trading.figure.bad-shape", parties=len(parties), points=len(trades)))
    drawn = functools.partial(_draw, tuple(trades[:_MOST]), tuple(parties[:_MOST_PARTIES]))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(trades: tuple[Exchange, ...], parties: tuple[Named, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    step = (WIDTH - _LEFT) / len(parties)
    middles = [_LEFT + step * (at + 0.5) for at in range(len(parties))]
    most = max((abs(value) for one in trades for part in one.parts for value in part), default=0.0) or 1.0
    numbered = any(width(word, 10.5) > step - 8 for party in parties for word in say(party, lang).split())
    names = [[str(at + 1)] if numbered else wrap(say(party, lang), step - 8, 10.5, lines=3) for at, party in enumerate(parties)]
    top = 13.2 * max(map(len, names))
    for x, name in zip(middles, names, strict=True):
        sheet.text(x, top / 2 + 2, name, size=10.5, align="center", bold=numbered)
    y = top + 12
    for one in trades:
        sheet.path(line((0, y), (WIDTH, y)), stroke=RULE, plane=-1)
        y += 4
        for change, part in zip(one.changes, one.parts, strict=True):
            words = wrap(say(change, lang), _LEFT - 12, 10.5, lines=3)
            tall = max(20.0, 13.2 * len(words) + 6)
            sheet.text(0, y + tall / 2, words, size=10.5)
            for x, value in zip(middles, part[: len(parties)], strict=True):
                _arrow(sheet, x, y + tall / 2, value, (step / 2 - 6) * abs(value) / most, lang)
            y += tall
        total = [a + b for a, b in zip(*one.parts, strict=True)]
        sheet.text(_LEFT - 12, y + 8, say(Message("trading.figure.total"), lang), size=10.5, bold=True, align="right")
        for x, value in zip(middles, total[: len(parties)], strict=True):
            sheet.text(x, y + 8, _signed(value, lang), size=10.5, bold=True, align="center")
        y += 20
    sheet.path(line((0, y), (WIDTH, y)), stroke=FAINT, plane=-1)
    sheet.text(0, y + 12, say(Message("trading.figure.arrows"), lang), size=10.5, fill=QUIET)
    y += 24
    for at, party in enumerate(parties if numbered else ()):
        words = wrap(f"{at + 1}  {say(party, lang)}", WIDTH, 10.5)
        sheet.text(0, y + 6.6 * len(words), words, size=10.5)
        y += 13.2 * len(words) + 2
    sheet.height = y
    return sheet.spec()


def _arrow(sheet: Drawing, x: float, y: float, value: float, long: float, lang: Lang) -> None:
    """Draw an arrow from the middle of a column, with its number above."""
    if not value:
        sheet.text(x, y, "0", size=10, align="center", fill=QUIET)
        return
    way, colour = (1, _TEAL) if value > 0 else (-1, ACCENT)
    tip, long = x + way * max(long, 5.0), max(long, 5.0)
    sheet.path(line((x, y + 5), (tip, y + 5)), stroke=colour, thick=2.4, gain=value)
    sheet.path(line((tip, y + 1), (tip + way * 5, y + 5), (tip, y + 9)) + "Z", fill=colour)
    sheet.text(x, y - 4, _signed(value, lang), size=10, align="center", halo=PAPER)


def _signed(value: float, lang: Lang) -> str:
    """Return a number with its sign."""
    shown = say(round(abs(value), 1), lang)
    return f"+{shown}" if value > 0 else f"−{shown}" if value < 0 else shown
