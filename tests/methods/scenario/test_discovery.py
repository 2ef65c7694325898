"""PRIM and CART: the toy case of the reference, every peel against trying all, and boxes that are what they say."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.scenario.discovery import cart, prim

ROOM = np.random.default_rng(5).random((3000, 4))
CORNER = (ROOM[:, 0] > 0.6) & (ROOM[:, 1] < 0.4)


@pytest.mark.parametrize("objective", ["lenient", "original"])
def test_boxes_are_what_they_say_and_densify(objective: str) -> None:
    before = ROOM.copy(), CORNER.copy()
    found = prim(ROOM, CORNER, objective=objective)

    assert (found.coverage[0], found.mass[0], found.n_restricted[0]) == (1, 1, 0)
    for at, limits in enumerate(found.limits):
        held = ((limits[:, 0] <= ROOM) & (limits[:, 1] >= ROOM)).all(axis=1)
        assert found.coverage[at] == pytest.approx(CORNER[held].sum() / CORNER.sum())
        assert found.density[at] == pytest.approx(CORNER[held].mean())
        assert found.mass[at] == pytest.approx(held.mean())
        assert found.n_restricted[at] == np.isfinite(limits).any(axis=1).sum()
    assert (np.diff(found.density) > 0).all() and (np.diff(found.mass) < 0).all() and found.mass[-1] >= 0.05
    assert found.pasted.density >= found.density[-1] and found.pasted.mass >= found.mass[-1]
    assert set(found.pasted.restricted) == {0, 1} and max(found.pasted.quasi_p.values()) < 1e-6
    assert np.array_equal(before[0], ROOM) and np.array_equal(before[1], CORNER)


def peeled(x, y, alpha: float, least: float, lenient: bool):
    """Return the limits of the best peel by trying every one, sorting anew."""
    best = (0.0, None)
    for column in range(x.shape[1]):
        values = np.sort(x[:, column])
        slice_ = max(1, int(alpha * len(x)))
        for low in (True, False):
            edge = values[slice_] if low else values[-slice_ - 1]
            held = x[:, column] >= edge if low else x[:, column] <= edge
            if held.all():
                others = values[values > values[0]] if low else values[values < values[-1]]
                if not len(others):
                    continue
                edge = others[0] if low else others[-1]
                held = x[:, column] >= edge if low else x[:, column] <= edge
            if not held.any() or held.sum() < least:
                continue
            gain = y[held].mean() - y.mean()
            worth = gain / (len(x) - held.sum()) if lenient else gain
            if worth > best[0] + 1e-15:
                best = (worth, held)
    return best[1]


@given(st.integers(0, 2**32), st.booleans(), st.booleans(), st.sampled_from([0.02, 0.1, 0.3]))
def test_every_peel_is_the_best_of_all(seed: int, ties: bool, lenient: bool, alpha: float) -> None:
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 6, (80, 3)).astype(float) if ties else rng.random((80, 3))
    y = rng.random(80) < np.where(x[:, 0] > np.median(x[:, 0]), 0.6, 0.2)
    y[:2] = 0, 1
    found = prim(x, y, alpha=alpha, mass_min=0.1, objective="lenient" if lenient else "original")

    inside = np.ones(80, bool)
    for at in range(1, len(found.limits)):
        held = peeled(x[inside], y[inside], alpha, 8, lenient)
        now = np.flatnonzero(inside)[held]
        kept = ((x >= found.limits[at, :, 0]) & (x <= found.limits[at, :, 1])).all(axis=1)
        gain_ours, gain_theirs = y[kept].mean() - y[inside].mean(), y[now].mean() - y[inside].mean()
        size = inside.sum()
        weigh = (lambda gain, left, n=size: gain / (n - left)) if lenient else (lambda gain, left: gain)
        assert weigh(gain_ours, kept.sum()) == pytest.approx(weigh(gain_theirs, len(now)))
        inside = kept
    assert peeled(x[inside], y[inside], alpha, 8, lenient) is None


def test_a_tree_tells_the_corner_apart() -> None:
    found = cart(ROOM, CORNER, depth=2, mass_min=0.02)
    best = max(found.leaves, key=lambda leaf: leaf.density)

    assert {one.column for one in found.splits} >= {0, 1}
    assert best.density == 1 and best.coverage > 0.99 and best.limits[0, 0] == pytest.approx(0.6, abs=0.01)
    assert sum(leaf.mass for leaf in found.leaves) == pytest.approx(1)
    assert sum(leaf.coverage for leaf in found.leaves) == pytest.approx(1)


@given(st.integers(0, 2**32), st.booleans())
def test_the_first_split_is_the_best_of_all(seed: int, ties: bool) -> None:
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 4, (40, 2)).astype(float) if ties else rng.random((40, 2))
    y = rng.random(40) < 0.4
    y[:2] = 0, 1

    def gini(part) -> float:
        return 2 * part.mean() * (1 - part.mean()) if len(part) else 0

    falls = {}
    for column in range(2):
        values = np.unique(x[:, column])
        for a, b in itertools.pairwise(values):
            left = x[:, column] <= a
            if min(left.sum(), (~left).sum()) >= 4:
                falls[column, (a + b) / 2] = gini(y) - (left.sum() * gini(y[left]) + (~left).sum() * gini(y[~left])) / 40
    found = cart(x, y, depth=1, mass_min=0.1)

    if max(falls.values(), default=0) <= 1e-9:
        assert not [one for one in found.splits if one.gain > 1e-9]
    else:
        assert found.splits[0].gain == pytest.approx(max(falls.values()))
        assert falls[found.splits[0].column, found.splits[0].at] == pytest.approx(max(falls.values()))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: prim([], []), "x must"),
        (lambda: prim([[np.nan], [1]], [0, 1]), "x must"),
        (lambda: prim([[1], [2]], [0, 2]), "y must"),
        (lambda: prim([[1], [2]], [0]), "y must"),
        (lambda: prim([[1], [2]], [1, 1]), "got 2 of 2"),
        (lambda: prim(ROOM, CORNER, alpha=0), "alpha"),
        (lambda: prim(ROOM, CORNER, mass_min=2), "mass_min"),
        (lambda: prim(ROOM, CORNER, objective="any"), "objective"),
        (lambda: cart(ROOM, CORNER, depth=0), "depth"),
        (lambda: cart(ROOM, CORNER, mass_min=0.9), "mass_min"),
    ],
)
def test_what_is_asked_wrongly_is_said(call, words: str) -> None:
    with pytest.raises(BadValue, match="must be") as error:
        call()
    assert words in str(error.value)
