"""What real bodies decide, word for word from their rules, and the fewest further votes against trying every set of members."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.rule_trees import rules

from legation.errors import BadValue
from legation.methods.rule import (
    all_of,
    any_of,
    at_least,
    eu_council,
    eu_unanimity,
    general_assembly,
    no_objection,
    outcome,
    quorum,
    quota,
    roll,
    security_council,
    share_of_members,
    share_of_voting,
)
from legation.methods.rule.tree import VOTES, holds

FIVE = ("CHN", "FRA", "GBR", "RUS", "USA")
TEN = tuple(f"E{number}" for number in range(10))
COUNCIL = security_council(FIVE, TEN)
POPULATION = {f"M{number:02}": 10 + number**3 for number in range(20)}


@pytest.mark.parametrize(
    ("question", "committee", "votes", "passed"),
    [
        ("ordinary", False, {"yes": 79, "no": 60, "abstain": 33, "absent": 21}, True),  # A/RES/74/247: 56.8 % of yes and no
        ("important", False, {"yes": 79, "no": 60, "abstain": 33, "absent": 21}, False),
        ("important", True, {"yes": 79, "no": 60, "abstain": 33, "absent": 21}, True),  # Main Committees: rule 125
        ("important", False, {"yes": 120, "no": 60}, True),  # two thirds is at least
        ("important", False, {"yes": 119, "no": 60}, False),
        ("ordinary", False, {"yes": 50, "no": 50, "abstain": 93}, False),  # equally divided: rule 95
        ("ordinary", False, {"yes": 1, "abstain": 192}, True),  # who abstains is not voting: rules 86 and 126
        ("ordinary", False, {"abstain": 193}, False),
    ],
)
def test_the_general_assembly(question, committee, votes, passed) -> None:
    assert outcome(general_assembly(question, committee=committee), roll(**votes)).passed is passed


@pytest.mark.parametrize(
    ("five", "ten", "passed", "short_by"),
    [
        (dict.fromkeys(FIVE, "yes"), dict.fromkeys(TEN[:4], "yes"), True, 0),
        (dict.fromkeys(FIVE, "yes"), dict.fromkeys(TEN[:3], "yes"), False, 1),
        (dict.fromkeys(FIVE, "abstain"), dict.fromkeys(TEN, "yes"), True, 0),
        (dict.fromkeys(FIVE, "absent"), dict.fromkeys(TEN, "yes"), True, 0),
        (dict.fromkeys(FIVE[:4], "yes") | {"USA": "no"}, dict.fromkeys(TEN, "yes"), False, 1),  # only the veto itself can be turned
        (dict.fromkeys(FIVE[:4], "yes") | {"USA": "abstain"}, dict.fromkeys(TEN[:5], "yes") | dict.fromkeys(TEN[5:], "no"), True, 0),
    ],
)
def test_the_security_council(five, ten, passed, short_by) -> None:
    told = outcome(COUNCIL, five | ten)

    assert (told.passed, told.short_by) == (passed, short_by)


def test_procedural_matters_know_no_veto() -> None:
    votes = dict.fromkeys(TEN, "yes") | dict.fromkeys(FIVE, "no")

    assert outcome(security_council(FIVE, TEN, procedural=True), votes).passed
    assert not outcome(COUNCIL, votes).passed


def eu(in_favour: int, *, heaviest: bool, other: str = "abstain", **options: object) -> bool:
    ordered = sorted(POPULATION, key=lambda name: POPULATION[name] * (-1 if heaviest else 1))
    votes = dict.fromkeys(ordered[:in_favour], "yes") | dict.fromkeys(ordered[in_favour:], other)
    return outcome(eu_council(POPULATION, **options), votes).passed


def test_the_council_of_the_european_union() -> None:
    total = sum(POPULATION.values())
    lightest = sorted(POPULATION.values())
    assert sum(lightest[:17]) < 0.65 * total
    assert eu(17, heaviest=False) and not eu(16, heaviest=False)  # three members cannot block, whoever they are
    assert not eu(17, heaviest=False, proposal=False)  # 72 % and 65 %, without that clause
    assert not eu(10, heaviest=True)  # 55 % of twenty are eleven
    assert eu(11, heaviest=True) and not eu(14, heaviest=True, proposal=False) and eu(15, heaviest=True, proposal=False)
    assert eu(11, heaviest=True, majority="simple") and not eu(10, heaviest=True, majority="simple")


def test_where_not_all_take_part_the_blocking_minority_is_the_fewest_with_over_35_per_cent_and_one() -> None:
    people = {"A": 40, "B": 10, "C": 10, "D": 10, "E": 10, "F": 10, "G": 10}
    rule = eu_council(people | {"Z": 900}, participating=people)
    against = lambda *names: {name: "no" if name in names else "yes" for name in people}  # noqa: E731

    assert outcome(rule, against("A")).passed  # one member has over 35 %: it takes two
    assert not outcome(rule, against("A", "B")).passed
    assert not outcome(eu_council(people, proposal=False), against("A")).passed


def test_unanimity_is_not_prevented_by_abstention_unless_it_is_constructive_and_a_third() -> None:
    people = {"A": 50, "B": 30, "C": 20}
    one_abstains = {"A": "abstain", "B": "yes", "C": "yes"}

    assert outcome(eu_unanimity(people), one_abstains).passed
    assert not outcome(eu_unanimity(people), {"A": "no", "B": "yes", "C": "yes"}).passed
    assert not outcome(eu_unanimity(people, constructive=True), one_abstains).passed  # a third of the members with half the population
    assert outcome(eu_unanimity(people, constructive=True), {"A": "yes", "B": "yes", "C": "abstain"}).passed  # with a fifth only


def test_consensus_asks_only_those_who_are_there() -> None:
    rule = no_objection("ABC")

    assert outcome(rule, {"A": "abstain", "B": "yes", "C": "absent"}).passed
    assert not outcome(rule, {"A": "yes", "B": "no"}).passed
    assert not outcome(rule, {}).passed  # nobody is there


def test_a_quorum_counts_who_abstains() -> None:
    rule = all_of(share_of_voting("1/2", "ABCDE", strict=True), quorum("ABCDE", 3))

    assert outcome(rule, {"A": "yes", "B": "abstain", "C": "abstain"}).passed
    assert not outcome(rule, {"A": "yes", "B": "abstain"}).passed
    assert outcome(rule, {"A": "yes", "B": "abstain"}).short_by == 1


def test_a_majority_of_all_members_counts_the_absent() -> None:
    told = outcome(share_of_members([f"m{number}" for number in range(193)], "1/2", strict=True), {f"m{n}": "yes" for n in range(96)})

    assert (told.passed, told.yes, told.absent, told.short_by) == (False, 96, 97, 1)


def test_counts_keep_every_way_apart() -> None:
    told = outcome(no_objection("ABCDEF"), dict(zip("ABCDEF", VOTES, strict=True)))

    assert (told.yes, told.no, told.abstain, told.absent, told.not_participating, told.not_entitled) == (1, 1, 1, 1, 1, 1)


@given(rules(), st.lists(st.sampled_from(VOTES), min_size=5, max_size=5))
def test_short_by_is_the_fewest_found_by_trying_every_set(rule, votes) -> None:
    cast = {name: vote for name, vote in zip("ABCDE", votes, strict=True) if f"'{name}'" in repr(rule)}
    told = outcome(rule, cast)

    def fewest(candidates: list[str]) -> int | None:
        for size in range(len(candidates) + 1):
            if any(holds(rule, cast | dict.fromkeys(some, "yes")) for some in itertools.combinations(candidates, size)):
                return size
        return None

    if told.passed:
        assert told.short_by == 0
        return
    open_ones = [name for name, vote in cast.items() if vote not in ("yes", "no")]
    every = [name for name, vote in cast.items() if vote != "yes"]
    assert holds(rule, cast) is False
    wanted = fewest(open_ones) if holds(rule, cast | dict.fromkeys(open_ones, "yes")) else fewest(every)
    if wanted is None or holds(rule, cast | dict.fromkeys(every, "yes")):
        assert told.short_by == wanted, (rule, cast)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: quota({"A": 1, "B": 1}, 3), "at most 2"),
        (lambda: quota({"A": 1}, 0), "above 0"),
        (lambda: quota({"A": 1}, 1, strict=True), "less than 1"),
        (lambda: quota({"A": -1, "B": 3}, 1), "weight of A"),
        (lambda: quota({"A": float("nan")}, 1), "weight of A"),
        (lambda: quota({"A": True}, 1), "weight of A"),
        (lambda: quota({"A": float("inf")}, 1), "weight of A"),
        (lambda: quota({}, 1), "at least one"),
        (lambda: quota({"France": 1, "FRANCE ": 1}, 1), "'France' and 'FRANCE '"),
        (lambda: all_of("France", quota({"france": 2}, 1)), "'France' and 'france'"),
        (lambda: at_least(3, ["A", "B"]), "1 to 2"),
        (lambda: at_least(1, ["A", "A"]), "A twice"),
        (lambda: at_least(1, [7]), "got 7"),
        (lambda: share_of_voting(55), "0.55"),
        (lambda: share_of_voting("half"), "2/3"),
        (lambda: share_of_voting(0), "above 0"),
        (lambda: quorum("AB", 3), "1 to 2"),
        (lambda: outcome(at_least(1, "AB"), {"A": "yes", "a": "no"}), "'A' and 'a'"),
        (lambda: outcome(at_least(1, "AB"), [("A", "yes"), ("A", "no")]), "yes and no"),
        (lambda: outcome(at_least(1, "AB"), {"C": "yes"}), "got 'C'"),
        (lambda: outcome(at_least(1, "AB"), {"A": "perhaps"}), "vote of A"),
        (lambda: roll(yes=-1), "0 or more"),
        (lambda: general_assembly("urgent"), "important"),  # type: ignore[arg-type]
        (lambda: eu_council({"A": 1}, participating=["B"]), "population"),
    ],
)
def test_what_cannot_be_is_named(make, words) -> None:
    with pytest.raises(BadValue) as error:
        make()

    assert words in str(error.value)


def test_decimals_are_exact() -> None:
    shares = {f"m{number}": 0.1 for number in range(10)}

    assert outcome(quota(shares, 0.3), dict.fromkeys(["m0", "m1", "m2"], "yes")).passed  # .1 + .1 + .1 is .3 here
    assert quota({"A": 0.55, "B": 0.45}, "11/20").needed == Fraction(11, 20)


def test_any_of_takes_names_and_rules() -> None:
    rule = any_of("A", quota({"B": 1, "C": 1}, 2))

    assert outcome(rule, {"A": "yes"}).passed and outcome(rule, {"B": "yes", "C": "yes"}).passed
    assert outcome(rule, {"B": "yes"}).short_by == 1
