"""Copies, votes in step and rushes: planted ones found, honest rooms left in peace, bad input."""

from __future__ import annotations

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.opinion import Ballots, bursts, clones, coordinated
from legation.methods.opinion.simulated import honest_room, with_company, with_copies

ROOMS = 12


def members(found) -> list[int]:
    """Return all rows named."""
    return sorted(row for one in found.sets for row in one.participants.tolist())


def test_planted_copies_are_found_and_nobody_else() -> None:
    rng = np.random.default_rng(3)
    votes = rng.choice([-1, 0, 1], (80, 60), p=[0.4, 0.2, 0.4]).astype(np.int8)
    votes[[10, 20, 30]] = votes[0]
    votes[40] = votes[1]
    votes[40, 5] = -votes[40, 5] if votes[40, 5] else 1
    found = clones(votes)
    assert [one.participants.tolist() for one in found.sets] == [[0, 10, 20, 30], [1, 40]]
    assert found.sets[0].common.tolist() == [60] * 6 and (np.diff(found.sets[0].evidence) <= 0).all()
    assert found.sign == "copies" and found.compared.tolist() == list(range(80))


def test_who_says_what_everybody_says_is_no_copy() -> None:
    votes = np.ones((50, 40), np.int8)
    assert clones(votes).sets == ()


def test_like_minds_are_no_copies() -> None:
    """Two camps of one mind but for a tenth of the answers: the statement's shares alone would call them copies."""
    rng = np.random.default_rng(0)
    votes = np.outer(rng.choice([-1, 1], 100), rng.choice([-1, 1], 40))
    votes = np.where(rng.random(votes.shape) < 0.1, -votes, votes).astype(np.int8)
    assert clones(votes).sets == ()


def test_order_of_rows_never_matters() -> None:
    votes = with_copies(honest_room(0), 0).matrix()
    order = np.random.default_rng(0).permutation(len(votes))
    assert members(clones(votes)) == sorted(order[members(clones(votes[order]))].tolist()) != []


@pytest.mark.parametrize("ordered", [False, True])
def test_honest_rooms_are_left_in_peace(ordered) -> None:
    """Waves of visitors, three camps, at will one order for all: of these rooms not one is named for copies or steps."""
    rooms = [honest_room(seed, people=150, ordered=ordered) for seed in range(100, 100 + ROOMS)]
    assert sum(bool(clones(room).sets) for room in rooms) == 0
    assert sum(bool(coordinated(room, draws=20).sets) for room in rooms) <= 1


def test_a_company_in_step_is_found() -> None:
    room = with_company(honest_room(5), 5)
    before = np.array(room.time)
    found = coordinated(room, seed=1)
    assert set(range(300, 308)) <= set(members(found)) and len(members(found)) <= 10
    assert found.sets[0].evidence[0] == 30 == found.sets[0].common[0] and found.sign == "in step"
    assert (room.time == before).all()


def test_dates_serve_as_times() -> None:
    room = with_company(honest_room(5, people=60), 5)
    when = np.datetime64("2026-01-01T00:00:00", "ms") + (np.asarray(room.time) * 1000).astype("timedelta64[ms]")
    dated = Ballots(room.participant, room.statement, room.value, room.shape, when)
    assert set(range(60, 68)) <= set(members(coordinated(dated)))


def test_only_the_vote_that_counts_is_in_step() -> None:
    """Twelve people vote alike in the same second, and take it all back one by one, days apart."""
    who, what = np.repeat(np.arange(12), 12), np.tile(np.arange(12), 12)
    first = Ballots(who, what, np.ones(144, int), (12, 12), np.tile(np.arange(12.0), 12))
    later = Ballots(who, what, -np.ones(144, int), (12, 12), 1e5 * (1 + who) + what)
    assert coordinated(first.then(later)).sets == ()


def test_a_rush_stands_out_and_an_even_pace_does_not() -> None:
    rng = np.random.default_rng(0)
    even = rng.uniform(0, 86_400, 400)
    assert bursts(even).found == ()
    (rush,) = bursts(np.append(even, 40_000 + rng.uniform(0, 120, 60))).found
    assert set(range(400, 460)) <= set(rush.events.tolist()) and 39_000 < rush.start <= rush.end < 41_000
    assert rush.p_value < 0.01 and rush.expected < 10


def test_false_alarms_of_an_even_pace_are_as_rare_as_said() -> None:
    rooms = [np.random.default_rng(seed).uniform(0, 86_400, 200) for seed in range(60)]
    assert sum(bool(bursts(room, rate=0.05).found) for room in rooms) <= 6


def test_few_or_no_events() -> None:
    assert bursts([]).found == () == bursts([5.0]).found
    assert clones([[1, 0]]).sets == () == coordinated(Ballots([], [], [], (3, 2), [])).sets


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: clones([[1, 0]], rate=0.0), "rate must be above 0 and below 1"),
        (lambda: clones([[1, 0]], slips=0.5), "slips must be above 0 and below 0.5"),
        (lambda: clones([[1, 0]], at_least=1), "at_least must be 2 or more"),
        (lambda: clones(np.ones((50_001, 10), np.int8)), "got 50,001.; raise at_least"),
        (lambda: coordinated(Ballots([0], [0], [1], (1, 1))), "with their time"),
        (lambda: coordinated(Ballots([0], [0], [1], (1, 1), [0.0]), within=0), "within must be above 0"),
        (lambda: coordinated(Ballots([0], [0], [1], (1, 1), [0.0]), draws=0), "draws must be 1 or more"),
        (lambda: bursts([1.0, np.nan]), "finite numbers"),
        (lambda: bursts([1.0, 2.0], window=0), "window, around, rate"),
    ],
)
def test_bad_input(call, sentence) -> None:
    with pytest.raises(BadValue, match=sentence):
        call()
