"""Whether a place is in a polygon or on its border, in exact fractions, edge by edge: what the fast rule is compared with."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

Position = tuple[Fraction, Fraction]


def laid_out(ring: list[list[float]]) -> list[Position]:
    """Return the positions of a ring, each by the short way from the one before."""
    out = [(Fraction(ring[0][0]), Fraction(ring[0][1]))]
    for longitude, latitude in ring[1:]:
        x = Fraction(longitude)
        while x - out[-1][0] > 180:
            x -= 360
        while x - out[-1][0] < -180:
            x += 360
        out.append((x, Fraction(latitude)))
    return out


def where(ring: list[Position], x: Fraction, y: Fraction) -> str:
    """Return ``in``, ``border`` or ``out``."""
    if not min(x for x, _ in ring) <= x <= max(x for x, _ in ring):
        return "out"
    inside = False
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if not min(y1, y2) <= y <= max(y1, y2):
            continue
        side = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
        if side == 0 and min(x1, x2) <= x <= max(x1, x2):
            return "border"
        if (y1 > y) != (y2 > y) and (side > 0) == (y2 > y1):
            inside = not inside
    return "in" if inside else "out"


def on_turns(ring: list[list[float]], longitude: float, latitude: float) -> set[str]:
    """Return where a place is, on each turn of longitude."""
    flat = laid_out(ring)
    return {where(flat, Fraction(longitude) + 360 * turn, Fraction(latitude)) for turn in range(-2, 3)}


def is_in(area: dict[str, Any], longitude: float, latitude: float) -> bool:
    """Whether a place is in a Polygon or MultiPolygon or on its border."""
    polygons = [area["coordinates"]] if area["type"] == "Polygon" else area["coordinates"]
    return any(
        bool(on_turns(outer, longitude, latitude) & {"in", "border"})
        and not any("in" in on_turns(hole, longitude, latitude) for hole in holes)
        for outer, *holes in polygons
    )
