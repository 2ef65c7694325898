"""Levers against a plain computation of each draw, and what is not known stays so."""

from __future__ import annotations

import math
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.bargaining import Lever, drawn, levers, weighted_mean, weighted_median

NAN = float("nan")


def sure(values: list[float]) -> list[list[float]]:
    return [[value] * 3 for value in values]


def by_hand(found: object, lever: Lever, aim: float, points: float | None) -> tuple[list[float], list[float]]:
    """Return the gains of mean and median draw by draw, with the single functions of mean and median."""
    at, care, might = found.position, found.salience, found.power  # type: ignore[attr-defined]
    i = lever.actor
    given = weighted_mean(found.at[:, 1], found.care[:, 1], found.might[:, 1])  # type: ignore[attr-defined]
    friend = (found.at[i, 1] - given) * (aim - given) > 0  # type: ignore[attr-defined]
    gains: tuple[list[float], list[float]] = ([], [])
    for k in range(len(at)):
        position, salience = at[k].copy(), care[k].copy()
        if lever.kind == "position":
            low, _, high = found.at[i]  # type: ignore[attr-defined]
            here = position[i]
            if points is None:
                end = max(here, high) if aim >= here else min(here, low)
            else:
                end = here + points if aim >= here else here - points
            position[i] = min(aim, end) if aim >= here else max(aim, end)
        else:
            low, _, high = found.care[i]  # type: ignore[attr-defined]
            if points is None:
                salience[i] = max(salience[i], high) if friend else min(salience[i], low)
            else:
                salience[i] = min(100, max(0, salience[i] + (points if friend else -points)))
            if not (salience * might[k]).any():
                gains[0].append(0.0)
                gains[1].append(0.0)
                continue
        for gain, outcome in zip(gains, (weighted_mean, weighted_median), strict=True):
            before, after = float(outcome(at[k], care[k], might[k])), float(outcome(position, salience, might[k]))
            gain.append(abs(before - aim) - abs(after - aim))
    return gains


@given(
    st.integers(0, 100_000), st.integers(1, 6), st.sampled_from([None, 5.0, 60.0]), st.sampled_from([0.0, 35.0, 100.0]), st.integers(0, 1)
)
def test_every_effect_is_that_of_each_draw_computed_anew(seed: int, n: int, points: float | None, aim: float, whole: int) -> None:
    random = np.random.default_rng(seed)
    position, salience, power = (np.sort(random.uniform(0.5, 99, (n, 3)), axis=1) for _ in range(3))
    if whole:  # ties of positions and of weights
        position, salience, power = np.round(position / 25) * 25, np.full((n, 3), 50.0), np.ones((n, 3))
    found = drawn(position, salience, power, draws=15, seed=seed)

    for lever in levers(found, aim=aim, points=points).rows:
        on_mean, on_median = by_hand(found, lever, aim, points)
        assert lever.effect.mean == pytest.approx(np.mean(on_mean), abs=1e-7)
        assert lever.on_median.mean == pytest.approx(np.mean(on_median), abs=1e-7)
        assert (lever.effect.low, lever.effect.high) == pytest.approx(tuple(np.quantile(on_mean, (0.1, 0.9))), abs=1e-7)


def test_a_lever_is_weight_times_way() -> None:
    found = drawn(sure([20, 80]), sure([50, 50]), sure([1, 3]), draws=5)
    first, second = levers(found, aim=100, points=8).rows[:2]

    # a quarter and three quarters of the weight, eight points each; raising the salience of 80 from 50 to 58 helps too
    assert {(row.actor, row.kind): row.effect.mean for row in (first, second)} == {
        (1, "position"): pytest.approx(6),
        (0, "position"): pytest.approx(2),
    }
    friend = next(row for row in levers(found, aim=100, points=8).rows if (row.actor, row.kind) == (1, "salience"))
    assert friend.goes_to == 58
    assert friend.effect.mean == pytest.approx((20 * 50 + 80 * 174) / 224 - 65)
    opponent = next(row for row in levers(found, aim=100, points=8).rows if (row.actor, row.kind) == (0, "salience"))
    assert opponent.goes_to == 42


