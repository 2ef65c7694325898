"""A rule over many votes at once against the rule over each of them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from methods.rule_trees import rules

from legation.errors import BadValue
from legation.methods.rule import quota, share_of_voting
from legation.methods.rule.many import counter
from legation.methods.rule.tree import VOTES, Unless, holds, members_of


@given(rules(), st.data())
def test_equal_to_counting_one_vote_after_the_other(rule, data) -> None:
    rule = data.draw(st.sampled_from([rule, Unless(rule)]))
    members = data.draw(st.lists(st.sampled_from(members_of(rule)), unique=True, min_size=1))  # the others are absent
    votes = np.array([[data.draw(st.integers(0, len(VOTES) - 1)) for _ in members] for _ in range(4)], np.int8)
    words = [{name: VOTES[code] for name, code in zip(members, row, strict=True)} for row in votes.tolist()]
    count = counter(rule, members)
    assert count.passed(votes).tolist() == [holds(rule, row) for row in words]
    for code, word in enumerate(VOTES):
        turned = [[holds(rule, {**row, name: word}) for name in members] for row in words]
        assert count.passed_if(votes, code).tolist() == turned


@given(rules(), st.data())
def test_turning_one_after_the_other_is_equal_to_counting_anew(rule, data) -> None:
    rule = data.draw(st.sampled_from([rule, Unless(rule)]))
    members = members_of(rule)
    votes = np.array([[data.draw(st.integers(0, len(VOTES) - 1)) for _ in members] for _ in range(4)], np.int8)
    order = data.draw(st.lists(st.integers(0, len(members) - 1), max_size=4))
    code = data.draw(st.integers(0, len(VOTES) - 1))
    count, turned, given_votes = counter(rule, members), votes.copy(), votes.copy()
    counted = [passes.tolist() for passes in count.passed_along(given_votes, order, code)]
    anew = [count.passed(turned).tolist()]
    for member in order:
        turned[:, member] = code
        anew.append(count.passed(turned).tolist())
    assert counted == anew
    assert (given_votes == votes).all()


@given(rules(), st.data())
def test_who_has_to_be_turned_is_equal_to_leaving_out_one_after_the_other(rule, data) -> None:
    rule = data.draw(st.sampled_from([rule, Unless(rule)]))
    members = members_of(rule)
    votes, codes = ([data.draw(st.integers(0, len(VOTES) - 1)) for _ in members] for _ in range(2))
    turned = {at: codes[at] for at in data.draw(st.lists(st.integers(0, len(members) - 1), unique=True))}

    def passes(kept: dict[int, int]) -> bool:
        return holds(rule, {name: VOTES[kept.get(at, votes[at])] for at, name in enumerate(members)})

    left = dict(turned)
    for at in turned:
        without = {member: code for member, code in left.items() if member != at}
        left = without if passes(without) else left
    assume(passes(turned))
    assert counter(rule, members).needed(votes, turned) == [*left]


def test_exact_where_weights_are_fine_and_where_they_are_longer_than_a_word() -> None:
    fine = quota({"A": "0.1", "B": "0.2", "C": "0.3"}, "0.3")
    assert counter(fine, "ABC").passed([[0, 0, 1], [1, 0, 1], [0, 1, 1]]).tolist() == [True, False, False]
    large = quota({"A": 10**30, "B": 1, "C": 10**30}, 10**30 + 1)
    assert counter(large, "ABC").passed([[0, 1, 1], [0, 0, 1], [1, 0, 0]]).tolist() == [False, True, True]
    beyond_floats = quota({"A": 2**54, "B": 1, "C": 1}, 2**54 + 2)
    assert counter(beyond_floats, "ABC").passed([[0, 0, 0], [0, 0, 1]]).tolist() == [True, False]


def test_a_share_of_nobody_is_not_reached_and_whoever_votes_counts() -> None:
    half = counter(share_of_voting("1/2", strict=True), "ABC", ("absent", "yes", "abstain", "no"))
    assert half.passed([[0, 2, 0], [1, 2, 0], [1, 3, 0]]).tolist() == [False, True, False]


def test_who_helps_where_no_outcome_changes_yet() -> None:
    rule = quota({"A": 5, "B": 1, "C": 1, "D": 5}, 11)
    votes = [[1, 1, 1, 1]]
    assert not counter(rule, "ABCD").passed_if(votes, 0).any()
    shift = counter(rule, "ABCD").shift(votes, 0)
    assert shift[0] == shift[3] > shift[1] == shift[2] > 0
    assert counter(Unless(rule), "ABCD").shift(votes, 0).tolist() == (-shift).tolist()


@pytest.mark.parametrize(
    ("members", "codes", "votes", "named"),
    [
        ("AB", ("yes", "perhaps"), [[0, 0]], "perhaps"),
        ("ABX", VOTES, [[0, 0, 0]], "'X'"),
        ("AAB", VOTES, [[0, 0, 0]], "3 of whom 2"),
        ("AB", VOTES, [[0, 9]], "0 to 9"),
        ("AB", VOTES, [[0], [1]], "each of 2 members"),
        ("AB", VOTES, [[0.5, 1.0]], "float64"),
    ],
)
def test_bad_input(members, codes, votes, named) -> None:
    with pytest.raises(BadValue, match=named):
        counter(quota({"A": 1, "B": 1}, Fraction(3, 2)), members, codes).passed(votes)
