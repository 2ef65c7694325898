"""One panel of courses on a sheet: its scale, its bands, lines, bars and dots, and the words that stand beside them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.figures.drawing import Drawing, hatching, line
from legation.figures.kit.course import Course, Panel, Reading, Spell
from legation.figures.kit.day_axis import DayAxis
from legation.figures.kit.spread import spread
from legation.figures.measure import shorten, width, wrap
from legation.figures.rounding import round_step
from legation.figures.theme import ACCENT, BLOC_COLOURS, BLOC_SHAPES, EDGE, FAINT, INK, PALE, PAPER, QUIET, VOTE_COLOURS
from legation.language import Lang, Message, say

__all__ = ["FOOT", "GREY", "TYPE", "PanelPainter", "ValueScale", "colours", "dot", "is_cut", "scale_of", "spell"]

TYPE, GREY, FOOT = 12.0, "#A5AAB5", "#8A6A2B"
_LEAD, _DOTS, _BAND, _LONGEST = 15.0, 14.0, 0.18, 130.0
_BESIDE = 24.0
"""How far intervals stand apart where there is one time only."""
_FAR = 1.5
"""Times the farthest value that a scale holds of intervals; beyond it they are cut."""
_TONES = {"ink": INK, "yes": VOTE_COLOURS["yes"], "no": VOTE_COLOURS["no"], "behind": GREY}
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ValueScale:
    """From values to a place in a panel, with zero among them; ``step`` is that between two ticks."""

    low: float
    high: float
    step: float

    def ticks(self) -> list[float]:
        """Return the round values on it."""
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        return [k * self.step for k in range(first, last + 1)]


def scale_of(panels: Sequence[Panel], *, lines: int) -> ValueScale:
    """Return a scale with some lines that holds all values, zero, and the intervals as far as they are not far longer."""
    every = [one for panel in panels for course in panel.courses for one in course.readings if one.known]
    values = [float(one.value or 0.0) for one in every] + [panel.level for panel in panels if panel.level is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    reach = max(high, -low) * _FAR or 1.0
    ends = [end for one in every for end in one.ends or () if math.isfinite(end)]
    if any(panel.share for panel in panels):
        low, high = min([low, *ends]), max([high, *ends])
    else:
        low, high = max(min([low, *ends]), min(low, -reach)), min(max([high, *ends]), max(high, reach))
    step = round_step(max((high - low) / lines, 1e-9))
    if all(value == int(value) for value in values) and not any(panel.share for panel in panels):
        step = max(1.0, step if step == int(step) else 2 * step)
    low, high = step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9)
    return ValueScale(low, high if high > low else low + step, step)


def is_cut(panel: Panel, scale: ValueScale) -> bool:
    """Whether an interval goes on beyond the scale of its panel."""
    shown = (one for course in panel.courses if course.form != "steps" for one in course.readings if one.known)
    return any(end < scale.low or end > scale.high for one in shown for end in one.ends or ())


def colours(courses: Sequence[Course]) -> list[str]:
    """Return the colour of each course: that of its tone, else the next one of the groups'."""
    free = itertools.cycle(BLOC_COLOURS)
    return [_TONES.get(course.tone) or next(free) for course in courses]


