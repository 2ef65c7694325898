"""Classical scaling: exact where a plane is enough, and honest where there is nothing to draw."""

from __future__ import annotations

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.voting.scaling import classical_scaling


def distances(points: np.ndarray) -> np.ndarray:
    return np.sqrt(((points[:, None] - points[None]) ** 2).sum(-1))


def agreement_of(points: np.ndarray) -> np.ndarray:
    """Return agreement whose disagreement is the distance of the points."""
    return np.clip(1 - distances(points), 0, 1)


@pytest.fixture(params=range(6))
def plane(request: pytest.FixtureRequest) -> np.ndarray:
    return np.random.default_rng(request.param).uniform(0, 0.7, (9, 2))


def test_points_in_a_plane_come_back_up_to_rotation(plane: np.ndarray) -> None:
    placed = classical_scaling(agreement_of(plane))
    wanted = plane - plane.mean(0)
    left, _, right = np.linalg.svd(placed.coordinates.T @ wanted)

    np.testing.assert_allclose(placed.coordinates @ (left @ right), wanted, atol=1e-9)
    np.testing.assert_allclose(distances(placed.coordinates), distances(plane), atol=1e-9)
    assert placed.stress == pytest.approx(0, abs=1e-9)
    assert placed.shares.sum() == pytest.approx(1)
    assert placed.filled == 0


def test_the_first_axis_carries_most_and_the_middle_is_in_the_middle(plane: np.ndarray) -> None:
    placed = classical_scaling(agreement_of(plane))

    assert placed.shares[0] >= placed.shares[1] >= 0
    np.testing.assert_allclose(placed.coordinates.mean(0), 0, atol=1e-9)
    np.testing.assert_allclose((placed.coordinates**2).sum(0) / (placed.coordinates**2).sum(), placed.shares, atol=1e-9)


def test_on_each_axis_the_farthest_point_is_positive(plane: np.ndarray) -> None:
    coordinates = classical_scaling(agreement_of(plane)).coordinates

    for column in coordinates.T:
        assert column[np.abs(column).round(9).argmax()] > 0


def test_of_two_that_are_equally_far_the_first_row_is_positive() -> None:
    placed = classical_scaling([[1, 0.2], [0.2, 1]])

    np.testing.assert_allclose(placed.coordinates, [[0.4, 0], [-0.4, 0]], atol=1e-9)


def test_the_order_of_actors_changes_only_their_places(plane: np.ndarray) -> None:
    order = np.random.default_rng(1).permutation(len(plane))
    agree = agreement_of(plane)

    one, other = classical_scaling(agree), classical_scaling(agree[np.ix_(order, order)])

    np.testing.assert_allclose(other.coordinates, one.coordinates[order], atol=1e-9)


def test_more_than_a_plane_has_stress() -> None:
    """Five that all disagree by the same need four dimensions."""
    placed = classical_scaling(np.full((5, 5), 0.5) + 0.5 * np.eye(5))

    assert placed.stress > 0.2
    assert placed.shares.sum() == pytest.approx(0.5)


def test_who_shares_no_roll_call_with_anybody_has_no_place() -> None:
    agree = agreement_of(np.array([[0, 0], [0.3, 0], [0, 0.3], [0.2, 0.2]]))
    agree[3, :3] = agree[:3, 3] = np.nan
    placed = classical_scaling(agree)

    assert np.isnan(placed.coordinates[3]).all()
    np.testing.assert_allclose(placed.coordinates[:3], classical_scaling(agree[:3, :3]).coordinates, atol=1e-12)
    assert placed.filled == 0


def test_a_pair_that_is_not_known_stands_at_the_mean() -> None:
    agree = agreement_of(np.array([[0, 0], [0.3, 0], [0, 0.4]]))
    known = agree.copy()
    agree[0, 1] = agree[1, 0] = np.nan
    known[0, 1] = known[1, 0] = (agree[0, 2] + agree[1, 2]) / 2
    placed = classical_scaling(agree)

    assert placed.filled == 1
    np.testing.assert_allclose(placed.coordinates, classical_scaling(known).coordinates, atol=1e-12)


@pytest.mark.parametrize("one", [[[1.0]], [[np.nan]]])
def test_one_actor_stands_in_the_middle(one: list[list[float]]) -> None:
    placed = classical_scaling(one)

    assert placed.coordinates.tolist() == [[0, 0]]
    assert np.isnan(placed.stress)


def test_nobody_and_strangers() -> None:
    assert classical_scaling(np.zeros((0, 0))).coordinates.shape == (0, 2)
    strangers = classical_scaling(np.full((3, 3), np.nan))

    assert np.isnan(strangers.coordinates).all()
    assert np.isnan(strangers.stress)


def test_all_alike_stand_in_one_place() -> None:
    placed = classical_scaling(np.ones((4, 4)))

    np.testing.assert_allclose(placed.coordinates, 0, atol=1e-9)
    assert placed.stress == 0


@pytest.mark.parametrize("wrong", [[[1, 0.5]], [1, 1], [[1, 0.2], [0.3, 1]], [[1, 1.2], [1.2, 1]], [[1, -0.1], [-0.1, 1]]])
def test_what_is_no_agreement_is_refused(wrong: list[object]) -> None:
    with pytest.raises(BadValue, match="agreement must be"):
        classical_scaling(wrong)
