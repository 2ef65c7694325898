"""Where dots and their names stand on a map: the whole, and the crowded parts of it that are drawn again, larger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from legation.figures.kit.placement import Rect, Room, Slot, loneliest, room_of
from legation.figures.measure import wrap
from legation.figures.theme import WIDTH

__all__ = ["HEADING", "Label", "Panel", "hull", "laid_out", "named", "packed", "packed_radius", "room_in", "tied"]

Float = npt.NDArray[np.float64]
Point = tuple[float, float]

HEADING = 24.0
"""Room for the heading of an enlarged part [px]."""
_INSET, _EDGE, _SPACE, _PAD = 40.0, 26.0, 12.0, 9.0
_WHOLE, _MANY = (230.0, 600.0, 430.0), 60
"""The least height of a map, the most, and the most where no more things than this have names or where parts are enlarged [px]."""
_PARTS = (300.0, 180.0)
"""The most height of the first enlarged part, and of those below it [px]."""
_LINK, _FEW, _MOST, _SMALL, _SAME = 16.0, 8, 3, 0.07, 1e-6
"""Dots of one crowd are no further from the next [px]; so many names without a place make a crowd; so many parts; a crowd is enlarged
that is no wider than this share of the map, and no narrower than this [px]."""
_TRIED, _CLOSE, _BESIDE = 300, 2.5, 6.0
"""Of more dots in a panel, only the loneliest are named."""
_PACK, _GOLDEN = 34.0, 2.399963
"""Dots at one point stand no further from it [px]; the angle from one to the next."""
_LISTED = 8
"""More names than this at one point are a number and a note."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name, or several at one point: its place, its dot, and whose it is."""

    slot: Slot
    dot: Point
    lines: tuple[str, ...]
    members: tuple[int, ...]


@dataclass(slots=True)
class Panel:
    """A map, or an enlarged part of one.

    Attributes
    ----------
    frame : Rect
    members : list of int
        Whose dots it has.
    at : ndarray, shape (n_members, 2)
        Their places [px].
    letter, zoom
        Of a part: its letter, and how many times it is enlarged.
    zones : list of Rect
        The parts of this panel that are drawn again.
    labels : list of Label
    unnamed : list of int
        Whose names found no place.
    """

    frame: Rect
    members: list[int]
    at: Float
    letter: str = ""
    zoom: float = 1.0
    zones: list[Rect] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    unnamed: list[int] = field(default_factory=list)


def laid_out(
    points: Float, names: Sequence[str], many: Callable[[int, int], str], *, dot: float, before: Callable[[Panel, Room], None]
) -> list[Panel]:
    """Lay out a map whose two directions have one scale: the whole, then the parts that are enlarged.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Coordinates, all finite.
    names : sequence of str
        What each dot is called; "" for one without a name.
    many : callable
        ``many(number, count)`` is what is written where more names than a label can hold belong to one point.
    dot : float
        The radius of dots [px].
    before : callable
        Takes places on the whole before names do.
    """
    whole = _whole(points, _WHOLE[1] if len(points) > _MANY and any(names) else _WHOLE[2])
    room = room_in(whole, dot)
    before(whole, room)
    named(whole, names, room, many, dot=dot, reach=72)
    if not _crowds(whole):
        return [whole]
    whole = _whole(points, _WHOLE[2])
    named(whole, names, room_in(whole, dot), many, dot=dot, reach=10)
    zones = _crowds(whole)
    whole.zones = [frame for frame, _ in zones]
    room = room_in(whole, dot)
    for left, top, right, bottom in whole.zones:
        room.take((left, top - 15, right, bottom))
    before(whole, room)
    named(whole, names, room, many, dot=dot, reach=72, leave={i for _, members in zones for i in members})
    found = [whole]
    for part in _parts(whole, zones):
        named(part, names, room_in(part, dot), many, dot=dot, reach=72, numbered=len(tied(found)))
        found.append(part)
    return found


