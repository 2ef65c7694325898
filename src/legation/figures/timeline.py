"""What was done and voted, and what is planned, on one line of time."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line, number
from legation.figures.figure import Figure
from legation.figures.measure import width, wrap
from legation.figures.theme import ACCENT, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["Happening", "timeline"]

SIDES = ("digital", "cyber", "both", "neither")
_COLOURS = {"digital": "#2B5C8A", "cyber": "#8A4F7D", "both": "#3F6B4A", "neither": "#5B6272", "vote": INK, "step": INK}
_OWN = ("vote", "step")
"""Kinds that have a mark of their own."""
_NAMES, _DATES, _AXIS, _RIGHT = 290.0, 86.0, 396.0, WIDTH - 12.0
_MOST = 60
"""Happenings that one picture shows; those nearest to the date of knowledge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An activity, a vote, or a step of a forum.

    Attributes
    ----------
    name : Spoken or str
    start, end : date
        ``end`` only where it lasted more than a day.
    kind : str
        ``activity``, ``vote`` or ``step``.
    side : str
        For an activity ``digital`` (means), ``cyber`` (object), ``both`` or ``neither``.
    """

    name: Spoken | str
    start: dt.date
    end: dt.date | None = None
    kind: Literal["activity", "vote", "step"] = "activity"
    side: Literal["digital", "cyber", "both", "neither"] = "neither"


def timeline(
    happenings: Sequence[Happening],
    *,
    as_of: dt.date,
    id: str = "timeline",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw happenings by date with a mark at ``as_of``; what is after it is planned and drawn hollow.

    Parameters
    ----------
    happenings : sequence of Happening
        In any order; of more than 60, those nearest to ``as_of`` are drawn and the rest is counted.
    as_of : date
        Up to when things are known.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        A happening ends before it starts, or is of an unknown kind or side.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> vote = Happening(name="A/RES/73/27", start=dt.date(2018, 12, 5), kind="vote")
    >>> timeline([vote], as_of=dt.date(2019, 1, 1), title=said, subtitle=said, alt=said).id
    'timeline'
    """
    for one in happenings:
        if (one.end and one.end < one.start) or one.kind not in ("activity", *_OWN) or one.side not in SIDES:
            raise BadValue(
                Message("figures.timeline.bad-happening", name=one.name, start=one.start, end=one.end, kind=one.kind, side=one.side)
            )
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(happenings), as_of))


def _draw(happenings: tuple[Happening, ...], as_of: dt.date, lang: Lang) -> dict[str, Any]:
    sheet = Drawing(0)
    if not happenings:
        sheet.text(0, 10, say(Message("figures.empty"), lang), fill=QUIET)
        sheet.height = 24
        return sheet.spec()
    near = sorted(happenings, key=lambda one: (abs((one.start - as_of).days), one.start, say(one.name, lang)))[:_MOST]
    shown = sorted(near, key=lambda one: (one.start, one.end or one.start, say(one.name, lang)))
    first = min(as_of, *(one.start for one in shown))
    last = max(as_of, *(one.end or one.start for one in shown))
    axis = _Axis(first, last)
    size, lead = (11.0, 13.5) if len(shown) <= 40 else (10.0, 12.0)
    top = 40.0
    y = top
    for one in shown:
        name = wrap(say(one.name, lang), _NAMES - 4, size, lines=3 if len(shown) <= 20 else 2 if len(shown) <= 40 else 1)
        tall = max(20.0 if len(shown) <= 40 else 16.0, len(name) * lead + 4)
        sheet.path(line((0, y), (WIDTH, y)), stroke=FAINT, thick=0.8, plane=0)
        sheet.text(0, y + tall / 2, name, size=size, lead=lead / size, fill=INK)
        sheet.text(
            _NAMES + _DATES - 2, y + tall / 2, say(Message("figures.timeline.day", day=one.start), lang), size=10, align="right", fill=QUIET
        )
        _mark(sheet, one, axis, y + tall / 2, as_of, lang)
        y += tall
    _scale(sheet, axis, top, y, as_of, lang)
    left_out = len(happenings) - len(shown)
    sheet.height = _key(sheet, y + 18, shown, as_of, left_out, lang)
    return sheet.spec()


