"""What is watched, one strip for each monitor: what was counted against what is usual, with alerts, the baseline, and what is missing."""

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
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, BLOC_COLOURS, EDGE, FAINT, INK, PALE, QUIET, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["MOST", "Point", "Strip", "days_below", "watched"]

MOST = 12
"""Strips of one picture."""
_LEFT, _RIGHT, _HIGH = 40.0, 14.0, 66.0
_MARK = BLOC_COLOURS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Some periods together.

    Attributes
    ----------
    first, last : date
    ratio, low, high : float
        Counted against usual, with a 95 % interval; nan where nothing was received.
    """

    first: dt.date
    last: dt.date
    ratio: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One monitor.

    Attributes
    ----------
    name : Spoken
    points : sequence of Point
        In order of time.
    learnt : date
        The last day of the baseline.
    alerts : sequence of (date, date)
        From the day from which each likely goes on to its last one.
    missing : sequence of (date, date)
        First and last days that were not received.
    """

    name: Spoken
    points: Sequence[Point]
    learnt: dt.date
    alerts: Sequence[tuple[dt.date, dt.date]]
    missing: Sequence[tuple[dt.date, dt.date]] = ()


def watched(strips: Sequence[Strip], *, id: str = "watched", title: Message, subtitle: Message, alt: Message) -> Figure:  # noqa: A002 - the field of a figure
    """Draw what was counted against what is usual (1), with intervals; alerts in red, the baseline shaded, what is missing hatched.

    Parameters
    ----------
    strips : sequence of Strip
        1 to 12, each with a point or more.
    title, subtitle, alt : Message

    Raises
    ------
    BadValue
        For none or too many, or one without a point.

    Examples
    --------
    >>> said, day = Message("language.yes"), dt.date(2024, 1, 1)
    >>> strip = Strip(name=said, points=[Point(first=day, last=day, ratio=1.0, low=0.5, high=2.0)], learnt=day, alerts=[])
    >>> watched([strip], title=said, subtitle=said, alt=said).id
    'watched'
    """
    if not 1 <= len(strips) <= MOST or not all(strip.points for strip in strips):
        raise BadValue(Message("watching.figure.bad-strips", count=len(strips), most=MOST))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(strips)))