@dataclass(slots=True)
class PanelPainter:
    """Paints one panel between ``top`` and ``bottom``; ``mark`` counts the marks of the sheet."""

    sheet: Drawing
    panel: Panel
    axis: DayAxis
    scale: ValueScale
    top: float
    bottom: float
    mark: Iterator[int]
    lang: Lang
    boxes: list[Box] = field(default_factory=list)

    def y(self, value: float) -> float:
        """Return where a value stands; beyond an end: at the end."""
        scale = self.scale
        inside = min(max(value, scale.low), scale.high)
        return self.bottom - (inside - scale.low) / (scale.high - scale.low) * (self.bottom - self.top)

    def x(self, one: Reading) -> float:
        """Return the middle of a reading's time."""
        if one.until is None:
            return self.axis.at(one.at)
        return (self.axis.at(one.at) + self.axis.at(one.until, after=True)) / 2

    def paint(self, label_room: float) -> None:
        """Paint all: the scale, spells, moments, courses, and their names to the right."""
        self._lines()
        for one in self.panel.spells:
            spell(self.sheet, one, self.axis, (self.top, self.bottom), next(self.mark) if one.text else None)
        for instant in self.panel.instants:
            about: dict[str, Any] = {"mark": next(self.mark)} if instant.words else {}
            x = self.axis.at(instant.at)
            self.sheet.path(line((x, self.top - 6), (x, self.bottom)), stroke=ACCENT, thick=1.4, dash=(4, 3), plane=0.6, **about)
            self.boxes.append((x - 2, self.top - 6, x + 2, self.bottom))
        shapes = itertools.cycle(BLOC_SHAPES)
        paints = colours(self.panel.courses)
        solo = len({one.at for course in self.panel.courses for one in course.readings}) == 1
        ends: list[tuple[float, float, Course, str]] = []
        shown = 0
        for course, colour in zip(self.panel.courses, paints, strict=True):
            shape = next(shapes) if not course.tone else "circle"
            aside = _BESIDE * (shown - (sum(c.tone != "behind" for c in self.panel.courses) - 1) / 2) if solo else 0.0
            end = self._course(course, colour, shape, aside if course.tone != "behind" else 0.0)
            shown += course.tone != "behind"
            if end is not None and course.labelled and label_room:
                ends.append((*end, course, colour))
        self._words()
        self._names(ends, label_room)

    def _lines(self) -> None:
        for tick in self.scale.ticks():
            y = self.y(tick)
            ground = abs(tick) < self.scale.step / 2
            self.sheet.path(line((self.axis.left - 4, y), (self.axis.right, y)), stroke=EDGE if ground else FAINT, plane=-0.5)
            value = abs(tick) if self.panel.mirrored else tick
            self.sheet.text(self.axis.left - 9, y, say(self._number(value), self.lang), size=TYPE, align="right", fill=QUIET)
        if self.panel.level is not None:
            y = self.y(self.panel.level)
            self.sheet.path(line((self.axis.left, y), (self.axis.right, y)), stroke=INK, dash=(3, 3), plane=0.3)

    def _number(self, value: float) -> Message:
        if not self.panel.share:
            return Message("figures.bands.number", value=round(value, 9))
        return Message("figures.bands.fine-share" if self.scale.step < 0.01 else "figures.bands.share", value=value)

    def _course(self, course: Course, colour: str, shape: str, aside: float) -> tuple[float, float] | None:
        """Paint a course; return where it ends."""
        about: dict[str, Any] = {"mark": next(self.mark)} if self.panel.is_whole(course) else {}
        known = [one for one in course.readings if one.known]
        if course.form == "bar":
            self._bars(course, colour, about)
            return (self.x(known[-1]), self.y(known[-1].value or 0.0)) if known else None
        behind = course.tone == "behind"
        for run in _runs(course.readings):
            places = [(self.x(one) + aside, self.y(one.value or 0.0)) for one in run]
            if not behind and course.form != "steps":
                self._band(run, [x for x, _ in places], colour, about)
            if course.form == "steps":
                places = self._steps(run)
            if len(places) > 1:
                dash = (4.0, 3.0) if course.dashed else ()
                thick, plane = (0.9, 0.2) if behind else (2.0, 1.5)
                self.sheet.path(line(*places), stroke=colour, thick=thick, dash=dash, plane=plane, **about)
            elif behind:
                self.sheet.dot(*places[0], "circle", 1.4, fill=colour, plane=0.2, **about)
        if not behind:
            self._dots(course, colour, shape, aside, about)
        return (self.x(known[-1]) + aside, self.y(known[-1].value or 0.0)) if known else None

    def _steps(self, run: Sequence[Reading]) -> list[tuple[float, float]]:
        """Return the corners of steps: each value from its day to the next one, or to its own end."""
        places: list[tuple[float, float]] = []
        for one, after in itertools.zip_longest(run, run[1:]):
            until = self.axis.at(one.until, after=True) if one.until else self.axis.at(after.at) if after else self.axis.right
            places += [(self.axis.at(one.at), self.y(one.value or 0.0)), (until, self.y(one.value or 0.0))]
        return places

    def _band(self, run: Sequence[Reading], xs: Sequence[float], colour: str, about: dict[str, Any]) -> None:
        ends = ((x, one.ends) for x, one in zip(xs, run, strict=True))
        both = [(x, self.y(end[1]), self.y(end[0])) for x, end in ends if end is not None]
        if len(both) > 1:
            outline = [(x, high) for x, high, _ in both] + [(x, low) for x, _, low in reversed(both)]
            self.sheet.path(line(*outline) + "Z", fill=colour, opacity=_BAND, plane=0.5, **about)
        for x, high, low in both if len(both) == 1 else ():
            self.sheet.path(line((x, low), (x, high)), stroke=colour, thick=2, plane=1, **about)

    def _dots(self, course: Course, colour: str, shape: str, aside: float, about: dict[str, Any]) -> None:
        known = [one for one in course.readings if one.known]
        close = len(known) > 1 and abs(self.x(known[-1]) - self.x(known[0])) / (len(known) - 1) < _DOTS
        lonely = {id(run[0]) for run in _runs(course.readings) if len(run) == 1}
        for at, one in enumerate(known):
            own = {"mark": next(self.mark)} if self.panel.is_single(course, one) else about
            x, y = self.x(one) + aside, self.y(one.value or 0.0)
            if one.alarm and course.form != "steps":
                self.sheet.dot(x, self.top - 4, "triangle-down", 4.5, fill=ACCENT, alarm=str(one.at), **own)
            many = close and 0 < at < len(known) - 1 and not one.dot and id(one) not in lonely
            if course.form == "steps" and not one.dot:
                continue
            radius = 1.2 if many else 3.8
            dot(self.sheet, x, y, one.dot or "", radius, colour, shape, value=one.value, low=one.low, high=one.high, **own)
            if not many:
                self.boxes.append((x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1))

    def _bars(self, course: Course, colour: str, whole: dict[str, Any]) -> None:
        ground = self.y(0.0)
        for one in course.readings:
            if not one.known:
                continue
            about = {"mark": next(self.mark)} if self.panel.is_single(course, one) else whole
            left, right = self.axis.at(one.at), self.axis.at(one.until, after=True) if one.until else self.axis.at(one.at)
            room = max(right - left, 1.0)
            wide, middle, y = min(max(room * 0.78, 0.8), 34.0), (left + right) / 2, self.y(one.value or 0.0)
            tall = max(abs(y - ground), 0.6)
            self.sheet.rect(middle - wide / 2, min(y, ground), wide, tall, fill=colour, plane=0.4, value=one.value, **about)
            if one.ends is not None:
                low, high = (self.y(end) for end in one.ends)
                if wide >= 3:
                    self.sheet.path(line((middle, low), (middle, high)), stroke=PAPER, thick=2.6, plane=0.9)
                self.sheet.path(line((middle, low), (middle, high)), stroke=INK, thick=1.2 if wide >= 3 else 0.7, plane=1, **about)
            if one.alarm:
                below = (one.value or 0.0) < 0
                end = self.y((one.low if below else one.high) or one.value or 0.0)
                place = end + 8 if below else end - 8
                self.sheet.dot(middle, place, "triangle-up" if below else "triangle-down", 4.5, fill=ACCENT, alarm=str(one.at), **about)

    def _words(self) -> None:
        """Write what stands beside dots where there is room: the bold first, then the last, the first, and the others in order."""
        every = [(course, one) for course in self.panel.courses for one in course.readings if one.known and one.beside]
        runs = [
            self._steps(run) if course.form == "steps" else [(self.x(one), self.y(one.value or 0.0)) for one in run]
            for course in self.panel.courses
            for run in _runs(course.readings)
        ]
        order = sorted(range(len(every)), key=lambda at: (not every[at][1].bold, at != len(every) - 1, at))
        for at in order:
            one = every[at][1]
            text = shorten(say(one.beside, self.lang), _LONGEST, TYPE, bold=one.bold)
            x, y = self.x(one), self.y(one.value or 0.0)
            wide = width(text, TYPE, bold=one.bold)
            above, below, before, behind = y - 13, y + 14, x - wide - 8, x + 8
            slots = (
                (x - wide / 2, above),
                (behind, y),
                (before, y),
                (before + 4, above),
                (x - 4, above),
                (behind, below),
                (x - wide / 2, below),
            )
            for left, middle in slots:
                box = (left, middle - 7, left + wide, middle + 7)
                if box[0] < self.axis.left - 3 or box[2] > self.axis.right + 6 or box[1] < self.top - 14 or box[3] > self.bottom + 1:
                    continue
                if any(_touch(box, other) for other in self.boxes) or any(_crossed(box, run) for run in runs):
                    continue
                self.sheet.text(left, middle, text, size=TYPE, bold=one.bold, halo=PAPER)
                self.boxes.append(box)
                break

    def _names(self, ends: Sequence[tuple[float, float, Course, str]], room: float) -> None:
        """Write each name beside the end of its course, moved where names would touch."""
        if not ends:
            return
        found = [_label(course, room, self.lang) for _, _, course, _ in ends]
        if sum(len(text) * _LEAD + 3 for text in found) > self.bottom - self.top + 16:
            found = [wrap(say(c.name, self.lang), room - 26, TYPE, bold=_bold(c), lines=1) for _, _, c, _ in ends]
        centres = spread([y for _, y, _, _ in ends], [len(text) * _LEAD + 3 for text in found], self.top - 12, self.bottom + 4)
        for (x, y, course, colour), text, centre in zip(ends, found, centres, strict=True):
            edge = self.axis.right
            self.sheet.path(line((x + 5, y), (max(edge, x + 5), y), (edge + 15, centre)), stroke=colour, thick=0.8, dash=(2, 2))
            self.sheet.text(edge + 20, centre, text, size=TYPE, bold=_bold(course), fill=QUIET if course.tone == "behind" else INK)


