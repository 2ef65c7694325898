"""When more was said: shares by period as columns, bursts framed, and where the level moved for good."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.day_axis import DayAxis
from legation.figures.drawing import Drawing, hatching, line
from legation.figures.figure import Figure
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, EDGE, FAINT, INK, PAPER, QUIET, WIDTH
from legation.figures.voice_shares import scale
from legation.language import Lang, Message, Spoken, say

__all__ = ["MOST", "BurstRow", "Column", "Moved", "Stretch", "burst_line"]

MOST = 8
_COLOUR, _MOVE = "#2B5C8A", "#8A6A2B"
_LEFT, _RIGHT, _TALL = 46.0, WIDTH - 8.0, 74.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One period: its first and last day, and its share, 0 to 1; nan where nothing is held of it."""

    start: dt.date
    end: dt.date
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A burst: its first and last day, and whether even series seldom show as much."""

    start: dt.date
    end: dt.date
    firm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A move of the level: the likeliest day, the days between which it lies, and the level before and after, 0 to 1."""

    at: dt.date
    low: dt.date
    high: dt.date
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BurstRow:
    """One thing that is counted."""

    name: Spoken | str
    columns: tuple[Column, ...]
    bursts: tuple[Stretch, ...] = ()
    moves: tuple[Moved, ...] = ()


