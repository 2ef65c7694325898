"""Where the things of a network stand: linked ones near each other, or in columns; the same network, the same places.

Each connected part is laid out by stress majorisation (Gansner, Koren & North 2005, doi:10.1007/978-3-540-31843-9_25): distances on the
page follow the number of ties between two actors. It starts from classical scaling, which needs no random number, and takes the actors
in the order of their ids, so that the order of the rows changes nothing. The parts are then put on shelves, the largest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np
import numpy.typing as npt

__all__ = ["Arrangement", "Curve", "arrange", "bent", "clear_curve", "in_columns"]

Float = npt.NDArray[np.float64]
Point = tuple[float, float]

_EDGE = (96.0, 84.0, 72.0, 62.0, 54.0, 46.0, 40.0, 34.0, 29.0, 25.0, 21.0, 18.0, 15.0, 12.0)
"""Lengths of a tie that are tried [px], the first that fits the page is taken."""
_ROUNDS = 250
_BENDS = (0.0, 0.12, -0.12, 0.24, -0.24, 0.38, -0.38, 0.55, -0.55)
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Places and neighbours as plain data, for a page that draws, searches and steps through the network by itself.

    Attributes
    ----------
    width, height : float
        Of the sheet [px].
    places : mapping of str to (x, y)
        Each actor's place from the upper left [px], by id.
    neighbours : mapping of str to tuple of str
        Who is tied to each actor in either direction, nearest to the right first and then clockwise as they stand on the sheet: the order
        in which arrow keys go round.
    """

    width: float
    height: float
    places: Mapping[str, tuple[float, float]]
    neighbours: Mapping[str, tuple[str, ...]]


def arrange(
    actors: Iterable[str],
    ties: Iterable[tuple[str, str]],
    *,
    width: float = 704,
    tallest: float = 560,
    margin: float = 46,
    apart: float = 17,
) -> Arrangement:
    """Find a place for each actor.

    Parameters
    ----------
    actors : iterable of str
        Ids; any order, repeats count once.
    ties : iterable of (str, str)
        Pairs of those ids; direction and repeats do not matter.
    width, tallest : float
        The sheet's width, and the height that it should not exceed [px].
    margin : float
        Kept free round each connected part, for names [px].
    apart : float
        Two actors are no nearer than this, as far as there is room [px].

    Examples
    --------
    >>> found = arrange(["a", "b", "c"], [("a", "b")])
    >>> sorted(found.places), found.neighbours["a"], found.neighbours["c"]
    (['a', 'b', 'c'], ('b',), ())
    """
    names = sorted(set(actors))
    number = {name: i for i, name in enumerate(names)}
    pairs = sorted({tuple(sorted((number[a], number[b]))) for a, b in ties if a != b})
    near: list[list[int]] = [[] for _ in names]
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
    parts = sorted(_parts(near), key=lambda part: (-len(part), part))
    shapes = [_settled(part, near) for part in parts]
    at, tall = _shelved(parts, shapes, len(names), width, tallest, margin)
    at = np.round(_spaced(at, apart, (width, tall), min(margin, 24.0)), 1)
    places = {name: (float(at[i, 0]), float(at[i, 1])) for i, name in enumerate(names)}
    round_ = {name: tuple(names[j] for j in _clockwise(at, i, near[i])) for i, name in enumerate(names)}
    return Arrangement(width, round(tall, 1), places, round_)


