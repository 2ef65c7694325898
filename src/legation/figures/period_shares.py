"""Shares by period with their intervals, one row of time for each thing that is counted, beside greyed ones to compare with."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.day_axis import DayAxis
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure
from legation.figures.measure import width, wrap
from legation.figures.rounding import round_step
from legation.figures.spread import spread
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PAPER, QUIET, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["MOST", "MOST_PERIODS", "PeriodShare", "ShareRow", "period_shares"]

MOST, MOST_PERIODS = 8, 240
_COLOUR, _GREY = "#2B5C8A", "#A3A8B3"
_FAR = 4.0
"""Times the highest end of a row from which on what it is compared with is told in words, not drawn."""
_LEFT, _RIGHT, _TALL = 46.0, WIDTH - 118.0, 96.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodShare:
    """One period.

    Attributes
    ----------
    start, end : date
        Its first and last day.
    share, low, high : float
        0 to 1; nan where nothing is held of the period.
    """

    start: dt.date
    end: dt.date
    share: float
    low: float
    high: float

    @property
    def middle(self) -> dt.date:
        """The day in its middle."""
        return self.start + (self.end - self.start) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """One thing that is counted, and what it is compared with.

    Attributes
    ----------
    name : Spoken or str
    since : date or None
        A day to mark.
    periods : tuple of PeriodShare
    beside : tuple of (name, periods)
        Drawn in grey, without intervals.
    """

    name: Spoken | str
    since: dt.date | None
    periods: tuple[PeriodShare, ...]
    beside: tuple[tuple[Spoken | str, tuple[PeriodShare, ...]], ...] = ()


def period_shares(
    rows: Sequence[ShareRow],
    *,
    id: str = "shares",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw the shares of each row on a scale of its own, with a bar for each interval.

    Parameters
    ----------
    rows : sequence of ShareRow
        1 to 8, each of 1 to 240 periods.
    title, subtitle, alt : Message

    Raises
    ------
    BadValue
        No row or too many, no period or too many, a share outside its interval.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> one = PeriodShare(start=dt.date(2018, 1, 1), end=dt.date(2018, 12, 31), share=0.1, low=0.05, high=0.2)
    >>> row = ShareRow(name="open seas", since=None, periods=(one,))
    >>> period_shares([row], title=said, subtitle=said, alt=said).id
    'shares'
    """
    counts = [len(row.periods) for row in rows]
    every = [one for row in rows for periods in (row.periods, *(p for _, p in row.beside)) for one in periods]
    wrong = any(not 0 <= one.low <= one.share <= one.high <= 1 for one in every if not math.isnan(one.share))
    if not 1 <= len(rows) <= MOST or not all(1 <= count <= MOST_PERIODS for count in counts) or wrong:
        raise BadValue(Message("uptake.figure.bad-shares", count=len(rows), most=MOST, periods=MOST_PERIODS))
    days = [day for row in rows for day in (row.since,) if day is not None]
    first, last = min([*days, *(one.start for one in every)]), max([*days, *(one.end for one in every)])
    axis = DayAxis(first, last, _LEFT, _RIGHT)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(rows), axis))


