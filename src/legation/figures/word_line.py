"""Where words place actors: a dot with its interval for each, on a line between the words that tell its two ends."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.rounding import round_step
from legation.figures.theme import EDGE, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["MOST", "Placed", "word_line"]

MOST = 40
_COLOUR = "#2B5C8A"
_NAMES, _END = 190.0, 574.0
_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One actor.

    Attributes
    ----------
    name : Named
    value, low, high : float
        Its place along the line and the interval of it, in any unit.
    skipped : int
        How many actors that are not drawn stand between it and the next one.
    """

    name: Named
    value: float
    low: float
    high: float
    skipped: int = 0


def word_line(
    placed: Sequence[Placed],
    *,
    low: Sequence[Spoken],
    high: Sequence[Spoken],
    id: str = "line",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw places as dots with their intervals, in the order given, under the words of both ends.

    Parameters
    ----------
    placed : sequence of Placed
        1 to 40.
    low, high : sequence of Spoken
        What tells the low end, and the high end.
    title, subtitle, alt : Message

    Raises
    ------
    BadValue
        No actor or too many, or a place outside its interval.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> one = Placed(name=Named("FRA", "France"), value=0.5, low=0.3, high=0.7)
    >>> word_line([one], low=[said], high=[said], title=said, subtitle=said, alt=said).id
    'line'
    """
    if not 1 <= len(placed) <= MOST or any(not -math.inf < one.low <= one.value <= one.high < math.inf for one in placed):
        raise BadValue(Message("figures.word-line.bad-places", count=len(placed), most=MOST))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(placed), tuple(low), tuple(high)))


def _draw(placed: tuple[Placed, ...], low: tuple[Spoken, ...], high: tuple[Spoken, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    first, last = min(one.low for one in placed), max(one.high for one in placed)
    step = round_step(max(last - first, 1e-6) / 5)
    bottom, top = math.floor(first / step + 1e-9), math.ceil(last / step - 1e-9)
    top = max(top, bottom + 1)

    def x(value: float) -> float:
        return _NAMES + (value / step - bottom) / (top - bottom) * (_END - _NAMES)

    y = _ends(sheet, low, high, lang)
    for k in range(bottom, top + 1):
        sheet.text(x(k * step), y + 8, say(Message("figures.word-line.value", value=k * step), lang), size=10, fill=QUIET, align="center")
    begin, y = y + 17, y + 22
    for one in placed:
        name = wrap(say(one.name, lang), _NAMES - 16, 12, lines=2)
        tall = max(14.0, 14.5 * len(name)) + 5
        sheet.text(0, y + tall / 2, name, size=12, lead=14.5 / 12)
        _mark(sheet, x, y + tall / 2, one, lang)
        y += tall
        if one.skipped:
            text = say(Message("figures.word-line.skipped", count=one.skipped), lang)
            sheet.text(0, y + 8, text, size=10, fill=QUIET)
            sheet.path(line((width(text, 10) + 8, y + 8), (WIDTH, y + 8)), stroke=EDGE, dash=(2, 3), plane=-1)
            y += 16
    for k in range(bottom, top + 1):
        sheet.path(line((x(k * step), begin), (x(k * step), y)), stroke=RULE if k == 0 else FAINT, plane=-1)
    sheet.path(line((0, y + 14), (18, y + 14)), stroke=EDGE, thick=2.4, opacity=0.8)
    sheet.text(24, y + 14, say(Message("figures.word-line.key"), lang), size=11, fill=QUIET)
    sheet.height = y + 24
    return sheet.spec()


def _ends(sheet: Drawing, low: tuple[Spoken, ...], high: tuple[Spoken, ...], lang: Lang) -> float:
    """Write the words of both ends, an arrow before each; return where the rows may begin."""
    room = WIDTH / 2 - 20
    texts = [" · ".join(say(word, lang) for word in words) for words in (low, high)]
    wrapped = [wrap(text, room, 11, lines=_LINES) for text in (f"← {texts[0]}", f"{texts[1]} →")]
    for lines, at, align in zip(wrapped, (0.0, float(WIDTH)), ("left", "right"), strict=True):
        for k, text in enumerate(lines):
            sheet.text(at, 7 + k * 14, text, size=11, align="left" if align == "left" else "right", fill=INK)
    return max(map(len, wrapped)) * 14 + 8


def _mark(sheet: Drawing, x: Any, y: float, one: Placed, lang: Lang) -> None:
    about: dict[str, Any] = {"actor": one.name.id, "value": round(one.value, 3), "low": round(one.low, 3), "high": round(one.high, 3)}
    sheet.path(line((x(one.low), y), (max(x(one.high), x(one.low) + 1), y)), stroke=_COLOUR, thick=2.4, opacity=0.55, **about)
    sheet.dot(x(one.value), y, "circle", 4, fill=_COLOUR, stroke=PAPER, thick=1, **about)
    text = say(Message("figures.word-line.place", value=one.value, low=one.low, high=one.high), lang)
    size = 10.5 if width(text, 10.5) <= WIDTH - _END - 8 else 9.0
    sheet.text(WIDTH - 2, y, text, size=size, align="right")
