"""Slabs give what exact predicates give, for many places at once, and say of which they are not sure."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from legation.consular import containment
from legation.consular.shapes import Rings
from legation.consular.slabs import slabs_of


def closed(corners: np.ndarray) -> np.ndarray:
    return np.vstack([corners, corners[:1]])


@given(seed=st.integers(0, 2**32), corners=st.integers(3, 200), rough=st.floats(0, 0.99), grid=st.sampled_from([0, 1, 8, 1000]))
def test_as_the_exact_predicates_on_rings_that_are_drawn(seed: int, corners: int, rough: float, grid: int) -> None:
    """On a coarse grid very many places are corners or on edges, and rings cross themselves."""
    rng = np.random.default_rng(seed)
    turn = np.sort(rng.uniform(0, 2 * np.pi, corners))
    reach = 10 * (1 - rough * rng.random(corners))
    ring = closed(np.column_stack([reach * np.cos(turn), reach * np.sin(turn)]))
    places = rng.uniform(-11, 11, (1_500, 2))
    if grid:
        ring, places = np.round(ring * grid) / grid, np.round(places * grid) / grid
    places = np.vstack([places, ring])
    shape = shapely.Polygon(ring)

    outer = containment.in_rings((Rings(ring, ()),), places[:, 0], places[:, 1])
    hole = containment.in_rings(
        (Rings(closed(np.array([[-20.0, -20], [20, -20], [20, 20], [-20, 20]])), (ring,)),), places[:, 0], places[:, 1]
    )

    np.testing.assert_array_equal(outer, shapely.intersects_xy(shape, places[:, 0], places[:, 1]))
    np.testing.assert_array_equal(hole, ~shapely.contains_xy(shape, places[:, 0], places[:, 1]))


def test_most_places_are_sure_and_those_on_an_edge_are_not() -> None:
    rng = np.random.default_rng(0)
    ring = closed(np.array([[0.0, 0], [10, 1], [9, 9], [5, 3], [1, 8]]))
    slabs = slabs_of(ring)
    assert slabs is not None

    _, sure = slabs.locate(rng.uniform(-1, 11, 10_000), rng.uniform(-1, 11, 10_000))
    middle = (ring[:-1] + ring[1:]) / 2
    _, on_edge = slabs.locate(middle[:, 0], middle[:, 1])
    _, on_corner = slabs.locate(ring[:, 0], ring[:, 1])

    assert sure.mean() > 0.7  # not those above and below all corners
    assert not on_edge.any()
    assert not on_corner.any()


def test_a_ring_that_crosses_itself_has_no_slabs() -> None:
    assert slabs_of(closed(np.array([[0.0, 0], [4, 4], [4, 0], [0, 4]]))) is None


def test_a_zigzag_of_very_many_pieces_has_no_slabs(monkeypatch: pytest.MonkeyPatch) -> None:
    up = np.column_stack([np.arange(100.0), np.where(np.arange(100) % 2, 50 + np.arange(100) / 9, -np.arange(100) / 9)])
    ring = closed(np.vstack([up, [[99, -80], [0, -80]]]))
    assert slabs_of(ring) is not None

    monkeypatch.setattr("legation.consular.slabs.MOST_PIECES", 1_000)

    assert slabs_of(ring) is None
