"""Dots that stand on a line, each at its place and none over another: they pile up where many stand together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Swarm", "swarm"]

_INK = 5200.0
"""What all dots cover together [px²]."""
_SMALL, _LARGE, _TALL = 2.2, 13.0, 120.0
_TOGETHER = 6
"""Fewer at one place are not drawn as one."""


@dataclass(frozen=True, slots=True)
class Swarm:
    """A dot: who it stands for, its centre as a place and a height above the line, and its radius [px]."""

    members: tuple[int, ...]
    x: float
    height: float
    radius: float


def swarm(places: Sequence[tuple[float, float]]) -> list[Swarm]:
    """Return a dot for each place; those at one place become one dot where their pile would be too high.

    Parameters
    ----------
    places : sequence of (float, float)
        Where on the line [px], and the share of all that the dot's area shows [0 to 1].

    Examples
    --------
    >>> first, second = swarm([(10, 0.5), (10, 0.5)])
    >>> first.height < second.height, first.radius
    (True, 13.0)
    >>> len(swarm([(10, 0.01)] * 90)), len(swarm([(10, 0.01)] * 90)[0].members)
    (1, 90)
    """
    at: dict[float, list[int]] = {}
    for i, (x, _) in enumerate(places):
        at.setdefault(round(x, 1), []).append(i)
    groups: list[tuple[int, ...]] = []
    for there in at.values():
        pile = sum(2 * _radius(places[i][1]) for i in there)
        groups += [tuple(there)] if len(there) >= _TOGETHER and pile > _TALL else [(i,) for i in there]
    sized = []
    for members in groups:
        share = sum(places[i][1] for i in members)
        radius = _radius(share) if len(members) == 1 else min(34.0, max(_SMALL * 2, math.sqrt(share * _INK / math.pi)))
        sized.append((members, places[members[0]][0], radius))
    placed: list[Swarm] = []
    for members, x, radius in sorted(sized, key=lambda item: (-item[2], item[1], item[0])):
        placed.append(Swarm(members, x, _height(placed, x, radius), radius))
    return placed


def _radius(share: float) -> float:
    return min(_LARGE, max(_SMALL, math.sqrt(share * _INK / math.pi)))


def _height(placed: Sequence[Swarm], x: float, radius: float) -> float:
    """Return the least height at which a dot touches no other."""
    near = [dot for dot in placed if abs(dot.x - x) < dot.radius + radius + 1]
    reach = [math.sqrt((dot.radius + radius + 1) ** 2 - (dot.x - x) ** 2) for dot in near]
    heights = [radius + 1, *(dot.height + far for dot, far in zip(near, reach, strict=True))]
    free = [h for h in heights if all(abs(h - dot.height) >= far - 1e-6 for dot, far in zip(near, reach, strict=True))]
    return min(h for h in free if h >= radius + 1)
