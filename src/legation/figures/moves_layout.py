"""Where the states of a graph of moves stand: one column for each number of moves from the status quo, few crossings, and bent arrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

__all__ = ["Curve", "columns", "curve", "places"]

Point = tuple[float, float]
_BENDS = (0.0, 0.12, -0.12, 0.24, -0.24, 0.38, -0.38, 0.55, -0.55)
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Curve:
    """An arrow from one point to another by way of a control point (a quadratic Bézier curve)."""

    start: Point
    control: Point
    end: Point

    def at(self, t: float) -> Point:
        """Return the point at a share of the way."""
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        return (
            a * self.start[0] + b * self.control[0] + c * self.end[0],
            a * self.start[1] + b * self.control[1] + c * self.end[1],
        )


def columns(steps: Mapping[int, int | None], links: Sequence[tuple[int, int]], tallest: int) -> list[list[int]]:
    """Return states column by column: by falling nearness to the start, those that nothing leads to last; few links cross.

    Parameters
    ----------
    steps : mapping of int to int or None
        By state, the moves from the start.
    links : sequence of (int, int)
    tallest : int
        States in a column; what is more goes to a further column.

    Examples
    --------
    >>> columns({1: 0, 2: 1, 3: 1, 4: 2, 5: None}, [(1, 2), (1, 3), (3, 4)], 8)
    [[1], [2, 3], [4], [5]]
    """
    by_step: dict[float, list[int]] = {}
    for state, step in steps.items():
        by_step.setdefault(float("inf") if step is None else step, []).append(state)
    found: list[list[int]] = []
    for _, some in sorted(by_step.items()):
        parts = -(-len(some) // tallest)
        size = -(-len(some) // parts)
        found += [sorted(some)[k : k + size] for k in range(0, len(some), size)]
    near: dict[int, list[int]] = {state: [] for state in steps}
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    for _ in range(_SWEEPS):
        place = {state: (k + 0.5) / len(column) for column in found for k, state in enumerate(column)}
        for column in found:
            middle = {s: sum(place[o] for o in near[s]) / len(near[s]) if near[s] else place[s] for s in column}
            column.sort(key=lambda s: (round(middle[s], 6), s))
            place |= {state: (k + 0.5) / len(column) for k, state in enumerate(column)}
    return found


def places(found: Sequence[Sequence[int]], width: float, row: float, edge: float) -> tuple[dict[int, Point], float]:
    """Return the place of each state on a sheet of a width, and its height; neighbours of a column stand a little to the side."""
    most = max(map(len, found))
    tall = max(most * row, row * 2)
    at: dict[int, Point] = {}
    across = (width - 2 * edge) / max(1, len(found) - 1)
    for number, column in enumerate(found):
        x = width / 2 if len(found) == 1 else edge + number * across
        shift = min(16.0, across / 7) if 0 < number < len(found) - 1 else min(10.0, across / 9)
        for k, state in enumerate(column):
            aside = (shift if k % 2 else -shift) if len(column) > 2 else 0.0
            at[state] = (x + aside, tall * (k + 0.5) / len(column))
    return at, tall


def curve(start: Point, end: Point, others: Sequence[Point], taken: Sequence[Point], radius: float) -> Curve:
    """Return an arrow that keeps off other states and off the middles of arrows drawn before, as little bent as it can be."""
    best, most = _bent(start, end, 0.0, radius), -float("inf")
    for bend in _BENDS:
        tried = _bent(start, end, bend, radius)
        way = [tried.at(t / 32) for t in range(1, 32)]
        clear = min((hypot(x - u, y - v) for x, y in way for u, v in others), default=99.0) - radius
        middle = tried.at(0.5)
        clear = min(clear, min((hypot(middle[0] - u, middle[1] - v) for u, v in taken), default=99.0) * 0.75)
        if clear >= 7:
            return tried
        if clear > most:
            best, most = tried, clear
    return best


def _bent(start: Point, end: Point, bend: float, radius: float) -> Curve:
    (x0, y0), (x1, y1) = start, end
    long = max(hypot(x1 - x0, y1 - y0), 1e-6)
    u, v = (x1 - x0) / long, (y1 - y0) / long
    control = ((x0 + x1) / 2 - v * long * bend, (y0 + y1) / 2 + u * long * bend)
    return Curve(_from(start, control, radius + 1), control, _from(end, control, radius + 3))


def _from(point: Point, towards: Point, room: float) -> Point:
    """Return the point at a distance from one, in the direction of another."""
    long = max(hypot(towards[0] - point[0], towards[1] - point[1]), 1e-6)
    room = min(room, long * 0.8)
    return (point[0] + (towards[0] - point[0]) / long * room, point[1] + (towards[1] - point[1]) / long * room)