def burst_line(
    rows: Sequence[BurstRow],
    *,
    id: str = "bursts",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw each row on a line of time with a scale of its own.

    Parameters
    ----------
    rows : sequence of BurstRow
        1 to 8, each with a period.
    title, subtitle, alt : Message

    Raises
    ------
    BadValue
        No row or too many, a row without a period, or a share outside 0 to 1.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> row = BurstRow(name="seas", columns=(Column(start=dt.date(2018, 1, 1), end=dt.date(2018, 1, 31), share=0.1),))
    >>> burst_line([row], title=said, subtitle=said, alt=said).id
    'bursts'
    """
    shares = [one.share for row in rows for one in row.columns]
    if not 1 <= len(rows) <= MOST or not all(row.columns for row in rows) or any(not 0 <= s <= 1 for s in shares if s == s):
        raise BadValue(Message("debate.figure.bad-rows", count=len(rows), most=MOST))
    days = [day for row in rows for one in row.columns for day in (one.start, one.end)]
    axis = DayAxis(min(days), max(days), _LEFT, _RIGHT)
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(rows), axis))


def _draw(rows: tuple[BurstRow, ...], axis: DayAxis, lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    y = 0.0
    for at, row in enumerate(rows):
        y = _row(sheet, row, axis, y, lang, named=at == len(rows) - 1) + 20
    sheet.height = _key(sheet, rows, y + 8, lang)
    return sheet.spec()


def _row(sheet: Drawing, row: BurstRow, axis: DayAxis, y: float, lang: Lang, *, named: bool) -> float:
    name = wrap(say(row.name, lang), WIDTH - 8, 12.5, bold=True, lines=2)
    sheet.text(0, y + 4, name, size=12.5, bold=True, baseline="top")
    top = y + 16 + 15.6 * len(name)
    base = top + _TALL
    step, high = scale(max([one.share for one in row.columns if one.share == one.share], default=0.0))
    axis.draw(sheet, top, base, lang, named=named)
    for k in range(round(high / step) + 1):
        if k % 2 == 0:
            v = base - k * step / high * _TALL
            sheet.path(line((_LEFT - 4, v), (_RIGHT, v)), stroke=EDGE if not k else FAINT, plane=-0.5)
            sheet.text(_LEFT - 8, v, say(Message("debate.figure.share", share=k * step), lang), size=10, align="right", fill=QUIET)
    for burst in row.bursts:
        x, right = axis.at(burst.start), max(axis.at(burst.end), axis.at(burst.start) + 4)
        about: dict[str, Any] = {"start": burst.start.isoformat(), "end": burst.end.isoformat(), "firm": burst.firm}
        sheet.rect(x - 1.5, top - 4, right - x + 3, base - top + 4, stroke=ACCENT, thick=1.4, dash=() if burst.firm else (3, 3), plane=1.5)
        sheet.dot((x + right) / 2, top - 9, "triangle-down", 4, fill=ACCENT if burst.firm else PAPER, stroke=ACCENT, plane=2, **about)
    for one in row.columns:
        x, right = axis.at(one.start), axis.at(one.end)
        if one.share != one.share:
            sheet.path(hatching(x, base - 7, max(right - x, 1), 7, gap=4), stroke=EDGE, thick=0.7, plane=0.3, missing=one.start.isoformat())
            continue
        wide = max((right - x) * 0.8, 1.2)
        tall = min(one.share, high) / high * _TALL
        about = {"start": one.start.isoformat(), "share": round(one.share, 4)}
        sheet.rect((x + right - wide) / 2, base - tall, wide, max(tall, 0.8), fill=_COLOUR, plane=0.4, **about)
    _moves(sheet, row, axis, base, high)
    return base


def _moves(sheet: Drawing, row: BurstRow, axis: DayAxis, base: float, high: float) -> None:
    """Draw the levels as steps where something is held, and the days between which each move lies as a bar below the line."""

    def y(level: float) -> float:
        return base - min(level, high) / high * _TALL

    run: list[tuple[float, float]] = []
    for one in (*row.columns, None):
        if one is None or not row.moves or one.share != one.share:
            if run:
                sheet.path(line(*run), stroke=PAPER, thick=4, opacity=0.8, plane=1.1)
                sheet.path(line(*run), stroke=_MOVE, thick=1.8, plane=1.2)
            run = []
            continue
        level = next((move.after for move in reversed(row.moves) if move.at <= one.start), row.moves[0].before)
        run += [(axis.at(one.start), y(level)), (axis.at(one.end), y(level))]
    for move in row.moves:
        about: dict[str, Any] = {"at": move.at.isoformat(), "low": move.low.isoformat(), "high": move.high.isoformat()}
        low, right = axis.at(move.low), max(axis.at(move.high), axis.at(move.low) + 3)
        sheet.path(line((low, base + 3.5), (right, base + 3.5)), stroke=_MOVE, thick=3, plane=1.2, **about)


def _key(sheet: Drawing, rows: tuple[BurstRow, ...], y: float, lang: Lang) -> float:
    x = 0.0
    items = [("share", Message("debate.figure.columns"))]
    if any(one.share != one.share for row in rows for one in row.columns):
        items.append(("missing", Message("debate.figure.unknown")))
    if any(one.firm for row in rows for one in row.bursts):
        items.append(("firm", Message("debate.figure.burst")))
    if any(not one.firm for row in rows for one in row.bursts):
        items.append(("weak", Message("debate.figure.burst-weak")))
    if any(row.moves for row in rows):
        items.append(("move", Message("debate.figure.move")))
    for what, message in items:
        text = say(message, lang)
        if x and x + 20 + width(text, 11) > WIDTH:
            x, y = 0.0, y + 18
        if what == "share":
            sheet.rect(x + 2, y + 1, 8, 11, fill=_COLOUR)
        elif what == "missing":
            sheet.path(hatching(x, y + 3, 14, 8, gap=4), stroke=EDGE, thick=0.7)
        elif what == "move":
            sheet.path(line((x, y + 4), (x + 8, y + 4), (x + 8, y + 9), (x + 14, y + 9)), stroke=_MOVE, thick=1.8)
            sheet.path(line((x + 3, y + 13), (x + 13, y + 13)), stroke=_MOVE, thick=3)
        else:
            sheet.rect(x, y + 1, 13, 11, stroke=ACCENT, thick=1.4, dash=() if what == "firm" else (3, 3))
        sheet.text(x + 20, y + 7, text, size=11, fill=INK)
        x += 20 + width(text, 11) + 18
    return y + 20
