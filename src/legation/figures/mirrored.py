"""Two measures against each other, period by period: one rises above the line, the other hangs below it."""

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
from legation.figures.rounding import round_step
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, QUIET, VOTE_COLOURS, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["MOST", "Span", "mirrored"]

MOST = 320
"""Periods that stay apart in the picture."""
_LEFT, _RIGHT, _HALF, _TOP = 44.0, 112.0, 118.0, 14.0
_UP, _DOWN = VOTE_COLOURS["yes"], VOTE_COLOURS["no"]

Ends = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One period.

    Attributes
    ----------
    start : date
    above, below : tuple of 3 float, or None
        Value, low and high end, 0 or more; None where nothing is known of the period, which is hatched.
    missing : float
        Share of the period that was not received, 0 to 1.
    alarm : bool
        Whether it is marked.
    """

    start: dt.date
    above: Ends | None
    below: Ends | None
    missing: float = 0.0
    alarm: bool = False


def mirrored(
    spans: Sequence[Span],
    *,
    above: Spoken,
    below: Spoken,
    every: str = "month",
    id: str = "mirrored",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw two measures on one scale, mirrored at a line, with their intervals; what was not received is hatched.

    Parameters
    ----------
    spans : sequence of Span
        1 to 320 periods, in order of time.
    above, below : Spoken
        What the bars above and below the line are.
    every : {"month", "week"}
        What a period is: decides how dates are written.
    title, subtitle, alt : Message

    Raises
    ------
    BadValue
        No period or too many, periods out of order, or a value outside its ends.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> spans = [Span(start=dt.date(2019, 1, 1), above=(3, 2, 4), below=(1, 0.5, 2))]
    >>> mirrored(spans, above=said, below=said, title=said, subtitle=said, alt=said).id
    'mirrored'
    """
    starts = [span.start for span in spans]
    values = [ends for span in spans for ends in (span.above, span.below) if ends is not None]
    wrong = [ends for ends in values if not 0 <= ends[1] <= ends[0] <= ends[2] < math.inf]
    if not 1 <= len(spans) <= MOST or starts != sorted(set(starts)) or wrong:
        raise BadValue(Message("happening.figure.bad-spans", count=len(spans), most=MOST, found=wrong[0] if wrong else ()))
    drawn = functools.partial(_draw, tuple(spans), above, below, every)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(spans: tuple[Span, ...], above: Spoken, below: Spoken, every: str, lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    step, top = _scale(max((ends[2] for span in spans for ends in (span.above, span.below) if ends is not None), default=1.0))
    middle = _TOP + _HALF
    wide = (WIDTH - _LEFT - _RIGHT) / len(spans)
    bar = min(wide * 0.72, 34.0)
    right = _LEFT + wide * len(spans)
    for k in range(round(top / step) + 1):
        for sign in (1, -1) if k else (1,):
            y = middle - sign * k * step / top * _HALF
            sheet.path(line((_LEFT, y), (right, y)), stroke=FAINT if k else INK, plane=-1 if k else 2.5)
            sheet.text(
                _LEFT - 6, y, say(Message("happening.figure.tick", value=round(k * step, 6)), lang), size=10, fill=QUIET, align="right"
            )
    for at, span in enumerate(spans):
        x = _LEFT + (at + 0.5) * wide
        about: dict[str, Any] = {"start": span.start.isoformat()}
        if span.above is None and span.below is None:
            sheet.path(hatching(x - wide / 2, _TOP, wide, 2 * _HALF), stroke=EDGE, thick=0.7, plane=0.4, missing=1.0, **about)
            continue
        for ends, sign, fill in ((span.above, 1, _UP), (span.below, -1, _DOWN)):
            if ends is not None:
                _bar(sheet, (x, middle, bar), [sign * value / top * _HALF for value in ends], fill, {**about, "value": ends[0]})
        if span.missing > 0:
            lost = wide * min(span.missing, 1.0)
            sheet.path(hatching(x - wide / 2, middle + _HALF + 3, lost, 7, gap=3), stroke=EDGE, thick=0.8, missing=span.missing, **about)
        if span.alarm and span.below is not None:
            y = middle + min(span.below[2], top) / top * _HALF + 7
            sheet.dot(x, y, "triangle-up", 4.5, fill=ACCENT, alarm=True, **about)
    for text, y, fill in ((above, middle - _HALF / 2, _UP), (below, middle + _HALF / 2, _DOWN)):
        sheet.text(right + 10, y, wrap(say(text, lang), _RIGHT - 12, 12, bold=True), fill=fill, bold=True)
    y = _dates(sheet, spans, wide, middle + _HALF + 22, every, lang)
    sheet.height = _key(sheet, spans, y, lang)
    return sheet.spec()


def _bar(sheet: Drawing, place: tuple[float, float, float], ends: list[float], fill: str, about: dict[str, Any]) -> None:
    """Draw a bar from the line to its value, with the interval at its end."""
    x, middle, bar = place
    value, low, high = (middle - end for end in ends)
    sheet.rect(x - bar / 2, min(value, middle), bar, abs(value - middle), fill=fill, plane=0.5, **about)
    sheet.path(line((x, low), (x, high)), stroke=INK, thick=1.2 if bar > 3 else 0.8, plane=1, low=True)
    if bar >= 6:
        for end in (low, high):
            sheet.path(line((x - 2.5, end), (x + 2.5, end)), stroke=INK, thick=1, plane=1)


def _scale(highest: float) -> tuple[float, float]:
    """Return a round step and the top of the axis: two to four steps."""
    step = round_step(max(highest, 1e-9) / 3)
    return step, step * math.ceil(highest / step - 1e-9) if highest > 0 else step


def _dates(sheet: Drawing, spans: tuple[Span, ...], wide: float, y: float, every: str, lang: Lang) -> float:
    """Write the periods below the axis, as many as fit; each year, and the first period, in full."""
    until, year = -math.inf, 0
    for at, span in enumerate(spans):
        x = _LEFT + (at + 0.5) * wide
        if span.start.year != year:
            year = span.start.year
            text = str(year)
            if at == 0 or x - width(text, 10.5, bold=True) / 2 > until:
                sheet.text(x, y + 15, text, size=10.5, bold=True, align="center", fill=QUIET)
                until = x + width(text, 10.5, bold=True) / 2 + 6
    until = -math.inf
    for at, span in enumerate(spans):
        x = _LEFT + (at + 0.5) * wide
        text = say(Message("happening.figure.month" if every == "month" else "happening.figure.day", date=span.start), lang)
        half = width(text, 10) / 2
        if x - half > until:
            sheet.text(x, y, text, size=10, align="center", fill=QUIET)
            sheet.path(line((x, y - 9), (x, y - 12)), stroke=EDGE, plane=0.2)
            until = x + half + 8
    return y + 26


def _key(sheet: Drawing, spans: tuple[Span, ...], y: float, lang: Lang) -> float:
    """Explain the marks that are there; return where the sheet ends."""
    x = _LEFT
    sheet.path(line((x + 8, y + 1), (x + 8, y + 13)), stroke=INK, thick=1.2)
    items = [(16.0, Message("happening.figure.interval"), "interval")]
    if any(span.missing > 0 or (span.above is None and span.below is None) for span in spans):
        items.append((26.0, Message("happening.figure.missing"), "missing"))
    if any(span.alarm for span in spans):
        items.append((16.0, Message("happening.figure.alarm"), "alarm"))
    for room, message, what in items:
        text = say(message, lang)
        if x > _LEFT and x + room + width(text, 11) > WIDTH:
            x, y = _LEFT, y + 18
        if what == "missing":
            sheet.path(hatching(x, y + 1, 20, 12, gap=4), stroke=EDGE, thick=0.8)
        elif what == "alarm":
            sheet.dot(x + 6, y + 7, "triangle-up", 4.5, fill=ACCENT)
        sheet.text(x + room, y + 7, text, size=11)
        x += room + width(text, 11) + 18
    return y + 20
