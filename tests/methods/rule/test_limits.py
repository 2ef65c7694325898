"""Texts defeated by too many against or too many abstentions: every way to vote tried, with the rules written out a second time."""

from __future__ import annotations

import itertools
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.power import banzhaf, coleman, minimal_winning, shapley_shubik
from legation.methods.rule import (
    all_of,
    at_least,
    outcome,
    quota,
    share_of_members,
    share_of_voting,
    unless_abstaining_of_present,
    unless_against,
)
from legation.methods.rule.game import REDUCTIONS, merged
from legation.methods.rule.many import counter
from legation.methods.rule.tree import VOTES, holds

FIVE = ("ALAC", "ASO", "ccNSO", "GAC", "GNSO")
FOUR = tuple(name for name in FIVE if name != "GAC")
BOARD = tuple(f"D{number:02}" for number in range(1, 17))


def community(needed: int, members: tuple[str, ...] = FIVE):
    return unless_against(at_least(needed, members), members, 1)


def ways(rule, members, votes=("yes", "no", "abstain")) -> int:
    return sum(outcome(rule, dict(zip(members, cast, strict=True))).passed for cast in itertools.product(votes, repeat=len(members)))


@pytest.mark.parametrize(
    ("needed", "members", "adopted", "of"), [(4, FIVE, 11, 243), (3, FIVE, 41, 243), (3, FOUR, 9, 81)], ids=["4 of 5", "3 of 5", "3 of 4"]
)
def test_the_empowered_community_by_full_enumeration(needed, members, adopted, of) -> None:
    assert (ways(community(needed, members), members), 3 ** len(members)) == (adopted, of)


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "passed"), [(3, 0, 2, True), (3, 1, 1, True), (3, 2, 0, False), (4, 1, 0, True), (2, 0, 3, False)]
)
def test_three_in_favour_and_at_most_one_against(yes, no, abstain, passed) -> None:
    cast = ("yes",) * yes + ("no",) * no + ("abstain",) * abstain

    assert outcome(community(3), dict(zip(FIVE, cast, strict=True))).passed is passed


def test_the_two_readings_of_an_abstention_are_two_games() -> None:
    objecting, abstaining = banzhaf(community(3)), banzhaf(community(3), reduction="no_as_abstention")

    assert (set(objecting.swings.values()), objecting.winning) == ({4}, 6)  # 4 of 5
    assert (set(abstaining.swings.values()), abstaining.winning) == ({6}, 16)  # 3 of 5
    assert banzhaf(community(4)).swings == banzhaf(community(4), reduction="no_as_abstention").swings == dict.fromkeys(FIVE, 4)
    carve_out = banzhaf(community(3, FOUR))
    assert (set(carve_out.swings.values()), carve_out.winning) == ({3}, 5)


def test_a_fundamental_bylaw_needs_the_board_and_the_community() -> None:
    rule = all_of(at_least(12, BOARD), community(3))
    found = banzhaf(rule, reduction="no_as_abstention")
    value = shapley_shubik(rule, reduction="no_as_abstention")

    assert found.winning == 40_272
    assert {found.swings[name] for name in BOARD} == {21_840}
    assert {found.swings[name] for name in FIVE} == {15_102}
    assert {value.exact[name] for name in BOARD} == {Fraction(793, 15504)}
    assert sum(value.exact.values()) == 1


@pytest.mark.parametrize(
    ("needed", "swings", "values"),
    [(10, (29, 3, 3, 3, 1, 1), (0.7667, 0.0667, 0.0667, 0.0667, 0.0167, 0.0167)), (12, (19, 7, 7, 7, 3, 3), None)],
)
def test_a_board_of_blocs(needed, swings, values) -> None:
    blocs = {"NomCom": BOARD[:8], "ASO": BOARD[8:10], "ccNSO": BOARD[10:12], "GNSO": BOARD[12:14], "ALAC": BOARD[14:15], "CEO": BOARD[15:]}
    rule = merged(at_least(needed, BOARD), blocs)

    assert tuple(banzhaf(rule).swings.values()) == swings
    if values:
        assert tuple(round(value, 4) for value in shapley_shubik(rule).value.values()) == values


def test_an_election_by_a_majority_of_those_voting() -> None:
    members = [f"S{number}" for number in range(172)]
    rule = share_of_voting("1/2", members, strict=True)
    votes = dict(zip(members, ["yes"] * 139 + ["no"] * 25 + ["abstain"] * 8, strict=True))
    required = next(
        yes for yes in range(165) if outcome(rule, dict(zip(members, ["yes"] * yes + ["no"] * (164 - yes), strict=False))).passed
    )

    assert outcome(rule, votes).passed
    assert required == 83  # of the 164 who voted, not of the 172


@st.composite
def limited(draw):
    """Draw a rule of five members, and the same rule as a function of how many vote yes and which votes are cast."""
    members = tuple("ABCDE")
    some = tuple(draw(st.lists(st.sampled_from(members), min_size=1, unique=True)))
    needed = draw(st.integers(1, 5))
    share = draw(st.sampled_from([Fraction(a, b) for b in range(1, 7) for a in range(1, b + 1)]))
    most = draw(st.integers(0, len(some)) | st.just(share))
    kind = draw(st.sampled_from(("against", "present")))
    base = at_least(needed, members)
    rule = unless_against(base, some, most) if kind == "against" else unless_abstaining_of_present(base, some, share)

    def adopted(votes: dict[str, str]) -> bool:
        if sum(votes.get(name) == "yes" for name in members) < needed:
            return False
        cast = Counter(votes.get(name, "absent") for name in some)
        if kind == "present":
            return cast["abstain"] <= share * (cast["yes"] + cast["no"] + cast["abstain"])
        return cast["no"] <= (most if isinstance(most, int) else most * (cast["yes"] + cast["no"]))

    return rule, members, adopted


