"""The picture of a deliberation: it rests on the counts that are shown, names no seat, and stays where it was."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from rooms.room_made import Log

from legation.methods.opinion import UNSEEN
from legation.rooms.deliberation.last_map import last_map, last_map_of
from legation.rooms.deliberation.picture import picture, place, searched, shown_votes, worked_out
from legation.rooms.deliberation.state import Deliberation

PEOPLE, STATEMENTS = 60, 12


def divided(
    people: int = PEOPLE,
    statements: int = STATEMENTS,
    *,
    inside: str = "anonymous",
    safety: bool = False,
    weight: int = 1,
    loyal: float = 0.9,
) -> Log:
    """Return a room of two camps that share the first three statements; every fourth person is an organisation."""
    log, rng = Log(), np.random.default_rng(0)
    log.add("h", "opened", seed=1, inside=inside, leaves="chatham", smallest=5, safety=safety, question="What now?")
    log.add("h", "seated", seat="m", role="moderator")
    for at in range(people):
        more = {"organisation": f"Organisation {at}", "weight": weight} if inside == "organisation" and at % 4 == 0 else {}
        log.add("h", "seated", seat=f"p{at}", role="participant", **more)
    for j in range(statements):
        log.add("h", "stated", statement=f"s{j}", text=f"Statement {j}.", language="en", source="seed")
    log.add("h", "phase", phase="vote")
    for at in range(people):
        cast(log, f"p{at}", at % 2, rng, statements, loyal)
    return log


def cast(log: Log, seat: str, camp: int, rng: np.random.Generator, statements: int = STATEMENTS, loyal: float = 0.9) -> None:
    """Let somebody of a camp vote on everything."""
    for j in range(statements):
        value = 1 if j < 3 else (1 - 2 * camp) * (1 - 2 * (j % 2))
        log.add(seat, "voted", statement=f"s{j}", value=int(value if rng.random() < (0.95 if j < 3 else loyal) else -value))


def state_of(log: Log) -> Deliberation:
    """Return the state of its room."""
    assert isinstance(log.state, Deliberation)
    return log.state


def made(log: Log) -> dict[str, Any]:
    """Return the picture of a room."""
    room = shown_votes(state_of(log))
    search = searched(room)
    return picture(room, worked_out(room, search), search)


@pytest.fixture(scope="module")
def room() -> Log:
    """Return a room that is not written in."""
    return divided()


def test_two_camps_what_joins_and_what_divides_them(room: Log) -> None:
    seen = made(room)
    assert len(seen["groups"]) == 2
    assert sum(one["people"] for one in seen["groups"]) == seen["people"] == PEOPLE
    assert {one["id"] for one in seen["joins"]} == {"s0", "s1", "s2"}
    assert all(one["agree"] and one["low"] > 0.5 for one in seen["joins"])
    assert {one["id"] for one in seen["divides"]} <= {f"s{j}" for j in range(3, STATEMENTS)}
    assert len(seen["divides"]) == 5
    assert seen["slate"]["represented"]
    assert len(seen["slate"]["statements"]) == 5


def test_its_counts_are_those_that_are_shown(room: Log) -> None:
    """After sixty votes each, three more are not told: neither in the counts nor in the picture."""
    before = made(room)
    later = divided()
    rng = np.random.default_rng(5)
    for at in range(3):
        later.add("h", "seated", seat=f"n{at}", role="participant")
        cast(later, f"n{at}", 0, rng)
    later.add("p0", "voted", statement="s0", value=0)
    assert made(later) == before
    assert state_of(later).moved == state_of(room).moved + 0
    for at in range(3, 5):
        later.add("h", "seated", seat=f"n{at}", role="participant")
        cast(later, f"n{at}", 0, rng)
    after = made(later)
    assert after["people"] == before["people"] + 5
    shown = state_of(later).statements
    for one in after["joins"]:
        agree, disagree, voted = shown[one["id"]].shown or (0, 0, 0)
        assert (one["seen"], one["share"]) == (voted, round((agree if one["agree"] else disagree) / voted, 4))


def test_a_vote_changed_since_counts_as_it_was_shown() -> None:
    log = divided()
    before = shown_votes(state_of(log)).votes.tolist()
    for person in range(4):
        log.add(f"p{person}", "voted", statement="s5", value=0)
    assert shown_votes(state_of(log)).votes.tolist() == before


def test_it_names_no_seat(room: Log) -> None:
    text = json.dumps(made(room))
    assert not any(f'"p{at}"' in text for at in range(PEOPLE))


def test_of_too_few_nothing() -> None:
    log = divided(4)
    assert made(log) == {"number": state_of(log).moved, "smallest": 5, "people": None}
    few = made(divided(8))
    assert few["groups"] == []
    assert (few["reason"], few["people"]) == ("few-people", 5)


def test_whoever_votes_finds_their_place(room: Log) -> None:
    """By their own votes alone: everybody stands with their camp, where the map has them."""
    seen, shown = made(room), shown_votes(state_of(room))
    found = worked_out(shown, searched(shown))
    assert found is not None
    for row, seat in enumerate(shown.seats):
        mine = {name: int(value) for name, value in zip(shown.statements, shown.votes[row], strict=True) if value != UNSEEN}
        here = place(seen, mine)
        assert here is not None
        np.testing.assert_allclose(here[:2], found.opinion.position[row], atol=1e-3)
        assert here[2] == found.label[row], seat
    assert place(seen, {}) is None
    few = place(seen, {"s0": 1, "s1": 1})
    assert few is not None and few[2] is None


def test_the_next_map_stays_where_it_was(room: Log) -> None:
    """Groups keep their numbers and places where others come: also where the larger group becomes the smaller."""
    before = shown_votes(state_of(room))
    search = searched(before)
    first = worked_out(before, search)
    assert first is not None
    later, rng = divided(), np.random.default_rng(9)
    smaller = int(first.label[1])  # the camp of p1
    for at in range(15):
        later.add("h", "seated", seat=f"n{at}", role="participant")
        cast(later, f"n{at}", 1, rng)
    after = shown_votes(state_of(later))
    again = worked_out(after, searched(after), *last_map_of(last_map(before, first).arrays()).among(after))
    assert again is not None
    assert again.label[1] == smaller
    assert (again.label[:60] == first.label).mean() > 0.95
    moved = np.linalg.norm(again.opinion.position[:60] - first.opinion.position, axis=1)
    assert moved.max() < 0.5 * np.linalg.norm(first.opinion.centre[0] - first.opinion.centre[1])


def test_organisations_stand_apart_with_their_weights_unless_somebody_is_at_risk() -> None:
    seen = made(divided(inside="organisation", weight=3))
    assert len(seen["organisations"]) == 15
    assert {one["weight"] for one in seen["organisations"]} == {3}
    assert sum(one["people"] for one in seen["groups"]) == PEOPLE  # counts of people stay counts of people
    at_risk = made(divided(inside="organisation", safety=True))
    assert at_risk["organisations"] == []
    assert all(one["people"] >= 10 for one in at_risk["groups"])


def test_who_voted_as_one_hold_something_back() -> None:
    """Twenty whose votes are the same, drawn, and against what all others share."""
    log, rng = divided(statements=40, loyal=0.75), np.random.default_rng(3)
    said = [-1, -1, -1, *rng.choice([-1, 0, 1], 37).tolist()]
    for at in range(20):
        log.add("h", "seated", seat=f"c{at}", role="participant")
        for j, value in enumerate(said):
            log.add(f"c{at}", "voted", statement=f"s{j}", value=int(value))
    held = made(log)["once"]
    assert held is not None
    assert held["sets"] == 1
    assert held["people"] == 20
    assert set(held["back"]) == {"s0", "s1", "s2"}


def test_what_is_taken_back_is_in_no_picture() -> None:
    log = divided()
    log.add("p0", "erased", seat="p0")
    state = state_of(log)
    assert state.taken_back == state.moved == state.number
    assert made(log)["people"] is None  # until enough have voted anew
