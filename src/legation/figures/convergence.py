"""Whether a text comes together: open brackets, and the share of the words in them, version by version."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure
from legation.figures.measure import width
from legation.figures.spread import spread
from legation.figures.theme import FAINT, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["Moment", "convergence"]

_LEFT, _RIGHT = 62.0, WIDTH - 30.0
_TALL = 118.0
_COUNT, _SHARE = "#2B5C8A", "#7D4315"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A version in the picture.

    Attributes
    ----------
    name : Spoken
        What kind of version it is.
    day : date
    open : int
        Open brackets.
    share : float
        Words in brackets by all words, 0 to 1; nan for a text without words.
    """

    name: Spoken
    day: dt.date
    open: int
    share: float


def convergence(
    moments: Sequence[Moment],
    *,
    id: str = "convergence",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw the number of open brackets above the share of the words in them, over time.

    Raises
    ------
    BadValue
        Without a version, with one before the one before it, and for what is no count or share.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> one = Moment(name=said, day=dt.date(2025, 3, 1), open=4, share=0.2)
    >>> convergence([one], title=said, subtitle=said, alt=said).id
    'convergence'
    """
    if not moments or any(b.day < a.day for a, b in itertools.pairwise(moments)):
        raise BadValue(Message("drafting.figure.bad-order", count=len(moments)))
    if any(one.open < 0 or one.share < 0 or one.share > 1 for one in moments):
        raise BadValue(Message("drafting.figure.bad-share"))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(moments)))


def _draw(moments: tuple[Moment, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    places = _places(moments)
    most = max(1, *(one.open for one in moments))
    counts = [one.open / most for one in moments]
    y = _panel(sheet, 0, places, counts, Message("drafting.figure.open"), _COUNT, lambda at: say(moments[at].open, lang), lang)
    shares = [one.share for one in moments]
    top = max(0.1, *(share for share in shares if share == share), 0.1)
    scaled = [share / top for share in shares]
    y = _panel(
        sheet,
        y + 18,
        places,
        scaled,
        Message("drafting.figure.share"),
        _SHARE,
        lambda at: say(Message("answer.share", share=shares[at]), lang),
        lang,
    )
    sheet.height = _days(sheet, y + 6, moments, places, lang)
    return sheet.spec()


def _places(moments: tuple[Moment, ...]) -> list[float]:
    """Return where each version stands: by its day, no nearer than two marks to the next."""
    first, days = moments[0].day, max(1, (moments[-1].day - moments[0].day).days)
    if len(moments) == 1:
        return [(_LEFT + _RIGHT) / 2]
    middles = [_LEFT + 12 + (one.day - first).days / days * (_RIGHT - _LEFT - 24) for one in moments]
    gap = min(12.0, (_RIGHT - _LEFT - 24) / len(moments))
    return spread(middles, [gap] * len(moments), _LEFT, _RIGHT)


def _panel(
    sheet: Drawing,
    y: float,
    places: list[float],
    heights: list[float],
    title: Message,
    colour: str,
    value: Callable[[int], str],
    lang: Lang,
) -> float:
    """Draw one line of values, 0 to 1 of its height, each with its number where there is room; return where it ends."""
    sheet.text(0, y + 8, say(title, lang), size=11.5, bold=True, fill=colour)
    top, floor = y + 36, y + 36 + _TALL
    sheet.path(line((_LEFT, floor), (_RIGHT, floor)), stroke=RULE)
    sheet.text(_LEFT - 8, floor, "0", size=9.5, fill=QUIET, align="right")
    points = [(x, floor - height * _TALL) for x, height in zip(places, heights, strict=True)]
    for a, b in itertools.pairwise(points):
        if a[1] == a[1] and b[1] == b[1]:
            sheet.path(line(a, b), stroke=colour, thick=2, plane=1)
    free = -1e9
    last = len(points) - 1
    middles = [_beside(points, at, width(value(at), 10.5), floor) for at in range(len(points))]
    before = middles[last][0] - width(value(last), 10.5) / 2
    for at, (x, height) in enumerate(points):
        if height != height:
            continue
        sheet.dot(x, height, "circle", 4, fill=colour, stroke=PAPER, thick=1, value=value(at))
        wide = width(value(at), 10.5)
        middle, aligned = middles[at]
        needed = middle - wide / 2 > free + 4 and (at == last or middle + wide / 2 + 4 < before)
        if needed or at == last:
            sheet.text(middle, aligned, value(at), size=10.5, align="center", halo=PAPER)
            free = middle + wide / 2
    sheet.path(line((_LEFT, top), (_RIGHT, top)), stroke=FAINT, plane=-1)
    return floor


def _beside(points: list[tuple[float, float]], at: int, wide: float, floor: float) -> tuple[float, float]:
    """Return the middle of a point's number: above it, else beside or below it, where no line of the panel runs through the number."""
    x, y = points[at]
    aside = wide / 2 + 2
    wanted = [(x, y - 11), (x - aside, y - 11), (x + aside, y - 11), (x, y + 13), (x - aside - 5, y), (x + aside + 5, y)]
    free = [one for one in wanted if one[1] < floor - 6 and one[0] - wide / 2 >= 0 and one[0] + wide / 2 <= WIDTH]
    clear = (one for one in free if not any(_through(a, b, one, wide) for a, b in itertools.pairwise(points)))
    return next(clear, wanted[0])


def _through(a: tuple[float, float], b: tuple[float, float], middle: tuple[float, float], wide: float) -> bool:
    """Return whether the line from one point to a later one runs through a number; a point without a place has no line."""
    low, high = max(a[0], middle[0] - wide / 2), min(b[0], middle[0] + wide / 2)
    if not low < high:
        return False
    heights = [a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0]) for x in (low, high)]
    return min(heights) < middle[1] + 6 and max(heights) > middle[1] - 6


def _days(sheet: Drawing, y: float, moments: tuple[Moment, ...], places: list[float], lang: Lang) -> float:
    """Write day and kind of each version where there is room, the last one always; return where the sheet ends."""
    labels = [(say(one.day, lang), say(one.name, lang)) for one in moments]
    wide = [max(width(text, 9.5) for text in pair) for pair in labels]
    lefts = [min(max(0.0, x - w / 2), WIDTH - w) for x, w in zip(places, wide, strict=True)]
    free, last = -1e9, len(moments) - 1
    for at, (x, ideal) in enumerate(zip(places, lefts, strict=True)):
        sheet.path(line((x, y - 6), (x, y)), stroke=RULE)
        left = ideal if at == last else max(ideal, free + 8)
        if at == last or (left <= x and left + wide[at] + 8 < lefts[last]):
            sheet.text(left, y + 9, labels[at][0], size=9.5, fill=QUIET)
            sheet.text(left, y + 22, labels[at][1], size=9.5, fill=QUIET)
            free = left + wide[at]
    return y + 32