def named(
    panel: Panel,
    names: Sequence[str],
    room: Room,
    many: Callable[[int, int], str],
    *,
    dot: float,
    reach: float,
    leave: set[int] | None = None,
    numbered: int = 0,
) -> None:
    """Give the dots of a panel their names, the loneliest first; those at one point share a label."""
    there = [k for k, i in enumerate(panel.members) if names[i] and i not in (leave or ())]
    groups = [[there[k] for k in group] for group in _together(panel.at[there])]
    dots = [(float(x), float(y)) for x, y in (panel.at[group[0]] for group in groups)]
    panel.labels, panel.unnamed = [], []
    order = loneliest(dots)
    left, untried = order[:_TRIED], order[_TRIED:]
    for far in dict.fromkeys((min(reach, _BESIDE), reach)):  # first those beside whose dots there is room
        waiting, left = left, []
        for g in waiting:
            members = tuple(panel.members[k] for k in groups[g])
            lines = _lines([names[i] for i in members], many, numbered + 1)
            slot = room.place(dots[g], room_of(lines), gap=packed_radius(dot, len(members)) + 1.5, reach=far)
            if slot is None:
                left.append(g)
                continue
            numbered += len(members) > _LISTED
            panel.labels.append(Label(slot, dots[g], tuple(lines), members))
    panel.unnamed = [panel.members[k] for g in (*left, *untried) for k in groups[g]]


def tied(panels: Sequence[Panel]) -> list[tuple[int, ...]]:
    """Return who stands at one point with so many others that a number stands for the names, in the order of the numbers."""
    return [label.members for panel in panels for label in panel.labels if len(label.members) > _LISTED]


def _lines(names: Sequence[str], many: Callable[[int, int], str], number: int) -> list[str]:
    if len(names) > _LISTED:
        return [many(number, len(names))]
    if len(names) == 1:
        return wrap(names[0], 140, 12, lines=3)
    ordered = sorted(names)
    if max(map(len, ordered)) <= 4:
        across = 2 if len(ordered) < 7 else 3
        return [" ".join(ordered[k : k + across]) for k in range(0, len(ordered), across)]
    return [part for name in ordered for part in wrap(name, 150, 12, lines=2)]


def room_in(panel: Panel, dot: float) -> Room:
    """Return the room of a panel in which the dots have taken theirs."""
    left, top, right, bottom = panel.frame
    room = Room((left + 2, top + (HEADING if panel.letter else 2), right - 2, bottom - 2))
    places, radius = packed(panel.at, dot)
    for (x, y), r in zip(places.tolist(), radius.tolist(), strict=True):
        room.take((x - r, y - r, x + r, y + r))
    return room


def packed(at: Float, dot: float) -> tuple[Float, Float]:
    """Return the places of dots of which those at one point stand side by side round it, and the radius of each [px].

    They lie on Vogel's spiral (1979), doi:10.1016/0025-5564(79)90080-4

    >>> places, radius = packed(np.array([[9.0, 9.0], [9.0, 9.0], [40.0, 9.0]]), 4.0)
    >>> bool(np.hypot(*(places[0] - places[1])) > 8), places[2].tolist(), radius.tolist()
    (True, [40.0, 9.0], [4.0, 4.0, 4.0])
    """
    places, radius = np.array(at, np.float64), np.full(len(at), dot)
    for group in _together(at):
        if len(group) > 1:
            small = min(dot, _PACK / (1.2 * len(group) ** 0.5 + 1))
            k = np.arange(len(group))
            away = 1.2 * small * np.sqrt(k + 0.5)
            places[group] += np.column_stack([away * np.cos(_GOLDEN * k), away * np.sin(_GOLDEN * k)])
            radius[group] = small
    return np.round(places, 1), radius


def packed_radius(dot: float, count: int) -> float:
    """Return how far things at one point reach from it [px]."""
    return dot if count <= 1 else min(_PACK, dot * (1 + 1.2 * count**0.5))


def _together(at: Float) -> list[list[int]]:
    """Return the dots of each point, or so near that they would cover each other."""
    groups: dict[tuple[int, int], list[int]] = {}
    for k, (x, y) in enumerate(at.tolist()):
        groups.setdefault((round(x / _CLOSE), round(y / _CLOSE)), []).append(k)
    return list(groups.values())


def _whole(points: Float, tallest: float) -> Panel:
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    scale = min((WIDTH - 2 * _INSET) / max(span[0], 1e-12), (tallest - 2 * _INSET) / max(span[1], 1e-12)) if span.any() else 0.0
    tall = float(np.clip(span[1] * scale + 2 * _INSET, _WHOLE[0] if scale else 120, tallest))
    at = np.array([WIDTH / 2, tall / 2]) + (points - low - span / 2) * scale * [1, -1]
    return Panel((0.0, 0.0, float(WIDTH), tall), list(range(len(points))), at)


