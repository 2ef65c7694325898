"""Whom a crisis concerns: 100,000 people, 1,000 drawn areas, each answer beside a plain one; time of each kind of area.

``python -m benchmarks.consular_area [AREAS]``. People, stays and areas are drawn (seed 31). An area is drawn round a place, as offsets from
it, so the plain answer needs no antimeridian: it takes each person's distance in longitude from that place and counts, edge by edge, how
often a line to the right leaves the ring. Days are compared as whole numbers. A border of 1,000 corners is timed apart, smooth and rough.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.consular.area import Affected, affected

PEOPLE, AREAS = 100_000, 1_000
BUDGET_MS = 200
DAYS = np.datetime64("2026-01-01", "D"), 365
UNPLACED, OPEN = 0.05, 0.1
CORNERS = 1_000
TOWNS = np.column_stack([np.linspace(-180, 180, 200, endpoint=False), 60 * np.sin(np.arange(200) * 2.4)])
"""Two hundred places round the Earth, from 60 degrees south to 60 north."""
NO_DAY = np.iinfo(np.int64).min


@dataclass(frozen=True)
class People:
    """Where each is and from when to when."""

    longitude: np.ndarray
    latitude: np.ndarray
    arrives: np.ndarray
    leaves: np.ndarray


@dataclass(frozen=True)
class Drawn:
    """An area, the kind of it, the place it is drawn round, and its rings as offsets in longitude: outer rings, then holes."""

    kind: str
    area: dict[str, Any]
    east: float
    outer: list[np.ndarray]
    holes: list[np.ndarray]


def people(number: int, rng: np.random.Generator) -> People:
    """Draw people round two hundred places, some of them without a place, some with an open stay."""
    town = TOWNS[rng.integers(0, len(TOWNS), number)] + rng.normal(0, 1.5, (number, 2))
    longitude = (town[:, 0] + 180) % 360 - 180
    longitude[rng.random(number) < UNPLACED] = np.nan
    arrives = DAYS[0] + rng.integers(0, DAYS[1], number)
    leaves = arrives + rng.integers(0, 90, number)
    arrives[rng.random(number) < OPEN] = np.datetime64("NaT")
    leaves[rng.random(number) < OPEN] = np.datetime64("NaT")
    return People(longitude, town[:, 1], arrives, leaves)


def star(rng: np.random.Generator, corners: int, reach: float, rough: float) -> np.ndarray:
    """Draw a ring round nought: one corner in each direction, at a distance that varies."""
    turn = np.sort(rng.uniform(0, 2 * np.pi, corners))
    far = reach * (1 - rough * rng.random(corners))
    return np.column_stack([far * np.cos(turn), far * np.sin(turn)])


def moved(ring: np.ndarray, east: float, north: float) -> np.ndarray:
    """Return a ring at another place."""
    return ring + np.array([east, north])


def written(offsets: np.ndarray, east: float, north: float) -> list[list[float]]:
    """Return a ring as GeoJSON has it."""
    ring = np.column_stack([(offsets[:, 0] + east + 180) % 360 - 180, offsets[:, 1] + north])
    return [*ring.tolist(), ring[0].tolist()]


def areas(number: int, rng: np.random.Generator) -> Iterator[Drawn]:
    """Draw areas of four kinds in turn: circles, rings, rings with a hole, several rings; a fourth of them at the antimeridian."""
    for index in range(number):
        town = TOWNS[rng.integers(0, len(TOWNS)) if rng.random() < 0.75 else rng.choice([0, 1, 198, 199])]
        east, north = (float(one) for one in town * 0.999 + rng.uniform(-0.2, 0.2, 2))
        reach = float(np.exp(rng.uniform(np.log(0.5), np.log(28))))
        if index % 4 == 0:
            yield Drawn("circle", {"type": "Circle", "coordinates": [east, north], "radius_km": reach * 111}, east, [], [])
            continue
        outer = star(rng, int(rng.integers(3, 40)), reach, float(rng.uniform(0, 0.9)))
        if index % 4 == 1:
            yield Drawn("ring", {"type": "Polygon", "coordinates": [written(outer, east, north)]}, east, [moved(outer, 0, north)], [])
        elif index % 4 == 2:
            hole = outer * rng.uniform(0.2, 0.8)
            rings = [written(outer, east, north), written(hole, east, north)]
            yield Drawn("hole", {"type": "Polygon", "coordinates": rings}, east, [moved(outer, 0, north)], [moved(hole, 0, north)])
        else:
            several = [moved(outer * 0.4, side * reach, north) for side in (-1, 0, 1)]
            rings = [[written(one, east, 0)] for one in several]
            yield Drawn("several", {"type": "MultiPolygon", "coordinates": rings}, east, several, [])


def plain(drawn: Drawn, first: np.datetime64, last: np.datetime64, those: People) -> Affected:
    """Return the answer without any of the code that is measured."""
    arrives, leaves = those.arrives.view(np.int64), those.leaves.view(np.int64)
    meets = ((arrives == NO_DAY) | (arrives <= int(last.view(np.int64)))) & ((leaves == NO_DAY) | (leaves >= int(first.view(np.int64))))
    known = ~np.isnan(those.longitude)
    x = (those.longitude - drawn.east + 180) % 360 - 180
    if drawn.kind == "circle":
        centre, there = np.radians(drawn.area["coordinates"][1]), np.radians(those.latitude)
        cosine = np.sin(centre) * np.sin(there) + np.cos(centre) * np.cos(there) * np.cos(np.radians(x))
        inside = 6371.0088 * np.arccos(np.clip(cosine, -1, 1)) <= drawn.area["radius_km"]
    else:
        inside = np.any([odd(ring, x, those.latitude) for ring in drawn.outer], axis=0)
        for ring in drawn.holes:
            inside &= ~odd(ring, x, those.latitude)
    return Affected(meets & known & inside, meets & ~known)


def odd(ring: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return whether a line to the right passes an odd number of edges."""
    inside = np.zeros(len(x), bool)
    for (x1, y1), (x2, y2) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if y1 != y2:
            inside ^= ((y1 > y) != (y2 > y)) & (x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return inside


def timed(area: dict[str, Any], first: np.datetime64, last: np.datetime64, those: People) -> tuple[Affected, float, float]:
    """Return the answer, its milliseconds, and those that the processor took where others want it too."""
    began = time.perf_counter(), time.process_time()
    found = affected(area, first, last, those.longitude, those.latitude, those.arrives, those.leaves)
    return found, (time.perf_counter() - began[0]) * 1e3, (time.process_time() - began[1]) * 1e3


def main(number: int = AREAS) -> None:
    """Print how many answers are those of the plain way, and the time of each kind."""
    rng = np.random.default_rng(31)
    those = people(PEOPLE, rng)
    print(f"people in the area of a crisis: {PEOPLE:,} people, {number:,} drawn areas, beside a plain answer; at most {BUDGET_MS} ms each")
    alike, chosen, times = 0, 0, dict[str, list[tuple[float, float]]]()
    for drawn in areas(number, rng):
        first = DAYS[0] + rng.integers(0, DAYS[1])
        last = first + rng.integers(0, 14)
        found, *took = timed(drawn.area, first, last, those)
        expected = plain(drawn, first, last, those)
        alike += bool(np.array_equal(found.inside, expected.inside) and np.array_equal(found.unplaced, expected.unplaced))
        chosen += int(found.inside.sum())
        times.setdefault(drawn.kind, []).append((took[0], took[1]))
    print(f"  the same people: {alike:,} of {number:,} areas; {chosen / number:,.0f} people in one on average")
    for kind, took in times.items():
        print(f"  {kind:8} {spread(took)}")
    everywhere = People(rng.uniform(-30, 30, PEOPLE), rng.uniform(-30, 30, PEOPLE), those.arrives, those.leaves)
    always = [np.datetime64("NaT", "D")] * 2
    for name, rough in (("smooth", 0.02), ("rough", 0.3), ("jagged", 0.95)):
        border = {"type": "Polygon", "coordinates": [written(star(rng, CORNERS, 29, rough), 0, 0)]}
        took = [timed(border, *always, everywhere)[1:] for _ in range(9)]
        print(f"  {CORNERS:,} corners, {name:6} {spread(took)} (all days, everybody near)")


def spread(took: list[tuple[float, float]]) -> str:
    """Return the median and the longest of times, and the median of the processor's."""
    whole, processor = zip(*took, strict=True)
    return f"median {np.median(whole):5.1f} ms, slowest {max(whole):5.1f} ms; processor {np.median(processor):5.1f} ms"


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
