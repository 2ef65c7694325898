"""Many actors: what is computed by sums up to a place, by bounds and in parts is what the plain sums over everybody give."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.methods.bargaining import challenge, spatial_model
from legation.methods.bargaining.actors import Floats
from legation.methods.bargaining.bargains import struck
from legation.methods.bargaining.challenge import _chances, _Known, _moved_least, _moved_most, _votes
from legation.methods.bargaining.spatial_arrays import ArrayTurn, _conditional
from legation.methods.bargaining.spatial_line import LineTurn

spatial = import_module("legation.methods.bargaining.spatial")
challenges = import_module("legation.methods.bargaining.challenge")
Actors = tuple[Floats, Floats, Floats]


def some_actors(seed: int, n: int, *, crowded: bool) -> Actors:
    """Return positions, saliences and powers on scales to 1; of a crowd many stand at one place and some have next to no power."""
    random = np.random.default_rng(seed)
    here, care, weight = random.random(n), random.uniform(0.01, 1, n), random.pareto(1.2, n) + 1e-3
    if crowded:
        here = np.round(here, 1)
        weight[: n // 3] *= 1e-6
    return here, care, weight


MANY = st.builds(some_actors, st.integers(0, 10_000), st.integers(2, 40), crowded=st.booleans())


@given(MANY)
@settings(max_examples=60, deadline=None)
def test_a_turn_on_the_line_is_the_turn_of_the_arrays(actors: Actors) -> None:
    here, care, weight = actors
    line, arrays = LineTurn(here, care, weight), ArrayTurn(here[:, None], care[:, None], weight)

    assert line.chances() == pytest.approx(arrays.chances(), rel=1e-6, abs=1e-12)
    risk = np.random.default_rng(len(here)).uniform(-0.5, 1, len(here))
    places = np.sort(np.unique(here, return_index=True)[1])
    assert line.chances_of(places, risk) == pytest.approx(arrays.chances_of(places, risk), rel=1e-6, abs=1e-12)
    nobody = np.full(len(here), -1, np.int64)
    (targets, prevail), (others, chance) = line.challenges(risk, nobody), arrays.challenges(risk, nobody)
    assert targets.tolist() == others.tolist()
    assert prevail == pytest.approx(chance, abs=1e-9)
    again, _ = line.challenges(risk, targets)
    assert again.tolist() == targets.tolist()  # whomever it is tried with first
    bargains = struck(here[:, None], care[:, None], targets, prevail)
    taken, other = line.choices(risk, bargains), arrays.choices(risk, bargains)
    for actor in np.flatnonzero(taken != other).tolist():  # two that end alike: who challenged whom makes no difference
        ends = [{bargains.first_at[b, 0], bargains.second_at[b, 0]} for b in (taken[actor], other[actor])]
        assert ends[0] == ends[1]


@pytest.mark.parametrize("seed", range(3))
def test_whoever_is_in_many_bargains_takes_the_one_that_all_comparisons_give(seed: int) -> None:
    from legation.methods.bargaining.spatial_kernel import best_option

    random = np.random.default_rng(seed)
    place, weight = random.random((90, 3)), random.pareto(1.2, 50) + 0.1
    at = random.random(50)
    value = -np.abs(place[:, :1] - at) + place[:, 1:2] * np.abs(place[:, 2:] - at)
    value[0] = 0

    assert best_option(value, weight) == int(np.argmax(_conditional(weight, value.T.copy())))
    value[70] = value[int(np.argmax(_conditional(weight, value.T.copy())))]
    assert best_option(value, weight) == int(np.argmax(_conditional(weight, value.T.copy())))  # of equal ones the first


@pytest.mark.parametrize("crowded", [False, True])
def test_whole_runs_on_the_line_are_those_of_the_arrays(monkeypatch: pytest.MonkeyPatch, crowded: bool) -> None:
    here, care, weight = some_actors(7, 150, crowded=crowded)
    run = spatial_model(100 * here, 100 * care, weight, turns=4)
    monkeypatch.setattr(spatial, "_FEW", 200)
    arrays = spatial_model(100 * here, 100 * care, weight, turns=4)

    assert (run.targets == arrays.targets).all() and run.settled == arrays.settled
    assert np.abs(run.position - arrays.position).max() < 1e-9
    assert run.win_probability == pytest.approx(arrays.win_probability, abs=1e-9)
    assert run.risk == pytest.approx(arrays.risk, abs=1e-7)


def test_chances_are_the_same_whatever_is_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    weight, utility = random.random(30), random.random((30, 12))
    whole = _conditional(weight, utility)
    monkeypatch.setattr("legation.methods.bargaining.spatial_arrays._COMPARED", 1)

    assert _conditional(weight, utility) == pytest.approx(whole, abs=1e-15)


def plain_votes(at: Floats, votes: Floats) -> tuple[Floats, Floats]:
    """The published sums over third parties, one by one."""
    distance = np.abs(at[:, None] - at[None, :])
    support = votes[:, None, None] * (distance[:, None, :] - distance[:, :, None])  # of k for i against j
    return np.maximum(support, 0).sum(axis=0), np.abs(support).sum(axis=0)


@given(MANY)
@settings(deadline=None)
def test_votes_for_each_of_a_pair_are_the_sums_over_third_parties(actors: Actors) -> None:
    here, care, weight = actors

    for found, plain in zip(_votes(here * 6 + 4, care * weight), plain_votes(here * 6 + 4, care * weight), strict=True):
        assert found == pytest.approx(plain, abs=1e-9 * (care * weight).sum())


@given(MANY, st.booleans())
@settings(deadline=None)
def test_chances_of_many_are_those_of_few(actors: Actors, of_all: bool) -> None:
    here, care, weight = actors
    few = _chances(here * 6 + 4, care * weight, of_all=of_all)
    with pytest.MonkeyPatch.context() as many:
        many.setattr(challenges, "_FEW", 0)

        assert _chances(here * 6 + 4, care * weight, of_all=of_all) == pytest.approx(few, abs=1e-9)


@given(st.integers(0, 10_000), st.sampled_from((0.5, 1.0)))
@settings(max_examples=30, deadline=None)
def test_offers_are_taken_as_pair_by_pair(seed: int, status_quo: float) -> None:
    here, care, weight = some_actors(seed, 12, crowded=seed % 2 == 0)
    favour, total = _votes(here, care * weight)
    chance = np.divide(favour, total, out=np.zeros_like(favour), where=total > 0)
    known = _Known(here, care, chance, float(np.median(here)), float(np.ptp(here)), status_quo)
    everybody, risk = np.arange(12), np.random.default_rng(seed).uniform(0.5, 2, 12)
    own, other = known.expected_of_both(everybody, risk[:, None], chance.T)
    assert own == pytest.approx(known.expected(everybody, risk[:, None]), abs=1e-12)
    assert other == pytest.approx(known.expected(everybody, risk[None, :]).T, abs=1e-12)
    apart = 0.0 if seed % 3 else 2.0  # so that offers of each kind are there
    own, other = own - apart, other - apart

    assert _moved_least(here, own, 1.0) == pytest.approx(plain_least(here, own), abs=1e-12)
    assert _moved_most(here, own, other) == pytest.approx(plain_most(here, own, other), abs=1e-12)


def plain_least(at: Floats, own: Floats) -> Floats:
    moved, best = at.copy(), np.full((len(at), 2), (np.inf, -np.inf))
    for i in range(len(at)):
        for j in range(len(at)):
            gain, loss = own[i, j], own[j, i]
            if i == j or not (gain > 1e-9 and loss < -1e-9):
                continue
            share = min(1.0, -loss / gain)
            far, near = abs(at[i] - at[j]) * share, best[j, 0]
            if far < near - 1e-9 or (far < near + 1e-9 and gain > best[j, 1] + 1e-9):
                best[j] = far, gain
                moved[j] = at[i] if share == 1 else at[j] + (at[i] - at[j]) * share
    return moved


def plain_most(at: Floats, own: Floats, other: Floats) -> Floats:
    moved, strength = at.copy(), np.full(len(at), -np.inf)
    for i in range(len(at)):
        for j in range(len(at)):
            mine, theirs = own[i, j], other[i, j]
            if i == j:
                continue
            if mine > 1e-9 and theirs > 1e-9:
                offers = [(j, i, 1.0, mine)] if mine > theirs + 1e-9 else []
            elif mine > 1e-9 and theirs < -1e-9 and mine > -theirs:
                offers = [(j, i, -theirs / mine, mine)]
            elif theirs > 1e-9 and mine < -1e-9 and theirs > -mine:
                offers = [(i, j, -mine / theirs, theirs)]
            else:
                offers = []
            for loser, winner, share, gain in offers:
                if gain > strength[loser] + 1e-9:
                    strength[loser], moved[loser] = gain, at[loser] + (at[winner] - at[loser]) * share
    return moved


def test_a_crowd_is_challenged_in_parts_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    here, care, weight = some_actors(3, 60, crowded=False)
    for variant in ("coherent", "scholz_rounds_1_to_4"):
        whole = challenge(here, 100 * care, weight, variant, rounds=3)
        with monkeypatch.context() as small:
            small.setattr(challenges, "_AT_ONCE", 130)
            parts = challenge(here, 100 * care, weight, variant, rounds=3)

        assert np.abs(parts.position - whole.position).max() < 1e-9