def test_moving_past_the_aim_is_no_gain() -> None:
    found = drawn(sure([40, 90]), sure([50, 50]), sure([1, 1]), draws=5)

    # the mean lies at 65, beyond 60: bringing 40 up to the aim takes it further away
    rows = {(row.actor, row.kind): row for row in levers(found, aim=60, points=50).rows}
    assert rows[0, "position"].goes_to == 60
    assert rows[0, "position"].effect.mean == pytest.approx(-10)
    assert rows[1, "position"].goes_to == 60


def test_what_is_not_known_stays_so_and_is_not_ranked_as_zero_or_one() -> None:
    found = drawn(sure([20, 30, 40, 50]), sure([50] * 4), sure([1, 2, 3, 4]), draws=5)
    said = levers(found, aim=100, points=10, chance=[0.5, 1.0, NAN, 0.1], effort=[0.1, NAN, 0.2, 0.3], without={"salience": [True] * 4})

    assert [(row.actor, row.rests_on) for row in said.rows] == [(0, "gain"), (3, "gain"), (1, "chance"), (2, "effect")]
    known, _, half, least = said.rows
    assert known.gain == pytest.approx(1 * 0.5 - 0.1)
    assert half.expected == pytest.approx(2.0)
    assert math.isnan(half.gain)
    assert math.isnan(least.expected)
    assert math.isnan(least.gain)
    assert least.effort == 0.2
    without_any = levers(found, aim=100, points=10).rows
    assert all(math.isnan(row.chance) and math.isnan(row.gain) for row in without_any)


def test_equal_actors_are_tied_and_stand_in_their_order() -> None:
    found = drawn(sure([20, 20, 20]), sure([50] * 3), sure([1] * 3), draws=5)
    rows = levers(found, aim=80, points=10, without={"salience": True}).rows

    assert [row.actor for row in rows] == [0, 1, 2]
    assert all(row.tied for row in rows)
    assert not levers(drawn(sure([20, 60]), sure([50] * 2), sure([1, 5]), draws=5), aim=80, points=10).rows[0].tied


def test_whoever_stands_at_the_aim_has_no_lever() -> None:
    found = drawn(sure([70]), sure([50]), sure([1]), draws=5)

    assert levers(found, aim=70).rows == ()


@given(st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_an_actor_without_weight_moves_nothing_and_changes_nobody(seed: int) -> None:
    random = np.random.default_rng(seed)
    position, power = random.uniform(5, 95, 4).tolist(), random.uniform(1, 9, 4).tolist()
    here = levers(drawn(sure(position), sure([50] * 4), sure(power), draws=5), aim=90, points=5).rows
    there = levers(drawn(sure([*position, 10]), sure([50] * 5), sure([*power, 0]), draws=5), aim=90, points=5).rows

    mine = {(row.actor, row.kind): row.effect.mean for row in there if row.actor < 4}
    assert mine == pytest.approx({(row.actor, row.kind): row.effect.mean for row in here}, abs=1e-4)
    assert all(abs(row.effect.mean) < 1e-4 for row in there if row.actor == 4)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"aim": 101}, "aim"),
        ({"aim": NAN}, "aim"),
        ({"points": -1}, "points"),
        ({"chance": [0.5]}, "chance"),
        ({"chance": [0.5, 1.5]}, "chance of actor 1"),
        ({"effort": [-1, 0]}, "effort of actor 0"),
        ({"without": {"power": [True, True]}}, "without"),
    ],
)
def test_numbers_out_of_range_are_named(wrong: dict[str, object], said: str) -> None:
    found = drawn(sure([20, 30]), sure([50, 50]), sure([1, 1]), draws=2)
    with pytest.raises(BadValue, match=said):
        levers(found, **{"aim": 50, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(3))
def test_a_median_that_goes_far_is_found_as_one_that_stays_near(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    random = np.random.default_rng(seed)
    position, salience = (np.sort(random.uniform(0, 100, (60, 3)), axis=1) for _ in range(2))
    power = np.sort(random.pareto(0.6, (60, 3)) + 0.01, axis=1)  # one of them outweighs many
    found = drawn(position, salience, power, draws=50)
    near = repr(levers(found, aim=80.0))
    for places in (0, 100):
        monkeypatch.setattr(import_module("legation.methods.bargaining.levers"), "_NEAR", places)

        assert repr(levers(found, aim=80.0)) == near
