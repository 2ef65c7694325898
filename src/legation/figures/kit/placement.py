"""Where names stand so that none covers another, a dot or a leader line: the nearest free place, else none.

A sheet is a grid of pixels, each free or taken; rectangles are (left, top, right, bottom). Given the same input, the same places are found.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, hypot
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.figures.drawing import Align, Drawing, line
from legation.figures.measure import shorten, width
from legation.figures.theme import EDGE, INK, PAPER
from legation.language import Lang, Spoken, say

__all__ = ["LEAD", "Rect", "Room", "Slot", "called", "loneliest", "room_of", "write"]

Rect = tuple[float, float, float, float]
Point = tuple[float, float]
Float = npt.NDArray[np.float64]

LEAD = 1.2
"""From line to line of a name, in type sizes."""
_ANGLES = np.deg2rad([0, 180, 270, 90, 335, 205, 25, 155, 310, 230, 50, 130, 290, 250, 70, 110])
_RINGS = (0.0, 3.0, 6.0, 10.0, 15.0, 21.0, 28.0, 36.0, 46.0, 58.0, 72.0, 90.0, 110.0, 135.0)
_NEAR = 3.0
"""A name that is this near to its dot needs no leader line [px]."""
_CELL, _PAD, _CODE = 40.0, 12, 5


@dataclass(frozen=True, slots=True)
class Slot:
    """A name's place: its rectangle, and the leader line from its dot, if it needs one."""

    rect: Rect
    leader: Rect | None


class Room:
    """A part of a sheet in which things take their places one after the other."""

    def __init__(self, bounds: Rect) -> None:
        self.bounds = bounds
        self._left, self._top = floor(bounds[0]) - _PAD, floor(bounds[1]) - _PAD
        wide, tall = ceil(bounds[2]) - self._left + _PAD, ceil(bounds[3]) - self._top + _PAD
        self._taken = np.zeros((max(1, tall), max(1, wide)), np.bool_)
        self._flat = self._taken.ravel()

    def copy(self) -> Room:
        """Return a room in which the same is taken."""
        other = Room(self.bounds)
        other._taken[:] = self._taken
        return other

    def take(self, rect: Rect) -> None:
        """Let nothing else stand in a rectangle."""
        left, top, right, bottom = self._cells(rect)
        self._taken[top:bottom, left:right] = True

    def take_line(self, start: Point, end: Point) -> None:
        """Let nothing stand on a line."""
        self._flat[self._along(start, end)] = True

    def place(self, dot: Point, size: tuple[float, float], *, gap: float = 5.0, reach: float = 60.0, leads: bool = True) -> Slot | None:
        """Take the nearest free place for a text beside a dot, in rings round it.

        Parameters
        ----------
        dot : (x, y)
            Its centre [px].
        size : (width, height)
            The room of the text [px].
        gap, reach : float
            From the dot's centre to the text: the least and the most [px].
        leads : bool
            Whether a leader line goes to a text that is not right beside its dot.

        Examples
        --------
        >>> room = Room((0, 0, 100, 100))
        >>> room.place((50, 50), (20, 10)).rect, room.place((50, 50), (20, 10)).rect
        ((55.0, 45.0, 75.0, 55.0), (25.0, 45.0, 45.0, 55.0))
        """
        (x, y), (wide, tall) = dot, size
        across, down, radius = _directions(reach)
        lefts = x + across * (radius + gap) + np.sign(across) * np.minimum(1, np.abs(across) * 1.6) * wide / 2 - wide / 2
        tops = y + down * (radius + gap) + np.sign(down) * np.minimum(1, np.abs(down) * 1.6) * tall / 2 - tall / 2
        for k in self._promising(lefts, tops, wide, tall):
            left, top = float(lefts[k]), float(tops[k])
            rect = (left, top, left + wide, top + tall)
            if not self.is_free(rect):
                continue
            end = (min(max(x, left), left + wide), min(max(y, top), top + tall))
            far = hypot(end[0] - x, end[1] - y)
            if far <= gap + _NEAR or not leads:
                self.take(rect)
                return Slot(rect, None)
            start = (x + (end[0] - x) * gap / far, y + (end[1] - y) * gap / far)
            path = self._along(start, end)
            if not self._flat[path].any():
                self._flat[path] = True
                self.take(rect)
                return Slot(rect, (*start, *end))
        return None

    def _promising(self, lefts: Float, tops: Float, wide: float, tall: float) -> list[int]:
        """Return which rectangles lie on the sheet, with nothing at some of their points: few are left to look at whole."""
        bounds = self.bounds
        inside = (lefts >= bounds[0]) & (tops >= bounds[1]) & (lefts + wide <= bounds[2]) & (tops + tall <= bounds[3])
        some, across = np.flatnonzero(inside), self._taken.shape[1]
        first = (tops[some].astype(np.int_) - self._top) * across + lefts[some].astype(np.int_) - self._left
        points = [across * int(tall * v) + int(wide * u) for v in (0.1, 0.5, 0.9) for u in (0.05, 0.35, 0.65, 0.95)]
        free = ~self._flat[first[:, None] + points].any(axis=1)
        return [int(k) for k in some[free]]

    def is_free(self, rect: Rect) -> bool:
        """Whether nothing stands in a rectangle of the sheet."""
        bounds = self.bounds
        if rect[0] < bounds[0] or rect[1] < bounds[1] or rect[2] > bounds[2] or rect[3] > bounds[3]:
            return False
        left, top, right, bottom = self._cells(rect)
        return not self._taken[top:bottom, left:right].any()

    def _cells(self, rect: Rect) -> tuple[int, int, int, int]:
        left, top = max(floor(rect[0] + 0.01) - self._left, 0), max(floor(rect[1] + 0.01) - self._top, 0)
        return left, top, max(ceil(rect[2] - 0.01) - self._left, 0), max(ceil(rect[3] - 0.01) - self._top, 0)

    def _along(self, start: Point, end: Point) -> npt.NDArray[np.int_]:
        """Return the pixels of a line."""
        t = _shares(int(max(abs(end[0] - start[0]), abs(end[1] - start[1]))) + 2)
        rows = (start[1] - self._top + (end[1] - start[1]) * t).astype(np.int_)
        return rows * self._taken.shape[1] + (start[0] - self._left + (end[0] - start[0]) * t).astype(np.int_)


