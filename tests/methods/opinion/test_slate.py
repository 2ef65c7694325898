"""Slates against every slate there is, and what copies, weights and order may not change."""

from __future__ import annotations

import importlib
import itertools
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.opinion import UNSEEN, Ballots, slate, slate_stability

slate_module = importlib.import_module("legation.methods.opinion.slate")
ROOMS = st.integers(0, 2**32 - 1)


def _room(seed: int) -> tuple[npt.NDArray[np.int8], int, npt.NDArray[np.bool_], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    rng = np.random.default_rng(seed)
    n, m, k = rng.integers(1, 16), rng.integers(1, 8), int(rng.integers(1, 5))
    votes = rng.choice([-1, 0, 1, UNSEEN], (n, m), p=[0.25, 0.1, 0.4, 0.25]).astype(np.int8)
    out = rng.random(m) < 0.15
    copies = rng.integers(0, m, m) if seed % 2 else np.arange(m)
    return votes, k, out, copies, rng.integers(1, 4, n)


def _best(
    votes: npt.NDArray[np.int8], k: int, out: npt.NDArray[np.bool_], copies: npt.NDArray[np.int64], weights: npt.NDArray[np.int64]
) -> tuple[Fraction, tuple[int, ...], bool]:
    """Return score, slate and whether it represents, by every slate and every claim, in fractions."""
    there = [j for j in range(votes.shape[1]) if not out[j]]
    size = min(k, len({int(copies[j]) for j in there}))
    people = [(int(w), {j for j in there if row[j] == 1}) for row, w in zip(votes, weights, strict=True) if (row != UNSEEN).any()]
    best: tuple[Fraction, tuple[int, ...]] | None = None
    for chosen in itertools.combinations(there, size):
        if len({int(copies[j]) for j in chosen}) < size:
            continue
        score = sum(
            (w * sum((Fraction(1, u) for u in range(1, len(agreed & set(chosen)) + 1)), Fraction(0)) for w, agreed in people), Fraction(0)
        )
        if best is None or score > best[0]:
            best = score, chosen
    assert best is not None
    taken, total = {int(copies[j]) for j in best[1]}, sum(w for w, _ in people)
    fails = any(
        sum(w for w, agreed in people if c in agreed and len(agreed & set(best[1])) < level) * k >= level * total
        for c in there
        if int(copies[c]) not in taken
        for level in range(1, k + 1)
    )
    return best[0], best[1], not fails


@settings(max_examples=150, deadline=None)
@given(ROOMS)
def test_it_is_the_best_of_all_slates_where_the_search_ended(seed: int) -> None:
    votes, k, out, copies, weights = _room(seed)
    score, chosen, represents = _best(votes, k, out, copies, weights)
    found = slate(votes, k, moderated=out, copies=copies, weights=weights)
    assert found.proven
    assert found.statements == chosen
    assert found.score == pytest.approx(float(score), abs=1e-9)
    assert found.represented == represents


@settings(max_examples=60, deadline=None)
@given(ROOMS)
def test_a_copy_more_changes_no_other_statement(seed: int) -> None:
    votes, k, out, _, weights = _room(seed)
    m = votes.shape[1]
    before = slate(votes, k, moderated=out, copies=np.arange(m), weights=weights)
    for j in range(m):
        more = np.concatenate([votes, votes[:, j : j + 1]], axis=1)
        after = slate(more, k, moderated=np.append(out, out[j]), copies=np.append(np.arange(m), j), weights=weights)
        assert after.statements == before.statements
        assert after.represented == before.represented


@settings(max_examples=100, deadline=None)
@given(ROOMS, st.integers(-12, 12), st.floats(0.0, 1.0))
def test_what_all_weigh_changes_nothing(seed: int, power: int, unseen: float) -> None:
    """Of rooms too in which hardly anybody or nobody voted."""
    votes, k, out, copies, weights = _room(seed)
    votes[np.random.default_rng(seed + 1).random(votes.shape) < unseen] = UNSEEN
    before = slate(votes, k, moderated=out, copies=copies, weights=weights)
    after = slate(votes, k, moderated=out, copies=copies, weights=weights * 10.0**power)
    assert replace(after, score=before.score) == before
    assert after.score == pytest.approx(before.score * 10.0**power, rel=1e-9)
    assert before.represented or not before.proven or len(set(copies.tolist())) < len(copies)


def test_where_nobody_voted_nobody_is_left_out() -> None:
    assert slate(np.full((5, 3), UNSEEN, np.int8), 2).represented
    assert slate(np.full((5, 3), -1, np.int8), 2).represented


@pytest.mark.parametrize(("n", "m", "k"), [(20, 100, 8), (60, 200, 5)])
def test_a_small_room_without_order_costs_no_more_than_its_budget(n: int, m: int, k: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements are gone through in no more beginnings than are paid for, and what is found is the same each time."""
    monkeypatch.setattr(slate_module, "SEARCHED", slate_module.SEARCHED // 8)
    begun, worth = [0], slate_module._Search._worth

    def counted(*given: Any) -> Any:
        begun[0] += 1
        return worth(*given)

    monkeypatch.setattr(slate_module._Search, "_worth", counted)
    votes = np.random.default_rng(0).choice([-1, 0, 1], (n, m)).astype(np.int8)
    found = slate(votes, k)
    assert not found.proven
    assert found.represented
    assert 1_000 < begun[0] < slate_module.SEARCHED // slate_module.STEP
    assert slate(votes, k) == found


def test_every_optimal_slate_is_in_proportion() -> None:
    """Brill and Peters 2023: the maximum of proportional approval voting satisfies EJR+; here 200 rooms without copies."""
    for seed in range(0, 400, 2):
        votes, k, _, _, weights = _room(seed)
        assert slate(votes, min(k, votes.shape[1]), weights=weights).represented


def test_where_the_search_would_cost_too_much_the_slate_found_is_in_proportion_and_not_called_proven() -> None:
    rng = np.random.default_rng(3)
    group, base, offset = rng.integers(0, 3, 4_000), rng.normal(size=150), rng.normal(0, 1.2, (3, 150))
    votes = np.where(base + offset[group] + rng.normal(size=(4_000, 150)) > 0, 1, -1).astype(np.int8)
    votes[rng.random(votes.shape) < 0.7] = UNSEEN
    found = slate(votes, 8)
    assert not found.proven
    assert found.represented
    assert len(set(found.statements)) == 8
    agreed = votes == 1
    for gone, come in itertools.product(found.statements, range(0, 150, 7)):
        if come not in found.statements:
            other = [j for j in found.statements if j != gone] + [come]
            harmonic = np.concatenate(([0.0], np.cumsum(1 / np.arange(1, 9))))
            assert harmonic[agreed[:, other].sum(axis=1)].sum() <= found.score + 1e-6


def test_ballots_and_a_table_give_the_same() -> None:
    votes = np.array([[1, 1, -1], [1, -1, UNSEEN], [UNSEEN, 1, 1]], np.int8)
    rows, columns = np.nonzero(votes != UNSEEN)
    ballots = Ballots(participant=rows, statement=columns, value=votes[rows, columns], shape=votes.shape)
    assert slate(ballots, 2) == slate(votes, 2)


def test_what_few_saw_is_marked_and_nobody_gives_nothing() -> None:
    votes = np.full((9, 2), UNSEEN, np.int8)
    votes[:, 0], votes[0, 1] = 1, 1
    assert slate(votes, 2).seldom_seen == (1,)
    empty = slate(np.full((3, 2), UNSEEN, np.int8), 1)
    assert (empty.statements, empty.score, empty.proven) == ((0,), 0.0, True)
    assert slate(votes, 2, moderated=[True, True]).statements == ()


def test_of_resamples_it_is_counted_how_many_hold_a_statement() -> None:
    votes = np.array([[1, -1, -1]] * 30 + [[-1, 1, -1]] * 29 + [[-1, -1, 1]], np.int8)
    held = slate_stability(votes, 1, draws=50)
    assert held.sum() == pytest.approx(1.0)
    assert held[2] == 0.0
    assert 0.2 < held[0] < 0.9
    assert (slate_stability(votes, 1, draws=50) == held).all()


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("k", 0), ("k", 1.5), ("k", True), ("seed", -1), ("weights", [1.0]), ("weights", [1.0, 0.0]), ("weights", [1.0, np.nan]),
        ("copies", [0]), ("copies", [0.5, 1.0]), ("moderated", [True]),
    ],
)  # fmt: skip
def test_what_is_out_of_range_is_named(argument: str, value: object) -> None:
    given = {"k": 1} | {argument: value}
    with pytest.raises(BadValue, match=argument):
        slate([[1, -1], [1, 1]], **given)  # type: ignore[arg-type]
