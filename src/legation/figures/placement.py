"""Where labels stand so that none covers another, a dot or a leader line: the nearest free slot, else none.

Rectangles are (left, top, right, bottom) in pixels. Given the same input, the same slots are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Rect", "Slot", "place"]

Rect = tuple[float, float, float, float]
Float = npt.NDArray[np.float64]

_ANGLES = np.deg2rad([0, 180, 270, 90, 335, 205, 25, 155, 310, 230, 50, 130, 290, 250, 70, 110])
_NEAR = 2.0
"""A label that is this near to its dot needs no leader line [px]."""
_CHUNK = 24
"""Candidates that are looked at together."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A label's place: its rectangle, and the leader line from its dot, if it needs one."""

    rect: Rect
    leader: tuple[float, float, float, float] | None


def place(
    anchors: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    obstacles: Sequence[Rect],
    bounds: Rect,
    *,
    gap: float = 5.0,
    reach: float = 150.0,
) -> list[Slot | None]:
    """Find a slot for each label, lonely dots first, in rings round the dot.

    Parameters
    ----------
    anchors, sizes : sequences of (x, y) and (width, height)
        The dot of each label and the room that the label takes [px].
    obstacles : sequence of Rect
        What no label may cover: the dots.
    bounds : Rect
        Labels stay inside.
    gap : float
        From a dot's centre to the nearest edge of its label [px].
    reach : float
        Longest distance of a label from its dot [px].

    Returns
    -------
    list of Slot or None
        In the order given; None where no slot within reach is free.

    Examples
    --------
    >>> a, b = place([(50, 50), (52, 50)], [(20, 10), (20, 10)], [], (0, 0, 100, 100))
    >>> a.rect[2] <= b.rect[0] or b.rect[2] <= a.rect[0]
    True
    """
    taken = np.array(obstacles, np.float64).reshape(-1, 4)
    lines = np.empty((0, 4))
    found: list[Slot | None] = [None] * len(anchors)
    labels = np.empty((0, 4))
    for i in _loneliest_first(anchors, sizes):
        rects, ends = _candidates(anchors[i], sizes[i], gap, reach)
        inside = (rects[:, 0] >= bounds[0]) & (rects[:, 1] >= bounds[1]) & (rects[:, 2] <= bounds[2]) & (rects[:, 3] <= bounds[3])
        free = inside & ~_overlaps(rects, taken).any(axis=1)
        slot = _first_clear(anchors[i], rects[free], ends[free], labels, lines, gap)
        if slot is None:
            continue
        found[i] = slot
        taken = np.vstack([taken, slot.rect])
        labels = np.vstack([labels, slot.rect])
        if slot.leader:
            lines = np.vstack([lines, slot.leader])
    return found


def _first_clear(anchor: tuple[float, float], rects: Float, ends: Float, labels: Float, lines: Float, gap: float) -> Slot | None:
    """Return the first candidate that no leader line crosses and whose own crosses neither a label nor a line."""
    for start in range(0, len(rects), _CHUNK):
        some, to = rects[start : start + _CHUNK], ends[start : start + _CHUNK]
        leaders = np.column_stack([np.tile(np.array(anchor, np.float64), (len(to), 1)), to])
        long = np.hypot(*(leaders[:, 2:] - leaders[:, :2]).T) > gap + _NEAR
        bad = _cut(lines, some).any(axis=0) | (long & (_cut(leaders, labels).any(axis=1) | _crossing(leaders, lines)))
        if not bad.all():
            k = int(bad.argmin())
            return Slot(_rect(some[k]), _rect(leaders[k]) if long[k] else None)
    return None


def _rect(values: Float) -> Rect:
    a, b, c, d = (float(v) for v in values)
    return a, b, c, d