def _draw(strips: tuple[Strip, ...], lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    begin = min(strip.points[0].first for strip in strips)
    whole = max((max(strip.points[-1].last for strip in strips) - begin).days + 1, 1)
    across = (WIDTH - _LEFT - _RIGHT) / whole

    def x_of(day: dt.date) -> float:
        return _LEFT + (day - begin).days * across

    y = 0.0
    for strip in strips:
        name = wrap(say(strip.name, lang), WIDTH - 4, 12, bold=True)
        rings = bool(strip.alerts)
        if rings:
            sheet.dot(_LEFT - 12, y + 8, "triangle-up", 4.5, fill=ACCENT)
        sheet.text(_LEFT, y + 8 + (len(name) - 1) * 7.5, name, bold=True)
        y += 6 + 15 * len(name)
        _strip(sheet, strip, y, x_of, lang)
        y += _HIGH + 16
    y = days_below(sheet, begin, whole, (_LEFT, across), y - 8, lang)
    sheet.height = _key(sheet, strips, y + 6, lang)
    return sheet.spec()


def _strip(sheet: Drawing, strip: Strip, y: float, x_of: Any, lang: Lang) -> None:
    day = dt.timedelta(days=1)
    highest = max((p.high for p in strip.points if p.high == p.high and math.isfinite(p.high)), default=1.0)
    highest = max(2.0, min(highest, 1.4 * max((p.ratio for p in strip.points if p.ratio == p.ratio), default=1.0)))
    left, right, bottom = x_of(strip.points[0].first), x_of(strip.points[-1].last + day), y + _HIGH

    def y_of(ratio: float) -> float:
        return bottom - min(ratio, highest) / highest * _HIGH

    sheet.rect(left, y, x_of(min(strip.learnt, strip.points[-1].last) + day) - left, _HIGH, fill=PALE, plane=-2, baseline=True)
    for since, until in strip.alerts:
        first, last = max(x_of(since), left), x_of(until + day)
        sheet.rect(first, y, last - first, _HIGH, fill="#F4DAD7", plane=-1.5, since=since.isoformat(), until=until.isoformat())
        sheet.path(line((first, y), (last, y)), stroke=ACCENT, thick=2, plane=2)
    for tick in (0, 1, math.floor(highest) if highest >= 2 else 1):
        sheet.path(line((left, y_of(tick)), (right, y_of(tick))), stroke=INK if tick == 1 else FAINT, dash=(3, 3) if tick == 1 else ())
        sheet.text(_LEFT - 6, y_of(tick), say(Message("watching.figure.tick", value=tick), lang), size=10, fill=QUIET, align="right")
    runs: list[list[Point]] = [[]]
    for point in strip.points:
        if point.ratio == point.ratio:
            runs[-1].append(point)
            continue
        runs.append([])
    for first_day, last_day in strip.missing:
        wide = x_of(last_day + day) - x_of(first_day)
        sheet.path(hatching(x_of(first_day), y, wide, _HIGH, gap=4), stroke=EDGE, thick=0.7, plane=-1, since=first_day.isoformat())
    for run in filter(None, runs):
        middle = [(x_of(p.first) + x_of(p.last + day)) / 2 for p in run]
        band = [(x, y_of(p.high)) for x, p in zip(middle, run, strict=True)]
        band += [(x, y_of(p.low)) for x, p in zip(reversed(middle), reversed(run), strict=True)]
        if len(run) > 1:
            sheet.path(line(*band) + "Z", fill=_MARK, opacity=0.18, plane=0.5)
            sheet.path(line(*((x, y_of(p.ratio)) for x, p in zip(middle, run, strict=True))), stroke=_MARK, thick=1.6, plane=1.5)
        else:
            sheet.path(line((middle[0], y_of(run[0].low)), (middle[0], y_of(run[0].high))), stroke=_MARK, thick=1.2, plane=1.5)
            sheet.dot(middle[0], y_of(run[0].ratio), "circle", 2.5, fill=_MARK)


def days_below(sheet: Drawing, begin: dt.date, whole: int, scale: tuple[float, float], y: float, lang: Lang) -> float:
    """Write months and years below an axis of days, as many as fit, and return where that ends.

    Parameters
    ----------
    sheet : Drawing
    begin : date
        The day at the left end; ``whole``: how many days there are.
    scale : (float, float)
        Where the first day begins, and how wide a day is [px].
    y : float
    lang : str
    """
    left, across = scale
    months = [begin.replace(day=1)]
    while (months[-1] - begin).days < whole:
        months.append((months[-1] + dt.timedelta(days=32)).replace(day=1))
    until = year_until = -math.inf
    for month in months:
        x = left + max((month - begin).days, 0) * across
        text = say(Message("watching.figure.month", date=month), lang)
        if (month - begin).days >= whole:
            break
        if x - width(text, 10) / 2 > until:
            sheet.path(line((x, y - 8), (x, y - 4)), stroke=EDGE)
            sheet.text(x, y + 3, text, size=10, align="center", fill=QUIET)
            until = x + width(text, 10) / 2 + 8
            if (month.month == 1 or month is months[0]) and x > year_until:
                sheet.text(x, y + 17, str(month.year), size=10.5, bold=True, align="center", fill=QUIET)
                year_until = x + 40
    return y + 26


def _key(sheet: Drawing, strips: tuple[Strip, ...], y: float, lang: Lang) -> float:
    """Explain the marks that are there; return where the sheet ends."""
    missing = any(strip.missing for strip in strips)
    items = [
        (Message("watching.figure.usual"), "usual"),
        (Message("watching.figure.interval"), "interval"),
        (Message("watching.figure.baseline"), "baseline"),
        *([(Message("watching.figure.alert"), "alert")] if any(strip.alerts for strip in strips) else []),
        *([(Message("watching.figure.missing"), "missing")] if missing else []),
    ]
    x = _LEFT
    for message, what in items:
        text = say(message, lang)
        if x > _LEFT and x + 26 + width(text, 11) > WIDTH:
            x, y = _LEFT, y + 18
        if what == "usual":
            sheet.path(line((x, y + 7), (x + 20, y + 7)), stroke=INK, dash=(3, 3))
        elif what == "missing":
            sheet.path(hatching(x, y + 1, 20, 12, gap=4), stroke=EDGE, thick=0.8)
        else:
            fill = {"interval": _MARK, "baseline": PALE, "alert": "#F4DAD7"}[what]
            box = f"M{x:g},{y + 1:g}h20v12h-20Z"
            sheet.path(box, fill=fill, opacity=0.3 if what == "interval" else 1, stroke=EDGE if what == "baseline" else None)
            if what == "alert":
                sheet.path(line((x, y + 1), (x + 20, y + 1)), stroke=ACCENT, thick=2, plane=2)
        sheet.text(x + 26, y + 7, text, size=11)
        x += 26 + width(text, 11) + 16
    return y + 20