@functools.cache
def _shares(steps: int) -> Float:
    return np.linspace(0.0, 1.0, steps)


@functools.cache
def _directions(reach: float) -> tuple[Float, Float, Float]:
    radius, angle = np.meshgrid([ring for ring in _RINGS if ring <= reach], _ANGLES, indexing="ij")
    return np.round(np.cos(angle.ravel()), 9), np.round(np.sin(angle.ravel()), 9), radius.ravel()


def loneliest(dots: Sequence[Point]) -> list[int]:
    """Return dots in the order in which they are named: first those with the fewest others near them.

    >>> loneliest([(10, 10), (12, 10), (500, 10)])
    [2, 0, 1]
    """
    if not dots:
        return []
    cells = np.floor(np.array(dots, np.float64) / _CELL).astype(np.int_)
    cells -= cells.min(axis=0) - 1
    count = np.zeros(cells.max(axis=0) + 2, np.int_)
    np.add.at(count, (cells[:, 0], cells[:, 1]), 1)
    near = np.sum([count[cells[:, 0] + i, cells[:, 1] + j] for i in (-1, 0, 1) for j in (-1, 0, 1)], axis=0)
    return [int(i) for i in np.lexsort((np.arange(len(dots)), near))]


def write(
    sheet: Drawing, slot: Slot, dot: Point, lines: Sequence[str], *, size: float = 12, bold: bool = False, fill: str = INK, **about: Any
) -> None:
    """Write the lines of a name in its place, with its leader line."""
    left, top, right, bottom = slot.rect
    align: Align = "left" if left >= dot[0] - 1 else "right" if right <= dot[0] + 1 else "center"
    x = {"left": left + 2, "right": right - 2, "center": (left + right) / 2}[align]
    if slot.leader:
        sheet.path(line(slot.leader[:2], slot.leader[2:]), stroke=EDGE, thick=0.7)
    middle = (top + bottom) / 2 + 0.5
    sheet.text(x, middle, lines, size=size, bold=bold, align=align, fill=fill, halo=PAPER, lead=LEAD, plane=4, **about)


def called(name: Spoken | str, lang: Lang, *, in_full: bool) -> str:
    """Return what a thing is called in a picture: its name, or where there are many, an id of a few letters.

    >>> from legation.figures.figure import Named
    >>> called(Named("FRA", "France"), "fr", in_full=True), called(Named("FRA", "France"), "fr", in_full=False)
    ('France', 'FRA')
    """
    text = say(name, lang)
    if in_full or not text:
        return text
    code = getattr(name, "id", text)
    return code if len(code) <= _CODE else shorten(text, 110, 12)


def room_of(lines: Sequence[str], size: float = 12, *, bold: bool = False) -> tuple[float, float]:
    """Return the room that the lines of a name take [px]."""
    return max(width(text, size, bold=bold) for text in lines) + 4, len(lines) * size * LEAD