def _bold(course: Course) -> bool:
    return course.tone != "behind"


def _label(course: Course, room: float, lang: Lang) -> list[str]:
    return wrap(say(course.name, lang), room - 26, TYPE, bold=_bold(course), lines=3)


def _runs(readings: Sequence[Reading]) -> list[list[Reading]]:
    """Return the readings that are known, cut where one is missing."""
    return [list(run) for known, run in itertools.groupby(readings, key=lambda one: one.known) if known]


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _crossed(box: Box, run: Sequence[tuple[float, float]]) -> bool:
    """Whether a line through points runs through a box."""
    for (x, y), (u, v) in itertools.pairwise(run):
        if u - x < 1e-6:
            if box[0] - 2 < x < box[2] + 2 and min(y, v) < box[3] and max(y, v) > box[1]:
                return True
            continue
        low, high = max(x, box[0] - 2), min(u, box[2] + 2)
        if low >= high:
            continue
        heights = [y + (v - y) * (at - x) / (u - x) for at in (low, high)]
        if min(heights) < box[3] and max(heights) > box[1]:
            return True
    return False


def dot(sheet: Drawing, x: float, y: float, kind: str, radius: float, colour: str, shape: str = "circle", **about: Any) -> None:
    """Draw a dot of a kind; "" is that of its course."""
    if kind == "diamond":
        sheet.dot(x, y, "diamond", radius + 1.4, fill=ACCENT, stroke=PAPER, plane=2.2, **about)
    elif kind in ("open", "half"):
        sheet.dot(x, y, "circle", radius, fill=PAPER, stroke=colour, thick=1.5, **about)
        if kind == "half":
            sheet.dot(x, y, "circle", radius * 0.4, fill=colour, plane=2.1, **about)
    else:
        sheet.dot(x, y, shape if not kind else "circle", radius, fill=colour, stroke=PAPER if radius > 2 else None, plane=2, **about)


