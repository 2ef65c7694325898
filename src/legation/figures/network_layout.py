"""Where the actors of a network stand: linked ones near each other, groups that are not linked apart; the same network, the same places.

Each connected part is laid out by stress majorisation (Gansner, Koren & North 2005, doi:10.1007/978-3-540-31843-9_25): distances on the
page follow the number of ties between two actors. It starts from classical scaling, which needs no random number, and takes the actors
in the order of their ids, so that the order of the rows changes nothing. The parts are then put on shelves, the largest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Arrangement", "arrange"]

Float = npt.NDArray[np.float64]

_EDGE = (96.0, 84.0, 72.0, 62.0, 54.0, 46.0, 40.0, 34.0, 29.0, 25.0, 21.0, 18.0, 15.0, 12.0)
"""Lengths of a tie that are tried [px], the first that fits the page is taken."""
_ROUNDS = 250


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
