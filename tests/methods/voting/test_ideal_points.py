"""Ideal points: simulated truth, coverage, invariances, what cannot be compared, the published points."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue, Cancelled
from legation.methods.voting import ideal_points


def simulated(seed: int, n: int = 30, sessions: int = 4, each: int = 25, *, drift: float = 0.05, second: float = 0.0) -> SimpleNamespace:
    """Draw points that move a little, roll calls, and nine of ten votes; theta has mean 0 and standard deviation 1."""
    chance = np.random.default_rng(seed)
    theta = np.empty((n, sessions))
    theta[:, 0] = chance.standard_normal(n)
    for t in range(1, sessions):
        theta[:, t] = np.sqrt(1 - drift) * theta[:, t - 1] + np.sqrt(drift) * chance.standard_normal(n)
    theta = (theta - theta.mean()) / theta.std()
    other = chance.standard_normal((n, 1, 1))
    slope, cut, gap = (
        chance.standard_normal((sessions, each)),
        chance.standard_normal((sessions, each)),
        chance.exponential(0.4, (sessions, each)),
    )
    z = slope * theta[:, :, None] + second * chance.standard_normal((sessions, each)) * other + chance.standard_normal((n, sessions, each))
    value = 1 + (z >= cut) + (z >= cut + gap)
    actor, session, call = np.nonzero(chance.random(value.shape) < 0.9)
    return SimpleNamespace(theta=theta, slope=slope.ravel(), columns=(actor, session * each + call, session, value[actor, session, call]))


def aligned(found, truth: np.ndarray) -> float:
    """Return the sign that lays the found points along the true ones."""
    return float(np.sign((found.theta * truth).sum()))


def test_simulated_truth_is_recovered() -> None:
    made = simulated(1, 50, 5, 40)
    found = ideal_points(*made.columns, draws=0)
    sign = aligned(found, made.theta)

    assert found.converged and found.actors == tuple(range(50)) and found.sessions == tuple(range(5))
    assert np.corrcoef(found.theta.ravel() * sign, made.theta.ravel())[0, 1] > 0.96
    kept = ~np.isnan(found.discrimination)
    assert kept.sum() == 200 - found.unanimous
    assert np.corrcoef(found.discrimination[kept] * sign, made.slope[kept])[0, 1] > 0.93
    assert found.theta.mean() == pytest.approx(0, abs=1e-9) and found.theta.std() == pytest.approx(1)
    assert found.warnings == () and (found.second_strength < 0.2).all()


def test_the_objective_never_falls_and_ends_flat() -> None:
    path = np.array(ideal_points(*simulated(2).columns, draws=0).objective)

    assert len(path) > 3 and (np.diff(path) >= 0).all()
    assert path[-1] - path[-2] < 0.01 * (path[-1] - path[0])


def test_likelihood_and_correct_votes_are_those_of_the_items_given() -> None:
    from scipy.stats import norm

    made = simulated(3)
    found = ideal_points(*made.columns, draws=0)
    actor, call, session, value = made.columns
    at = found.discrimination[call] * found.theta[actor, session]
    no_more = np.column_stack((norm.cdf(found.yes_abstain[call] - at), norm.cdf(found.abstain_no[call] - at)))
    chance = np.column_stack((no_more[:, 0], no_more[:, 1] - no_more[:, 0], 1 - no_more[:, 1]))
    kept = ~np.isnan(at)

    assert kept.sum() == found.contested_votes
    assert np.log(chance[np.arange(value.size), value - 1][kept]).mean() == pytest.approx(found.log_likelihood_per_vote, abs=1e-6)
    assert (chance[kept].argmax(axis=1) + 1 == value[kept]).mean() == pytest.approx(found.correct, abs=1e-6)


@pytest.mark.slow
def test_ninety_per_cent_intervals_hold_the_truth_so_often() -> None:
    inside = []
    for seed in range(25):
        made = simulated(100 + seed)
        found = ideal_points(*made.columns, seed=seed)
        sign = aligned(found, made.theta)
        low, high = sorted((found.low * sign, found.high * sign), key=np.sum)
        inside.append((low <= made.theta) & (made.theta <= high))

    assert 0.87 <= np.mean(inside) <= 0.93


@pytest.mark.slow
@pytest.mark.parametrize(("n", "sessions", "each"), [(60, 1, 40), (30, 4, 25)])
def test_intervals_hold_the_truth_where_the_extremes_are_mostly_absent(n: int, sessions: int, each: int) -> None:
    """The fifth farthest out casts one vote in seven; of the farthest tenth, .82 and .75 are held."""
    inside, far = [], []
    for seed in range(20):
        made = simulated(500 + seed, n, sessions, each)
        actor, call, session, value = made.columns
        extreme = np.abs(made.theta) > np.quantile(np.abs(made.theta), 0.8)
        cast = ~extreme[actor, session] | (np.random.default_rng(seed).random(actor.size) < 1 / 6)
        found = ideal_points(actor[cast], call[cast], session[cast], value[cast], seed=seed)
        truth = np.where(np.isnan(found.theta), np.nan, made.theta[list(found.actors)])
        truth = (truth - np.nanmean(truth)) / np.nanstd(truth)
        sign = np.sign(np.nansum(found.theta * truth))
        known = ~np.isnan(found.theta)
        inside.append((np.abs(sign * found.theta - truth) <= found.high - found.theta)[known])
        far.append(np.abs(truth)[known])
    held, extremity = np.concatenate(inside), np.concatenate(far)

    assert 0.86 <= held.mean() <= 0.93
    assert held[extremity > np.quantile(extremity, 0.9)].mean() >= 0.72


def test_what_the_prior_draws_more_makes_the_intervals_of_those_far_out_wider() -> None:
    """Refits about a fitted point show only by how much the prior draws that one."""
    from legation.methods.voting.ideal.bootstrap import _drawn_more
    from legation.methods.voting.ideal.fit import chains_of, fit
    from legation.methods.voting.ideal.panel import panel_of
    from legation.methods.voting.ideal.start import first_items, first_points

    panel = panel_of(*simulated(4).columns)
    chains = chains_of(panel, "stationary", 0.05)
    found = fit(panel, chains, first_points(panel), first_items(panel), tolerance=1e-3)
    more = _drawn_more(panel, chains, found)

    far = np.abs(found.theta) > 1.5
    outward = more * np.sign(found.theta)
    assert outward[far].mean() > 1.3 * np.abs(more[~far]).mean() > 0
    assert np.abs(more).max() < 1


def test_intervals_are_wider_where_less_is_known() -> None:
    actor, call, session, value = simulated(4).columns
    few = (actor == 7) & (call % 25 >= 3)
    found = ideal_points(actor[~few], call[~few], session[~few], value[~few])
    width = found.high - found.low

    assert (found.low < found.theta).all() and (found.theta < found.high).all()
    assert width[7].mean() > 1.3 * np.median(width)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    columns = simulated(5, 12, 3, 10).columns
    order = np.random.default_rng(seed).permutation(columns[0].size)
    one, other = ideal_points(*columns, draws=10), ideal_points(*(column[order] for column in columns), draws=10)

    for field in ("theta", "low", "high", "discrimination"):
        np.testing.assert_array_equal(getattr(one, field), getattr(other, field))


def test_names_change_nothing_but_the_order() -> None:
    actor, call, session, value = simulated(6).columns
    names = np.array([f"state {99 - at}" for at in range(30)])
    one, other = ideal_points(actor, call, session, value, draws=0), ideal_points(names[actor], call, session, value, draws=0)

    np.testing.assert_allclose(one.theta[[int(name[6:]) * -1 + 99 for name in other.actors]], other.theta, atol=0.01)


def test_yes_for_no_turns_the_roll_calls_and_leaves_the_points() -> None:
    actor, call, session, value = simulated(7).columns
    one, other = (ideal_points(actor, call, session, v, draws=0, anchors=(0, 1)) for v in (value, 4 - value))

    np.testing.assert_allclose(one.theta, other.theta, atol=0.01)
    np.testing.assert_allclose(one.discrimination, -other.discrimination, atol=0.05)
    np.testing.assert_allclose(one.yes_abstain, -other.abstain_no, atol=0.05)


def test_anchors_fix_the_sign_and_nothing_else() -> None:
    made = simulated(8)
    low, high = int(made.theta.mean(axis=1).argmin()), int(made.theta.mean(axis=1).argmax())
    one, other = (ideal_points(*made.columns, anchors=pair, draws=10) for pair in ((low, high), (high, low)))
    free = ideal_points(*made.columns, draws=0)

    assert one.theta[low].mean() < 0 < one.theta[high].mean()
    np.testing.assert_array_equal(one.theta, -other.theta)
    np.testing.assert_array_equal(one.low, -other.high)
    means = np.nanmean(free.theta, axis=1)
    assert means[np.abs(means).argmax()] > 0


def test_the_seed_moves_intervals_only() -> None:
    columns = simulated(9).columns
    one, same, other = (ideal_points(*columns, seed=seed) for seed in (1, 1, 2))

    np.testing.assert_array_equal(one.low, same.low)
    np.testing.assert_array_equal(one.theta, other.theta)
    assert not np.array_equal(one.low, other.low)


def test_absent_is_no_vote_and_arguments_stay() -> None:
    actor, call, session, value = simulated(10).columns
    gone = (actor == 3) & (session == 2)
    columns = tuple(column[~gone] for column in (actor, call, session, value))
    before = [column.copy() for column in columns]
    found = ideal_points(*columns, draws=0)

    assert np.isnan(found.theta[3, 2]) and found.votes[3, 2] == 0 and np.isnan(found.theta).sum() == 1
    assert np.nanstd(found.theta) == pytest.approx(1)
    for column, was in zip(columns, before, strict=True):
        np.testing.assert_array_equal(column, was)


def test_unanimous_roll_calls_say_nothing() -> None:
    actor, call, session, value = simulated(11).columns
    plain = ideal_points(actor, call, session, value, draws=0)
    more = [
        np.append(column, extra)
        for column, extra in ((actor, [*range(30), 77]), (call, [999] * 31), (session, [1] * 31), (value, [1] * 31))
    ]
    found = ideal_points(*more, draws=0)

    np.testing.assert_array_equal(found.theta[:30], plain.theta)
    assert found.unanimous == plain.unanimous + 1 and np.isnan(found.discrimination[-1])
    assert np.isnan(found.theta[30]).all() and found.group[30] == -1 and found.votes[30].tolist() == [0, 1, 0, 0]


def test_a_new_session_from_an_earlier_answer() -> None:
    actor, call, session, value = simulated(12, 40, 6, 25).columns
    old = session < 5
    earlier = ideal_points(actor[old], call[old], session[old], value[old], draws=0)
    cold, warm = (ideal_points(actor, call, session, value, draws=0, start=start) for start in (None, earlier))

    np.testing.assert_allclose(warm.theta, cold.theta, atol=0.02)
    again = ideal_points(actor, call, session, value, draws=0, start=cold)
    assert len(again.objective) < len(cold.objective) and len(warm.objective) <= len(cold.objective)


def test_what_nothing_links_is_said() -> None:
    """Two sessions, other actors in each: two groups, which a bridge makes one."""
    made = simulated(13, 30, 2, 25)
    actor, call, session, value = made.columns
    apart = (actor < 15) == (session == 0)
    columns = (actor[apart], call[apart], session[apart], value[apart])
    found = ideal_points(*columns, draws=10)

    assert "disconnected" in found.warnings and found.group.tolist() == [0] * 15 + [1] * 15
    assert not np.isnan(found.theta[~np.isnan(found.low)]).any() and (np.abs(found.theta[:15, 0]) > 0.1).mean() > 0.5
    with pytest.raises(BadValue, match=r"anchors.*bridges"):
        ideal_points(*columns, anchors=(0, 20))
    one = ideal_points(*columns, draws=0, bridges={25: 0, 26: 1, 27: 2, 998: 999})
    assert "disconnected" not in one.warnings and one.unused_bridges == 1 and "unused-bridges" in one.warnings
    assert one.discrimination[25] == one.discrimination[0]


def test_repeated_roll_calls_share_their_cuts_and_bring_sessions_together() -> None:
    made = simulated(14, 40, 2, 30)
    actor, call, session, value = made.columns
    again = session == 0
    columns = [
        np.concatenate((c, e))
        for c, e in zip((actor, call, session, value), (actor[again], call[again] + 500, session[again] + 7, value[again]), strict=True)
    ]
    found = ideal_points(*columns, bridges={at + 500: at for at in range(30)}, draws=0)

    np.testing.assert_array_equal(found.discrimination[-30:], found.discrimination[:30])
    assert np.abs(found.theta[:, 2] - found.theta[:, 0]).mean() < 0.2
    assert found.sessions == (0, 1, 7)


def test_a_second_dimension_is_seen_and_placed() -> None:
    made = simulated(15, 60, 3, 40, second=0.7)
    plain, found = (ideal_points(*made.columns, draws=0, dimensions=d) for d in (1, 2))

    assert "second-dimension" in plain.warnings and plain.strong_second and plain.second is None
    np.testing.assert_array_equal(found.theta, plain.theta)
    assert found.second.mean() == pytest.approx(0, abs=1e-9) and found.second.std() == pytest.approx(1)
    assert np.corrcoef(found.second.ravel(), found.theta.ravel())[0, 1] == pytest.approx(0, abs=1e-9)
    assert found.second_log_likelihood_per_vote > plain.log_likelihood_per_vote + 0.02
    assert found.second_slopes.shape == (120, 2)


@pytest.mark.parametrize("prior", ["stationary", "bsv"])
def test_far_ahead_and_far_back_of_a_landslide(prior: str) -> None:
    """Actors that always vote alike stay finite, and sure roll calls keep chances above 0."""
    actor, call = (axis.ravel() for axis in np.indices((20, 30)))
    found = ideal_points(actor, call, call // 10, np.where(actor < 2, 3, 1), draws=10, prior=prior, anchors=(5, 0))

    assert np.isfinite(found.theta).all() and np.isfinite(found.low).all()
    assert (found.theta[:2].min() > found.theta[2:].max()) and -0.2 < found.log_likelihood_per_vote < 0


def test_less_drift_moves_less() -> None:
    columns = simulated(16).columns
    moves = [np.abs(np.diff(ideal_points(*columns, drift=drift, draws=0).theta)).mean() for drift in (0.001, 0.05, 1)]

    assert moves[0] < moves[1] < moves[2]


def test_a_person_can_stop_it() -> None:
    def stop(done: int, total: int) -> None:
        assert 0 <= done <= total
        if done == 2:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        ideal_points(*simulated(17).columns, progress=stop)