def _draw(rows: tuple[ShareRow, ...], axis: DayAxis, lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    y = 0.0
    for at, row in enumerate(rows):
        y = _row(sheet, row, axis, y, lang, named=at == len(rows) - 1) + 18
    sheet.height = _key(sheet, rows, y + 10, lang)
    return sheet.spec()


def _row(sheet: Drawing, row: ShareRow, axis: DayAxis, y: float, lang: Lang, *, named: bool) -> float:
    name = wrap(say(row.name, lang), WIDTH - 8, 13, bold=True, lines=2)
    sheet.text(0, y + 8, name, size=13, bold=True, baseline="top")
    own = max([one.high for one in row.periods if one.share > 0], default=0.0)
    tops = {at: max([one.share for one in periods if one.share == one.share], default=0.0) for at, (_, periods) in enumerate(row.beside)}
    near = [at for at, highest in tops.items() if highest <= _FAR * own or not own]
    far = [_off_scale(other, periods) for at, (other, periods) in enumerate(row.beside) if at not in near]
    note = wrap(say(Message("uptake.figure.off-scale", names=tuple(far)), lang), WIDTH - 8, 11) if far else []
    top = y + 18 + len(name) * 16.25 + len(note) * 14
    sheet.text(0, y + 12 + len(name) * 16.25, note, size=11, fill=QUIET, baseline="top")
    base = top + _TALL
    step, high = _scale(max([own, *(tops[at] for at in near)]))
    axis.draw(sheet, top, base, lang, named=named)
    for k in range(round(high / step) + 1):
        v = base - k * step / high * _TALL
        sheet.path(line((_LEFT - 6, v), (_RIGHT + 6, v)), stroke=EDGE if not k else FAINT, plane=-0.5)
        sheet.text(_LEFT - 12, v, say(_tick(k * step, step), lang), size=10, align="right", fill=QUIET)
    if row.since is not None:
        x = axis.at(row.since)
        sheet.path(line((x, top - 4), (x, base)), stroke=ACCENT, thick=1.4, plane=0.6, since=row.since.isoformat())
    ends: list[tuple[float, str, bool]] = []
    for at, (other, periods) in enumerate(row.beside):
        if at not in near:
            continue
        last = _line(sheet, periods, axis, base, high, _GREY, bars=False)
        if last is not None:
            ends.append((last, say(other, lang), False))
    last = _line(sheet, row.periods, axis, base, high, _COLOUR, bars=True)
    if last is not None and row.beside:
        ends.append((last, say(row.name, lang), True))
    _names(sheet, ends, top, base)
    return base


def _line(
    sheet: Drawing, periods: Sequence[PeriodShare], axis: DayAxis, base: float, high: float, colour: str, *, bars: bool
) -> float | None:
    """Draw shares as points, joined where periods follow on each other; return where the last stands."""

    def y(value: float) -> float:
        return base - min(value, high) / high * _TALL

    thin = 1.4 if bars else 1.0
    wide = (axis.right - axis.left) / max(len(periods), 1)
    run: list[tuple[float, float]] = []
    last = None
    for one in (*periods, None):
        if one is None or one.share != one.share:
            if len(run) > 1:
                sheet.path(line(*run), stroke=colour, thick=thin, plane=1 if bars else 0.3, dash=() if bars else (4, 3))
            run = []
            continue
        x, last = axis.at(one.middle), y(one.share)
        run.append((x, last))
        if bars:
            sheet.path(line((x, y(one.low)), (x, y(one.high))), stroke=colour, thick=3 if wide > 8 else 1.5, opacity=0.35, plane=0.9)
        about: dict[str, Any] = {
            "start": one.start.isoformat(),
            "share": round(one.share, 4),
            "low": round(one.low, 4),
            "high": round(one.high, 4),
        }
        sheet.dot(
            x, last, "circle", (3.2 if bars else 2) if wide > 8 else 1.4, fill=colour, stroke=PAPER, plane=2 if bars else 0.4, **about
        )
    return last


def _names(sheet: Drawing, ends: list[tuple[float, str, bool]], top: float, base: float) -> None:
    ends.sort(key=lambda end: end[0])
    lines = [wrap(text, WIDTH - _RIGHT - 14, 10.5, bold=bold, lines=2 if len(ends) <= 4 else 1) for _, text, bold in ends]
    centres = spread([end[0] for end in ends], [13.0 * len(text) + 3 for text in lines], top - 12, base + 12) if ends else []
    for (_, _, bold), text, centre in zip(ends, lines, centres, strict=True):
        sheet.text(_RIGHT + 12, centre, text, size=10.5, bold=bold, fill=_COLOUR if bold else QUIET)


def _off_scale(name: Spoken | str, periods: Sequence[PeriodShare]) -> Message:
    seen = [one.share for one in periods if one.share == one.share]
    return Message("uptake.figure.from-to", name=name, low=min(seen), high=max(seen))


def _tick(share: float, step: float) -> Message:
    return Message("uptake.figure.share", share=share) if step >= 0.01 else Message("uptake.figure.fine-share", share=share)


def _scale(highest: float) -> tuple[float, float]:
    """Return a round step and the top of the axis: two to four steps, never above the whole."""
    if highest <= 0:
        return 0.01, 0.02
    step = round_step(highest / 3)
    return step, min(step * math.ceil(highest / step - 1e-9), max(1.0, step))


def _key(sheet: Drawing, rows: tuple[ShareRow, ...], y: float, lang: Lang) -> float:
    x = 0.0
    items = [("interval", Message("uptake.figure.interval"))]
    if any(row.since for row in rows):
        items.append(("since", Message("uptake.figure.since")))
    if any(row.beside for row in rows):
        items.append(("control", Message("uptake.figure.control")))
    for what, message in items:
        text = say(message, lang)
        wide = width(text, 11)
        if x and x + 24 + wide > WIDTH:
            x, y = 0.0, y + 18
        if what == "interval":
            sheet.path(line((x + 8, y), (x + 8, y + 14)), stroke=_COLOUR, thick=3, opacity=0.35)
            sheet.dot(x + 8, y + 7, "circle", 3.2, fill=_COLOUR, stroke=PAPER)
        elif what == "since":
            sheet.path(line((x + 8, y + 1), (x + 8, y + 13)), stroke=ACCENT, thick=1.4)
        else:
            sheet.path(line((x, y + 7), (x + 16, y + 7)), stroke=_GREY, thick=1.2, dash=(4, 3))
        sheet.text(x + 24, y + 7, text, size=11, fill=INK)
        x += 24 + wide + 18
    return y + 20
