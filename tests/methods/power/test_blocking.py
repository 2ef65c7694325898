"""Sets that carry a text and sets that stop it, against every way to vote of small rules; large bodies by members who are alike."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from methods.rule_trees import rules

from legation.errors import BadValue
from legation.methods.power import (
    all_of,
    alone,
    at_least,
    blocking_sets,
    minimal_winning,
    no_objection,
    quota,
    share_of_weights,
    winning_sets,
)
from legation.methods.rule import fewest_turns, share_of_voting
from legation.methods.rule.tree import Unless, holds, members_of

from .cases import EU_28

READINGS = {"abstention_as_no": "no", "no_as_abstention": "abstain"}
FIVE = ("ALAC", "ASO", "ccNSO", "GAC", "GNSO")
DIRECTORS = tuple(f"director {number:02}" for number in range(1, 17))
VOTES = ("yes", "no", "abstain", "absent")


def minimal(sets):
    return {one for one in sets if not any(other < one for other in sets)}


def subsets(members):
    return [frozenset(some) for size in range(len(members) + 1) for some in itertools.combinations(members, size)]


@settings(max_examples=150)
@given(rule=rules(), reading=st.sampled_from(sorted(READINGS)))
def test_the_sets_are_those_of_full_enumeration(rule, reading) -> None:
    members, outside = members_of(rule), READINGS[reading]

    def passes(inside) -> bool:
        return holds(rule, {name: "yes" if name in inside else outside for name in members})

    every = subsets(members)
    carries, stops = ({one for one in every if test(one)} for test in (passes, lambda one: not passes(frozenset(members) - one)))
    for found, whole in ((winning_sets(rule, reduction=reading), carries), (blocking_sets(rule, reduction=reading), stops)):
        listed = [frozenset(one) for one in found]
        assert found.complete
        assert len(listed) == len(set(listed)) == found.count
        assert set(listed) == minimal(whole)
        assert found.smallest == min(map(len, whole), default=None)
        assert [len(one) for one in listed] == sorted(map(len, listed))
    for part in alone(rule, reduction=reading):
        for name in part.members:
            assert part.stops == (frozenset({name}) in stops)
            assert part.carries == (frozenset({name}) in carries)
            for whole, single, others in ((stops, part.stops, part.stops_with), (carries, part.carries, part.carries_with)):
                pairs = {two for two in members if two != name and {name, two} in whole and not {frozenset({two})} & whole}
                assert {two for two in others if two != name} == (set() if single else pairs)


@settings(max_examples=40)
@given(rule=rules(), reading=st.sampled_from(sorted(READINGS)))
def test_a_blocking_set_stops_it_whatever_the_others_do(rule, reading) -> None:
    members = members_of(rule)
    for some in blocking_sets(rule, reduction=reading):
        others = [name for name in members if name not in some]
        for votes in itertools.product(VOTES, repeat=len(others)):
            assert not holds(rule, {**dict.fromkeys(some, READINGS[reading]), **dict(zip(others, votes, strict=True))})


@given(rule=rules())
def test_winning_sets_are_the_minimal_winning_coalitions(rule) -> None:
    try:
        expected = {frozenset(one) for one in minimal_winning(rule)}
    except BadValue:
        return
    assert {frozenset(one) for one in winning_sets(rule)} == expected


def test_four_of_five_and_three_of_five() -> None:
    four, three = at_least(4, FIVE), at_least(3, FIVE)

    assert [(some.take, some.of) for some in winning_sets(four).patterns[0]] == [(4, FIVE)]
    assert (winning_sets(four).count, blocking_sets(four).count, blocking_sets(four).smallest) == (5, 10, 2)
    assert (winning_sets(three).count, blocking_sets(three).smallest) == (10, 3)
    (each,) = alone(four)
    assert (each.stops, each.carries, each.stops_with, each.carries_with) == (False, False, FIVE, ())


def test_the_board_and_the_empowered_community() -> None:
    rule = all_of(at_least(12, DIRECTORS), at_least(3, FIVE))
    carries, stops = winning_sets(rule), blocking_sets(rule)

    assert (carries.count, carries.smallest, carries.complete) == (1820 * 10, 15, True)
    # three participants, or five Directors
    assert [tuple((some.take, len(some.of)) for some in one) for one in stops.patterns] == [((3, 5),), ((5, 16),)]
    assert stops.count == 10 + 4368


def test_a_single_objection_defeats_consensus_and_an_abstention_does_not() -> None:
    rule = no_objection(FIVE)

    assert (blocking_sets(rule).count, blocking_sets(rule).smallest) == (5, 1)
    assert blocking_sets(rule, reduction="no_as_abstention").count == 0
    assert list(winning_sets(rule, reduction="no_as_abstention")) == [()]
    assert [[one.stops for one in alone(rule, reduction=reading)] for reading in READINGS] == [[True], [False]]


def test_a_general_electorate_is_one_line_and_takes_no_time() -> None:
    states = [f"state {number:03}" for number in range(193)]
    rule = share_of_voting("1/2", states, strict=True)
    started = time.process_time()
    carries, stops = winning_sets(rule), blocking_sets(rule)

    assert [(some.take, len(some.of)) for some in (*carries.patterns[0], *stops.patterns[0])] == [(97, 193), (97, 193)]
    assert stops.smallest == fewest_turns(Unless(rule), dict.fromkeys(states, "yes"), states, to="no")
    assert time.process_time() - started < 1


def test_where_there_are_too_many_the_smallest_size_is_exact() -> None:
    rule = share_of_weights({f"state {number:02}": people for number, people in enumerate(EU_28)}, "0.65")
    carries, stops = winning_sets(rule, limit=50), blocking_sets(rule, limit=50)

    assert not (carries.complete or stops.complete)
    assert {len(some) for some in (*carries, *stops)} == {carries.smallest, stops.smallest}
    assert carries.count >= 50
    descending, total = sorted(EU_28, reverse=True), 0
    for size, people in enumerate(descending, 1):
        total += people
        if total >= 0.65 * sum(EU_28):
            assert carries.smallest == size
            break
    assert stops.smallest == next(size for size in range(1, 29) if sum(descending[size:]) < 0.65 * sum(EU_28))


def test_what_is_refused() -> None:
    for limit in (0, True, "5"):
        with pytest.raises(BadValue, match="limit"):
            winning_sets(quota({"A": 1}, 1), limit)
    with pytest.raises(BadValue, match="names its members"):
        blocking_sets(share_of_voting("1/2"))
    with pytest.raises(BadValue, match="reduction"):
        blocking_sets(quota({"A": 1}, 1), reduction="lot")
