"""Where actors stand over time: a line with its interval for each of a few, on the grey lines of all others."""

from __future__ import annotations

import copy
import functools
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import width, wrap
from legation.figures.spread import spread
from legation.figures.theme import BLOC_COLOURS, BLOC_SHAPES, FAINT, INK, PAPER, QUIET, RULE, WIDTH
from legation.language import Lang, Message, Spoken, say

__all__ = ["MOST", "Course", "drift"]

MOST = len(BLOC_COLOURS)
"""Actors that are drawn in a colour of their own."""
_LEFT, _RIGHT, _TOP, _TALL = 40.0, WIDTH - 176.0, 22.0, 340.0
_GREY = "#A3A8B3"
_BAND = 0.16
_BESIDE = 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """An actor in the picture.

    Attributes
    ----------
    name : Named
    value, low, high : tuple of float
        Its point and interval in each session; nan where it has none.
    shown : bool
        Whether it has a colour and a name.
    """

    name: Named
    value: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    shown: bool = True


def drift(
    courses: Sequence[Course],
    sessions: Sequence[tuple[float, Spoken]],
    *,
    id: str = "drift",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw points over sessions: bands are intervals, a gap is a session without a vote.

    Parameters
    ----------
    courses : sequence of Course
        At most :data:`MOST` of them shown.
    sessions : sequence of (float, Spoken)
        Where each session stands along time, rising, and what it is called.
    title, subtitle, alt : Message
        The finding, the measure, and the picture in words.

    Raises
    ------
    BadValue
        Without a session or a course; sessions that do not rise; too many shown; an interval without its point.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> one = Course(name=Named("FRA", "France"), value=(0.5, 0.6), low=(0.3, 0.4), high=(0.7, 0.8))
    >>> drift([one], [(70, said), (71, said)], title=said, subtitle=said, alt=said).id
    'drift'
    """
    rising = all(a[0] < b[0] for a, b in itertools.pairwise(sessions))
    whole = all(len(c.value) == len(c.low) == len(c.high) == len(sessions) for c in courses)
    if not courses or not sessions or not rising or not whole or not all(map(_sound, courses)):
        raise BadValue(Message("figures.drift.bad-course", count=len(courses), sessions=len(sessions)))
    if sum(c.shown for c in courses) > MOST:
        raise BadValue(Message("figures.drift.too-many", count=sum(c.shown for c in courses), most=MOST))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(courses), tuple(sessions)))


def _sound(course: Course) -> bool:
    return all(v != v or l != l or l <= v <= h for v, l, h in zip(course.value, course.low, course.high, strict=True))  # noqa: E741


class _Frame:
    """Where a session and a point stand on the sheet."""

    def __init__(self, courses: tuple[Course, ...], sessions: tuple[tuple[float, Spoken], ...]) -> None:
        drawn = [v for c in courses for v in (*c.value, *((*c.low, *c.high) if c.shown else ())) if v == v]
        self.low, self.high = math.floor(min(drawn, default=-1.0) * 2) / 2, math.ceil(max(drawn, default=1.0) * 2) / 2
        first, last = sessions[0][0], sessions[-1][0]
        across = _RIGHT - _LEFT - 24
        self.single = len(sessions) == 1
        self.x = [_LEFT + 12 + (at - first) / (last - first) * across if last > first else (_LEFT + _RIGHT) / 2 for at, _ in sessions]

    def column(self, at: int) -> _Frame:
        """Return the frame of one actor: itself, but where there is one session, moved so that intervals stand side by side."""
        if not self.single:
            return self
        beside = copy.copy(self)
        beside.x = [self.x[0] + (at + 1) * _BESIDE * (1 if at % 2 else -1)]
        return beside

    def y(self, value: float) -> float:
        return _TOP + (self.high - value) / max(self.high - self.low, 0.5) * _TALL


def _draw(courses: tuple[Course, ...], sessions: tuple[tuple[float, Spoken], ...], lang: Lang) -> dict[str, Any]:
    sheet, frame = Drawing(_TOP + _TALL + 48), _Frame(courses, sessions)
    _axes(sheet, frame, sessions, lang)
    for course in courses:
        if not course.shown:
            _line(sheet, frame, course, _GREY, lang, thick=0.8, plane=0.5, radius=1.2)
    shown = [course for course in courses if course.shown]
    for at, course in enumerate(shown):
        _band(sheet, frame.column(at), course, BLOC_COLOURS[at])
        _line(sheet, frame.column(at), course, BLOC_COLOURS[at], lang, thick=2, plane=1.5, radius=3, shape=BLOC_SHAPES[at])
    _names(sheet, frame, shown, lang)
    return sheet.spec()


def _axes(sheet: Drawing, frame: _Frame, sessions: tuple[tuple[float, Spoken], ...], lang: Lang) -> None:
    step = 0.5 if frame.high - frame.low <= 3 else 1.0
    for k in range(math.ceil(frame.low / step), math.floor(frame.high / step) + 1):
        value = k * step
        sheet.path(line((_LEFT, frame.y(value)), (_RIGHT, frame.y(value))), stroke=RULE if value == 0 else FAINT, plane=-1)
        sheet.text(_LEFT - 8, frame.y(value), say(Message("figures.drift.value", value=value), lang), size=11, fill=QUIET, align="right")
    end = -math.inf
    for x, (_, name) in zip(frame.x, sessions, strict=True):
        text = say(name, lang)
        half = width(text, 11) / 2
        if x - half > end + 8:
            sheet.text(x, _TOP + _TALL + 16, text, size=11, fill=QUIET, align="center")
            sheet.path(line((x, _TOP + _TALL), (x, _TOP + _TALL + 5)), stroke=RULE, plane=-1)
            end = x + half
    sheet.text(_LEFT, 6, say(Message("figures.drift.unit"), lang), size=11, fill=QUIET)
    sheet.text(_LEFT, _TOP + _TALL + 38, say(Message("figures.drift.key"), lang), size=11, fill=QUIET)


def _runs(course: Course) -> list[list[int]]:
    """Return the sessions with points, cut where one is missing."""
    runs: list[list[int]] = [[]]
    for at, value in enumerate(course.value):
        if value == value:
            runs[-1].append(at)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _line(
    sheet: Drawing,
    frame: _Frame,
    course: Course,
    colour: str,
    lang: Lang,
    *,
    thick: float,
    plane: float,
    radius: float,
    shape: str = "circle",
) -> None:
    about: dict[str, Any] = {"actor": course.name.id, "name": say(course.name, lang)}
    runs = _runs(course)
    for run in runs:
        places = [(frame.x[at], frame.y(course.value[at])) for at in run]
        if len(places) > 1:
            sheet.path(line(*places), stroke=colour, thick=thick, plane=plane, **about)
        elif not course.shown:
            sheet.dot(*places[0], "circle", radius, fill=colour, plane=plane, **about)
    ends = {runs[0][0], runs[-1][-1]} if runs else set()
    for run in runs if course.shown else ():
        for at in run:
            if at in ends or len(run) == 1:
                data: dict[str, Any] = {"value": round(course.value[at], 3), "low": _known(course.low[at]), "high": _known(course.high[at])}
                sheet.dot(frame.x[at], frame.y(course.value[at]), shape, radius + 0.8, fill=colour, stroke=PAPER, plane=2, **about, **data)


def _known(value: float) -> float | None:
    return round(value, 3) if value == value else None


def _band(sheet: Drawing, frame: _Frame, course: Course, colour: str) -> None:
    for run in _runs(course):
        known = [at for at in run if course.low[at] == course.low[at]]
        if len(known) > 1:
            above = [(frame.x[at], frame.y(course.high[at])) for at in known]
            below = [(frame.x[at], frame.y(course.low[at])) for at in reversed(known)]
            sheet.path(line(*above, *below) + "Z", fill=colour, opacity=_BAND, plane=1, actor=course.name.id)
        elif known:
            (at,) = known
            sheet.path(
                line((frame.x[at], frame.y(course.low[at])), (frame.x[at], frame.y(course.high[at]))), stroke=colour, thick=2, plane=1
            )


def _names(sheet: Drawing, frame: _Frame, shown: list[Course], lang: Lang) -> None:
    """Write each name beside the end of its line, moved where names would touch."""
    placed = [(at, course, runs[-1][-1]) for at, course in enumerate(shown) if (runs := _runs(course))]
    lines = [wrap(say(course.name, lang), WIDTH - _RIGHT - 26, 12, lines=2) for _, course, _ in placed]
    wanted = [frame.y(course.value[end]) for _, course, end in placed]
    centres = spread(wanted, [15.0 * len(name) + 4 for name in lines], 0, _TOP + _TALL + 20)
    for (at, _, end), name, want, centre in zip(placed, lines, wanted, centres, strict=True):
        sheet.path(
            line((frame.column(at).x[end] + 6, want), (_RIGHT + 2, want), (_RIGHT + 18, centre)),
            stroke=BLOC_COLOURS[at],
            thick=0.7,
            dash=(2, 2),
        )
        sheet.text(_RIGHT + 22, centre, name, size=12, fill=INK)