def _loneliest_first(anchors: Sequence[tuple[float, float]], sizes: Sequence[tuple[float, float]]) -> list[int]:
    """Order labels by how far their few nearest neighbours are, the large ones before the small ones."""
    if not anchors:
        return []
    points = np.array(anchors, np.float64)
    distance = np.hypot(points[:, None, 0] - points[None, :, 0], points[:, None, 1] - points[None, :, 1])
    near = np.sort(distance, axis=1)[:, 1:7].mean(axis=1) if len(points) > 1 else np.zeros(1)
    area = [round(w * h / 600) for w, h in sizes]
    return sorted(range(len(points)), key=lambda i: (-area[i], -round(float(near[i]), 6), i))


def _candidates(anchor: tuple[float, float], size: tuple[float, float], gap: float, reach: float) -> tuple[Float, Float]:
    """Return rectangles round a dot, the nearest first, and the point of each that its leader line goes to."""
    x, y = anchor
    w, h = size
    rings = np.arange(0.0, reach, 3.0)
    radius, angle = (grid.ravel() for grid in np.meshgrid(rings, _ANGLES, indexing="ij"))
    across, down = np.cos(angle), np.sin(angle)
    centre_x = x + across * (radius + gap) + np.sign(np.round(across, 9)) * np.minimum(1, np.abs(across) * 1.6) * w / 2
    centre_y = y + down * (radius + gap) + np.sign(np.round(down, 9)) * np.minimum(1, np.abs(down) * 1.6) * h / 2
    rects = np.column_stack([centre_x - w / 2, centre_y - h / 2, centre_x + w / 2, centre_y + h / 2])
    ends = np.column_stack([np.clip(x, rects[:, 0], rects[:, 2]), np.clip(y, rects[:, 1], rects[:, 3])])
    length = np.hypot(ends[:, 0] - x, ends[:, 1] - y)
    order = np.lexsort((np.arange(len(length)), np.round(length, 3) // 3))
    return rects[order], ends[order]


def _overlaps(rects: Float, others: Float) -> npt.NDArray[np.bool_]:
    a, b = rects[:, None, :], others[None, :, :]
    return np.asarray((a[..., 0] < b[..., 2]) & (b[..., 0] < a[..., 2]) & (a[..., 1] < b[..., 3]) & (b[..., 1] < a[..., 3]))


def _cut(lines: Float, rects: Float) -> npt.NDArray[np.bool_]:
    """Whether each line passes through each rectangle, shape (n_lines, n_rects)."""
    first, last = np.zeros((len(lines), len(rects))), np.ones((len(lines), len(rects)))
    with np.errstate(divide="ignore", invalid="ignore"):
        for axis in (0, 1):
            start, step = lines[:, None, axis], (lines[:, axis + 2] - lines[:, axis])[:, None]
            low, high = rects[None, :, axis] - start, rects[None, :, axis + 2] - start
            one, two = low / step, high / step
            still = step == 0
            outside = still & ((low > 0) | (high < 0))
            first = np.maximum(first, np.where(still, np.where(outside, 2.0, 0.0), np.minimum(one, two)))
            last = np.minimum(last, np.where(still, 1.0, np.maximum(one, two)))
    return np.asarray(first < last)


def _crossing(leaders: Float, lines: Float) -> npt.NDArray[np.bool_]:
    """Whether each leader line crosses any of the lines; lines from one dot do not, shape (n_leaders,)."""
    p, r = leaders[:, None, :2], (leaders[:, 2:] - leaders[:, :2])[:, None]
    q, s = lines[None, :, :2], (lines[:, 2:] - lines[:, :2])[None]
    cross = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        t = ((q[..., 0] - p[..., 0]) * s[..., 1] - (q[..., 1] - p[..., 1]) * s[..., 0]) / cross
        u = ((q[..., 0] - p[..., 0]) * r[..., 1] - (q[..., 1] - p[..., 1]) * r[..., 0]) / cross
    return np.asarray(((t > 1e-6) & (t < 1) & (u > 1e-6) & (u < 1)).any(axis=1))