def _crowds(panel: Panel) -> list[tuple[Rect, list[int]]]:
    """Frame the dots without a name that stand near each other, with every dot that a frame holds; the largest crowds first."""
    many = [i for label in panel.labels if len(label.members) > _LISTED for i in label.members]
    left = sorted([*panel.unnamed, *many])
    found: list[Rect] = []
    while left:
        group = np.array([left.pop(0)])
        fresh = group
        while len(fresh) and left:
            others = np.array(left)
            step = panel.at[others][:, None] - panel.at[fresh][None]
            fresh = others[(np.hypot(step[..., 0], step[..., 1]) <= _LINK).any(axis=1)]
            group = np.concatenate([group, fresh])
            near = set(fresh.tolist())
            left = [i for i in left if i not in near]
        if len(group) >= _FEW:
            (x0, y0), (x1, y1) = panel.at[group].min(axis=0).tolist(), panel.at[group].max(axis=0).tolist()
            found.append((x0 - _PAD, y0 - _PAD, x1 + _PAD, y1 + _PAD))
    while merged := _merged(found):
        found = merged
    zones = [
        (frame, [i for i, (x, y) in enumerate(panel.at.tolist()) if frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3]])
        for frame in found
    ]
    useful = [zone for zone in zones if zone[0][2] - zone[0][0] < _SMALL * WIDTH and np.ptp(panel.at[zone[1]], axis=0).max() > _SAME]
    return sorted(useful, key=lambda zone: (-len(zone[1]), zone[0]))[:_MOST]


def _merged(frames: list[Rect]) -> list[Rect] | None:
    """Join the first two frames that touch; None when none do."""
    for i, a in enumerate(frames):
        for j, b in enumerate(frames[:i]):
            if a[0] < b[2] + 4 and b[0] < a[2] + 4 and a[1] < b[3] + 18 and b[1] < a[3] + 18:
                rest = [frame for k, frame in enumerate(frames) if k not in (i, j)]
                return [*rest, (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))]
    return None


def _parts(whole: Panel, zones: Sequence[tuple[Rect, list[int]]]) -> list[Panel]:
    """Return the crowds as panels below the whole: the first over the width, the others side by side, each as large as the page allows."""
    parts: list[Panel] = []
    top = whole.frame[3] + _SPACE
    for row, tallest in ((zones[:1], _PARTS[0]), (zones[1:], _PARTS[1])):
        if not row:
            break
        wide = (WIDTH - _SPACE * (len(row) - 1)) / len(row)
        spans = [np.maximum(np.ptp(whole.at[members], axis=0), _SAME) for _, members in row]
        zooms = [float(min((wide - 2 * _INSET) / span[0], (tallest - HEADING - 2 * _EDGE) / span[1])) for span in spans]
        tall = max(float(span[1]) * zoom for span, zoom in zip(spans, zooms, strict=True)) + HEADING + 2 * _EDGE
        for k, ((_, members), span, zoom) in enumerate(zip(row, spans, zooms, strict=True)):
            left = k * (wide + _SPACE)
            middle = np.array([left + wide / 2, top + HEADING + (tall - HEADING) / 2])
            at = middle + (whole.at[members] - whole.at[members].min(axis=0) - span / 2) * zoom
            parts.append(Panel((left, top, left + wide, top + tall), members, at, "ABC"[len(parts)], zoom))
        top += tall + _SPACE
    return parts


def hull(points: npt.ArrayLike) -> list[Point]:
    """Return the corners of the smallest convex area that holds all points, once around; fewer than three where they lie on one line.

    Andrew's monotone chain (1979), doi:10.1016/0020-0190(79)90072-3

    >>> hull([[0, 0], [2, 0], [1, 0], [1, 1], [0, 2], [2, 2]])
    [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    >>> len(hull([[0, 0], [1, 1], [2, 2]]))
    2
    """
    ordered = [(float(x), float(y)) for x, y in np.unique(np.asarray(points, np.float64).reshape(-1, 2), axis=0)]
    if len(ordered) < 3:
        return ordered
    return [*_side(ordered)[:-1], *_side(ordered[::-1])[:-1]]


def _side(points: list[Point]) -> list[Point]:
    """Return one side of the hull: the points at which it turns left."""
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
