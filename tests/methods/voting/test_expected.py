"""The expected tally: what must hold of every one of them, and how often its range holds what came."""

from __future__ import annotations

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.voting import history
from legation.methods.voting.tally import Expected, expected_tally


def record(seed: int, actors: int = 12, rollcalls: int = 20) -> np.ndarray:
    """Return the votes of two camps, a third of the rest in between, some out of the room."""
    rng = np.random.default_rng(seed)
    lean = np.linspace(-2, 2, actors)[:, None] + rng.normal(0, 1, (1, rollcalls))
    chance = 1 / (1 + np.exp(-lean))
    drawn = rng.random((actors, rollcalls))
    votes = np.where(drawn < chance * 0.85, 1, np.where(drawn < 0.85, 3, 2))
    return np.where(rng.random((actors, rollcalls)) < 0.1, 0, votes).astype(np.int8)


def whole(told: Expected, n: int) -> None:
    """Assert what holds of every expected tally of n members."""
    assert told.probability.shape == (n, 3)
    assert told.outcome.shape == (n, 4)
    assert np.isfinite(told.probability).all()
    np.testing.assert_allclose(told.probability.sum(1), 1)
    assert ((told.presence >= 0) & (told.presence <= 1)).all()
    assert told.yes + told.abstain + told.no + told.absent == pytest.approx(n)
    assert min(told.yes, told.abstain, told.no, told.absent) >= -1e-9
    if told.basis:
        rows = np.isfinite(told.outcome).all(1)
        np.testing.assert_allclose(told.outcome[rows].sum(1), 1)
        assert np.isnan(told.outcome[~rows]).all()
        assert told.margin == pytest.approx(told.yes - told.no)
        assert -n <= told.low <= told.margin <= told.high <= n
    else:
        assert np.isnan(told.outcome).all()
        assert np.isnan([told.margin, told.low, told.high]).all()
    assert 0 <= told.right <= told.replayed
    assert sum(told.whole().values()) == n


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("repeated", [False, True])
def test_what_holds_of_every_one(seed: int, repeated: bool) -> None:
    votes = record(seed)
    declared = np.zeros(12, np.int8)
    declared[[0, 5, 11]] = (3, 2, 1)
    titles = np.arange(20) % 4 if repeated else np.arange(20)

    whole(expected_tally(votes, declared, titles=titles, title=2 if repeated else 99, seed=seed), 12)


def test_what_is_declared_is_certain() -> None:
    declared = np.zeros(12, np.int8)
    declared[[0, 5, 11]] = (1, 2, 3)
    for titles, title in ((np.arange(20), 99), (np.zeros(20, int), 0)):
        told = expected_tally(record(1), declared, titles=titles, title=title)
        np.testing.assert_allclose(told.probability[[0, 5, 11]], np.eye(3), atol=1e-9)
        assert (told.presence[[0, 5, 11]] > 0.95).all()


def test_on_a_title_voted_before_the_last_vote_is_kept() -> None:
    """Camps that never moved on a title stay, though everything else is voted the other way round."""
    camps = np.repeat([1, 3], 6)
    same, other = np.tile(camps[:, None], 8), np.tile(camps[::-1][:, None], 8)
    votes, titles = np.hstack([other, same]), np.array([*range(1, 9), *[0] * 8])

    kept = expected_tally(votes, np.zeros(12, int), titles=titles, title=0)

    assert kept.probability.argmax(1).tolist() == [0] * 6 + [2] * 6
    assert (kept.probability.max(1) > 0.8).all()


def test_the_order_of_actors_changes_nothing() -> None:
    votes, declared = record(3), np.zeros(12, np.int8)
    declared[[2, 7]] = (1, 3)
    order = np.random.default_rng(0).permutation(12)
    titles = np.arange(20) % 5

    one = expected_tally(votes, declared, titles=titles, title=0)
    other = expected_tally(votes[order], declared[order], titles=titles, title=0)

    np.testing.assert_allclose(other.probability, one.probability[order], atol=1e-9)
    np.testing.assert_allclose([other.yes, other.abstain, other.no, other.absent], [one.yes, one.abstain, one.no, one.absent], atol=1e-9)
    np.testing.assert_allclose([other.low, other.high], [one.low, one.high], atol=1e-6)
    assert (other.replayed, other.right) == (one.replayed, one.right)


def test_the_same_seed_gives_the_same_tally() -> None:
    one, other = (expected_tally(record(4), np.zeros(12, int), titles=np.arange(20) % 4, title=0, seed=7) for _ in range(2))

    assert one.probability.tobytes() == other.probability.tobytes()
    assert (one.low, one.high) == (other.low, other.high)


