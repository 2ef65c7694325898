"""The draws hold their ranges, the forecast leads with the published mean, and the other models stand beside it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.bargaining import (
    Draws,
    Ruled,
    agenda_setter,
    challenge,
    core,
    drawn,
    forecast,
    spatial_model,
    weighted_mean,
    weighted_median,
    widened,
)
from legation.methods.bargaining.draws import medians
from legation.methods.progress import silent
from legation.methods.rule import share_of_members

NAN = float("nan")


def random_ranges(seed: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    position, salience, power = (np.sort(random.uniform(1, 99, (n, 3)), axis=1) for _ in range(3))
    return position, salience, power


def sure(values: list[float]) -> list[list[float]]:
    return [[value] * 3 for value in values]


def test_draws_hold_four_fifths_in_each_range() -> None:
    ranges = [[20, 30, 60], [50, 50, 50], [0, 0, 20], [5, 95, 100]]
    found = drawn(ranges, [[30, 40, 50]] * 4, [[1, 2, 3]] * 4, draws=40_000)

    low, middle, high = np.quantile(found.position, (0.1, 0.5, 0.9), axis=0)
    assert low == pytest.approx([20, 50, 0, 5], abs=1)
    assert middle == pytest.approx([30, 50, 0, 95], abs=1)
    assert high == pytest.approx([60, 50, 20, 100], abs=1)
    assert found.position.min() >= 0
    assert found.position.max() <= 100


@given(st.integers(0, 10_000), st.integers(1, 6))
def test_mean_and_medians_of_the_draws_are_those_of_each_draw(seed: int, n: int) -> None:
    found = drawn(*random_ranges(seed, n), draws=20, seed=seed)
    said = medians(found.position, found.weight)

    for k in range(20):
        here = found.position[k], found.salience[k], found.power[k]
        assert said[k] == pytest.approx(float(weighted_median(*here)))
    one = forecast(found, model_error=0, model_draws=0)
    means = [weighted_mean(found.position[k], found.salience[k], found.power[k]) for k in range(20)]
    assert one.mean == pytest.approx(weighted_mean(found.at[:, 1], found.care[:, 1], found.might[:, 1]))
    low, high = np.quantile(means, (0.1, 0.9))
    assert (one.inputs.low, one.inputs.high) == pytest.approx((min(low, one.mean), max(high, one.mean)))
    assert one.whole == one.inputs
    assert one.share.sum() == pytest.approx(1)


def test_without_ranges_only_the_models_error_is_left() -> None:
    found = drawn(sure([20, 60]), sure([50, 50]), sure([1, 3]), draws=40_000)
    said = forecast(found, model_draws=0)

    assert said.mean == said.middle == 50
    assert (said.inputs.low, said.inputs.high) == (50, 50)
    assert (said.whole.low, said.whole.high) == pytest.approx((13, 87), abs=1)
    assert said.turns_on.tolist() == [0, 0]


def test_the_wide_range_stays_on_the_scale() -> None:
    said = forecast(drawn(sure([95.0]), sure([50]), sure([1]), draws=2000), model_error=100, model_draws=0)

    assert (said.whole.low, said.whole.high) == (pytest.approx(0, abs=10), 100)


def test_ranges_that_lean_to_one_side_are_told() -> None:
    said = forecast(drawn([[0, 100, 100]] * 5, sure([50] * 5), sure([1] * 5), draws=4000), model_draws=0)

    assert said.mean == said.inputs.high == 100
    assert said.middle < 80


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_a_mirror_of_the_positions_mirrors_the_forecast(seed: int) -> None:
    position, salience, power = random_ranges(seed, 4)
    found = drawn(position, salience, power, draws=200, seed=seed)
    mirrored = Draws(
        position=100 - found.position,
        salience=found.salience,
        power=found.power,
        at=100 - found.at[:, ::-1],
        care=found.care,
        might=found.might,
    )
    here, there = (forecast(one, model_error=0, model_draws=0) for one in (found, mirrored))

    assert there.mean == pytest.approx(100 - here.mean)
    assert there.inputs.low == pytest.approx(100 - here.inputs.high)
    assert there.turns_on == pytest.approx(here.turns_on)


def test_the_alternatives_are_the_single_runs() -> None:
    position, salience, power = random_ranges(3, 5)
    found = drawn(position, salience, power, draws=50)
    said = {a.name: a for a in forecast(found, model_draws=4).alternatives}

    assert list(said) == ["weighted_median", "spatial_model", "challenge_coherent", "challenge_scholz_table2"]
    given = position[:, 1], salience[:, 1], power[:, 1]
    run = spatial_model(*given)
    last = 10 if run.settled is None else run.settled
    assert said["spatial_model"].value == pytest.approx(run.win_probability[last] @ run.position[last, :, 0])
    for variant in ("coherent", "scholz_table2"):
        one = challenge(*given, variant=variant)
        other = said[f"challenge_{variant}"]
        assert (other.open_low, other.open_high) == pytest.approx((one.low, one.high))
        assert other.value == pytest.approx((one.low + one.high) / 2)
        runs = [one, *(challenge(found.position[k], found.salience[k], found.power[k], variant=variant) for k in range(4))]
        assert other.settled == sum(r.settled for r in runs) / 5
        ends = [(r.low + r.high) / 2 for r in runs[1:]]
        assert (other.low, other.high) == pytest.approx(tuple(np.quantile(ends, (0.1, 0.9))))
    assert said["weighted_median"].draws == 50
    assert said["weighted_median"].settled is None


def test_under_a_rule_core_and_agenda_setter_stand_beside() -> None:
    names = "ABC"
    rule = share_of_members(names, "1/2", strict=True)
    found = drawn(sure([10, 40, 90]), sure([50] * 3), sure([1] * 3), draws=5)
    said = {
        a.name: a for a in forecast(found, model_draws=2, ruled=Ruled(rule=rule, members=names, proposer="A", status_quo=60)).alternatives
    }

    positions = {"A": 10.0, "B": 40.0, "C": 90.0}
    assert said["core"].value == core(rule, positions).low == 40
    assert said["agenda_setter"].value == agenda_setter(rule, positions, "A", 60).text == 20
    assert "agenda_setter" not in {a.name for a in forecast(found, model_draws=0, ruled=Ruled(rule=rule, members=names)).alternatives}


def test_more_actors_of_one_mind_narrow_the_range_from_the_inputs_alone() -> None:
    wide = [forecast(drawn([[30, 50, 70]] * n, sure([50] * n), sure([1] * n)), model_draws=0) for n in (1, 25)]

    assert wide[0].inputs.high - wide[0].inputs.low > 3 * (wide[1].inputs.high - wide[1].inputs.low)
    assert wide[1].whole.high - wide[1].whole.low > 70


def test_who_has_no_power_or_cares_not_at_all_counts_for_nothing() -> None:
    found = drawn(sure([20, 60, 100]), [[0, 0, 0], [50, 50, 50], [50, 50, 50]], [[1, 1, 1], [1, 1, 1], [0, 0, 0]], draws=20)
    said = forecast(found, model_draws=2)

    assert said.mean == pytest.approx(60)
    assert (said.inputs.low, said.inputs.high) == pytest.approx((60, 60), abs=0.01)
    assert said.alternatives[0].value == 60


def test_values_without_weight_whose_ranges_have_some_are_taken_alike() -> None:
    found = drawn(sure([20, 60]), [[0, 0, 50], [0, 0, 50]], [[0, 0, 1], [0, 0, 1]], draws=20)

    assert forecast(found, model_draws=1).mean == pytest.approx(40)


def test_same_seed_same_numbers() -> None:
    ranges = random_ranges(1, 3)

    assert np.array_equal(drawn(*ranges, draws=9, seed=4).position, drawn(*ranges, draws=9, seed=4).position)
    assert not np.array_equal(drawn(*ranges, draws=9, seed=4).position, drawn(*ranges, draws=9, seed=5).position)


def test_a_run_can_be_called_off() -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stopped

    found = drawn(*random_ranges(1, 3), draws=9)
    with pytest.raises(Stopped):
        forecast(found, model_draws=2, progress=stop)
    assert forecast(found, model_draws=2, progress=silent).mean


def test_what_is_missing_is_wide() -> None:
    assert widened([NAN, 20, NAN], [NAN, NAN, 80], [NAN, 40, NAN]) == pytest.approx(np.array([[10, 50, 90], [20, 30, 40], [16, 80, 96]]))


@pytest.mark.parametrize(
    ("position", "salience", "power", "draws", "said"),
    [
        ([[1, 2]], [[1, 1, 1]], [[1, 1, 1]], 5, "shape"),
        ([[3, 2, 4]], [[1, 1, 1]], [[1, 1, 1]], 5, "position of actor 0"),
        ([[1, NAN, 4]], [[1, 1, 1]], [[1, 1, 1]], 5, "position of actor 0"),
        ([[1, 2, 101]], [[1, 1, 1]], [[1, 1, 1]], 5, "position of actor 0"),
        ([[1, 2, 3]], [[0, 0, 0]], [[1, 1, 1]], 5, "salience"),
        ([[1, 2, 3]], [[1, 1, 1]], [[0, 0, 0]], 5, "power"),
        ([[1, 2, 3]], [[1, 1, 1]], [[-1, 1, 1]], 5, "power of actor 0"),
        ([[1, 2, 3]], [[1, 1, 1]] * 2, [[1, 1, 1]], 5, "one range for each actor"),
        ([[1, 2, 3]], [[1, 1, 1]], [[1, 1, 1]], 0, "draws"),
        ([["x", 2, 3]], [[1, 1, 1]], [[1, 1, 1]], 5, "must be numbers"),
    ],
)
def test_what_cannot_be_drawn_is_named(position: object, salience: object, power: object, draws: int, said: str) -> None:
    with pytest.raises(BadValue, match=said):
        drawn(position, salience, power, draws=draws)


@pytest.mark.parametrize(
    "wrong", [{"model_error": -1}, {"model_error": 101}, {"model_error": NAN}, {"model_draws": -1}, {"model_draws": 1.5}]
)
def test_settings_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BadValue, match=next(iter(wrong))):
        forecast(drawn(sure([50]), sure([50]), sure([1]), draws=2), **wrong)