def spell(sheet: Drawing, one: Spell, axis: DayAxis, ends: tuple[float, float], mark: int | None) -> None:
    """Draw a stretch of time between the top and the bottom of a panel."""
    top, bottom = ends
    left, right = axis.at(one.at), axis.at(one.until, after=True)
    wide = max(right - left, 3.0 if one.kind == "foot" else 1.5)
    about: dict[str, Any] = {} if mark is None else {"mark": mark}
    match one.kind:
        case "missing":
            sheet.path(hatching(left, top, wide, bottom - top), stroke=EDGE, thick=0.8, plane=-0.8, missing=True, **about)
        case "partly":
            sheet.path(hatching(left, bottom + 1, wide, 5, gap=3), stroke=EDGE, thick=0.9, plane=1.1, missing=True, **about)
        case "ground":
            sheet.rect(left, top, wide, bottom - top, fill=PALE, plane=-2, **about)
        case "alert":
            sheet.rect(left, top, wide, bottom - top, fill="#F2D6D3", plane=-1.5, **about)
            sheet.path(line((left, top), (left + wide, top)), stroke=ACCENT, thick=2.4, plane=2, **about)
        case "foot":
            sheet.path(line((left, bottom + 3), (left + wide, bottom + 3)), stroke=FOOT, thick=3.5, plane=1.2, **about)
        case _:
            weak = one.kind == "dashed-frame"
            dash, fill = ((3.0, 3.0), PAPER) if weak else ((), ACCENT)
            sheet.rect(left - 1.5, top - 3, wide + 3, bottom - top + 3, stroke=ACCENT, thick=1.4, dash=dash, plane=1.5, **about)
            sheet.dot(left + wide / 2, top - 9, "triangle-down", 4, fill=fill, stroke=ACCENT, plane=2, **about)
