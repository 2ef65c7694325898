"""Crowds of dots: which dots are one to the eye, where dots stand so close that their names do not fit, and frames round those parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from legation.figures.placement import Rect

__all__ = ["frames", "joined", "middle", "neighbours"]

Float = npt.NDArray[np.float64]

_LINK = 14.0
"""Dots of one crowd are no further from the next [px]."""
_PAD = 8.0
"""From the outer dots of a crowd to its frame [px]."""


def joined(at: Float, near: float = 1.0) -> list[list[int]]:
    """Join dots that are no further than ``near`` from the first of their group, from left to right [px]."""
    groups: list[list[int]] = []
    firsts = np.empty((0, 2))
    for i in sorted(range(len(at)), key=lambda i: (at[i, 0], at[i, 1], i)):
        close = np.flatnonzero(np.hypot(*(firsts - at[i]).T) <= near)
        if close.size:
            groups[int(close[0])].append(i)
        else:
            groups.append([i])
            firsts = np.vstack([firsts, at[i]])
    return groups


def middle(at: Float, group: Sequence[int]) -> tuple[float, float]:
    """Return the mean place of some dots."""
    x, y = at[group].mean(axis=0).tolist()
    return x, y


def neighbours(at: Float, within: float) -> list[int]:
    """Return how many different dots there are within a distance [px] of each dot, itself included."""
    groups = joined(at)
    places = np.array([middle(at, group) for group in groups])
    near = np.hypot(places[:, None, 0] - places[None, :, 0], places[:, None, 1] - places[None, :, 1]) <= within
    found = [0] * len(at)
    for group, count in zip(groups, near.sum(axis=1).tolist(), strict=True):
        for i in group:
            found[i] = count
    return found


def frames(at: Float, crowded: set[int], widest: float) -> list[tuple[Rect, list[int]]]:
    """Frame the crowds: dots without room for their names, joined where they are near each other, with every dot that a frame holds.

    A frame wider than ``widest`` [px], or one that holds a single point, shows nothing when it is enlarged and is left out.
    """
    found: list[Rect] = []
    left = sorted(crowded)
    while left:
        group = [left.pop(0)]
        for i in group:  # grows while it is read
            near = [j for j in left if np.hypot(*(at[i] - at[j])) <= _LINK]
            group += near
            left = [j for j in left if j not in set(near)]
        (x0, y0), (x1, y1) = at[group].min(axis=0).tolist(), at[group].max(axis=0).tolist()
        found.append((x0 - _PAD, y0 - _PAD, x1 + _PAD, y1 + _PAD))
    while merged := _merge(found):
        found = merged
    zones = []
    for frame in sorted(found, key=lambda f: (f[0], f[1])):
        inside = [i for i, (x, y) in enumerate(at.tolist()) if frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3]]
        zones.append((frame, inside))
    useful = [(frame, inside) for frame, inside in zones if len(joined(at[inside])) > 1 and frame[2] - frame[0] < widest]
    return useful[:8]


def _merge(frames: list[Rect]) -> list[Rect] | None:
    """Join the first two frames that touch; None when none do."""
    for i, a in enumerate(frames):
        for j, b in enumerate(frames[:i]):
            if a[0] < b[2] + 4 and b[0] < a[2] + 4 and a[1] < b[3] + 16 and b[1] < a[3] + 16:
                rest = [f for k, f in enumerate(frames) if k not in (i, j)]
                return [*rest, (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))]
    return None
