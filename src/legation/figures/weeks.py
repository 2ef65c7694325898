"""Several counts week by week, one small chart below the other, each on its own scale: weeks that were not received are hatched."""

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
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, QUIET, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["MOST_ROWS", "MOST_WEEKS", "WeekRow", "weeks"]

MOST_ROWS, MOST_WEEKS = 12, 160
_LEFT, _RIGHT, _TALL, _APART = 50.0, 132.0, 62.0, 16.0

Ends = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """One small chart.

    Attributes
    ----------
    id : str
    name : Spoken
        Who or what is counted.
    fill : str
        Colour of its bars.
    values : tuple of (value, low, high) or None
        One for each week, 0 or more; None where nothing is known of it.
    note : Spoken or None
        A line below the name.
    """

    id: str
    name: Spoken
    fill: str
    values: tuple[Ends | None, ...]
    note: Spoken | None = None


def weeks(
    rows: Sequence[WeekRow],
    starts: Sequence[dt.date],
    missing: Sequence[float],
    *,
    since: dt.date | None = None,
    id: str = "weeks",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw counts week by week with their intervals, a small chart for each row.

    Parameters
    ----------
    rows : sequence of WeekRow
        1 to 12.
    starts : sequence of date
        The first day of each week, 1 to 160, in order of time.
    missing : sequence of float
        Share of each week that was not received, 0 to 1.
    since : date, optional
        Marked by a line: from here on is now.
    title, subtitle, alt : Message

    Raises
    ------
    BadValue
        No row or too many, weeks out of order, or a value outside its ends.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> row = WeekRow(id="a", name=said, fill="#2B5C8A", values=((3, 1, 7), None))
    >>> weeks([row], [dt.date(2024, 1, 1), dt.date(2024, 1, 8)], [0, 1], title=said, subtitle=said, alt=said).id
    'weeks'
    """
    shaped = all(len(row.values) == len(starts) for row in rows) and len(missing) == len(starts)
    wrong = [ends for row in rows for ends in row.values if ends is not None and not 0 <= ends[1] <= ends[0] <= ends[2] < math.inf]
    if not (1 <= len(rows) <= MOST_ROWS and 1 <= len(starts) <= MOST_WEEKS and list(starts) == sorted(set(starts)) and shaped) or wrong:
        raise BadValue(
            Message("visits.figure.bad-weeks", rows=len(rows), count=len(starts), most=MOST_WEEKS, found=wrong[0] if wrong else ())
        )
    drawn = functools.partial(_draw, tuple(rows), tuple(starts), tuple(missing), since)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(
    rows: tuple[WeekRow, ...], starts: tuple[dt.date, ...], missing: tuple[float, ...], since: dt.date | None, lang: Lang
) -> dict[str, Any]:
    sheet = Drawing(0)
    wide = (WIDTH - _LEFT - _RIGHT) / len(starts)
    right = WIDTH - _RIGHT
    y = 8.0
    for row in rows:
        floor = y + _TALL
        step, top = _scale(max((ends[2] for ends in row.values if ends is not None), default=1.0))
        for k in range(round(top / step) + 1):
            at = floor - k * step / top * _TALL
            sheet.path(line((_LEFT, at), (right, at)), stroke=FAINT if k else INK, plane=-1 if k else 2.5)
            if k in (0, round(top / step)):
                tick = say(Message("visits.figure.tick", value=round(k * step, 6)), lang)
                sheet.text(_LEFT - 6, at, tick, size=10, fill=QUIET, align="right")
        for at, ends in enumerate(row.values):
            _week(sheet, (_LEFT + at * wide, y, wide), ends, top, row, starts[at], missing[at])
        name = wrap(say(row.name, lang), _RIGHT - 14, 12, bold=True)
        sheet.text(right + 10, y + 2, name, fill=row.fill, bold=True, baseline="top")
        if row.note is not None:
            note = wrap(say(row.note, lang), _RIGHT - 14, 10.5)
            sheet.text(right + 10, y + 2 + 15 * len(name), note, size=10.5, fill=QUIET, baseline="top")
        y = floor + _APART
    y -= _APART
    if since is not None and starts[0] < since:
        last = max(at for at, start in enumerate(starts) if start <= since)
        x = _LEFT + wide * (last + min((since - starts[last]).days / 7, 1.0))
        sheet.path(line((x, 2), (x, y)), stroke=ACCENT, thick=1.2, dash=(4, 3), plane=2, since=since.isoformat())
        sheet.text(x + 4, 2, say(Message("visits.figure.now"), lang), size=10, fill=ACCENT, halo="#FBFAF7")
    y = _dates(sheet, starts, wide, y + 20, lang)
    sheet.height = _key(sheet, y, any(share > 0 for share in missing), lang)
    return sheet.spec()


def _week(
    sheet: Drawing, place: tuple[float, float, float], ends: Ends | None, top: float, row: WeekRow, start: dt.date, lost: float
) -> None:
    """Draw one bar with its interval, or the hatching of a week that was not received."""
    x, y, wide = place
    floor, bar = y + _TALL, min(wide * 0.74, 26.0)
    about: dict[str, Any] = {"row": row.id, "start": start.isoformat()}
    if ends is None:
        sheet.path(hatching(x, y, wide, _TALL), stroke=EDGE, thick=0.7, plane=0.4, missing=1.0, **about)
        return
    value, low, high = (floor - end / top * _TALL for end in ends)
    middle = x + wide / 2
    sheet.rect(middle - bar / 2, value, bar, floor - value, fill=row.fill, plane=0.5, value=ends[0], **about)
    if low - high >= 2:
        sheet.path(line((middle, low), (middle, high)), stroke=INK, thick=1.2 if bar > 4 else 0.8, plane=1)
    if lost > 0:
        sheet.path(hatching(x, floor + 2, wide * min(lost, 1.0), 6, gap=3), stroke=EDGE, thick=0.8, missing=lost, **about)


def _scale(highest: float) -> tuple[float, float]:
    """Return a round step and the top of an axis: two to four steps."""
    step = round_step(max(highest, 1.0) / 2)
    return step, step * max(1, math.ceil(highest / step - 1e-9))


def _dates(sheet: Drawing, starts: tuple[dt.date, ...], wide: float, y: float, lang: Lang) -> float:
    """Write the first days of weeks, as many as fit, and each year once."""
    until = ends = -math.inf
    year = 0
    for at, start in enumerate(starts):
        x = _LEFT + (at + 0.5) * wide
        text = say(Message("visits.figure.day", date=start), lang)
        half = width(text, 10) / 2
        if x - half > until:
            sheet.text(x, y, text, size=10, align="center", fill=QUIET)
            sheet.path(line((x, y - 8), (x, y - 11)), stroke=EDGE, plane=0.2)
            until = x + half + 10
            half = width(str(start.year), 10.5, bold=True) / 2
            if start.year != year and x - half > ends:
                sheet.text(x, y + 15, str(start.year), size=10.5, bold=True, align="center", fill=QUIET)
                year, ends = start.year, x + half + 6
    return y + 26


def _key(sheet: Drawing, y: float, lost: bool, lang: Lang) -> float:  # noqa: FBT001 - a mark is there or not
    """Explain the marks that are there; return where the sheet ends."""
    x = _LEFT
    sheet.path(line((x + 8, y + 1), (x + 8, y + 13)), stroke=INK, thick=1.2)
    text = say(Message("visits.figure.interval"), lang)
    sheet.text(x + 16, y + 7, text, size=11)
    if lost:
        x += 16 + width(text, 11) + 18
        other = say(Message("visits.figure.missing"), lang)
        if x + 26 + width(other, 11) > WIDTH:
            x, y = _LEFT, y + 18
        sheet.path(hatching(x, y + 1, 20, 12, gap=4), stroke=EDGE, thick=0.8)
        sheet.text(x + 26, y + 7, other, size=11)
    return y + 20
