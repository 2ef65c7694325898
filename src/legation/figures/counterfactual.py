"""What was observed against what the others suggest without it, from a date on; below, the effects found where nothing was done."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure
from legation.figures.measure import width
from legation.figures.rounding import round_step
from legation.figures.theme import ACCENT, BLOC_COLOURS, EDGE, FAINT, INK, QUIET, WIDTH
from legation.language import Lang, Message, say

__all__ = ["MOST", "Moment", "Placebos", "counterfactual"]

MOST = 1_500
"""Periods of one picture."""
_LEFT, _RIGHT, _HIGH, _TOP = 44.0, 128.0, 190.0, 22.0
_WITHOUT = BLOC_COLOURS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One period.

    Attributes
    ----------
    name : date or Spoken
        Its first day, or what it is called.
    observed, without : float
        What was seen, and what the others suggest; nan where nothing was received, which is hatched.
    low, high : float
        Band of ``without``; nan before the date.
    """

    name: Any
    observed: float
    without: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placebos:
    """Effects, all in points, or all as the logarithm of a factor.

    Attributes
    ----------
    effect, low, high : float
        Ours with its interval; an end may be infinite.
    others, earlier : tuple of float
        Found on others, and at earlier dates.
    factor : bool
        Whether they are logarithms of factors.
    """

    effect: float
    low: float
    high: float
    others: tuple[float, ...]
    earlier: tuple[float, ...]
    factor: bool