class _Axis:
    """From days to pixels."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        margin = dt.timedelta(days=max(3, (last - first).days // 25))
        self.first, self.last = first - margin, last + margin
        self.per_day = (_RIGHT - _AXIS) / max(1, (self.last - self.first).days)

    def at(self, day: dt.date) -> float:
        return _AXIS + (day - self.first).days * self.per_day

    def ticks(self) -> list[tuple[dt.date, bool]]:
        """Return the firsts of months or years that have room, and whether each is a year's."""
        days = (self.last - self.first).days
        step = next((m for m in (1, 3, 6, 12, 24, 60, 120, 240) if m * 30.4 * self.per_day >= 48), 600)
        months = range(self.first.year * 12, (self.last.year + 1) * 12 + 1, step) if days else range(0)
        found = [dt.date(m // 12, m % 12 + 1, 1) for m in months if m // 12 <= dt.MAXYEAR]
        return [(day, step >= 12) for day in found if self.first <= day <= self.last]


def _scale(sheet: Drawing, axis: _Axis, top: float, bottom: float, as_of: dt.date, lang: Lang) -> None:
    now = axis.at(as_of)
    text = say(Message("figures.timeline.as-of", day=as_of), lang)
    for day, is_year in axis.ticks():
        x = axis.at(day)
        label = str(day.year) if is_year else say(Message("figures.timeline.month", day=day), lang)
        sheet.path(line((x, top - 6), (x, bottom)), stroke=RULE, thick=0.8, plane=-1)
        around = width(label, 10) / 2
        middle = min(x, WIDTH - around)
        if abs(middle - now) > around + 4:
            sheet.text(middle, top - 13, label, size=10, align="center", fill=QUIET)
    sheet.path(line((now, 14), (now, bottom)), stroke=ACCENT, thick=1.4, plane=0.5)
    half = width(text, 11, bold=True) / 2
    sheet.text(min(max(now, _AXIS + half), WIDTH - half), 7, text, size=11, bold=True, align="center", fill=ACCENT)


def _sort(one: Happening) -> str:
    """Return which mark a happening has: that of its kind, of an activity that of its side."""
    return one.kind if one.kind in _OWN else one.side


def _mark(sheet: Drawing, one: Happening, axis: _Axis, y: float, as_of: dt.date, lang: Lang) -> None:
    x, kind = axis.at(one.start), _sort(one)
    colour, planned = _COLOURS[kind], one.start > as_of
    about: dict[str, Any] = {
        "name": say(one.name, lang),
        "start": one.start.isoformat(),
        "end": one.end.isoformat() if one.end else None,
        "kind": kind,
    }
    if one.end and one.end > one.start:
        done = min(max(as_of, one.start), one.end)
        if done > one.start:
            sheet.rect(x, y - 2.5, axis.at(done) - x, 5, fill=colour, **about)
        if done < one.end:
            sheet.rect(axis.at(done), y - 2, axis.at(one.end) - axis.at(done), 4, fill=PAPER, stroke=colour, thick=1, **about)
    _shape(sheet, kind, x, y, colour, planned, lang, about)


def _shape(sheet: Drawing, kind: str, x: float, y: float, colour: str, planned: bool, lang: Lang, about: dict[str, Any]) -> None:  # noqa: FBT001
    paint: dict[str, Any] = {"fill": PAPER, "stroke": colour, "thick": 1.4} if planned else {"fill": colour, "stroke": PAPER, "thick": 0.8}
    a, b = number(x), number(y)
    match kind:
        case "digital":
            d = f"M{number(x - 7)},{b}A7,7,0,1,1,{number(x + 7)},{b}A7,7,0,1,1,{number(x - 7)},{b}Z"
        case "cyber":
            d = line((x - 6.5, y - 6.5), (x + 6.5, y - 6.5), (x + 6.5, y + 6.5), (x - 6.5, y + 6.5)) + "Z"
        case "both":
            d = line((x - 12, y), (x - 6, y - 7), (x + 6, y - 7), (x + 12, y), (x + 6, y + 7), (x - 6, y + 7)) + "Z"
        case "vote":
            d = line((x - 8, y - 7), (x + 8, y - 7), (x + 8, y + 1), (x, y + 8), (x - 8, y + 1)) + "Z"
        case "step":
            d = line((x - 7, y - 8), (x + 8, y), (x - 7, y + 8)) + "Z"
        case _:
            d = f"M{a},{number(y - 8)}L{number(x + 8)},{b}L{a},{number(y + 8)}L{number(x - 8)},{b}Z"
    sheet.path(d, plane=2, **paint, **about)
    letter = say(Message(f"figures.timeline.letter.{kind}"), lang)
    sheet.text(x, y + 0.5, letter, size=8.5, bold=True, align="center", fill=colour if planned else PAPER)


def _key(sheet: Drawing, y: float, shown: Sequence[Happening], as_of: dt.date, left_out: int, lang: Lang) -> float:
    kinds = [k for k in (*_OWN, *SIDES) if any(_sort(one) == k for one in shown)]
    items = [(kind, say(Message(f"figures.timeline.kind.{kind}"), lang), False) for kind in kinds]
    if any((one.end or one.start) > as_of for one in shown):
        items.append((kinds[-1], say(Message("figures.timeline.planned"), lang), True))
    x = 12.0
    for kind, text, planned in items:
        wide = 18 + width(text, 11) + 28
        if x > 12 and x + wide - 28 > WIDTH:
            x, y = 12.0, y + 20
        _shape(sheet, kind, x, y, _COLOURS[kind], planned, lang, {})
        sheet.text(x + 17, y + 0.5, text, size=11, fill=QUIET)
        x += wide
    y += 14
    if left_out:
        sheet.text(0, y + 8, say(Message("figures.timeline.left-out", count=left_out, shown=len(shown)), lang), size=11, fill=QUIET)
        y += 18
    return y
