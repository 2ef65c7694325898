"""What shapes in time are made of: readings with their intervals, courses of readings, stretches and moments, panels of courses."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from legation.errors import BadValue
from legation.figures.figure import Named
from legation.figures.kit.day_axis import Place, TimeTick, position
from legation.figures.mark import Mark
from legation.language import Message, Spoken

__all__ = ["Course", "Instant", "Key", "Panel", "Reading", "Spell", "Stack"]

Form = Literal["line", "bar", "steps"]
Dot = Literal["", "full", "half", "open", "diamond"]
Tone = Literal["", "ink", "yes", "no", "behind"]
SpellKind = Literal["missing", "partly", "ground", "alert", "frame", "dashed-frame", "foot"]
Sample = Literal["course", "steps", "behind", "interval", "instant", "level", "alarm", "full", "half", "open", "diamond"]
EACH = 400
"""Readings of a panel that have a mark of their own each; beyond it the mark is that of the course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value at a time.

    Attributes
    ----------
    at, until : date or float
        Its time; of a period its first and last day.
    value, low, high : float or None
        None: not known, which is a gap.
    text : Spoken or str
        The value in words.
    beside : Spoken or str
        Written beside its dot, where there is room.
    bold : bool
        Written before the others.
    dot : {"", "full", "half", "open", "diamond"}
        What kind it is, which the key says.
    alarm : bool
        Whether a triangle stands at it.
    row, evidence, parts
        As of :class:`~legation.figures.mark.Mark`.
    """

    at: Place
    value: float | None
    low: float | None = None
    high: float | None = None
    until: dt.date | None = None
    text: Spoken | str = ""
    label: Named | Spoken | str = ""
    beside: Spoken | str = ""
    bold: bool = False
    dot: Dot = ""
    alarm: bool = False
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()
    parts: tuple[Mark, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None and self.value == self.value

    @property
    def ends(self) -> tuple[float, float] | None:
        """Its interval, where both ends are known."""
        if self.low is None or self.high is None or self.low != self.low or self.high != self.high:
            return None
        return self.low, self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Values of one thing, in order of time.

    Attributes
    ----------
    form : {"line", "bar", "steps"}
        Bars stand on zero, and hang from it below zero.
    tone : {"", "ink", "yes", "no", "behind"}
        "": the next of the colours of groups; ``behind`` is grey, without interval.
    dashed : bool
        Of what was not observed.
    labelled : bool
        Whether its name stands at its end.
    text : Spoken or str
        What is said of it as a whole.
    """

    name: Named | Spoken | str
    readings: tuple[Reading, ...]
    form: Form = "line"
    tone: Tone = ""
    dashed: bool = False
    labelled: bool = True
    text: Spoken | str = ""
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()
    group: Spoken | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A stretch of time that is marked: not received, the baseline, an alert, a burst, or the days between which something moved."""

    at: Place
    until: Place
    kind: SpellKind
    label: Spoken | str = ""
    text: Spoken | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A moment of change, drawn as a line across the panel, at the beginning of its day."""

    at: Place
    words: Spoken | str = ""
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Courses on one scale.

    Attributes
    ----------
    name, note : Spoken or str
        Written above it.
    share : bool
        Whether values are shares from 0 to 1.
    mirrored : bool
        What hangs below zero is another measure: the scale has no minus.
    unit : Spoken or str
        Written above the scale.
    level : float or None
        A dashed line: what is usual.
    """

    courses: tuple[Course, ...]
    name: Named | Spoken | str = ""
    note: Spoken | str = ""
    share: bool = False
    mirrored: bool = False
    unit: Spoken | str = ""
    level: float | None = None
    spells: tuple[Spell, ...] = ()
    instants: tuple[Instant, ...] = ()

    @property
    def each(self) -> bool:
        """Whether each reading has a mark of its own."""
        return sum(len(course.readings) for course in self.courses if course.tone != "behind") <= EACH

    def is_whole(self, course: Course) -> bool:
        """Whether a course has a mark as a whole: a line always, bars where they have none of their own."""
        return course.form != "bar" or not self.each

    def is_single(self, course: Course, one: Reading) -> bool:
        """Whether a reading has a mark of its own: it is drawn, has words, and there are not too many."""
        return self.each and one.known and bool(one.text) and (course.form != "steps" or bool(one.dot))

    def marks(self) -> Iterator[Mark]:
        """Yield the marks in the order of drawing: spells, moments, then each course with its readings."""
        for spell in self.spells:
            if spell.text:
                yield Mark(label=spell.label or self.name, value=spell.text)
        for instant in self.instants:
            if instant.words:
                yield Mark(label=instant.words, value=_day(instant.at), row=instant.row, evidence=instant.evidence)
        for course in self.courses:
            name = course.name or self.name
            if self.is_whole(course):
                yield Mark(label=name, value=course.text, row=course.row, evidence=course.evidence, group=course.group)
            for one in course.readings:
                if self.is_single(course, one):
                    row, evidence = one.row or course.row, one.evidence or course.evidence
                    yield Mark(label=one.label or name, value=one.text, row=row, evidence=evidence, group=course.group, parts=one.parts)


@dataclass(frozen=True, slots=True)
class Key:
    """What a kind of mark means; what is not in the picture is left out of its key."""

    sample: Sample | SpellKind
    words: Spoken | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """All that is drawn: panels on one line of time, the key and the notes."""

    panels: tuple[Panel, ...]
    ticks: tuple[TimeTick, ...] = ()
    key: tuple[Key, ...] = ()
    notes: tuple[Spoken | str, ...] = ()
    one_scale: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn: no panel, times that do not rise, an interval without its value, a number without end."""
        if not any(course.readings for panel in self.panels for course in panel.courses):
            raise BadValue(Message("figures.empty"))
        for panel in self.panels:
            for course in panel.courses:
                wrong = _wrong(course.readings)
                if wrong is not None:
                    found = (wrong.low, wrong.value, wrong.high)
                    raise BadValue(Message("figures.bands.bad-reading", name=course.name or panel.name, found=found, at=wrong.at))

    def marks(self) -> tuple[Mark, ...]:
        """Return the marks of all panels, in the order of drawing."""
        return tuple(mark for panel in self.panels for mark in panel.marks())


def _wrong(readings: Sequence[Reading]) -> Reading | None:
    """Return the first reading that cannot be drawn; an interval may go on without end."""
    before = -math.inf
    for one in readings:
        here = position(one.at)
        ends = [n for n in (one.low, one.value, one.high) if n is not None and n == n]
        if here < before or ends != sorted(ends) or (one.known and not math.isfinite(one.value or 0.0)):
            return one
        before = here
    return None


def _day(place: Place) -> Spoken | str:
    return Message("figures.timeline.day", day=place) if isinstance(place, dt.date) else ""