@pytest.mark.parametrize("rollcalls", [0, 1, 3])
def test_little_or_no_history_leaves_all_that_is_possible(rollcalls: int) -> None:
    declared = np.zeros(12, int)
    declared[3] = 1
    told = expected_tally(record(2)[:, :rollcalls], declared)

    whole(told, 12)
    assert (told.low, told.high) == (-12, 12)


@pytest.mark.parametrize("rollcalls", [0, 1, 20])
def test_a_first_vote_of_which_nothing_is_known_has_no_forecast(rollcalls: int) -> None:
    told = expected_tally(record(2)[:, :rollcalls], np.zeros(12, int))

    whole(told, 12)
    assert told.basis == ()


def test_no_replay_no_range() -> None:
    told = expected_tally(record(2), np.zeros(12, int), titles=np.zeros(20, int), title=0, replay=0)

    assert (told.replayed, told.low, told.high) == (0, -12, 12)


@pytest.mark.parametrize(
    ("votes", "declared", "more"),
    [
        ([[1, 4]], [0], {}),
        ([[1, -1]], [0], {}),
        ([[1, 300]], [0], {}),
        ([1, 2], [0, 0], {}),
        ([[1.5, 2.0]], [0], {}),
        ([[1, 2]], [4], {}),
        ([[1, 2]], [-1], {}),
        ([[1, 2]], [0, 0], {}),
        ([[1, 2]], [0], {"titles": [0]}),
        ([[1, 2]], [0], {"replay": -1}),
        ([[1, 2]], [0], {"seed": -1}),
    ],
)
def test_what_is_no_vote_is_refused(votes: list[object], declared: list[int], more: dict[str, object]) -> None:
    with pytest.raises(BadValue, match="must be"):
        expected_tally(votes, declared, **more)


def test_parts_become_whole_members() -> None:
    told = expected_tally(record(6), np.zeros(12, int))
    counts = told.whole()

    assert all(abs(counts[part] - getattr(told, part)) < 1 for part in counts)


@pytest.mark.slow
@pytest.mark.parametrize(("replay", "trials"), [(4, 80), (24, 30)])
def test_the_range_holds_what_came_as_often_as_it_says(replay: int, trials: int) -> None:
    """Votes drawn in one way throughout: of 80 % promised, at least 75 % of the outcomes are within the range."""
    held = 0
    for trial in range(trials):
        votes = record(1000 + trial, actors=15, rollcalls=27)
        titles = np.arange(26) % 3
        told = expected_tally(votes[:, :-1], np.zeros(15, int), titles=titles, title=26 % 3, replay=replay)
        came = int((votes[:, -1] == 1).sum() - (votes[:, -1] == 3).sum())
        assert told.replayed == replay if replay < 20 else told.replayed >= 20
        held += told.low <= came <= told.high
    assert held / trials >= 0.75


def test_the_forecast_of_the_next_day_learns_from_new_histories_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    votes = record(3, rollcalls=30)
    learn, learnt = history.resemblance, []
    monkeypatch.setattr(history, "resemblance", lambda late: learnt.append(late.shape) or learn(late))
    history._remembered.cache_clear()
    anew = expected_tally(votes[:, :29], np.zeros(12, int), titles=[0] * 29, title=0)

    history._remembered.cache_clear()
    expected_tally(votes, np.zeros(12, int), titles=[0] * 30, title=0)
    learnt.clear()
    after = expected_tally(votes[:, :29], np.zeros(12, int), titles=[0] * 29, title=0)

    assert len(learnt) == 1  # the oldest one that the later day did not replay
    assert (after.outcome == anew.outcome).all()
    assert (after.margin, after.low, after.high, after.right) == (anew.margin, anew.low, anew.high, anew.right)


def test_large_histories_are_not_remembered() -> None:
    votes, labels = np.ones((1, history._LARGE + 1), np.int8), np.zeros(history._LARGE + 1, int)

    assert history.past_votes(votes, labels).votes is votes
    assert history.past_votes(votes[:, 1:], labels[1:]) is history.past_votes(votes[:, 1:].copy(), labels[1:])


def test_what_is_made_of_a_history_is_forgotten_in_the_order_of_its_making() -> None:
    past = history.PastVotes(record(0), np.arange(20))
    made = []
    for key in [*range(history._LATEST + 1), 1, 0]:
        past.once(key, lambda key=key: made.append(key) or key)

    assert made == [*range(history._LATEST + 1), 0]