@given(limited(), st.lists(st.sampled_from(VOTES), min_size=5, max_size=5))
def test_it_equals_the_rule_in_words_and_so_does_the_number_of_votes_missing(made, votes) -> None:
    rule, members, adopted = made
    cast = dict(zip(members, votes, strict=True))
    found = outcome(rule, cast)

    def fewest(candidates: list[str]) -> int | None:
        sizes = (size for size in range(len(candidates) + 1) for some in itertools.combinations(candidates, size) if turned(some))
        return next(sizes, None)

    def turned(some) -> bool:
        return adopted(cast | dict.fromkeys(some, "yes"))

    assert found.passed is holds(rule, cast) is adopted(cast)
    open_ones = [name for name in members if cast[name] not in ("yes", "no")]
    short_by = fewest(open_ones)
    assert found.short_by == (short_by if short_by is not None else fewest([name for name in members if cast[name] != "yes"]))


@given(limited())
def test_all_votes_at_once_equal_one_after_the_other(made) -> None:
    rule, members, adopted = made
    every = np.array(list(itertools.product(range(4), repeat=5)), np.int8)  # yes, no, abstain, absent

    assert counter(rule, members).passed(every).tolist() == [
        adopted({name: VOTES[code] for name, code in zip(members, row, strict=True)}) for row in every.tolist()
    ]


@given(limited(), st.sampled_from([*REDUCTIONS]))
def test_the_yes_or_no_game_equals_every_coalition(made, reduction) -> None:
    rule, members, adopted = made
    wins = {
        coalition: adopted({name: "yes" if name in coalition else REDUCTIONS[reduction] for name in members})
        for size in range(6)
        for coalition in itertools.combinations(members, size)
    }
    if not any(wins.values()):
        with pytest.raises(BadValue, match="none wins"):
            banzhaf(rule, reduction=reduction)
        return

    def decides(name: str) -> int:
        return sum(won and name in one and not wins[tuple(other for other in one if other != name)] for one, won in wins.items())

    found = banzhaf(rule, reduction=reduction)
    assert (found.swings, found.winning) == ({name: decides(name) for name in members}, sum(wins.values()))
    assert coleman(rule, reduction=reduction).act == sum(wins.values()) / 32
    minimal = {one for one, won in wins.items() if won and not any(wins[tuple(x for x in one if x != name)] for name in one)}
    assert set(minimal_winning(rule, reduction=reduction)) == minimal
    pivots = Counter(
        next(order[at] for at in range(5) if wins[tuple(name for name in members if name in order[: at + 1])])
        for order in itertools.permutations(members)
    )
    assert shapley_shubik(rule, reduction=reduction).exact == {name: Fraction(pivots[name], 120) for name in members}


def test_a_share_bites_nothing_where_nobody_votes() -> None:
    somebody = quota({"A": 1, "B": 1, "C": 1}, 1)
    rule = unless_against(somebody, "BC", "1/4")

    assert outcome(rule, {"A": "yes", "B": "abstain"}).passed
    assert not outcome(rule, {"A": "yes", "B": "no"}).passed
    assert not outcome(unless_abstaining_of_present(somebody, "ABC", "1/2"), {}).passed  # nobody is in favour
    assert outcome(unless_abstaining_of_present(somebody, "BC", "1/2"), {"A": "yes"}).passed


def test_at_the_limit_it_passes_and_above_it_fails() -> None:
    rule = unless_against(share_of_members("ABCDEFGH", "1/2"), "ABCDEFGH", "1/4")

    assert outcome(rule, dict.fromkeys("ABCDEF", "yes") | dict.fromkeys("GH", "no")).passed  # 2 of 8
    assert not outcome(rule, dict.fromkeys("ABCDE", "yes") | dict.fromkeys("GH", "no")).passed  # 2 of 7
    assert unless_against(rule, "AB", Decimal("0.25")) == unless_against(rule, "AB", Fraction(1, 4)) == unless_against(rule, "AB", "0.25")
    assert unless_against(rule, "AB", np.int64(1)) == unless_against(rule, "AB", 1)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        *((lambda most=most: unless_against(quota({"A": 1}, 1), "AB", most), "0 to 2 of 2 members") for most in (-1, 3, 10**30)),
        *((lambda most=most: unless_against(quota({"A": 1}, 1), "AB", most), "whole number") for most in (True, 0.25, 1.0, None, ["1/4"])),
        *(
            (lambda most=most: unless_against(quota({"A": 1}, 1), "AB", most), "share needed must be above 0")
            for most in ("5/4", "0", "-1/4", "2", Fraction(0), Decimal(2))
        ),
        *(
            (lambda most=most: unless_against(quota({"A": 1}, 1), "AB", most), "finite")
            for most in ("a quarter", "1/0", "nan", "", Decimal("NaN"))
        ),
        (lambda: unless_against(quota({"A": 1}, 1), [], 1), "at least one"),
        (lambda: unless_against(quota({"A": 1}, 1), ["B", "B"], 1), "B twice"),
        (lambda: unless_against(quota({"A": 1}, 1), ["a"], 1), "'A' and 'a'"),
        *(
            (lambda share=share: unless_abstaining_of_present(quota({"A": 1}, 1), "AB", share), "share needed must be")
            for share in (0, "3/2", -1, True, float("nan"), "half", 2)
        ),
        (lambda: unless_abstaining_of_present(quota({"A": 1}, 1), [""], "1/2"), "name every member"),
    ],
)
def test_what_cannot_be_is_named(make, words) -> None:
    with pytest.raises(BadValue) as error:
        make()

    assert words in str(error.value)