def _parts(near: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the connected parts, each in ascending order."""
    left, found = set(range(len(near))), []
    while left:
        part = [min(left)]
        left.discard(part[0])
        for i in part:  # grows while it is read
            new = sorted(set(near[i]) & left)
            part += new
            left -= set(new)
        found.append(sorted(part))
    return found


def _settled(part: Sequence[int], near: Sequence[Sequence[int]]) -> Float:
    """Return the places of one connected part, in units of one tie, lying as wide as it is long."""
    n = len(part)
    if n == 1:
        return np.zeros((1, 2))
    distance = _steps(part, near)
    weight = np.where(distance > 0, distance, 1.0) ** -2
    np.fill_diagonal(weight, 0)
    at = _scaled(distance)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.inv(laplacian + 1 / n) - 1 / n
    stress = np.inf
    for _ in range(_ROUNDS):
        span = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
        now = float((weight * (span - distance) ** 2).sum())
        if stress - now < 1e-5 * now + 1e-12:
            break
        stress = now
        pull = -np.divide(weight * distance, span, out=np.zeros_like(span), where=span > 1e-9)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        at = inverse @ (pull @ at)
    return _turned(at)


def _steps(part: Sequence[int], near: Sequence[Sequence[int]]) -> Float:
    """Return the number of ties between each two actors of a part."""
    place = {i: k for k, i in enumerate(part)}
    distance = np.zeros((len(part), len(part)))
    for k, start in enumerate(part):
        seen, ring, far = {start}, [start], 0
        while ring:
            for i in ring:
                distance[k, place[i]] = far
            ring = [j for j in dict.fromkeys(j for i in ring for j in near[i]) if j not in seen]
            seen.update(ring)
            far += 1
    return distance


def _scaled(distance: Float) -> Float:
    """Return classical scaling to two dimensions; actors that it puts at one point are set a little apart, round a circle."""
    n = len(distance)
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-centre @ (distance**2) @ centre / 2)
    vectors = vectors[:, ::-1][:, :2] * np.sqrt(np.maximum(values[::-1][:2], 0))
    at = np.zeros((n, 2))
    at[:, : vectors.shape[1]] = vectors * np.where(vectors[np.abs(vectors).argmax(axis=0), range(vectors.shape[1])] < 0, -1, 1)
    angle = np.arange(n) * 2.399963  # the golden angle: no two directions alike
    return np.asarray(at + 0.05 * np.column_stack([np.cos(angle), np.sin(angle)]))


def _turned(at: Float) -> Float:
    """Return places turned so that the longest direction lies across, with a fixed side up."""
    at = at - at.mean(axis=0)
    _, axes = np.linalg.eigh(at.T @ at)
    at = at @ axes[:, ::-1]
    for k in (0, 1):
        if abs(at[:, k]).max() > 1e-9 and at[np.abs(at[:, k]).argmax(), k] < 0:
            at[:, k] = -at[:, k]
    return np.asarray(at)


def _shelved(
    parts: Sequence[Sequence[int]], shapes: Sequence[Float], n: int, width: float, tallest: float, margin: float
) -> tuple[Float, float]:
    """Return the places of all parts on shelves, at the largest scale that fits, and the height that they take."""
    at, tall = np.zeros((n, 2)), 0.0
    for edge in _EDGE:
        at, tall = np.zeros((n, 2)), 0.0
        shelf: list[tuple[Sequence[int], Float, float, float]] = []
        used, fits = 0.0, True
        for part, shape in zip(parts, shapes, strict=True):
            room = np.array([2.0, 1.3]) * margin * (1.0 if len(part) > 1 else 0.55)
            wide, high = (np.ptp(shape, axis=0) * edge + room).tolist()
            fits = fits and wide <= width
            if shelf and used + wide > width:
                tall = _put(at, shelf, width - used, tall)
                shelf, used = [], 0.0
            shelf.append((part, (shape - shape.min(axis=0) - np.ptp(shape, axis=0) / 2) * edge, wide, high))
            used += wide
        tall = _put(at, shelf, width - used, tall) if shelf else tall
        if fits and tall <= tallest:
            break
    return at, max(tall, 2 * margin)


def _put(at: Float, shelf: Sequence[tuple[Sequence[int], Float, float, float]], spare: float, top: float) -> float:
    """Put the parts of one shelf side by side, spread over the width; return where the next shelf begins."""
    tall = max(high for *_, high in shelf)
    x, gap = 0.0, max(0.0, spare) / len(shelf)
    for part, shape, wide, _ in shelf:
        stretch = min(1.6, 1 + gap / max(wide, 1.0)) if len(shelf) == 1 else 1.0
        at[list(part)] = shape * [stretch, 1] + [x + (wide + gap) / 2, top + tall / 2]
        x += wide + gap
    return top + tall


def _spaced(at: Float, apart: float, size: tuple[float, float], edge: float) -> Float:
    """Push actors that stand too near each other apart, all at once, round after round, and keep them on the sheet."""
    low, high = np.array([edge, edge]), np.maximum(np.array(size) - edge, edge)
    for _ in range(120):
        step = at[:, None] - at[None]
        span = np.hypot(step[..., 0], step[..., 1])
        np.fill_diagonal(span, apart)
        if not (span < apart - 0.1).any():
            break
        push = np.where(span < apart, (apart - span) / 2 / np.maximum(span, 1e-6), 0.0)
        at = np.clip(at + 0.7 * (step * push[..., None]).sum(axis=1), low, high)
    return np.clip(at, low, high)


def _clockwise(at: Float, i: int, others: Sequence[int]) -> list[int]:
    """Return actors in the order of their direction from one, from the right and clockwise."""

    def direction(j: int) -> tuple[float, float, int]:
        x, y = (at[j] - at[i]).tolist()
        return round(float(np.arctan2(y, x)) % (2 * np.pi), 6), x * x + y * y, j

    return sorted(others, key=direction)


@dataclass(frozen=True, slots=True)
class Curve:
    """A line from one point to another by way of a control point (a quadratic Bézier curve)."""

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


def in_columns(
    column: Mapping[str, int], links: Sequence[tuple[str, str]], width: float, row: float, edge: float
) -> tuple[dict[str, Point], float, dict[int, float]]:
    """Return the place of each thing in its column, few links crossing; the height; and where each column stands.

    >>> at, tall, columns = in_columns({"a": 0, "b": 1, "c": 1}, [("a", "b")], 100, 60, 10)
    >>> at["a"], at["b"], tall, columns
    ((10.0, 60.0), (90.0, 30.0), 120, {0: 10.0, 1: 90.0})
    """
    found: dict[int, list[str]] = {}
    for name, number in sorted(column.items(), key=lambda item: (item[1], item[0])):
        found.setdefault(number, []).append(name)
    near: dict[str, list[str]] = {name: [] for name in column}
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    for _ in range(_SWEEPS):
        share = {name: (k + 0.5) / len(names) for names in found.values() for k, name in enumerate(names)}
        for names in found.values():
            middle = {n: sum(share[o] for o in near[n]) / len(near[n]) if near[n] else share[n] for n in names}
            names.sort(key=lambda n: (round(middle[n], 6), n))
            share |= {name: (k + 0.5) / len(names) for k, name in enumerate(names)}
    tall = max(max(map(len, found.values())) * row, row * 2)
    across = (width - 2 * edge) / max(1, len(found) - 1)
    at, places = {}, {}
    for rank, (number, names) in enumerate(found.items()):
        x = width / 2 if len(found) == 1 else edge + rank * across
        places[number] = x
        shift = min(16.0, across / 7) if len(names) > 2 else 0.0
        shift = min(shift, max(0.0, edge - 30)) if rank in (0, len(found) - 1) else shift
        for k, name in enumerate(names):
            at[name] = (x + (shift if k % 2 else -shift), tall * (k + 0.5) / len(names))
    return at, tall, places


def clear_curve(
    start: Point,
    end: Point,
    others: Sequence[Point],
    taken: Sequence[Point],
    radius: float,
    span: tuple[float, float] = (-float("inf"), float("inf")),
) -> Curve:
    """Return an arrow that keeps off other things and the middles of arrows drawn before, in a span of height, as little bent as can be."""
    best, most = bent(start, end, 0.0, radius), -float("inf")
    for bend in _BENDS:
        tried = bent(start, end, bend, radius)
        way = [tried.at(t / 32) for t in range(1, 32)]
        clear = min((hypot(x - u, y - v) for x, y in way for u, v in others), default=99.0) - radius
        middle = tried.at(0.5)
        clear = min(clear, min((hypot(middle[0] - u, middle[1] - v) for u, v in taken), default=99.0) * 0.75)
        clear = min(clear, *(min(y - span[0], span[1] - y) for _, y in way))
        if clear >= 7:
            return tried
        if clear > most:
            best, most = tried, clear
    return best


def bent(start: Point, end: Point, bend: float, radius: float, other: float | None = None) -> Curve:
    """Return a line between the edges of two things of one radius or two, bent to the side by a share of its length."""
    (x0, y0), (x1, y1) = start, end
    long = max(hypot(x1 - x0, y1 - y0), 1e-6)
    u, v = (x1 - x0) / long, (y1 - y0) / long
    control = ((x0 + x1) / 2 - v * long * bend, (y0 + y1) / 2 + u * long * bend)
    return Curve(_towards(start, control, radius + 1), control, _towards(end, control, (radius if other is None else other) + 3))


def _towards(point: Point, other: Point, room: float) -> Point:
    """Return the point at a distance from one, in the direction of another."""
    long = max(hypot(other[0] - point[0], other[1] - point[1]), 1e-6)
    room = min(room, long * 0.8)
    return (point[0] + (other[0] - point[0]) / long * room, point[1] + (other[1] - point[1]) / long * room)