def counterfactual(
    moments: Sequence[Moment],
    at: int,
    placebos: Placebos,
    *,
    percent: bool,
    id: str = "effect",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw a series against its counterfactual, with its band from the date on, and the placebos below.

    Parameters
    ----------
    moments : sequence of Moment
        2 to 1,500 periods in order of time.
    at : int
        The first one after the date.
    placebos : Placebos
    percent : bool
        Whether values are percent.
    title, subtitle, alt : Message

    Raises
    ------
    BadValue
        Too few or too many periods, or a date outside them.

    Examples
    --------
    >>> said, nan = Message("language.yes"), float("nan")
    >>> two = [Moment(name=dt.date(2024, m, 1), observed=m, without=1.0, low=nan, high=nan) for m in (1, 2)]
    >>> none = Placebos(effect=1.0, low=0.5, high=1.5, others=(0.1,), earlier=(), factor=False)
    >>> counterfactual(two, 1, none, percent=False, title=said, subtitle=said, alt=said).id
    'effect'
    """
    if not 2 <= len(moments) <= MOST or not 0 < at < len(moments):
        raise BadValue(Message("did-it-work.bad-moments", count=len(moments), most=MOST, found=at))
    drawn = functools.partial(_draw, tuple(moments), at, placebos, percent=percent)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(moments: tuple[Moment, ...], at: int, placebos: Placebos, lang: Lang, *, percent: bool) -> dict[str, Any]:
    sheet = Drawing(0)
    wide = (WIDTH - _LEFT - _RIGHT) / len(moments)
    right, bottom = _LEFT + wide * len(moments), _TOP + _HIGH
    values = [v for m in moments for v in (m.observed, m.without) if v == v]
    top = max(values, default=1.0) * 1.04
    bands = [m.high for m in moments if m.high == m.high and math.isfinite(m.high)]
    top = max(top, min(max(bands, default=0.0), 1.5 * top))
    step = round_step(max(top / 4, 1e-9))
    top = step * math.ceil(top / step - 1e-9)

    def x_of(place: float) -> float:
        return _LEFT + (place + 0.5) * wide

    def y_of(value: float) -> float:
        return bottom - min(max(value, 0.0), top) / top * _HIGH

    for k in range(round(top / step) + 1):
        tick = round(k * step, 6)
        sheet.path(line((_LEFT, y_of(tick)), (right, y_of(tick))), stroke=FAINT if k else INK, plane=-1)
        message = Message("did-it-work.tick-percent", value=tick / 100) if percent else Message("did-it-work.tick", value=tick)
        sheet.text(_LEFT - 6, y_of(tick), say(message, lang), size=10, fill=QUIET, align="right")
    for place, moment in enumerate(moments):
        if moment.observed != moment.observed:
            sheet.path(hatching(x_of(place) - wide / 2, _TOP, wide, _HIGH), stroke=EDGE, thick=0.7, plane=-0.5, missing=True)
    mark = _LEFT + at * wide
    sheet.path(line((mark, _TOP - 8), (mark, bottom)), stroke=ACCENT, thick=1.4, dash=(4, 3), plane=2)
    text = say(Message("did-it-work.mark"), lang)
    room = width(text, 11, bold=True)
    sheet.text(min(mark + 4, right + _RIGHT - room - 4), _TOP - 12, text, size=11, bold=True, fill=ACCENT)
    _lines(sheet, moments, x_of, y_of)
    _labels(sheet, moments, right, y_of, lang)
    y = _names(sheet, moments, x_of, bottom + 14, lang)
    sheet.height = _strip(sheet, placebos, y + 16, lang)
    return sheet.spec()


def _lines(sheet: Drawing, moments: tuple[Moment, ...], x_of: Any, y_of: Any) -> None:
    """Draw both series in runs that end at what is missing, and the band."""
    runs: list[list[int]] = [[]]
    for place, moment in enumerate(moments):
        if moment.observed == moment.observed:
            runs[-1].append(place)
        else:
            runs.append([])
    for run in filter(None, runs):
        banded = [place for place in run if moments[place].low == moments[place].low]
        if banded:
            ends = [(x_of(p), y_of(moments[p].high)) for p in banded] + [(x_of(p), y_of(moments[p].low)) for p in reversed(banded)]
            if len(banded) == 1:
                x, (_, high), (_, low) = x_of(banded[0]), *ends
                ends = [(x - 4, high), (x + 4, high), (x + 4, low), (x - 4, low)]
            sheet.path(line(*ends) + "Z", fill=_WITHOUT, opacity=0.18, plane=0.5, band=True)
        for name, colour, dash in (("without", _WITHOUT, (5, 3)), ("observed", INK, ())):
            points = [(x_of(p), y_of(getattr(moments[p], name))) for p in run]
            if len(points) > 1:
                sheet.path(line(*points), stroke=colour, thick=1.8, dash=dash, plane=1.5, series=name)
            else:
                sheet.dot(*points[0], "circle", 2.5, fill=colour, series=name)


def _labels(sheet: Drawing, moments: tuple[Moment, ...], right: float, y_of: Any, lang: Lang) -> None:
    """Write what the lines are at their ends, apart from each other."""
    last = next(m for m in reversed(moments) if m.observed == m.observed)
    seen, rest = y_of(last.observed), y_of(last.without)
    if abs(seen - rest) < 30:
        middle, sign = (seen + rest) / 2, 1 if seen > rest else -1
        seen, rest = middle + sign * 15, middle - sign * 15
    for y, message, colour in (
        (seen, Message("did-it-work.observed"), INK),
        (rest, Message("did-it-work.suggested"), _WITHOUT),
    ):
        words = say(message, lang).split(" ")
        lines: list[str] = []
        for word in words:
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and width(joined, 11, bold=True) <= _RIGHT - 12:
                lines[-1] = joined
            else:
                lines.append(word)
        sheet.text(right + 8, y, lines, size=11, bold=True, fill=colour)


def _names(sheet: Drawing, moments: tuple[Moment, ...], x_of: Any, y: float, lang: Lang) -> float:
    """Write the periods below the axis, as many as fit."""
    until, year = -math.inf, 0
    for place, moment in enumerate(moments):
        day = moment.name if isinstance(moment.name, dt.date) else None
        text = say(Message("did-it-work.day", date=day) if day else moment.name, lang)
        half = width(text, 10) / 2
        x = x_of(place)
        if x - half > until:
            sheet.path(line((x, y - 9), (x, y - 12)), stroke=EDGE)
            sheet.text(x, y, text, size=10, align="center", fill=QUIET)
            until = x + half + 10
            if day and day.year != year:
                year = day.year
                sheet.text(x, y + 14, str(year), size=10.5, bold=True, align="center", fill=QUIET)
    return y + 24


def _strip(sheet: Drawing, placebos: Placebos, y: float, lang: Lang) -> float:
    """Draw the effects on one axis: ours with its interval, those on others, those at earlier dates."""
    finite = [v for v in (placebos.low, placebos.high, placebos.effect, *placebos.others, *placebos.earlier) if math.isfinite(v)]
    reach = max(max(map(abs, finite), default=1.0) * 1.1, 1e-6)
    left, right = _LEFT + 96, WIDTH - 20.0

    def x_of(value: float) -> float:
        return left + (min(max(value, -reach), reach) + reach) / (2 * reach) * (right - left)

    rows: list[tuple[Message, tuple[float, ...], str]] = [(Message("did-it-work.strip-own"), (placebos.effect,), "own")]
    rows += [(Message("did-it-work.strip-others"), placebos.others, "others")] if placebos.others else []
    rows += [(Message("did-it-work.strip-earlier"), placebos.earlier, "earlier")] if placebos.earlier else []
    sheet.text(0, y, say(Message("did-it-work.strip"), lang), size=12, bold=True)
    y += 20
    high = 20.0 * len(rows)
    sheet.path(line((x_of(0), y - 8), (x_of(0), y + high - 6)), stroke=INK, thick=1, plane=0)
    for message, effects, what in rows:
        sheet.text(left - 10, y, say(message, lang), size=11, align="right")
        if what == "own":
            low, high_end = x_of(placebos.low), x_of(placebos.high)
            sheet.path(line((low, y), (high_end, y)), stroke=ACCENT, thick=2, plane=2)
            for end, value in ((low, placebos.low), (high_end, placebos.high)):
                if math.isfinite(value):
                    sheet.path(line((end, y - 4), (end, y + 4)), stroke=ACCENT, thick=1.4, plane=2)
        for value in effects:
            x = x_of(value)
            if what == "own":
                sheet.dot(x, y, "diamond", 5, fill=ACCENT, plane=3, effect=value)
            elif what == "others":
                sheet.dot(x, y, "circle", 3.6, stroke=QUIET, thick=1.2, effect=value)
            else:
                sheet.path(line((x, y - 5), (x, y + 5)), stroke=QUIET, thick=1, opacity=0.6, effect=value)
        y += 20
    for value in _ticks(reach, factor=placebos.factor):
        text = Message("did-it-work.tick-times", value=math.exp(value)) if placebos.factor else Message("did-it-work.tick", value=value)
        sheet.path(line((x_of(value), y - 8), (x_of(value), y - 4)), stroke=EDGE)
        sheet.text(x_of(value), y + 4, say(text, lang), size=10, fill=QUIET, align="center")
    axis = Message("did-it-work.axis-times") if placebos.factor else Message("did-it-work.axis-points")
    sheet.text((left + right) / 2, y + 20, say(axis, lang), size=11, fill=QUIET, align="center")
    return y + 30


def _ticks(reach: float, *, factor: bool) -> list[float]:
    """Return round places of the axis, from left to right."""
    if factor:
        steps = [k for k in (0.1, 0.2, 0.5, 0.8, 1.0, 1.25, 2.0, 5.0, 10.0) if abs(math.log(k)) <= reach]
        steps = [k for k in steps if k in {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0}] if reach > 1.2 else steps
        return [math.log(k) for k in steps]
    step = round_step(max(reach / 2, 1e-9))
    most = int(reach / step + 1e-9)
    return [round(k * step, 6) for k in range(-most, most + 1)]
