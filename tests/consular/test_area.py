"""Whom a crisis concerns: areas, their borders, the antimeridian, circles, stays, and what cannot be read."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from consular.area_by_fractions import is_in
from hypothesis import given
from hypothesis import strategies as st

from legation.consular.area import affected
from legation.consular.shapes import MOST_POSITIONS
from legation.errors import LegationError
from legation.language import LANGUAGES, say

NAT = np.datetime64("NaT", "D")
SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def inside(area: dict[str, Any], *places: tuple[float, float]) -> list[bool]:
    longitude, latitude = zip(*places, strict=True)
    found = affected(area, None, None, longitude, latitude, [NAT] * len(places), [NAT] * len(places))
    assert not found.unplaced.any()
    return found.inside.tolist()  # type: ignore[no-any-return]


def test_who_is_on_the_border_or_a_corner_is_inside() -> None:
    assert inside(polygon(SQUARE), (0, 0), (10, 5), (5, 10), (5, 5), (10.000001, 5), (-1, -1)) == [True] * 4 + [False] * 2


def test_a_hole_is_outside_and_its_border_inside() -> None:
    hole = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]

    assert inside(polygon(SQUARE, hole), (5, 5), (4, 5), (6, 6), (3, 5)) == [False, True, True, True]


@pytest.mark.parametrize("shift", [0, 360, -360])
def test_an_edge_takes_the_short_way_across_the_antimeridian(shift: int) -> None:
    fiji = polygon([[177, -20], [-178 + max(shift, 0), -20], [-178 + max(shift, 0), -15], [177, -15], [177, -20]])
    if shift < 0:
        fiji = polygon([[-183, -20], [-178, -20], [-178, -15], [-183, -15], [-183, -20]])

    places = [(179, -18), (-179, -18), (180, -18), (-180, -18), (181, -18), (-178, -20), (0, -18), (-177, -18)]
    assert inside(fiji, *places) == [True] * 6 + [False] * 2


def test_a_hole_across_the_antimeridian_is_written_on_whichever_side() -> None:
    outer = [[170, -10], [-170, -10], [-170, 10], [170, 10], [170, -10]]
    hole = [[-179, -5], [179, -5], [179, 5], [-179, 5], [-179, -5]]

    assert inside(polygon(outer, hole), (180, 0), (-180, 0), (178, 0), (-178, 0), (-179, 5)) == [False, False, True, True, True]


def test_an_area_cut_at_the_antimeridian_holds_what_is_on_the_cut() -> None:
    halves = [[[[170, 0], [180, 0], [180, 9], [170, 9], [170, 0]]], [[[-180, 0], [-170, 0], [-170, 9], [-180, 9], [-180, 0]]]]

    assert inside({"type": "MultiPolygon", "coordinates": halves}, (180, 5), (-180, 5), (175, 5), (-175, 5), (0, 5)) == [True] * 4 + [False]


def test_a_belt_round_the_whole_earth_is_laid_out() -> None:
    belt = [[x, -5] for x in range(-180, 181, 60)] + [[x, 5] for x in range(180, -181, -60)] + [[-180, -5]]

    assert inside(polygon(belt), (0, 0), (180, 0), (-180, 5), (90, 6)) == [True, True, True, False]


def test_the_area_of_a_pole_is_a_ring_along_its_latitude() -> None:
    cap = [[x, 60] for x in range(-180, 181, 60)] + [[x, 90] for x in range(180, -181, -60)] + [[-180, 60]]

    assert inside(polygon(cap), (12, 80), (-180, 70), (0, 90), (0, 59)) == [True, True, True, False]


_COORDINATE = st.integers(-8, 8).map(lambda n: n / 2)


@given(
    ring=st.lists(st.tuples(_COORDINATE, _COORDINATE), min_size=3, max_size=9, unique=True),
    places=st.lists(st.tuples(_COORDINATE, _COORDINATE), min_size=1, max_size=20),
    east=st.sampled_from([0, 178, -178, 90]),
)
def test_as_an_exact_rule_of_one_edge_after_the_other(ring: list[Any], places: list[Any], east: int) -> None:
    def there(x: float, y: float) -> list[float]:
        return [math.remainder(x + east, 360), y]

    area = polygon([there(*one) for one in [*ring, ring[0]]])
    points = [tuple(there(*one)) for one in places]
    try:
        found = inside(area, *points)  # type: ignore[arg-type]
    except LegationError as error:
        assert "encloses nothing" in str(error)
        return

    assert found == [is_in(area, *one) for one in points]


@given(seed=st.integers(0, 2**32), corners=st.integers(3, 80), east=st.sampled_from([0.0, 179.5, -121.3]), rough=st.floats(0, 0.95))
def test_as_an_exact_rule_on_drawn_areas(seed: int, corners: int, east: float, rough: float) -> None:
    rng = np.random.default_rng(seed)
    turn = np.sort(rng.uniform(0, 2 * np.pi, corners))
    reach = 8 * (1 - rough * rng.random(corners))
    ring = [[math.remainder(x + east, 360), y] for x, y in np.column_stack([reach * np.cos(turn), reach * np.sin(turn)]).tolist()]
    ring.append(ring[0])
    places = [(math.remainder(x + east, 360), y) for x, y in rng.uniform(-9, 9, (15, 2)).tolist()] + [tuple(one) for one in ring[:5]]

    assert inside(polygon(ring), *places) == [is_in(polygon(ring), *one) for one in places]  # type: ignore[arg-type]


def haversine(one: tuple[float, float], other: tuple[float, float]) -> float:
    (x1, y1), (x2, y2) = (tuple(map(math.radians, place)) for place in (one, other))
    part = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1, math.sqrt(part)))


@given(
    centre=st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
    radius=st.floats(1, 20_000),
    places=st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1),
)
def test_a_circle_is_what_lies_within_a_distance(centre: tuple[float, float], radius: float, places: list[tuple[float, float]]) -> None:
    found = inside({"type": "Circle", "coordinates": list(centre), "radius_km": radius}, *places)

    assert all(
        one == (haversine(centre, place) <= radius)
        for one, place in zip(found, places, strict=True)
        if abs(haversine(centre, place) - radius) > 1e-6
    )


def test_a_circle_goes_across_the_antimeridian_and_over_a_pole() -> None:
    assert inside({"type": "Circle", "coordinates": [179.9, 0], "radius_km": 50}, (-179.9, 0), (179, 0)) == [True, False]
    assert inside({"type": "Circle", "coordinates": [0, 89.9], "radius_km": 50}, (180, 89.9), (180, 89)) == [True, False]


def test_a_stay_meets_the_days_of_the_crisis_where_one_day_is_in_both() -> None:
    days = ["2026-03-01", "2026-03-02", "2026-03-05", "2026-03-09", "2026-03-10"]
    arrives = np.array([*days, "NaT", "NaT", days[0], "NaT"], "datetime64[D]")
    leaves = np.array([days[0], days[1], "NaT", *days[3:], days[0], "NaT", "NaT", days[1]], "datetime64[D]")

    found = affected(polygon(SQUARE), dt.date(2026, 3, 2), dt.date(2026, 3, 9), [5.0] * 9, [5.0] * 9, arrives, leaves)

    assert found.inside.tolist() == [False, True, True, True, False, False, True, True, True]


def test_who_has_no_place_is_apart_where_the_stay_meets_the_days() -> None:
    nan, last = float("nan"), [dt.date(2026, 3, 1), None, None, None, None, None]

    found = affected(polygon(SQUARE), "2026-03-02", None, [nan, nan, 5, 5, math.inf, 5], [nan, nan, nan, 5, 5, 95], [None] * 6, last)

    assert found.unplaced.tolist() == [False, True, True, False, True, True]
    assert found.inside.tolist() == [False, False, False, True, False, False]


def test_nobody_is_nobody() -> None:
    found = affected(polygon(SQUARE), None, None, [], [], [], [])

    assert (found.inside.shape, found.inside.dtype, found.unplaced.shape) == ((0,), np.dtype(bool), (0,))


def test_nothing_given_is_changed() -> None:
    place, day = np.array([5.0, np.nan]), np.array(["2026-03-02", "NaT"], "datetime64[D]")
    before = place.copy(), day.copy()

    affected(polygon(SQUARE), dt.date(2026, 3, 2), dt.date(2026, 3, 9), place, place, day, day)

    np.testing.assert_array_equal(place, before[0])
    np.testing.assert_array_equal(day, before[1])


CIRCLE = {"type": "Circle", "coordinates": [0, 0], "radius_km": 5}
ROUND_A_POLE = [[0, 80], [120, 80], [-120, 80], [0, 80]]


@pytest.mark.parametrize(
    ("area", "said"),
    [
        (polygon([[0, 0], [180, 0], [90, 10], [0, 0]]), "exactly 180 degrees"),
        (polygon([[-90, 0], [90, 0], [0, 10], [-90, 0]]), "coordinates[0][0] to coordinates[0][1]"),
        (polygon(ROUND_A_POLE), "round a pole"),
        (polygon(ROUND_A_POLE[::-1]), "round a pole"),
        (polygon(SQUARE, ROUND_A_POLE), "coordinates[1]"),
        (polygon([[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]), "encloses nothing"),
        (polygon([[0, 0], [5, 5], [0, 0], [0, 0]]), "encloses nothing"),
        (polygon(SQUARE[:-1]), "repeat its first position"),
        (polygon(SQUARE[:3]), "four positions or more"),
        (polygon([[0, 0], [5, "5"], [5, 0], [0, 0]]), "coordinates[0][1]"),
        (polygon([[0, 0], [5, math.nan], [5, 0], [0, 0]]), "two numbers"),
        (polygon([[0, 0], [5, True], [5, 0], [0, 0]]), "two numbers"),
        (polygon([[0, 0], [10**400, 5], [5, 0], [0, 0]]), "two numbers"),
        (polygon([[0, 0], [5, 95], [5, 0], [0, 0]]), "from -90 to 90"),
        (polygon([[0, 0], [361, 5], [5, 0], [0, 0]]), "from -360 to 360"),
        (polygon([[0, 0], [5], [5, 0], [0, 0]]), "two numbers"),
        (polygon(), "no positions"),
        ({"type": "Polygon"}, "no positions"),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], 5]}, "coordinates[1]"),
        ({"type": "Polygon", "coordinates": ["0 0, 1 1"]}, "no positions"),
        ({"type": "Polygon", "coordinates": [[[0, 0]] * (MOST_POSITIONS + 1)]}, "at most"),
        ({"type": "Feature", "geometry": polygon(SQUARE)}, "the geometry that is in it"),
        ({"type": "Point", "coordinates": [0, 0]}, "Polygon"),
        ([SQUARE], "Polygon"),
        (None, "Polygon"),
        (CIRCLE | {"radius_km": 0}, "more than 0"),
        (CIRCLE | {"radius_km": -5}, "more than 0"),
        (CIRCLE | {"radius_km": math.nan}, "more than 0"),
        (CIRCLE | {"radius_km": "5"}, "more than 0"),
        (CIRCLE | {"radius_km": 30_000}, "20,015 km"),
        (CIRCLE | {"coordinates": [0, 91]}, "from -90 to 90"),
        ({"type": "Circle", "radius_km": 5}, "two numbers"),
    ],
)
def test_an_area_that_cannot_be_read_is_refused_with_its_place_and_what_to_do(area: Any, said: str) -> None:
    with pytest.raises(LegationError) as refused:
        affected(area, None, None, [0.0], [0.0], [NAT], [NAT])

    assert said in str(refused.value)
    assert all(say(refused.value.message, lang).endswith(".") for lang in LANGUAGES)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"first": dt.date(2026, 3, 10)}, "exchange them"),
        ({"first": "soon"}, "YYYY-MM-DD"),
        ({"longitude": [0.0, 1.0]}, "2, 1, 1, 1"),
        ({"latitude": ["north"]}, "latitude"),
        ({"latitude": [[0.0]]}, "latitude"),
        ({"arrives": ["soon"]}, "arrives"),
    ],
)
def test_days_and_lists_that_cannot_be_read_are_refused(changed: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {
        "first": None,
        "last": dt.date(2026, 3, 9),
        "longitude": [0.0],
        "latitude": [0.0],
        "arrives": [NAT],
        "leaves": [NAT],
    }

    with pytest.raises(LegationError, match=said):
        affected(polygon(SQUARE), **given | changed)
