"""What a plane shows: things by their places, their groups, the axes, and regions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from legation.figures.figure import Named
from legation.figures.mark import Mark
from legation.figures.theme import BLOC_COLOURS, BLOC_SHAPES, EDGE
from legation.language import Spoken

__all__ = ["Axis", "Group", "Plane", "Region", "Spot"]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A thing in its place.

    Attributes
    ----------
    name : Named, Spoken or str
        Where there are many, an id of a few letters stands for a name; "": nobody is to be told by it, and it has no mark.
    x, y : float
        nan: not placed, which is said below.
    group : int
        Its group by number; -1: in none, a small grey dot.
    sure : bool
        Where False, hollow.
    across, up : (float, float) or None
        Its range in either direction.
    value : Spoken or str
        What is said of it.
    part : Spoken or str
        By which a reader picks it out.
    row, evidence
        As :class:`~legation.figures.mark.Mark` has them.
    """

    name: Named | Spoken | str
    x: float
    y: float
    group: int = 0
    sure: bool = True
    across: tuple[float, float] | None = None
    up: tuple[float, float] | None = None
    value: Spoken | str = ""
    part: Spoken | str = ""
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()

    @property
    def has_mark(self) -> bool:
        """Whether it has a name and a place, and so a mark."""
        return bool(self.name) and self.x == self.x and self.y == self.y


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What things have in common: a name, a shape and a colour (by default those of its number), and what is said of it as a whole."""

    name: Spoken | str
    shape: str = ""
    colour: str = ""
    value: Spoken | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A direction from 0 to 100: what it measures, what its ends mean, and where it is parted."""

    head: Spoken | str
    low: Spoken | str = ""
    high: Spoken | str = ""
    parted: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """An area of the plane.

    Attributes
    ----------
    words : Spoken or str
        What it is, for the key.
    outlines : tuple of rows of (float, float)
        Closed rows of points; of one point, a ring round it; none where there is no such area.
    tone : {"first", "second", "core", "ring"}
        Hatched to either side; framed in the accent colour; dashed.
    sign : (float, float) or None
        A point that goes with it, with its ``name``.
    """

    words: Spoken | str
    outlines: tuple[tuple[Point, ...], ...] = ()
    tone: Literal["first", "second", "core", "ring"] = "first"
    sign: Point | None = None
    name: Spoken | str = ""


@dataclass(frozen=True, slots=True)
class Plane:
    """What is drawn."""

    spots: tuple[Spot, ...]
    groups: tuple[Group, ...]
    axes: tuple[Axis, Axis] | None
    corners: tuple[Spoken | str, ...]
    regions: tuple[Region, ...]
    hulls: bool
    in_full: bool
    notes: tuple[Spoken | str, ...]

    def marks(self) -> Iterator[Mark]:
        """Yield a mark for each region, for each group of which something is said, and for each thing that has a name and a place."""
        yield from (Mark(label=region.words) for region in self.regions)
        yield from (Mark(label=group.name, value=group.value) for group in self.groups if group.value)
        for spot in self.spots:
            if spot.has_mark:
                yield Mark(label=spot.name, value=spot.value, row=spot.row, evidence=spot.evidence, group=spot.part)

    def of_group(self, number: int) -> dict[str, Any]:
        """Return which mark a group has, if it has one."""
        if not self.groups[number].value:
            return {}
        return {"mark": len(self.regions) + sum(bool(group.value) for group in self.groups[:number])}

    def of_spots(self) -> list[dict[str, Any]]:
        """Return which mark each thing has, if it has one."""
        first = len(self.regions) + sum(bool(group.value) for group in self.groups)
        ranks = np.cumsum([spot.has_mark for spot in self.spots]).tolist()
        return [{"mark": first + rank - 1} if spot.has_mark else {} for spot, rank in zip(self.spots, ranks, strict=True)]

    def look(self, number: int) -> tuple[str, str]:
        """Return the shape and the colour of a group."""
        if number < 0:
            return "circle", EDGE
        group, again = self.groups[number], number // len(BLOC_SHAPES)
        shape = group.shape or BLOC_SHAPES[number % len(BLOC_SHAPES)]
        return shape, group.colour or BLOC_COLOURS[(number + again) % len(BLOC_COLOURS)]
